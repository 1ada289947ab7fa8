// The unrolled network: one loop, or as many copies of it as there are letters.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { Stage } from "../shared/stage.js";
import { part } from "../shared/ease.js";
import { frame } from "./layout.js";
import { Picture } from "./render.js";

const FOLDING = 900; // ms

class Unrolled extends Stage {
  constructor(root) {
    super(root, "unrolled network");
    this.rules = html("div", { class: "n-rules", "aria-label": "equations of one step" });
    this.fold = html("button", { type: "button", class: "n-fold" });
    this.fold.addEventListener("click", () => this.#toggle());
    this.transport.bar.prepend(this.fold);
    root.append(this.rules);
    this.open = 1;
  }

  update(scene, host) {
    this.host = host;
    scene.hidden = scene.states[0].values.shape[1];
    this.scene = scene;
    this.width = 0;
    if (this.begins(scene)) {
      this.selected = scene.view.sel;
      this.open = scene.folded ? 0 : 1;
      this.atEnd = scene.view.step >= scene.symbols.length - 1;
      this.build();
      this.transport.setLength(scene.symbols.length, scene.view.step);
    } else {
      this.build();
      const last = scene.symbols.length - 1;
      this.transport.setLength(last + 1, this.atEnd ? last : undefined);
    }
    this.rules.replaceChildren(...scene.equations.map((rule) => htmlMath(rule, "u-math n-rule")));
  }

  destroy() {
    super.destroy();
    cancelAnimationFrame(this.folding);
  }

  // For the transport -----------------------------------------------------------------

  draw(step, progress) {
    this.picture?.draw(step, progress, this.open);
    if (this.open === 1) this.keepInView(this.picture?.centre(step) ?? 0, 110);
  }

  rest(step) {
    this.atEnd = step === this.scene.symbols.length - 1;
    this.host.state("step", step);
  }

  frameName(step) {
    const what = this.scene.stage === "system" ? "" : `: reads ${this.scene.symbols[step]}`;
    return `step ${step + 1} of ${this.scene.symbols.length}${what}`;
  }

  duration() {
    return 1500;
  }

  // Own ---------------------------------------------------------------------------------

  select(sel) {
    this.selected = sel;
    this.picture.select(sel);
    this.host.state("open", sel);
  }

  build() {
    if (!this.scene) return;
    const width = this.frame.clientWidth;
    if (width === this.width) return;
    this.width = width;
    this.picture = new Picture(this.scene, frame(this.scene, width), {
      root: this.root,
      tip: this.tip,
      select: (sel) => this.select(sel),
    });
    this.frame.replaceChildren(this.picture.node);
    this.picture.select(this.selected);
    this.root.dataset.stage = this.scene.stage;
    this.#label();
    this.picture.draw(Math.min(this.transport.frame, this.scene.symbols.length - 1), this.transport.progress, this.open);
  }

  #label() {
    set(this.fold, { text: this.open > 0.5 ? "Fold into a loop" : "Unfold", "aria-pressed": String(this.open < 0.5) });
  }

  #toggle() {
    const to = this.open > 0.5 ? 0 : 1;
    const from = this.open;
    const length = this.transport.still.matches ? 0 : FOLDING;
    const start = performance.now();
    cancelAnimationFrame(this.folding);
    if (to === 0) this.frame.scrollTo({ left: 0, behavior: "smooth" });
    const tick = (now) => {
      const p = length ? Math.min(1, (now - start) / length) : 1;
      this.open = from + (to - from) * part(p, 0, 1);
      this.picture.draw(this.transport.frame, this.transport.progress, this.open);
      if (p < 1) this.folding = requestAnimationFrame(tick);
      else {
        this.#label();
        this.host.state("folded", to === 0);
      }
    };
    this.folding = requestAnimationFrame(tick);
  }
}

export default mount(Unrolled);
