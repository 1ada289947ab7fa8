// The plane of h1 and h2: created once for a width, then only changed attributes are written.

import { svg, set, pressable } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { arrows, between, dots, labelOf, letterAt, place, px, py, region, trail } from "./layout.js";

const MOST = 9; // fixed points that two tanh units can have
const SHAPES = {
  attractor: "M10 0A10 10 0 1 1-10 0A10 10 0 1 1 10 0z",
  saddle: "M0-10 10 0 0 10-10 0z",
  repeller: "M9 0A9 9 0 1 1-9 0A9 9 0 1 1 9 0zM-4 0H4M0-4V4",
  borderline: "M-8-8H8V8H-8z",
};

export class Plane {
  // calls: pick(index of a fixed point), hover(index or null)
  constructor(scene, f, calls) {
    this.scene = scene;
    this.f = f;
    this.regions = {};
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, class: "p-plane", role: "group", "aria-label": "plane of the two hidden units" });
    const add = (node) => (this.node.append(node), node);
    const [from, to] = [-1, 1];
    const box = { x: px(f, from), y: py(f, to), width: px(f, to) - px(f, from), height: py(f, from) - py(f, to) };
    this.paper = add(svg("rect", { ...box, class: "p-paper" }));
    const clip = svg("clipPath", { id: "p-square" }, svg("rect", box));
    this.basin = add(svg("path", { class: "p-basin", "clip-path": "url(#p-square)" }));
    add(clip);
    add(svg("path", { class: "p-axis", d: `M${place(f, -1, 0)}H${px(f, 1)}M${place(f, 0, -1)}V${py(f, 1)}` }));
    add(svg("rect", { ...box, class: "p-border" }));
    for (const tick of [-1, 0, 1]) {
      const text = String(tick).replace("-", "−");
      add(svg("text", { x: px(f, tick), y: py(f, -1) + 20, class: "p-tick", "text-anchor": "middle" }, text));
      add(svg("text", { x: px(f, -1) - 7, y: py(f, tick) + 5, class: "p-tick", "text-anchor": "end" }, text));
    }
    add(svgMath(svg("text", { x: px(f, 0.5), y: py(f, -1) + 22, class: "p-name", "text-anchor": "middle" }), "h_1", 19));
    add(svgMath(svg("text", { x: px(f, -1) - 5, y: py(f, 0.5) + 6, class: "p-name", "text-anchor": "end" }), "h_2", 19));
    this.flow = add(svg("path", { class: "p-flow" }));
    this.late = add(svg("path", { class: "p-late" }));
    this.copies = ["p-copy-way", "p-copy-start", "p-copy"].map((name) => add(svg("path", { class: name })));
    this.coming = add(svg("path", { class: "p-coming" }));
    this.way = add(svg("path", { class: "p-way" }));
    this.past = add(svg("path", { class: "p-past" }));
    this.fixed = Array.from({ length: MOST }, (_, k) => {
      const shape = svg("path");
      const text = svg("text", { class: "p-kind" });
      const node = add(pressable(svg("g", {}, svg("circle", { r: 17, class: "p-hit" }), shape, text), "fixed point", () => calls.pick(k)));
      node.addEventListener("pointerenter", () => calls.hover(k));
      node.addEventListener("pointerleave", () => calls.hover(null));
      return { node, shape, text };
    });
    this.handle = svg("g", { class: "p-start", tabindex: "0", role: "slider", "aria-valuemin": -1, "aria-valuemax": 1 });
    this.handle.append(svg("circle", { r: 22, class: "p-hit" }), svg("rect", { x: -7, y: -7, width: 14, height: 14, rx: 2 }), svg("text", { class: "p-kind", dx: 13, dy: 5 }, "start"));
    add(this.handle);
    this.state = add(svg("circle", { r: 6.5, class: "p-state" }));
  }

  // What depends on the weights: s, k are the slider and its place.
  weights(s, k, steady) {
    const { scene, f } = this;
    const parts = [0, 1].map((unit) => (unit === s >> 1 ? scene.flow.row(s, k) : scene.flowHere.row(unit)));
    set(this.flow, { d: arrows(f, scene.places.numbers.subarray(scene.places.offset), ...parts) });
    this.fixed.forEach((mark, i) => {
      const kind = i < scene.points.kind.shape[2] ? scene.points.kind.at(s, k, i) : -1;
      const there = kind >= 0;
      set(mark.node, { visibility: there ? null : "hidden", tabindex: there ? "0" : "-1" });
      if (!there) return;
      const [h1, h2] = scene.points.h.row(s, k, i);
      const name = scene.kinds[kind];
      const label = labelOf(h1, h2);
      set(mark.node, { transform: `translate(${place(f, h1, h2)})`, "aria-label": `${name} at h1 ${h1.toFixed(2)}, h2 ${h2.toFixed(2)}` });
      set(mark.shape, { d: SHAPES[name], class: `p-point p-${name}` });
      set(mark.text, { text: name, dx: label.dx, dy: label.dy, "text-anchor": label.anchor });
    });
    const row = scene.lateRow.at(s, k);
    set(this.late, { d: row < 0 ? "" : dots(f, (t) => scene.late.row(row, t), 0, scene.late.shape[1] - 1) });
    this.steady = steady;
  }

  // What depends on the start and the step. states(t), copies: [states(t), …]
  draw(states, copies, steps, step, progress) {
    const { f } = this;
    const [h1, h2] = between(states, step, progress);
    set(this.coming, { d: trail(f, states, steps) });
    set(this.way, { d: trail(f, states, step, progress) });
    set(this.past, { d: dots(f, states, 0, step - 1) });
    set(this.state, { cx: px(f, h1), cy: py(f, h2) });
    const [s1, s2] = states(0);
    set(this.handle, {
      transform: `translate(${place(f, s1, s2)})`,
      "aria-label": "start; arrow keys move it",
      "aria-valuenow": s1.toFixed(2),
      "aria-valuetext": `h1 ${s1.toFixed(2)}, h2 ${s2.toFixed(2)}`,
    });
    set(this.copies[0], { d: copies.map((copy) => trail(f, copy, step, progress)).join("") });
    set(this.copies[1], { d: copies.map((copy) => dots(f, copy, 0, 0)).join("") });
    set(this.copies[2], { d: copies.map((copy) => `M${place(f, ...between(copy, step, progress))}h.01`).join("") });
    this.#shade(states(progress < 0.6 && step > 0 ? step - 1 : step));
  }

  #shade([h1, h2]) {
    const { basin } = this.scene;
    const letter = letterAt(basin, h1, h2);
    const shown = this.steady && letter !== ".";
    set(this.basin, { class: shown ? "p-basin" : "p-basin p-off" });
    if (!shown) return;
    this.regions[letter] ??= region(this.f, basin, letter);
    set(this.basin, { d: this.regions[letter] });
  }
}
