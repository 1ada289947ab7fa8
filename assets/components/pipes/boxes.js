// The same numbers in boxes: a triangle is a gate, three lines are the three phases.

import { html, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { nearest } from "../shared/slider.js";
import { RUNS } from "./layout.js";

// What stands in a line, from left to right. "phi" is the squashed memory, where there is one.
const LINES = [
  ["f", "∗", "memory", "=", "kept"],
  ["kept", "+", "i", "∗", "new", "=", "c"],
  ["o", "∗", "phi", "=", "h"],
];
const ROLES = { memory: "c", kept: "c", new: "g", c: "c", squashed_c: "c", h: "h", written: "g" };
const COMES = { kept: "kept", c: "written", squashed_c: "squashed", h: "h" };

export class Boxes {
  // to.input(handle, unit, k), to.release(…), for numbers that a learner types; to.open(name, unit)
  constructor(values, units, to) {
    Object.assign(this, { values, units, to });
    this.node = html("div", { class: "x-lines" });
    this.cells = [];
    this.heads = [];
    this.lines = LINES.map((line, phase) => {
      const names = line.map((name) => (name === "phi" ? (values.signed ? "squashed_c" : "c") : name));
      const grid = html("div", { class: "x-line", role: "group", "aria-label": values.scene.rules[phase][0] });
      grid.style.setProperty("--columns", names.map((name) => (name.length > 1 || RUNS.includes(name) || name === "c" || name === "h" ? "minmax(0, 1fr)" : "auto")).join(" "));
      names.forEach((name) => grid.append(this.#head(name)));
      units.forEach((unit, k) => names.forEach((name) => grid.append(this.#cell(name, unit, phase, k))));
      const [name, , rule] = values.scene.rules[phase];
      const title = html("p", { class: "x-line-title" }, `${phase + 1} ${name}`, htmlMath(rule));
      const box = html("div", { class: "x-block" }, title, grid);
      this.node.append(box);
      return box;
    });
  }

  draw(state, phase) {
    const { values: v } = this;
    for (const cell of this.cells) {
      const there = state[COMES[cell.name]] ?? 1;
      const shown = there >= 1 && (cell.name !== "squashed_c" || state.squashed >= 1);
      const text = shown ? v.text(cell.name, cell.unit) : "";
      cell.node.classList.toggle("x-long", text.length > 7); // a power of ten
      if (cell.input) {
        if (cell.node.getRootNode().activeElement !== cell.node) cell.node.value = text.replace("−", "-");
      } else set(cell.node, { text: text || " ", "aria-label": shown && this.to.open ? v.words(cell.name, cell.unit) : null });
    }
    this.lines.forEach((line, k) => line.classList.toggle("x-now", k === phase));
  }

  symbols() {
    for (const { node, name } of this.heads) node.replaceChildren(htmlMath(this.values.symbol(name)));
  }

  select(sel) {
    if (!this.to.open) return;
    for (const { node, name, unit } of this.cells) node.classList.toggle("x-open", this.values.selection(name, unit) === sel && name !== "kept");
  }

  #known(name) {
    return name in this.values.scene.about;
  }

  #head(name) {
    if (!this.#known(name)) return html("span", { class: "x-sign", "aria-hidden": "true" }, name === "∗" || name === "+" || name === "=" ? "" : name);
    const node = html("span", { class: `x-top v-${ROLES[name] ?? name}` });
    this.heads.push({ node, name });
    return node;
  }

  #cell(name, unit, phase, k) {
    if (!this.#known(name)) return html("span", { class: "x-sign" }, name);
    const { values: v } = this;
    const gate = v.gate(name);
    const look = `${gate ? "x-gate" : "x-number"} v-${ROLES[name] ?? name}`;
    const typed = !this.to.open && name in v.scene.given;
    const said = `${v.scene.about[name][1]}, ${v.signed ? "unit" : "number"} ${unit + 1}`;
    let node;
    if (typed) {
      const places = v.scene.places[name];
      node = html("input", { type: "number", min: places[0], max: places[places.length - 1], step: places[1] - places[0], "aria-label": said, inputmode: "decimal" });
      const place = () => nearest(places, Number(node.value) || 0);
      node.addEventListener("input", () => this.to.input(name, unit, place()));
      node.addEventListener("change", () => {
        const at = place();
        node.value = gate ? places[at].toFixed(2) : String(places[at]);
        this.to.release(name, unit, at);
      });
      // Arrow keys move this number, not the scene around it.
      node.addEventListener("keydown", (event) => /^(Arrow|Home|End)/.test(event.key) && event.stopPropagation());
    } else if (this.to.open) {
      node = html("button", { type: "button" });
      node.addEventListener("click", () => this.to.open(name, unit));
    } else node = html("output", {});
    this.cells.push({ node, name, unit, phase, input: typed });
    return html("span", { class: look }, node);
  }
}
