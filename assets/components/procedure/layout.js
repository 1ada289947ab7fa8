// Where things stand in the four pictures, each in a box that becomes a cell of the next one.
// Pure: numbers in, numbers out.

export const ZOOMS = ["step", "piece", "batch", "epoch"];
export const PHASES = 4; // of one step: input, state, guess, loss
const NARROW = 700; // px of width below which panels stand under the pictures
const PANEL = { piece: 236, batch: 370 };
const SUMS = 210; // px behind each name of a minibatch

// The outer frame: the same height at every zoom, so that nothing jumps.
export function frame(width, wanted = 0) {
  const narrow = width < NARROW;
  return { width: Math.max(width, wanted), narrow, height: narrow ? 540 : 400 };
}

export const box = (f) => ({ x: 3, y: 3, width: f.width - 6, height: f.height - 6 });

// The sub-sequence that a step is in: its first step, how many it has, which one it is.
export function pieceAt(count, length, step) {
  const index = Math.floor(step / length);
  const start = index * length;
  return { index, start, size: Math.min(length, count - start), pieces: Math.ceil(count / length) };
}

// [forward steps, losses, updates] at each zoom
export function counts(names, order, batchSize, length, at) {
  const own = names[at.name];
  const rows = members(order, batchSize, own.minibatch);
  const steps = [1, pieceAt(own.letters.length, length, at.step).size, total(names, rows), total(names, order)];
  return steps.map((n, z) => [n, n, [0, 0, 1, Math.ceil(order.length / batchSize)][z]]);
}

export const members = (order, batchSize, minibatch) => order.slice(minibatch * batchSize, (minibatch + 1) * batchSize);

const total = (names, which) => which.reduce((sum, n) => sum + names[n].letters.length, 0);

// One step ------------------------------------------------------------------------------------

export function stepLayout(f, units) {
  const top = 78;
  const row = Math.min(20, 240 / units);
  const bottom = top + units * row;
  const W = f.width;
  if (f.narrow) {
    return {
      top, row, bottom,
      prev: { x: 14, width: 66 },
      state: { x: 116, width: 58, digits: 50 },
      letter: { x: 145, y: bottom + 66 },
      odds: { x: 258, y: top, width: W - 258 - 14, row: 26 },
      loss: { x: W - 72, y: bottom + 62 },
      down: true,
    };
  }
  return {
    top, row, bottom,
    prev: { x: W * 0.05, width: W * 0.1 },
    state: { x: W * 0.27, width: W * 0.13, digits: 58 },
    letter: { x: W * 0.335, y: bottom + 47 },
    odds: { x: W * 0.57, y: top + 40, width: W * 0.16, row: 30 },
    loss: { x: W * 0.88, y: top + units * row * 0.5 },
    down: false,
  };
}

// One sub-sequence ------------------------------------------------------------------------------

export function pieceLayout(f, size) {
  const left = f.narrow ? 74 : 150;
  const right = f.narrow ? 20 : PANEL.piece + 46;
  const pitch = Math.min(200, (f.width - left - right) / size);
  return {
    pitch,
    label: 14,
    x: (k) => left + pitch * (k + 0.5),
    end: left + pitch * size,
    carried: left - (f.narrow ? 16 : 34),
    half: Math.min(46, pitch * 0.32),
    y: { loss: 84, top: 132, state: 92, received: 252, letter: 274, side: Math.min(36, pitch * 0.72), gathered: 352 },
    digits: pitch >= 40,
    panel: f.narrow ? { x: 20, y: 412, across: true } : { x: f.width - PANEL.piece, y: 84, across: false },
  };
}

export const pieceWidth = (size, narrow) => (narrow ? 94 + 40 * size : 150 + 26 * size + PANEL.piece + 46);

// The cell of a step in the picture of its sub-sequence.
export function stepCell(f, g, k) {
  return { x: g.x(k) - g.pitch / 2 + 2, y: 50, width: g.pitch - 4, height: g.y.letter + g.y.side + 14 - 50 };
}

