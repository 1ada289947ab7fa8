// Where things stand in both pictures: the sum of products, and what σ and tanh make of it.
// Pure: numbers in, numbers and path strings out.

const ROW = 23; // px a product
const THICKEST = 6; // px of the wire with the largest product
const SIDE_BY_SIDE = 600; // px of width from which the pipes stand beside the curves
const TOP = 1.2; // the curves are shown from -TOP to TOP
const SMALL = 340; // px of width below which the slope has a line of its own
const TANGENT = 44; // px from the touching point to either end

export function inputs(width, count) {
  const height = count * ROW + 46;
  const end = width - 48 - Math.min(96, Math.max(30, width * 0.11)); // the rest is for wires
  const zero = (166 + end) / 2;
  return {
    width,
    height,
    factors: 156,
    zero,
    half: end - 4 - zero,
    end,
    rows: Array.from({ length: count }, (_, k) => 16 + k * ROW),
    sum: { x: width - 25, y: (count * ROW) / 2, r: 22 },
    result: height - 8,
  };
}

export function bar(f, product, scale) {
  const length = Number.isFinite(product) && scale > 0 ? (f.half * Math.abs(product)) / scale : 0;
  return { x: product < 0 ? f.zero - length : f.zero, width: length };
}

// From the bars to the rim of Σ, where wires end in the order of their rows.
export function wire(f, k) {
  const { x, y, r } = f.sum;
  const up = (k / (f.rows.length - 1 || 1) - 0.5) * 1.5 * r;
  const [from, to, goal] = [f.rows[k] - 5, y + up, x - Math.sqrt(r * r - up * up)];
  const middle = (f.end + goal) / 2;
  return `M${f.end} ${from}C${middle.toFixed(1)} ${from} ${middle.toFixed(1)} ${to.toFixed(1)} ${goal.toFixed(1)} ${to.toFixed(1)}`;
}

export const thickness = (product, scale) =>
  Number.isFinite(product) && scale > 0 ? Math.max(0.6, (THICKEST * Math.abs(product)) / scale) : 0.6;

export function answer(width, reach) {
  const beside = width >= SIDE_BY_SIDE;
  const head = width < SMALL ? 88 : 62; // for the results above the curves
  const plot = { x: 4, y: head, width: beside ? width * 0.58 : width - 8, height: beside ? 290 : 240 };
  const across = beside ? width - plot.x - plot.width - 44 : Math.min(width - 8, 420);
  const left = beside ? width - across - 2 : 4;
  const top = beside ? 0 : head + plot.height + 44;
  const unit = beside ? 62 : 56; // px of 100
  const pipes = [0, 1].map((k) => ({ x: left, width: across, title: top + 18 + k * (unit + 78), base: top + 40 + unit + k * (unit + 78), unit }));
  const height = Math.max(head + plot.height + 30, pipes[1].base + unit + 30);
  return { width, height, reach, plot, pipes, slope: width < SMALL ? { x: plot.x, y: 72, anchor: "start" } : { x: plot.x + plot.width, y: 20, anchor: "end" } };
}

const clip = (value, limit) => Math.min(limit, Math.max(-limit, value));

export const x = (f, a) => f.plot.x + ((clip(a, f.reach) + f.reach) / (2 * f.reach)) * f.plot.width;
export const y = (f, value) => f.plot.y + ((TOP - value) / (2 * TOP)) * f.plot.height;
export const beyond = (f, a) => (Math.abs(a) > f.reach ? Math.sign(a) : 0);

export function curve(f, sums, values) {
  let path = "";
  for (let k = 0; k < sums.length; k++) path += `${k ? "L" : "M"}${x(f, sums[k]).toFixed(1)} ${y(f, values[k]).toFixed(1)}`;
  return path;
}

// As long on the screen whatever its slope.
export function tangent(f, a, value, slope) {
  if (beyond(f, a)) return "";
  const dx = f.plot.width / (2 * f.reach);
  const dy = (-slope * f.plot.height) / (2 * TOP);
  const scale = TANGENT / Math.hypot(dx, dy);
  const [cx, cy] = [x(f, a), y(f, value)];
  const ends = [-scale, scale].map((s) => `${(cx + s * dx).toFixed(1)} ${(cy + s * dy).toFixed(1)}`);
  return `M${ends[0]}L${ends[1]}`;
}

// The label of the network's own gate: on the side of the curve where there is room.
export function ownLabel(f, a, value) {
  const right = x(f, a) < f.plot.x + f.plot.width * 0.7;
  return { x: x(f, a) + (right ? 12 : -12), y: y(f, value) + 22, anchor: right ? "start" : "end" };
}

// A pipe with the gate as its valve. A gate below 0 is shut for water, and yet something comes
// out: the amount with its sign turned, below the floor.
export function flow(pipe, gate) {
  const valve = pipe.x + pipe.width * 0.45;
  const open = Math.min(1, Math.max(0, gate)) * pipe.unit;
  const turned = Math.max(0, -gate) * pipe.unit;
  return {
    valve,
    plate: { y: pipe.base - pipe.unit - 9, height: pipe.unit - open + 9 },
    behind: gate < 0 ? { y: pipe.base, height: turned } : { y: pipe.base - open, height: open },
  };
}
