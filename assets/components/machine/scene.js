// A gated cell as a machine at one step, the conveyor of all steps, and gates held by hand.
// It knows no cell: what there is to see stands in a layout (parts.js), its numbers in the scene.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { Stage } from "../shared/stage.js";
import { Conveyor } from "./conveyor.js";
import { under } from "./hits.js";
import { Holds } from "./holds.js";
import { frames } from "./parts.js";
import { Machine } from "./picture.js";
import { Rules } from "./rules.js";
import { View } from "./view.js";

class MachineScene extends Stage {
  constructor(root, layout, own) {
    super(root, layout({}).name, html("div", { class: "g-top" }));
    Object.assign(this, { makeLayout: layout, own });
    this.top = this.frame.parentNode;
    this.frame.classList.add("g-frame");
    set(this.frame, { tabindex: 0, role: "group", "aria-label": "the cell at one step" });
    this.below = html("div", {});
    root.append(this.below);
    root.addEventListener("pointermove", (event) => {
      const found = under(event);
      if (found) this.tip.show(event, this.shown.digits(...found));
      else this.tip.hide();
    });
    root.addEventListener("pointerleave", () => this.tip.hide());
  }

  update(scene, host) {
    this.host = host;
    const before = this.scene;
    const fresh = this.begins(scene);
    this.scene = scene;
    const drag = this.holds?.pressed ? this.shown?.drag : null; // the next drag may have begun
    this.shown = new View(scene);
    this.shown.drag = drag;
    if (fresh) this.unit = scene.view.unit;
    if (fresh || scene.open[1] !== before.open[1]) this.selected = scene.open[0];
    this.unit = Math.min(this.unit, scene.units - 1);
    this.#assemble(scene);
    this.machine.rescale(scene);
    this.machine.focus(this.unit);
    this.holds.update(scene);
    this.build();
    const start = this.join(Math.min(scene.view.step, this.shown.steps - 1), scene.view.phase);
    this.transport.setLength(this.join(this.shown.steps, 0), fresh ? start : this.transport.frame);
    this.#settle();
  }

  destroy() {
    super.destroy();
    cancelAnimationFrame(this.drawing);
  }

  // For the transport -----------------------------------------------------------------

  draw(frame, progress) {
    if (!this.conveyor) return;
    const { t, phase } = this.split(frame);
    this.machine.draw(this.shown, t, phase, progress, this.unit);
    const done = phase + (progress >= 1 ? 1 : 0);
    const step = `${t}/${done}/${phase}/${this.transport.playing}/${this.unit}`;
    if (step === this.drawn) return;
    this.drawn = step;
    this.rules.draw(this.shown, t, phase, done, this.unit);
    this.conveyor.step(t, phase, this.transport.playing, this.unit);
    this.#select();
    this.#follow(phase);
  }

  redraw() {
    this.drawn = "";
    super.redraw();
  }

  rest(frame) {
    const { t, phase } = this.split(frame);
    this.redraw();
    this.#settle();
    this.host.state("step", `${t + 1}.${phase + 1}`);
  }

  frameName(frame) {
    const { t, phase } = this.split(frame);
    return `step ${t + 1} of ${this.shown.steps} reads ${this.scene.symbols[t]}: ${this.layout.phases[phase].name}`;
  }

  duration(frame) {
    return this.layout.phases[this.split(frame).phase].ms;
  }

  // Own ---------------------------------------------------------------------------------

  // Picture and rules are made anew only where the cell has other options.
  #assemble(scene) {
    const built = JSON.stringify([scene.units, scene.options, scene.alphabet]);
    if (built !== this.built) {
      this.built = built;
      this.layout = this.makeLayout(scene.options);
      Object.assign(this, frames(this.layout.phases.length));
      this.machine = new Machine(this.shown, this.layout, { press: (sel, unit) => this.#open(sel, unit), turn: (...hand) => this.#turn(...hand) }, this.own);
      this.frame.replaceChildren(this.machine.node);
      this.rules?.node.remove();
      this.rules = new Rules(this.layout.phases, (phase) => this.transport.go(this.join(this.split(this.transport.frame).t, phase), true));
      this.top.append(this.rules.node);
    }
    if (this.holds) return;
    this.holds = new Holds(scene, {
      drag: (gate, position) => this.#drag(gate, position),
      hold: (gate, value) => this.host.trigger("hold", `${gate}:${value ?? "free"}`),
      preset: (name) => this.host.trigger("preset", name),
      scope: (unit, steps) => this.host.trigger("scope", `${unit + 1}:${steps}`),
    });
    this.below.before(this.holds.node);
  }

  // A gate is moved by hand in the picture; let go once `done`.
  #turn(gate, place, done) {
    this.holds.pressed = done ? "" : gate;
    if (done) this.host.trigger("hold", `${gate}:${this.scene.positions[place]}`);
    else this.holds.move(this.scene.gates.indexOf(gate), place);
  }

  #drag(gate, position) {
    const begun = this.shown.drag?.gate !== gate;
    this.shown.drag = { gate, position };
    this.begun ||= begun;
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = undefined;
      if (this.begun) this.conveyor.clamp(this.shown);
      this.begun = false;
      this.conveyor.values(this.shown);
      this.redraw();
    });
  }

  #open(sel, unit) {
    this.selected = sel;
    if (unit !== undefined && unit !== this.unit) {
      this.unit = unit;
      this.machine.focus(unit);
      this.redraw();
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
    const { t } = this.split(this.transport.frame);
    this.machine.name();
    this.conveyor.name(this.shown, t, this.unit);
  }

  // The conveyor is made anew only where its columns or axes are others.
  build() {
    const width = this.below.clientWidth;
    if (!this.scene || !width) return;
    const { symbols, units, limits, about } = this.scene;
    const shape = JSON.stringify([width, symbols, units, limits, about]);
    if (shape !== this.shape) {
      this.shape = shape;
      this.conveyor = new Conveyor(this.shown, this.layout, width, {
        press: (sel, unit) => this.#open(sel, unit),
        jump: (t) => this.transport.go(this.join(t, this.split(this.transport.frame).phase)),
      });
      this.below.replaceChildren(this.conveyor.node);
    } else if (this.conveyor.view === this.shown) return;
    this.conveyor.values(this.shown);
    this.conveyor.clamp(this.shown);
    this.redraw();
    this.#settle(); // what is new has no names yet
  }

  // Where the machine is wider than the screen, it scrolls to where something happens.
  #follow(phase) {
    const { scrollWidth, clientWidth } = this.frame;
    if (scrollWidth <= clientWidth + 4) return;
    const place = this.layout.phases[phase].look;
    const left = Math.min(scrollWidth - clientWidth, Math.max(0, place * scrollWidth - clientWidth / 2));
    this.frame.scrollTo({ left, behavior: this.transport.still.matches ? "auto" : "smooth" });
  }
}

// The component of a cell: its layout, and the pieces that only it has, by kind of part.
export function machine(layout, own) {
  return mount(class extends MachineScene {
    constructor(root) {
      super(root, layout, own);
    }
  });
}
