// Every pair of steps: how strongly the later state depends on the earlier one, and the chain of
// factors that lies between the two.

import { Board } from "../shared/board.js";
import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { frame } from "../triangle/layout.js";
import { legend } from "../triangle/legend.js";
import { Triangle } from "../triangle/triangle.js";
import { size } from "../fading/words.js";
import { Chain } from "./chain.js";
import { labels } from "./layout.js";

const TELL = 250; // ms after the last choice before the page is told
const MOST = 17; // px of a cell

class Reach extends Board {
  constructor(root) {
    const left = html("div", { class: "r-left" });
    super(root, left);
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    this.heading = html("p", { class: "u-title" });
    this.key = html("div");
    left.append(this.key);
    this.chain = new Chain();
    const both = html("div", { class: "r-both" }, left, this.chain.node);
    root.prepend(this.heading);
    root.append(both);
    this.resize.observe(this.chain.node);
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    const last = scene.factors.shape[0];
    if (this.begins(scene)) [this.t, this.k] = [scene.view.t, scene.view.k];
    this.t = Math.min(this.t, last);
    this.k = Math.min(this.k, this.t);
    set(this.heading, { text: scene.title });
    this.widths = "";
    this.build();
    // A pair that was opened elsewhere on the page is brought into view.
    const { turn } = scene.view;
    if (this.turn !== undefined && turn !== this.turn) this.root.scrollIntoView({ block: "center", behavior: this.still.matches ? "auto" : "smooth" });
    this.turn = turn;
  }

  destroy() {
    clearTimeout(this.telling);
    super.destroy();
  }

  build() {
    const widths = `${this.frame.clientWidth} ${this.chain.node.clientWidth}`;
    if (!this.scene || !this.frame.clientWidth || widths === this.widths) return;
    this.widths = widths;
    const { scene } = this;
    const [low, high] = scene.window;
    const steps = scene.powers.shape[0];
    const focused = this.root.getRootNode().activeElement === this.triangle?.cursor;
    const f = frame(steps, this.frame.clientWidth, { least: 4, most: MOST });
    this.triangle = new Triangle(
      {
        values: new Sizes(scene.powers),
        letters: labels(steps),
        scale: { low, high },
        axes: [`${scene.state}_t`, `${scene.state}_k`],
      },
      f,
      { root: this.root, tip: this.tip, says: (t, k) => this.#says(t, k), choose: (t, k) => this.#choose(t, k) },
    );
    this.frame.replaceChildren(this.triangle.node);
    this.key.replaceChildren(legend(this.root, { low, high }, "largest factor", [["j-swatch-zero", "exactly 0"]]));
    this.chain.build(scene, this.chain.node.clientWidth);
    this.#mark();
    if (focused) this.triangle.cursor.focus({ preventScroll: true });
  }

  #says(t, k) {
    return `from step ${t} back to step ${k}: ${size(this.scene.powers.at(t, k))}`;
  }

  #choose(t, k) {
    if (t === this.t && k === this.k) return;
    [this.t, this.k] = [t, k];
    this.#mark();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.host.state("pair", `${t}.${k}`), TELL);
  }

  #mark() {
    this.triangle.select(this.t, this.k);
    this.chain.draw(this.t, this.k);
  }
}

// The sizes themselves, in double precision: as powers they would not be logarithmic any more.
class Sizes {
  constructor(powers) {
    const steps = powers.shape[0];
    this.rows = Array.from({ length: steps }, (_, t) => Float64Array.from(powers.row(t), (power) => 10 ** power));
  }

  row(t) {
    return this.rows[t];
  }

  at(t, k) {
    return this.rows[t][k];
  }
}

export default mount(Reach);
