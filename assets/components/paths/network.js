// The unrolled network with the way of one gradient in it, as broad as the gradient is large.

import { pressable, set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { share } from "../triangle/layout.js";
import { SIZE, along, exit, far, head, nodeX, use, way } from "./layout.js";

const BROAD = { least: 1.5, most: 13 };

export class Network {
  // press(t, k): the loss of step t, or the use at step k, was pressed; the other one is null
  constructor(scene, f, press) {
    Object.assign(this, { scene, f, press });
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "group" });
    this.fixed = svg("g");
    this.moving = svg("g");
    this.front = svg("g");
    this.node.append(this.fixed, this.moving, this.front);
    this.#wires();
    this.columns = scene.letters.map((letter, k) => this.#column(letter, k));
  }

  // Another way: from L_t to the use at step k.
  choose(t, k) {
    const { f, scene } = this;
    const row = scene.carried.row(t);
    const arrived = scene.norms.row(t);
    const paint = (q) => `color-mix(in oklch, var(--u-gradient), var(--u-accent) ${far(q, f.steps)}%)`;
    const broad = (value) => BROAD.least + (BROAD.most - BROAD.least) * share(value, scene.scale);
    const line = (part, value, faint) => {
      const node = svg("line", { "stroke-width": broad(value), class: faint ? "b-way b-faint" : "b-way" });
      const tip = svg("path", { class: faint ? "b-head b-faint" : "b-head" });
      node.style.stroke = tip.style.fill = paint(part[4]);
      this.moving.append(node, tip);
      const found = { part, node, tip, size: Math.min(Math.max(9, broad(value) * 1.5), f.column - 2 * f.r + 1) };
      reach(found, 1);
      return found;
    };
    this.moving.replaceChildren();
    const chosen = way(f, t, k);
    // The other terms of the row: on from h_k to the first step, and out at every other use.
    for (let j = t; j >= 0; j--) {
      if (j <= k && j > 0) line([nodeX(f, j) - f.r, SIZE.node, nodeX(f, j - 1) + f.r, SIZE.node, t - j + 1], row[j - 1], true);
      if (j !== k) line([...exit(f, j), t - j], arrived[j], true);
    }
    this.parts = chosen.map((part, i) => line(part, i > t - k ? arrived[k] : row[t - i], false));
    this.mover = svg("circle", { r: 8, class: "b-mover", visibility: "hidden" });
    this.moving.append(this.mover);
    this.columns.forEach((column, j) => {
      const on = j <= t && scene.lossy[t];
      column.tile.style.setProperty("--q", on ? paint(t - j) : "var(--u-strong-line)");
      set(column.tile, { class: `u-press b-use${j === k ? " b-chosen" : ""}${on ? "" : " b-off"}` });
      set(column.loss, { class: `u-press b-loss${j === t ? " b-chosen" : ""}${scene.lossy[j] ? "" : " b-none"}` });
      set(column.letter, { class: j === k || j === t ? "b-letter b-on" : "b-letter" });
      const above = { x: nodeX(f, j), y: SIZE.node - f.r - 11, "text-anchor": "middle" };
      const beside = j === t ? besideLoss(f, j, broad(row[j])) : above;
      if (column.norm) set(column.norm, { ...beside, text: j === t ? show(row[j]) : j < t ? fitting(show(row[j]), f.column) : "" });
      if (column.sum) set(column.sum, { text: on ? fitting(show(arrived[j]), f.column) : "" });
      set(column.node, { class: j <= t && j >= k ? "b-node b-on" : "b-node" });
    });
    const words = `unrolled network: the gradient of the loss at step ${t + 1} goes back to step ${k + 1}, where ${scene.parameter} is used`;
    set(this.node, { "aria-label": words });
    Object.assign(this, { t, k });
  }

  // frame: how many parts of the way are done; 0 is that from the loss to its state
  draw(frame, progress) {
    const { parts, t, k } = this;
    parts.forEach((found, i) => reach(found, i < frame ? 1 : i === frame ? progress : 0));
    const moving = progress < 1 && parts[frame];
    set(this.mover, { visibility: moving ? null : "hidden" });
    if (moving) {
      const [x, y] = along(parts[frame].part, progress);
      set(this.mover, { cx: x, cy: y, r: 4 + Number(parts[frame].node.getAttribute("stroke-width")) * 0.8 });
      this.mover.style.fill = parts[frame].node.style.stroke;
    }
    const done = progress < 1 ? frame - 1 : frame;
    this.columns.forEach((column, j) => {
      const seen = j > t ? 0 : j >= k ? (t - j <= done ? 1 : 0) : done > t - k ? 0.55 : 0;
      if (column.norm) set(column.norm, { opacity: j < k ? 0 : seen });
      const out = j === k ? (done > t - k ? 1 : 0) : done > t - k ? 0.75 : 0;
      if (column.sum) set(column.sum, { opacity: out });
    });
  }

  // Made once -----------------------------------------------------------------------------

  #wires() {
    const { f, fixed } = this;
    const wire = (x1, y1, x2, y2) => {
      const tip = head([x1, y1, x2, y2], 7);
      fixed.append(svg("line", { x1, y1, x2, y2, class: "b-wire" }), svg("path", { ...tip, class: "b-wire-head" }));
    };
    for (let j = 0; j < f.steps; j++) {
      const x = nodeX(f, j);
      wire(nodeX(f, j - 1) + (j ? f.r : 10), SIZE.node, x - f.r - 1, SIZE.node);
      wire(x, SIZE.letter - 17, x, SIZE.node + f.r + 1);
      if (this.scene.lossy[j]) wire(x, SIZE.node - f.r, x, SIZE.loss + 17);
      const place = use(f, j);
      if (f.kind === "recurrent") fixed.append(svg("line", { x1: place.x, x2: place.x, y1: place.y, y2: SIZE.node, class: "b-wire b-link" }));
    }
    fixed.append(svgMath(svg("text", { x: nodeX(f, -1), y: SIZE.node + 5, "text-anchor": "middle" }), `${this.scene.state}_0`, 15));
  }

  #column(letter, k) {
    const { f, scene, front } = this;
    const x = nodeX(f, k);
    const middle = { x, "text-anchor": "middle" };
    const node = svg("g", { class: "b-node" }, svg("circle", { cx: x, cy: SIZE.node, r: f.r }));
    const loss = svg("g", { class: "b-loss" });
    if (scene.lossy[k]) {
      loss.append(svg("circle", { cx: x, cy: SIZE.loss, r: Math.min(17, f.column * 0.36) }));
      if (f.labels) loss.append(svgMath(svg("text", { ...middle, y: SIZE.loss + 5 }), `L_{${k + 1}}`, 15));
    }
    if (f.labels) node.append(svgMath(svg("text", { ...middle, y: SIZE.node + 5 }), `${scene.state}_{${k + 1}}`, 15));
    const place = use(f, k);
    const half = f.tile / 2;
    const tile = svg("g", { class: "b-use" }, svg("rect", { x: place.x - half, y: place.y - half, width: f.tile, height: f.tile, rx: 3 }));
    if (f.tile >= 18) tile.append(svg("text", { x: place.x, y: place.y + 5, "text-anchor": "middle", class: "u-it u-math" }, scene.parameter));
    const name = svg("text", { ...middle, y: SIZE.letter + 6, class: "b-letter" }, letter);
    // The matrix is the stop of the tab key for both; these are short ways for a pointer.
    if (scene.lossy[k]) set(pressable(loss, `choose the loss of step ${k + 1}`, () => this.press(k, null)), { tabindex: "-1" });
    set(pressable(tile, `choose the use of ${scene.parameter} at step ${k + 1}`, () => this.press(null, k)), { tabindex: "-1" });
    front.append(loss, node, tile, name);
    const found = { node, loss, tile, letter: name };
    if (f.digits) {
      found.norm = svg("text", { class: "b-norm" });
      found.sum = svg("text", { x: place.x, y: place.y + half + 17, "text-anchor": "middle", class: "b-norm b-arrived" });
      front.append(found.norm, found.sum);
    }
    return found;
  }
}

// Beside the arrow from a loss: on its right, but at the last step.
function besideLoss(f, t, broad) {
  const right = t < f.steps - 1;
  const x = nodeX(f, t) + (right ? 1 : -1) * (broad / 2 + 5);
  return { x, y: (SIZE.loss + SIZE.node) / 2 + 4, "text-anchor": right ? "start" : "end" };
}

// Digits that are wider than their column stand in the list of terms alone.
const fitting = (text, column) => (text.length * 7 > column ? "" : text);

// Draws a part of the way up to a share of it.
function reach({ part, node, tip, size }, share) {
  const [x1, y1, x2, y2] = part;
  const long = Math.hypot(x2 - x1, y2 - y1) || 1;
  const whole = share >= 1;
  const [x, y] = along(part, whole ? Math.max(0, 1 - size / 1.3 / long) : share);
  set(node, { x1, y1, x2: x, y2: y, visibility: share > 0 ? null : "hidden" });
  set(tip, { ...head(part, size), visibility: whole ? null : "hidden" });
}
