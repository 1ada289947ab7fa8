// A gate plate that slides down into a pipe, with a grip that a mouse, a finger or keys move.
//
// Its places are those of a sweep. Every move calls input(k), a look-up; letting go calls
// release(k) once, keys a moment after the last one.

import { svg, set } from "../shared/svg.js";
import { dragged, keyed, plate } from "./flow.js";

const REST_DELAY = 300; // ms after the last key
const CAP = 8; // px by which a shut plate stands out of its pipe

export class Valve {
  // at: { x, floor, bore, thick, size: [width, height] of the grip }; role: its colour; words: its name.
  // Without calls it belongs to somebody else: it is seen, but no hand moves it.
  constructor(at, role, words, calls) {
    Object.assign(this, at, { calls, held: false });
    const { x, floor, bore, thick, size } = at;
    const [wide, high] = size;
    const top = floor - bore;
    const half = thick / 2;
    const rail = half + 4;
    const posts = svg("path", { class: "v-post", d: `M${x - rail} ${top}v${-bore - CAP}M${x + rail} ${top}v${-bore - CAP}` });
    const seat = svg("path", { class: "v-seat", d: `M${x - rail - 3} ${floor}h${2 * rail + 6}` });
    this.plate = svg("rect", { x: x - half, y: 0, width: thick, height: bore + CAP, rx: 2, class: `v-plate v-${role}` });
    this.grip = svg("g", { class: `v-grip v-${role}` },
      svg("rect", { x: x - Math.max(wide, 44) / 2, y: -high / 2 - 12, width: Math.max(wide, 44), height: high + 24, class: "v-hit" }),
      svg("rect", { x: x - wide / 2, y: -high / 2, width: wide, height: high, rx: high / 2, class: "v-bar" }),
      svg("path", { class: "v-ridge", d: `M${x - 5} -2.5l5 -5 5 5M${x - 5} 2.5l5 5 5 -5` }));
    this.node = svg("g", { class: "v-valve" }, posts, seat, this.plate);
    if (calls) {
      this.node.append(this.grip);
      this.#listen(words);
    }
  }

  // open: the gate; k of count: its place; text: what a screen reader says of it
  draw(open, k, count, text) {
    const { top } = plate(this.floor, this.bore, open, CAP);
    set(this.plate, { y: Math.round(top * 100) / 100 });
    if (!this.calls) return;
    set(this.grip, {
      transform: `translate(0 ${Math.round((top - this.size[1] / 2 + 1) * 100) / 100})`,
      "aria-valuenow": open, "aria-valuetext": text,
    });
    Object.assign(this, { k, count });
  }

  destroy() {
    clearTimeout(this.timer);
  }

  #listen(words) {
    const { grip } = this;
    set(grip, { role: "slider", tabindex: "0", "aria-label": words, "aria-orientation": "vertical", "aria-valuemin": 0, "aria-valuemax": 1 });
    // Without this a finger on the grip scrolls the page: touch-action stops at the SVG's root.
    grip.addEventListener("touchstart", (event) => event.preventDefault(), { passive: false });
    let from = null;
    grip.addEventListener("pointerdown", (event) => {
      if (event.button !== 0) return;
      this.#settle();
      grip.setPointerCapture(event.pointerId);
      from = { y: event.clientY, k: this.k };
      this.held = true;
      grip.focus({ preventScroll: true });
      event.preventDefault();
    });
    grip.addEventListener("pointermove", (event) => {
      if (!from) return;
      const k = dragged(from.k, from.y - event.clientY, this.bore, this.count);
      if (k !== this.k) this.calls.input(k);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      grip.addEventListener(end, () => {
        const moved = from && from.k !== this.k;
        from = null;
        this.held = false;
        if (moved) this.calls.release(this.k);
      });
    }
    grip.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey) return;
      const k = keyed(event.key, this.k, this.count);
      if (k === null) return;
      event.preventDefault();
      event.stopPropagation(); // arrow keys move this valve, not the scene around it
      if (k === this.k) return;
      this.held = true;
      this.calls.input(k);
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.#settle(), REST_DELAY);
    });
  }

  // Tell the page at once what keys have done so far.
  #settle() {
    if (!this.timer) return;
    clearTimeout(this.timer);
    this.timer = null;
    this.held = false;
    this.calls.release(this.k);
  }
}
