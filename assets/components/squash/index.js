// Squashing: a number rises from its axis to the curve and goes across to its value.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { part } from "../shared/ease.js";
import { Slider, nearest } from "../shared/slider.js";
import { frame } from "./layout.js";
import { Picture } from "./render.js";

const DURATION = 1100; // ms from the axis to the value
const OWN = 3; // the learner's own number stands last

class Squash {
  constructor(root) {
    this.still = matchMedia("(prefers-reduced-motion: reduce)");
    set(root, { role: "group", "aria-label": "squashing functions" });
    this.chips = html("div", { class: "q-chips", role: "group", "aria-label": "which number" });
    this.box = html("div", { class: "q-box" });
    this.slider = new Slider({
      latex: "a",
      words: "your number",
      role: "h",
      ticks: [[-6, "−6"], [-3, "−3"], [0, "0"], [3, "3"], [6, "6"]],
      input: (k) => this.#own(k),
      release: (k) => this.host.trigger("own", this.scene.places[k]),
    });
    const title = html("p", { class: "u-title" }, "Large numbers are flattened; small ones pass tanh nearly unchanged");
    root.append(title, html("div", { class: "q-tools" }, this.chips, this.slider.node), this.box);
    this.resize = new ResizeObserver(() => this.#build());
    this.resize.observe(this.box);
  }

  update(scene, host) {
    this.host = host;
    const before = this.scene?.marks[OWN].a;
    this.scene = scene;
    const { marks, places } = scene;
    if (!this.buttons) this.#makeChips();
    marks.forEach((mark, k) => {
      set(this.buttons[k], { text: k === OWN ? "your number" : mark.text, "aria-label": `${mark.words}: ${mark.text}` });
    });
    this.slider.update(places, scene.texts, nearest(places, marks[OWN].a));
    if (!this.slider.held) this.slider.write(marks[OWN].text);
    this.width = 0;
    this.#build();
    const typed = before !== undefined && before !== marks[OWN].a;
    if (typed && this.shown?.a !== marks[OWN].a) this.#go(OWN);
    else if (before === undefined) this.#show(0);
  }

  destroy() {
    cancelAnimationFrame(this.request);
    this.slider.destroy();
    this.resize.disconnect();
  }

  #makeChips() {
    this.buttons = this.scene.marks.map((_, k) => {
      const button = html("button", { type: "button", class: "u-chip" });
      button.addEventListener("click", () => this.#go(k));
      return button;
    });
    this.chips.append(...this.buttons);
  }

  #build() {
    const width = this.box.clientWidth;
    if (!this.scene || width === this.width || width === 0) return;
    this.width = width;
    this.picture = new Picture(this.scene, frame(width, this.scene.reach));
    this.box.replaceChildren(this.picture.node);
    if (this.shown) this.picture.draw(this.shown, 1, 1);
  }

  // The mark that stands there, or the place of the slider: the same four numbers a function.
  #mark(k) {
    const { a, text } = this.scene.marks[k];
    return { a, text, places: this.scene.functions.map((fn) => read(fn.marked, k)) };
  }

  #own(k) {
    cancelAnimationFrame(this.request);
    this.#choose(OWN);
    const a = this.scene.places[k];
    this.shown = { a, text: this.scene.texts[k], places: this.scene.functions.map((fn) => read(fn.family, k)) };
    this.picture.draw(this.shown, 1, 1);
  }

  #show(k) {
    this.#choose(k);
    this.shown = this.#mark(k);
    this.picture?.draw(this.shown, 1, 1);
  }

  #go(k) {
    cancelAnimationFrame(this.request);
    if (this.still.matches) return this.#show(k);
    this.#choose(k);
    this.shown = this.#mark(k);
    let start = null;
    const tick = (now) => {
      start ??= now;
      const progress = Math.min(1, (now - start) / DURATION);
      this.picture.draw(this.shown, part(progress, 0, 0.5), part(progress, 0.55, 1));
      if (progress < 1) this.request = requestAnimationFrame(tick);
    };
    this.request = requestAnimationFrame(tick);
  }

  #choose(chosen) {
    this.buttons.forEach((button, k) => set(button, { "aria-pressed": String(k === chosen) }));
  }
}

const read = (numbers, k) => ({
  y: numbers.y.at(k),
  slope: numbers.slope.at(k),
  digits: numbers.digits[k],
  slopes: numbers.slopes[k],
});

export default mount(Squash);
