// Something that a mouse, a finger or keys move up and down, along the places of a sweep.
//
// Every move calls input(k), a look-up; letting go calls release(k) once, keys a moment after the
// last one.

import { set } from "../shared/svg.js";
import { dragged, keyed } from "./flow.js";

const REST_DELAY = 300; // ms after the last key

export class Grip {
  // words: its name; most: the number at its last place; travel: px from its first to its last
  constructor(node, { words, most, travel, input, release }) {
    Object.assign(this, { node, travel, input, release, held: false, from: null });
    set(node, { role: "slider", tabindex: "0", "aria-label": words, "aria-orientation": "vertical", "aria-valuemin": 0, "aria-valuemax": most });
    node.classList.add("v-grip");
    // Without this a finger on the grip scrolls the page: touch-action stops at the SVG's root.
    node.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    node.addEventListener("pointerdown", (event) => this.#take(event));
    node.addEventListener("pointermove", (event) => {
      if (!this.from) return;
      const k = dragged(this.from.k, this.from.y - event.clientY, this.travel, this.count);
      if (k !== this.k) this.#move(k);
    });
    for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) node.addEventListener(end, () => this.#drop());
    node.addEventListener("keydown", (event) => this.#key(event));
  }

  // It stands at place k of count, which is `number` and is said as `text`.
  show(k, count, number, text) {
    Object.assign(this, { k, count });
    set(this.node, { "aria-valuenow": number, "aria-valuetext": text });
  }

  destroy() {
    clearTimeout(this.timer);
  }

  #move(k) {
    this.k = k;
    this.input(k);
  }

  #take(event) {
    if (event.button !== 0) return;
    this.#settle();
    this.node.setPointerCapture(event.pointerId);
    this.from = { y: event.clientY, k: this.k };
    this.held = true;
    this.node.focus({ preventScroll: true });
    event.preventDefault();
    event.stopPropagation();
  }

  #drop() {
    if (!this.from) return;
    const moved = this.from.k !== this.k;
    this.from = null;
    this.held = false;
    if (moved) this.release(this.k);
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const k = keyed(event.key, this.k, this.count);
    if (k === null) return;
    event.preventDefault();
    event.stopPropagation(); // arrow keys move this grip, not the scene around it
    if (k === this.k) return;
    this.held = true;
    this.#move(k);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#settle(), REST_DELAY);
  }

  // Tells the page at once what keys have done so far.
  #settle() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.held = false;
    this.release(this.k);
  }
}
