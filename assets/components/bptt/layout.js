// Where things stand in the network that learns: pure numbers and path strings.
//
// Every column holds one step: its loss on top, the state, the letter read, the gradients, and
// what this use of the weights adds. To the right of each column is a gap, in which the gradient
// of the own loss, from above, meets the one that comes back from the next step, from below.

import { part } from "../shared/ease.js";

export const SIZE = {
  margin: 8, first: 40, gap: 34, inset: 6, label: 18, norm: 16, bar: 11, letter: 28, join: 8,
  column: [106, 150], tile: 74, strip: { one: 44, many: 34, gate: 22 },
};
const SMALL = 0.001; // sizes of a gradient below it are drawn evenly, above it by decades
const MOST_LOSS = 6; // nats; ln 27 ≈ 3.3 is that of knowing nothing

// Everything that does not depend on the step. `width` is the frame's width in px.
export function frame(scene, width) {
  const steps = scene.symbols.length;
  const fit = (width - SIZE.first - 2 * SIZE.margin) / steps;
  const column = Math.min(SIZE.column[1], Math.max(SIZE.column[0], fit));
  const box = column - SIZE.gap;
  const strip = box - 2 * SIZE.inset;
  const many = scene.grads.length > 2;
  const tall = many ? SIZE.strip.many : SIZE.strip.one;
  const y = { truth: SIZE.margin };
  y.loss = y.truth + 24;
  y.bar = y.loss + SIZE.label + 2;
  y.again = y.bar + SIZE.bar + 2;
  y.lossEnd = y.again + SIZE.bar;
  y.states = y.lossEnd + 28;
  let top = y.states + 4;
  const states = scene.states.map((state) => {
    const strips = { name: state.name, top: top + SIZE.label, tall };
    top += SIZE.label + tall + 4;
    return strips;
  });
  y.statesEnd = top + 2;
  y.letter = y.statesEnd + 16;
  y.grads = y.letter + SIZE.letter + 20;
  top = y.grads + 4;
  let gathered = false; // the gates stand under one heading
  const grads = scene.grads.map((grad) => {
    const head = grad.gate ? (gathered ? 0 : SIZE.label + SIZE.norm) : SIZE.label + SIZE.norm;
    gathered ||= grad.gate;
    const height = grad.gate ? SIZE.strip.gate : tall;
    const strips = { name: grad.name, head: head ? top : null, top: top + head, tall: height };
    top += head + height + (grad.gate ? 1 : 4);
    return strips;
  });
  y.gradsEnd = top + 3;
  y.use = y.gradsEnd + 18;
  y.tile = y.use + SIZE.label;
  const tile = Math.min(SIZE.tile, box);
  y.end = y.tile + tile + SIZE.margin;
  const whole = 2 * SIZE.margin + SIZE.first + steps * column;
  const shift = Math.max(0, (width - whole) / 2); // a short chain stands in the middle
  const middle = (rows) => (rows[0].top + rows.at(-1).top + rows.at(-1).tall) / 2;
  const byName = Object.fromEntries(grads.map((row) => [row.name, row.top + row.tall / 2]));
  return {
    steps, column, box, strip, tile, y, states, grads,
    unit: strip / scene.units,
    x0: SIZE.margin + shift,
    x1: SIZE.margin + shift + SIZE.first, // left edge of the first column
    width: Math.max(whole, width),
    height: y.end,
    wire: states.at(-1).top + states.at(-1).tall / 2, // height at which h travels
    lanes: byName, // height at which each gradient travels
    back: middle(grads.filter((row) => row.name.startsWith("a_"))), // where those of a leave
  };
}

// Left edge of column t, its middle, and where the two gradients meet on its right.
export const left = (f, t) => f.x1 + t * f.column;
export const centre = (f, t) => left(f, t) + f.box / 2;
export const joint = (f, t) => ({ x: left(f, t) + f.box + SIZE.gap / 2, y: f.lanes.h });

