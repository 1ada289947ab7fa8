// One minibatch: sequences side by side, one mean gradient, clipped if it is long, one update.

import { show } from "../shared/numbers.js";
import { part } from "../shared/ease.js";
import { pressable, set, svg } from "../shared/svg.js";
import { maths, outline, seen, words } from "./draw.js";
import { batchLayout, box, members, pieceAt, pieceCell } from "./layout.js";

export class BatchPicture {
  // zoomIn(name, step): called by a press on a sub-sequence
  constructor(scene, f, minibatch, zoomIn) {
    Object.assign(this, { scene, f, minibatch });
    this.names = members(scene.order, scene.batchSize, minibatch);
    this.lengths = this.names.map((n) => scene.names[n].letters.length);
    this.columns = Math.ceil(Math.max(...this.lengths) / scene.length);
    this.g = batchLayout(f, this.lengths, scene.length);
    this.node = svg("g");
    const all = Math.ceil(scene.order.length / scene.batchSize);
    this.node.append(...outline(box(f), `minibatch ${minibatch + 1} of ${all}`).nodes);
    this.rows = this.names.map((n, row) => this.#row(n, row, zoomIn));
    this.#panel();
  }

  get count() {
    return this.columns + 3;
  }

  cell(name, step) {
    const row = this.names.indexOf(name);
    const at = pieceAt(this.lengths[row], this.scene.length, step);
    return pieceCell(this.g, row, at.start, at.size);
  }

  name(frame) {
    const k = frame - this.columns;
    if (k < 0) return `sub-sequence ${frame + 1} of every name: forward and back`;
    const [value, norm, , after] = this.scene.minibatches.row(this.minibatch);
    const clipped = this.scene.clipped[this.minibatch];
    return [`mean loss ${show(value)}`, `gradient ${show(norm)}${clipped ? ", clipped" : ""}`, `updated: mean loss ${show(after)}`][k];
  }

  draw(frame, progress) {
    const p = progress;
    this.rows.forEach((row) => {
      row.pieces.forEach((piece, c) => {
        const begun = c < frame ? 1 : c === frame ? part(p, 0, 0.5) : 0;
        piece.letters.forEach((letter, k) => letter.classList.toggle("l-read", begun * piece.letters.length >= k + 1 || begun === 1));
        const gone = c < frame ? 1 : c === frame ? part(p, 0.5, 1) : 0;
        set(piece.line, { "stroke-dasharray": `${piece.size * gone} ${piece.size + 1}` });
      });
      seen(row.sum, frame >= row.pieces.length - (p < 1 ? 0 : 1));
    });
    this.lines.forEach((line, k) => seen(line, frame >= this.columns + k));
    const bar = frame === this.columns + 1 ? part(p, 0, 0.6) : frame > this.columns + 1 ? 1 : 0;
    if (this.bar) set(this.bar, { width: this.barSize * bar });
  }

  #row(n, row, zoomIn) {
    const { g, scene, f } = this;
    const own = scene.names[n];
    const count = own.letters.length;
    const y = g.y(row);
    const pieces = [];
    for (let start = 0; start < count; start += scene.length) {
      const size = Math.min(scene.length, count - start);
      const place = pieceCell(g, row, start, size);
      const box = svg("rect", { ...place, rx: 7, class: "l-piece" });
      const which = `sub-sequence ${start / scene.length + 1} of ${own.targets.slice(0, -1) || "the empty name"}; zoom in`;
      const group = svg("g", {}, box);
      pressable(group, which, () => zoomIn(n, start));
      const letters = Array.from({ length: size }, (_, k) => {
        const x = g.x(start + k);
        const letter = svg("g", { class: "l-small-cell" });
        letter.append(svg("rect", { x: x + 1, y: y + 1, width: g.cell - 2, height: g.side - 6, rx: 3 }), words(x + g.cell / 2, y + (g.side - 5) / 2 + 5, own.letters[start + k], "l-mini", "middle"));
        group.append(letter);
        return letter;
      });
      const width = place.width - 8;
      const line = svg("path", { class: "l-walked", d: `M${place.x + place.width - 4} ${y + g.side - 1}h${-width}` });
      group.append(line);
      this.node.append(group);
      pieces.push({ letters, line, size: width });
    }
    const middle = y + g.side / 2 + 4;
    const sum = svg("g", {}, words(g.sum, middle, f.narrow ? show(scene.sums.at(n)) : `Σ L = ${show(scene.sums.at(n))}`, "l-digits"));
    if (!f.narrow) sum.append(maths(g.sum + 94, middle, String.raw`‖g‖ = \mathrm{${show(scene.norms.at(n))}}`, 15, "start", "l-grad"));
    this.node.append(sum);
    return { pieces, sum };
  }

  #panel() {
    const { scene, g, f } = this;
    const { x, y, width, step } = g.panel;
    const [value, norm, used, after] = scene.minibatches.row(this.minibatch);
    const count = this.lengths.reduce((a, b) => a + b, 0);
    const line = (k, label, number, name = "") => {
      const group = svg("g", {}, words(x, y + k * step, label, `l-label ${name}`));
      group.append(words(x + width, y + k * step, number, `l-total ${name}`, "end"));
      this.node.append(group);
      return group;
    };
    const mean = line(0, `mean of ${count} losses`, show(value));
    const gradient = line(1, f.narrow ? "mean gradient" : "length of their mean", show(norm), "l-grad");
    const below = y + step + 16;
    const clipped = scene.clipped[this.minibatch];
    if (scene.limit !== null) {
      const most = Math.max(1.25 * scene.limit, Number.isFinite(norm) ? norm : 0);
      const at = (size) => (width * size) / most;
      this.barSize = Number.isFinite(norm) ? at(norm) : width;
      this.bar = svg("rect", { x, y: below, width: 0, height: 10, class: "l-magenta" });
      gradient.append(svg("rect", { x, y: below, width, height: 10, class: "l-trough" }), this.bar);
      gradient.append(svg("line", { class: "l-limit", x1: x + at(scene.limit), x2: x + at(scene.limit), y1: below - 5, y2: below + 15 }));
      const says = clipped ? `longer than ${show(scene.limit)}: shortened to ${show(used)}` : `limit ${show(scene.limit)}: left as it is`;
      if (!f.narrow) gradient.append(words(x, below + 31, says, "u-muted l-small"));
    } else if (!f.narrow) gradient.append(words(x, below + 8, "no limit", "u-muted l-small"));
    const update = line(2, "update", "");
    update.append(maths(x + width, y + 2 * step, `W ← W - ${scene.rate} \\, g`, 18, "end"));
    update.append(words(x, y + 3 * step - (f.narrow ? 8 : 28), "mean loss now", "l-label"), words(x + width, y + 3 * step - (f.narrow ? 8 : 28), show(after), "l-total", "end"));
    this.lines = [mean, gradient, update];
  }
}
