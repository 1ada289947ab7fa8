// Matrices as pixels: an entry a pixel, its colour by sign and size, on one scale for all of them.

const BENT = 0.42; // the exponent that lets small entries be seen

// From a value to a colour [r, g, b]: paper at 0, a hue for each sign at ±high, ink beyond.
export function shade(value, high, palette) {
  if (Number.isNaN(value)) return palette.warn;
  const size = Math.abs(value) / high;
  if (size > 1.0001) return palette.ink;
  const full = value < 0 ? palette.negative : palette.positive;
  return palette.paper.map((from, k) => Math.round(from + (full[k] - from) * size ** BENT));
}

// How the blocks of gates stand: beside each other, from two on in two columns.
export function grid(gates) {
  const columns = gates > 1 ? 2 : 1;
  return { columns, rows: Math.ceil(gates / columns) };
}

// RGBA of one gate's block of a matrix (rows × gates·units), values from `offset` on.
export function block(numbers, offset, { rows, gates, units }, gate, high, palette, out = new Uint8ClampedArray(4 * rows * units)) {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < units; j++) {
      const value = numbers[offset + i * gates * units + gate * units + j];
      out.set([...shade(value, high, palette), 255], 4 * (i * units + j));
    }
  }
  return out;
}

// All blocks as one picture for the small tiles of the network, as a data address.
export function tile(numbers, offset, shape, high, palette) {
  const { columns, rows } = grid(shape.gates);
  const canvas = document.createElement("canvas");
  canvas.width = columns * shape.units;
  canvas.height = rows * shape.rows;
  const context = canvas.getContext("2d");
  for (let gate = 0; gate < shape.gates; gate++) {
    const image = new ImageData(block(numbers, offset, shape, gate, high, palette), shape.units, shape.rows);
    context.putImageData(image, (gate % columns) * shape.units, Math.floor(gate / columns) * shape.rows);
  }
  return canvas.toDataURL();
}

// The entry under a place of a block, both counted from 0.
export function entry(x, y, width, height, { rows, units }) {
  const row = Math.min(rows - 1, Math.max(0, Math.floor((y / height) * rows)));
  const unit = Math.min(units - 1, Math.max(0, Math.floor((x / width) * units)));
  return { row, unit };
}

// How large an entry can be, so that three pictures stand beside each other in `width`.
export function cell(width, { rows, gates, units }) {
  const { columns, rows: stories } = grid(gates);
  const wide = (width - (columns - 1) * 10) / (columns * units);
  const tall = 230 / (stories * rows);
  return Math.max(4, Math.min(16, Math.floor(Math.min(wide, tall))));
}
