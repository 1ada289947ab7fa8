// The path explorer: which use of a weight answers for which loss, and the chain between the two.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { plain } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { Stage } from "../shared/stage.js";
import { frame as triangleFrame } from "../triangle/layout.js";
import { Triangle } from "../triangle/triangle.js";
import { legend } from "../triangle/legend.js";
import { Chain } from "./chain.js";
import { Network } from "./network.js";
import { Opened } from "./opened.js";
import { Terms } from "./terms.js";
import { LONG, factorSymbol, frame, lossSymbol, nodeX } from "./layout.js";

const TELL = 250; // ms after the last choice before the page is told

class Paths extends Stage {
  constructor(root) {
    const network = html("div", { class: "b-network" });
    super(root, "path explorer", network);
    this.title = html("p", { class: "u-title b-title", "aria-live": "polite" });
    this.parameters = html("div", { class: "b-parameters", role: "group", "aria-label": "parameter" });
    this.matrix = html("div", { class: "u-frame b-matrix" });
    this.key = html("div");
    this.terms = new Terms((q) => this.select(this.t, this.t - q));
    const left = html("div", { class: "b-left" }, this.matrix, this.key, this.terms.foot);
    this.chain = new Chain(root, (what, j) => this.#press(what, j));
    this.opened = new Opened((gate, unit) => this.host.trigger("sel", `grads.${gate}.${this.k}.${unit}`));
    this.both = html("div", { class: "b-both" }, left, network, this.terms.node);
    root.prepend(this.title, this.parameters, this.both, this.chain.node, this.opened.node);
    this.resize.observe(this.matrix);
  }

  update(scene, host) {
    this.host = host;
    const theme = getComputedStyle(this.root).color;
    const same = this.scene?.id === scene.id && this.theme === theme;
    this.theme = theme;
    const fresh = this.begins(scene);
    this.scene = scene;
    if (fresh) {
      this.open = scene.view.open;
      this.wanted = { t: scene.view.t - 1, k: scene.view.k - 1 };
    }
    if (!same || fresh) {
      this.widths = "";
      this.both.classList.toggle("b-long", scene.letters.length > LONG);
      this.#choices();
      this.#fit();
      this.build();
    } else this.#show();
  }

  destroy() {
    clearTimeout(this.telling);
    super.destroy();
  }

  // For the transport -----------------------------------------------------------------

  draw(frame, progress) {
    if (!this.network) return;
    this.network.draw(frame, progress);
    this.chain.draw(frame, progress);
    const at = Math.max(this.k, this.t - frame);
    this.keepInView(nodeX(this.network.f, at), 60);
  }

  frameName(frame) {
    const { scene, t, k } = this;
    if (frame === 0) return `${spoken(lossSymbol(t, "h"))}: ${show(scene.carried.at(t, t))}`;
    if (frame > t - k) return `arrives in ${scene.parameter}, used at step ${k + 1}: ${show(scene.norms.at(t, k))}`;
    return `after ${spoken(factorSymbol(t - frame + 1, scene.state))}: ${show(scene.carried.at(t, t - frame))}`;
  }

  duration() {
    return 800;
  }

  // Own ---------------------------------------------------------------------------------

  // The pair (t, k) is chosen; a row without a loss has none to choose.
  select(t, k) {
    if (!this.scene.lossy[t]) t = this.t;
    k = Math.min(k, t);
    if (t === this.t && k === this.k) return;
    this.transport.pause(false);
    [this.t, this.k] = [t, k];
    this.wanted = { t, k };
    this.#mark();
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.host.state("pair", `${t}.${k}`), TELL);
  }

