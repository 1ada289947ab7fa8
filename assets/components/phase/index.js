// The plane of two hidden units: fixed points, the flow towards them, and the way of the state.
//
// Everything shown is looked up. `at` is the place among the sweeps of the weights, `start` the
// place among the starts while the learner moves it; Python computes around both on release.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { Slider } from "../shared/slider.js";
import { Transport } from "../shared/transport.js";
import { easeInOut } from "../shared/ease.js";
import { frame, startAt, stepAt, strip } from "./layout.js";
import { Plane } from "./plane.js";
import { Strip } from "./strip.js";
import { Readout, census, describe, given } from "./words.js";

const NAMES = ["11", "12", "21", "22"];
const KEY_DELAY = 300; // ms after the last key that moved the start
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

class Phase {
  constructor(root) {
    this.root = root;
    root.tabIndex = 0;
    set(root, { role: "group", "aria-label": "phase portrait of two hidden units; arrow keys step, space plays" });
    this.title = html("p", { class: "u-title" });
    this.census = html("p", { class: "p-census" });
    this.left = html("div", { class: "p-left" });
    this.key = html("p", { class: "p-key" });
    this.noise = html("p", { class: "p-noise" });
    this.sliders = NAMES.map((name, s) => new Slider({
      latex: `w_{${name}}`,
      words: `weight from unit ${name[1]} to unit ${name[0]}`,
      role: "h",
      ticks: [[-3, "−3"], [0, "0"], [3, "3"]],
      input: (k) => this.#weigh(s, k),
      release: (k) => this.host.trigger("weight", [s, this.scene.sliders[s].values[k]]),
    }));
    this.box = html("div", { class: "p-time" });
    this.readout = new Readout();
    const weights = html("div", { class: "p-weights", role: "group", "aria-label": "weights" }, ...this.sliders.map((slider) => slider.node));
    const right = html("div", { class: "p-right" }, weights, this.box);
    root.append(this.title, this.census, html("div", { class: "p-grid" }, html("div", {}, this.left, this.key, this.noise), right));
    this.transport = new Transport(right, this);
    this.transport.listen(root);
    right.append(this.readout.node);
    this.picked = html("div", { class: "p-picked", "aria-live": "polite" });
    right.append(this.picked);
    this.resize = new ResizeObserver(() => this.#build());
    this.resize.observe(this.left);
    this.resize.observe(this.box);
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    this.steps = scene.x.shape[0];
    this.start = null;
    const held = this.sliders.findIndex((slider) => slider.held);
    this.at = held < 0 ? [0, scene.sliders[0].at] : [held, this.sliders[held].index];
    this.steady = held < 0;
    scene.sliders.forEach(({ values, at }, s) => this.sliders[s].update(values, values.map(given), at));
    set(this.noise, { text: scene.noisy ? `${scene.noisy.words}.` : "" });
    this.#pick(null);
    this.size = "";
    const fresh = scene.view.id !== this.view;
    this.view = scene.view.id;
    this.transport.setLength(this.steps + 1, fresh ? scene.view.step : undefined);
    this.#build();
  }

  destroy() {
    this.transport.destroy();
    this.resize.disconnect();
    clearTimeout(this.timer);
    this.sliders.forEach((slider) => slider.destroy());
  }

  // For the transport -----------------------------------------------------------------

  draw(step, progress) {
    if (!this.plane) return;
    const states = this.#states();
    this.plane.draw(states, this.#copies(), this.steps, step, easeInOut(progress));
    this.strip.draw(states, step);
    if (this.read !== `${step}` || !this.steady || this.start) this.readout.state(this.scene, states, step, this.steady && !this.start);
    this.read = `${step}`;
  }

  rest(step) {
    this.host.state("step", step);
  }

  frameName(step) {
    if (step === 0) return "the start";
    const x = this.scene.x.at(step - 1);
    return `step ${step} of ${this.steps}` + (x ? `: reads ${given(x)}` : "");
  }

  duration() {
    return 450;
  }

  // Own -------------------------------------------------------------------------------

  #states() {
    const { paths, starts } = this.scene;
    if (this.start) return (t) => starts.row(this.start[1], this.start[0], t);
    return (t) => paths.row(...this.at, t);
  }

  #copies() {
    const { noisy } = this.scene;
    if (!noisy || this.start) return [];
    return Array.from({ length: noisy.paths.shape[2] }, (_, c) => (t) => noisy.paths.row(...this.at, c, t));
  }

