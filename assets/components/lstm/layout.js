// Where things stand and how they move in the LSTM machine: pure numbers and path strings.

import { part } from "../shared/ease.js";

export const PHASES = ["concatenate", "four products", "forget", "input and candidate", "update", "output"];
export const DURATIONS = [900, 1200, 1000, 1000, 1000, 1700]; // ms at speed 1
export const SIZE = { width: 920, height: 664 };
export const STRIP = { width: 104, height: 64 };
export const BELT = 86; // height at which c travels
export const LOW = 560; // height at which h travels
export const GATE = { strip: 352, sigma: 413, box: 460, bus: 508 };
export const COLUMN = { f: 196, i: 330, g: 464, o: 610 };
export const NODES = { forget: [196, BELT], add: [397, BELT], write: [397, 252], squash: [720, 152], out: [720, 284] };
export const LETTER = [316, 638];
export const PREDICTION = { x: 798, y: 332, line: 30 };

// Centres of the strips. `row` is what they show, `back` that they show the step before,
// `when` the phase and the part of it in which they come about.
export function strips(options) {
  const late = options.peephole;
  const at = (row, x, y, phase, from, to, more) => ({ row, x, y, phase, from, to, ...more });
  return {
    c_prev: at("c", 68, BELT, -1, 0, 1, { back: true }),
    h_prev: at("h", 68, LOW, -1, 0, 1, { back: true }),
    joined: at("h", 202, LOW, 0, 0.499, 0.5, { back: true }),
    f: at("f", COLUMN.f, GATE.strip, 1, 0.65, 1),
    i: at("i", COLUMN.i, GATE.strip, 1, 0.65, 1),
    g: at("g", COLUMN.g, GATE.strip, 1, 0.65, 1),
    o: late ? at("o", COLUMN.o, GATE.strip, 5, 0.14, 0.3) : at("o", COLUMN.o, GATE.strip, 1, 0.65, 1),
    kept: at("kept", 300, BELT, 2, 0.999, 1),
    written: at("written", 397, 178, 3, 0.999, 1),
    c: at("c", 852, BELT, 4, 0.999, 1),
    squashed_c: at("squashed_c", 720, 220, 5, 0.349, 0.35),
    h: at("h", 852, LOW, 5, 0.939, 0.94),
  };
}

