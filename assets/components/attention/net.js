// Encoder below, decoder above, and between them an arc for every weight, as broad as it is large.

import { set, svg } from "../shared/svg.js";
import { part } from "../shared/ease.js";
import { arc, broad, grown, netFrame, nodeX } from "./layout.js";

export class Net {
  constructor(scene, width, { tip, says, choose, hot }) {
    const f = netFrame(scene.inputs, scene.outputs, width);
    Object.assign(this, { scene, f, hotRow: null, hotColumn: null });
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "img", "aria-label": "encoder and decoder with the attention between them" });
    const chain = (row, count, both) => {
      const group = svg("g", { class: "a-chain" });
      for (let k = 1; k < count; k++) {
        const [from, to] = [nodeX(row, k - 1) + f.r + 2, nodeX(row, k) - f.r - 2];
        if (to - from > 5) group.append(svg("path", { d: arrow(from, to, row.y, both) }));
      }
      return group;
    };
    this.written = chain(f.outputs, scene.outputs.length, false);
    this.arcs = scene.outputs.map((_, t) =>
      scene.inputs.map((_, s) => {
        const weight = scene.weights.at(t, s);
        if (broad(weight) === 0) return null;
        const path = svg("path", { d: arc(f, t, s), class: "a-arc" });
        path.addEventListener("pointermove", (event) => {
          tip.show(event, says(t, s));
          hot(t, s);
        });
        path.addEventListener("pointerleave", () => {
          tip.hide();
          hot(null, null);
        });
        path.addEventListener("click", () => choose(t, s));
        return { path, wide: broad(weight) };
      }),
    );
    this.read = scene.inputs.map((label, s) => this.#symbol(f.inputs, s, label, "a-read", 1));
    this.wrote = scene.outputs.map((label, t) => this.#symbol(f.outputs, t, label, "a-wrote", -1));
    this.node.append(chain(f.inputs, scene.inputs.length, true), this.written, ...this.arcs.flat().filter(Boolean).map(({ path }) => path), ...this.read.flat(), ...this.wrote.flat());
    this.node.append(...this.#names());
  }

  draw(frame, progress) {
    this.frame = frame;
    this.arcs.forEach((row, t) => {
      const share = grown(t, frame, progress, part);
      row.forEach((one) => one && set(one.path, { "stroke-width": Math.round(one.wide * share * 100) / 100, visibility: share > 0 ? null : "hidden" }));
    });
    this.wrote.forEach(([node, label], t) => {
      node.classList.toggle("a-later", t > frame - 1);
      label.classList.toggle("a-later", t > frame - 1 || (t === frame - 1 && progress < 0.75));
    });
    [...this.written.children].forEach((line, t) => line.classList.toggle("a-later", t + 1 > frame - 1));
    this.#shine();
  }

  // A row, a column or a cell is pointed at.
  mark(t, s) {
    [this.hotRow, this.hotColumn] = [t, s];
    this.#shine();
  }

  // Strong: what is pointed at, else what is being written.
  #shine() {
    const { hotRow, hotColumn } = this;
    const pointed = hotRow !== null || hotColumn !== null;
    const on = (t, s) => (pointed ? (hotRow === null || hotRow === t) && (hotColumn === null || hotColumn === s) : t === this.frame - 1);
    this.arcs.forEach((row, t) => row.forEach((one, s) => one && set(one.path, { class: on(t, s) ? "a-arc a-strong" : "a-arc" })));
    this.wrote.forEach(([, label], t) => label.classList.toggle("a-on", pointed ? hotRow === t : t === this.frame - 1));
    this.read.forEach(([, label], s) => label.classList.toggle("a-on", hotColumn === s));
  }

  #symbol(row, k, label, look, side) {
    const x = nodeX(row, k);
    const y = row.y + side * (this.f.r + (side > 0 ? 19 : 9));
    const flat = { x, y, "text-anchor": "middle" };
    const leaning = side > 0 ? { transform: `translate(${x + 4} ${y - 4}) rotate(-45)`, "text-anchor": "end" } : { transform: `translate(${x - 2} ${y}) rotate(-45)` };
    return [
      svg("circle", { cx: x, cy: row.y, r: this.f.r, class: look }),
      svg("text", { ...(row.labels.slanted ? leaning : flat), class: "a-label" }, label),
    ];
  }

  #names() {
    const { f } = this;
    const at = (row, text) => svg("text", { x: 2, y: row.y + 5, class: "a-name" }, text);
    return [at(f.outputs, "decoder"), at(f.inputs, "encoder")];
  }
}

function arrow(from, to, y, both) {
  const head = Math.min(5, (to - from) / 2);
  const right = `M${to - head} ${y - head * 0.7}L${to} ${y}L${to - head} ${y + head * 0.7}`;
  const left = both ? `M${from + head} ${y - head * 0.7}L${from} ${y}L${from + head} ${y + head * 0.7}` : "";
  return `M${from} ${y}H${to}${right}${left}`;
}
