// The chain between two steps: its factors with their norms, what is left at each step of the way
// back, and what the product of the norms can and cannot say.

import { html, set, svg } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { powersOfTen } from "../fading/layout.js";
import { size } from "../fading/words.js";
import { curve, frame, marks, written, x, y } from "./layout.js";

export class Chain {
  constructor() {
    this.title = html("p", { class: "r-head" });
    this.box = html("div", { class: "r-way" });
    this.sum = html("dl", { class: "r-sum" });
    this.node = html("div", { class: "r-chain" }, this.title, this.box, this.sum);
  }

  build(scene, width) {
    this.scene = scene;
    const steps = scene.factors.shape[0];
    const f = (this.f = frame(width, steps, scene.window));
    const picture = svg("svg", { width, height: f.height, viewBox: `0 0 ${width} ${f.height}`, role: "img", "aria-label": "what is left on the way back, and the bound by the factors’ norms" });
    for (const [power, text] of powersOfTen(f)) {
      picture.append(svg("line", { class: power ? "r-grid" : "r-one", x1: f.x0, x2: f.x1, y1: y(f, power), y2: y(f, power) }), svg("text", { class: "u-muted", x: f.x0 - 8, y: y(f, power) + 5, "text-anchor": "end", text }));
    }
    for (const step of marks(steps)) picture.append(svg("text", { class: "u-muted", x: x(f, step), y: f.y0 + 20, "text-anchor": "middle", text: String(step) }));
    const add = (tag, look) => picture.appendChild(svg(tag, { class: look }));
    this.bound = add("path", "r-bound");
    this.left = add("path", "r-left-over");
    this.from = add("circle", "r-from");
    this.to = add("circle", "r-to");
    set(this.from, { r: 5 });
    set(this.to, { r: 6 });
    this.box.replaceChildren(picture);
  }

  draw(t, k) {
    const { scene, f } = this;
    const { state } = scene;
    const [left, bound] = [scene.powers.row(t), scene.chains.row(t)];
    set(this.bound, { d: curve(f, bound, k, t) });
    set(this.left, { d: curve(f, left, k, t) });
    set(this.from, { cx: x(f, t), cy: y(f, 0) });
    set(this.to, { cx: x(f, k), cy: y(f, left[k]) });
    const count = t - k;
    const chain = written(t, k);
    const symbols = chain.map((j) => (j === null ? "⋯ " : `F_{${j}}`)).join(" ");
    const part = scene.part ? "\\mathrm{a block of }" : "";
    this.title.replaceChildren(htmlMath(`\\partial ${state}_{${t}} / \\partial ${state}_{${k}} = ${count ? part + symbols : "\\mathrm{1}"}`));
    const norms = chain.map((j) => (j === null ? "…" : size(scene.factors.row()[j - 1])));
    const rows = [
      [count === 1 ? "norm of the one factor" : `norms of the ${count} factors`, count ? norms.join(" × ") : "nothing lies between", ""],
      ["those norms multiplied: a bound", size(bound[k]), "r-other"],
      [`norm of ${scene.part ? "that block" : "the product"}: what arrives`, size(left[k]), "r-strong"],
    ];
    this.sum.replaceChildren(...rows.flatMap(([name, text, look]) => [html("dt", { class: look }, name), html("dd", { class: look }, text)]));
  }
}