// Wires: points, the phase and the part of it in which the data flows, and the colour role.
export function wires({ peephole, coupled }) {
  const { strip, sigma, box, bus } = GATE;
  const [[forget], [add], [, write], [squash, bend], [, out]] = Object.values(NODES);
  const half = STRIP.height / 2 + 3;
  const top = strip - half;
  const list = [
    ["h_prev", [[122, LOW], [148, LOW]], 0, 0, 0.5, "h"],
    ["x", [[LETTER[0], LETTER[1] - 20], [LETTER[0], LOW + half]], 0, 0.5, 1, "x"],
  ];
  for (const gate of ["f", "i", "g", "o"]) {
    const x = COLUMN[gate];
    if (gate === "i" && coupled) continue;
    const late = gate === "o" && peephole;
    list.push([`bus ${gate}`, [[260, LOW - half], [260, bus], [x, bus], [x, box + 19]], 1, 0, 0.38, "ink"]);
    list.push([`sum ${gate}`, [[x, box - 17], [x, sigma + 17]], 1, 0.44, 0.54, gate]);
    list.push([`gate ${gate}`, [[x, sigma - 16], [x, strip + half]], late ? 5 : 1, late ? 0.1 : 0.58, late ? 0.16 : 0.66, gate]);
  }
  if (coupled) list.push(["coupled", [[251, strip], [275, strip]], 1, 0.8, 1, "f"]);
  if (peephole) {
    const turn = COLUMN.i - 66;
    list.push(["peep f", [[40, BELT + half], [40, sigma], [COLUMN.f - 18, sigma]], 1, 0.3, 0.54, "c"]);
    if (!coupled) {
      list.push(["peep i", [[60, BELT + half], [60, sigma - 22], [turn, sigma - 22], [turn, sigma], [COLUMN.i - 18, sigma]], 1, 0.3, 0.54, "c"]);
    }
    list.push(["peep o", [[540, BELT], [540, sigma], [COLUMN.o - 18, sigma]], 5, 0, 0.1, "c"]);
  }
  const end = peephole ? 0.3 : 0; // output gate first, where it waits for c_t
  const [squashed, meet] = outputTimes(end);
  list.push(
    ["c_prev", [[122, BELT], [forget - 16, BELT]], 2, 0, 0.5, "c"],
    ["valve f", [[forget, top], [forget, BELT + 16]], 2, 0, 0.5, "f"],
    ["kept", [[forget + 16, BELT], [245, BELT]], 2, 0.5, 1, "c"],
    ["valve i", [[COLUMN.i, top], [COLUMN.i, write], [add - 16, write]], 3, 0, 0.5, "i"],
    ["candidate", [[COLUMN.g, top], [COLUMN.g, write], [add + 16, write]], 3, 0, 0.5, "g"],
    ["written", [[add, write - 16], [add, 178 + half]], 3, 0.5, 1, "g"],
    ["add kept", [[355, BELT], [add - 16, BELT]], 4, 0, 0.45, "c"],
    ["add written", [[add, 178 - half], [add, BELT + 16]], 4, 0, 0.45, "g"],
    ["c", [[add + 16, BELT], [797, BELT]], 4, 0.45, 1, "c"],
    ["branch", [[squash, BELT], [squash, bend - 17]], 5, end, (end + squashed) / 2, "c"],
    ["squashed", [[squash, bend + 16], [squash, 220 - half]], 5, (end + squashed) / 2, squashed, "c"],
    ["select", [[squash, 220 + half], [squash, out - 16]], 5, squashed, meet, "c"],
    ["valve o", [[COLUMN.o, top], [COLUMN.o, out], [squash - 16, out]], 5, squashed, meet, "o"],
    ["h", [[squash, out + 16], [squash, LOW], [797, LOW]], 5, meet, 0.94, "h"],
    ["prediction", [[852, LOW - 64], [852, PREDICTION.y + 3 * PREDICTION.line + 14]], 5, 0.94, 1, "y"],
  );
  return list.map(([id, points, phase, from, to, role]) => ({ id, points, phase, from, to, role, dashed: id.startsWith("peep") }));
}

// The arrow head at the end of a polyline.
export function head(points) {
  const [[x0, y0], [x, y]] = points.slice(-2);
  const length = Math.hypot(x - x0, y - y0);
  const [u, v] = [(x - x0) / length, (y - y0) / length];
  const corner = (side) => `${round(x - 9 * u - side * 5 * v)} ${round(y - 9 * v + side * 5 * u)}`;
  return `M${x} ${y}L${corner(1)}L${corner(-1)}Z`;
}

// In the output phase c is squashed until the first moment and meets o until the second.
function outputTimes(start) {
  return [start + (0.94 - start) * 0.36, start + (0.94 - start) * 0.6];
}

// What travels in a phase: strips that turn from one row's values into another's on their way.
export function travellers(phase, options) {
  const s = strips(options);
  const place = (name) => [s[name].x, s[name].y];
  const go = (from, into, points, start, end) => ({ from, into, points, start, end });
  if (phase === 0) return [go("h_prev", "joined", [place("h_prev"), place("joined")], 0, 0.5)];
  if (phase === 2) {
    return [
      go("c_prev", "c_prev", [place("c_prev"), NODES.forget], 0, 0.5),
      go("f", "f", [place("f"), NODES.forget], 0, 0.5),
      go("c_prev", "kept", [NODES.forget, place("kept")], 0.5, 1),
    ];
  }
  if (phase === 3) {
    return [
      go("g", "g", [place("g"), [COLUMN.g, NODES.write[1]], NODES.write], 0, 0.5),
      go("i", "i", [place("i"), [COLUMN.i, NODES.write[1]], NODES.write], 0, 0.5),
      go("g", "written", [NODES.write, place("written")], 0.5, 1),
    ];
  }
  if (phase === 4) {
    return [
      go("kept", "kept", [place("kept"), NODES.add], 0, 0.45),
      go("written", "written", [place("written"), NODES.add], 0, 0.45),
      go("kept", "c", [NODES.add, place("c")], 0.45, 1),
    ];
  }
  if (phase === 5) {
    const start = options.peephole ? 0.3 : 0;
    const [squash, meet] = outputTimes(start);
    return [
      go("c", "squashed_c", [[720, BELT], place("squashed_c")], start, squash),
      go("squashed_c", "squashed_c", [place("squashed_c"), NODES.out], squash, meet),
      go("o", "o", [place("o"), [COLUMN.o, NODES.out[1]], NODES.out], squash, meet),
      go("squashed_c", "h", [NODES.out, [720, LOW], place("h")], meet, 0.94),
    ];
  }
  return [];
}

