// The window over (w, b), the cut through it, and the losses: from numbers to places. Pure.

const SIZE = { left: 46, right: 10, top: 8, axis: 44, cut: 104, foot: 8, losses: 190 };
export const TOP = 0.5; // the highest loss that is drawn; σ keeps every loss below it
export const SHADES = { kind: "log", low: -3, high: Math.log10(TOP) };

export function frame(width) {
  const x0 = SIZE.left;
  const x1 = width - SIZE.right;
  const tall = Math.round(Math.min(400, Math.max(230, (x1 - x0) * 0.76)));
  const y0 = SIZE.top + tall;
  const cut = { y1: y0 + SIZE.axis, y0: y0 + SIZE.axis + SIZE.cut };
  return { width, height: cut.y0 + SIZE.foot, x0, x1, y1: SIZE.top, y0, cut };
}

export const px = (f, { w }, value) => f.x0 + ((value - w[0]) / (w[1] - w[0])) * (f.x1 - f.x0);
export const py = (f, { b }, value) => f.y0 - ((value - b[0]) / (b[1] - b[0])) * (f.y0 - f.y1);
export const cutY = (f, loss) => f.cut.y0 - (loss / TOP) * (f.cut.y0 - f.cut.y1);

const nearest = (share, count) => Math.min(count - 1, Math.max(0, Math.round(share * (count - 1))));

// Row and column of the loss that is nearest to a place of the picture.
export function pixelAt(f, { loss }, x, y) {
  const [rows, columns] = loss.shape;
  return [nearest((f.y0 - y) / (f.y0 - f.y1), rows), nearest((x - f.x0) / (f.x1 - f.x0), columns)];
}

// The place for the point, [column, row], that is nearest to one of the picture. The places are
// every so many pixels, from the first one on.
export function nodeAt(f, scene, x, y) {
  const [rows, columns] = scene.loss.shape;
  const [down, across] = scene.every;
  const last = [Math.ceil(columns / across) - 1, Math.ceil(rows / down) - 1];
  const share = [((x - f.x0) / (f.x1 - f.x0)) * (columns - 1) / across, ((f.y0 - y) / (f.y0 - f.y1)) * (rows - 1) / down];
  return share.map((value, k) => Math.min(last[k], Math.max(0, Math.round(value))));
}

// w and b of a place for the point.
export function nodePlace({ w, b, loss, every }, [i, j]) {
  const [rows, columns] = loss.shape;
  return [w[0] + ((w[1] - w[0]) * i * every[1]) / (columns - 1), b[0] + ((b[1] - b[0]) * j * every[0]) / (rows - 1)];
}

export const inside = ({ w, b }, [x, y]) => x >= w[0] && x <= w[1] && y >= b[0] && y <= b[1];

// The part of a line within a box (Liang and Barsky); null if there is none.
export function within([ax, ay], [bx, by], { x0, x1, y0, y1 }) {
  let [from, to] = [0, 1];
  const [dx, dy] = [bx - ax, by - ay];
  for (const [p, q] of [[-dx, ax - x0], [dx, x1 - ax], [-dy, ay - y1], [dy, y0 - ay]]) {
    if (p === 0 && q < 0) return null;
    if (p < 0) from = Math.max(from, q / p);
    if (p > 0) to = Math.min(to, q / p);
  }
  if (!(from <= to)) return null;
  return [[ax + from * dx, ay + from * dy], [ax + to * dx, ay + to * dy], to < 1];
}

const at = ([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`;

// An arrow from one (w, b) to another: as far as the window goes. `out` says that it goes on.
export function arrow(f, scene, from, to) {
  const [a, b] = [from, to].map(([w, bias]) => [px(f, scene, w), py(f, scene, bias)]);
  const seen = [...a, ...b].every(Number.isFinite) && within(a, b, f);
  if (!seen) return { d: "", out: false, end: null };
  const [start, end, out] = seen;
  const length = Math.hypot(end[0] - start[0], end[1] - start[1]);
  if (length < 2) return { d: "", out, end };
  const [u, v] = [(end[0] - start[0]) / length, (end[1] - start[1]) / length];
  const head = Math.min(12, length * 0.6);
  const wing = (s) => at([end[0] - head * (u + s * v * 0.55), end[1] - head * (v - s * u * 0.55)]);
  return { d: `M${at(start)}L${at(end)}M${wing(1)}L${at(end)}L${wing(-1)}`, out, end };
}

// The way over places(0) … places(last), the last stretch as far as `progress`: what the window
// shows of it.
export function trail(f, scene, places, last, progress = 1) {
  let d = "";
  let pen = null;
  for (let n = 1; n <= last; n++) {
    const goal = n === last ? between(places, n, progress) : places(n);
    const [a, b] = [places(n - 1), goal].map(([w, bias]) => [px(f, scene, w), py(f, scene, bias)]);
    const seen = [...a, ...b].every(Number.isFinite) ? within(a, b, f) : null;
    if (seen) d += `${pen === at(seen[0]) ? "" : `M${at(seen[0])}`}L${at(seen[1])}`;
    pen = seen && at(seen[1]);
  }
  return d;
}

// Where the way to place `last` left the window for good; null if it is within.
export function exit(f, scene, places, last) {
  for (let n = last; n > 0 && !inside(scene, places(n)); n--) {
    const [a, b] = [places(n - 1), places(n)].map(([w, bias]) => [px(f, scene, w), py(f, scene, bias)]);
    const seen = [...a, ...b].every(Number.isFinite) ? within(a, b, f) : null;
    if (seen && seen[2]) return seen[1];
  }
  return null;
}

export function between(places, n, progress) {
  const here = places(n);
  if (n === 0 || progress >= 1) return here;
  const before = places(n - 1);
  return here.map((value, k) => before[k] + (value - before[k]) * progress);
}

// The loss along w at one row of the window.
export function cut(f, scene, row) {
  const values = scene.loss.row(row);
  const [low, high] = scene.w;
  return values.reduce((d, loss, k) => d + `${k ? "L" : "M"}${at([px(f, scene, low + ((high - low) * k) / (values.length - 1)), cutY(f, loss)])}`, "");
}

// Losses over updates ------------------------------------------------------------------------

export function lossFrame(width, updates) {
  return { width, height: SIZE.losses, x0: 40, x1: width - 12, y1: 12, y0: SIZE.losses - 40, updates };
}

export const lossX = (f, n) => f.x0 + (n / f.updates) * (f.x1 - f.x0);
export const lossY = (f, loss) => f.y0 - (Math.min(TOP, loss) / TOP) * (f.y0 - f.y1);

// The curve of one rule up to update `last`; broken where the loss is no number.
export function lossLine(f, loss, last) {
  let d = "";
  let down = false;
  for (let n = 0; n <= last; n++) {
    const there = Number.isFinite(loss(n));
    if (there) d += `${down ? "L" : "M"}${at([lossX(f, n), lossY(f, loss(n))])}`;
    down = there;
  }
  return d;
}

export const updateAt = (f, x) => Math.min(f.updates, Math.max(0, Math.round(((x - f.x0) / (f.x1 - f.x0)) * f.updates)));