// What a frame of the transport shows: each step forward, each step back, the update, the text
// read again.
export function split(frame, steps) {
  if (frame < steps) return { phase: "forward", t: frame };
  if (frame < 2 * steps) return { phase: "backward", t: 2 * steps - 1 - frame };
  return { phase: frame === 2 * steps ? "update" : "again", t: null };
}

export const frames = (steps) => 2 * steps + 2;

// How many uses have added their share at a frame, 0 … steps.
export const uses = (frame, steps) => Math.min(steps, Math.max(0, frame - steps + 1));

// The frame at which a phase begins.
export const begins = (phase, steps) => ({ forward: 0, backward: steps, update: 2 * steps }[phase]);

// The moments of a step forward, and of one back: how far each thing has come at `progress`.
export function moments(phase, progress) {
  if (phase === "forward") {
    return {
      letter: part(progress, 0, 0.3), state: part(progress, 0.08, 0.4), grow: part(progress, 0.4, 0.66),
      up: part(progress, 0.62, 0.82), loss: part(progress, 0.8, 1),
    };
  }
  return {
    arrive: part(progress, 0, 0.36), join: part(progress, 0.34, 0.52), spread: part(progress, 0.5, 0.68),
    tile: part(progress, 0.66, 0.8), drop: part(progress, 0.8, 1),
  };
}

// The way of the gradient of the own loss: out of the loss, down, to the joint.
export function fromAbove(f, t) {
  const { x, y } = joint(f, t);
  return [[left(f, t) + f.box, f.y.bar + SIZE.bar / 2], [x, f.y.bar + SIZE.bar / 2], [x, y - SIZE.join]];
}

// The way through the weights: out of the pre-activations of the next step, left, up to the joint.
export function fromNext(f, t) {
  const { x, y } = joint(f, t);
  return [[left(f, t + 1), f.back], [x, f.back], [x, y + SIZE.join]];
}

// The way of a state's gradient straight to the step before.
export function straight(f, t, name) {
  const y = f.lanes[name];
  const end = name === "h" ? joint(f, t).x + SIZE.join : left(f, t) + f.box;
  return [[left(f, t + 1), y], [end, y]];
}

export const path = (points) => points.map(([x, y], k) => `${k ? "L" : "M"}${round(x)} ${round(y)}`).join("");

// The place at a share of the way along points.
export function along(points, share) {
  const lengths = points.slice(1).map(([x, y], k) => Math.hypot(x - points[k][0], y - points[k][1]));
  let rest = share * lengths.reduce((a, b) => a + b, 0);
  for (let k = 0; k < lengths.length; k++) {
    const [[x0, y0], [x1, y1]] = [points[k], points[k + 1]];
    if (rest <= lengths[k] || k === lengths.length - 1) {
      const p = lengths[k] ? Math.min(1, rest / lengths[k]) : 1;
      return [x0 + (x1 - x0) * p, y0 + (y1 - y0) * p];
    }
    rest -= lengths[k];
  }
  return points[0];
}

// How long the bar of a gradient is, −1 … 1: evenly for what is small, by decades beyond.
export function length(value, axis) {
  if (!Number.isFinite(value)) return value;
  return (Math.sign(value) * Math.log1p(Math.abs(value) / SMALL)) / Math.log1p(axis / SMALL);
}

export const lengths = (values, axis) => Float64Array.from(values, (value) => length(value, axis));

// The marks of a scale of gradients: decades up to the axis.
export function decades(axis) {
  const found = [];
  for (let power = Math.log10(SMALL); 10 ** power <= axis * (1 + 1e-9); power++) found.push(Number((10 ** power).toPrecision(1)));
  return found;
}

// How long the bar of a loss is, and whether it ends there.
export function lossBar(value, width) {
  if (!Number.isFinite(value)) return { width: Number.isNaN(value) ? 0 : width, cut: !Number.isNaN(value) };
  return { width: Math.max(1.5, width * Math.min(1, value / MOST_LOSS)), cut: value > MOST_LOSS };
}

const round = (value) => Math.round(value * 10) / 10;
