// Where things stand in one row of pipes (one number of the memory), and what has come about at
// each moment of the three phases. Pure: numbers in, numbers out.
//
//     new ═╪═ i ══╗                     the candidate pours into the memory,
//  memory ═╪═ f ══▙ memory ═╪═ o ═ out   which then goes out through o
//
// A signed picture has its zero in the middle of each box, and tanh before the last valve.

import { part } from "../shared/ease.js";

export const PHASES = ["forget", "remember", "select"];
export const DURATIONS = [1500, 1500, 1500]; // ms at speed 1

export function row(width, signed) {
  const small = width < 620;
  const bore = small ? 32 : 36;
  const src = small ? 44 : Math.min(88, width * 0.08);
  const cell = small ? 54 : Math.min(124, width * 0.11);
  const nozzle = signed ? (small ? 26 : 74) : 0;
  const boxes = 2 * src + cell + (signed ? src : 0);
  // Where the picture is wide, its right part is free for the sum in figures.
  const pipe = (width - 4 - boxes - nozzle) / 2;
  const letters = small ? 14 : 18;
  const half = signed ? 34 : 0; // px from zero to the edge of a signed box
  const tall = signed ? 2 * half : 48;
  const top = 22;
  const apart = signed ? 112 : 116;
  const zeroOf = (floor) => (signed ? floor - half : floor);
  const first = top + tall; // floor of the upper lane
  const second = first + apart;
  const deep = signed ? 2 * (half + 6) : 96;
  const centre = (floor) => (signed ? zeroOf(floor) + bore / 2 : floor); // floor of a pipe there
  const xs = { src: 2, cell: 2 + src + pipe };
  xs.sq = xs.cell + cell + nozzle;
  xs.out = width - 2 - src;
  const after = signed ? xs.sq + src : xs.cell + cell;
  const over = Math.min(14, cell * 0.18); // the upper pipe ends above the box that it pours into
  const at = (share, x0, x1) => Math.round(x0 + (x1 - x0) * share);
  const box = (x, wide, floor, high) => ({ x, width: wide, top: signed ? zeroOf(floor) - high / 2 : floor - high, height: high, zero: zeroOf(floor) });
  const between = (x0, x1, floor) => ({ x0, x1, valve: at(0.42, x0, x1), floor: centre(floor), bore });
  return {
    small, width, signed, letters, bore, nozzle,
    height: second + 30 + (signed ? 6 : 0),
    gap: signed ? 18 : 34, // the first row's valves need it above, the others' between
    thick: small ? 9 : 12,
    size: small ? [40, 22] : [54, 26],
    boxes: {
      new: box(xs.src, src, first, tall),
      memory: box(xs.src, src, second, tall),
      c: box(xs.cell, cell, second, deep),
      ...(signed ? { squashed_c: box(xs.sq, src, second, tall) } : {}),
      h: box(xs.out, src, second, signed ? tall : deep),
    },
    pipes: {
      i: between(xs.src + src, xs.cell + over, first),
      f: between(xs.src + src, xs.cell, second),
      o: between(after, xs.out, second),
    },
    throwing: small ? 14 : 30,
    line: { first: first + 18, second: second + 18 + (signed ? 6 : 0) },
    free: { x: xs.cell + cell + (small ? 8 : 26), y: top + 14 },
  };
}

// px a unit: an amount of `most` fills its box; the memory after the update may hold twice that.
export const unitOf = (box, most, signed) => (signed ? box.height / 2 : box.height) / most;

// What has come about: for each thing 0 … 1. Frame 0 of an update is before anything happens;
// a trained network's step has no such frame, its first one begins with the valves being set.
export function reached(phase, progress) {
  const during = (k, from, to) => (phase > k ? 1 : phase < k ? 0 : part(progress, from, to));
  return {
    set: during(0, 0, 0.22),
    f: during(0, 0.18, 0.6),
    kept: during(0, 0.55, 1),
    i: during(1, 0, 0.5),
    written: during(1, 0.5, 1),
    merged: during(2, 0, 0.15),
    squashed: during(2, 0.1, 0.35),
    o: during(2, 0.3, 0.65),
    h: during(2, 0.62, 1),
  };
}

// The valve whose pipe runs in a phase.
export const RUNS = ["f", "i", "o"];

// Frames ↔ (step, phase).
export const split = (frame) => ({ t: Math.floor(frame / 3), phase: frame % 3 });
export const join = (t, phase) => 3 * t + phase;

// Which units are in view: those of the page of `count` on which `unit` stands.
export function shown(unit, units, count) {
  const first = Math.floor(unit / count) * count;
  return Array.from({ length: Math.min(count, units - first) }, (_, k) => first + k);
}

// Places of the bars in a signed box while two parts are added: kept, written, and their sum.
export const THIRDS = [[0.04, 0.34], [0.35, 0.65], [0.66, 0.96]];
