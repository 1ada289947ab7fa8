// The three panels: made once for a width, then only moved.

import { svg, set } from "../shared/svg.js";
import { above, beyond, curve, label, route, tangent, x, y } from "./layout.js";

export class Picture {
  constructor(scene, f) {
    this.f = f;
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "group" });
    this.panels = scene.functions.map((fn, k) => this.#panel(scene, fn, f.places[k]));
  }

  // mark: { a, text, places: one { y, slope, digits, slopes } a function }; progress 0 … 1
  draw(mark, rise, across) {
    const { f } = this;
    const out = beyond(f, mark.a);
    this.panels.forEach((panel, k) => {
      const { y: value, slope, digits, slopes } = mark.places[k];
      const at = route(f, mark.a, value, rise, across);
      const done = across >= 1;
      set(panel.route, { d: at.path });
      set(panel.dot, { cx: at.x, cy: at.y, visibility: above(value) && rise >= 1 ? "hidden" : null });
      set(panel.foot, { cx: x(f, mark.a), cy: y(f, 0) });
      set(panel.tangent, { d: tangent(f, mark.a, value, slope), opacity: rise >= 1 ? 1 : 0 });
      set(panel.leaves, { visibility: above(value) && rise >= 1 ? null : "hidden", transform: `translate(${x(f, mark.a)} ${y(f, value)})` });
      set(panel.off, { visibility: out ? null : "hidden", transform: `translate(${x(f, mark.a)} ${y(f, 0)}) scale(${out || 1} 1)` });
      const place = label(f, mark.a, value);
      set(panel.value, { x: place.x, y: place.y, "text-anchor": place.anchor, text: digits, opacity: done ? 1 : 0 });
      set(panel.result, { text: `${panel.symbol}(${mark.text}) = ${digits}` });
      set(panel.slope, { text: `slope ${slopes}` });
      set(panel.node, { "aria-label": `${panel.symbol} of ${mark.text} is ${digits}, slope ${slopes}` });
    });
  }

  #panel(scene, fn, place) {
    const { f } = this;
    const node = svg("g", { transform: `translate(${place.x} ${place.y})`, role: "img" });
    const add = (...made) => (node.append(...made), made[0]);
    const [left, right] = [f.left, f.left + f.span];
    const result = add(svg("text", { x: 0, y: 22, class: "q-result" }));
    const slope = add(svg("text", { x: 0, y: 46, class: "q-slope" }));
    add(svg("text", { x: 0, y: 66, class: "q-words" }, fn.words));
    for (const level of [-1, 1]) {
      add(svg("line", { x1: left, x2: right, y1: y(f, level), y2: y(f, level), class: "q-level" }));
      add(svg("text", { x: right, y: y(f, level) + (level > 0 ? -5 : 16), class: "q-tick", "text-anchor": "end" }, level > 0 ? "1" : "−1"));
    }
    add(svg("path", { d: `M${left} ${y(f, 0)}H${right}M${x(f, 0)} ${y(f, 9)}V${y(f, -9)}`, class: "q-axis" }));
    for (const a of [-6, -3, 3, 6]) {
      add(svg("text", { x: x(f, a), y: y(f, 0) + 18, class: "q-tick", "text-anchor": a === 6 ? "end" : a === -6 ? "start" : "middle" }, String(a).replace("-", "−")));
    }
    add(svg("path", { d: curve(f, scene.places, fn.family.y.row()), class: "q-curve" }));
    scene.marks.slice(0, -1).forEach(({ a }, k) => {
      if (!above(fn.marked.y.at(k))) add(svg("circle", { cx: x(f, a), cy: y(f, fn.marked.y.at(k)), r: 4.5, class: "q-other" }));
    });
    const line = add(svg("path", { class: "q-tangent" }));
    const path = add(svg("path", { class: "q-route" }));
    const foot = add(svg("circle", { r: 5, class: "q-foot" }));
    const dot = add(svg("circle", { r: 7, class: "q-dot" }));
    const leaves = add(svg("path", { d: "M-7 2 0 -8 7 2z", class: "q-arrow" }));
    const off = add(svg("path", { d: "M-4 -7 8 0 -4 7z", class: "q-arrow q-off" }));
    const value = add(svg("text", { class: "q-value" }));
    this.node.append(node);
    return { symbol: fn.symbol, node, result, slope, tangent: line, route: path, foot, dot, leaves, off, value };
  }
}
