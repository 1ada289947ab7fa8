// The curves themselves: made once for a width, then only moved.

import { html, set, svg } from "../shared/svg.js";
import { SHAPES } from "../curves/shapes.js";
import { curve, exit, frame, held, names, powersOfTen, steps, windowed, within, x, y } from "./layout.js";

const MOST_TICKS = 9;
const MOST_POWERS = 8;
export const BOUNDS = ["bound", "rate"];

export class Picture {
  constructor(scene, width) {
    this.scene = scene;
    const f = (this.f = frame(width));
    this.node = svg("svg", { width, height: f.height, viewBox: `0 0 ${width} ${f.height}` });
    const clip = svg("clipPath", { id: "f-window" }, svg("rect", { x: f.x0, y: f.y1, width: f.x1 - f.x0, height: f.y0 - f.y1 }));
    this.node.append(svg("defs", {}, clip));
    this.powers = Array.from({ length: MOST_POWERS }, () => ({
      line: this.#add(svg("line", { x1: f.x0, x2: f.x1 })),
      text: this.#add(svg("text", { class: "u-muted", x: f.x0 - 8, "text-anchor": "end" })),
    }));
    this.ticks = Array.from({ length: MOST_TICKS }, () => this.#add(svg("text", { class: "u-muted", y: f.y0 + 20, "text-anchor": "middle" })));
    this.cursor = this.#add(svg("line", { class: "f-cursor", y1: f.y1, y2: f.y0 }));
    const inside = this.#add(svg("g", { "clip-path": "url(#f-window)" }));
    this.bounds = BOUNDS.map((_, k) => {
      const line = svg("path", { class: `f-bound f-bound-${k}` });
      inside.append(line);
      return { line, ...this.#name("", BOUNDS[k], `f-bound-${k}`) };
    });
    // The last one lies on top: the networks are drawn from right to left in the legend.
    this.curves = scene.cells.map(({ key, name }) => {
      const line = svg("path", { class: "f-line" });
      inside.append(svg("g", { class: `f-${key}` }, line));
      const dot = svg("path", { class: "f-dot", d: SHAPES[key] });
      const edge = svg("path", { class: "f-edge" });
      this.#add(svg("g", { class: `f-${key}` }, dot, edge));
      return { line, dot, edge, ...this.#name(key, name, `f-${key}`) };
    });
  }

  // now: { rows: one of powers a cell, bounds: two of them, length, at: index of the distance read }
  draw({ rows, bounds, length, at }) {
    const { distances, window, usual } = this.scene;
    const f = (this.f = windowed(this.f, window, length, usual));
    this.#scale();
    const count = within(distances, length);
    const marks = steps(length);
    this.ticks.forEach((tick, k) => set(tick, { x: x(f, Math.min(marks[k] ?? 0, length), length), text: k < marks.length ? String(marks[k]) : "" }));
    const read = x(f, distances[at], length);
    set(this.cursor, { x1: read, x2: read });
    const all = [...rows, ...bounds];
    const heights = names(f, all.map((row) => row[count - 1]));
    [...this.curves, ...this.bounds].forEach((one, k) => {
      const row = all[k];
      set(one.line, { d: curve(f, distances, row, count, length) });
      const last = held(f, Number.isNaN(row[count - 1]) ? f.high : row[count - 1]);
      set(one.leader, { d: `M${f.x1 + 2} ${last}L${f.x1 + 12} ${heights[k]}` });
      set(one.name, { transform: `translate(0 ${heights[k]})` });
      if (!one.dot) return;
      set(one.dot, { transform: `translate(${read} ${held(f, Number.isNaN(row[at]) ? f.high : row[at])})` });
      this.#edge(one.edge, row, count, length);
    });
  }

  #scale() {
    const marks = powersOfTen(this.f);
    this.powers.forEach(({ line, text }, k) => {
      const [power, written] = marks[k] ?? [0, ""];
      const at = y(this.f, power);
      set(line, { class: power ? "f-grid" : "f-grid f-one", y1: at, y2: at });
      set(text, { y: at + 5, text: written });
    });
  }

  // An arrow where a curve leaves the window for good.
  #edge(node, row, count, length) {
    const { f } = this;
    const found = exit(f, row, count);
    if (!found) return set(node, { visibility: "hidden" });
    const [height, tip] = found.side === "low" ? [f.y0 - 8, 7] : [f.y1 + 8, -7];
    const place = x(f, this.scene.distances[found.k], length);
    set(node, { visibility: "visible", d: `M${place - 5} ${height}h10l-5 ${tip}Z` });
  }

  #name(key, name, role) {
    const { f } = this;
    const leader = svg("path", { class: "f-leader" });
    const row = svg("g", {}, ...(key ? [svg("path", { class: "f-dot", d: SHAPES[key], transform: `translate(${f.x1 + 20} 0)` })] : []));
    row.append(svg("text", { class: key ? "f-name" : "f-name f-theory", x: f.x1 + (key ? 31 : 15), y: 5, text: name }));
    const group = svg("g", { class: role }, leader, row);
    if (f.named) this.node.append(group);
    return { leader, name: row };
  }

  #add(node) {
    this.node.append(node);
    return node;
  }
}

// A sample of a line with its shape, for the legend.
export function sample(key, extra = "") {
  const picture = svg("svg", { width: 34, height: 16, viewBox: "-17 -8 34 16", class: `f-${key} ${extra}`, "aria-hidden": "true" });
  picture.append(svg("path", { class: SHAPES[key] ? "f-line" : `f-bound f-${key}`, d: "M-17 0H17" }));
  if (SHAPES[key]) picture.append(svg("path", { class: "f-dot", d: SHAPES[key] }));
  return html("span", { class: "f-sample" }, picture);
}
