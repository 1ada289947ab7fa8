// How large a state grows, in powers of ten over steps: where things stand. Pure.

const SIZE = { left: 62, right: 16, top: 24, bottom: 44, height: 300 };
const HIGH = 320; // power of ten at the top: float64 ends at 308
const RAISED = { 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };

export function frame(width, far) {
  return { width, height: SIZE.height, far, x0: SIZE.left, x1: width - SIZE.right, y0: SIZE.height - SIZE.bottom, y1: SIZE.top };
}

export const x = (f, step) => f.x0 + (step / f.far) * (f.x1 - f.x0);
export const y = (f, log) => f.y0 - (log / HIGH) * (f.y0 - f.y1);
export const power = (n) => `10${[...String(n)].map((c) => RAISED[c]).join("")}`;

// The line of logarithms, one every so many steps, as far as they are numbers.
export function line(f, logs, every) {
  let d = "";
  for (let k = 0; k < logs.length && Number.isFinite(logs[k]); k++) d += `${k ? "L" : "M"}${x(f, k * every).toFixed(1)} ${y(f, logs[k]).toFixed(1)}`;
  return d;
}

// What is said of a kind of number: the step at which it overflowed, 0 for none.
export function said(name, step, far) {
  return step ? `${name} overflowed at step ${step}` : `${name} holds for all ${far} steps`;
}
