// What the numbers are right now: the learner's own update, or a step of a trained network. Both
// answer the same questions, so that one picture serves them.

import { plain } from "../shared/math.js";
import { show } from "../shared/numbers.js";

// A number that somebody chose, as it was given.
const given = (number) => String(Number(number.toPrecision(6))).replace("-", "−");

export class Update {
  // scene.given: handle → places in scene.places, one a number; sweep: see core/valves.py
  constructor(scene) {
    this.scene = scene;
    this.signed = false;
    this.units = scene.units;
    this.drags = {}; // number → the handle that is moved, or was let go at, and its place k
  }

  at(name, unit) {
    const { scene, drags: { [unit]: drag } } = this;
    if (name in scene.given) return scene.places[name][this.place(name, unit)];
    const result = scene.results.indexOf(name);
    if (drag) return scene.sweep.at(scene.handles.indexOf(drag.handle), drag.k, result, unit);
    return scene.now.at(result, unit);
  }

  // The place of a handle among those that it can take.
  place(name, unit) {
    const drag = this.drags[unit];
    return drag?.handle === name ? drag.k : this.scene.given[name][unit];
  }

  text(name, unit) {
    const number = this.at(name, unit);
    if (!(name in this.scene.given)) return show(number);
    return this.gate(name) ? number.toFixed(2) : given(number);
  }

  gate(name) {
    return name === "f" || name === "i" || name === "o";
  }

  most(name) {
    return name === "c" || name === "h" ? 2 * this.scene.most : this.scene.most;
  }

  symbol(name) {
    return this.scene.about[name][0];
  }

  words(name, unit) {
    return `${this.scene.about[name][1]}, number ${unit + 1}: ${this.text(name, unit)}`;
  }
}

export class Step {
  constructor(scene) {
    this.scene = scene;
    this.signed = true;
    this.units = scene.units;
    this.steps = scene.symbols.length;
    this.places = Object.fromEntries(scene.rows.map((name, k) => [name, k]));
    this.t = 0;
  }

  at(name, unit) {
    const [row, t] = name === "memory" ? ["c", this.t] : [name === "new" ? "g" : name, this.t + 1];
    return this.scene.now.at(this.places[row], t, unit);
  }

  text(name, unit) {
    return show(this.at(name, unit));
  }

  gate(name) {
    return name === "f" || name === "i" || name === "o";
  }

  most(name) {
    return this.scene.limits[name] ?? 1;
  }

  // A symbol with its step: "c_{t-1}" at the third step is c_2.
  symbol(name) {
    const { t } = this;
    return this.scene.about[name][0].replaceAll("{t-1}", `{${t}}`).replaceAll("_t", `_{${t + 1}}`);
  }

  words(name, unit) {
    const t = this.t + (name === "memory" ? 0 : 1);
    const where = t === 0 ? "before the first step" : `step ${t}`;
    return `${this.scene.about[name][1]}, ${where}, unit ${unit + 1}: ${this.text(name, unit)}`;
  }

  digits(name, unit) {
    return `${plain(this.symbol(name))} [${unit + 1}] = ${this.text(name, unit)}`;
  }

  // The number that opens when one is pressed: both parts of c open c itself.
  selection(name, unit) {
    const row = { memory: "c", new: "g", kept: "c", written: "c" }[name] ?? name;
    return `trace.${row}.${name === "memory" ? this.t - 1 : this.t}.${unit}`;
  }
}
