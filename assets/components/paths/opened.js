// What stands behind a tile: the matrix of a factor, or a contribution as what W multiplies times
// the gradient of what it computes.

import { html } from "../shared/svg.js";
import { htmlMath, plain } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { factorSymbol } from "./layout.js";

const KINDS = {
  outer: ": every entry is what flows in (rows) times the gradient of what it flows into (columns). Press one to see how that gradient came about.",
  each: ": unit by unit, what flows in times the gradient of what it flows into. Press one to see how that gradient came about.",
  same: ": what is added passes the gradient on as it is. Press one to see how it came about.",
};

export class Opened {
  // press(gate, unit): an entry of a contribution was pressed
  constructor(press) {
    this.press = press;
    this.node = html("section", { class: "b-opened" });
  }

  // The matrix of factor j: rows to, columns from.
  factor(scene, j) {
    const values = scene.factors;
    const [, rows, columns] = values.shape;
    const symbol = factorSymbol(j, scene.state);
    const words = html("p", { class: "b-words" }, htmlMath(symbol), ` · ${rows} × ${columns} · norm ${show(scene.stretch.at(j))}. Rows: entry of the later state. Columns: entry of the earlier one.`);
    const unit = (i, step) => `\\partial{}${scene.units[i][0]}_{${step}}[${scene.units[i].slice(1)}]`;
    const { made } = scene; // of two factors, where a step is no more than φ(W h + …)
    const say = (r, c) => {
      const entry = [htmlMath(`${unit(r, j + 1)}/${unit(c, j)}`)];
      if (made) entry.push(" = ", htmlMath(`${made.slope}(a_{${j + 1}}[${r + 1}]) \\,\\cdot\\,W[${c + 1},${r + 1}]`), ` = ${show(made.slopes.at(j, r))} × ${show(made.weights.at(c, r))}`);
      return [...entry, ` = ${show(values.at(j, r, c))}`];
    };
    const names = scene.units.map((name) => (name.slice(1) === "1" && scene.state === "s" ? name : name.slice(1)));
    let top = 0;
    for (let i = 0; i < values.shape[0] * rows * columns; i++) top = Math.max(top, Math.abs(values.numbers[values.offset + i]) || 0);
    this.#show(words, [grid({ rows: names, columns: names, at: (r, c) => values.at(j, r, c), top, say, name: plain(symbol) })]);
  }

  // The contribution of one pair, which Python has sent; null while it is on its way.
  use(scene, t, k) {
    const { chosen } = scene;
    if (!chosen || chosen.t !== t || chosen.k !== k) {
      this.node.classList.add("b-waiting");
      return;
    }
    const { values, fed, received } = chosen;
    const [gates, rows, columns] = values.shape;
    let top = 0;
    for (let i = 0; i < gates * rows * columns; i++) top = Math.max(top, Math.abs(values.numbers[values.offset + i]) || 0);
    const words = html("p", { class: "b-words" }, `What the use at step ${k + 1} adds to `, htmlMath(`\\partial{}L_{${t + 1}}/\\partial{}${scene.parameter}`), KINDS[chosen.kind]);
    const blocks = chosen.gates.map(([, name, receiver], g) => {
      const say = (r, c) => {
        const got = `${receiver}[${c + 1}]`;
        const one = chosen.kind === "outer" ? r : c; // of what flows in: an entry a row, or one a unit
        const label = chosen.kind === "outer" ? chosen.rows[r] : c + 1;
        const gate = gates > 1 ? `${name}: ` : "";
        const result = ` = ${show(values.at(g, r, c))}`;
        if (chosen.kind === "same") return [gate, htmlMath(got), result];
        const where = scene.parameter === "U" ? `\\mathrm{${label}}` : label;
        return [gate, htmlMath(`${chosen.left[g]}[${where}]`), " · ", htmlMath(got), ` = ${show(fed.at(g, one))} × ${show(received.at(g, c))}`, result];
      };
      const edges = chosen.kind === "outer" ? { left: (r) => fed.at(g, r), head: (c) => received.at(g, c), leftName: chosen.left[g], headName: receiver } : {};
      return grid({ rows: chosen.rows, columns: scene.columns, at: (r, c) => values.at(g, r, c), top, say, caption: gates > 1 ? name : "", name: `contribution, ${name}`, press: (r, c) => this.press(chosen.gates[g][0], c), ...edges });
    });
    this.#show(words, blocks);
  }

