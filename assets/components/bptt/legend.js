// What bars and colours mean: one scale for all gradients, one for all matrices.

import { html, svg } from "../shared/svg.js";
import { along, colour, ticks, valueAt } from "../compare/scale.js";
import { decades, length } from "./layout.js";

const WIDE = 200;
const css = ([r, g, b]) => `rgb(${r} ${g} ${b})`;

export function legend(scene, scale, colours) {
  return [
    entry("bars of all gradients: up is positive, down negative", bars(scene.axis)),
    entry("entries of all matrices", ramp(scale, colours)),
  ];
}

const entry = (words, picture) => html("span", { class: "b-key" }, words, picture);

// The bars of round sizes beside each other.
function bars(axis) {
  const marks = decades(axis);
  const step = 40;
  const picture = svg("svg", { width: marks.length * step, height: 44, viewBox: `0 0 ${marks.length * step} 44`, "aria-hidden": "true" });
  marks.forEach((value, k) => {
    const tall = 26 * length(value, axis);
    picture.append(svg("rect", { class: "b-bar-grad", x: k * step + 16, y: 27 - tall, width: 8, height: tall }));
    picture.append(svg("text", { class: "b-small u-muted", x: k * step + 20, y: 42, "text-anchor": "middle", text: String(value) }));
  });
  return picture;
}

function ramp(scale, colours) {
  const picture = svg("svg", { width: WIDE + 40, height: 44, viewBox: `-20 0 ${WIDE + 40} 44`, "aria-hidden": "true" });
  const cells = 51;
  for (let k = 0; k < cells; k++) {
    picture.append(svg("rect", { x: (k * WIDE) / cells, y: 8, width: WIDE / cells + 0.6, height: 18, fill: css(colour(valueAt((k + 0.5) / cells, scale), scale, colours)) }));
  }
  for (const value of ticks(scale)) picture.append(svg("text", { class: "b-small u-muted", x: WIDE * along(value, scale), y: 42, "text-anchor": "middle", text: String(value).replace("-", "−") }));
  return picture;
}