export const split = (frame) => ({ t: Math.floor(frame / PHASES.length), phase: frame % PHASES.length });
export const join = (t, phase) => t * PHASES.length + phase;

// How far something of `phase` that lasts from `from` to `to` has come: 0 … 1.
export function reached(item, phase, progress) {
  if (item.phase !== phase) return item.phase < phase ? 1 : 0;
  return part(progress, item.from, item.to);
}

// The point a share p (0 … 1) along a polyline.
export function along(points, p) {
  const lengths = points.slice(1).map(([x, y], k) => Math.hypot(x - points[k][0], y - points[k][1]));
  let left = p * lengths.reduce((a, b) => a + b, 0);
  for (let k = 0; k < lengths.length; k++) {
    if (left <= lengths[k] || k === lengths.length - 1) {
      const q = lengths[k] ? left / lengths[k] : 0;
      return points[k].map((from, axis) => from + (points[k + 1][axis] - from) * q);
    }
    left -= lengths[k];
  }
  return points[0];
}

export const line = (points) => `M${points.map((point) => point.join(" ")).join("L")}`;

// Bars side by side, from the middle line for signed values and from the floor for gates;
// (x, y) is the middle of the strip. What lies beyond the axis ends in a cut; what is not a
// number is a diamond on the line.
export function bars(values, { x, y, width, height, limit, signed }, grown = 1, towards = null, p = 0) {
  const step = width / values.length;
  const thick = Math.max(1.5, step * 0.72);
  const reach = signed ? height / 2 : height;
  const base = signed ? y : y + height / 2;
  let d = "";
  for (let k = 0; k < values.length; k++) {
    let share = values[k] / limit;
    if (towards) share += (towards.values[k] / towards.limit - share) * p;
    const left = x - width / 2 + k * step + (step - thick) / 2;
    if (Number.isNaN(share)) {
      d += `M${round(left)} ${round(base)}l${round(thick / 2)} -4l${round(thick / 2)} 4l-${round(thick / 2)} 4z`;
      continue;
    }
    const over = Math.abs(share) > 1.0001;
    const size = Math.max(-1, Math.min(1, share)) * grown * reach;
    const cut = over ? Math.sign(size) * 5 : 0;
    const right = round(left + thick);
    d += `M${round(left)} ${round(base)}V${round(base - size + cut)}H${right}V${round(base)}Z`;
    if (over) d += `M${round(left)} ${round(base - size + cut * 0.55)}V${round(base - size)}H${right}V${round(base - size + cut * 0.55)}Z`;
  }
  return d;
}

// The columns of the conveyor: one a step, as wide as the frame allows.
export function conveyor(steps, units, available) {
  const least = Math.max(66, units * 4 + 10);
  const column = Math.min(150, Math.max(least, available / steps));
  const guesses = { top: 4, line: 21, height: 4 * 21 + 4 };
  const height = 38;
  const gap = 12;
  const rows = {};
  let y = guesses.top + guesses.height + 14;
  for (const name of ["h", "c", "f", "i", "o", "g"]) {
    if (name === "f") y += 8; // states apart from gates
    rows[name] = y + height / 2;
    y += height + gap;
  }
  return {
    column, guesses, rows, height,
    strip: column - 12,
    letter: y + 16,
    size: [Math.max(column * steps, 1), y + 38],
    centre: (t) => (t + 0.5) * column,
  };
}

const round = (value) => Math.round(value * 10) / 10;
