// The map of weights: a row for each output, a column for each input. The scale is that of all
// maps, 0 to 1. Labels of rows stay where they are when the cells scroll.

import { html, set, svg } from "../shared/svg.js";
import { part } from "../shared/ease.js";
import { percent, show } from "../shared/numbers.js";
import { cellAt, cellX, cellY, digitsOn, filled, grown, mapFrame, moved, tint } from "./layout.js";

const KEYED = 200; // ms that a choice by key may still change before the page is told

export class WeightMap {
  // data: { inputs, outputs: labels, weights: Table (T, S), chance: Table (T) or nothing }
  // says(t, s): the spoken name of a cell; choose(t, s, wait): it was chosen, by key with a wait in
  // ms; hot(t, s): it is pointed at (s null for a row, t null for a column, both for nothing)
  constructor({ tip, says, choose, hot }) {
    Object.assign(this, { tip, says, choose, hot });
    this.side = svg("svg", { class: "a-side" });
    this.cells = svg("svg", { class: "a-cells", role: "group", "aria-label": "map of weights; arrow keys move" });
    this.scroll = html("div", { class: "u-frame a-scroll" }, this.cells);
    this.node = html("div", { class: "a-map" }, this.side, this.scroll);
    this.cursor = svg("rect", { class: "a-cursor", role: "button", tabindex: "0", rx: 3 });
    this.#listen();
  }

