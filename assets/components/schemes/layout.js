// Loss curves over the same data: where they stand. Pure numbers and path strings.

export const TOP = 6; // bits: the axis is the same at every learning rate
const SIZE = { left: 46, top: 30, bottom: 46, height: 380, names: 250, line: 38 };

export function frame(width) {
  const named = width >= 700;
  return { width, height: SIZE.height, named, x0: SIZE.left, x1: width - (named ? SIZE.names : 18), y0: SIZE.height - SIZE.bottom, y1: SIZE.top };
}

export const y = (f, bits) => f.y0 - (Math.min(TOP, Math.max(0, bits)) / TOP) * (f.y0 - f.y1);

// Along the axis: sequences seen, or updates made, whose counts differ so much that their
// logarithm is drawn: log₁₀(1 + n), so that "none yet" has a place.
export function scale(f, axis, most) {
  const along = axis === "updates" ? (n) => Math.log10(1 + n) / Math.log10(1 + most) : (n) => n / most;
  return (n) => f.x0 + along(n) * (f.x1 - f.x0);
}

export function ticks(axis, most, perEpoch) {
  if (axis === "updates") return [0, 1, 10, 100, 1000, 10000].filter((n) => n <= most).map((n) => [n, String(n)]);
  return Array.from({ length: Math.floor(most / perEpoch) + 1 }, (_, k) => [k * perEpoch, String(k * perEpoch)]);
}

// The points of a curve that are drawn: those behind an update, and the first.
export function places(series, axis) {
  const found = [];
  series.updates.forEach((made, k) => {
    if (k && made === series.updates[k - 1]) return;
    found.push({ k, at: axis === "updates" ? made : k });
  });
  return found;
}

// A line through all finite values: stairs where the weights stand still in between.
export function path(f, series, bits, axis, x) {
  let d = "";
  let down = false;
  for (const { k, at } of places(series, axis)) {
    const value = bits[k];
    if (!Number.isFinite(value)) break;
    const [px, py] = [round(x(at)), round(y(f, value))];
    d += down ? (axis === "seen" ? `H${px}V${py}` : `L${px} ${py}`) : `M${px} ${py}`;
    down = true;
  }
  return d;
}

// Where a mark stands on a curve now and then, so that it is known without its colour.
export function marks(f, series, bits, axis, x, count = 9) {
  const drawn = places(series, axis).filter(({ k }) => Number.isFinite(bits[k]));
  const every = 1 / count;
  let last = -1;
  const found = [];
  drawn.forEach(({ k, at }, place) => {
    const px = x(at);
    if (place && place < drawn.length - 1 && px - last < (f.x1 - f.x0) * every) return;
    last = px;
    found.push([round(px), round(y(f, bits[k]))]);
  });
  return found;
}

// Heights for labels that want to stand at `wanted`, at least `least` apart within [low, high].
export function apart(wanted, low, high, least = SIZE.line) {
  const order = wanted.map((_, k) => k).sort((a, b) => wanted[a] - wanted[b]);
  const found = [];
  let at = low - least;
  for (const k of order) found[k] = at = Math.max(wanted[k], at + least);
  let most = high;
  for (const k of order.toReversed()) {
    found[k] = Math.min(found[k], most);
    most = found[k] - least;
  }
  return found;
}

const round = (value) => Math.round(value * 10) / 10;
