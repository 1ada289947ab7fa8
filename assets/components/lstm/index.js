// The LSTM: the cell as a machine at one step, the conveyor of all steps, and gates held by hand.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { Tooltip } from "../shared/tooltip.js";
import { Transport } from "../shared/transport.js";
import { Conveyor } from "./conveyor.js";
import { Holds } from "./holds.js";
import { DURATIONS, PHASES, join, split } from "./layout.js";
import { Machine } from "./machine.js";
import { Rules } from "./rules.js";
import { View } from "./view.js";
import { under } from "./hits.js";

const BUILT_FROM = ["units", "peephole", "coupled", "function", "alphabet"];

class Lstm {
  constructor(root) {
    this.root = root;
    root.tabIndex = 0;
    set(root, { role: "group", "aria-label": "LSTM cell; arrow keys move a phase, space plays" });
    this.top = html("div", { class: "g-top" });
    this.frame = html("div", { class: "u-frame g-frame", tabindex: 0, role: "group", "aria-label": "the cell at one step" });
    this.top.append(this.frame);
    root.append(this.top);
    this.transport = new Transport(this.top, this);
    this.transport.listen(root);
    this.holds = new Holds({
      drag: (gate, position) => this.#drag(gate, position),
      hold: (gate, value) => this.host.trigger("hold", `${gate}:${value ?? "free"}`),
      preset: (name) => this.host.trigger("preset", name),
      scope: (unit, steps) => this.host.trigger("scope", `${unit + 1}:${steps}`),
    });
    this.below = html("div", {});
    root.append(this.holds.node, this.below);
    this.tip = new Tooltip(root);
    root.addEventListener("pointermove", (event) => {
      const found = under(event);
      if (found) this.tip.show(event, this.view.digits(...found));
      else this.tip.hide();
    });
    root.addEventListener("pointerleave", () => this.tip.hide());
    this.resize = new ResizeObserver(() => this.#fit());
    this.resize.observe(this.below);
  }

  update(scene, host) {
    this.host = host;
    const before = this.scene;
    const fresh = !before || scene.view.id !== before.view.id;
    this.scene = scene;
    const drag = this.holds.pressed ? this.view?.drag : null; // the next drag may have begun
    this.view = new View(scene);
    this.view.drag = drag;
    if (fresh) this.unit = scene.view.unit;
    if (fresh || scene.open[1] !== before.open[1]) this.selected = scene.open[0];
    this.unit = Math.min(this.unit, scene.units - 1);
    if (!before || BUILT_FROM.some((key) => scene[key] !== before[key])) {
      this.machine = new Machine(this.view, (sel, unit) => this.#open(sel, unit));
      this.rules?.node.remove();
      this.rules = null;
      this.frame.replaceChildren(this.machine.node);
    }
    if (!this.rules || before.symbols !== scene.symbols) {
      this.rules?.node.remove();
      this.rules = new Rules(scene, (phase) => this.transport.go(join(split(this.transport.frame).t, phase), true));
      this.top.append(this.rules.node);
    }
    this.machine.rescale(scene);
    this.machine.focus(this.unit);
    this.holds.update(scene);
    this.#fit();
    const start = join(Math.min(scene.view.step, this.view.steps - 1), scene.view.phase);
    this.transport.setLength(join(this.view.steps, 0), fresh ? start : this.transport.frame);
    this.#settle();
  }

  destroy() {
    this.transport.destroy();
    this.resize.disconnect();
    cancelAnimationFrame(this.drawing);
  }

  // For the transport -----------------------------------------------------------------

  draw(frame, progress) {
    if (!this.conveyor) return;
    const { t, phase } = split(frame);
    this.machine.draw(this.view, t, phase, progress, this.unit);
    const done = phase + (progress >= 1 ? 1 : 0);
    const step = `${t}/${done}/${phase}/${this.transport.playing}/${this.unit}`;
    if (step === this.drawn) return;
    this.drawn = step;
    this.rules.draw(this.view, t, phase, done, this.unit);
    this.conveyor.step(t, phase, this.transport.playing, this.unit);
    this.#select();
    this.#follow(phase);
  }

  rest(frame) {
    const { t, phase } = split(frame);
    this.#redraw();
    this.#settle();
    this.host.state("step", `${t + 1}.${phase + 1}`);
  }

  frameName(frame) {
    const { t, phase } = split(frame);
    return `step ${t + 1} of ${this.view.steps} reads ${this.scene.symbols[t]}: ${PHASES[phase]}`;
  }

  duration(frame) {
    return DURATIONS[split(frame).phase];
  }

  // Own ---------------------------------------------------------------------------------

  #drag(gate, position) {
    const begun = this.view.drag?.gate !== gate;
    this.view.drag = { gate, position };
    this.begun ||= begun;
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = undefined;
      if (this.begun) this.conveyor.clamp(this.view);
      this.begun = false;
      this.conveyor.values(this.view);
      this.#redraw();
    });
  }

  #redraw() {
    this.drawn = "";
    this.draw(this.transport.frame, this.transport.progress);
  }

  #open(sel, unit) {
    this.selected = sel;
    if (unit !== undefined && unit !== this.unit) {
      this.unit = unit;
      this.machine.focus(unit);
      this.#redraw();
      this.#settle();
    }
    this.#select();
    this.host.trigger("open", `${sel}/${this.unit + 1}`);
  }

  #select() {
    this.machine.select(this.selected);
    this.conveyor.select(this.selected);
  }

  #settle() {
    const { t } = split(this.transport.frame);
    this.machine.name();
    this.conveyor.name(this.view, t, this.unit);
  }

  // The conveyor is made anew only where its columns or axes are others.
  #fit() {
    const width = this.below.clientWidth;
    if (!this.scene || !width) return;
    const { symbols, units, limits, about } = this.scene;
    const shape = JSON.stringify([width, symbols, units, limits, about]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.conveyor = new Conveyor(this.view, width, {
        press: (sel, unit) => this.#open(sel, unit),
        jump: (t) => this.transport.go(join(t, split(this.transport.frame).phase)),
      });
      this.below.replaceChildren(this.conveyor.node);
    } else if (this.conveyor.view === this.view) return;
    this.conveyor.values(this.view);
    this.conveyor.clamp(this.view);
    this.#redraw();
  }

  // Where the machine is wider than the screen, it scrolls to where something happens.
  #follow(phase) {
    const { scrollWidth, clientWidth } = this.frame;
    if (scrollWidth <= clientWidth + 4) return;
    const place = [0.2, 0.4, 0.2, 0.4, 0.55, 0.9][phase];
    const left = Math.min(scrollWidth - clientWidth, Math.max(0, place * scrollWidth - clientWidth / 2));
    this.frame.scrollTo({ left, behavior: this.transport.still.matches ? "auto" : "smooth" });
  }
}

export default mount(Lstm);
