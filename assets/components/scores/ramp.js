// The scale of weights as numbers: from paper at 0 to full at 1, painted pixel by pixel.

export const STEPS = 64;

// host: an element that knows --ramp and --u-paper → Uint8ClampedArray of STEPS + 1 colours
export function ramp(host) {
  const probe = document.createElement("i");
  host.append(probe);
  const canvas = document.createElement("canvas");
  canvas.width = STEPS + 1;
  canvas.height = 1;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  for (let k = 0; k <= STEPS; k++) {
    probe.style.color = `color-mix(in oklab, var(--ramp) ${(100 * k) / STEPS}%, var(--u-paper))`;
    context.fillStyle = getComputedStyle(probe).color;
    context.fillRect(k, 0, 1, 1);
  }
  probe.remove();
  return context.getImageData(0, 0, STEPS + 1, 1).data;
}

// Paints weights, at(t, s), into a canvas with a pixel for each.
export function paint(canvas, rows, columns, row, colours) {
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  for (let t = 0; t < rows; t++) {
    const weights = row(t);
    for (let s = 0; s < columns; s++) {
      const level = Math.round(Math.max(0, Math.min(1, weights[s] || 0)) * STEPS);
      image.data.set(colours.subarray(4 * level, 4 * level + 4), 4 * (t * columns + s));
    }
  }
  context.putImageData(image, 0, 0);
}
