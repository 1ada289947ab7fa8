// Where exploding ends: a linear network runs until its state is beyond the largest number.

import { mount } from "../shared/mount.js";
import { html, set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { Board } from "../shared/board.js";
import { Slider } from "../shared/slider.js";
import { frame, line, power, said, x, y } from "./layout.js";

class Overflow extends Board {
  constructor(root) {
    super(root, html("div", { class: "w-box" }));
    set(root, { role: "group", "aria-label": "how far a state can grow" });
    this.title = html("p", { class: "u-title", "aria-live": "polite" });
    this.slider = new Slider({ latex: "ρ", words: "spectral radius", role: "h", input: (k) => this.#draw(k), release: (k) => this.host.trigger("radius", this.scene.slider.values[k]) });
    root.prepend(this.title, html("div", { class: "w-tools" }, this.slider.node));
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    const { values, texts, at } = scene.slider;
    this.slider.update(values, texts, at);
    this.width = 0;
    this.build();
  }

  destroy() {
    super.destroy();
    this.slider.destroy();
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    const { scene } = this;
    const f = (this.f = frame(width, scene.far));
    const picture = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "img", "aria-label": `length of the state over ${scene.far} steps, on a scale of powers of ten` });
    const add = (node) => (picture.append(node), node);
    for (const n of [0, 100, 200, 300]) {
      add(svg("path", { class: n ? "w-grid" : "w-axis", d: `M${f.x0} ${y(f, n)}H${f.x1}` }));
      add(svg("text", { class: "w-tick", x: f.x0 - 8, y: y(f, n) + 5, "text-anchor": "end" }, power(n)));
    }
    const wide = width > 560 ? 100 : 250;
    for (let t = 0; t <= scene.far; t += wide) add(svg("text", { class: "w-tick", x: x(f, t), y: f.y0 + 20, "text-anchor": "middle" }, String(t)));
    add(svg("text", { class: "w-tick", x: (f.x0 + f.x1) / 2, y: f.height - 5, "text-anchor": "middle" }, "step t"));
    add(svgMath(svg("text", { x: 4, y: 16 }), "‖h_t‖", 18));
    this.limits = scene.limits.map(({ name, log, text }, n) => {
      add(svg("path", { class: "w-limit", d: `M${f.x0} ${y(f, log)}H${f.x1}` }));
      add(svg("text", { class: "w-name", x: n ? f.x0 + 4 : f.x1, y: y(f, log) - 6, "text-anchor": n ? "start" : "end" }, `largest ${name}: ${text}`));
      return add(svg("path", { class: "w-end", d: "M-6-6L6 6M-6 6L6-6" }));
    });
    this.others = scene.slider.values.map((_, k) => add(svg("path", { class: "w-other", d: line(f, scene.log.row(k), scene.every) })));
    this.line = add(svg("path", { class: "w-line" }));
    this.limits.forEach((mark) => picture.append(mark));
    this.frame.replaceChildren(picture);
    this.#draw(this.slider.index);
  }

  #draw(k) {
    const { scene, f } = this;
    set(this.line, { d: line(f, scene.log.row(k), scene.every) });
    scene.limits.forEach(({ log, steps }, n) => set(this.limits[n], { visibility: steps[k] ? null : "hidden", transform: `translate(${x(f, steps[k]).toFixed(1)} ${y(f, log).toFixed(1)})` }));
    set(this.title, { text: `Spectral radius ${scene.slider.texts[k]}: ${scene.limits.map(({ name, steps }) => said(name, steps[k], scene.far)).join(", ")}` });
  }
}

export default mount(Overflow);
