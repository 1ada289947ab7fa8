// One row of pipes: made once for a width, then only changed.

import { pressable, set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { Grip } from "../pipe/grip.js";
import { pour } from "../pipe/flow.js";
import { Valve } from "../pipe/valve.js";
import { Pipe, Tank } from "../pipe/water.js";
import { RUNS, THIRDS, row, unitOf } from "./layout.js";

const ROLES = { memory: "c", new: "g", c: "c", squashed_c: "c", h: "h" };
const RESULT = { f: "kept", i: "written", o: "h" };

export class Row {
  // hands: handle → what moves it (input, release), for an update; open(name): what is pressed in
  // a trained network's step
  constructor(values, unit, width, { hands, open }) {
    Object.assign(this, { values, unit, hands, open });
    const f = (this.f = row(width, values.signed));
    this.node = svg("g", { class: "x-row", role: "group" });
    const add = (node) => (this.node.append(node), node);
    this.tanks = {};
    this.units = {}; // px that an amount of 1 is deep
    this.pipes = {};
    this.valves = {};
    this.grips = {};
    this.press = {};
    if (values.signed) this.#nozzle(add);
    for (const [name, box] of Object.entries(f.boxes)) {
      const parts = name === "c" ? 3 : 1;
      this.units[name] = unitOf(box, values.most(name), values.signed);
      this.tanks[name] = new Tank({ ...box, unit: this.units[name], parts });
      add(this.tanks[name].node);
    }
    this.fall = add(svg("path", {}));
    for (const gate of ["i", "f", "o"]) {
      const role = gate === "i" ? "g" : "c";
      this.pipes[gate] = new Pipe({ ...f.pipes[gate], role, after: gate === "o" ? "h" : role });
      add(this.pipes[gate].node);
    }
    for (const gate of ["f", "i", "o"]) this.#valve(gate, add);
    this.texts = {};
    for (const name of Object.keys(f.boxes)) this.#label(name, add);
    for (const gate of ["f", "i"]) this.#product(gate, add);
    for (const name of ["new", "memory"]) if (hands) this.#level(name, add);
    const title = add(svg("text", { x: width - 2, y: f.sums.y - (f.small ? 6 : 26), "text-anchor": "end", class: "x-title" }));
    set(title, { text: `${values.signed ? "unit" : "number"} ${unit + 1}` });
    this.sums = width - f.sums.x < f.sums.room ? [] : [0, 1].map((k) => add(svg("text", { x: f.sums.x, y: f.sums.y + 26 * k, class: "x-sum" })));
  }

  // state: what has come about, 0 … 1 each (layout.reached); phase: the one that runs;
  // before: the values a step earlier, from which valves and boxes come
  draw(state, phase, before) {
    const { values: v, unit, f } = this;
    const drag = v.drags?.[unit]?.handle ?? null;
    const now = (name) => v.at(name, unit);
    const from = (name) => (before && state.set < 1 ? before(name, unit) : now(name));
    const tween = (name) => from(name) + (now(name) - from(name)) * state.set;
    this.flowing = drag !== null; // out of its phase: the next drag must end it
    const flowing = (gate) => RUNS[phase] === gate || drag === gate;
    const depth = (name, number = now(name)) => Math.abs(number) * this.units[name];
    const sources = { f: "memory", i: "new", o: v.signed ? "squashed_c" : "c" };
    for (const [gate, source] of Object.entries(sources)) {
      const open = tween(gate);
      // On one scale with what comes: the box that it runs into may have another.
      const behind = Math.abs(tween(RESULT[gate])) * this.units[source];
      this.valves[gate].draw(open, behind, v.text(gate, unit), v.place?.(gate, unit), v.scene.places?.[gate].length);
      this.pipes[gate].draw({ before: depth(source), behind: depth(source, now(RESULT[gate])), run: state[gate], negative: now(source) < 0, live: flowing(gate) });
    }
    this.tanks.memory.part(0, 0, tween("memory"), ROLES.memory);
    this.tanks.new.part(0, 0, tween("new"), ROLES.new);
    // What the last step left behind leaves as the next one begins.
    const leaving = before && state.set < 1 ? (name) => before(name, unit) * (1 - state.set) : null;
    if (leaving) {
      for (const name of ["c", "squashed_c", "h"]) this.tanks[name].part(0, 0, leaving(name), ROLES[name]);
    } else this.#filled(state, now);
    const pours = state.i >= 1 && flowing("i");
    set(this.fall, { d: pours ? this.#pour(now, depth("new", now("written"))) : "", class: `v-water v-g${now("new") < 0 ? " v-negative" : ""}` });
    this.#write(state);
    for (const [name, grip] of Object.entries(this.grips)) {
      const k = v.place(name, unit);
      grip.show(k, v.scene.places[name].length, now(name), v.text(name, unit));
      set(grip.node, { transform: `translate(0 ${this.tanks[name].zero - now(name) * this.tanks[name].unit})` });
    }
  }

  #filled(state, now) {
    this.#memory(state, now);
    this.tanks.squashed_c?.part(0, 0, now("squashed_c") * state.squashed, "c");
    this.tanks.h.part(0, 0, now("h") * state.h, "h");
  }

  // From the upper pipe's mouth down to the water in the box below.
  #pour(now, thick) {
    const { boxes: { c: box }, pipes: { i: { x1, base } }, throwing } = this.f;
    const floor = now("new") < 0 ? base + thick : base;
    return pour(x1 - 1, floor, thick, Math.max(box.zero - now("c") * this.units.c, box.top + 4), throwing);
  }

  // The box of the memory: what is kept, what is written on top of it, then both as one.
  #memory(state, now) {
    const { tanks: { c: tank }, values: { signed } } = this;
    const [kept, c] = [now("kept"), now("c")];
    const added = kept + (c - kept) * state.written; // on the way; at its end it is c itself
    const merged = state.merged >= 1;
    const [left, middle, right] = signed ? THIRDS : [[0, 1], [0, 1], [0, 1]];
    if (merged) {
      tank.part(0, 0, c, "c");
      tank.part(1, 0, 0, "g");
      tank.part(2, 0, 0, "c");
      return;
    }
    const apart = signed && state.written > 0;
    tank.part(0, 0, kept * state.kept, "c", ...(apart ? left : [0, 1]));
    tank.part(1, kept, state.written > 0 ? added : kept, "g", ...middle);
    tank.part(2, 0, apart ? c * (state.written >= 1) : 0, "c", ...right);
  }

  // Digits appear where what they count has come.
  #write(state) {
    const { values: v, unit, f, texts } = this;
    const come = { memory: 1, new: 1, c: state.kept, squashed_c: state.squashed, h: state.h, f: state.kept, i: state.written };
    for (const [name, text] of Object.entries(texts)) {
      const what = name === "c" && state.written < 1 ? "kept" : RESULT[name] ?? name;
      const digits = come[name] >= 1 ? v.text(what, unit) : "";
      // On a small screen a power of ten has no room between its neighbours.
      const lower = f.small && name in RESULT && digits.length > 7;
      set(text, { text: digits, dy: lower ? 15 : 0 });
    }
    const [c, h] = this.sums;
    if (!c) return;
    const t = (name) => v.text(name, unit);
    const bracket = (name) => (v.at(name, unit) < 0 ? `(${t(name)})` : t(name));
    let sum = "";
    if (state.kept >= 1) sum = `${t("f")} × ${bracket("memory")} = ${t("kept")}`;
    if (state.written >= 1) sum = `${t("f")} × ${bracket("memory")} + ${t("i")} × ${bracket("new")} = ${t("c")}`;
    set(c, { text: sum });
    const squashed = v.signed ? `tanh(${t("c")})` : t("c");
    set(h, { text: state.h >= 1 ? `${t("o")} × ${squashed} = ${t("h")}` : "" });
  }

  tick(seconds) {
    let any = false;
    for (const pipe of Object.values(this.pipes)) any = pipe.tick(seconds) || any;
    return any;
  }

  // Names for screen readers; in a trained network's step also what can be pressed.
  name(focus) {
    const { values: v, unit } = this;
    set(this.node, { "aria-label": `${v.signed ? "unit" : "number"} ${unit + 1}` });
    for (const [name, node] of Object.entries(this.press)) set(node, { "aria-label": v.words(name, unit), tabindex: focus ? "0" : "-1" });
  }

  select(sel) {
    for (const [name, node] of Object.entries(this.press)) node.classList.toggle("x-open", this.values.selection(name, this.unit) === sel);
  }

  // Symbols that carry the step.
  symbols() {
    const { f } = this;
    for (const [name, text] of Object.entries(this.heads)) svgMath(text, this.values.symbol(name), f.small ? 16 : 18);
  }

  destroy() {
    for (const valve of Object.values(this.valves)) valve.grip?.destroy();
    for (const grip of Object.values(this.grips)) grip.destroy();
  }

  #valve(gate, add) {
    const { f, hands, values: v, unit } = this;
    const grip = hands && { words: `${v.scene.about[gate][1]}, number ${unit + 1}`, ...hands(gate, unit) };
    const valve = new Valve({ ...f.pipes[gate], travel: f.travel, thick: f.thick, size: f.size, letters: f.letters - 1 }, gate, grip);
    this.valves[gate] = valve;
    add(valve.node);
    if (!hands) this.#pressable(gate, valve.bar);
  }

  #label(name, add) {
    const { f } = this;
    const box = f.boxes[name];
    const x = box.x + box.width / 2;
    const y = name === "new" ? f.lines.first : f.lines.second;
    this.heads ??= {};
    const clear = name === "c" ? { x: box.x + box.width - 2, "text-anchor": "end" } : { x, "text-anchor": "middle" };
    this.heads[name] = add(svg("text", { ...clear, y: box.top - 7, class: `x-head v-${ROLES[name]}` }));
    if (this.values.signed) add(svg("text", { x: box.x + 5, y: box.top + 15, class: "x-scale" }, `±${this.values.most(name)}`));
    // A power of ten may be wider than its box: at the edges of the picture it grows inwards.
    const inwards = { memory: "start", new: "start", h: "end" }[name];
    const edge = this.values.signed && inwards
      ? { x: inwards === "start" ? box.x + 2 : box.x + box.width - 2, "text-anchor": inwards }
      : { x, "text-anchor": "middle" };
    this.texts[name] = add(svg("text", { ...edge, y, "font-size": f.letters, class: "x-digits" }));
    if (!this.hands) {
      const node = svg("g", {}, svg("rect", { x: box.x - 3, y: box.top - 3, width: box.width + 6, height: y - box.top + 10, rx: 4, class: "v-hit x-hit" }));
      this.#pressable(name, node);
      add(node);
    }
  }

  #product(gate, add) {
    const { f } = this;
    const { x1 } = f.pipes[gate];
    const y = gate === "i" ? f.lines.first : f.lines.second;
    this.texts[gate] = add(svg("text", { x: (gate === "i" ? x1 - 14 : x1) - 4, y, "text-anchor": "end", "font-size": f.letters, class: `x-part v-${gate === "i" ? "g" : "c"}` }));
  }

  // The surface of a box, as a handle that changes the amount.
  #level(name, add) {
    const { f, values: v, unit } = this;
    const box = f.boxes[name];
    const node = svg("g", { class: `v-${ROLES[name]}` },
      svg("rect", { x: box.x - 2, y: -16, width: box.width + 4, height: 32, class: "v-hit" }),
      svg("path", { class: "x-level", d: `M${box.x + 5} 0h${box.width - 10}` }),
      svg("rect", { x: box.x + box.width / 2 - 13, y: -5.5, width: 26, height: 11, rx: 5.5, class: "v-bar" }));
    this.grips[name] = new Grip(node, { words: `${v.scene.about[name][1]}, number ${unit + 1}`, most: v.scene.most, travel: box.height, ...this.hands(name, unit) });
    add(node);
  }

  #nozzle(add) {
    const { boxes: { c, squashed_c: s }, letters, small } = this.f;
    const [x0, x1, y] = [c.x + c.width, s.x, c.zero];
    add(svg("path", { class: "x-nozzle", d: `M${x0} ${y - 15}L${x1} ${y - 7}V${y + 7}L${x0} ${y + 15}Z` }));
    if (!small) add(svg("text", { x: (x0 + x1) / 2, y: y + 5, "text-anchor": "middle", "font-size": letters - 3, class: "u-math" }, "tanh"));
  }

  #pressable(name, node) {
    this.press[name] = pressable(node, "", () => this.open(name, this.unit));
    node.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      this.beside?.(by)?.press[name]?.focus();
    });
  }
}
