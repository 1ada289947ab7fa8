// How each part of a layout looks: elements are made once, then only what changes is written.

import { set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { STRIP, bars, head, line, reached } from "./geometry.js";
import { hits } from "./hits.js";

const { width: W, height: H } = STRIP;

// What never changes ------------------------------------------------------------------------

export const belt = ({ y, role }, picture) =>
  svg("rect", { class: `g-belt g-${role}`, x: -10, y: y - 40, width: picture.size[0] + 20, height: 80 });

export const note = ({ x, y, text }) => svg("text", { x, y, text, "text-anchor": "middle" });

// What is read as one: [h, x].
export const bracket = ({ x, y, width, height }) => svg("rect", { class: "g-bracket", x, y, width, height, rx: 9 });

// Words at a point, readable on top of a wire.
export const words = ([x, y], anchor, more = "", text = "") => svg("text", { x, y, "text-anchor": anchor, class: `g-halo ${more}`, text });

const box = (role, off) => svg("g", { class: `g-box g-${role}${off ? " g-off" : ""}` });
const pill = (x, y, half) => svg("rect", { x: x - half, y: y - 16, width: 2 * half, height: 32, rx: 16 });

export function weights({ x, y, latex, role, off }) {
  const node = box(role, off);
  const label = svg("text", { x, y: y + 7, "text-anchor": "middle" });
  node.append(svg("rect", { x: x - 36, y: y - 17, width: 72, height: 36, rx: 7 }), svgMath(label, latex, 20));
  return node;
}

export function squash({ x, y, text, role, off }) {
  const node = box(role, off);
  node.append(pill(x, y, text.length > 1 ? 30 : 17), svg("text", { x, y: y + 6, "text-anchor": "middle", class: "u-math", text }));
  return node;
}

export function node({ x, y, sign }) {
  const text = svg("text", { x, y: y + (sign === "+" ? 8 : 9), "text-anchor": "middle", class: "g-sign", text: sign });
  return svg("g", { class: "g-node" }, svg("circle", { cx: x, cy: y, r: 15 }), text);
}

// What comes about ----------------------------------------------------------------------------

export class Wire {
  constructor(part) {
    const d = line(part.points);
    this.part = part;
    this.flow = svg("path", { d, class: `g-flow g-${part.role}`, pathLength: 1, "stroke-dasharray": "1 1" });
    this.tip = svg("path", { d: head(part.points), class: `g-${part.role}` });
    this.node = svg("g", {}, svg("path", { d, class: part.dashed ? "g-wire g-peep" : "g-wire" }), svg("path", { d: head(part.points), class: "g-head" }), this.flow, this.tip);
  }

  draw({ phase, progress }) {
    const p = reached(this.part, phase, progress);
    if (p === this.p) return;
    this.p = p;
    set(this.flow, { "stroke-dashoffset": 1 - p, visibility: p > 0 ? null : "hidden" });
    set(this.tip, { visibility: p >= 1 ? null : "hidden" });
  }
}

// A row of the trace as bars, with title, the chosen unit's digits and a place to press for each unit.
export class Register {
  constructor(part, { view, slots, open, squashed }) {
    const { x, y, row } = part;
    const gate = view.gate(row);
    this.part = part;
    this.role = view.role(row);
    this.box = { x, y, width: W, height: H, limit: view.scene.limits[row], signed: !gate };
    slots.append(svg("rect", { class: "g-slot", x: x - W / 2 - 3, y: y - H / 2 - 2, width: W + 6, height: H + 4, rx: 5 }));
    const zero = svg("path", { class: "g-zero", d: `M${x - W / 2} ${gate ? y + H / 2 : y}h${W}` });
    this.path = svg("path", { class: `g-bar g-${this.role}` });
    const [left, right, top] = [x - W / 2, x + W / 2 + 3, y - H / 2 - 13];
    const beside = part.title === "left";
    this.title = beside ? words([left - 9, y - 4], "end") : words([left - 2, top], "start");
    const [below, side] = (part.digits ?? "").split(" ");
    const place = beside ? [left - 9, y + 17] : [below && !side ? left - 2 : right, below ? y + H / 2 + 24 : top];
    this.digits = words(place, below && !side ? "start" : "end", "g-digits");
    this.node = svg("g", {}, zero, this.path, this.title, this.digits);
    if (gate) {
      this.clamp = svg("rect", { class: `g-clamp g-${this.role}`, y: y - H / 2 - 4, height: H + 8, rx: 5, visibility: "hidden" });
      this.held = words([squashed.x + 24, squashed.y + 6], "start", "", "held");
      this.node.append(this.clamp, this.held);
    }
    const step = () => this.step(this.t);
    this.hits = hits(view.scene.units, this.box, (unit) => open(row, step(), unit), (unit) => [row, step(), unit]);
    this.node.append(this.hits.node);
  }

  // The step that it shows while the machine is at step t.
  step(t) {
    return this.part.back ? t - 1 : t;
  }

  draw({ view, t, phase, progress, unit }) {
    const p = reached(this.part, phase, progress);
    const { row, mute } = this.part;
    if (this.t !== t || this.view !== view) {
      Object.assign(this, { t, view });
      if (!mute) svgMath(this.title, view.symbol(row, this.step(t)), 18);
    }
    const values = view.row(row, this.step(t));
    set(this.path, { d: p > 0 ? bars(values, this.box, p) : "" });
    set(this.digits, { text: p >= 1 && !mute ? show(values[unit]) : "" });
  }

  // The hold as an outline, around all units or one. Returns whether the whole gate is held.
  outline(held, units) {
    const [from, width] = !held || held.unit < 0 ? [0, W] : [(held.unit * W) / units, W / units];
    const visibility = held ? null : "hidden";
    set(this.clamp, { visibility, x: this.box.x - W / 2 + from - 3, width: width + 6 });
    set(this.held, { visibility });
    return Boolean(held) && held.unit < 0;
  }
}
