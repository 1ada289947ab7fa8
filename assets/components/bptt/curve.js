// The loss after one step, against the size of the step: too small, right, too large.

import { html, set, svg } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { curve } from "./curve_layout.js";

export class Curve {
  constructor() {
    this.title = html("p", { class: "b-title" });
    this.box = html("div", { class: "b-curve" });
  }

  update(scene, width) {
    const { update } = scene;
    const f = (this.f = curve(update, width));
    this.scene = scene;
    set(this.title, { text: update.title });
    const words = `loss after one step against its size; before it is ${show(update.before)}`;
    const picture = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "img", "aria-label": words });
    picture.append(svg("rect", { class: "b-worse", x: f.x0, y: f.y1, width: f.x1 - f.x0, height: f.before - f.y1 }));
    picture.append(svg("text", { class: "b-small u-muted", x: f.x0 + 6, y: f.y1 + 17, text: "the loss rises" }));
    for (const { y, text } of f.marks) picture.append(svg("text", { class: "b-small u-muted", x: f.x0 - 6, y: y + 5, "text-anchor": "end", text }));
    picture.append(svg("line", { class: "b-axis", x1: f.x0, x2: f.x1, y1: f.y0, y2: f.y0 }));
    picture.append(svg("line", { class: "b-level", x1: f.x0, x2: f.x1, y1: f.before, y2: f.before }));
    picture.append(svg("path", { class: "b-line", d: f.path }));
    for (const { x, text } of f.ticks) picture.append(svg("text", { class: "b-small u-muted", x, y: f.y0 + 17, "text-anchor": "middle", text }));
    picture.append(svg("text", { class: "b-small", x: f.x1, y: f.y0 + 34, "text-anchor": "end", text: "size of the step, η (by decades)" }));
    this.drop = svg("line", { class: "b-drop", y1: f.y0 });
    this.dot = svg("path", { class: "b-dot" });
    this.label = svg("text", { class: "b-strong" });
    picture.append(this.drop, this.dot, this.label);
    this.box.replaceChildren(picture);
  }

  // on: whether the update has been made
  draw(at, on) {
    const { f, scene } = this;
    if (!f) return;
    const { x, y, out } = f.points[at];
    const value = scene.update.after.at(at);
    const words = Number.isFinite(value) ? show(value) : "overflowed";
    set(this.drop, { x1: x, x2: x, y2: y, opacity: on ? 1 : 0.3 });
    set(this.dot, { d: out ? `M${x - 7} ${f.y1 + 9}L${x} ${f.y1 + 1}L${x + 7} ${f.y1 + 9}Z` : `M${x - 6} ${y}a6 6 0 1 0 12 0a6 6 0 1 0 -12 0`, opacity: on ? 1 : 0.3 });
    const left = x > f.x1 - 70;
    set(this.label, { x: left ? x - 11 : x + 11, y: out ? f.y1 + 34 : y + 22, "text-anchor": left ? "end" : "start", text: words, opacity: on ? 1 : 0 });
  }
}