  #redraw() {
    this.read = null;
    this.draw(this.transport.frame, this.transport.progress);
  }

  #weigh(s, k) {
    if (this.at[0] !== s) this.scene.sliders.forEach(({ values, at }, other) => other !== s && this.sliders[other].update(values, values.map(given), at));
    this.at = [s, k];
    this.start = null;
    this.steady = k === this.scene.sliders[s].at;
    this.#pick(null);
    this.plane.weights(s, k, this.steady);
    this.#say();
    this.#redraw();
  }

  #say() {
    const { scene } = this;
    const found = census(scene, ...this.at);
    const own = scene.weights.every((w, s) => (s === this.at[0] ? scene.sliders[s].values[this.at[1]] : w) === scene.preset[s]);
    set(this.title, { text: own ? scene.title : scene.counts[Math.min(found.attractors, scene.counts.length - 1)] });
    set(this.census, { text: found.text });
    const shaded = found.attractors ? "Shaded: the states that would end at the same attractor as this one. " : "";
    set(this.key, { text: `Arrows: where the next step leads, without input; a longer arrow is a longer step. ${shaded}Drag the start, or click anywhere.` });
  }

  #move(cell) {
    if (this.start?.[0] === cell[0] && this.start?.[1] === cell[1]) return;
    if (!this.start) this.transport.pause(false);
    this.start = cell;
    this.at = [0, this.scene.sliders[0].at];
    this.#redraw();
  }

  #moved() {
    clearTimeout(this.timer);
    this.host.trigger("start", this.start);
  }

  #pick(k) {
    this.chosen = k === this.chosen ? null : k;
    this.#describe(this.chosen);
  }

  #describe(k) {
    const nothing = [html("span", { class: "u-muted" }, "Point at a fixed point, or press it: its place and its eigenvalues stand here.")];
    this.picked.replaceChildren(...(k === null ? nothing : describe(this.scene, ...this.at, k)));
  }

  #build() {
    const size = `${this.left.clientWidth} ${this.box.clientWidth}`;
    if (!this.scene || size === this.size || this.left.clientWidth === 0) return;
    this.size = size;
    const focused = this.plane && this.root.getRootNode().activeElement === this.plane.handle;
    const f = frame(Math.min(this.left.clientWidth, 620));
    this.plane = new Plane(this.scene, f, {
      pick: (k) => this.#pick(k),
      hover: (k) => this.#describe(k ?? this.chosen),
    });
    this.plane.weights(...this.at, this.steady);
    this.left.replaceChildren(this.plane.node);
    this.#listen(f);
    if (focused) this.plane.handle.focus();
    const s = strip(this.box.clientWidth, this.steps);
    this.strip = new Strip(this.scene, s);
    this.strip.node.addEventListener("click", (event) => this.transport.go(stepAt(s, event.offsetX, this.steps)));
    this.box.replaceChildren(this.strip.node);
    this.#say();
    this.#redraw();
  }

  // The start is dragged by its handle, or by a mouse from anywhere; a tap puts it there.
  #listen(f) {
    const { node, handle } = this.plane;
    const count = this.scene.starts.shape[0];
    const cell = (event) => {
      const box = node.getBoundingClientRect();
      return startAt(f, event.clientX - box.left, event.clientY - box.top, count);
    };
    // Without this a finger on the handle scrolls the page: touch-action stops at the SVG's root.
    handle.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    let dragging = false;
    node.addEventListener("pointerdown", (event) => {
      const path = event.composedPath();
      if (event.button !== 0 || path.some((el) => el.classList?.contains("u-press"))) return;
      if (event.pointerType !== "mouse" && !path.includes(handle)) return;
      dragging = true;
      node.setPointerCapture(event.pointerId);
      this.#move(cell(event));
    });
    node.addEventListener("pointermove", (event) => dragging && this.#move(cell(event)));
    for (const end of ["pointerup", "pointercancel"]) {
      node.addEventListener(end, () => {
        if (dragging) this.#moved();
        dragging = false;
      });
    }
    node.addEventListener("click", (event) => {
      if (event.pointerType === "mouse" || event.composedPath().includes(handle)) return;
      this.#move(cell(event));
      this.#moved();
    });
    handle.addEventListener("keydown", (event) => {
      const by = ARROWS[event.key];
      if (!by) return;
      event.preventDefault();
      event.stopPropagation();
      const [h1, h2] = this.#states()(0);
      const at = this.start ?? [h1, h2].map((h) => Math.round(((h + 1) / 2) * (count - 1)));
      this.#move(at.map((k, unit) => Math.min(count - 1, Math.max(0, k + by[unit]))));
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#moved(), KEY_DELAY);
    });
  }
}

export default mount(Phase);
