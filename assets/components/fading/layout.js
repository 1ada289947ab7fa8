// Curves of log10 of a gradient over distance, in a window of powers of ten that depends on the
// length alone: where things stand. Pure numbers and path strings.

import { apart } from "../curves/layout.js";

const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const NAMED = 620; // px of width from which the names stand at the ends of the curves
const LABEL = 19; // px between two names

export function frame(width) {
  const named = width >= NAMED;
  const height = named ? 400 : 330;
  return { width, height, named, x0: 52, x1: width - (named ? 168 : 14), y0: height - 30, y1: 12, low: -1, high: 1 };
}

// The same frame for a length. Longer than `usual`, both axes shrink alike, so that the same slope
// is the same factor a step.
export function windowed(f, [low, high], length, usual) {
  const wider = Math.max(1, length / usual);
  return { ...f, low: low * wider, high: high * wider };
}

export const x = (f, d, length) => f.x0 + (d / length) * (f.x1 - f.x0);
export const y = (f, power) => f.y0 - ((power - f.low) / (f.high - f.low)) * (f.y0 - f.y1);

// Inside the window, or at that edge of it beyond which a value lies.
export const held = (f, power) => y(f, Math.min(f.high, Math.max(f.low, power)));

// How many of the distances lie within a length.
export function within(distances, length) {
  let count = distances.length;
  while (count > 1 && distances[count - 1] > length) count--;
  return count;
}

// The curve through its finite values, which a clip path cuts to the window.
export function curve(f, distances, powers, count, length) {
  let d = "";
  let down = false;
  for (let k = 0; k < count; k++) {
    const power = powers[k];
    const there = Number.isFinite(power);
    if (there) d += `${down ? "L" : "M"}${round(x(f, distances[k], length))} ${round(y(f, power))}`;
    down = there;
  }
  return d;
}

// Where a curve leaves the window for good, or ends: { k, side: "low" | "high" }; null if neither.
export function exit(f, powers, count) {
  const last = powers[count - 1];
  const side = last < f.low ? "low" : !(last <= f.high) ? "high" : null;
  if (!side) return null;
  let k = count - 1;
  const beyond = (power) => (side === "low" ? power < f.low : !(power <= f.high));
  while (k > 0 && beyond(powers[k - 1])) k--;
  return { k, side };
}

// The heights of the names at the right ends.
export function names(f, lasts) {
  return apart(lasts.map((power) => held(f, Number.isNaN(power) ? f.high : power)), LABEL, f.y1 + 4, f.y0 - 2);
}

// Ticks of the window: powers of ten, as they are written.
export function powersOfTen(f) {
  const every = [5, 10, 20].find((size) => (f.high - f.low) / size <= 7);
  const found = [];
  for (let power = Math.ceil(f.low / every) * every; power <= f.high; power += every) found.push([power, power ? `10${raised(power)}` : "1"]);
  return found;
}

// Distances to write under the axis.
export function steps(length) {
  const every = [1, 2, 5, 10, 20, 50].find((size) => length / size <= 8);
  const found = [];
  for (let d = 0; d <= length; d += every) found.push(d);
  return found;
}

// The distance of those drawn that is nearest to a place in the picture.
export function nearestDistance(f, distances, count, length, px) {
  let best = 0;
  for (let k = 1; k < count; k++) {
    if (Math.abs(x(f, distances[k], length) - px) < Math.abs(x(f, distances[best], length) - px)) best = k;
  }
  return best;
}

export const raised = (power) => [...String(power)].map((c) => RAISED[c]).join("");

const round = (value) => Math.round(value * 10) / 10;
