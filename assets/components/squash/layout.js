// Where things stand in the picture of the three functions. Pure: numbers in, numbers out.

const SIDE_BY_SIDE = 700; // px of width from which the three panels fit in a row
const TOP = 1.5; // all panels show values from BOTTOM to TOP, so that heights compare
const BOTTOM = -1.2;
const TANGENT = 46; // px from the touching point to either end

export function frame(width, reach) {
  const columns = width >= SIDE_BY_SIDE ? 3 : 1;
  const gap = columns === 3 ? 28 : 0;
  const panel = (width - gap * (columns - 1)) / columns;
  const head = 76;
  const plot = columns === 3 ? Math.min(300, panel * 0.85) : 180;
  const tall = head + plot + (columns === 3 ? 8 : 26);
  const inset = 8;
  return {
    width,
    height: columns === 3 ? tall : 3 * tall,
    panel,
    plot,
    head,
    reach,
    unit: plot / (TOP - BOTTOM),
    places: [0, 1, 2].map((k) => ({
      x: columns === 3 ? k * (panel + gap) : 0,
      y: columns === 3 ? 0 : k * tall,
    })),
    left: inset,
    span: panel - 2 * inset,
  };
}

// An input beyond the picture stands at its edge; a value above it at its top.
export const x = (f, a) => f.left + ((Math.min(f.reach, Math.max(-f.reach, a)) + f.reach) / (2 * f.reach)) * f.span;
export const y = (f, value) => f.head + (TOP - Math.min(TOP, Math.max(BOTTOM, value))) * f.unit;
export const above = (value) => value > TOP;
export const beyond = (f, a) => Math.sign(a) * (Math.abs(a) > f.reach ? 1 : 0);

export function curve(f, places, values) {
  let path = "";
  for (let k = 0; k < places.length; k++) {
    // The first place above the top is where the curve leaves the picture.
    path += `${k ? "L" : "M"}${x(f, places[k]).toFixed(1)} ${y(f, values[k]).toFixed(1)}`;
    if (values[k] > TOP) break;
  }
  return path;
}

// From the axis up (or down) to the curve, then across to the axis of values; parts 0 … 1.
// A value above the picture is met only outside it: the way ends at the top.
export function route(f, a, value, rise, fullAcross) {
  const across = above(value) ? 0 : fullAcross;
  const [ax, zero, goal] = [x(f, a), y(f, 0), y(f, value)];
  const there = zero + (goal - zero) * rise;
  const over = ax + (x(f, 0) - ax) * across;
  const path = `M${ax.toFixed(1)} ${zero.toFixed(1)}V${there.toFixed(1)}` + (across > 0 ? `H${over.toFixed(1)}` : "");
  return { path, x: across > 0 ? over : ax, y: there };
}

// The tangent has the same length on the screen whatever its slope.
export function tangent(f, a, value, slope) {
  if (above(value) || beyond(f, a)) return "";
  const dx = f.span / (2 * f.reach);
  const dy = -slope * f.unit;
  const scale = TANGENT / Math.hypot(dx, dy);
  const [cx, cy] = [x(f, a), y(f, value)];
  const ends = [-scale, scale].map((s) => `${(cx + s * dx).toFixed(1)} ${(cy + s * dy).toFixed(1)}`);
  return `M${ends[0]}L${ends[1]}`;
}

// Where the digits stand: at the axis of values, on the side without the curve; or, for a value
// above the picture, left of where the way leaves it.
export function label(f, a, value) {
  if (above(value)) return { x: x(f, a) - 12, y: y(f, value) + 16, anchor: "end" };
  const side = a < 0 ? 1 : -1;
  return { x: x(f, 0) + side * 12, y: y(f, value) + (Math.abs(value) < 0.12 ? -9 : 6), anchor: side > 0 ? "start" : "end" };
}
