// One sub-sequence: steps forward, losses summed, and the walk back to its first step.

import { bars, scaleOf } from "../shared/bars.js";
import { part } from "../shared/ease.js";
import { show } from "../shared/numbers.js";
import { pressable, set, svg } from "../shared/svg.js";
import { arrow, dimmed, maths, outline, seen, words } from "./draw.js";
import { box, pieceAt, pieceLayout, stepCell } from "./layout.js";

export class PiecePicture {
  // zoomIn(step): called by a press on a step
  constructor(scene, f, place, zoomIn) {
    Object.assign(this, { scene, place, f });
    const own = scene.names[place.name];
    const g = (this.g = pieceLayout(f, place.size));
    const at = pieceAt(own.letters.length, scene.length, place.start);
    this.last = at.index === at.pieces - 1;
    this.node = svg("g");
    const which = at.pieces === 1 ? "the only sub-sequence" : `sub-sequence ${at.index + 1} of ${at.pieces}`;
    this.node.append(...outline(box(f), `${which} of “${own.targets.slice(0, -1)}”`).nodes);
    this.#labels();
    this.columns = Array.from({ length: place.size }, (_, k) => this.#column(k, zoomIn));
    this.#panel();
  }

  get count() {
    return 2 * this.place.size + 1;
  }

  cell(step) {
    return stepCell(this.f, this.g, step - this.place.start);
  }

  name(frame) {
    const { scene, place } = this;
    const n = place.size;
    if (frame < n) return `forward, step ${place.start + frame + 1}: reads ${scene.names[place.name].letters[place.start + frame]}`;
    if (frame === n) return "the losses are summed";
    const k = 2 * n - frame;
    return `back at step ${place.start + k + 1}: gathered ${show(scene.gathered.at(place.name, place.start + k))}`;
  }

  draw(frame, progress) {
    const n = this.place.size;
    const p = part(progress, 0, 1);
    const forward = Math.min(frame, n - 1); // the last step that was read
    const back = frame > n ? 2 * n - frame : n; // the first step that was walked back to
    this.columns.forEach((column, k) => {
      dimmed(column.node, k > forward);
      column.node.classList.toggle("l-at", (frame < n && k === forward) || (frame > n && k === back));
      const open = k <= forward;
      seen(column.loss, open);
      seen(column.state, open);
      if (column.wire) seen(column.wire, open);
      const gone = k >= back;
      seen(column.back, gone);
      if (open && k === frame) set(column.state, { opacity: p });
      if (gone && k === back) set(column.back, { opacity: p });
    });
    seen(this.out, frame >= n - 1 && !this.last);
    seen(this.total, frame >= n);
    seen(this.gathered, frame > n);
    if (frame > n) set(this.gathered.value, { text: show(this.#at("gathered", back)) });
    seen(this.cut, frame >= 2 * n);
  }

  #at(what, k) {
    return this.scene[what].at(this.place.name, this.place.start + k);
  }

  #labels() {
    const { g, f } = this;
    const rows = [
      ["the loss", "L_t", g.y.loss + 5, ""],
      ["the state", "h_t", g.y.top + g.y.state * (f.narrow ? 0.5 : 0.78) + 5, ""],
      ["length of ∂L/∂h", String.raw`\|\partial L/\partial h_t\|`, g.y.received + 5, "l-grad"],
      ["the input", "x_t", g.y.letter + g.y.side / 2 + 6, ""],
      ["gathered so far", String.raw`\|\Sigma g\|`, g.y.gathered + 5, "l-grad"],
    ];
    for (const [text, latex, y, name] of rows) {
      if (y === g.y.received + 5 && !g.digits) continue; // its numbers have no room
      if (f.narrow) this.node.append(maths(g.label - 4, y, latex.replaceAll(String.raw`\|`, "‖"), 13, "start", name));
      else this.node.append(words(g.label, y, text, `l-label ${name}`));
    }
  }

  #column(k, zoomIn) {
    const { g, scene, place } = this;
    const t = place.start + k;
    const [x, y] = [g.x(k), g.y];
    const own = scene.names[place.name];
    const node = svg("g", { class: "l-column" });
    const hit = svg("rect", { ...this.cell(t), rx: 8, class: "l-hit l-step" });
    const [loss, received, gathered] = ["loss", "received", "gathered"].map((what) => show(this.#at(what, k)));
    pressable(node, `step ${t + 1}, reads ${own.letters[t]}: loss ${loss}; zoom in`, () => zoomIn(t));
    const lossNode = svg("g", {}, arrow(x, y.top - 2, x, y.loss + 17));
    lossNode.append(svg("circle", { cx: x, cy: y.loss, r: g.digits ? 24 : 9, class: "l-cell l-loss" }));
    if (g.digits) lossNode.append(words(x, y.loss + 5, loss, "l-digits", "middle"));
    const units = scene.h.shape[2];
    const values = scene.h.row(place.name, t);
    const state = svg("path", { class: "l-h", transform: `translate(${x} ${y.top + 3})`, d: bars(values, units, 2 * g.half - 4, (y.state - 6) / units, scaleOf(values, units)) });
    const side = y.side;
    const body = svg("rect", { x: x - g.half, y: y.top, width: 2 * g.half, height: y.state, rx: 6, class: "l-cell l-body" });
    const letter = svg("rect", { x: x - side / 2, y: y.letter, width: side, height: side, rx: 6, class: "l-x" });
    node.append(hit, body, svg("line", { class: "l-zero", x1: x, x2: x, y1: y.top, y2: y.top + y.state }), state);
    node.append(lossNode, letter, words(x, y.letter + side / 2 + 6, own.letters[t], "l-letter", "middle"));
    const middle = y.top + y.state * 0.35;
    const from = k ? g.x(k - 1) + g.half + 2 : g.carried;
    const wire = this.#wire(from, middle, x - g.half - 4, "");
    this.node.append(wire);
    if (!k) this.node.append(words(g.carried - 4, middle + 5, t ? "carried in" : "zeros", "u-muted l-small", "end"));
    const back = svg("g", { class: "l-grad" });
    const low = y.top + y.state * 0.75;
    if (k) back.append(this.#wire(x - g.half - 2, low, g.x(k - 1) + g.half + 5, "l-back"));
    back.append(svg("line", { class: "l-drop", x1: x, x2: x, y1: y.letter + side + 3, y2: y.gathered - 17 }));
    if (g.digits) {
      back.append(words(x, y.received + 5, received, "l-digits l-grad", "middle"), words(x, y.gathered + 5, gathered, "l-digits l-grad", "middle"));
    } else back.append(svg("circle", { cx: x, cy: y.gathered, r: 4, class: "l-magenta" }));
    node.append(back);
    this.node.append(node);
    return { node, loss: lossNode, state, back, wire: k ? wire : null };
  }

  // Where steps stand close, an arrow has no room for its head.
  #wire(from, y, to, name) {
    if (this.g.digits) return arrow(from, y, to, y, name);
    return svg("line", { x1: from, x2: to, y1: y, y2: y, class: `l-arrow ${name}` });
  }

  #panel() {
    const { g, place, scene } = this;
    const losses = Array.from({ length: place.size }, (_, k) => this.#at("loss", k));
    const middle = g.y.top + g.y.state * 0.35;
    this.out = svg("g", {}, arrow(g.x(place.size - 1) + g.half + 2, middle, g.end + 16, middle));
    this.cut = svg("g", { class: "l-grad" });
    const low = g.y.top + g.y.state * 0.75;
    const edge = g.x(0) - g.half;
    this.cut.append(svg("path", { class: "l-cut", d: `M${edge - 12} ${low - 12}v24M${edge - 18} ${low - 12}v24` }));
    const { x, y, across } = g.panel;
    const second = across ? { x: x + 160, y } : { x, y: y + 118 };
    const value = show(scene.parts.at(place.name, Math.floor(place.start / scene.length)));
    this.total = svg("g", {}, words(x, y, losses.length > 1 ? "sum of the losses" : "its only loss", "l-label"), words(x, y + 32, value, "l-total"));
    this.gathered = svg("g", { class: "l-grad" }, words(second.x, second.y, "length of the gradient", "l-label l-grad"));
    this.gathered.value = words(second.x, second.y + 32, "", "l-total l-grad");
    this.gathered.append(this.gathered.value);
    if (!across) {
      this.out.append(words(x, y + 196, this.last ? "" : "The state goes on to", "u-muted l-small"), words(x, y + 216, this.last ? "" : "the next sub-sequence.", "u-muted l-small"));
      if (place.start) this.cut.append(words(x, y + 246, "The walk back ends at", "l-small"), words(x, y + 266, "the cut.", "l-small"));
    }
    this.node.append(this.out, this.cut, this.total, this.gathered);
    if (!place.start) this.cut.firstChild.remove();
  }
}
