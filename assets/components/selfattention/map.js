// The map of one head: who asks, downwards; who answers, across. All maps are on one scale, 0 to 1.

import { html, set, svg } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { cellAt, mapFrame, moved, tint } from "./layout.js";

export class HeadMap {
  // calls: choose(h, t, s), hover(event, h, cell or null), at() → { t, s }
  constructor(scene, h, width, calls) {
    Object.assign(this, { scene, h, calls });
    const { words } = scene;
    const f = (this.f = mapFrame(words, width));
    const middle = f.cell / 2;
    this.picture = svg("svg", { class: "q-map", width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}` });
    const add = (node) => this.picture.appendChild(node);
    this.heads = words.map((text, s) => add(svg("text", { class: "q-label", transform: `translate(${f.x0 + s * f.cell + middle + 4} ${f.y0 - 6}) rotate(-45)`, text })));
    this.sides = words.map((text, t) => add(svg("text", { class: "q-label", x: f.x0 - 7, y: f.y0 + t * f.cell + middle + 5, "text-anchor": "end", text })));
    words.forEach((_, t) => scene.weight.row(h, t).forEach((weight, s) => add(svg("rect", { class: "q-cell", x: f.x0 + s * f.cell, y: f.y0 + t * f.cell, width: f.cell, height: f.cell, style: `fill:color-mix(in oklab, var(--ramp) ${tint(weight)}%, var(--u-paper))` }))));
    this.row = add(svg("rect", { class: "q-row", x: f.x0, width: f.x1 - f.x0, height: f.cell }));
    this.cursor = add(svg("rect", { class: "q-cursor", width: f.cell, height: f.cell, tabindex: 0, role: "slider", "aria-label": `head ${h + 1}: arrow keys choose who asks and who answers`, "aria-valuemin": 1, "aria-valuemax": words.length ** 2 }));
    this.node = html("section", { class: "q-head" }, html("h4", { text: `Head ${h + 1}` }), html("div", { class: "u-frame q-scroll" }, this.picture));
    this.#listen();
  }

  draw(h, t, s) {
    const { f, scene } = this;
    this.node.classList.toggle("q-in-view", h === this.h);
    set(this.row, { y: f.y0 + t * f.cell });
    set(this.cursor, { x: f.x0 + s * f.cell, y: f.y0 + t * f.cell, "aria-valuenow": t * f.count + s + 1, "aria-valuetext": `${scene.words[t]} looks at ${scene.words[s]}: ${show(scene.weight.at(this.h, t, s))}` });
    this.heads.forEach((node, k) => node.classList.toggle("q-on", k === s));
    this.sides.forEach((node, k) => node.classList.toggle("q-on", k === t));
  }

  #listen() {
    const found = (event) => {
      const box = this.picture.getBoundingClientRect();
      return cellAt(this.f, event.clientX - box.left, event.clientY - box.top);
    };
    this.picture.addEventListener("pointermove", (event) => event.pointerType === "mouse" && this.calls.hover(event, this.h, found(event)));
    this.picture.addEventListener("pointerleave", (event) => this.calls.hover(event, this.h, null));
    this.picture.addEventListener("click", (event) => {
      const cell = found(event);
      if (cell) this.calls.choose(this.h, cell.t, cell.s);
    });
    this.picture.addEventListener("keydown", (event) => {
      const cell = moved(event.key, this.calls.at(), this.f.count);
      if (!cell) return;
      event.preventDefault();
      event.stopPropagation();
      this.calls.choose(this.h, cell.t, cell.s);
    });
  }
}
