// A weight matrix as a small picture: one pixel an entry, the sign by hue, the size by strength.

// top: the size that has full strength; the largest entry's own, unless several share a scale
export function tile(table, style, top = largest(table)) {
  const [rows, columns] = table.shape;
  const canvas = document.createElement("canvas");
  canvas.width = columns;
  canvas.height = rows;
  const context = canvas.getContext("2d", { willReadFrequently: true });
  const image = context.createImageData(columns, rows);
  const values = table.numbers.subarray(table.offset, table.offset + rows * columns);
  const [positive, negative] = ["--u-positive", "--u-negative"].map((name) => channels(style, name, context));
  values.forEach((value, k) => {
    const colour = value < 0 ? negative : positive;
    image.data.set([...colour, 255 * Math.cbrt(Math.abs(value) / (top || 1))], 4 * k);
  });
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

function largest({ numbers, offset, shape: [rows, columns] }) {
  let top = 0;
  for (const value of numbers.subarray(offset, offset + rows * columns)) top = Math.max(top, Math.abs(value));
  return top;
}

function channels(style, name, context) {
  context.clearRect(0, 0, 1, 1);
  context.fillStyle = resolve(style, name);
  context.fillRect(0, 0, 1, 1);
  return context.getImageData(0, 0, 1, 1).data.slice(0, 3);
}

// light-dark() is resolved by the browser where a colour is used, not where it is declared.
function resolve(host, name) {
  const probe = document.createElement("i");
  probe.style.color = `var(${name})`;
  host.append(probe);
  const colour = getComputedStyle(probe).color;
  probe.remove();
  return colour;
}
