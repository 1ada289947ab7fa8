// A slider along a sweep: its places are numbers that Python computed with, one index each.
//
// Dragging calls input(index), a look-up in what is already here, at the frame rate; letting go
// calls release(index), so that Python can compute around the new place. Keys do the same, the
// release a moment after the last one. While the learner holds the knob, data that arrive do
// not move it.

import { html, set } from "./svg.js";
import { htmlMath } from "./math.js";

const REST_DELAY = 250; // ms after the last key

// Where along the track (0 … 1) place k of n is.
export const along = (k, n) => (n > 1 ? k / (n - 1) : 0.5);

// Index of the place nearest to a number.
export function nearest(values, number) {
  let best = 0;
  for (let k = 1; k < values.length; k++) if (Math.abs(values[k] - number) < Math.abs(values[best] - number)) best = k;
  return best;
}

export class Slider {
  // latex: the label; words: what a screen reader says; ticks: [[number, text]] under the track
  constructor({ latex, words, ticks = [], role = "accent", input, release }) {
    this.calls = { input, release };
    this.held = false;
    this.values = [];
    this.range = html("input", { type: "range", min: 0, step: 1, "aria-label": words, class: "u-slide" });
    this.range.style.setProperty("accent-color", `var(--u-${role})`);
    this.digits = html("output", { class: "u-digits" });
    this.ticks = ticks.map(([number, text]) => ({ number, node: html("span", {}, text) }));
    const scale = html("div", { class: "u-ticks", "aria-hidden": "true" }, ...this.ticks.map((tick) => tick.node));
    const name = html("span", { class: "u-slide-name" }, htmlMath(latex));
    this.node = html("label", { class: "u-slider" }, name, html("span", { class: "u-track" }, this.range, scale), this.digits);
    this.range.addEventListener("pointerdown", () => {
      this.held = true;
      this.keyed = false;
    });
    for (const end of ["pointerup", "pointercancel"]) this.range.addEventListener(end, () => (this.held = false));
    this.range.addEventListener("keydown", (event) => {
      this.keyed = true;
      // Arrow keys move this knob, not the scene around it.
      if (/^(Arrow|Page|Home|End)/.test(event.key)) event.stopPropagation();
    });
    this.range.addEventListener("input", () => {
      this.#say();
      this.calls.input(this.index);
    });
    this.range.addEventListener("change", () => {
      this.held = false;
      clearTimeout(this.timer);
      if (this.keyed) this.timer = setTimeout(() => this.#release(), REST_DELAY);
      else this.#release();
    });
  }

  // values: the number of each place; texts: how each is written
  update(values, texts, index) {
    if (this.held || this.timer) return;
    this.values = values;
    this.texts = texts;
    set(this.range, { max: values.length - 1 });
    this.range.value = String(index);
    for (const { number, node } of this.ticks) node.style.setProperty("--at", along(nearest(values, number), values.length));
    this.#say();
  }

  get index() {
    return Number(this.range.value);
  }

  // Written instead of the place's own digits, where the page knows a finer number.
  write(text) {
    set(this.digits, { text });
    set(this.range, { "aria-valuetext": text });
  }

  destroy() {
    clearTimeout(this.timer);
  }

  #say() {
    this.write(this.texts[this.index]);
  }

  #release() {
    this.timer = null;
    this.keyed = false;
    this.calls.release(this.index);
  }
}
