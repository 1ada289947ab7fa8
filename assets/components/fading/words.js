// What the picture says in words: sizes as powers of ten, and how a curve ended.

import { show } from "../shared/numbers.js";
import { raised } from "./layout.js";

// 10^power in two or three digits; far beyond what a browser's number holds, too.
export function size(power) {
  if (Number.isNaN(power)) return "undefined";
  if (power === -Infinity) return "0";
  if (power === Infinity) return "∞";
  if (power > -3 && power < 4.9) return show(10 ** power);
  let whole = Math.floor(power);
  let digits = (10 ** (power - whole)).toFixed(2);
  if (digits === "10.00") [digits, whole] = ["1.00", whole + 1];
  return `${digits}×10${raised(whole)}`;
}

// kind: 0 runs on, 1 exactly 0, 2 too small for float64, 3 too large for it; from that distance
export function ending(name, kind, from) {
  if (kind === 1) return `${name}: exactly 0 from distance ${from} on: every way back leads through a 0.`;
  if (kind === 2) return `${name}: underflowed to 0 at distance ${from}: smaller than any number that float64 holds.`;
  if (kind === 3) return `${name}: overflowed at distance ${from}: larger than any number that float64 holds.`;
  return "";
}

const LEFT = {
  h: (d) => `${d} steps multiply a gradient by at most`,
  c: (d) => `${d} steps multiply a gradient by at most`,
  loss: (d) => `A gradient of size 1 at step ${d} reaches the start with size`,
};

// The title: what is left at the end of the length that is shown. The peephole LSTM, which hardly
// differs from the LSTM, has its number in the legend.
export function title(measure, distance, cells, powers) {
  const parts = cells.flatMap(({ key, name }, k) => (key === "lstm-peephole" ? [] : [`${size(powers[k])} in the ${name}`]));
  return `${LEFT[measure](distance)} ${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
