// A matrix of pairs of steps, (t, k) with k ≤ t: where its entries, its labels and its sums stand.
// Rows are t, downwards; columns are k, to the right. Pure numbers and path strings.

export const SIZE = { left: 52, top: 30, bottom: 30, gap: 14, sum: 66, letter: 13, total: 28 };
const CELL = { low: 13, high: 38, digits: 36, line: 9 };

// steps: how many; width: of the frame in px; sums: whether a column of sums stands at the right
// least: px below which an entry never gets (then the frame scrolls)
export function frame(steps, width, { sums = false, least = CELL.low, most = CELL.high } = {}) {
  const right = sums ? SIZE.gap + SIZE.sum : 4;
  const cell = Math.min(most, Math.max(least, Math.floor(((width - SIZE.left - right) / steps) * 4) / 4));
  const x1 = SIZE.left + steps * cell;
  const y1 = SIZE.top + steps * cell;
  return {
    steps,
    cell,
    x0: SIZE.left,
    y0: SIZE.top,
    x1,
    y1,
    sums: sums ? { x: x1 + SIZE.gap, width: SIZE.sum, total: y1 + SIZE.bottom - 4, tall: SIZE.total } : null,
    width: x1 + right,
    height: y1 + SIZE.bottom + (sums ? SIZE.total : 0),
    digits: cell >= CELL.digits,
    lines: cell >= CELL.line,
    every: Math.ceil(SIZE.letter / cell), // each how-manyth letter has room
  };
}

export const x = (f, k) => f.x0 + k * f.cell;
export const y = (f, t) => f.y0 + t * f.cell;

// The pair under a place; null where there is none. In the column of sums k is null, in the row of
// sums t is.
export function pairAt(f, px, py) {
  const t = Math.floor((py - f.y0) / f.cell);
  const k = Math.floor((px - f.x0) / f.cell);
  if (f.sums && py >= f.sums.total && py <= f.sums.total + f.sums.tall && k >= 0 && k < f.steps) return { t: null, k };
  if (t < 0 || t >= f.steps) return null;
  if (f.sums && px >= f.sums.x && px <= f.sums.x + f.sums.width) return { t, k: null };
  return k < 0 || k > t ? null : { t, k };
}

// The stairs around all pairs.
export function outline(f) {
  let d = `M${f.x0} ${f.y0}V${f.y1}H${f.x1}`;
  for (let t = f.steps - 1; t >= 0; t--) d += `V${y(f, t)}H${x(f, t)}`;
  return `${d}Z`;
}

// The lines between neighbours.
export function lines(f) {
  let d = "";
  for (let t = 1; t < f.steps; t++) d += `M${f.x0} ${y(f, t)}H${x(f, t)}M${x(f, t)} ${y(f, t)}V${f.y1}`;
  return d;
}

// Everything left of the first pair that each row keeps.
export function outside(f, first) {
  let d = "";
  for (let t = 0; t < f.steps; t++) {
    const kept = Math.min(first[t], t + 1);
    if (kept > 0) d += `M${f.x0} ${y(f, t)}h${kept * f.cell}v${f.cell}h${-kept * f.cell}Z`;
  }
  return d;
}

// The border between what rows leave out and what they keep.
export function border(f, first) {
  let d = "";
  let before = 0;
  for (let t = 0; t < f.steps; t++) {
    const kept = Math.min(first[t], t + 1);
    if (kept !== before) d += `M${x(f, before)} ${y(f, t)}H${x(f, kept)}`;
    if (kept > 0) d += `M${x(f, kept)} ${y(f, t)}V${y(f, t + 1)}`;
    before = kept;
  }
  return d;
}

// Where an arrow key leads from a pair; null for another key.
export function moved(key, { t, k }, steps) {
  const [dt, dk] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] ?? [];
  if (dt === undefined) return null;
  const row = Math.min(steps - 1, Math.max(0, t + dt));
  return { t: row, k: Math.min(row, Math.max(0, k + dk)) };
}

// Share of the way from the low to the high end of a scale of decades, 0 … 1.
export function share(value, { low, high }) {
  if (Number.isNaN(value) || value === 0) return 0;
  return Math.min(1, Math.max(0, (Math.log10(Math.abs(value)) - low) / (high - low)));
}
