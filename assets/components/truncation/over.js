// A curve of each form over τ, with the place of the slider.

import { html, set, svg } from "../shared/svg.js";
import { curveX, curveY, curves, path, placeAt, ticks, written } from "./layout.js";
import { SHAPES } from "./mark.js";

export class Over {
  // of: the list of a form that is drawn; unit: written after a tick; choose(i): a place was pressed
  constructor(title, of, unit, choose) {
    Object.assign(this, { of, unit, choose });
    this.box = html("div", { class: "t-over" });
    this.node = html("figure", {}, html("figcaption", {}, title), this.box);
    this.box.addEventListener("click", (event) => this.choose(placeAt(this.f, event.clientX - this.box.getBoundingClientRect().left)));
  }

  build(scene, width) {
    this.scene = scene;
    const lists = scene.forms.map((form) => [...form[this.of].row()].map((value) => value * this.unit.times));
    const high = Math.max(0, ...lists.flat().filter(Number.isFinite));
    const f = (this.f = curves(scene.taus.length, high, width));
    const node = svg("svg", { width, height: f.height, viewBox: `0 0 ${width} ${f.height}`, "aria-hidden": "true" });
    for (const value of ticks(f.high)) {
      const y = curveY(f, value);
      node.append(svg("path", { d: `M${f.x0} ${y}H${f.x1}`, class: "t-grid" }), svg("text", { x: f.x0 - 7, y: y + 5, "text-anchor": "end", class: "t-tick" }, `${value}${this.unit.text}`));
    }
    for (const i of written(f.T, f.x1 - f.x0)) node.append(svg("text", { x: curveX(f, i), y: f.y0 + 19, "text-anchor": "middle", class: "t-tick" }, String(scene.taus[i])));
    node.append(svg("text", { x: f.x0 - 22, y: f.y0 + 19, "text-anchor": "end", class: "t-tick u-it u-math" }, "τ"));
    this.now = svg("path", { class: "t-now" });
    node.append(this.now);
    this.points = scene.forms.map(({ key }, n) => {
      const group = svg("g", { class: `t-${key}` }, svg("path", { d: path(f, lists[n]), class: "t-curve" }));
      const point = svg("path", { d: SHAPES[key], class: "t-point t-large" });
      group.append(point);
      node.append(group);
      return { point, values: lists[n] };
    });
    this.box.replaceChildren(node);
  }

  draw(i) {
    const { f } = this;
    const x = curveX(f, i);
    set(this.now, { d: `M${x} ${f.y0}V${f.y1}` });
    for (const { point, values } of this.points) {
      const there = Number.isFinite(values[i]);
      set(point, { transform: `translate(${x} ${there ? curveY(f, values[i]) : 0})`, visibility: there ? null : "hidden" });
    }
  }
}
