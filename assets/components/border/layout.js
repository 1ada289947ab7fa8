// A map over radius (upwards, by doublings) and length, and below it a cut along one radius. Pure.

const SIZE = { left: 62, right: 14, top: 10, axis: 50, cut: 190, foot: 42 };
export const DECADES = 16; // the scales go this many powers of ten to both sides
const KNEE = 0.75; // share of the colours from paper to full; the rest goes on towards ink
const BENT = 0.55; // below 1, so that the first decades around the border can be told apart
const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export const power = (n) => `10${[...String(n)].map((c) => RAISED[c]).join("")}`;

export function frame(width, rows, steps) {
  const row = width < 560 ? 4 : 6;
  const y0 = SIZE.top + rows * row;
  const cut = { y1: y0 + SIZE.axis, y0: y0 + SIZE.axis + SIZE.cut };
  const x1 = width - SIZE.right;
  return { width, height: cut.y0 + SIZE.foot, rows, steps, row, column: (x1 - SIZE.left) / steps, x0: SIZE.left, x1, y1: SIZE.top, y0, cut };
}

// Middle of length t (from 1) and of the radius with index k; the lowest radius is the lowest row.
export const x = (f, t) => f.x0 + (t - 0.5) * f.column;
export const y = (f, k) => f.y0 - (k + 0.5) * f.row;
export const cutY = (f, log) => (f.cut.y0 + f.cut.y1) / 2 - (log / DECADES) * ((f.cut.y0 - f.cut.y1) / 2);

const clip = (value, low, high) => Math.min(high, Math.max(low, value));

// The radius and the length under a place, [k, t]; null beside map and cut. Over the cut k is null.
export function placeAt(f, px, py) {
  if (px < f.x0 - 2 || px > f.x1 + 2) return null;
  const t = clip(Math.floor((px - f.x0) / f.column) + 1, 1, f.steps);
  if (py >= f.y1 && py <= f.y0) return [clip(Math.floor((f.y0 - py) / f.row), 0, f.rows - 1), t];
  return py >= f.cut.y1 && py <= f.cut.y0 ? [null, t] : null;
}

// Where an arrow key leads; null for another key.
export function moved(f, key, [k, t], far) {
  const by = far ? 10 : 1;
  const [dk, dt] = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] ?? [];
  return dk === undefined ? null : [clip(k + dk * by, 0, f.rows - 1), clip(t + dt * by, 1, f.steps)];
}

const mix = (a, b, share) => a.map((from, k) => Math.round(from + (b[k] - from) * share));

// The colour of a power of ten: paper at 10⁰, one hue to either side.
export function shade(log, { paper, positive, negative, ink, warn }) {
  if (Number.isNaN(log) || log === Infinity) return warn;
  const full = log < 0 ? negative : positive;
  const size = Math.min(1, Math.abs(log) / DECADES) ** BENT;
  return size <= KNEE ? mix(paper, full, size / KNEE) : mix(full, ink, (0.55 * (size - KNEE)) / (1 - KNEE));
}

// The border: edges between a cell whose gradient has faded below 1 and a neighbour where it has not.
export function border(f, log) {
  const grown = (k, t) => log.at(k, t - 1) >= 0 || Number.isNaN(log.at(k, t - 1));
  let d = "";
  for (let k = 0; k < f.rows; k++) {
    const [low, high] = [f.y0 - k * f.row, f.y0 - (k + 1) * f.row];
    let from = null; // edges above a row that touch are drawn as one
    for (let t = 1; t <= f.steps; t++) {
      const here = grown(k, t);
      if (t < f.steps && here !== grown(k, t + 1)) d += `M${at(f.x0 + t * f.column, low)}V${high}`;
      const edge = k + 1 < f.rows && here !== grown(k + 1, t);
      if (edge && from === null) from = t;
      if (from !== null && (!edge || t === f.steps)) {
        d += `M${at(f.x0 + (from - 1) * f.column, high)}H${(f.x0 + (edge ? t : t - 1) * f.column).toFixed(1)}`;
        from = null;
      }
    }
  }
  return d;
}

// Where a row holds no number to draw: from length `first` on.
export function hatched(f, firsts) {
  let d = "";
  firsts.forEach((first, k) => {
    if (first > 0) d += `M${at(f.x0 + (first - 1) * f.column, f.y0 - (k + 1) * f.row)}H${f.x1}v${f.row}H${(f.x0 + (first - 1) * f.column).toFixed(1)}Z`;
  });
  return d;
}

// One radius over the lengths. It may leave the scale: the picture shows what is within.
export function cut(f, logs) {
  let d = "";
  let down = false;
  logs.forEach((log, k) => {
    const there = Number.isFinite(log);
    if (there) d += `${down ? "L" : "M"}${at(x(f, k + 1), cutY(f, log))}`;
    down = there;
  });
  return d;
}

// The power of a radius over the lengths, as far as the scale goes.
export function powerLine(f, logRadius) {
  const last = Math.min(f.steps, DECADES / Math.abs(logRadius || 1e-9));
  return `M${at(f.x0, cutY(f, 0))}L${at(x(f, last), cutY(f, logRadius * last))}`;
}

const at = (px, py) => `${px.toFixed(1)} ${py.toFixed(1)}`;
