// Learning on one text: forward with its losses, back with its gradients, and the update.

import { mount } from "../shared/mount.js";
import { html, pressable, set, svg } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { Stage } from "../shared/stage.js";
import { Slider } from "../shared/slider.js";
import { palette } from "../compare/palette.js";
import { Curve } from "./curve.js";
import { Net } from "./net.js";
import { Sums } from "./sums.js";
import { legend } from "./legend.js";
import { tile } from "./mosaic.js";
import { begins, frame, frames, moments, split, uses } from "./layout.js";

const PHASES = [["forward", "1 Forward"], ["backward", "2 Back"], ["update", "3 Update"]];
const MS = { forward: 1300, backward: 1900, update: 1400, again: 1200 };

class Learning extends Stage {
  constructor(root) {
    super(root, "a network learns from one text");
    this.unit = { now: 0 };
    this.chips = PHASES.map(([phase, name]) => {
      const chip = html("button", { type: "button", class: "u-chip" }, name);
      chip.addEventListener("click", () => this.transport.go(begins(phase, this.scene.symbols.length), true));
      return { phase, chip };
    });
    this.count = html("output", { class: "b-count" });
    this.rules = Object.fromEntries(PHASES.map(([phase]) => [phase, html("div", { class: "b-rules u-frame" })]));
    const chips = html("div", { class: "b-phases", role: "group", "aria-label": "phase" }, ...this.chips.map(({ chip }) => chip), this.count);
    const rules = html("div", { class: "b-all-rules", "aria-label": "equations" }, ...Object.values(this.rules));
    root.prepend(this.transport.bar, chips, rules);
    this.scaleWords = html("div", { class: "b-legend" });
    this.sums = new Sums({ open: (sel) => this.select(sel), tip: this.tip });
    this.curve = new Curve();
    this.slider = new Slider({
      latex: "\\eta",
      words: "size of the step",
      role: "gradient",
      input: (k) => this.#turn(k),
      release: (k) => this.#settle(k),
    });
    const learn = html("div", { class: "b-learn" }, this.curve.title, this.curve.box, this.slider.node);
    this.below = html("div", { class: "b-below" }, html("div", { class: "b-left" }, this.sums.node), learn);
    root.append(this.below, this.scaleWords);
    this.resize.observe(this.below);
  }

  update(scene, host) {
    this.host = host;
    const steps = scene.symbols.length;
    this.scene = scene;
    this.width = 0;
    const { update } = scene;
    if (!this.slider.held) this.at = update.at;
    this.slider.update(update.rates, update.texts, this.at);
    this.#write(scene.equations);
    if (this.begins(scene)) {
      this.selected = scene.view.sel;
      this.atEnd = scene.view.step >= frames(steps) - 1;
      this.build();
      this.transport.setLength(frames(steps), scene.view.step);
    } else {
      this.build();
      this.transport.setLength(frames(steps), this.atEnd ? frames(steps) - 1 : undefined);
    }
  }

  destroy() {
    super.destroy();
    this.slider.destroy();
  }

  // For the transport -----------------------------------------------------------------

  draw(at, progress) {
    if (!this.net) return;
    const steps = this.scene.symbols.length;
    const { phase, t } = split(at, steps);
    this.net.draw(at, progress, this.at);
    const back = phase === "backward";
    this.sums.draw({
      count: uses(at, steps),
      drop: back ? moments(phase, progress).drop : 1,
      step: phase === "again" ? 1 : phase === "update" ? progress : 0,
      at: this.at,
    });
    this.curve.draw(this.at, phase === "again" || (phase === "update" && progress >= 1));
    this.#say(phase, t, progress);
    if (t !== null && at !== this.seen) this.keepInView(this.net.centre(t), 110);
    this.seen = at;
  }

  rest(at) {
    const steps = this.scene.symbols.length;
    this.atEnd = at === frames(steps) - 1;
    this.#follow(at);
    this.host.state("step", at);
  }

  frameName(at) {
    const steps = this.scene.symbols.length;
    const { phase, t } = split(at, steps);
    if (phase === "forward") return `forward, step ${t + 1} of ${steps}`;
    if (phase === "backward") return `back, step ${t + 1} of ${steps}`;
    return phase === "update" ? "the update" : "again, after the update";
  }

  duration(at) {
    return MS[split(at, this.scene.symbols.length).phase];
  }

  // Own ---------------------------------------------------------------------------------

  select(sel) {
    this.#mark(sel);
    this.rested = this.transport.frame;
    this.host.state("open", sel);
  }

