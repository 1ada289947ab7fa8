// The equations beside the picture, phase by phase, with the chosen unit's numbers in them.

import { html, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { at } from "./view.js";

const BLANK = /\{(\()?(\w+)(-)?\)?\}/g;

export class Rules {
  constructor(phases, go) {
    this.phases = phases;
    this.whose = html("p", {});
    const list = html("ol", { "aria-label": `the ${phases.length} phases of a step` });
    this.node = html("div", { class: "g-rules" }, list, this.whose);
    this.items = phases.map(({ name, numbers: template }, phase) => {
      const button = html("button", { type: "button", text: name });
      button.addEventListener("click", () => go(phase));
      const rules = html("div", { class: "g-equations" });
      const numbers = html("div", { class: template.includes("\n") ? "g-numbers g-two" : "g-numbers" });
      const item = html("li", {}, button, rules, numbers);
      list.append(item);
      return { item, rules, numbers };
    });
  }

  // `phase` is the active one, `done` the number of finished ones, whose numbers show.
  draw(view, t, phase, done, unit) {
    const { equations } = view.scene;
    if (this.t !== t || this.equations !== equations) {
      Object.assign(this, { t, equations });
      this.items.forEach(({ rules }, k) => {
        rules.replaceChildren(...this.phases[k].rules.map((rule) => htmlMath(at(equations[rule] ?? rule, t), "u-math g-rule")));
      });
    }
    set(this.whose, { text: `Digits: unit ${unit + 1}. Press any bar to open its number.` });
    this.items.forEach(({ item, numbers }, k) => {
      set(item, { class: k === phase ? "g-active" : k < phase ? "g-done" : "", "aria-current": k === phase ? "step" : null });
      set(numbers, { text: k < done ? fill(this.phases[k].numbers, view, t, unit) : " " });
    });
  }
}

// A phase's `numbers` with its blanks filled in: see parts.js.
export function fill(template, view, t, unit) {
  return template.replace(BLANK, (_, bracket, name, back) => {
    if (name === "letter") return view.scene.symbols[t];
    const value = view.row(name, back ? t - 1 : t)[unit];
    return bracket && value < 0 ? `(${show(value)})` : show(value);
  });
}
