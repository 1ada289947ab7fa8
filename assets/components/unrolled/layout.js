// Where things stand in the unrolled network: pure numbers and path strings.

import { part } from "../shared/ease.js";

export const SIZE = { letter: 38, tile: 28, guess: 21, label: 18, row: { all: 11, few: 22 }, lane: 16 };
const COLUMN = { narrow: 98, wide: 132 };
const MARGIN = 14;
const FIRST = 70; // room for the initial state

// Everything that does not depend on the step. `width` is the frame's width in px.
export function frame(scene, width) {
  const steps = scene.symbols.length;
  const units = scene.units === "few" ? Math.min(4, scene.hidden) : scene.hidden;
  const rowHeight = scene.units === "few" ? SIZE.row.few : SIZE.row.all;
  const fit = (width - FIRST - 2 * MARGIN) / steps;
  const column = Math.min(COLUMN.wide, Math.max(COLUMN.narrow, fit));
  const strip = Math.min(76, column - 46);
  const guesses = 4 * SIZE.guess + SIZE.label;
  const hasInput = scene.stage !== "system";
  const hasOutput = scene.stage === "prediction";
  const tall = units * rowHeight;
  const lanes = scene.states.map((state, k) => ({ ...state, index: k, height: tall }));
  const y = {};
  y.guesses = MARGIN;
  y.tileV = y.guesses + guesses + 24;
  y.node = hasOutput ? y.tileV + SIZE.tile + 22 : MARGIN + 8;
  const nodeHeight = lanes.length * (tall + SIZE.label) + 10;
  y.tileU = y.node + nodeHeight + 22;
  y.letter = y.tileU + SIZE.tile + 22;
  y.end = hasInput ? y.letter + SIZE.letter + SIZE.label + MARGIN : y.tileU + MARGIN;
  lanes.forEach((lane, k) => {
    // c above h, as a conveyor; h is nearest to the letters
    const place = lanes.length - 1 - k;
    lane.top = y.node + 5 + place * (tall + SIZE.label) + SIZE.label;
  });
  const whole = MARGIN * 2 + FIRST + steps * column;
  const shift = Math.max(0, (width - whole) / 2); // a short chain stands in the middle
  return {
    steps, units, rowHeight, column, strip, y, lanes, nodeHeight, tall,
    x0: MARGIN + shift + 18,
    x1: MARGIN + shift + FIRST, // left edge of the first column
    width: Math.max(whole, width),
    height: y.end,
    foldX: Math.min(whole, width) / 2,
    wire: lanes[0].top + tall / 2, // height at which h travels
  };
}

// Centre of column k when the chain is open to `open` (0 folded … 1 unfolded).
export function columnX(f, k, open) {
  const unfolded = f.x1 + (k + 0.5) * f.column;
  return f.foldX + (unfolded - f.foldX) * open;
}

// The loop from a node's right side back to its left, over `open` → vanishing.
export function loop(f) {
  const right = f.foldX + f.strip / 2 + 6;
  const left = f.foldX - f.strip / 2 - 6;
  const out = 58;
  const below = f.y.node + f.nodeHeight + 12;
  return `M${right} ${f.wire}h16c${out} 0 ${out} ${below - f.wire} 0 ${below - f.wire}` +
    `H${left - 16}c${-out} 0 ${-out} ${f.wire - below} 0 ${f.wire - below}H${left - 7}`;
}

// The moments of one step: how far each thing has come at `progress`.
export function moments(progress) {
  return {
    letter: part(progress, 0, 0.3),
    state: part(progress, 0.1, 0.42),
    grow: part(progress, 0.42, 0.68),
    predict: part(progress, 0.66, 0.85),
    guess: part(progress, 0.8, 1),
  };
}
