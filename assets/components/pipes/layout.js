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

const RIM = 8; // px by which a box stands higher than the pipe that leaves it

export function row(width, signed) {
  const small = width < 620;
  const src = small ? 44 : Math.min(88, width * 0.08);
  const cell = small ? 54 : Math.min(124, width * 0.11);
  const nozzle = signed ? (small ? 26 : 74) : 0;
  const pipe = (width - 4 - 2 * src - cell - nozzle - (signed ? src : 0)) / 2;
  const tall = signed ? 64 : 48; // px of the boxes on the left
  const deep = signed ? 72 : 2 * tall; // the memory after the update may hold twice as much
  const rim = signed ? 0 : RIM;
  const travel = signed ? 16 : 26;
  const size = small ? [42, 22] : [56, 26];
  const rise = travel + size[1] + 8; // px that a valve needs above its pipe
  const first = 10 + rise + tall; // floors of both lanes
  const second = first + (small ? 20 : 10) + rise + tall;
  const xs = { src: 2, cell: 2 + src + pipe, out: width - 2 - src };
  xs.sq = xs.cell + cell + nozzle;
  const after = signed ? xs.sq + src : xs.cell + cell;
  const over = Math.min(14, cell * 0.18); // the upper pipe ends above the box that it pours into
  const base = (floor) => (signed ? floor - tall / 2 : floor);
  const box = (x, wide, floor, high) => ({ x, width: wide, top: (signed ? base(floor) - high / 2 : floor - high) - rim, height: high + rim, zero: base(floor) });
  const along = (x0, x1, floor, high) => ({ x0, x1, valve: Math.round(x0 + (x1 - x0) * 0.42), top: signed ? base(floor) - high / 2 : floor - high, floor: signed ? base(floor) + high / 2 : floor, base: base(floor) });
  const line = second + 18 + (signed ? 4 : 0);
  const pipes = {
    i: along(xs.src + src, xs.cell + over, first, tall),
    f: along(xs.src + src, xs.cell, second, tall),
    o: along(after, xs.out, second, signed ? tall : deep),
  };
  return {
    small, width, travel, size, pipes,
    rise, line,
    thick: small ? 9 : 12,
    letters: small ? 14 : 18,
    boxes: {
      new: box(xs.src, src, first, tall),
      memory: box(xs.src, src, second, tall),
      c: box(xs.cell, cell, second, deep),
      ...(signed ? { squashed_c: box(xs.sq, src, second, tall) } : {}),
      h: box(xs.out, src, second, signed ? tall : deep),
    },
    throwing: small ? 12 : 28,
    lines: { first: first + 18, second: line }, // of figures below both lanes
    // To the right of the upper lane there may be room for the sums in figures.
    sums: { x: signed ? xs.cell + cell + 24 : pipes.o.valve + size[0] / 2 + 16, y: first - tall + 2, room: signed ? 430 : 240 },
  };
}

// px a unit: an amount of `most` fills its box; the memory after the update may hold twice that.
export const unitOf = (box, most, signed) => (signed ? box.height / 2 : box.zero - box.top - RIM) / most;

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
