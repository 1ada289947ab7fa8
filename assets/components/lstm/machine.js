// Draws the cell at one step: elements are made once, then only what changes is written.

import { set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { percent, show } from "../shared/numbers.js";
import { BELT, COLUMN, GATE, LETTER, LOW, NODES, PREDICTION, SIZE, STRIP, along, bars, head, line, reached, strips, travellers, wires } from "./layout.js";
import { hits } from "./hits.js";
import { at, selection } from "./view.js";

const { width: W, height: H } = STRIP;
const PHI = { tanh: "tanh", relu: "ReLU" };
// Titles that must not cross a wire stand beside their strip: its left end, two lines.
const BESIDE = new Set(["written", "squashed_c"]);

export class Machine {
  constructor(view, press) {
    const { scene } = view;
    this.press = press;
    this.options = scene;
    this.node = svg("svg", { class: "g-machine", viewBox: `0 0 ${SIZE.width} ${SIZE.height}` });
    this.node.append(svg("rect", { class: "g-belt", x: -10, y: BELT - 40, width: SIZE.width + 20, height: 80 }));
    this.slots = svg("g");
    this.bands = svg("path", { class: "g-band" });
    this.wires = wires(scene).map((wire) => this.#wire(wire));
    this.node.append(this.slots, this.bands); // the chosen unit's band: over slots, under bars
    this.#boxes();
    this.strips = Object.entries(strips(scene)).map(([id, strip]) => this.#strip(id, strip, scene));
    this.#letter(scene);
    this.#prediction();
    this.movers = [0, 1].map(() => {
      const path = svg("path");
      const node = svg("g", { class: "g-mover", visibility: "hidden" }, svg("rect", { x: -W / 2 - 3, y: -H / 2 - 2, width: W + 6, height: H + 4, rx: 5 }), path);
      this.node.append(node);
      return { node, path };
    });
    this.outline = svg("rect", { class: "g-selected", rx: 2, visibility: "hidden" });
    this.node.append(this.outline);
  }

  // The whole picture at a step, phase and progress; `unit` is the one whose digits show.
  draw(view, t, phase, progress, unit) {
    const moved = this.t !== t || this.view !== view;
    Object.assign(this, { view, t, unit });
    if (moved) this.#titles();
    for (const wire of this.wires) {
      const p = reached(wire, phase, progress);
      if (wire.p === p) continue;
      wire.p = p;
      set(wire.flow, { "stroke-dashoffset": 1 - p, visibility: p > 0 ? null : "hidden" });
      set(wire.tip, { visibility: p >= 1 ? null : "hidden" });
    }
    for (const strip of this.strips) {
      const p = reached(strip, phase, progress);
      strip.p = p;
      const step = strip.back ? t - 1 : t;
      const values = view.row(strip.row, step);
      const held = strip.back ? null : view.held(strip.row, t);
      set(strip.path, { d: p > 0 ? bars(values, strip.box, p) : "" });
      set(strip.digits, { text: p >= 1 && strip.id !== "joined" ? show(values[unit]) : "" });
      if (strip.clamp) this.#clamp(strip, held);
    }
    const read = reached({ phase: 0, from: 0.94, to: 1 }, phase, progress);
    set(this.hot, { visibility: read > 0 ? null : "hidden", x: this.#place(t) });
    const rising = phase === 0 && progress < 1 && progress > 0.45;
    const rise = reached({ phase: 0, from: 0.5, to: 1 }, phase, progress);
    set(this.chip, { transform: `translate(${LETTER[0]} ${LETTER[1] + (LOW - LETTER[1]) * rise})`, visibility: rising ? null : "hidden" });
    this.#guess(view, t, reached({ phase: 5, from: 0.94, to: 1 }, phase, progress));
    this.#travel(view, t, phase, progress);
  }

  // Another text has other axes, where nothing bounds a quantity.
  rescale(scene) {
    this.options = scene;
    for (const { box, row } of this.strips) box.limit = scene.limits[row];
  }

  // Which unit's digits show: a band behind its bar in every strip.
  focus(unit) {
    const step = W / this.options.units;
    let d = "";
    for (const { x, y } of this.strips) d += `M${x - W / 2 + unit * step} ${y - H / 2 - 3}h${step}v${H + 6}h${-step}z`;
    set(this.bands, { d });
  }

  // Outlines the number that is open, if it is in the picture.
  select(sel) {
    const [source, name, t, unit] = sel.split(".");
    const step = Number(t);
    const strip = source === "trace" && this.strips.find((s) => s.row === name && this.t === step + (s.back ? 1 : 0));
    const width = W / this.options.units;
    set(this.outline, { visibility: strip ? null : "hidden" });
    if (strip) set(this.outline, { x: strip.x - W / 2 + unit * width, y: strip.y - H / 2 - 3, width, height: H + 6 });
    this.guesses.forEach(({ box, symbol }) => box.classList.toggle("g-open", sel === `prediction.y.${this.t}.${symbol}`));
  }

  // Names for screen readers: when nothing moves.
  name() {
    for (const strip of this.strips) strip.hits.name(this.view, strip.back ? this.t - 1 : this.t, this.unit);
  }

  #travel(view, t, phase, progress) {
    const now = progress >= 1 ? [] : travellers(phase, this.options).filter((m) => progress > m.start && progress < m.end);
    this.movers.forEach(({ node, path }, k) => {
      const move = now[k];
      set(node, { visibility: move ? null : "hidden" });
      if (!move) return;
      const p = reached({ phase, from: move.start, to: move.end }, phase, progress);
      const [from, into] = [move.from, move.into].map((id) => this.strips.find((s) => s.id === id));
      const values = (strip) => ({ values: view.row(strip.row, strip.back ? t - 1 : t), limit: strip.box.limit });
      const [x, y] = along(move.points, p);
      // A valve's product turns from one strip into the other early on, then moves on as it is.
      const d = bars(values(from).values, { ...from.box, x: 0, y: 0 }, 1, values(into), Math.min(1, p * 2));
      set(path, { d, class: `g-${into.role}` });
      set(node, { transform: `translate(${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10})` });
    });
  }

  #clamp(strip, held) {
    const step = W / this.options.units;
    const [x, width] = !held || held.unit < 0 ? [0, W] : [held.unit * step, step];
    set(strip.clamp, { visibility: held ? null : "hidden", x: strip.x - W / 2 + x - 3, width: width + 6 });
    set(strip.note, { visibility: held ? null : "hidden" });
    const idle = held && held.unit < 0;
    for (const node of this.idle[strip.row]) set(node, { opacity: idle ? 0.3 : null });
  }

  #titles() {
    const { t, options } = this;
    for (const strip of this.strips) {
      if (strip.id === "joined") continue;
      svgMath(strip.title, at(options.about[strip.row][0], strip.back ? t - 1 : t), 18);
    }
    svgMath(this.read, `x_{${t + 1}}`, 18);
    svgMath(this.predicted, `\\hat{y}_{${t + 1}}`, 18);
    for (const text of [this.symbol, this.chip.lastChild]) set(text, { text: options.symbols[t] });
    set(this.input, { "aria-label": `input, step ${t + 1}: reads ${options.symbols[t]}` });
  }

  #place(t) {
    return 262 + (108 / this.options.alphabet.length) * this.options.alphabet.indexOf(this.options.symbols[t]);
  }

  #guess(view, t, p) {
    set(this.leaving, { opacity: p });
    const found = view.guesses(t);
    this.guesses.forEach((line, k) => {
      const guess = found[k];
      set(line.box, { visibility: guess ? null : "hidden" });
      if (!guess) return;
      const [symbol, odds, right] = guess;
      line.symbol = symbol;
      set(line.letter, { text: view.scene.alphabet[symbol] });
      set(line.odds, { text: percent(odds) });
      set(line.bar, { width: Math.max(0, 72 * odds) || 0 });
      set(line.tick, { visibility: right ? null : "hidden" });
      set(line.box, { "aria-label": `probability that ${view.scene.alphabet[symbol]} comes next: ${percent(odds)}${right ? ", the right one" : ""}` });
    });
  }

  // Made once -----------------------------------------------------------------------------

  #wire(wire) {
    const d = line(wire.points);
    const flow = svg("path", { d, class: `g-flow g-${wire.role}`, pathLength: 1, "stroke-dasharray": "1 1" });
    const tip = svg("path", { d: head(wire.points), class: `g-${wire.role}` });
    this.node.append(svg("path", { d, class: wire.dashed ? "g-wire g-peep" : "g-wire" }), svg("path", { d: head(wire.points), class: "g-head" }), flow, tip);
    return { ...wire, flow, tip, p: -1 };
  }

  #text(x, y, text, attributes = {}) {
    const node = svg("text", { x, y, text, ...attributes });
    this.node.append(node);
    return node;
  }

  #boxes() {
    const { function: phi, coupled } = this.options;
    this.idle = {};
    for (const [gate, letter] of [["f", "f"], ["i", "i"], ["g", "C"], ["o", "o"]]) {
      const x = COLUMN[gate];
      const round = gate === "g" ? PHI[phi] : "σ";
      const box = svg("g", { class: `g-box g-${gate}` }, svg("rect", { x: x - 36, y: GATE.box - 17, width: 72, height: 36, rx: 7 }));
      const label = svg("text", { x, y: GATE.box + 7, "text-anchor": "middle" });
      box.append(svgMath(label, `W_${letter}`, 20));
      const bend = svg("g", { class: `g-box g-${gate}` });
      const wide = round.length > 1 ? 28 : 17;
      bend.append(svg("rect", { x: x - wide, y: GATE.sigma - 16, width: 2 * wide, height: 32, rx: 16 }));
      bend.append(svg("text", { x, y: GATE.sigma + 6, "text-anchor": "middle", class: "u-math", text: round }));
      this.idle[gate] = [box, bend];
      if (gate === "i" && coupled) this.idle.i.forEach((node) => set(node, { class: "g-box g-i g-off" }));
      this.node.append(box, bend);
    }
    if (coupled) this.#text(263, GATE.strip - 10, "1 −", { "text-anchor": "middle" });
    for (const [name, [x, y]] of Object.entries(NODES)) {
      const group = svg("g", { class: name === "squash" ? "g-box g-c" : "g-node" });
      if (name === "squash") group.append(svg("rect", { x: x - 30, y: y - 16, width: 60, height: 32, rx: 16 }));
      else group.append(svg("circle", { cx: x, cy: y, r: 15 }));
      const text = name === "squash" ? PHI[phi] : name === "add" ? "+" : "∗";
      const drop = { "+": 8, "∗": 9 }[text] ?? 6;
      group.append(svg("text", { x, y: y + drop, "text-anchor": "middle", class: name === "squash" ? "u-math" : "g-sign", text }));
      this.node.append(group);
    }
  }

  #strip(id, strip, scene) {
    const { x, y, row } = strip;
    const role = scene.about[row][2];
    const gate = row === "f" || row === "i" || row === "o";
    const box = { x, y, width: W, height: H, limit: scene.limits[row], signed: !gate };
    const slot = svg("rect", { class: "g-slot", x: x - W / 2 - 3, y: y - H / 2 - 2, width: W + 6, height: H + 4, rx: 5 });
    const zero = svg("path", { class: "g-zero", d: `M${x - W / 2} ${gate ? y + H / 2 : y}h${W}` });
    const path = svg("path", { class: `g-${role}` });
    const top = y - H / 2 - 13;
    const beside = BESIDE.has(row);
    const title = beside
      ? svg("text", { x: x - W / 2 - 9, y: y - 4, "text-anchor": "end", class: "g-halo" })
      : svg("text", { x: x - W / 2 - 2, y: top, class: "g-halo" });
    const digits = beside
      ? svg("text", { x: x - W / 2 - 9, y: y + 17, "text-anchor": "end", class: "g-halo g-digits" })
      : row === "kept" // its title is too long to share a line with digits
        ? svg("text", { x: x - W / 2 - 2, y: y + H / 2 + 24, class: "g-halo g-digits" })
        : svg("text", { x: x + W / 2 + 3, y: top, "text-anchor": "end", class: "g-halo g-digits" });
    this.slots.append(slot);
    this.node.append(zero, path, title, digits);
    const made = { ...strip, id, role, box, path, title, digits };
    if (gate) {
      made.clamp = svg("rect", { class: `g-clamp g-${role}`, y: y - H / 2 - 4, height: H + 8, rx: 5, visibility: "hidden" });
      made.note = svg("text", { class: "g-halo", x: x + 24, y: GATE.sigma + 6, text: "held", visibility: "hidden" });
      this.node.append(made.clamp, made.note);
    }
    made.hits = hits(scene.units, box, (unit) => this.press(selection(row, strip.back ? this.t - 1 : this.t, unit), unit), (unit) => [row, strip.back ? this.t - 1 : this.t, unit]);
    this.node.append(made.hits.node);
    return made;
  }

  #letter(scene) {
    this.slots.append(svg("rect", { class: "g-slot", x: 259, y: LOW - H / 2 - 2, width: 114, height: H + 4, rx: 5 }));
    const width = Math.max(3, 108 / scene.alphabet.length);
    this.hot = svg("rect", { class: "g-x", y: LOW - H / 2 + 2, width, height: H - 4 });
    const box = svg("circle", { class: "g-letter", cx: LETTER[0], cy: LETTER[1], r: 20 });
    this.symbol = svg("text", { class: "g-on", x: LETTER[0], y: LETTER[1] + 7, "text-anchor": "middle" });
    this.read = svg("text", { x: LETTER[0] + 30, y: LETTER[1] + 6 });
    this.input = svg("g", { role: "button", tabindex: 0, class: "u-press" }, box, this.symbol);
    const open = () => this.press(`input.x.${this.t}.${scene.alphabet.indexOf(scene.symbols[this.t])}`);
    this.input.addEventListener("click", open);
    this.input.addEventListener("keydown", (event) => event.key === "Enter" && open());
    this.chip = svg("g", { class: "g-chip", visibility: "hidden" }, svg("circle", { class: "g-letter", r: 20 }), svg("text", { class: "g-on", y: 7, "text-anchor": "middle" }));
    this.node.append(this.hot, this.input, this.read, this.chip);
  }

  #prediction() {
    const { x, y, line: step } = PREDICTION;
    this.leaving = svg("g");
    this.predicted = svg("text", { x, y: y - 32 });
    this.leaving.append(svg("text", { x: x + 28, y: y - 32, class: "u-muted", text: "next:" }), this.predicted);
    this.guesses = [0, 1, 2, 3].map((k) => {
      const top = y + k * step;
      const bar = svg("rect", { class: "g-y", x: x + 18, y: top - 14, height: 17 });
      const letter = svg("text", { x, y: top, class: "g-strong" });
      const odds = svg("text", { x: x + 90, y: top, "text-anchor": "end" });
      const tick = svg("path", { class: "g-tick", d: `M${x + 96} ${top - 6}l4 5 7-11` });
      const box = svg("g", { role: "button", tabindex: 0, class: "u-press g-guess" }, svg("rect", { class: "g-hit", x: x - 6, y: top - 18, width: 116, height: step - 4, rx: 3 }), bar, letter, odds, tick);
      const made = { bar, letter, odds, tick, box };
      const open = () => this.press(`prediction.y.${this.t}.${made.symbol}`);
      box.addEventListener("click", open);
      box.addEventListener("keydown", (event) => event.key === "Enter" && open());
      this.leaving.append(box);
      return made;
    });
    this.node.append(this.leaving);
  }
}