  close() {
    this.node.replaceChildren();
  }

  #show(words, blocks) {
    this.node.classList.remove("b-waiting");
    const had = this.node.getRootNode().activeElement?.dataset?.grid;
    const readout = html("output", { class: "b-readout" });
    this.node.replaceChildren(words, readout, html("div", { class: "b-blocks" }, ...blocks.map((block) => block.node)));
    for (const block of blocks) block.listen(readout);
    blocks[0]?.point(0, 0);
    if (had) this.node.querySelector(`[data-grid="${had}"]`)?.focus({ preventScroll: true });
  }
}

const area = (value, top) => `${(100 * Math.sqrt(Math.min(1, Math.abs(value) / (top || 1)))).toFixed(0)}%`;

// A matrix: round is positive, square negative, the area is the size. Rows and columns may have a
// vector at their edges, drawn alike, on scales of their own.
function grid({ rows, columns, at, top, say, name, caption = "", press, left, head, leftName, headName }) {
  const table = html("div", { class: "b-grid", tabindex: "0", role: "application", "aria-label": `${name}: entries; arrow keys move${press ? ", Enter opens" : ""}`, "data-grid": name });
  table.style.width = `${(columns.length + 3) * 18 + 20}px`;
  table.style.gridTemplateColumns = `auto ${left ? "minmax(14px, 1fr) 6px " : ""}repeat(${columns.length}, minmax(14px, 1fr))`;
  const entry = (value, most, look = "") => {
    const node = html("i", { class: `b-entry${value < 0 ? " b-negative" : ""}${look}` });
    node.style.setProperty("--s", area(value, most));
    return node;
  };
  const largest = (read, count) => Math.max(...Array.from({ length: count }, (_, i) => Math.abs(read(i)) || 0));
  const before = left ? [html("span"), html("span")] : [];
  table.append(html("span"), ...before, ...columns.map((text) => html("span", { class: "b-edge" }, text)));
  if (head) {
    const most = largest(head, columns.length);
    table.append(html("span"), ...before.map((node) => node.cloneNode()), ...columns.map((_, c) => entry(head(c), most, " b-at-edge b-of-gradient")));
    table.append(html("span", { class: "b-gap" }));
  }
  const mostLeft = left && Math.max(1, largest(left, rows.length)); // states lie in ±1
  const cells = rows.map((text, r) => {
    table.append(html("span", { class: "b-edge" }, text));
    if (left) table.append(entry(left(r), mostLeft, " b-at-edge"), html("span"));
    return columns.map((_, c) => {
      const node = entry(at(r, c), top, press ? " b-opens" : "");
      table.append(node);
      return node;
    });
  });
  const place = { r: 0, c: 0 };
  let out = null;
  const point = (r, c) => {
    cells[place.r][place.c].classList.remove("b-at");
    place.r = Math.min(rows.length - 1, Math.max(0, r));
    place.c = Math.min(columns.length - 1, Math.max(0, c));
    cells[place.r][place.c].classList.add("b-at");
    out.replaceChildren(...say(place.r, place.c));
  };
  const listen = (readout) => {
    out = readout;
    cells.forEach((line, r) => line.forEach((node, c) => {
      node.addEventListener("pointerenter", () => point(r, c));
      if (press) node.addEventListener("click", () => press(r, c));
    }));
    table.addEventListener("keydown", (event) => {
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (!step && !(press && event.key === "Enter")) return;
      event.preventDefault();
      event.stopPropagation();
      if (step) point(place.r + step[0], place.c + step[1]);
      else press(place.r, place.c);
    });
  };
  const figure = html("figure", { class: "b-block u-frame" });
  if (caption) figure.append(html("figcaption", {}, caption));
  if (head) figure.append(html("p", { class: "b-vectors" }, "down: ", htmlMath(leftName), " · across: ", htmlMath(headName)));
  figure.append(table);
  return { node: figure, listen, point };
}
