// How much of a gradient is left after d steps: the curves of all cells, on one logarithmic axis
// that no curve and no slider but the length moves. Every place of every slider is here already; dragging looks it up.

import { Board } from "../shared/board.js";
import { mount } from "../shared/mount.js";
import { htmlMath } from "../shared/math.js";
import { html, set } from "../shared/svg.js";
import { Slider, nearest } from "../shared/slider.js";
import { Link } from "./link.js";
import { nearestDistance, within } from "./layout.js";
import { BOUNDS, Picture, sample } from "./picture.js";
import { ending, size, title } from "./words.js";

const SLIDERS = [
  ["radius", "\\rho(W_h)", "spectral radius of the recurrent weights", "h"],
  ["bias", "b_f", "forget bias of the LSTMs", "f"],
  ["length", "T", "length of the sequence", "accent"],
];

class Fading extends Board {
  constructor(root) {
    const place = html("div");
    super(root, place);
    this.heading = html("p", { class: "u-title f-title" });
    this.tools = html("div", { class: "f-tools" });
    this.legend = html("div", { class: "f-legend", role: "group", "aria-label": "what is left at the distance that is read" });
    this.said = html("p", { class: "f-said u-muted" });
    this.above = html("p", { class: "f-above u-muted" });
    this.below = html("p", { class: "f-below u-muted" });
    place.prepend(this.heading, this.tools, this.legend, this.above);
    place.append(this.below, this.said);
    this.link = new Link("radius", (value) => this.#follow(value));
    set(this.frame, { role: "slider", tabindex: "0", "aria-label": "distance that is read" });
    this.frame.addEventListener("pointermove", (event) => this.#point(event));
    this.frame.addEventListener("pointerdown", (event) => this.#point(event));
    this.frame.addEventListener("keydown", (event) => this.#key(event));
  }

  update(scene, host) {
    this.host = host;
    const first = !this.scene;
    this.scene = scene;
    this.asked = false;
    if (first) this.#controls();
    if (this.begins(scene)) this.distance = null;
    for (const [name] of SLIDERS) {
      const { values, texts, at } = scene[name];
      this.sliders[name].update(values, texts, at);
    }
    // A slider that is held keeps its place; what it drags along was computed for another one.
    this.moved = SLIDERS.map(([name]) => name).find((name) => this.sliders[name].held) ?? "radius";
    this.above.replaceChildren(htmlMath(scene.says.y, ""));
    this.below.replaceChildren(htmlMath(scene.says.x, ""));
    this.width = 0;
    this.build();
  }

  destroy() {
    this.link.destroy();
    for (const name in this.sliders) this.sliders[name].destroy();
    super.destroy();
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    this.picture = new Picture(this.scene, width);
    this.frame.replaceChildren(this.picture.node);
    this.draw();
  }

  #controls() {
    this.sliders = {};
    for (const [name, latex, words, role] of SLIDERS) {
      const ticks = this.scene[name].ticks;
      const input = () => {
        if (name === "length") this.#reachFurther();
        else this.moved = name;
        this.draw();
        if (name === "radius") this.link.say(this.scene.radius.values[this.sliders.radius.index]);
      };
      const release = (k) => this.host.trigger(name, this.scene[name].values[k]);
      this.sliders[name] = new Slider({ latex, words, ticks, role, input, release });
      this.tools.append(this.sliders[name].node);
    }
    const entry = (key, name, role, press = null) => {
      const digits = html("b", { class: "f-digits" });
      const name_ = html("span", {}, name);
      const node = html(press ? "button" : "div", { class: `f-entry ${role}`, ...(press ? { type: "button" } : {}) }, sample(key), name_, digits);
      if (press) node.addEventListener("click", press);
      this.legend.append(node);
      return { node, digits, name: name_ };
    };
    this.entries = this.scene.cells.map(({ key, name }) => entry(key, name, `f-${key}`, () => this.host.trigger("open", [key, this.scene.distances[this.now().at]])));
    this.theory = BOUNDS.map((words, k) => entry(`bound-${k}`, `RNN ${words}`, "f-theory"));
  }

  #follow(value) {
    if (!this.scene || this.sliders.radius.held) return;
    const { values, texts } = this.scene.radius;
    this.moved = "radius";
    this.sliders.radius.update(values, texts, nearest(values, value));
    this.draw();
  }

  // Beyond the steps that are here: Python is asked for all of them, once.
  #reachFurther() {
    const length = this.scene.length.values[this.sliders.length.index];
    if (length <= this.scene.distances.at(-1) || this.asked) return;
    this.asked = true;
    this.host.trigger("longer", true);
  }

  // What the sliders say now, looked up.
  now() {
    const { scene } = this;
    const radius = this.sliders.radius.index;
    const length = scene.length.values[this.sliders.length.index];
    const count = within(scene.distances, length);
    // The forget bias moves the LSTMs alone; its family holds no others.
    const places = scene.cells.map(({ gated }, c) => (this.moved === "bias" && gated !== null ? [scene.bias, this.sliders.bias.index, gated] : [scene.radius, radius, c]));
    const rows = places.map(([family, place, c]) => family.powers.row(place, c));
    const ends = places.map(([family, place, c]) => [0, 1].map((part) => family.ends.at(place, c, part)));
    const bounds = BOUNDS.map((_, k) => scene.bounds.row(radius, k));
    const wanted = this.distance === null ? count - 1 : nearest(scene.distances, this.distance);
    return { rows, bounds, ends, length, count, at: Math.min(wanted, count - 1) };
  }

  draw() {
    const { scene } = this;
    if (!this.picture) return;
    const now = this.now();
    this.picture.draw(now);
    const d = scene.distances[now.at];
    const lasts = now.rows.map((row) => row[now.count - 1]);
    set(this.heading, { text: title(scene.measure, now.length, scene.cells, lasts) });
    scene.cells.forEach(({ name }, k) => {
      const text = size(now.rows[k][now.at]);
      set(this.entries[k].name, { text: name });
      set(this.entries[k].digits, { text });
      set(this.entries[k].node, { disabled: d > scene.opens, "aria-label": `open the chain of the ${name} over ${d} steps: ${text}` });
    });
    this.theory.forEach(({ digits }, k) => set(digits, { text: size(now.bounds[k][now.at]) }));
    const found = scene.cells.map(({ name }, k) => (now.ends[k][1] <= now.length ? ending(name, ...now.ends[k]) : "")).filter(Boolean);
    set(this.said, { text: found.join(" ") });
    const read = scene.cells.map(({ name }, k) => `${name} ${size(now.rows[k][now.at])}`);
    set(this.frame, { "aria-valuemin": 0, "aria-valuemax": now.length, "aria-valuenow": d, "aria-valuetext": `distance ${d}: ${read.join(", ")}` });
    set(this.legend, { "data-distance": d });
  }

  #point(event) {
    if (!this.picture) return;
    const now = this.now();
    const px = event.clientX - this.frame.getBoundingClientRect().left + this.frame.scrollLeft;
    const k = nearestDistance(this.picture.f, this.scene.distances, now.count, now.length, px);
    this.distance = k === now.count - 1 ? null : this.scene.distances[k];
    this.draw();
  }

  #key(event) {
    const { at, count } = this.now();
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, PageDown: at - 10, PageUp: at + 10, Home: 0, End: count - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const k = Math.max(0, Math.min(count - 1, to));
    this.distance = k === count - 1 ? null : this.scene.distances[k];
    this.draw();
  }
}

export default mount(Fading);