  #mark(sel) {
    this.selected = sel;
    this.net?.select(sel);
    this.sums.select(sel);
  }

  // The number that is open goes along when the learner leaves its step, as the page's does.
  #follow(at) {
    const steps = this.scene.symbols.length;
    const [from, to] = [split(this.rested ?? at, steps).t, split(at, steps).t];
    this.rested = at;
    const [source, name, t, unit] = this.selected.split(".");
    if (from === null || to === null || Number(t) !== from || /weights$/.test(source)) return;
    this.#mark([source, name, to, unit].join("."));
  }

  // The slider stands at place k: what it changes is only seen after the update.
  #turn(k) {
    this.at = k;
    const steps = this.scene.symbols.length;
    if (split(this.transport.frame, steps).phase === "again") return this.redraw();
    this.transport.setLength(frames(steps), frames(steps) - 1); // the page is told on release
    this.jumped = true;
  }

  #settle(k) {
    this.host.state("eta", this.scene.update.rates[k]);
    if (this.jumped) this.rest(this.transport.frame);
    this.jumped = false;
  }

  build() {
    if (!this.scene) return;
    const width = this.frame.clientWidth;
    if (!width || width === this.width) return;
    this.width = width;
    const { scene } = this;
    const colours = palette(this.root);
    const { added, high } = scene.matrix;
    const [steps, rows, columns] = added.shape;
    const shape = { rows, gates: columns / scene.units, units: scene.units };
    const tiles = Array.from({ length: steps }, (_, t) => tile(added.numbers, added.offset + t * added.strides[0], shape, high, colours));
    this.net = new Net(scene, frame(scene, width), {
      tiles,
      tip: this.tip,
      unit: this.unit,
      open: (sel) => this.select(sel),
      weight: (...place) => this.#weight(...place),
    });
    this.frame.replaceChildren(this.net.node);
    this.seen = null;
    this.scaleWords.replaceChildren(...legend(scene, colours));
    this.sums.update(scene, colours, this.sums.node.clientWidth);
    this.curve.update(scene, Math.max(280, this.curve.box.clientWidth));
    this.#mark(this.selected);
    this.rested ??= this.transport.frame;
    this.draw(Math.min(this.transport.frame, frames(steps) - 1), this.transport.progress);
  }

  // The name of a matrix on its wire: pressed, the whole matrix opens.
  #weight(parent, name, words, x, y) {
    const node = svg("g", {}, svg("rect", { class: "b-hit", x: x - 8, y: y - 14, width: 17, height: 18, rx: 3 }), svg("text", { class: "b-weight u-math", x, y, "text-anchor": "middle", text: name }));
    pressable(node, `${words}: the same at every step`, () => this.select(`weights.${name}.0.0`));
    parent.append(node);
    return node;
  }

  #say(phase, t, progress) {
    const { scene } = this;
    const shown = phase === "again" ? "update" : phase;
    if (shown !== this.phase) {
      this.phase = shown;
      for (const { phase: name, chip } of this.chips) set(chip, { "aria-pressed": String(name === shown) });
      for (const [name, node] of Object.entries(this.rules)) node.classList.toggle("b-off", name !== shown);
    }
    const done = phase === "forward" ? t - (progress < 1 ? 1 : 0) : 0;
    const soFar = done < 0 ? "0" : show(scene.soFar.at(done));
    const after = scene.update.after.at(this.at);
    set(this.count, {
      text: {
        forward: `loss so far: ${soFar}`,
        backward: `loss: ${show(scene.update.before)}`,
        update: `loss before: ${show(scene.update.before)}`,
        again: `loss: ${show(scene.update.before)} → ${Number.isFinite(after) ? show(after) : "overflowed"}`,
      }[phase],
    });
    this.#light(phase, progress);
  }

  // Which parts of the equations run just now.
  #light(phase, progress) {
    const m = moments(phase, progress);
    const on = new Set();
    if (phase === "forward") on.add(m.up > 0 ? "loss" : "state");
    if (phase === "backward") {
      if (m.join < 1) ["own", "carried", "h"].forEach((name) => on.add(name));
      else if (m.spread < 1) ["inner", "c", "a"].forEach((name) => on.add(name));
      else on.add("use");
    }
    if (phase === "update" || phase === "again") on.add("update");
    const running = [...on].join();
    if (running === this.running) return;
    this.running = running;
    for (const { node, name } of this.parts) node.classList.toggle("b-runs", on.has(name));
    const first = this.parts.find(({ name }) => on.has(name))?.node.parentNode;
    if (first) first.parentNode.scrollLeft = first.offsetLeft - first.parentNode.offsetLeft; // where rules do not fit
  }

  #write(equations) {
    const written = JSON.stringify(equations);
    if (written === this.written) return;
    this.written = written;
    this.parts = [];
    this.running = null;
    for (const [phase, rules] of Object.entries(equations)) {
      const lines = rules.map((parts) => {
        const line = html("span", { class: "b-rule" });
        for (const [latex, name] of parts) {
          const node = htmlMath(latex, `u-math b-part b-part-${name}`);
          this.parts.push({ node, name });
          line.append(node);
        }
        return line;
      });
      this.rules[phase].replaceChildren(...lines);
    }
  }
}

export default mount(Learning);
