// One epoch: every minibatch once, in shuffled order, each with the weights that the last one left.

import { part } from "../shared/ease.js";
import { show } from "../shared/numbers.js";
import { pressable, set, svg } from "../shared/svg.js";
import { dimmed, outline, seen, words } from "./draw.js";
import { batchCell, box, boxed, epochLayout, members } from "./layout.js";

export class EpochPicture {
  // zoomIn(minibatch): called by a press on one
  constructor(scene, f, zoomIn) {
    Object.assign(this, { scene, f });
    const all = scene.minibatches.shape[0];
    this.g = epochLayout(f, all, scene.chance);
    this.node = svg("g");
    this.node.append(...outline(box(f), `the epoch: ${scene.order.length} names in shuffled order`).nodes);
    if (!f.narrow) this.node.append(words(this.g.x0, 30, "mean loss of each, before its update; dotted: all symbols equally likely", "u-muted l-small"));
    this.#axis();
    this.rows = Array.from({ length: all }, (_, m) => this.#row(m, zoomIn));
    this.#words();
  }

  get count() {
    return this.rows.length + 1;
  }

  cell(minibatch) {
    return batchCell(this.g, minibatch);
  }

  name(frame) {
    const { scene } = this;
    if (frame === this.rows.length) return `the mean over the epoch: ${show(scene.whole.at(0))}`;
    return `minibatch ${frame + 1} of ${this.rows.length}: loss ${show(scene.minibatches.at(frame, 0))}, one update`;
  }

  draw(frame, progress) {
    const p = part(progress, 0, 1);
    this.rows.forEach((row, m) => {
      dimmed(row.node, m > frame);
      row.node.classList.toggle("l-at", m === frame);
      row.node.classList.toggle("l-done", m <= frame);
      const grown = m < frame ? 1 : m === frame ? p : 0;
      set(row.bar, { width: row.size * grown });
      seen(row.value, m < frame || (m === frame && p > 0.5));
    });
    seen(this.end, frame === this.rows.length);
  }

  #axis() {
    const { g, scene } = this;
    const last = g.y(scene.minibatches.shape[0]);
    const x = g.x0 + g.bar(scene.chance);
    this.node.append(svg("line", { class: "l-axis", x1: g.x0, x2: g.x0, y1: 50, y2: last }));
    this.node.append(svg("line", { class: "l-chance", x1: x, x2: x, y1: 50, y2: last }));
  }

  #row(m, zoomIn) {
    const { g, scene, f } = this;
    const place = this.cell(m);
    const node = svg("g");
    const group = svg("g", {}, svg("rect", { ...place, rx: 7, class: "l-piece" }));
    const names = members(scene.order, scene.batchSize, m).map((n) => scene.names[n].targets.slice(0, -1) || "·");
    pressable(group, `minibatch ${m + 1}: ${names.join(", ")}; zoom in`, () => zoomIn(m));
    const shown = boxed(names, place.width - 16, f.narrow ? 7.6 : 8.4);
    const lines = shown.at(-1).line + 1;
    const high = Math.min(28, (place.height - 2) / lines - (lines > 1 ? 3 : 0));
    const first = place.y + (place.height - (high + 3) * lines + 3) / 2;
    for (const { text, x, line, width } of shown) {
      const y = first + (high + 3) * line;
      group.append(svg("rect", { x: place.x + 8 + x, y, width, height: high, rx: 5, class: "l-name" }));
      group.append(words(place.x + 8 + x + width / 2, y + high / 2 + 5, text, f.narrow || high < 20 ? "l-small" : "", "middle"));
    }
    const value = scene.minibatches.at(m, 0);
    const tall = Math.min(20, g.pitch - 8);
    const y = place.y + place.height / 2 - tall / 2;
    const size = g.bar(value);
    const bar = svg("rect", { x: g.x0, y, height: tall, class: g.beyond(value) ? "l-bar l-beyond" : "l-bar" });
    const digits = f.narrow ? words(g.x0 + 6, y + tall / 2 + 5, show(value), "l-digits l-inside") : words(g.x0 + size + 8, y + tall / 2 + 5, show(value) + (g.beyond(value) ? " →" : ""), "l-digits l-beside");
    node.append(group, bar, digits);
    this.node.append(node);
    return { node, bar, size, value: digits };
  }

  #words() {
    const { scene, g, f } = this;
    const [mean, before, after] = scene.whole.row();
    const { x, y, step } = g.words;
    const line = (k, text) => words(x, y + k * step, text, f.narrow ? "l-small" : "l-says");
    this.end = svg("g", {}, line(0, `mean loss over the epoch, each step as it came: ${show(mean)}`));
    if (f.narrow) this.end.append(line(1, `all names, first weights: ${show(before)}`), line(2, `all names, last weights: ${show(after)}`));
    else this.end.append(line(1, `all names with the first weights: ${show(before)}, with the last: ${show(after)}`));
    this.node.append(this.end);
  }
}
