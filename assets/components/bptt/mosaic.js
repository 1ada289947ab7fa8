// Matrices as pixels: an entry a pixel, its colour by sign and size, on one scale for all of them.

import { colour } from "../compare/scale.js";

// How the blocks of gates stand: beside each other, from two on in two columns.
export function grid(gates) {
  const columns = gates > 1 ? 2 : 1;
  return { columns, rows: Math.ceil(gates / columns) };
}

// RGBA of one gate's block of a matrix (rows × gates·units), values from `offset` on.
export function block(numbers, offset, { rows, gates, units }, gate, scale, palette, out = new Uint8ClampedArray(4 * rows * units)) {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < units; j++) {
      const value = numbers[offset + i * gates * units + gate * units + j];
      out.set([...colour(value, scale, palette), 255], 4 * (i * units + j));
    }
  }
  return out;
}

// All blocks as one picture for the small tiles of the network, as a data address.
export function tile(numbers, offset, shape, scale, palette) {
  const { columns, rows } = grid(shape.gates);
  const canvas = document.createElement("canvas");
  canvas.width = columns * shape.units;
  canvas.height = rows * shape.rows;
  const context = canvas.getContext("2d");
  for (let gate = 0; gate < shape.gates; gate++) {
    const image = new ImageData(block(numbers, offset, shape, gate, scale, palette), shape.units, shape.rows);
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
