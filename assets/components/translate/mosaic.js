// States as pixels, a pixel a unit: its colour by sign and size, on one scale for all of them.

import { colour } from "../compare/scale.js";

export const SCALE = { kind: "signed", low: -1, high: 1 };

// The picture of `values` in blocks of `units`, one below the other, as a data address.
export function mosaic(values, units, { columns, rows }, palette) {
  const sides = Math.max(1, Math.round(values.length / units));
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows * sides;
  const image = canvas.getContext("2d").createImageData(columns, rows * sides);
  values.forEach((value, j) => {
    const side = Math.floor(j / units);
    image.data.set([...colour(value, SCALE, palette), 255], 4 * (side * rows * columns + (j % units)));
  });
  canvas.getContext("2d").putImageData(image, 0, 0);
  return canvas.toDataURL();
}
