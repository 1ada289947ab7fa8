// What bars and colours mean: one scale for all gradients, one for all matrices.

import { html, svg } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { decades, length } from "./layout.js";
import { shade } from "./mosaic.js";

const STEP = 42;

export function legend({ axis, matrix: { high } }, colours) {
  const bar = (value, x) => svg("rect", { class: "b-bar-grad", x: x - 4, y: 27 - 26 * length(value, axis), width: 8, height: 26 * length(value, axis) });
  const field = (value, x) => svg("rect", { class: "b-field", x: x - 13, y: 5, width: 26, height: 20, fill: `rgb(${shade(value, high, colours).join(" ")})` });
  return [
    marks("bars of all gradients: up is positive, down negative", decades(axis), String, bar),
    marks("entries of all matrices", [-high, -high / 10, 0, high / 10, high, Infinity], (value) => (value === Infinity ? "beyond" : show(value)), field),
  ];
}

function marks(words, values, write, draw) {
  const width = values.length * STEP;
  const picture = svg("svg", { width, height: 44, viewBox: `0 0 ${width} 44`, "aria-hidden": "true" });
  values.forEach((value, k) => {
    const x = (k + 0.5) * STEP;
    picture.append(draw(value, x), svg("text", { class: "b-small u-muted", x, y: 42, "text-anchor": "middle", text: write(value) }));
  });
  return html("span", { class: "b-key" }, words, picture);
}
