// The unrolled network beside the matrix, and the terms of a row: where things stand, what they are
// called. Pure numbers and strings. Steps count from 0 here, from 1 in what is written.

export const SIZE = { loss: 24, node: 112, use: 34, letter: 222, end: 236, left: 22, term: 27 };
export const LONG = 13; // steps beyond which the network takes the whole width
const COLUMN = { low: 24, high: 92, labels: 40, digits: 42 };

// width: of the frame in px; kind: where a step uses the parameter, "recurrent", "input" or "node"
export function frame(steps, width, kind) {
  const column = Math.min(COLUMN.high, Math.max(COLUMN.low, (width - SIZE.left - 8) / (steps + 0.45)));
  const r = Math.min(18, column * 0.28);
  const whole = SIZE.left + (steps + 0.45) * column;
  return {
    steps,
    kind,
    column,
    r,
    tile: column >= COLUMN.labels ? 20 : 11,
    labels: column >= COLUMN.labels,
    digits: column >= COLUMN.digits,
    width: whole,
    height: SIZE.end,
  };
}

// Node of h after step j; j = -1 is the initial state.
export const nodeX = (f, j) => SIZE.left + (j + 1) * f.column - f.r * 0.3;

// Where step k uses the parameter.
export function use(f, k) {
  const x = nodeX(f, k);
  if (f.kind === "input") return { x, y: SIZE.node + f.r + SIZE.use };
  return { x: x - f.column / (f.kind === "node" ? 3 : 2), y: SIZE.node + f.r + SIZE.use };
}

// The way of the gradient of L_t to the use at step k: [x1, y1, x2, y2, q] of each straight part,
// with the number q of steps that the gradient has come back when it is through.
export function way(f, t, k) {
  const parts = [[nodeX(f, t), SIZE.loss + 17, nodeX(f, t), SIZE.node - f.r, 0]];
  for (let j = t; j > k; j--) parts.push([nodeX(f, j) - f.r, SIZE.node, nodeX(f, j - 1) + f.r, SIZE.node, t - j + 1]);
  parts.push([...exit(f, k), t - k]);
  return parts;
}

// From the node of step k to its use.
export function exit(f, k) {
  const x = nodeX(f, k);
  const to = use(f, k);
  const half = f.tile / 2;
  if (f.kind === "input") return [x, SIZE.node + f.r, x, to.y - half];
  const [dx, dy] = [to.x - x, to.y - half - SIZE.node];
  const long = Math.hypot(dx, dy);
  return [x + (dx / long) * f.r, SIZE.node + (dy / long) * f.r, to.x, to.y - half];
}

// The point at a share of a straight part.
export const along = ([x1, y1, x2, y2], share) => [x1 + (x2 - x1) * share, y1 + (y2 - y1) * share];

// An arrow head that ends at (x2, y2).
export function head([x1, y1, x2, y2], size) {
  const angle = (Math.atan2(y2 - y1, x2 - x1) * 180) / Math.PI;
  return { d: `M0 0L${-size} ${-size * 0.62}V${size * 0.62}Z`, transform: `translate(${round(x2)} ${round(y2)}) rotate(${round(angle)})` };
}

// How far along the ramp of distances a term stands, in percent; short texts use it less.
export const far = (q, steps) => Math.round((100 * q) / Math.max(8, steps - 1));

// The term that has come back q steps from step t, in LaTeX: J's of the factors, then the use.
export function term(t, q, state, parameter) {
  const step = (j) => j + 1;
  let factors = "";
  if (q > (t < 9 ? 3 : 2)) factors = `J_{${step(t)}}\\ldots{}J_{${step(t - q + 1)}}\\,`;
  else for (let j = t; j > t - q; j--) factors += `J_{${step(j)}}\\,`;
  return `${factors}${useSymbol(t - q, state, parameter)}`;
}

export const useSymbol = (k, state, parameter) => `\\partial^{+}${state}_{${k + 1}}/\\partial{}${parameter}`;
export const factorSymbol = (j, state) => `\\partial{}${state}_{${j + 1}}/\\partial{}${state}_{${j}}`;
export const lossSymbol = (t, state) => `\\partial{}L_{${t + 1}}/\\partial{}${state}_{${t + 1}}`;

export const back = (q) => (q === 0 ? "direct" : q === 1 ? "1 step back" : `${q} steps back`);

// The factors of the chain from t to k, in the order of the equation: their step j is that of
// ∂s_j/∂s_{j-1}.
export const factors = (t, k) => Array.from({ length: t - k }, (_, i) => t - i);

const round = (value) => Math.round(value * 10) / 10;
