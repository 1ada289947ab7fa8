// Several pipes side by side: forget, remember, select. The learner's own numbers, or a step of a
// trained network; as pipes, or as the same numbers in boxes.

import { mount } from "../shared/mount.js";
import { html, set, svg } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { Stage } from "../shared/stage.js";
import { Motion } from "../pipe/motion.js";
import { hatches } from "../pipe/water.js";
import { Boxes } from "./boxes.js";
import { DURATIONS, PHASES, join, reached, row, shown, split } from "./layout.js";
import { Row } from "./row.js";
import { Step, Update } from "./values.js";

const LOOKS = ["pipes", "boxes"];
const SIDE_BY_SIDE = 3; // rows in view

class Pipes extends Stage {
  constructor(root) {
    super(root, "memory with valves");
    this.phases = html("div", { class: "x-chips", role: "group", "aria-label": "what the valves do" });
    this.looks = html("div", { class: "x-chips x-looks", role: "group", "aria-label": "drawn as" });
    this.pages = html("div", { class: "x-chips", role: "group", "aria-label": "units in view" });
    this.rule = html("p", { class: "x-rule" });
    this.buttons = PHASES.map((name, phase) => this.#chip(this.phases, `${phase + 1} ${name}`, () => this.#jump(phase)));
    this.views = LOOKS.map((name) => this.#chip(this.looks, name, () => this.#look(name)));
    const tools = html("div", { class: "x-tools" }, this.phases, this.pages, this.looks);
    this.letters = html("div", { class: "u-frame x-letters", role: "group", "aria-label": "steps" });
    this.frame.before(tools, this.letters, this.rule);
    this.motion = new Motion(this.frame, (seconds) => this.#tick(seconds));
    this.rows = [];
  }

  update(scene, host) {
    this.host = host;
    const fresh = this.begins(scene);
    const drags = this.#held();
    const before = this.scene;
    this.scene = scene;
    this.trace = scene.kind === "trace";
    this.values = this.trace ? new Step(scene) : new Update(scene);
    if (!this.trace) this.values.drags = drags;
    this.past = this.trace ? new Step(scene) : null;
    if (fresh) Object.assign(this, { look: scene.look, unit: scene.view.unit ?? 0, selected: scene.view.sel ?? "" });
    this.unit = Math.min(this.unit, scene.units - 1);
    const steps = this.trace ? this.values.steps : 1;
    const length = this.trace ? join(steps, 0) : PHASES.length + 1;
    const start = this.trace ? join(Math.min(scene.view.step, steps - 1), scene.view.phase) : scene.view.phase;
    const same = before && JSON.stringify([before.symbols, before.limits]) === JSON.stringify([scene.symbols, scene.limits]);
    if (!same) this.shape = "";
    if (this.trace && !same) this.#spell();
    for (const part of this.rows) part.values = this.values;
    if (this.boxes) this.boxes.values = this.values;
    this.build();
    this.transport.setLength(length, fresh ? start : undefined);
    this.redraw();
    this.#settle();
  }

  destroy() {
    super.destroy();
    this.motion.destroy();
    for (const part of this.rows) part.destroy();
  }

  // For the transport -----------------------------------------------------------------

  draw(frame, progress) {
    if (!this.shape) return;
    const { t, phase } = this.#at(frame);
    if (this.trace) {
      const moved = this.values.t !== t;
      this.values.t = t;
      this.past.t = t - 1;
      if (moved || !this.headed) this.#heads();
      if (this.lit !== t) this.#light(t);
    } else if (!this.headed) this.#heads();
    const state = reached(phase, progress);
    if (!this.trace) state.set = 1;
    const past = this.trace && t > 0 ? (name, unit) => this.past.at(name, unit) : null;
    for (const part of this.rows) part.draw(state, phase, past);
    this.boxes?.draw(state, phase);
    if (this.said !== phase) this.#say(phase);
    this.motion.wake();
  }

  rest(frame) {
    const { t, phase } = this.#at(frame);
    if (this.trace) {
      this.selected = this.#follow(t);
      this.host.state("step", `${t + 1}.${phase + 1}`);
    } else this.host.state("step", frame);
    this.#settle();
  }

  frameName(frame) {
    const { t, phase } = this.#at(frame);
    const what = phase < 0 ? "before the update" : PHASES[phase];
    if (!this.trace) return what;
    return `step ${t + 1} of ${this.values.steps} reads ${this.scene.symbols[t]}: ${what}`;
  }

  duration(frame) {
    return DURATIONS[Math.max(0, this.#at(frame).phase)];
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width) return;
    const units = shown(this.unit, this.scene.units, SIDE_BY_SIDE);
    const shape = `${width} ${this.look} ${units}`;
    if (shape === this.shape) return;
    this.shape = shape;
    this.headed = false;
    this.said = null;
    for (const part of this.rows) part.destroy();
    this.rows = [];
    this.boxes = null;
    this.#chips(units);
    if (this.look === "boxes") this.#boxed(units);
    else this.#piped(units, width);
    this.redraw();
    this.#settle();
  }

  // Own -------------------------------------------------------------------------------

  #at(frame) {
    return this.trace ? split(frame) : { t: 0, phase: frame - 1 };
  }

  #piped(units, width) {
    const f = row(width, this.values.signed);
    // What a valve needs above its pipe may reach beside the figures of the row before.
    const pitch = f.line + (f.small ? 12 : 4);
    const height = units.length * pitch + 14;
    const picture = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "pipes" }, hatches(["c", "g", "h"]));
    const hands = this.trace ? null : (handle, unit) => ({
      input: (k) => this.#input(handle, unit, k),
      release: (k) => this.#release(handle, unit, k),
    });
    this.rows = units.map((unit, k) => {
      const made = new Row(this.values, unit, width, { hands, open: (name, u) => this.#open(name, u) });
      made.beside = (by) => this.rows[k + by];
      set(made.node, { transform: `translate(0 ${k * pitch})` });
      picture.append(made.node);
      return made;
    });
    this.frame.replaceChildren(picture);
  }

  #boxed(units) {
    this.boxes = new Boxes(this.values, units, this.trace ? { open: (name, unit) => this.#open(name, unit) } : {
      input: (handle, unit, k) => this.#input(handle, unit, k),
      release: (handle, unit, k) => this.#release(handle, unit, k),
    });
    this.frame.replaceChildren(this.boxes.node);
  }

  #chips(units) {
    LOOKS.forEach((name, k) => set(this.views[k], { "aria-pressed": String(name === this.look) }));
    const count = Math.ceil(this.scene.units / SIDE_BY_SIDE);
    if (this.pages.children.length !== (count > 1 ? count : 0)) {
      this.pages.replaceChildren();
      for (let k = 0; count > 1 && k < count; k++) {
        const all = shown(k * SIDE_BY_SIDE, this.scene.units, SIDE_BY_SIDE);
        this.#chip(this.pages, `${all[0] + 1}–${all[all.length - 1] + 1}`, () => this.#page(all[0]));
      }
    }
    [...this.pages.children].forEach((chip, k) => {
      set(chip, { "aria-pressed": String(k * SIDE_BY_SIDE === units[0]), "aria-label": `units ${chip.textContent}` });
    });
  }

