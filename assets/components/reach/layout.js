// From a step back to an earlier one: what is left at each step between, on the scale of decades
// that the matrix has. Pure numbers and path strings.

export const SIZE = { height: 230, left: 52, right: 14, top: 12, bottom: 30 };

export function frame(width, steps, [low, high]) {
  return { width, height: SIZE.height, x0: SIZE.left, x1: width - SIZE.right, y0: SIZE.height - SIZE.bottom, y1: SIZE.top, steps, low, high };
}

export const x = (f, step) => f.x0 + (step / f.steps) * (f.x1 - f.x0);

// Beyond an end of the scale a value lies at that end.
export function y(f, power) {
  const held = Number.isNaN(power) ? f.high : Math.min(f.high, Math.max(f.low, power));
  return f.y0 - ((held - f.low) / (f.high - f.low)) * (f.y0 - f.y1);
}

// The curve of a row of powers over the steps from k to t; cut flat at the ends of the scale.
export function curve(f, row, k, t) {
  let d = "";
  for (let step = k; step <= t; step++) d += `${step === k ? "M" : "L"}${round(x(f, step))} ${round(y(f, row[step]))}`;
  return d;
}

// The factors to write out, by their number from 1, latest first; null for those left out.
export function written(t, k, most = 5) {
  const all = Array.from({ length: t - k }, (_, q) => t - q);
  if (all.length <= most) return all;
  return [...all.slice(0, most - 2), null, all.at(-1)];
}

// Steps to write under the curves.
export function marks(steps) {
  const every = [1, 2, 5, 10, 20, 50].find((size) => steps / size <= 7);
  return Array.from({ length: Math.floor(steps / every) + 1 }, (_, k) => k * every);
}

// Labels along both sides of the matrix: every tenth step, every fifth of few.
export function labels(count) {
  const every = count > 25 ? 10 : 5;
  return Array.from({ length: count }, (_, t) => (t % every ? "" : String(t)));
}

const round = (value) => Math.round(value * 10) / 10;
