// Truncated backpropagation: one slider for the look-back of every loss and for the length of
// chunks; all its places are here already.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { Board } from "../shared/board.js";
import { Slider } from "../shared/slider.js";
import { legend } from "../triangle/legend.js";
import { Form } from "./form.js";
import { Over } from "./over.js";

const NOTE = "Each truncated gradient is drawn in the plane that it spans with the full one: its angle, its length and the dotted distance are the true ones. Circles: its tip at every other τ.";

class Truncation extends Board {
  constructor(root) {
    super(root);
    set(root, { role: "group", "aria-label": "truncated backpropagation" });
    this.frame.classList.add("t-both");
    this.title = html("p", { class: "u-title t-title", "aria-live": "polite" });
    this.slider = new Slider({
      latex: "τ",
      words: "look-back and chunk length, in steps",
      role: "gradient",
      input: (i) => this.#move(i),
      release: (i) => this.host.state("tau", this.scene.taus[i]),
    });
    this.key = html("div");
    this.forms = ["look", "chunk"].map((key) => new Form(key, root, this.tip));
    this.overs = [
      new Over("How far off the full gradient", "error", { text: " %", times: 100 }, (i) => this.#choose(i)),
      new Over("How far turned away from it", "angle", { text: "°", times: 1 }, (i) => this.#choose(i)),
    ];
    this.curves = html("div", { class: "t-curves" }, ...this.overs.map((over) => over.node));
    this.frame.append(...this.forms.map((form) => form.node));
    root.prepend(this.title, html("div", { class: "t-tools" }, this.slider.node, this.key));
    root.append(html("p", { class: "t-note" }, NOTE), this.curves);
  }

  update(scene, host) {
    this.host = host;
    const theme = getComputedStyle(this.root).color;
    const same = this.scene?.id === scene.id && this.theme === theme;
    this.theme = theme;
    const fresh = this.begins(scene);
    this.scene = scene;
    if (fresh) this.tau = scene.view.tau;
    if (same && !fresh) return;
    this.width = 0;
    const i = this.#place();
    this.slider.update(scene.taus, scene.texts, i);
    this.build();
    this.#move(i, false);
  }

  destroy() {
    this.slider.destroy();
    super.destroy();
  }

  build() {
    const width = this.forms[0].matrix.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    const { scene } = this;
    this.forms.forEach((form, n) => form.build(scene, scene.forms[n], width));
    this.overs.forEach((over) => over.build(scene, width));
    const some = scene.lossy.every(Boolean) ? [] : [["t-swatch-none", "no loss at this step"]];
    this.key.replaceChildren(legend(this.root, scene.scale, "size of a contribution, all weights of the cell together", [["t-swatch-out", "left out"], ...some]));
    this.#move(this.#place(), false);
  }

  // The place of the τ chosen last, or of the longest that this text has: Python picks it alike.
  #place() {
    return Math.min(this.tau, this.scene.taus.length) - 1;
  }

  #choose(i) {
    this.slider.update(this.scene.taus, this.scene.texts, i);
    this.#move(i);
    this.host.state("tau", this.scene.taus[i]);
  }

  #move(i, chosen = true) {
    const { scene } = this;
    if (chosen) this.tau = scene.taus[i];
    if (!this.width) return;
    for (const form of this.forms) form.draw(i);
    for (const over of this.overs) over.draw(i);
    const [look, chunk] = scene.forms.map((form) => form.errors[i]);
    const tau = scene.taus[i];
    const text = i === scene.taus.length - 1 ? `τ = ${tau}: nothing is cut, both gradients are the full one` : `τ = ${tau}: looking back is ${look} off the full gradient, chunks are ${chunk} off`;
    set(this.title, { text });
  }
}

export default mount(Truncation);
