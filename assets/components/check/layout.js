// Where weights, gradients and the curve of errors stand. Pure: numbers in, numbers and paths out.

export const HEIGHT = 470; // of the matrices, whatever their shape
const EDGE = 22; // px for the names of rows
const HEAD = 44; // px for the title and the names of columns
const GAP = 26;
const LARGEST = 26; // px of an entry
const PHONE = 480; // px of width below which an entry must be large enough for a finger
const BESIDE = 16; // columns up to which both matrices stand side by side
export const LOW = -16; // decades of relative error
const HIGH = 0;

// The two matrices, [weights, gradient], each { x, y }, and the size of an entry.
export function matrices(width, rows, columns) {
  const phone = width < PHONE;
  const fits = width >= 2 * (EDGE + columns * (phone ? 9 : 11)) + GAP;
  const beside = fits && columns <= BESIDE && (!phone || rows > BESIDE);
  const across = beside ? (width - 2 * EDGE - GAP) / (2 * columns) : (width - EDGE) / columns;
  const down = beside ? (HEIGHT - HEAD) / rows : phone ? LARGEST : (HEIGHT - 2 * HEAD - GAP) / (2 * rows);
  const size = Math.max(9, Math.floor(Math.min(LARGEST, across, down) * 10) / 10);
  const second = beside
    ? { x: EDGE + columns * size + GAP + EDGE, y: HEAD }
    : { x: EDGE, y: 2 * HEAD + rows * size + GAP };
  return { size, beside, places: [{ x: EDGE, y: HEAD }, second], labels: size >= 11 };
}

// The mark of an entry around where the pen is: its area is its size. Round is positive, square
// is negative, a cross is not finite.
export function mark(value, top, size) {
  if (!Number.isFinite(value)) return "m-4 -4l8 8m0 -8l-8 8";
  if (value === 0 || !(top > 0)) return "";
  const half = Math.max(0.8, (size / 2 - 0.8) * Math.sqrt(Math.min(1, Math.abs(value) / top)));
  const r = round(half);
  return value > 0 ? `m${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0` : `m${-r} ${-r}h${2 * r}v${2 * r}h${-2 * r}z`;
}

export function largest(table) {
  let top = 0;
  const count = table.shape.reduce((a, b) => a * b, 1);
  for (let k = 0; k < count; k++) {
    const size = Math.abs(table.numbers[table.offset + k]);
    if (Number.isFinite(size)) top = Math.max(top, size);
  }
  return top;
}

// The cell that a key leads to: [row, column].
export function moved([row, column], key, rows, columns) {
  const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1], Home: [0, -columns], End: [0, columns] }[key];
  if (!step) return null;
  return [Math.min(rows - 1, Math.max(0, row + step[0])), Math.min(columns - 1, Math.max(0, column + step[1]))];
}

// The curve of errors ---------------------------------------------------------------------------

export function plot(width) {
  const height = width < 420 ? 250 : 270;
  return { width, height, x0: 54, x1: width - 14, y0: height - 46, y1: 16, zero: 16 };
}

const clip = (value, low, high) => Math.min(high, Math.max(low, value));

export function scales(f, epsilons) {
  const [low, high] = [Math.log10(epsilons[0]), Math.log10(epsilons[epsilons.length - 1])];
  const floor = f.y0 - f.zero; // below it stands what is exactly zero
  return {
    x: (epsilon) => f.x0 + ((Math.log10(epsilon) - low) / (high - low || 1)) * (f.x1 - f.x0),
    y(error) {
      if (error === 0) return f.y0;
      if (!Number.isFinite(error)) return f.y1;
      return floor - ((clip(Math.log10(error), LOW, HIGH) - LOW) / (HIGH - LOW)) * (floor - f.y1);
    },
  };
}

// Through all finite errors above zero; what leaves the picture is cut off at its edge.
export function line(epsilons, errors, at) {
  let d = "";
  let down = false;
  epsilons.forEach((epsilon, k) => {
    const there = Number.isFinite(errors[k]) && errors[k] > 0;
    if (there) d += `${down ? "L" : "M"}${round(at.x(epsilon))} ${round(at.y(errors[k]))}`;
    down = there;
  });
  return d;
}

// A guide is drawn only within the picture's decades.
export function guide(epsilons, errors, at) {
  const inside = Array.from(errors, (error) => (error >= 10 ** LOW && error <= 10 ** HIGH ? error : NaN));
  return line(epsilons, inside, at);
}

export function decades(low, high, every) {
  const found = [];
  for (let power = high; power >= low; power -= every) found.push([10 ** power, `10${[...String(power)].map((c) => RAISED[c]).join("")}`]);
  return found;
}

export const nearest = (xs, x) => xs.reduce((best, own, k) => (Math.abs(own - x) < Math.abs(xs[best] - x) ? k : best), 0);

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const round = (value) => Math.round(value * 10) / 10;
