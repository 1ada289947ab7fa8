// A whole weight matrix: a picture of all entries, and the digits of the one pointed at.

import { html, set } from "../shared/svg.js";
import { show } from "../shared/numbers.js";

export function matrixView(matrix) {
  const view = html("section", { class: "p-matrix" });
  const [gates, rows, columns] = matrix.values.shape;
  const size = gates > 1 ? `${gates} blocks of ${rows} × ${columns}` : `${rows} × ${columns}`;
  view.append(html("p", { class: "p-words" }, `${matrix.words} · ${size}, the same at every step`));
  const readout = html("output", { class: "p-result" });
  view.append(readout);
  const blocks = html("div", { class: "p-blocks" });
  const top = largestOf(matrix.values, gates * rows * columns);
  for (let g = 0; g < gates; g++) blocks.append(block(matrix, g, top, readout));
  view.append(blocks, html("p", { class: "p-note", text: "Rows: from. Columns: to. Round is positive, square is negative, the area is the size. Point at an entry, or use the arrow keys, to read it." }));
  point(matrix, 0, 0, 0, readout);
  return view;
}

function largestOf(table, count) {
  let top = 0;
  for (let k = 0; k < count; k++) top = Math.max(top, Math.abs(table.numbers[table.offset + k]));
  return top || 1;
}

function point(matrix, g, i, j, readout) {
  const gate = matrix.gates.length > 1 ? `${matrix.gates[g]}: ` : "";
  const value = show(matrix.values.at(g, i, j));
  set(readout, { text: `${gate}${matrix.name}[${matrix.rows[i]}, ${matrix.columns[j]}] = ${value}` });
}

// One gate's block: a grid of squares; sign by hue and by a notch, size by strength.
function block(matrix, g, top, readout) {
  const [gates, rows, columns] = matrix.values.shape;
  const table = html("div", { class: "p-grid", tabindex: 0, role: "application", "aria-label": `${matrix.name} ${matrix.gates[g]}: entries, arrow keys move` });
  table.style.gridTemplateColumns = `auto repeat(${columns}, 1fr)`;
  const cells = [];
  table.append(html("span"));
  for (const name of matrix.columns) table.append(html("span", { class: "p-edge", text: name }));
  for (let i = 0; i < rows; i++) {
    table.append(html("span", { class: "p-edge", text: matrix.rows[i] }));
    for (let j = 0; j < columns; j++) {
      const value = matrix.values.at(g, i, j);
      const cell = html("i", { class: value < 0 ? "p-entry p-negative" : "p-entry" });
      cell.style.setProperty("--s", `${(100 * Math.sqrt(Math.abs(value) / top)).toFixed(0)}%`);
      cell.addEventListener("pointerenter", () => move(i, j));
      cells.push(cell);
      table.append(cell);
    }
  }
  const at = { i: 0, j: 0 };
  function move(i, j) {
    cells[at.i * columns + at.j].classList.remove("p-at");
    at.i = Math.min(rows - 1, Math.max(0, i));
    at.j = Math.min(columns - 1, Math.max(0, j));
    cells[at.i * columns + at.j].classList.add("p-at");
    point(matrix, g, at.i, at.j, readout);
  }
  table.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    if (!step) return;
    event.preventDefault();
    move(at.i + step[0], at.j + step[1]);
  });
  const figure = html("figure", { class: "p-block" }, table);
  if (gates > 1) figure.append(html("figcaption", { text: matrix.gates[g] }));
  return figure;
}
