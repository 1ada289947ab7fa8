// Curves over one axis: where their points, labels and ticks stand. Pure numbers and path strings.

export const SIZE = { left: 64, top: 14, bottom: 28, height: 306, label: 17, zero: 14 };
const POWERS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export function frame(scene, width) {
  const right = width < 560 ? 16 : 150; // room for names at the ends of curves
  return { width, height: SIZE.height, x0: SIZE.left, x1: width - right, y0: SIZE.height - SIZE.bottom, y1: SIZE.top, named: width >= 560 };
}

export function place(scene, f) {
  const { x, y } = scene;
  const floor = y.kind === "log" ? f.y0 - SIZE.zero : f.y0; // below it stand exact zeros
  return {
    x: (value) => f.x0 + ((value - x.low) / (x.high - x.low || 1)) * (f.x1 - f.x0),
    y(value) {
      if (value === -Infinity) return f.y0 - 3;
      if (value === Infinity) return f.y1;
      return floor - ((value - y.low) / (y.high - y.low || 1)) * (floor - f.y1);
    },
  };
}

// The curve through all finite values; it is broken where there is none.
export function line(xs, ys, at) {
  let d = "";
  let down = false;
  xs.forEach((x, k) => {
    const there = Number.isFinite(ys[k]);
    if (there) d += `${down ? "L" : "M"}${round(at.x(x))} ${round(at.y(ys[k]))}`;
    down = there;
  });
  return d;
}

// Bars of uncertainty, one a point.
export function whiskers(xs, low, high, at) {
  return xs.map((x, k) => `M${round(at.x(x))} ${round(at.y(low[k]))}V${round(at.y(high[k]))}`).join("");
}

// Heights for labels that want to stand at `wanted`: as near as they can, but not on each other.
export function apart(wanted, least, low, high) {
  const order = wanted.map((y, k) => [y, k]).sort((a, b) => a[0] - b[0]);
  const found = [];
  let last = low - least;
  for (const [y, k] of order) found.push([(last = Math.max(y, last + least)), k]);
  for (let k = found.length - 1, most = high; k >= 0; k--, most = found[k + 1][0] - least) found[k][0] = Math.min(found[k][0], most);
  return found.sort((a, b) => a[1] - b[1]).map(([y]) => y);
}

// [value, text] along an axis; `axis.ticks` are those that it brings along
export function ticks(axis) {
  if (axis.ticks) return axis.ticks;
  if (axis.kind === "share") {
    const step = [0.05, 0.1, 0.25, 0.5, 1, 2, 5].find((size) => axis.high / size <= 6) ?? axis.high;
    const count = Math.floor(axis.high / step + 1e-9);
    return Array.from({ length: count + 1 }, (_, k) => [k * step, `${Math.round(100 * k * step)}%`]);
  }
  if (axis.kind === "log") {
    const every = Math.max(1, Math.ceil((axis.high - axis.low) / 6));
    const found = [];
    for (let power = axis.high; power >= axis.low; power -= every) found.push([power, `10${[...String(power)].map((c) => POWERS[c]).join("")}`]);
    return found;
  }
  const wide = axis.high - axis.low;
  const step = [1, 2, 5, 10, 20, 50].find((size) => wide / size <= 10) ?? 100;
  const found = [];
  for (let value = Math.ceil(axis.low / step) * step; value <= axis.high; value += step) found.push([value, String(value)]);
  return found;
}

// The index of the entry nearest to a number.
export function nearest(values, number) {
  let best = 0;
  values.forEach((value, k) => {
    if (Math.abs(value - number) < Math.abs(values[best] - number)) best = k;
  });
  return best;
}

const round = (value) => Math.round(value * 10) / 10;
