// Where things stand when several networks read one text: a row a network, a column a letter.

export const SIZE = { head: 52, name: 64, guess: 30, row: 8, gap: 26, margin: 6 };
const COLUMN = { narrow: 56, wide: 124 };

export function frame(scene, width) {
  const steps = scene.symbols.length;
  const units = scene.readers[0].h.shape[1];
  const column = Math.min(COLUMN.wide, Math.max(COLUMN.narrow, (width - SIZE.name - 2 * SIZE.margin) / steps));
  const strip = Math.min(76, column - 14);
  const tall = units * SIZE.row;
  const pitch = tall + SIZE.guess + SIZE.gap;
  const rows = scene.readers.map((_, k) => SIZE.head + SIZE.margin + k * pitch);
  return {
    steps, units, column, strip, tall, rows,
    width: 2 * SIZE.margin + SIZE.name + steps * column,
    height: SIZE.head + SIZE.margin + scene.readers.length * pitch,
  };
}

export const columnX = (f, t) => SIZE.margin + SIZE.name + (t + 0.5) * f.column;
