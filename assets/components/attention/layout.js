// Where the map of weights and the picture of encoder and decoder have their parts. Pure numbers and
// path strings. Rows are outputs, columns are inputs; both count from 0 here.

export const LETTER = 7.4; // px that a letter of a label takes, at most
export const MAP = { tall: 36, least: 30, most: 66, digits: 38, chance: 58, gap: 10, foot: 6 };
export const NET = { names: 56, pad: 10, least: 26, most: 84, r: 11, above: 26, between: 176, deep: 330, below: 26 };
const SLANT = Math.SQRT1_2; // labels that do not fit stand at 45°

const longest = (labels) => Math.max(1, ...labels.map((label) => [...label].length));

// Height that labels need over columns of a width, and whether they are slanted.
export function labelled(labels, room, flat = 26) {
  const wide = longest(labels) * LETTER + 4;
  return wide <= room ? { slanted: false, height: flat } : { slanted: true, height: Math.round(wide * SLANT + 14) };
}

// rows, columns: labels; width: px there are for labels, cells and chances together
export function mapFrame(rows, columns, width) {
  const side = Math.min(130, longest(rows) * LETTER + 16);
  const room = width - side;
  const spare = room - MAP.gap - MAP.chance;
  const cell = (space) => Math.min(MAP.most, Math.floor((space / columns.length) * 2) / 2);
  const chances = cell(spare) >= MAP.least;
  const wide = Math.max(MAP.least, cell(chances ? spare : room - 2));
  const head = labelled(columns, wide);
  const overhang = head.slanted ? Math.max(0, head.height - wide / 2 - 14) : 0; // of the last slanted label
  const x1 = columns.length * wide;
  const y1 = head.height + rows.length * MAP.tall;
  return {
    rows: rows.length,
    columns: columns.length,
    side,
    wide,
    tall: MAP.tall,
    head,
    y0: head.height,
    x1,
    y1,
    chances: chances ? x1 + MAP.gap : null,
    width: Math.max(chances ? x1 + MAP.gap + MAP.chance : x1 + 2, x1 + overhang),
    height: y1 + MAP.foot,
    digits: wide >= MAP.digits,
  };
}

export const cellX = (f, s) => s * f.wide;
export const cellY = (f, t) => f.y0 + t * f.tall;

// The cell under a place; null for t over the labels, for s beside the cells; null outside.
export function cellAt(f, px, py) {
  const s = Math.floor(px / f.wide);
  const t = Math.floor((py - f.y0) / f.tall);
  if (s < 0 || py < 0 || t >= f.rows) return null;
  if (s >= f.columns) return t >= 0 && f.chances !== null ? { t, s: null } : null;
  return { t: t < 0 ? null : t, s };
}

// Where an arrow key leads from a cell; null for another key.
export function moved(key, { t, s }, rows, columns) {
  const [dt, ds] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] ?? [];
  if (dt === undefined) return null;
  return { t: Math.min(rows - 1, Math.max(0, t + dt)), s: Math.min(columns - 1, Math.max(0, s + ds)) };
}

// How much of row t there is at a frame (frame 0: nothing is written) of a progress: 0 … 1.
export function grown(t, frame, progress, part) {
  if (t < frame - 1) return 1;
  return t === frame - 1 ? part(progress, 0.15, 0.75) : 0;
}

// How much of cell s of a row that is filled from the left to the right.
export const filled = (share, s, columns) => Math.min(1, Math.max(0, share * (columns + 2) - s) / 3);

export function netFrame(inputs, outputs, width) {
  const step = (count) => Math.min(NET.most, Math.max(NET.least, (width - NET.names - 2 * NET.pad) / count));
  const [below, above] = [step(inputs.length), step(outputs.length)];
  const over = labelled(outputs, above, NET.above);
  const under = labelled(inputs, below, NET.below);
  // Slanted labels lean out: over the last output to the right, under the first input to the left.
  const left = NET.names + (under.slanted ? Math.max(0, under.height - 40) : 0);
  const right = over.slanted ? Math.max(0, over.height - 30) : 0;
  const whole = Math.max(width, left + right + 2 * NET.pad + NET.least * Math.max(inputs.length, outputs.length));
  const space = whole - 2 * NET.pad - left - right;
  const spread = (count) => Math.min(NET.most, space / count);
  const row = (count, y) => ({ y, step: spread(count), x0: NET.pad + left + (space - spread(count) * count) / 2 });
  const top = over.height + NET.r + 4;
  // As tall as the map beside it, within reason.
  const bottom = top + Math.min(NET.deep, Math.max(NET.between, outputs.length * MAP.tall - 100));
  return {
    width: whole,
    height: bottom + NET.r + 4 + under.height,
    outputs: { ...row(outputs.length, top), labels: over },
    inputs: { ...row(inputs.length, bottom), labels: under },
    r: Math.min(NET.r, spread(Math.max(inputs.length, outputs.length)) * 0.34),
  };
}

export const nodeX = (row, k) => row.x0 + (k + 0.5) * row.step;

// The way from input s to output t.
export function arc(f, t, s) {
  const [x1, y1, x2, y2] = [nodeX(f.inputs, s), f.inputs.y - f.r, nodeX(f.outputs, t), f.outputs.y + f.r];
  const middle = (y1 + y2) / 2;
  return `M${round(x1)} ${round(y1)}C${round(x1)} ${middle} ${round(x2)} ${middle} ${round(x2)} ${round(y2)}`;
}

// A weight as the width of its arc; below one in two hundred there is none.
export const BROAD = 15;
export const broad = (weight) => (weight >= 0.005 ? Math.max(0.6, weight * BROAD) : 0);

// Share of the colour's way from paper to ink, in percent; what is not a number has none.
export const tint = (weight) => (weight > 0 ? Math.min(100, Math.round(weight * 1000) / 10) : 0);

// The look of digits on a cell: between these weights only black is legible on both themes.
const BLACK = [0.6, 0.7];
export const digitsOn = (weight) => (weight < BLACK[0] ? "a-digits" : weight < BLACK[1] ? "a-digits a-black" : "a-digits a-inverted");

const round = (value) => Math.round(value * 10) / 10;
