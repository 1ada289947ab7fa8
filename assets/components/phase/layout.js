// The plane and the strip of time: from numbers to places and paths. Pure.

const EDGE = 1.04; // the square of states, with room for what lies on its border
const LONGEST = 0.85; // of an arrow, in units of their spacing
const HALF = 0.4; // the step that is drawn with half of that length

export function frame(width) {
  const narrow = width < 420;
  const left = narrow ? 26 : 34;
  const bottom = narrow ? 28 : 32;
  const side = width - left - 8;
  return { width, height: side + bottom + 8, left, top: 8, side, narrow };
}

export const px = (f, h) => f.left + ((h + EDGE) / (2 * EDGE)) * f.side;
export const py = (f, h) => f.top + ((EDGE - h) / (2 * EDGE)) * f.side;
export const place = (f, h1, h2) => `${px(f, h1).toFixed(1)} ${py(f, h2).toFixed(1)}`;

// The start on the grid of `count` places a side that is nearest to a point of the picture.
export function startAt(f, x, y, count) {
  const index = (h) => Math.min(count - 1, Math.max(0, Math.round(((h + 1) / 2) * (count - 1))));
  return [index(((x - f.left) / f.side) * 2 * EDGE - EDGE), index(EDGE - ((y - f.top) / f.side) * 2 * EDGE)];
}

// Every arrow obeys one rule, so that lengths compare between places, weights and presets:
// longer for a longer step, but never so long that it reaches the next arrow.
export function arrow(x, y, d1, d2, spacing) {
  const size = Math.hypot(d1, d2);
  const length = (LONGEST * spacing * size) / (size + HALF);
  if (!(length > 1)) return `M${x.toFixed(1)} ${y.toFixed(1)}h.01`;
  const [u, v] = [d1 / size, -d2 / size];
  const [tx, ty] = [x + (u * length) / 2, y + (v * length) / 2];
  const head = Math.min(5, length * 0.4);
  const wing = (s) => `${(tx - head * (u + s * v * 0.65)).toFixed(1)} ${(ty - head * (v - s * u * 0.65)).toFixed(1)}`;
  const tip = `${tx.toFixed(1)} ${ty.toFixed(1)}`;
  return `M${(x - (u * length) / 2).toFixed(1)} ${(y - (v * length) / 2).toFixed(1)}L${tip}M${wing(1)}L${tip}L${wing(-1)}`;
}

// places: x, y in turn; d1, d2: the parts of each step
export function arrows(f, places, d1, d2) {
  const spacing = f.side / EDGE / Math.sqrt(d1.length);
  let path = "";
  for (let k = 0; k < d1.length; k++) path += arrow(px(f, places[2 * k]), py(f, places[2 * k + 1]), d1[k], d2[k], spacing);
  return path;
}

// states: at(t) → [h1, h2]. The path up to step `to`, and `progress` of the way there.
export function trail(f, states, to, progress = 1) {
  let path = `M${place(f, ...states(0))}`;
  for (let t = 1; t < to; t++) path += `L${place(f, ...states(t))}`;
  if (to > 0) path += `L${place(f, ...between(states, to, progress))}`;
  return path;
}

export function between(states, t, progress) {
  const here = states(t);
  if (t === 0 || progress >= 1) return here;
  const last = states(t - 1);
  return [0, 1].map((k) => last[k] + (here[k] - last[k]) * progress);
}

// One dot a state: a stroke of no length with round ends.
export function dots(f, states, from, to) {
  let path = "";
  for (let t = from; t <= to; t++) path += `M${place(f, ...states(t))}h.01`;
  return path;
}

// Where a fixed point's name stands: towards the middle of the picture.
export function labelOf(h1, h2) {
  return { dx: h1 > 0.6 ? -15 : h1 < -0.6 ? 15 : 0, dy: h2 > 0.6 ? 27 : h2 < -0.6 ? -17 : -16, anchor: h1 > 0.6 ? "end" : h1 < -0.6 ? "start" : "middle" };
}

// Basins ------------------------------------------------------------------------------

// A basin is { letters, side, reach }: one letter for each of side × side places from -reach to
// reach, row after row from below. The letter at a state:
export function letterAt({ letters, side, reach }, h1, h2) {
  const index = (h) => Math.min(side - 1, Math.max(0, Math.round(((h / reach + 1) / 2) * (side - 1))));
  return letters[index(h2) * side + index(h1)];
}

// The region of one letter as a path. `right` and `up` say how far from a place to the next one
// the basin reaches.
export function region(f, { letters, side: n, reach, right, up }, letter) {
  const is = (i, j) => letters[j * n + i] === letter;
  const at = (k) => reach * ((2 * k) / (n - 1) - 1);
  // The four sides of a cell, each from its own corner to the next: places along it.
  const sides = (i, j) => [
    [i, j, (s) => [s, 0], () => right.at(j, i)],
    [i + 1, j, (s) => [1, s], () => up.at(j, i + 1)],
    [i + 1, j + 1, (s) => [s, 1], () => right.at(j + 1, i)],
    [i, j + 1, (s) => [0, s], () => up.at(j, i)],
  ];
  let path = "";
  for (let j = 0; j < n - 1; j++) {
    let full = null;
    for (let i = 0; i < n; i++) {
      const cell = i < n - 1 ? sides(i, j) : [];
      const inside = cell.map(([a, b]) => is(a, b));
      const whole = cell.length > 0 && inside.every(Boolean);
      if (whole && full === null) full = i;
      if (whole) continue;
      if (full !== null) path += `M${place(f, at(full), at(j))}H${px(f, at(i)).toFixed(1)}V${py(f, at(j + 1)).toFixed(1)}H${px(f, at(full)).toFixed(1)}z`;
      full = null;
      const points = [];
      cell.forEach(([a, b, along, border], k) => {
        if (inside[k]) points.push([at(a), at(b)]);
        if (inside[k] === inside[(k + 1) % 4]) return;
        const [u, v] = along(border());
        points.push([at(i + u), at(j + v)]);
      });
      if (points.length) path += `M${points.map(([a, b]) => place(f, a, b)).join("L")}z`;
    }
  }
  return path;
}

// Time --------------------------------------------------------------------------------

export function strip(width, steps) {
  const left = 44;
  const gap = (width - left - 30) / steps;
  return { width, height: 178, left, gap, pulse: { zero: 44, unit: 26 }, state: { zero: 118, unit: 44 } };
}

export const tx = (s, t) => s.left + t * s.gap;

export function line(s, states, unit, to) {
  let path = "";
  for (let t = 0; t <= to; t++) path += `${t ? "L" : "M"}${tx(s, t).toFixed(1)} ${(s.state.zero - states(t)[unit] * s.state.unit).toFixed(1)}`;
  return path;
}

export const stepAt = (s, x, steps) => Math.min(steps, Math.max(0, Math.round((x - s.left) / s.gap)));
