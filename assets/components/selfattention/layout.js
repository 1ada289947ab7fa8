// A sentence above itself, with arcs for who looks at whom, and a map for each head. Pure numbers
// and path strings. Rows ask, columns answer; all count from 0 here.

export const NET = { least: 64, most: 128, r: 9, top: 58, between: 170, foot: 34 };
export const MAP = { least: 16, most: 40, letter: 8.2 };
export const BROAD = 16;

const longest = (labels) => Math.max(1, ...labels.map((label) => [...label].length));

// Width that the sentence needs for one label not to touch the next.
export const needed = (labels) => labels.length / 2 * Math.max(NET.least, longest(labels) * MAP.letter + 8);

// labels: the words and what is written for them
export function netFrame(labels, width) {
  const count = labels.length / 2;
  const step = Math.min(NET.most, Math.max(needed(labels) / count, width / count));
  const top = NET.top;
  return { width: Math.max(width, Math.ceil(step * count)), height: top + NET.between + NET.foot, step, top, bottom: top + NET.between, count };
}

export const nodeX = (f, t) => (t + 0.5) * f.step;

// The way from word s below to word t above.
export function arc(f, t, s) {
  const [x1, y1, x2, y2] = [nodeX(f, s), f.bottom - NET.r, nodeX(f, t), f.top + NET.r];
  const middle = (y1 + y2) / 2;
  return `M${round(x1)} ${y1}C${round(x1)} ${middle} ${round(x2)} ${middle} ${round(x2)} ${y2}`;
}

// A weight as the width of its arc; below one in two hundred there is none.
export const broad = (weight) => (weight >= 0.005 ? Math.max(0.7, weight * BROAD) : 0);

// A map of words × words in a width; what has no room makes it wider.
export function mapFrame(words, width) {
  const label = Math.ceil(longest(words) * MAP.letter) + 10;
  const head = Math.round(longest(words) * MAP.letter * Math.SQRT1_2) + 16;
  const cell = Math.min(MAP.most, Math.max(MAP.least, (width - label - Math.max(2, head - 18)) / words.length));
  const size = cell * words.length;
  return { cell, x0: label, y0: head, x1: label + size, y1: head + size, width: Math.ceil(label + size + Math.max(2, head - cell / 2 - 10)), height: Math.ceil(head + size + 4), count: words.length };
}

export function cellAt(f, x, y) {
  const [t, s] = [Math.floor((y - f.y0) / f.cell), Math.floor((x - f.x0) / f.cell)];
  return t < 0 || s < 0 || t >= f.count || s >= f.count ? null : { t, s };
}

// Where a key leads from a cell; null for another key.
export function moved(key, { t, s }, count) {
  const [dt, ds] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] ?? [];
  const within = (value) => Math.min(count - 1, Math.max(0, value));
  return dt === undefined ? null : { t: within(t + dt), s: within(s + ds) };
}

export function largest(weights) {
  let best = 0;
  for (let s = 1; s < weights.length; s++) if (weights[s] > weights[best]) best = s;
  return best;
}

// How many maps stand side by side without one of them having to scroll.
export function across(words, heads, width, gap) {
  const fits = (count) => mapFrame(words, (width - (count - 1) * gap) / count).width <= (width - (count - 1) * gap) / count + 1;
  return [4, 2].filter((count) => count <= heads).find(fits) ?? 1;
}

// Share of the colour's way from paper, in percent.
export const tint = (weight) => (weight > 0 ? Math.min(100, Math.round(weight * 1000) / 10) : 0);

// The cell of a link, as far as this sentence and network have it.
export function fitting([h, t, s, unit], { heads, words, size }) {
  const within = (value, count) => Math.min(count - 1, Math.max(0, value));
  return { h: within(h, heads), t: within(t, words.length), s: within(s, words.length), unit: within(unit, size) };
}

const round = (value) => Math.round(value * 10) / 10;
