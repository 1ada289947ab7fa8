// What something comes to as a size doubles: charts side by side, one cursor, and a slider for
// another size, whose places are all here.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { Board } from "../shared/board.js";
import { Slider } from "../shared/slider.js";
import { Chart } from "./chart.js";

const GAP = 28;

class Costs extends Board {
  constructor(root) {
    super(root);
    set(root, { role: "group" });
    this.title = html("p", { class: "u-title o-title" });
    this.controls = html("div", { class: "o-controls" });
    root.prepend(this.title, this.controls);
    this.calls = { point: (i) => this.#point(i), choose: (i) => this.#choose(i), at: () => this.i };
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    set(this.root, { "aria-label": scene.title });
    set(this.title, { text: scene.title });
    if (this.begins(scene)) this.i = scene.at;
    this.i = Math.min(this.i, scene.x.texts.length - 1);
    this.pointed = null;
    this.#slider();
    this.width = 0;
    this.build();
  }

  destroy() {
    super.destroy();
    this.slider?.destroy();
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    const { charts, x } = this.scene;
    const across = width < 620 ? 1 : width < 900 || charts.length > 3 ? Math.min(2, charts.length) : charts.length;
    const each = Math.min(520, Math.floor((width - GAP * (across - 1)) / across));
    const focused = (this.charts ?? []).findIndex((chart) => this.root.getRootNode().activeElement === chart.handle);
    this.charts = charts.map((chart) => {
      const made = new Chart(this.calls);
      made.build(chart, x, each);
      return made;
    });
    this.frame.replaceChildren(html("div", { class: "o-charts", style: `grid-template-columns:repeat(${across}, ${each}px)` }, ...this.charts.map((chart) => chart.node)));
    if (focused >= 0) this.charts[focused]?.handle.focus();
    this.#draw();
  }

  #slider() {
    const { slider } = this.scene;
    if (!slider) return;
    if (!this.slider) {
      this.slider = new Slider({ latex: slider.latex, words: slider.words, ticks: slider.ticks, input: () => this.#draw(), release: (k) => this.host.state("slid", this.scene.slider.values[k]) });
      this.controls.replaceChildren(this.slider.node);
    }
    this.slider.update(slider.values, slider.texts, slider.at);
  }

  #draw() {
    const k = this.scene.slider ? this.slider.index : 0;
    for (const chart of this.charts) chart.draw(k, this.pointed ?? this.i);
  }

  #point(i) {
    this.pointed = i;
    this.#draw();
  }

  #choose(i) {
    this.i = i;
    this.pointed = null;
    this.#draw();
  }
}

export default mount(Costs);