  build() {
    if (!this.scene) return;
    const widths = `${this.frame.clientWidth} ${this.matrix.clientWidth}`;
    if (widths === this.widths || !this.frame.clientWidth) return;
    this.widths = widths;
    const { scene } = this;
    const focused = this.root.getRootNode().activeElement === this.triangle?.cursor;
    const f = triangleFrame(scene.letters.length, this.matrix.clientWidth, { sums: true });
    this.triangle = new Triangle(
      {
        values: scene.norms,
        letters: scene.letters,
        scale: scene.scale,
        axes: ["L_t", scene.parameter],
        lossless: scene.lossy.map((lossy) => !lossy),
        sums: scene.sums,
        uses: scene.uses,
        total: scene.total,
        sumNames: [`\\partial{}L_t/\\partial{}${scene.parameter}`, `\\partial{}L/\\partial{}${scene.parameter}`],
      },
      f,
      { root: this.root, tip: this.tip, says: (t, k) => this.#says(t, k), choose: (t, k) => this.select(t, k) },
    );
    this.matrix.replaceChildren(this.triangle.node);
    const some = scene.lossy.every(Boolean) ? [] : [["j-swatch-none", "no loss at this step"]];
    this.key.replaceChildren(legend(this.root, scene.scale, "size of the contribution", [["j-swatch-zero", "exactly 0"], ...some]));
    this.network = new Network(scene, frame(scene.letters.length, this.frame.clientWidth, scene.use), (t, k) => this.select(t ?? Math.max(this.t, k), k ?? this.k));
    this.frame.replaceChildren(this.network.node);
    this.terms.build(scene);
    this.chain.build(scene);
    this.#mark();
    if (focused) this.triangle.cursor.focus({ preventScroll: true });
  }

  // The pair that was chosen last, or the nearest that this text has: Python picks it alike.
  #fit() {
    const { lossy } = this.scene;
    const last = lossy.length - 1;
    this.t = Math.min(this.wanted.t, last);
    if (!lossy[this.t]) this.t = lossy.includes(true) ? lossy.lastIndexOf(true) : last;
    this.k = Math.min(this.wanted.k, this.t);
  }

  #says(t, k) {
    const { scene } = this;
    if (k === null) return `∂L${t + 1}/∂${scene.parameter}, all uses together: ${show(scene.sums.at(t))}`;
    if (t === null) return `${scene.parameter} used at step ${k + 1}, all losses together: ${show(scene.uses.at(k))}`;
    return `loss at step ${t + 1}, ${scene.parameter} used at step ${k + 1}: ${show(scene.norms.at(t, k))}`;
  }

  #mark() {
    const { scene, t, k } = this;
    const q = t - k;
    this.triangle.select(t, k);
    this.network.choose(t, k);
    this.terms.select(t, k);
    this.chain.select(t, k);
    this.transport.setLength(q + 2, q + 1);
    this.network.draw(q + 1, 1);
    this.chain.draw(q + 1, 1);
    const size = show(scene.norms.at(t, k));
    const ways = q === 0 ? "directly" : `through ${q} ${q === 1 ? "step" : "steps"}`;
    set(this.title, { text: `${spoken(`L_{${t + 1}}`)} reaches the ${scene.parameter} used at step ${k + 1} ${ways}: the contribution has size ${size}` });
    this.#show();
  }

  // What is open, for the pair that is chosen.
  #show() {
    const [what, j] = (this.open ?? "").split(".");
    this.chain.mark(this.open);
    if (what === "use") this.opened.use(this.scene, this.t, this.k);
    else if (what === "factor") this.opened.factor(this.scene, Math.min(this.scene.letters.length, Number(j)) - 1);
    else this.opened.close();
  }

  #press(what, j) {
    if (what === "loss") {
      this.host.trigger("sel", `grads.h.${this.t}.0`);
      return;
    }
    const open = what === "use" ? "use" : `factor.${j + 1}`;
    this.open = open === this.open ? "" : open;
    this.#show();
    this.host.state("open", this.open);
  }

  #choices() {
    const { parameters, parameter } = this.scene;
    const chips = parameters.map(([name, words]) => {
      const chip = html("button", { type: "button", class: "u-chip", "aria-pressed": String(name === parameter) }, html("i", { class: "u-math u-it" }, name), ` ${words}`);
      chip.addEventListener("click", () => this.host.trigger("parameter", name));
      return chip;
    });
    const had = [...this.parameters.children].indexOf(this.root.getRootNode().activeElement);
    this.parameters.replaceChildren(html("span", { class: "b-name" }, "Gradient of"), ...chips);
    this.parameters.children[had]?.focus();
  }
}

// A symbol as plain text, its indices lowered.
const LOWERED = "₀₁₂₃₄₅₆₇₈₉";
const spoken = (latex) => plain(latex).replace(/\d/g, (digit) => LOWERED[digit]);

export default mount(Paths);
