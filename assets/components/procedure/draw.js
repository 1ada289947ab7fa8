// Small things that all four pictures are made of.

import { set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";

export function words(x, y, text, className = "", anchor = "start") {
  return svg("text", { x, y, class: className, "text-anchor": anchor, text });
}

export function maths(x, y, latex, size = 16, anchor = "middle", className = "") {
  return svgMath(svg("text", { x, y, class: className, "text-anchor": anchor }), latex, size);
}

export function arrow(x1, y1, x2, y2, className = "") {
  return svg("line", { x1, y1, x2, y2, class: `l-arrow ${className}`, "marker-end": className.includes("l-back") ? "url(#l-head-back)" : "url(#l-head)" });
}

export function heads() {
  const defs = svg("defs");
  for (const [id, name] of [["l-head", "l-head"], ["l-head-back", "l-head l-magenta"]]) {
    const head = svg("marker", { id, viewBox: "0 0 10 10", refX: 8, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto" });
    head.append(svg("path", { d: "M1 1 9 5 1 9z", class: name }));
    defs.append(head);
  }
  return defs;
}

// The box of a zoom, named in its upper left corner.
export function outline(box, name) {
  const title = words(box.x + 16, box.y + 27, name, "l-box-name");
  return { nodes: [svg("rect", { ...box, rx: 12, class: "l-box" }), title], title };
}

export const seen = (node, is) => set(node, { opacity: is ? 1 : 0, visibility: is ? null : "hidden" });
export const dimmed = (node, is) => set(node, { opacity: is ? 0.3 : 1 });
