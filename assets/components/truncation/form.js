// One way to truncate: its window over the matrix, and the gradient that it leaves.

import { html, set, svg } from "../shared/svg.js";
import { frame } from "../triangle/layout.js";
import { Triangle } from "../triangle/triangle.js";
import { show } from "../shared/numbers.js";
import { arc, arrow, at, plane, tip } from "./layout.js";
import { mark } from "./mark.js";

const NAMES = { look: "Look back τ", chunk: "Chunks of τ" };
const ARC = 74; // px

export class Form {
  constructor(key, root, tooltip) {
    Object.assign(this, { key, root, tooltip });
    this.says = html("span", { class: "t-says" });
    this.matrix = html("div", { class: "u-frame" });
    this.count = html("p", { class: "t-count" });
    this.vectors = html("div", { class: "t-vectors" });
    const figure = (words) => {
      const digits = html("b");
      return { digits, node: html("div", {}, digits, html("span", {}, words)) };
    };
    this.figures = [figure("off the full gradient"), figure("turned away from it"), figure("of its length")];
    const figures = html("div", { class: "t-figures" }, ...this.figures.map(({ node }) => node));
    const head = html("p", { class: "t-name" }, mark(key), html("b", {}, NAMES[key]), this.says);
    this.node = html("section", { class: `t-form t-${key}` }, head, this.matrix, this.count, this.vectors, figures);
  }

  build(scene, form, width) {
    Object.assign(this, { scene, form });
    const f = frame(scene.letters.length, width, {});
    this.triangle = new Triangle(
      { values: scene.norms, letters: scene.letters, scale: scene.scale, axes: ["L_t", "\\mathrm{use}"], lossless: scene.lossy.map((lossy) => !lossy) },
      f,
      { root: this.root, tip: this.tooltip, says: (t, k) => `loss at step ${t + 1}, use at step ${k + 1}: ${show(scene.norms.at(t, k))}` },
    );
    this.matrix.replaceChildren(this.triangle.node);
    this.#plane(width);
  }

  // The place i of the slider.
  draw(i) {
    const { form, f } = this;
    this.triangle.keep(form.first.row(i));
    set(this.says, { text: form.says[i] });
    set(this.count, { text: `keeps ${form.kept.at(i)} of ${form.entries} contributions; a loss reaches ${show(form.reach.at(i))} ${form.reach.at(i) === 1 ? "use" : "uses"} on average` });
    [form.errors, form.angles, form.lengths].forEach((texts, n) => set(this.figures[n].digits, { text: texts[i] }));
    const [ratio, angle] = [form.ratio.at(i), form.angle.at(i)];
    const known = Number.isFinite(ratio) && Number.isFinite(angle);
    const end = known ? at(f, tip(ratio, angle)) : [f.x, f.y];
    const { line, head } = arrow([f.x, f.y], end, 16);
    set(this.line, { d: line });
    set(this.head, { d: head });
    set(this.miss, { d: known ? `M${f.x + f.unit} ${f.y}L${end[0].toFixed(1)} ${end[1].toFixed(1)}` : "" });
    set(this.arc, { d: known ? arc(f, angle, ARC) : "" });
    this.dots.forEach((dot, j) => set(dot, { class: j === i ? "t-dot t-on" : "t-dot" }));
    set(this.picture, { "aria-label": `the truncated gradient beside the full one: ${form.errors[i]} off, turned by ${form.angles[i]}, ${form.lengths[i]} of its length` });
  }

  #plane(width) {
    const { scene, form } = this;
    const lists = scene.forms.map(({ ratio, angle }) => ({ ratio: [...ratio.row()], angle: [...angle.row()] }));
    const f = (this.f = plane(lists, width));
    const whole = arrow([f.x, f.y], [f.x + f.unit, f.y], 16);
    this.picture = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "img" });
    this.dots = scene.taus.map((_, i) => {
      const [x, y] = at(f, tip(form.ratio.at(i), form.angle.at(i)));
      return svg("circle", { cx: Number.isFinite(x) ? x : -9, cy: Number.isFinite(y) ? y : -9, r: 3.5, class: "t-dot" });
    });
    this.line = svg("path", { class: "t-line" });
    this.head = svg("path", { class: "t-head" });
    this.miss = svg("path", { class: "t-miss" });
    this.arc = svg("path", { class: "t-arc" });
    this.picture.append(
      svg("path", { d: whole.line, class: "t-full" }),
      svg("path", { d: whole.head, class: "t-full-head" }),
      svg("text", { x: f.x + f.unit, y: f.y + 22, "text-anchor": "end", class: "t-label" }, "full gradient"),
      this.arc, this.miss, ...this.dots, this.line, this.head,
    );
    this.vectors.replaceChildren(this.picture);
  }
}