  build(data, width) {
    const f = mapFrame(data.outputs, data.inputs, width);
    Object.assign(this, { data, f });
    set(this.side, { width: f.side, height: f.height, viewBox: `0 0 ${f.side} ${f.height}` });
    set(this.cells, { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}` });
    this.rows = data.outputs.map((label, t) => svg("text", { x: f.side - 8, y: cellY(f, t) + f.tall / 2 + 5, "text-anchor": "end", class: "a-label" }, label));
    this.side.replaceChildren(...this.rows);
    this.columns = data.inputs.map((label, s) => this.#column(label, s));
    this.marks = svg("g");
    this.grid = data.outputs.map((_, t) => data.inputs.map((_, s) => this.#cell(t, s)));
    this.chances = data.chance && f.chances !== null ? data.outputs.map((_, t) => this.#chance(t)) : [];
    const all = this.grid.flat().flatMap(({ box, digits }) => (digits ? [box, digits] : [box]));
    const head = this.chances.length ? [svg("text", { x: f.chances, y: f.y0 - 8, class: "a-chance" }, "P(output)")] : [];
    set(this.cursor, { width: f.wide, height: f.tall });
    this.cells.replaceChildren(...this.columns, ...all, ...head, ...this.chances.flat(), this.marks, this.cursor);
    this.show(data.weights);
  }

  // Other weights in the same map.
  show(weights) {
    this.weights = weights;
    this.grid.forEach((row, t) => row.forEach((cell, s) => this.#fill(cell, t < weights.shape[0] ? weights.at(t, s) : NaN)));
    this.chances.forEach(([bar, text], t) => this.#written(bar, text, this.data.chance.at(t)));
  }

  // Other labels beside the same rows; those that are marked stand out.
  relabel(labels, marked = []) {
    this.rows.forEach((row, t) => {
      set(row, { text: labels[t] ?? "" });
      row.classList.toggle("a-other", Boolean(marked[t]));
    });
  }

  draw(frame, progress) {
    const { f } = this;
    this.grid.forEach((row, t) => {
      const share = grown(t, frame, progress, part);
      row.forEach(({ box, digits }, s) => {
        const opacity = String(Math.round(100 * filled(share, s, f.columns)) / 100);
        if (box.style.opacity !== opacity) box.style.opacity = opacity;
        if (digits && digits.style.opacity !== opacity) digits.style.opacity = opacity;
      });
      const done = t < frame - 1 || (t === frame - 1 && progress > 0.75);
      this.rows[t].classList.toggle("a-later", !done);
      for (const node of this.chances[t] ?? []) node.classList.toggle("a-later", !done);
    });
  }

  select(t, s) {
    this.at = { t, s };
    const [left, right] = [cellX(this.f, s) - 20, cellX(this.f, s + 1) + 20];
    const { scrollLeft, clientWidth } = this.scroll;
    if (left < scrollLeft) this.scroll.scrollLeft = left;
    else if (right > scrollLeft + clientWidth) this.scroll.scrollLeft = right - clientWidth;
    set(this.cursor, { x: cellX(this.f, s), y: cellY(this.f, t), "aria-label": this.says(t, s), "aria-roledescription": "cell; arrow keys move" });
  }

  // Outlines: cells [[t, s]] and whole columns that a sentence speaks of.
  outline(cells, columns) {
    const { f } = this;
    const box = (x, y, width, height) => svg("rect", { x: x + 1, y: y + 1, width: width - 2, height: height - 2, rx: 4, class: "a-outline" });
    this.marks.replaceChildren(
      ...cells.map(([t, s]) => box(cellX(f, s), cellY(f, t), f.wide, f.tall)),
      ...columns.map((s) => box(cellX(f, s), f.y0, f.wide, f.rows * f.tall)),
    );
  }

  mark(t, s) {
    this.rows.forEach((label, k) => label.classList.toggle("a-on", k === t));
    this.columns.forEach((label, k) => label.classList.toggle("a-on", k === s));
  }

  #column(label, s) {
    const { f } = this;
    const x = cellX(f, s) + f.wide / 2;
    const place = f.head.slanted ? { transform: `translate(${x + 3} ${f.y0 - 8}) rotate(-45)` } : { x, y: f.y0 - 8, "text-anchor": "middle" };
    return svg("text", { ...place, class: "a-label" }, label);
  }

  #cell(t, s) {
    const { f } = this;
    const [x, y] = [cellX(f, s), cellY(f, t)];
    const box = svg("rect", { x: x + 0.5, y: y + 0.5, width: f.wide - 1, height: f.tall - 1, class: "a-cell" });
    const digits = f.digits ? svg("text", { x: x + f.wide / 2, y: y + f.tall / 2 + 5, "text-anchor": "middle" }) : null;
    return { box, digits };
  }

  #fill({ box, digits }, weight) {
    box.style.fill = `color-mix(in oklab, var(--u-paper), var(--ramp) ${tint(weight)}%)`;
    box.style.visibility = Number.isNaN(weight) ? "hidden" : "";
    if (!digits) return;
    const text = Number.isNaN(weight) ? "" : show(weight);
    set(digits, { text: text.length > 5 ? "" : text, class: digitsOn(weight) });
  }

  #chance(t) {
    const { f } = this;
    const y = cellY(f, t);
    return [
      svg("rect", { x: f.chances, y: y + f.tall - 9, height: 4, class: "a-bar" }),
      svg("text", { x: f.chances, y: y + f.tall / 2 + 2, class: "a-chance" }),
    ];
  }

  #written(bar, text, chance) {
    set(bar, { width: Number.isFinite(chance) ? chance * 50 : 0 });
    set(text, { text: Number.isFinite(chance) ? percent(chance) : "" });
  }

  #place(event) {
    const box = this.cells.getBoundingClientRect();
    return cellAt(this.f, event.clientX - box.left, event.clientY - box.top);
  }

  #listen() {
    const { cells, cursor, side } = this;
    cells.addEventListener("pointermove", (event) => {
      const at = this.#place(event);
      if (at && at.t !== null && at.s !== null) this.tip.show(event, this.says(at.t, at.s));
      else this.tip.hide();
      this.hot(at?.t ?? null, at?.s ?? null);
    });
    side.addEventListener("pointermove", (event) => {
      const t = Math.floor((event.clientY - side.getBoundingClientRect().top - this.f.y0) / this.f.tall);
      this.hot(t >= 0 && t < this.f.rows ? t : null, null);
    });
    for (const node of [cells, side]) {
      node.addEventListener("pointerleave", () => {
        this.tip.hide();
        this.hot(null, null);
      });
    }
    cells.addEventListener("click", (event) => {
      const at = this.#place(event);
      if (!at || at.t === null || at.s === null) return;
      this.choose(at.t, at.s);
      cursor.focus({ preventScroll: true });
    });
    cursor.addEventListener("focus", () => this.hot(this.at.t, this.at.s));
    cursor.addEventListener("blur", () => this.hot(null, null));
    cursor.addEventListener("keydown", (event) => {
      const to = moved(event.key, this.at, this.f.rows, this.f.columns);
      if (!to && event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      event.stopPropagation();
      if (!to) return;
      this.choose(to.t, to.s, KEYED);
      this.hot(to.t, to.s);
    });
  }
}

// What the colours mean.
export function legend() {
  const ticks = [0, 0.5, 1].map((value) => html("span", { style: `left:${100 * value}%` }, String(value)));
  return html("div", { class: "a-legend" }, html("span", {}, "weight"), html("span", { class: "a-scale", "aria-hidden": "true" }, ...ticks));
}
