// The weights before, the gradient as gathered so far, and the weights after: three matrices on
// one scale of colours.

import { html, pressable, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { block, cell, entry, grid } from "./mosaic.js";

const LEGIBLE = 11; // px of a row that has room for its letter
const SIGNS = 190; // px of the signs between the matrices
const WORDS = { value: "before", gathered: "gradient gathered so far", after: "after" };

export class Sums {
  // actions: open(sel), tip
  constructor(actions) {
    this.actions = actions;
    this.value = new Figure("value", actions);
    this.gathered = new Figure("gathered", actions);
    this.after = new Figure("after", actions);
    this.rate = html("span", { class: "b-rate" });
    const minus = html("div", { class: "b-sign" }, "−", this.rate, "×");
    this.node = html("div", { class: "b-sums" }, this.value.node, minus, this.gathered.node, html("div", { class: "b-sign" }, "="), this.after.node);
  }

  update(scene, palette, width) {
    const { matrix } = scene;
    const [rows, columns] = matrix.value.shape;
    this.scene = scene;
    this.shape = { rows, gates: columns / scene.units, units: scene.units };
    const narrow = width < 480; // one above the other, and room for fingers where entries open
    const room = narrow ? 0.34 * width : (width - SIGNS) / 3 - (matrix.name === "U" ? 18 : 0);
    for (const figure of [this.value, this.gathered, this.after]) {
      figure.build(this, palette, cell(narrow && figure === this.gathered ? 0.62 * width : room, this.shape));
    }
  }

  // count: uses gathered; drop, step: how far the last of them and the update have come
  draw({ count, drop, step, at }) {
    const { matrix, update, symbols } = this.scene;
    const steps = symbols.length;
    this.value.show(matrix.value, 0, "as it was");
    const whole = count - (drop < 1 ? 1 : 0); // those that have arrived
    const norm = whole > 0 ? show(matrix.gatheredNorms.at(steps - whole)) : "0";
    const said = whole === 0 ? "nothing yet" : `${whole} of ${steps} uses: ‖·‖ ${norm}`;
    if (whole > 0) this.gathered.show(matrix.gathered, steps - whole, said);
    else this.gathered.clear(said);
    this.gathered.node.classList.toggle("b-taking", drop > 0.5 && drop < 1);
    set(this.rate, { text: update.texts[at] });
    if (step > 0) this.after.show(matrix.after, at, share(matrix.shares.at(at)), step);
    else this.after.clear("not yet");
  }

  select(sel) {
    this.gathered.select(sel);
  }
}

// How much of a matrix a step changed.
export function share(value) {
  if (value === 0) return "unchanged";
  if (!Number.isFinite(value)) return "it was all zeros";
  if (value >= 10) return `changed by ${show(value)} times its size`;
  const hundredths = 100 * value;
  return `changed by ${hundredths >= 9.95 ? hundredths.toFixed(0) : hundredths < 0.1 ? "less than 0.1" : hundredths.toFixed(1)}%`;
}

class Figure {
  constructor(kind, actions) {
    Object.assign(this, { kind, actions, at: { row: 0, unit: 0, gate: 0 } });
    this.title = html("figcaption", {});
    this.blocks = html("div", { class: "b-blocks" });
    this.said = html("p", { class: "b-said" });
    this.node = html("figure", { class: `b-figure b-of-${kind}` }, this.title, this.blocks, this.said);
  }

  build(sums, palette, size) {
    const { scene, shape } = sums;
    Object.assign(this, { sums, palette, size, shown: null });
    const { matrix } = scene;
    const name = this.kind === "gathered" ? `\\partial L/\\partial ${matrix.name}` : this.kind === "after" ? `${matrix.name}\\ \\mathrm{after}` : matrix.name;
    this.title.replaceChildren(htmlMath(name));
    this.blocks.style.gridTemplateColumns = `repeat(${grid(shape.gates).columns}, auto)`;
    this.canvases = matrix.gates.map(([symbol, words], gate) => this.#block(gate, symbol, words));
    this.blocks.replaceChildren(...this.canvases.map(({ box }) => box));
    this.select(this.selected);
  }

  #block(gate, symbol, words) {
    const { shape } = this.sums;
    const canvas = html("canvas", { width: shape.units, height: shape.rows });
    Object.assign(canvas.style, { width: `${shape.units * this.size}px`, height: `${shape.rows * this.size}px` });
    const mark = html("i", { class: "b-entry" });
    const hold = html("div", { class: "b-hold" }, canvas, mark);
    const { matrix } = this.sums.scene;
    if (matrix.name === "U" && this.size >= LEGIBLE) {
      const letters = html("div", { class: "b-letters" }, ...matrix.rows.map((letter) => html("span", { text: letter })));
      letters.style.lineHeight = `${this.size}px`;
      hold.append(letters);
      hold.classList.add("b-lettered");
    }
    const box = html("div", { class: "b-block" }, symbol ? html("span", { class: "u-math u-it", text: symbol }) : null, hold);
    const context = canvas.getContext("2d");
    const made = { box, hold, mark, context, words, image: context.createImageData(shape.units, shape.rows) };
    const under = (event) => {
      const { left, top, width, height } = canvas.getBoundingClientRect();
      return { ...entry(event.clientX - left, event.clientY - top, width, height, shape), gate };
    };
    hold.addEventListener("pointermove", (event) => this.actions.tip.show(event, this.#name(under(event))));
    hold.addEventListener("pointerleave", () => this.actions.tip.hide());
    if (this.kind !== "gathered") return made;
    pressable(hold, "", (event) => this.actions.open(this.#sel(event.clientX ? under(event) : { ...this.at, gate })));
    const name = () => set(hold, { "aria-label": `${this.#name({ ...this.at, gate })}; arrow keys choose an entry, Enter opens it` });
    hold.addEventListener("focus", name);
    hold.addEventListener("keydown", (event) => {
      const by = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation(); // these keys move in the matrix, not the scene around it
      this.at.row = Math.min(shape.rows - 1, Math.max(0, this.at.row + by[0]));
      this.at.unit = Math.min(shape.units - 1, Math.max(0, this.at.unit + by[1]));
      this.#point({ ...this.at, gate });
      name();
    });
    name();
    return made;
  }

  show(table, index, said, opacity = 1) {
    set(this.said, { text: said });
    this.blocks.style.opacity = opacity;
    const key = `${this.kind}${index}`;
    if (this.shown === key) return;
    Object.assign(this, { shown: key, table, index });
    const { shape, scene } = this.sums;
    const offset = table.offset + (table.shape.length === 3 ? index * table.strides[0] : 0);
    this.offset = offset;
    this.canvases.forEach(({ context, image, box }, gate) => {
      block(table.numbers, offset, shape, gate, scene.matrix.high, this.palette, image.data);
      context.putImageData(image, 0, 0);
      box.classList.remove("b-bare");
    });
  }

  clear(said) {
    set(this.said, { text: said });
    this.blocks.style.opacity = 1;
    if (this.shown === "nothing") return;
    this.shown = "nothing";
    for (const { context, box } of this.canvases) {
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      box.classList.add("b-bare");
    }
  }

  select(sel) {
    this.selected = sel;
    const [source, name, row, column] = (sel ?? "").split(".");
    for (const { mark } of this.canvases ?? []) mark.hidden = true;
    const { matrix, units } = this.sums?.scene ?? {};
    if (this.kind !== "gathered" || source !== "d_weights" || name !== matrix?.name) return;
    const place = matrix.places.indexOf(Number(row));
    if (place < 0) return;
    this.at = { row: place, unit: column % units };
    this.#point({ ...this.at, gate: Math.floor(column / units) });
  }

  #point({ row, unit, gate }) {
    this.canvases.forEach(({ mark }, k) => (mark.hidden = k !== gate));
    const { mark } = this.canvases[gate] ?? {};
    if (mark) Object.assign(mark.style, { left: `${unit * this.size}px`, top: `${row * this.size}px`, width: `${this.size}px`, height: `${this.size}px` });
  }

  #sel({ row, unit, gate }) {
    const { matrix, units } = this.sums.scene;
    return `d_weights.${matrix.name}.${matrix.places[row]}.${gate * units + unit}`;
  }

  #name({ row, unit, gate }) {
    const { matrix, units } = this.sums.scene;
    const { shape } = this.sums;
    const from = matrix.name === "b" ? "" : matrix.name === "U" ? ` from letter ${matrix.rows[row]}` : ` from unit ${row + 1}`;
    const block = matrix.gates[gate][1] ? `, ${matrix.gates[gate][1]}` : "";
    const value = this.shown === "nothing" || !this.table ? "nothing yet" : show(this.table.numbers[this.offset + row * shape.gates * units + gate * units + unit]);
    return `${matrix.name}${block}${from} to unit ${unit + 1}, ${WORDS[this.kind]}: ${value}`;
  }
}
