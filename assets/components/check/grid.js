// A parameter and its gradient as two pictures of marks; an entry of the gradient is a control.

import { show } from "../shared/numbers.js";
import { pressable, set, svg } from "../shared/svg.js";
import { largest, mark, matrices, moved } from "./layout.js";

export class Grid {
  // choose(row, column); look(row, column, event) with row null when the pointer leaves
  constructor(matrix, block, width, { choose, look }) {
    const { rows, columns } = matrix;
    Object.assign(this, { matrix, block, rows: rows.length, columns: columns.length });
    const f = (this.f = matrices(width, this.rows, this.columns));
    this.tops = [largest(matrix.values), largest(matrix.grads)];
    this.node = svg("svg", { width, height: this.#height(), viewBox: `0 0 ${width} ${this.#height()}`, class: "k-grid", role: "group", "aria-label": `${matrix.words} ${matrix.blocks[block]} and their gradient; arrow keys move, Enter chooses` });
    this.marks = [svg("rect", { class: "k-chosen" }), svg("rect", { class: "k-chosen" })];
    const titles = [[matrix.symbol, `k-strong`], [`∂L/∂${matrix.symbol}`, "k-strong k-grad"]];
    [matrix.values, matrix.grads].forEach((table, which) => this.#picture(table, which, titles[which], choose, look));
    this.node.append(...this.marks);
    this.node.addEventListener("keydown", (event) => this.#key(event));
  }

  // The chosen entry, or null if it is not in this block.
  mark(at) {
    this.marks.forEach((rect, which) => {
      const place = this.f.places[which];
      if (at) set(rect, { x: place.x + at[1] * this.f.size, y: place.y + at[0] * this.f.size, width: this.f.size, height: this.f.size });
      set(rect, { visibility: at ? null : "hidden" });
    });
    this.#reach(at ?? [0, 0]);
  }

  #height() {
    const { places, size } = this.f;
    return places[1].y + this.rows * size + 6;
  }

  #picture(table, which, [title, className], choose, look) {
    const { f, matrix, block, rows, columns } = this;
    const { size } = f;
    const place = f.places[which];
    const group = svg("g", { transform: `translate(${place.x} ${place.y})` });
    const top = this.tops[which];
    group.append(svg("text", { x: 0, y: -26, class: className, text: title }));
    group.append(svg("text", { x: columns * size, y: -26, class: "u-muted k-small", "text-anchor": "end", text: `${columns * size > 150 ? "largest " : "to "}${show(top)}` }));
    if (f.labels) {
      const fits = (text, j) => text.length < 2 || size >= 16 || j % 2;
      matrix.columns.forEach((text, j) => fits(text, j) && group.append(svg("text", { x: (j + 0.5) * size, y: -7, class: "k-edge", "text-anchor": "middle", text })));
      matrix.rows.forEach((text, i) => group.append(svg("text", { x: -5, y: (i + 0.5) * size + 4, class: "k-edge", "text-anchor": "end", text })));
    }
    group.append(svg("rect", { width: columns * size, height: rows * size, class: "k-field" }));
    const [plus, minus] = [[], []];
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < columns; j++) {
        const value = table.at(block, i, j);
        const d = mark(value, top, size);
        if (d) (value < 0 ? minus : plus).push(`M${(j + 0.5) * size} ${(i + 0.5) * size}${d}`);
      }
    }
    const role = which ? "k-gradient" : "k-weight";
    group.append(svg("path", { class: role, d: plus.join("") }), svg("path", { class: `${role} k-minus`, d: minus.join("") }));
    if (which) this.cells = this.#cells(group, choose, look);
    else this.#pointer(group, choose, look);
    this.node.append(group);
  }

  // The weights answer to a pointer; the keyboard has the same entries in the gradient.
  #pointer(group, choose, look) {
    const { size } = this.f;
    const at = (event) => {
      const box = group.lastChild.getBoundingClientRect();
      const inside = (value, count) => Math.min(count - 1, Math.max(0, Math.floor(value / size)));
      return [inside(event.clientY - box.top, this.rows), inside(event.clientX - box.left, this.columns)];
    };
    const field = svg("rect", { width: this.columns * size, height: this.rows * size, class: "k-hit" });
    field.addEventListener("pointermove", (event) => look(...at(event), event));
    field.addEventListener("pointerleave", () => look(null));
    field.addEventListener("click", (event) => choose(...at(event)));
    group.append(field);
  }

  #cells(group, choose, look) {
    const { f, matrix, block } = this;
    const found = [];
    for (let i = 0; i < this.rows; i++) {
      for (let j = 0; j < this.columns; j++) {
        const cell = svg("rect", { x: j * f.size, y: i * f.size, width: f.size, height: f.size, class: "k-hit" });
        const words = `${matrix.symbol}[${[matrix.rows[i], matrix.columns[j]].filter(Boolean).join(", ")}]: weight ${show(matrix.values.at(block, i, j))}, gradient ${show(matrix.grads.at(block, i, j))}`;
        pressable(cell, words, () => choose(i, j));
        set(cell, { tabindex: "-1" });
        cell.addEventListener("pointermove", (event) => look(i, j, event));
        cell.addEventListener("pointerleave", () => look(null));
        found.push(cell);
        group.append(cell);
      }
    }
    return found;
  }

  #key(event) {
    const to = moved(this.at, event.key, this.rows, this.columns);
    if (!to) return;
    event.preventDefault();
    event.stopPropagation();
    this.#reach(to);
    this.cells[to[0] * this.columns + to[1]].focus();
  }

  // One stop of the tab key: the entry where the arrow keys are.
  #reach(at) {
    if (this.at) set(this.cells[this.at[0] * this.columns + this.at[1]], { tabindex: "-1" });
    this.at = at;
    set(this.cells[at[0] * this.columns + at[1]], { tabindex: "0" });
  }
}
