// Two vectors in their plane, and curves over τ: where things stand. Pure numbers and strings.

export const SIZE = { pad: 16, below: 30, above: 26, tall: 240, curve: 178, left: 58, right: 14, top: 14, bottom: 30 };
const RADIANS = Math.PI / 180;

// Where the tip of a truncated gradient lies, in lengths of the full one: along it and across.
export const tip = (ratio, angle) => [ratio * Math.cos(angle * RADIANS), ratio * Math.sin(angle * RADIANS)];

// The picture that holds the full gradient and every truncated one. forms: [{ ratio, angle }], each
// a list over τ; the scale is the same at every place of the slider and in both forms.
export function plane(forms, width) {
  let [low, high, top] = [0, 1, 0];
  for (const { ratio, angle } of forms) {
    ratio.forEach((value, i) => {
      const [x, y] = tip(value, angle[i]);
      if (!Number.isFinite(x + y)) return;
      [low, high, top] = [Math.min(low, x), Math.max(high, x), Math.max(top, y)];
    });
  }
  const unit = Math.min((width - 2 * SIZE.pad) / (high - low), (SIZE.tall - SIZE.below - SIZE.above) / Math.max(top, 0.05));
  return { unit, width, height: SIZE.above + top * unit + SIZE.below, x: SIZE.pad - low * unit, y: SIZE.above + top * unit };
}

export const at = (f, [x, y]) => [f.x + x * f.unit, f.y - y * f.unit];

// The arc from the full gradient to the other one.
export function arc(f, angle, radius) {
  if (!(angle > 0)) return "";
  const [x, y] = [f.x + radius * Math.cos(angle * RADIANS), f.y - radius * Math.sin(angle * RADIANS)];
  return `M${round(f.x + radius)} ${round(f.y)}A${radius} ${radius} 0 0 0 ${round(x)} ${round(y)}`;
}

// An arrow whose head ends at its tip; a line without length has none.
export function arrow([x1, y1], [x2, y2], size) {
  const long = Math.hypot(x2 - x1, y2 - y1);
  if (!(long > 0.5)) return { line: "", head: "" };
  const [dx, dy] = [(x2 - x1) / long, (y2 - y1) / long];
  const s = Math.min(size, long);
  const [bx, by] = [x2 - dx * s, y2 - dy * s];
  const half = s * 0.42;
  return {
    line: `M${round(x1)} ${round(y1)}L${round(bx)} ${round(by)}`,
    head: `M${round(x2)} ${round(y2)}L${round(bx - dy * half)} ${round(by + dx * half)}L${round(bx + dy * half)} ${round(by - dx * half)}Z`,
  };
}

// Curves over τ = 1 … T. high: the largest value that is drawn.
export function curves(T, high, width) {
  return { T, high: high || 1, width, height: SIZE.curve, x0: SIZE.left, x1: width - SIZE.right, y0: SIZE.curve - SIZE.bottom, y1: SIZE.top };
}

export const curveX = (f, i) => (f.T === 1 ? (f.x0 + f.x1) / 2 : f.x0 + (i / (f.T - 1)) * (f.x1 - f.x0));
export const curveY = (f, value) => f.y0 - (Math.min(value, f.high) / f.high) * (f.y0 - f.y1);

export function path(f, values) {
  let d = "";
  let down = false;
  values.forEach((value, i) => {
    if (Number.isFinite(value)) d += `${down ? "L" : "M"}${round(curveX(f, i))} ${round(curveY(f, value))}`;
    down = Number.isFinite(value);
  });
  return d;
}

// The place of the slider under a place in the picture.
export function placeAt(f, x) {
  if (f.T === 1) return 0;
  return Math.min(f.T - 1, Math.max(0, Math.round(((x - f.x0) / (f.x1 - f.x0)) * (f.T - 1))));
}

// Round numbers from 0 up to a value.
export function ticks(high) {
  const step = [0.1, 0.2, 0.25, 0.5, 1, 2, 5, 10, 15, 30, 45, 90].find((size) => high / size <= 4) ?? high / 2;
  const found = [];
  for (let value = 0; value <= high * 1.0001; value += step) found.push(Math.round(value * 100) / 100);
  return found;
}

// Which places are written under the curves.
export function written(T, width) {
  const every = [1, 2, 5, 10].find((size) => (T / size) * 26 <= width) ?? 10;
  return Array.from({ length: T }, (_, i) => i).filter((i) => i === 0 || (i + 1) % every === 0);
}

const round = (value) => Math.round(value * 10) / 10;
