// Small charts over powers of two, side by side, with one cursor. Pure numbers and path strings.

export const SIZE = { left: 56, right: 24, top: 12, bottom: 46, height: 260 };
const POWERS = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export function frame(width, count) {
  return { width, height: SIZE.height, x0: SIZE.left, x1: width - SIZE.right, y0: SIZE.height - SIZE.bottom, y1: SIZE.top, count };
}

// Place number i of `count` equal steps; it may lie between two.
export const atX = (f, i) => f.x0 + (i / Math.max(1, f.count - 1)) * (f.x1 - f.x0);

// A value on the chart's scale: powers of ten from low to high, or linear.
export function atY(f, chart, value) {
  const place = chart.kind === "log" ? Math.log10(value) : value;
  return f.y0 - ((place - chart.low) / (chart.high - chart.low || 1)) * (f.y0 - f.y1);
}

// The index nearest to a place.
export const nearest = (f, x) => Math.min(f.count - 1, Math.max(0, Math.round(((x - f.x0) / (f.x1 - f.x0)) * (f.count - 1))));

export function line(f, chart, values) {
  let d = "";
  let down = false;
  values.forEach((value, i) => {
    const there = Number.isFinite(value) && (chart.kind !== "log" || value > 0);
    if (there) d += `${down ? "L" : "M"}${round(atX(f, i))} ${round(atY(f, chart, value))}`;
    down = there;
  });
  return d;
}

// [value, text] of the ticks upwards.
export function ticks(chart) {
  if (chart.kind !== "log") return [0, 0.25, 0.5, 0.75, 1].map((share) => [chart.low + share * (chart.high - chart.low), String(chart.low + share * (chart.high - chart.low))]);
  const every = Math.max(1, Math.ceil((chart.high - chart.low) / 6));
  const found = [];
  for (let power = chart.high; power >= chart.low; power -= every) found.push([10 ** power, power >= 0 && power <= 3 ? String(10 ** power) : `10${[...String(power)].map((c) => POWERS[c]).join("")}`]);
  return found;
}

// Every how many places a text has room under the axis.
export const every = (f, texts) => Math.ceil((Math.max(...texts.map((text) => text.length)) * 9 + 8) / ((f.x1 - f.x0) / Math.max(1, f.count - 1)));

// Where a key leads the cursor; null for another key.
export function moved(key, i, count) {
  const to = { ArrowLeft: i - 1, ArrowDown: i - 1, ArrowRight: i + 1, ArrowUp: i + 1, Home: 0, End: count - 1 }[key];
  return to === undefined ? null : Math.min(count - 1, Math.max(0, to));
}

const round = (value) => Math.round(value * 10) / 10;
