// Two rows of words: a chain, and a net of everything to everything. Pure numbers and path strings.

export const SIZE = { least: 62, most: 120, r: 17, name: 26, top: 64, between: 150, net: 120, foot: 40 };

export function frame(count, width) {
  const step = Math.min(SIZE.most, Math.max(SIZE.least, width / count));
  const whole = Math.max(width, Math.ceil(step * count));
  const x0 = 8;
  return { width: whole, step, r: SIZE.r, x0, chain: SIZE.top + SIZE.name, keys: SIZE.top + SIZE.name + SIZE.between, values: SIZE.top + SIZE.name + SIZE.between + SIZE.net, height: SIZE.top + SIZE.name + SIZE.between + SIZE.net + SIZE.foot, count };
}

export const nodeX = (f, t) => f.x0 + (t + 0.5) * f.step - 4;

// From the state of a word to the next one.
export const link = (f, t) => `M${round(nodeX(f, t) + f.r)} ${f.chain}H${round(nodeX(f, t + 1) - f.r - 7)}`;
export const head = (f, t) => `M${round(nodeX(f, t + 1) - f.r - 8)} ${f.chain - 5}l7 5l-7 5Z`;

// Every word's question to every word, as one path.
export function net(f) {
  let d = "";
  for (let t = 0; t < f.count; t++) for (let s = 0; s < f.count; s++) d += `M${round(nodeX(f, s))} ${f.values - f.r}L${round(nodeX(f, t))} ${f.keys + f.r}`;
  return d;
}

// The part of a disc that is full, from below, for a share 0 … 1.
export function level(share, r) {
  const full = Math.max(0, Math.min(1, share));
  if (full <= 0) return "";
  if (full >= 1) return `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
  const y = r - 2 * r * full;
  const x = Math.sqrt(Math.max(0, r * r - y * y));
  return `M${round(-x)} ${round(y)}A${r} ${r} 0 ${full > 0.5 ? 1 : 0} 0 ${round(x)} ${round(y)}Z`;
}

const round = (value) => Math.round(value * 10) / 10;
