// A loss with a cliff: three rules take a step from one point, or thirty. Everything is looked up:
// while the point moves, in one step from every place; while a slider moves, in descents for each
// of its places. On release Python computes around what is there then.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { Slider } from "../shared/slider.js";
import { Stage } from "../shared/stage.js";
import { easeInOut } from "../shared/ease.js";
import { show } from "../shared/numbers.js";
import { frame, nodeAt, nodePlace, pixelAt } from "./layout.js";
import { KINDS, Map, legend } from "./map.js";
import { Losses } from "./losses.js";
import { Opened } from "./opened.js";
import { Table } from "./table.js";

const KEY_DELAY = 300; // ms after the last key that moved the point
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

class Cliff extends Stage {
  constructor(root) {
    super(root, "descent over a loss with a cliff", html("div", { class: "c-left" }));
    this.title = html("p", { class: "u-title" });
    this.left = this.frame.parentNode;
    const slider = (name, latex, words) => new Slider({ latex, words, role: "gradient", input: (k) => this.#slide(name, k), release: (k) => this.host.trigger(name, this.scene[name].values[k]) });
    this.sliders = { rate: slider("rate", "\\eta", "learning rate"), limit: slider("limit", "\\mathrm{limit}", "limit of clipping") };
    this.table = html("div");
    this.box = html("div");
    this.opened = new Opened((sel) => this.host.trigger("open", sel));
    const sliders = html("div", { class: "c-sliders" }, this.sliders.rate.node, this.sliders.limit.node);
    const right = html("div", { class: "c-right" }, sliders, this.table, this.box);
    root.append(this.title, html("div", { class: "c-grid" }, this.left, right), this.opened.node);
    this.resize.observe(this.box);
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    this.node = null;
    this.held = Object.keys(this.sliders).find((name) => this.sliders[name].held) ?? null;
    for (const [name, slider] of Object.entries(this.sliders)) slider.update(scene[name].values, scene[name].texts, scene[name].at);
    const begins = this.begins(scene);
    const moved = String(scene.start) !== this.from;
    this.from = String(scene.start);
    this.size = "";
    this.transport.setLength(scene.paths.updates + 1, begins ? scene.view.step : moved ? 0 : undefined);
    this.build();
  }

  destroy() {
    super.destroy();
    clearTimeout(this.timer);
    Object.values(this.sliders).forEach((slider) => slider.destroy());
  }

  // For the transport -----------------------------------------------------------------

  draw(n, progress) {
    if (!this.map) return;
    const rows = this.#rows();
    const rules = this.node ? this.#fromNode() : KINDS.map((_, r) => this.#fromPath(rows[r], n));
    const moving = progress < 1 && n > 0;
    this.map.point(nodePlace(this.scene, this.#at()), this.#at(), this.node ? rules[0].loss : rows[0](0)[2], this.node ? rules[0].norm : rows[0](0)[3]);
    this.map.run(rows.map((row) => (k) => row(k).slice(0, 2)), this.node ? 0 : n, easeInOut(progress));
    this.map.steps(moving ? null : rules);
    this.losses.draw(this.node ? null : rows.map((row) => (k) => row(k)[2]), this.node ? 0 : n);
    this.rules.draw(rules);
    if (!moving) set(this.title, { text: this.#message(rules, this.node ? 0 : n) });
    const settled = !this.node && this.held === null;
    this.opened.draw(settled ? this.scene : null, this.#value("rate"), this.#value("limit"));
  }

  rest(n) {
    this.host.state("step", n);
  }

  frameName(n) {
    return n === 0 ? "the start" : `after ${n} update${n > 1 ? "s" : ""}`;
  }

  duration() {
    return 450;
  }

  // Own -------------------------------------------------------------------------------

  #at() {
    return this.node ?? this.scene.at;
  }

  #value(name) {
    return this.scene[name].texts[this.sliders[name].index];
  }

  // Descents at the place of the slider that is held, or at what is set: rows[rule](n).
  #rows() {
    const { paths, rate, limit } = this.scene;
    const k = this.held === "limit" ? rate.values.length + this.sliders.limit.index : this.held === "rate" ? this.sliders.rate.index : rate.at;
    return KINDS.map((_, r) => (n) => [...paths.rows.row(k, r, n)]);
  }

  #fromPath(row, n) {
    const [w, b, loss, norm, length, angle] = row(n);
    const [toW, toB, after] = row(n + 1);
    return { from: [w, b], loss, norm, length, angle, to: [toW, toB], after };
  }

  #fromNode() {
    const { nodes } = this.scene;
    const [i, j] = this.node;
    const [loss, norm] = nodes.here.row(j, i);
    return KINDS.map((_, r) => {
      const [toW, toB, after, length, angle] = nodes.rules.row(j, i, r);
      return { from: nodePlace(this.scene, this.node), loss, norm, length, angle, to: [toW, toB], after };
    });
  }

  #message(rules, n) {
    if (n > 0) return `After ${n} update${n > 1 ? "s" : ""}: loss ${show(rules[0].loss)} without clipping, ${show(rules[1].loss)} clipped by norm, ${show(rules[2].loss)} by value`;
    const [free, norm] = rules;
    if (free.length === norm.length) return `Nothing to clip by norm here: the step is ${show(free.length)} long`;
    return `Without clipping the step from here is ${show(free.length)} long; clipped by norm it is ${show(norm.length)}`;
  }

  #slide(name, k) {
    if (this.held !== name) Object.keys(this.sliders).filter((other) => other !== name).forEach((other) => this.sliders[other].update(this.scene[other].values, this.scene[other].texts, this.scene[other].at));
    this.held = k === this.scene[name].at ? null : name;
    this.node = null;
    this.transport.pause(false);
    this.redraw();
  }

