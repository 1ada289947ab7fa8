// Where encoder, message and decoder stand: pure numbers and path strings.

import { part } from "../shared/ease.js";

export const SIZE = { symbol: 36, guess: 37, guesses: 3, least: 70, most: 112, gap: 22, margin: 10 };

// How the n units of one direction stand as a block of pixels, wider than high.
export function block(n) {
  const columns = Math.min(20, Math.ceil(Math.sqrt(1.5 * n)));
  return { columns, rows: Math.ceil(n / columns) };
}

// The unit under a place of a picture of `sides` blocks on top of each other; null beside them.
export function unitAt(x, y, cell, { columns, rows }, units, sides) {
  const column = Math.floor(x / cell);
  const row = Math.floor(y / cell);
  const side = Math.floor(row / rows);
  if (column < 0 || column >= columns || side < 0 || side >= sides) return null;
  const within = (row - side * rows) * columns + column;
  return within < units ? side * units + within : null;
}

// Where unit j stands: [x, y] of its pixel's corner.
export function placeOf(j, cell, { columns, rows }, units) {
  const side = Math.floor(j / units);
  const within = j % units;
  return [(within % columns) * cell, (side * rows + Math.floor(within / columns)) * cell];
}

// Everything that does not depend on the step. `width` is the frame's width in px.
export function frame(scene, width) {
  const S = scene.source.length;
  const T = scene.fed.length;
  const sides = scene.encoder.length;
  const units = scene.encoder[0].shape[1];
  const shape = block(units);
  const spare = 2 * SIZE.margin + 2 * SIZE.gap;
  const column = Math.max(SIZE.least, 15 + 7.6 * longest(scene), Math.min(SIZE.most, (width - spare) / (S + T + 1)));
  const cell = Math.max(3, Math.floor((column - 22) / shape.columns));
  const strip = cell * shape.columns;
  const half = cell * shape.rows;
  const whole = spare + (S + T + 1) * column;
  const shift = Math.max(0, (width - whole) / 2);
  const y = {};
  y.title = 16;
  y.guess = 34;
  y.state = y.guess + SIZE.guesses * SIZE.guess + 30;
  y.lanes = Array.from({ length: sides }, (_, side) => y.state + side * (half + 30) - (sides - 1) * 15);
  y.back = y.lanes[sides - 1] + half + 14;
  y.symbol = y.state + sides * half + 62;
  y.end = y.symbol + SIZE.symbol + 30;
  const x = SIZE.margin + shift;
  return {
    S, T, sides, units, shape, column, cell, strip, half, y,
    width: Math.max(whole, width),
    height: y.end,
    source: (s) => x + (s + 0.5) * column,
    message: x + (S + 0.5) * column + SIZE.gap,
    target: (t) => x + (S + 1.5 + t) * column + 2 * SIZE.gap,
  };
}

// Letters of the longest symbol that a column must hold.
function longest(scene) {
  const shown = scene.ranked.flat().map((k) => scene.labels[k].replace(/[‹›]/g, ""));
  return Math.max(...[...scene.source, ...shown].map((text) => text.length));
}

// Frames: one for each symbol read, one in which the message travels, one for each written.
export const count = (S, T) => S + 1 + T;

export function stageOf(frame, S) {
  if (frame < S) return { act: "read", at: frame };
  if (frame === S) return { act: "message", at: 0 };
  return { act: "write", at: frame - S - 1 };
}

// Position (in the source) that a direction's step t reads.
export const positionOf = (side, t, S) => (side === 0 ? t : S - 1 - t);

// The way of a direction's last state to the message, below the lanes for the one that ends left.
export function lastWay(f, side) {
  const to = f.message - f.strip / 2 - 6;
  const y = f.y.lanes[side] + f.half / 2;
  if (side === 0) return `M${f.source(f.S - 1) + f.strip / 2} ${y}H${to}`;
  const from = f.source(0);
  const into = f.y.state + 1.5 * f.half;
  return `M${from} ${f.y.lanes[side] + f.half}V${f.y.back}H${to - 16}V${into}H${to}`;
}

// The way of a written symbol into the next step's box.
export function fedBack(f, t) {
  const from = [f.target(t) + f.column / 2 - 9, f.y.guess + SIZE.guess / 2];
  const to = [f.target(t + 1) - f.strip / 2 + 6, f.y.symbol + SIZE.symbol / 2];
  const edge = f.target(t) + f.column / 2;
  return `M${from[0]} ${from[1]}H${edge}V${to[1]}H${to[0] - 14}`;
}

// The moments of a step: how far each thing has come at `progress`.
export function moments(progress) {
  return { arrive: part(progress, 0, 0.35), carry: part(progress, 0.15, 0.55), grow: part(progress, 0.5, 0.75), guess: part(progress, 0.7, 1) };
}
