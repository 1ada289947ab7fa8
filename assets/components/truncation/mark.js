// How each form is known, beside its colour: a circle on a line, a square on dashes.

import { svg } from "../shared/svg.js";

export const SHAPES = { look: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0", chunk: "M-4.5-4.5H4.5V4.5H-4.5Z" };

export function mark(key) {
  const node = svg("svg", { width: 34, height: 14, viewBox: "-17 -7 34 14", class: `t-mark t-${key}`, "aria-hidden": "true" });
  node.append(svg("path", { d: "M-17 0H17", class: "t-curve" }), svg("path", { d: SHAPES[key], class: "t-point" }));
  return node;
}