  #chip(into, text, press) {
    const button = html("button", { type: "button", class: "u-chip" }, text);
    button.addEventListener("click", press);
    into.append(button);
    return button;
  }

  // From a later phase a chip goes back; to the one that comes, it lets the water run.
  #jump(phase) {
    const { t } = this.#at(this.transport.frame);
    const goal = this.trace ? join(t, phase) : phase + 1;
    this.transport.go(goal, goal === this.transport.frame + 1 || goal === this.transport.frame);
  }

  // The letters that are read, each a way to its step.
  #spell() {
    this.lit = null;
    this.letters.replaceChildren(...this.scene.symbols.map((letter, t) => {
      const button = html("button", { type: "button", "aria-label": `step ${t + 1}: reads ${letter}` }, letter);
      button.addEventListener("click", () => this.transport.go(join(t, split(this.transport.frame).phase)));
      return button;
    }));
  }

  #light(t) {
    this.lit = t;
    const { letters } = this;
    [...letters.children].forEach((button, k) => set(button, { "aria-current": k === t ? "step" : null }));
    const now = letters.children[t];
    if (!now) return;
    const [left, right] = [now.offsetLeft - letters.offsetLeft, now.offsetLeft - letters.offsetLeft + now.offsetWidth];
    if (left < letters.scrollLeft || right > letters.scrollLeft + letters.clientWidth) letters.scrollLeft = left - letters.clientWidth / 2;
  }

  #look(name) {
    if (name === this.look) return;
    this.look = name;
    this.build();
    this.host.trigger("look", name);
  }

  #page(unit) {
    this.unit = unit;
    this.build();
    this.host.trigger("unit", unit + 1);
  }

  #open(name, unit) {
    this.unit = unit;
    this.selected = this.values.selection(name, unit);
    this.#settle();
    this.host.trigger("open", `${this.selected}/${unit + 1}`);
  }

  // The open number goes along with the steps, as the panel's does.
  #follow(t) {
    const [source, name, at, unit] = this.selected.split(".");
    const was = this.rested ?? this.scene.view.step;
    this.rested = t;
    return source !== "weights" && Number(at) === was ? [source, name, t, unit].join(".") : this.selected;
  }

  // What hands hold right now: the data that arrive were asked for before.
  #held() {
    const held = {};
    for (const { unit, valves, grips } of this.rows) {
      const all = [...Object.values(valves).map((valve) => valve.grip), ...Object.values(grips)];
      if (all.some((grip) => grip?.held)) held[unit] = this.values.drags[unit];
    }
    return held;
  }

  #input(handle, unit, k) {
    this.values.drags[unit] = { handle, k };
    this.moved = { ...this.moved, [unit]: true };
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = undefined;
      const { frame, progress } = this.transport;
      const { moved } = this;
      this.moved = {};
      const { phase } = this.#at(frame);
      const state = { ...reached(phase, progress), set: 1 };
      // No number touches another: the other rows stay as they are.
      for (const part of this.rows) if (moved[part.unit] || part.flowing) part.draw(state, phase, null);
      this.boxes?.draw(state, phase);
      this.motion.wake();
    });
  }

  #release(handle, unit, k) {
    this.host.trigger("given", [handle, unit, this.scene.places[handle][k]]);
    this.#settle();
  }

  #heads() {
    this.headed = true;
    for (const part of this.rows) part.symbols();
    this.boxes?.symbols();
  }

  #say(phase) {
    this.said = phase;
    this.buttons.forEach((button, k) => set(button, { "aria-pressed": String(k === phase) }));
    if (phase < 0) return this.rule.replaceChildren("The boxes on the left are full, and nothing has run yet. Press play, or choose what the valves do.");
    const [, words, ...rules] = this.scene.rules[phase];
    this.rule.replaceChildren(`${words}: `, ...rules.map((latex) => htmlMath(latex)));
  }

  #settle() {
    const first = this.rows.some((part) => part.unit === this.unit) ? this.unit : this.rows[0]?.unit;
    for (const part of this.rows) {
      part.name(part.unit === first);
      if (this.trace) part.select(this.selected);
    }
    if (this.trace) this.boxes?.select(this.selected);
  }

  #tick(seconds) {
    let any = false;
    for (const part of this.rows) any = part.tick(seconds) || any;
    return any;
  }
}

export default mount(Pipes);
