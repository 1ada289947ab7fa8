// Where things are on their way and how bars are drawn: pure numbers and path strings.

import { part } from "../shared/ease.js";

export const STRIP = { width: 104, height: 64 };

// How far something of `phase` that lasts from `from` to `to` has come: 0 … 1.
export function reached(item, phase, progress) {
  if (item.phase !== phase) return item.phase < phase ? 1 : 0;
  return part(progress, item.from, item.to);
}

export const line = (points) => `M${points.map((point) => point.join(" ")).join("L")}`;

// The arrow head at the end of a polyline.
export function head(points) {
  const [[x0, y0], [x, y]] = points.slice(-2);
  const length = Math.hypot(x - x0, y - y0);
  const [u, v] = [(x - x0) / length, (y - y0) / length];
  const corner = (side) => `${round(x - 9 * u - side * 5 * v)} ${round(y - 9 * v + side * 5 * u)}`;
  return `M${x} ${y}L${corner(1)}L${corner(-1)}Z`;
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

// The columns of the conveyor: one a step, as wide as the frame allows. `names` are its rows from
// top to bottom; null leaves a gap.
export function conveyor(names, steps, units, available) {
  const least = Math.max(66, units * 4 + 10);
  const column = Math.min(150, Math.max(least, available / steps));
  const guesses = { top: 4, line: 21, height: 4 * 21 + 4 };
  const height = 38;
  const rows = {};
  let y = guesses.top + guesses.height + 14;
  for (const name of names) {
    if (name === null) y += 8;
    else {
      rows[name] = y + height / 2;
      y += height + 12;
    }
  }
  return {
    column, guesses, rows, height,
    strip: column - 12,
    letter: y + 16,
    size: [Math.max(column * steps, 1), y + 38],
    centre: (t) => (t + 0.5) * column,
  };
}

// Around the bar of one unit of a strip, `room` px wider and `high` px higher than it on each side.
export function around({ x, y, width, height }, unit, units, room, high) {
  const step = width / units;
  return { x: x - width / 2 + unit * step - room, y: y - height / 2 - high, width: step + 2 * room, height: height + 2 * high };
}

export const block = ({ x, y, width, height }) => `M${x} ${y}h${width}v${height}h${-width}z`;

export const round = (value) => Math.round(value * 10) / 10;
