// One map with its row in view as bars, and what is said of that row.

import { html, set, svg } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { SIZE, bars, called, cellAt, cellX, cellY, frame, largest, moved, places } from "./layout.js";
import { paint } from "./ramp.js";

const KEY_DELAY = 250; // ms after the last key before the page is told

export class SmallMap {
  // words: what the map is; calls.choose(t, s, rests), calls.hover(t or null)
  constructor(words, calls) {
    this.words = words;
    this.calls = calls;
    this.canvas = html("canvas", { class: "s-pixels", "aria-hidden": "true" });
    this.picture = svg("svg", { class: "s-lines" });
    this.place = html("div", { class: "s-map" }, this.canvas, this.picture);
    this.lines = [0, 1, 2].map(() => html("span"));
    this.said = html("p", { class: "s-said" }, ...this.lines);
    this.node = html("div", { class: "s-holder" }, html("div", { class: "u-frame s-scroll" }, this.place), this.said);
  }

  // made: { weight (Z, T, S), entropy, guess, chance }; rows, columns: labels
  build(made, rows, columns, symbols, width, colours) {
    Object.assign(this, { made, rows, columns, symbols, colours });
    const f = (this.f = frame(rows, columns, width));
    Object.assign(this.canvas, { width: columns.length, height: rows.length });
    this.canvas.style.cssText = `left:${f.x0}px;top:${f.y0}px;width:${f.x1 - f.x0}px;height:${f.y1 - f.y0}px`;
    const height = f.height + SIZE.bars + 10;
    this.place.style.cssText = `width:${f.width}px;height:${height}px`;
    const add = (node) => this.picture.appendChild(node);
    this.picture.replaceChildren();
    set(this.picture, { width: f.width, height, viewBox: `0 0 ${f.width} ${height}` });
    this.heads = columns.map((text, s) => {
      const [x, y] = [cellX(f, s) + f.cell / 2, f.y0 - 6];
      const turn = f.slanted ? { transform: `translate(${x} ${y}) rotate(-45)`, "text-anchor": "start" } : { x, y, "text-anchor": "middle" };
      return add(svg("text", { class: "s-label", ...turn, text }));
    });
    this.sides = rows.map((text, t) => add(svg("text", { class: "s-label", x: f.x0 - 6, y: cellY(f, t) + f.tall / 2 + 5, "text-anchor": "end", text })));
    add(svg("path", { class: "s-grid", d: `M${f.x0} ${f.y0}H${f.x1}V${f.y1}H${f.x0}Z` }));
    this.row = add(svg("rect", { class: "s-row", x: f.x0 - 1, width: f.x1 - f.x0 + 2, height: f.tall }));
    this.cursor = add(svg("rect", { class: "s-cursor", width: f.cell, height: f.tall, tabindex: 0, role: "slider", "aria-label": this.words, "aria-valuemin": 1, "aria-valuenow": 1, "aria-valuemax": rows.length * columns.length }));
    const below = svg("g", { transform: `translate(0 ${f.height})` });
    below.append(svg("path", { class: "s-floor", d: `M${f.x0} ${SIZE.bars}H${f.x1}M${f.x0} 0H${f.x1}` }));
    for (const [weight, y] of [["1", 10], ["0", SIZE.bars]]) below.append(svg("text", { class: "s-axis", x: f.x0 - 6, y, "text-anchor": "end", text: weight }));
    this.bars = svg("path", { class: "s-bars" });
    below.append(this.bars);
    add(below);
    this.#listen();
  }

  // What does not fit: no map, but words.
  refuse(words) {
    this.made = null;
    this.place.hidden = true;
    this.#say(words, "", "");
  }

  draw(k, t, s) {
    if (!this.made) return;
    const { f, made } = this;
    if (k !== this.drawn) {
      paint(this.canvas, f.rows, f.columns, (row) => made.weight.row(k, row), this.colours);
      this.drawn = k;
    }
    const there = t < f.rows;
    const at = Math.min(s, f.columns - 1);
    for (const node of [this.row, this.cursor]) set(node, { visibility: there ? null : "hidden" });
    if (!there) {
      set(this.bars, { d: "" });
      this.#say(`ends after ${f.rows} steps`, "", "");
      return;
    }
    const weights = made.weight.row(k, t);
    set(this.row, { y: cellY(f, t) });
    const words = `${called(this.rows, t)} at ${called(this.columns, at)}: weight ${show(weights[at])}, score ${show(made.score.at(t, at))}`;
    set(this.cursor, { x: cellX(f, at), y: cellY(f, t), "aria-valuenow": t * f.columns + at + 1, "aria-valuetext": words });
    set(this.bars, { d: bars(f, weights) });
    this.heads.forEach((node, index) => node.classList.toggle("s-on", index === at));
    this.sides.forEach((node, index) => node.classList.toggle("s-on", index === t));
    const bits = made.entropy.at(k, t);
    this.#say(`${show(weights[at])} on ${called(this.columns, at)}`, `${bits.toFixed(2)} bits, as ${show(places(bits))} equal places`, `writes ${this.symbols[made.guess.at(k, t)]} (${show(made.chance.at(k, t))})`);
  }

  // Always three lines, so that nothing below moves.
  #say(...texts) {
    this.lines.forEach((line, k) => set(line, { text: texts[k] }));
  }

  // The position that row t looks at most.
  top(k, t) {
    if (!this.made || t >= this.f.rows) return null;
    const weights = this.made.weight.row(k, t);
    const s = largest(weights);
    return { text: called(this.columns, s), weight: weights[s] };
  }

  fresh() {
    this.drawn = null;
  }

  #listen() {
    if (this.listening) return;
    this.listening = true;
    const found = (event) => {
      const box = this.picture.getBoundingClientRect();
      return cellAt(this.f, event.clientX - box.left, event.clientY - box.top);
    };
    this.picture.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") this.calls.hover(found(event));
    });
    this.picture.addEventListener("pointerleave", () => this.calls.hover(null));
    this.picture.addEventListener("click", (event) => {
      const cell = found(event);
      if (cell) this.calls.choose(cell.t, cell.s, 0);
    });
    this.picture.addEventListener("keydown", (event) => {
      const { t, s } = this.calls.at();
      const cell = moved(event.key, { t, s }, this.f.rows, this.f.columns);
      if (!cell) return;
      event.preventDefault();
      event.stopPropagation();
      this.calls.choose(cell.t, cell.s, KEY_DELAY);
    });
  }
}
