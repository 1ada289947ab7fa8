// The relative error against ε: measured, with the two laws that it follows.

import { set, svg } from "../shared/svg.js";
import { LOW, decades, guide, line, nearest, plot, scales } from "./layout.js";

export class Curve {
  // choose(index): a press on the picture
  constructor(scene, width, choose) {
    const f = (this.f = plot(width));
    this.scene = scene;
    const epsilons = (this.epsilons = Array.from(scene.epsilons.row()));
    const at = (this.at = scales(f, epsilons));
    const errors = (this.errors = scene.relative.row());
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "img", "aria-label": "relative difference of the two ways against ε, both axes logarithmic" });
    const text = (x, y, words, anchor = "middle", name = "u-muted") => this.node.append(svg("text", { x, y, "text-anchor": anchor, class: name, text: words }));
    for (const [error, words] of decades(LOW, 0, 4)) {
      this.node.append(svg("line", { class: "k-line", x1: f.x0, x2: f.x1, y1: at.y(error), y2: at.y(error) }));
      text(f.x0 - 8, at.y(error) + 5, words, "end");
    }
    text(f.x0 - 8, f.y0 + 5, "0", "end");
    for (const [epsilon, words] of decades(-12, -3, 3)) text(at.x(epsilon), f.y0 + 22, words);
    text((f.x0 + f.x1) / 2, f.y0 + 42, "ε", "middle", "k-axis-name");
    this.node.append(svg("path", { class: "k-guide", d: guide(epsilons, scene.rounding.row(), at) }));
    this.node.append(svg("path", { class: "k-guide", d: guide(epsilons, scene.truncation.row(), at) }));
    this.node.append(svg("path", { class: "k-measured", d: line(epsilons, errors, at) }));
    epsilons.forEach((epsilon, k) => {
      const odd = !Number.isFinite(errors[k]);
      this.node.append(svg("circle", { cx: at.x(epsilon), cy: at.y(errors[k]), r: odd ? 3.5 : 2.6, class: odd ? "k-dot k-odd" : "k-dot" }));
    });
    this.#names(text);
    this.cursor = svg("line", { class: "k-cursor", y1: f.y1, y2: f.y0 });
    this.dot = svg("circle", { class: "k-here", r: 6.5 });
    this.node.append(this.cursor, this.dot);
    this.node.addEventListener("click", (event) => choose(nearest(epsilons.map(at.x), event.clientX - this.node.getBoundingClientRect().left)));
  }

  draw(k) {
    const x = this.at.x(this.epsilons[k]);
    set(this.cursor, { x1: x, x2: x });
    set(this.dot, { cx: x, cy: this.at.y(this.errors[k]) });
  }

  // The laws, written where their lines are in the picture.
  #names(text) {
    const { at, f, epsilons, scene } = this;
    const [first, last] = [scene.rounding.row(), scene.truncation.row()];
    if (first[0] > 0 && Number.isFinite(first[0])) text(f.x0 + 8, Math.min(f.y0 - 28, at.y(first[0]) - 12 < f.y1 + 12 ? f.y1 + 12 : at.y(first[0]) - 12), "rounding, like 1/ε", "start", "k-law");
    const end = epsilons.length - 1;
    if (last[end] > 0 && Number.isFinite(last[end])) text(f.x1 - 4, Math.max(f.y1 + 12, at.y(last[end]) - 14), "Taylor, like ε²", "end", "k-law");
  }
}