// One minibatch ---------------------------------------------------------------------------------

export function batchLayout(f, lengths, length) {
  const longest = Math.max(...lengths);
  const gaps = Math.ceil(longest / length) - 1;
  const room = f.width - 28 - (f.narrow ? 66 : PANEL.batch + SUMS);
  const gap = 9;
  const cell = Math.max(13, Math.min(60, (room - gap * gaps) / longest));
  const tall = f.narrow ? 262 : 316;
  const pitch = Math.min(72, tall / lengths.length);
  const side = Math.min(42, pitch - 8);
  const x = (t) => 20 + t * cell + Math.floor(t / length) * gap;
  return {
    cell, pitch, side, x,
    y: (row) => 56 + pitch * row + (pitch - side) / 2,
    sum: x(longest - 1) + cell + 16,
    panel: f.narrow ? { x: 20, y: 350, width: f.width - 40, step: 50 } : { x: f.width - PANEL.batch, y: 84, width: PANEL.batch - 40, step: 82 },
  };
}

export function batchWidth(lengths, length, narrow) {
  const longest = Math.max(...lengths);
  return 28 + (narrow ? 66 : PANEL.batch + SUMS) + 13 * longest + 9 * (Math.ceil(longest / length) - 1);
}

export function pieceCell(g, row, start, size) {
  return { x: g.x(start) - 3, y: g.y(row) - 3, width: g.cell * size + 6, height: g.side + 6 };
}

// One epoch ---------------------------------------------------------------------------------------

export function epochLayout(f, minibatches, chance) {
  const tall = f.narrow ? 376 : 272;
  const pitch = tall / minibatches;
  const width = f.narrow ? f.width - 136 : f.width * 0.56;
  const x0 = 20 + width + 16;
  const x1 = f.width - (f.narrow ? 20 : 92);
  const most = chance * 1.25; // the axis is the same whatever was learned
  return {
    pitch, width, x0, x1,
    y: (m) => 54 + pitch * m,
    bar: (value) => (Number.isFinite(value) ? ((x1 - x0) * Math.min(value, most)) / most : x1 - x0),
    beyond: (value) => !(value <= most),
    words: { x: 20, y: 54 + tall + (f.narrow ? 26 : 30), step: 26 },
  };
}

export const batchCell = (g, m) => ({ x: 20, y: g.y(m) + 2, width: g.width, height: g.pitch - 4 });

// Names as boxes in lines of at most `room` px: [{ text, x, line, width }]; a name that is longer
// than that is cut off.
export function boxed(names, room, wide) {
  const most = Math.max(1, Math.floor((room - 14) / wide));
  let x = 0;
  let line = 0;
  return names.map((name) => {
    const text = name.length > most ? `${name.slice(0, most - 1)}…` : name;
    const width = text.length * wide + 14;
    if (x && x + width > room) {
      x = 0;
      line++;
    }
    const found = { text, x, line, width };
    x += width + 6;
    return found;
  });
}

// Zooming -----------------------------------------------------------------------------------------

// The transform that takes rectangle `from` onto `to`.
export function onto(from, to) {
  const [sx, sy] = [to.width / from.width, to.height / from.height];
  return `translate(${round(to.x - from.x * sx)} ${round(to.y - from.y * sy)}) scale(${round(sx)} ${round(sy)})`;
}

export function between(one, other, p) {
  const mix = (key) => one[key] + (other[key] - one[key]) * p;
  return { x: mix("x"), y: mix("y"), width: mix("width"), height: mix("height") };
}

// At p = 0 the inner picture fills the frame, at p = 1 it is a cell of the outer one.
export function zooming(full, cell, p) {
  const place = between(full, cell, p);
  return {
    inner: onto(full, place),
    outer: onto(cell, place),
    innerOpacity: Math.min(1, Math.max(0, (1 - p) * 2)),
    outerOpacity: Math.min(1, Math.max(0, p * 2)),
  };
}

const round = (value) => Math.round(value * 10000) / 10000;
