// Maps of weights side by side, small, all on one scale. Pure numbers and path strings.

export const SIZE = { label: 15, tall: 22, short: 15, least: 15, most: 34, bars: 76, letter: 8.2, foot: 4 };

const longest = (labels) => Math.max(1, ...labels.map((label) => [...label].length));

// A map of rows × columns in a width; what has no room makes it wider, and it scrolls.
// slanted: labels of columns that are longer than a cell stand at 45°.
export function frame(rows, columns, width) {
  const side = Math.min(110, Math.ceil(longest(rows) * SIZE.letter) + 10);
  const words = longest(columns) * SIZE.letter;
  const slanted = words > (width - side - 2) / columns.length + 4;
  const head = slanted ? Math.round(words * Math.SQRT1_2) + 14 : 20;
  const spare = slanted ? Math.max(0, head - 22) : 0; // for the last label
  const cell = Math.min(SIZE.most, Math.max(SIZE.least, (width - side - 2 - spare) / columns.length));
  const tall = rows.length > 12 ? SIZE.short : SIZE.tall;
  const over = slanted ? Math.max(0, head - cell / 2 - 14) : 0; // of the last label, to the right
  const x1 = side + columns.length * cell;
  return { side, cell, slanted, head, tall, x0: side, x1, y0: head, y1: head + rows.length * tall, width: Math.ceil(Math.max(x1 + 2, x1 + over)), height: head + rows.length * tall + SIZE.foot, rows: rows.length, columns: columns.length };
}

// How many maps stand side by side without any of them having to scroll: 4, 2 or 1.
export function abreast(scene, width, gap) {
  const rows = [...scene.outputs, ...scene.sides.flatMap((side) => side.outputs)];
  const fits = (count) => width >= 200 * count && frame(rows, scene.inputs, (width - (count - 1) * gap) / count).width <= (width - (count - 1) * gap) / count + 1;
  return [4, 2].find(fits) ?? 1;
}

export const cellX = (f, s) => f.x0 + s * f.cell;
export const cellY = (f, t) => f.y0 + t * f.tall;

// The cell under a place, { t, s }; null beside the map.
export function cellAt(f, x, y) {
  const s = Math.floor((x - f.x0) / f.cell);
  const t = Math.floor((y - f.y0) / f.tall);
  return s < 0 || s >= f.columns || t < 0 || t >= f.rows ? null : { t, s };
}

// Where a key leads from a cell; null for another key.
export function moved(key, { t, s }, rows, columns) {
  const [dt, ds] = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[key] ?? [];
  if (dt === undefined) return null;
  return { t: Math.min(rows - 1, Math.max(0, t + dt)), s: Math.min(columns - 1, Math.max(0, s + ds)) };
}

// One path for the bars of a row: weight 1 is the whole height, whatever the row.
export function bars(f, weights) {
  let d = "";
  for (let s = 0; s < f.columns; s++) {
    const tall = Math.max(0, Math.min(1, weights[s] || 0)) * SIZE.bars;
    d += `M${round(cellX(f, s) + 1.5)} ${SIZE.bars}v${-round(tall)}h${round(f.cell - 3)}v${round(tall)}Z`;
  }
  return d;
}

export function largest(weights) {
  let best = 0;
  for (let s = 1; s < weights.length; s++) if (weights[s] > weights[best]) best = s;
  return best;
}

const ORDINALS = ["1st", "2nd", "3rd"];

// A label, told apart from others that read alike: "2nd the".
export function called(labels, s) {
  const alike = labels.flatMap((label, k) => (label === labels[s] ? [k] : []));
  if (alike.length === 1) return labels[s];
  const k = alike.indexOf(s);
  return `${ORDINALS[k] ?? `${k + 1}th`} ${labels[s]}`;
}

// So many positions of equal weight have the same entropy.
export const places = (bits) => 2 ** bits;

const round = (value) => Math.round(value * 10) / 10;
