// Draws a layout: the cell at one step.

import { set, svg } from "../shared/svg.js";
import { Guesses, Letter } from "./ends.js";
import { STRIP, along, around, bars, block, reached, round } from "./geometry.js";
import { Register, Wire, belt, bracket, node, note, squash, weights } from "./pieces.js";

const { width: W, height: H } = STRIP;
const STILL = { belt, bracket, note, weights, squash, node };
const LIVE = { wire: Wire, register: Register, letter: Letter, guesses: Guesses };
// What lies under what, from the ground up; kinds of a cell's own lie in the middle.
const UNDER = ["belt", "bracket", "wire", "weights", "squash", "note", "node"];
const OVER = ["register", "letter", "guesses"];

export class Machine {
  // to.press(sel, unit) opens a number, to.turn(gate, place, done) moves a gate; `own` holds pieces
  // that only this cell has, by kind
  constructor(view, layout, to, own = {}) {
    Object.assign(this, { view, layout, to, size: layout.size });
    this.open = (row, t, unit) => to.press(this.view.selection(row, t, unit), unit);
    this.node = svg("svg", { class: "g-machine", viewBox: `0 0 ${this.size.join(" ")}` });
    this.slots = svg("g");
    this.bands = svg("path", { class: "g-band" });
    this.live = [];
    this.idle = {}; // gate → the boxes that compute it
    for (const kind of [...UNDER, ...Object.keys(own), ...OVER]) {
      for (const part of layout.parts.filter((each) => each.kind === kind)) this.#add(part, { ...LIVE, ...own }[kind]);
      if (kind === "bracket") this.node.append(this.slots, this.bands); // the chosen unit's band: over slots, under bars
    }
    this.registers = this.live.filter((piece) => piece instanceof Register);
    this.places = Object.fromEntries(this.registers.map((piece) => [piece.part.id, piece]));
    this.movers = [0, 1].map(() => {
      const path = svg("path");
      const moving = svg("g", { class: "g-mover", visibility: "hidden" }, svg("rect", { x: -W / 2 - 3, y: -H / 2 - 2, width: W + 6, height: H + 4, rx: 5 }), path);
      this.node.append(moving);
      return { moving, path };
    });
    this.outline = svg("rect", { class: "g-selected", rx: 2, visibility: "hidden" });
    this.node.append(this.outline);
  }

  // The whole picture at a step, phase and progress; `unit` is the one whose digits show.
  draw(view, t, phase, progress, unit) {
    Object.assign(this, { view, t, unit });
    const now = { view, t, phase, progress, unit };
    for (const piece of this.live) piece.draw(now);
    for (const { clamp, part } of this.registers) if (clamp) this.#hold(part.row, part.id);
    this.#travel(now);
  }

  // Another text has other axes, where nothing bounds a quantity.
  rescale(scene) {
    for (const { box, part } of this.registers) box.limit = scene.limits[part.row];
  }

  // Which unit's digits show: a band behind its bar in every strip.
  focus(unit) {
    const { units } = this.view.scene;
    set(this.bands, { d: this.registers.map(({ box }) => block(around(box, unit, units, 0, 3))).join("") });
  }

  // Outlines the number that is open, if it is in the picture.
  select(sel) {
    const [source, name, t, unit] = sel.split(".");
    const found = source === "trace" && this.registers.find((r) => r.part.row === name && r.step(this.t) === Number(t));
    set(this.outline, { visibility: found ? null : "hidden", ...(found && around(found.box, unit, this.view.scene.units, 0, 3)) });
    for (const piece of this.live) piece.select?.(sel);
  }

  // Names for screen readers: when nothing moves.
  name() {
    for (const piece of this.registers) piece.hits.name(this.view, piece.step(this.t), this.unit);
  }

  #add(part, Live) {
    const squashed = part.kind === "register" && this.layout.parts.find((each) => each.kind === "squash" && each.of === part.row);
    const piece = Live && new Live(part, { view: this.view, slots: this.slots, ...this.to, open: this.open, squashed });
    const element = piece ? piece.node : STILL[part.kind](part, this);
    if (piece) this.live.push(piece);
    if (part.of) (this.idle[part.of] ??= []).push(element);
    this.node.append(element);
  }

  #hold(gate, id) {
    const all = this.places[id].outline(this.view.held(gate, this.t), this.view.scene.units);
    for (const element of this.idle[gate]) set(element, { opacity: all ? 0.3 : null });
  }

  #travel({ view, t, phase, progress }) {
    const now = progress >= 1 ? [] : this.layout.travel[phase].filter((m) => progress > m.start && progress < m.end);
    this.movers.forEach(({ moving, path }, k) => {
      const move = now[k];
      set(moving, { visibility: move ? null : "hidden" });
      if (!move) return;
      const p = reached({ phase, from: move.start, to: move.end }, phase, progress);
      const [from, into] = [this.places[move.from], this.places[move.into]];
      const values = (piece) => ({ values: view.row(piece.part.row, piece.step(t)), limit: piece.box.limit });
      const [x, y] = along(move.points, p);
      // A product turns from one strip into the other early on, then moves on as it is.
      const d = bars(values(from).values, { ...from.box, x: 0, y: 0 }, 1, values(into), Math.min(1, p * 2));
      set(path, { d, class: `g-bar g-${into.role}` });
      set(moving, { transform: `translate(${round(x)} ${round(y)})` });
    });
  }
}
