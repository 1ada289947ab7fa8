// The parts that cells are made of, as plain data. A layout is a list of them, from which the
// picture is drawn; so another cell is another layout and no other code.
//
// A layout(options) returns
//   name, size [width, height]
//   phases   { name, ms at speed 1, look: where a narrow frame looks (0 … 1), rules, numbers }
//            `rules` are names of equations, or LaTeX; `numbers` is written once the phase is over: {f} is f of the chosen unit, {c-} that of
//            the step before, {(g)} with brackets if negative, {letter} the one that is read
//   parts    in the order in which they are drawn
//   travel   for each phase: strips that turn from one register's values into another's on their way
//   rows     of the conveyor, null for a gap
//
// `role` is a colour, `when` the phase and the part of it (0 … 1) in which a thing comes about.
// A kind of part that only one cell has is drawn by a class that its index.js hands over.

import { STRIP } from "./geometry.js";

export const HALF = STRIP.height / 2 + 3; // from the middle of a register to the end of a wire
export const SIDE = STRIP.width / 2 + 3;
export const PHI = { tanh: "tanh", relu: "ReLU" };
const timed = ([phase, from, to]) => ({ phase, from, to });

// Where data flows along `points`.
export const wire = (id, points, when, role, more) => ({ kind: "wire", id, points, role, ...timed(when), ...more });

// A row of the trace at (x, y); `back` shows it as it was a step before. `title: "left"` and
// `digits: "below"` (or "below right") keep clear of wires; `mute` has neither.
export const register = (id, row, x, y, when, more) => ({ kind: "register", id, row, x, y, ...timed(when), ...more });

export const product = (x, y) => ({ kind: "node", x, y, sign: "∗" });
export const sum = (x, y) => ({ kind: "node", x, y, sign: "+" });

// `of` is the gate that they compute: they fade while it is held, and for good when `off`.
export const weights = (x, y, latex, role, more) => ({ kind: "weights", x, y, latex, role, ...more });
export const squash = (x, y, text, role, more) => ({ kind: "squash", x, y, text, role, ...more });

export const belt = (y, role) => ({ kind: "belt", y, role });
export const note = (x, y, text) => ({ kind: "note", x, y, text });

// The letter that is read at (x, y), and its slot in [h, x] at height `slot`.
export const letter = (x, y, slot) => ({ kind: "letter", x, y, slot });

// The likeliest letters, one a line below (x, y).
export const guesses = (x, y, when) => ({ kind: "guesses", x, y, line: 30, ...timed(when) });

// A gate from the bottom up: the wire that ends in it, its weights, its squashing, its register at
// y. One that is `off` is not computed by its weights: no wire leads to them.
export function gate(name, x, y, { from, latex = `W_${name}`, text = "σ", opens = [1, 0.58, 0.66], when = [1, 0.65, 1], off }) {
  const [low, bend] = [y + 108, y + 61];
  const wires = [
    wire(`bus ${name}`, [...from, [x, low + 19]], [1, 0, 0.38], "ink"),
    wire(`sum ${name}`, [[x, low - 17], [x, bend + 17]], [1, 0.44, 0.54], name),
    wire(`gate ${name}`, [[x, bend - 16], [x, y + HALF]], opens, name),
  ];
  return [
    ...(off ? [] : wires),
    weights(x, low, latex, name, { of: name, off }),
    squash(x, bend, text, name, { of: name, off }),
    register(name, name, x, y, when),
  ];
}

// A strip that goes along `points` from start to end and turns from one register into another.
export const go = (from, into, points, start, end) => ({ from, into, points, start, end });

// Frames of the transport: all phases of a step, then the next step.
export const frames = (phases) => ({
  split: (frame) => ({ t: Math.floor(frame / phases), phase: frame % phases }),
  join: (t, phase) => t * phases + phase,
});
