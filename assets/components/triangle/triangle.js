// Draws a matrix of pairs of steps: one picture of pixels, over it what can be chosen and what is
// left out. All entries share one scale of decades.

import { set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { palette } from "../compare/palette.js";
import { colour } from "./scale.js";
import { border, lines, moved, outline, outside, pairAt, share, x, y } from "./layout.js";

const DARK = 0.5; // share of the scale up to which digits on a colour are white
const HATCH = "j-hatch";

export class Triangle {
  // data: { values: Table (T, T) of magnitudes, letters: [T], scale: { low, high } in decades,
  //   axes: [latex of rows, latex of columns],
  //   lossless: rows without a loss, as booleans (or nothing),
  //   sums: Table (T) of rows, uses: Table (T) of columns, total,
  //   sumNames: [latex above the sums, latex beside the total] (or nothing) }
  // says(t, k): the spoken name of an entry, k null for the sum of a row, t for that of a column
  // choose(t, k): an entry was pressed
  constructor(data, f, { root, tip, says, choose }) {
    Object.assign(this, { data, f, says, choose });
    this.scale = data.scale;
    this.palette = palette(root);
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, class: "j-triangle" });
    this.node.append(this.#pattern(), this.#pixels());
    if (f.lines) this.node.append(svg("path", { d: lines(f), class: f.cell < 20 ? "j-lines j-fine" : "j-lines" }));
    this.#axes();
    this.#digits();
    if (f.sums) this.#sums();
    this.shade = svg("path", { class: "j-outside", fill: `url(#${HATCH})` });
    this.veil = svg("path", { class: "j-veil" });
    this.border = svg("path", { class: "j-border" });
    this.row = svg("path", { class: "j-row" });
    this.cursor = svg("rect", { width: f.cell, height: f.cell, class: f.cell < 20 ? "j-cursor j-fine" : "j-cursor" });
    this.node.append(this.veil, this.shade, svg("path", { d: outline(f), class: "j-outline" }), this.border, this.row);
    if (choose) this.#choosing(tip);
    else this.#pointing(tip);
  }

  // Which pair is chosen.
  select(t, k) {
    const { f } = this;
    if (this.at) for (const label of [this.letters[0][this.at.t], this.letters[1][this.at.k]]) label?.classList.remove("j-on");
    this.at = { t, k };
    for (const label of [this.letters[0][t], this.letters[1][k]]) label?.classList.add("j-on");
    set(this.cursor, { x: x(f, k), y: y(f, t), "aria-label": this.says(t, k) });
    const end = f.sums ? f.sums.x + f.sums.width : x(f, t + 1);
    set(this.row, { d: `M${f.x0} ${y(f, t)}H${x(f, t + 1)}M${f.x0} ${y(f, t + 1)}H${x(f, t + 1)}${f.sums ? `M${f.sums.x} ${y(f, t)}H${end}V${y(f, t + 1)}H${f.sums.x}Z` : ""}` });
  }

  // Leaves out, in each row, what stands before its first kept pair.
  keep(all) {
    const first = [...all].map((k, t) => (this.data.lossless?.[t] ? 0 : k));
    const d = outside(this.f, first);
    set(this.veil, { d });
    set(this.shade, { d });
    set(this.border, { d: border(this.f, first) });
  }

  css(value) {
    return `rgb(${colour(value, this.scale, this.palette).join(" ")})`;
  }

  // Made once -----------------------------------------------------------------------------

  #pattern() {
    const pattern = svg("pattern", { id: HATCH, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
    pattern.append(svg("path", { d: "M0 0V7", class: "j-hatching" }));
    return svg("defs", {}, pattern);
  }

  #pixels() {
    const { f, data } = this;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = f.steps;
    const context = canvas.getContext("2d");
    const image = context.createImageData(f.steps, f.steps);
    for (let t = 0; t < f.steps; t++) {
      if (data.lossless?.[t]) continue;
      const row = data.values.row(t);
      for (let k = 0; k <= t; k++) {
        image.data.set([...colour(row[k], this.scale, this.palette), 255], 4 * (t * f.steps + k));
      }
    }
    context.putImageData(image, 0, 0);
    return svg("image", { href: canvas.toDataURL(), x: f.x0, y: f.y0, width: f.steps * f.cell, height: f.steps * f.cell, preserveAspectRatio: "none", class: "j-pixels" });
  }

  #axes() {
    const { f, data } = this;
    const [rows, columns] = data.axes;
    const name = (latex, at) => svgMath(svg("text", at), latex, 16);
    this.node.append(
      name(rows, { x: f.x0 - 8, y: f.y0 - 10, "text-anchor": "end", class: "j-axis" }),
      name(columns, { x: f.x0 - 8, y: f.y1 + 19, "text-anchor": "end", class: "j-axis" }),
    );
    const written = (k, place) => (k % f.every ? null : svg("text", { ...place, class: "j-letter", "text-anchor": "middle" }, data.letters[k]));
    const middle = f.cell / 2;
    this.letters = [
      data.letters.map((_, t) => written(t, { x: f.x0 - 14, y: y(f, t) + middle + 5 })),
      data.letters.map((_, k) => written(k, { x: x(f, k) + middle, y: f.y1 + 18 })),
    ];
    this.node.append(...this.letters.flat().filter(Boolean));
    data.letters.forEach((_, t) => {
      if (data.lossless?.[t]) this.node.append(svg("path", { d: `M${f.x0 + 3} ${y(f, t) + middle}H${x(f, t + 1) - 3}`, class: "j-none" }));
      else if (f.cell >= 20) this.node.append(svg("text", { x: f.x0 - 44, y: y(f, t) + middle + 5, class: "j-number" }, String(t + 1)));
    });
  }

  #digits() {
    const { f, data } = this;
    if (f.cell < 20) return;
    for (let t = 0; t < f.steps; t++) {
      if (data.lossless?.[t]) continue;
      for (let k = 0; k <= t; k++) {
        const value = data.values.at(t, k);
        const text = show(value);
        if (value !== 0 && (!f.digits || text.length > 5)) continue;
        this.node.append(this.#number(text, value, x(f, k) + f.cell / 2, y(f, t) + f.cell / 2 + 5));
      }
    }
  }

  #number(text, value, px, py) {
    const look = value === 0 ? "j-zero" : share(value, this.scale) < DARK ? "j-light" : "j-dark";
    return svg("text", { x: px, y: py, "text-anchor": "middle", class: `j-digits ${look}` }, text);
  }

  #sums() {
    const { f, data } = this;
    const { sums } = f;
    const [name, total] = data.sumNames;
    this.node.append(svgMath(svg("text", { x: sums.x + sums.width / 2, y: f.y0 - 10, "text-anchor": "middle", class: "j-axis" }), name, 15));
    const box = (value, left, top, wide, tall) => {
      this.node.append(svg("rect", { x: left, y: top, width: wide, height: tall, fill: this.css(value), class: "j-sum" }));
      const text = show(value);
      if (tall >= 14 && wide >= 7 * text.length) this.node.append(this.#number(text, value, left + wide / 2, top + tall / 2 + 5));
    };
    data.sums.row().forEach((value, t) => data.lossless?.[t] || box(value, sums.x, y(f, t), sums.width, f.cell));
    data.uses.row().forEach((value, k) => box(value, x(f, k), sums.total, f.cell, sums.tall));
    box(data.total, sums.x, sums.total, sums.width, sums.tall);
    this.node.append(svgMath(svg("text", { x: f.x0 - 6, y: sums.total + sums.tall / 2 + 5, "text-anchor": "end", class: "j-axis" }), total, 15));
  }

  #pointing(tip) {
    const { node } = this;
    node.addEventListener("pointermove", (event) => {
      const at = this.#pair(event);
      if (at && !(at.t !== null && this.data.lossless?.[at.t])) tip.show(event, this.says(at.t, at.k));
      else tip.hide();
    });
    node.addEventListener("pointerleave", () => tip.hide());
  }

  // One stop of the tab key, which the arrow keys move about.
  #choosing(tip) {
    this.#pointing(tip);
    const { node, cursor } = this;
    set(cursor, { role: "button", tabindex: "0", "aria-roledescription": "entry; arrow keys move" });
    node.append(cursor);
    node.classList.add("j-choosing");
    node.addEventListener("click", (event) => {
      const at = this.#pair(event);
      if (!at) return;
      const t = at.t ?? Math.max(this.at.t, at.k);
      this.choose(t, at.k ?? t, event);
      cursor.focus({ preventScroll: true });
    });
    cursor.addEventListener("keydown", (event) => {
      const to = moved(event.key, this.at, this.f.steps);
      if (!to && event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
      if (to) this.choose(to.t, to.k, event);
    });
  }

  #pair(event) {
    const box = this.node.getBoundingClientRect();
    return pairAt(this.f, event.clientX - box.left, event.clientY - box.top);
  }
}
