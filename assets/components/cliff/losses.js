// The loss of the three descents over their updates.

import { set, svg } from "../shared/svg.js";
import { TOP, lossFrame, lossLine, lossX, lossY, updateAt } from "./layout.js";
import { KINDS, SHAPES } from "./map.js";

export class Losses {
  // go(n): the learner pressed update n
  constructor(updates, width, go) {
    const f = (this.f = lossFrame(width, updates));
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, class: "c-losses", role: "img", "aria-label": "loss over updates, one curve a rule" });
    const add = (node) => (this.node.append(node), node);
    for (const loss of [0, TOP / 2, TOP]) {
      add(svg("path", { class: loss ? "c-grid" : "c-axis", d: `M${f.x0} ${lossY(f, loss)}H${f.x1}` }));
      add(svg("text", { class: "c-tick", x: f.x0 - 6, y: lossY(f, loss) + 5, "text-anchor": "end" }, String(loss)));
    }
    for (let n = 0; n <= updates; n += 5) add(svg("text", { class: "c-tick", x: lossX(f, n), y: f.y0 + 18, "text-anchor": "middle" }, String(n)));
    add(svg("text", { class: "c-tick", x: (f.x0 + f.x1) / 2, y: f.height - 4, "text-anchor": "middle" }, "updates"));
    this.cursor = add(svg("path", { class: "c-cursor" }));
    this.coming = KINDS.map((kind) => add(svg("path", { class: `c-loss c-coming c-${kind}` })));
    this.lines = KINDS.map((kind) => add(svg("path", { class: `c-loss c-${kind}` })));
    this.marks = KINDS.map((kind) => add(svg("path", { class: `c-place c-${kind}`, d: SHAPES[kind] })));
    this.node.addEventListener("click", (event) => go(updateAt(f, event.offsetX)));
  }

  // loss[rule](n); null while the learner moves the point, and no descent from it is known yet
  draw(loss, n) {
    const { f } = this;
    set(this.cursor, { d: `M${lossX(f, n)} ${f.y1}V${f.y0}` });
    KINDS.forEach((_, r) => {
      set(this.coming[r], { d: loss ? lossLine(f, loss[r], f.updates) : "" });
      set(this.lines[r], { d: loss ? lossLine(f, loss[r], n) : "" });
      const there = loss && Number.isFinite(loss[r](n));
      set(this.marks[r], { visibility: there ? null : "hidden", transform: there ? `translate(${lossX(f, n)} ${lossY(f, loss[r](n))})` : null });
    });
  }
}
