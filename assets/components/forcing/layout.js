// Where the two lanes and the curve of their errors stand: pure numbers and path strings.

import { part } from "../shared/ease.js";

export const SIZE = { box: 32, guess: 37, guesses: 3, least: 74, most: 118, margin: 8, left: 118, chart: 130 };

// Everything that does not depend on the step. `width` is the frame's width in px.
export function frame(scene, width) {
  const lanes = scene.forced ? ["forced", "free"] : ["free"];
  const free = Math.max(...scene.free.lengths);
  const T = Math.max(free, scene.right ? scene.right.length : 0);
  const left = width < 560 ? SIZE.margin : SIZE.left;
  const column = Math.max(SIZE.least, 34 + 7.6 * longest(scene), Math.min(SIZE.most, (width - left - 2 * SIZE.margin - 30) / T));
  const y = { right: scene.right ? 26 : null };
  let at = scene.right ? 26 + SIZE.box + 22 : 6;
  y.lanes = {};
  for (const lane of lanes) {
    const title = at + 18;
    const guess = title + 14;
    const verdict = guess + SIZE.guesses * SIZE.guess + 16;
    const fed = verdict + 16;
    y.lanes[lane] = { title, guess, verdict, fed };
    at = fed + SIZE.box + 26;
  }
  y.chart = scene.right ? at + 36 : null;
  y.end = scene.right ? at + 36 + SIZE.chart + 30 : at;
  const whole = left + 2 * SIZE.margin + T * column + 30;
  return {
    T, lanes, left, column, y,
    width: Math.max(width, whole),
    height: y.end,
    x: (t) => SIZE.margin + left + (t + 0.5) * column,
  };
}

// Letters of the longest symbol that a column must hold.
function longest(scene) {
  const { ranked } = scene.free;
  const used = new Set(scene.right ?? []);
  for (let k = 0; k < ranked.shape.reduce((a, b) => a * b, 1); k++) used.add(ranked.numbers[ranked.offset + k]);
  return Math.max(...[...used].map((k) => (scene.labels[k] ?? "").replace(/[‹›]/g, "").length));
}

// The way of a symbol from `from` (a height) at step t into the box of step t + 1 at `to`.
export function way(f, t, from, to) {
  const edge = f.x(t) + f.column / 2;
  return `M${edge - 8} ${from}H${edge}V${to}H${f.x(t + 1) - SIZE.box / 2 - 8}`;
}

// The curve of sums over steps as a path, broken where there is none.
export function curve(f, values, top) {
  let d = "";
  values.forEach((value, t) => {
    if (Number.isFinite(value)) d += `${d ? "L" : "M"}${round(f.x(t))} ${round(height(f, value, top))}`;
  });
  return d;
}

export function height(f, value, top) {
  return f.y.chart + SIZE.chart * (1 - value / (top || 1));
}

// Ticks of the sums: [number, …] from 0.
export function ticks(top) {
  const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100].find((size) => top / size <= 4) ?? top;
  return Array.from({ length: Math.floor(top / step + 1e-9) + 1 }, (_, k) => k * step);
}

// The copy in which symbol `rank` was written at `step` (both from 0).
export const copyOf = (choices, step, rank) => (rank === 0 ? 0 : 1 + step * (choices[0].length - 1) + rank - 1);

// "step.rank", both from 1, as [step, rank] from 0; none where there is no such choice.
export function otherOf(text, choices) {
  const found = /^(\d+)\.(\d+)$/.exec(text);
  if (!found) return null;
  const [step, rank] = [Number(found[1]) - 1, Number(found[2]) - 1];
  return step >= 0 && step < choices.length && rank > 0 && rank < choices[0].length ? [step, rank] : null;
}

// The moments of a step: how far each thing has come at `progress`.
export function moments(progress) {
  return { feed: part(progress, 0, 0.4), guess: part(progress, 0.4, 0.8), judge: part(progress, 0.8, 1) };
}

const round = (value) => Math.round(value * 10) / 10;
