// The equations beside the picture, phase by phase, with the chosen unit's numbers in them.

import { html, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { PHASES } from "./layout.js";
import { at } from "./view.js";

const bracket = (value) => (value < 0 ? `(${show(value)})` : show(value));

export class Rules {
  constructor(scene, go) {
    this.scene = scene;
    this.whose = html("p", {});
    const list = html("ol", { "aria-label": "the six phases of a step" });
    this.node = html("div", { class: "g-rules" }, list, this.whose);
    this.items = PHASES.map((name, phase) => {
      const button = html("button", { type: "button", text: name });
      button.addEventListener("click", () => go(phase));
      const rules = html("div", { class: "g-equations" });
      const numbers = html("div", { class: "g-numbers" });
      const item = html("li", {}, button, rules, numbers);
      list.append(item);
      return { item, rules, numbers };
    });
  }

  // `phase` is the active one, `done` the number of finished ones, whose numbers show.
  draw(view, t, phase, done, unit) {
    if (this.t !== t) {
      this.t = t;
      this.items.forEach(({ rules }, k) => {
        rules.replaceChildren(...this.scene.rules[k].map((rule) => htmlMath(at(rule, t), "u-math g-rule")));
      });
    }
    set(this.whose, { text: `Digits: unit ${unit + 1}. Press any bar to open its number.` });
    this.items.forEach(({ item, numbers }, k) => {
      set(item, { class: k === phase ? "g-active" : k < phase ? "g-done" : "", "aria-current": k === phase ? "step" : null });
      set(numbers, { text: k < done ? this.#numbers(view, t, k, unit) : " " });
    });
  }

  #numbers(view, t, phase, unit) {
    const value = (name, step = t) => view.row(name, step)[unit];
    const [f, i, g, c, o] = ["f", "i", "g", "c", "o"].map((name) => value(name));
    const before = value("c", t - 1);
    if (phase === 2) return `${show(f)} × ${bracket(before)} = ${show(value("kept"))}`;
    if (phase === 3) return `${show(i)} × ${bracket(g)} = ${show(value("written"))}`;
    if (phase === 4) return `${show(f)} × ${bracket(before)} + ${show(i)} × ${bracket(g)}\n= ${show(c)}`;
    if (phase === 5) return `${show(o)} × ${bracket(value("squashed_c"))} = ${show(value("h"))}`;
    if (phase === 0) return `x is ${this.scene.symbols[t]},  h ${show(value("h", t - 1))}`;
    const gates = [["f", "f"], ["i", "i"], ["g", "c̃"], ["o", "o"]];
    const shown = this.scene.peephole ? gates.slice(0, 3) : gates;
    return shown.map(([name, symbol]) => `${symbol} ${show(value(name))}`).join("   ");
  }
}