  #move(node) {
    if (String(this.#at()) === String(node) && this.transport.frame === 0) return;
    this.held = null;
    this.node = node;
    this.transport.pause(false);
    this.transport.setLength(this.scene.paths.updates + 1, 0);
    this.redraw();
  }

  #moved() {
    clearTimeout(this.timer);
    if (this.node) this.host.trigger("point", nodePlace(this.scene, this.node));
  }

  build() {
    const size = `${this.frame.clientWidth} ${this.box.clientWidth}`;
    if (!this.scene || size === this.size || !this.frame.clientWidth || !this.box.clientWidth) return;
    this.size = size;
    const focused = this.map && this.root.getRootNode().activeElement === this.map.handle;
    const f = frame(this.frame.clientWidth);
    this.map = new Map(this.scene, f, this.root);
    this.frame.replaceChildren(this.map.node, legend(this.root));
    this.losses = new Losses(this.scene.paths.updates, this.box.clientWidth, (n) => this.transport.go(n));
    this.box.replaceChildren(this.losses.node);
    this.rules = new Table(this.scene.names);
    this.table.replaceChildren(this.rules.node);
    this.#listen(f);
    if (focused) this.map.handle.focus();
    this.redraw();
  }

  // A mouse drags the point from anywhere; a finger by its handle, or puts it there with a tap.
  #listen(f) {
    const { node, handle } = this.map;
    const place = (event) => {
      const box = node.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const onMap = ([x, y]) => x >= f.x0 && x <= f.x1 && y >= f.y1 && y <= f.y0;
    handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    let dragging = false;
    node.addEventListener("pointerdown", (event) => {
      if (event.button !== 0 || !onMap(place(event))) return;
      if (event.pointerType !== "mouse" && !event.composedPath().includes(handle)) return;
      dragging = true;
      node.setPointerCapture(event.pointerId);
      this.#move(nodeAt(f, this.scene, ...place(event)));
    });
    node.addEventListener("pointermove", (event) => {
      if (dragging) return this.#move(nodeAt(f, this.scene, ...place(event)));
      this.#hover(event, f, place(event), onMap(place(event)));
    });
    node.addEventListener("pointerleave", () => this.tip.hide());
    for (const end of ["pointerup", "pointercancel"]) {
      node.addEventListener(end, () => {
        if (dragging) this.#moved();
        dragging = false;
      });
    }
    node.addEventListener("click", (event) => {
      if (event.pointerType === "mouse" || event.composedPath().includes(handle) || !onMap(place(event))) return;
      this.#move(nodeAt(f, this.scene, ...place(event)));
      this.#moved();
    });
    handle.addEventListener("keydown", (event) => {
      const by = ARROWS[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      const [rows, columns] = this.scene.nodes.here.shape;
      this.#move(this.#at().map((k, axis) => Math.min([columns, rows][axis] - 1, Math.max(0, k + by[axis]))));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#moved(), KEY_DELAY);
    });
  }

  #hover(event, f, [x, y], there) {
    if (!there) return this.tip.hide();
    const { scene } = this;
    const [row, column] = pixelAt(f, scene, x, y);
    const [rows, columns] = scene.loss.shape;
    const w = scene.w[0] + ((scene.w[1] - scene.w[0]) * column) / (columns - 1);
    const b = scene.b[0] + ((scene.b[1] - scene.b[0]) * row) / (rows - 1);
    this.tip.show(event, html("div", { text: `w ${w.toFixed(3)}, b ${b.toFixed(3)}`.replaceAll("-", "−") }), html("div", { text: `loss ${show(scene.loss.at(row, column))}` }));
  }
}

export default mount(Cliff);
