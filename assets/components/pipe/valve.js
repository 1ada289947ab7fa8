// A gate plate that slides down into a pipe, with a bar on top that says how far it is open.

import { svg, set } from "../shared/svg.js";
import { Grip } from "./grip.js";
import { plate } from "./flow.js";

const CAP = 8; // px by which a shut plate stands out of its pipe
const FINGER = 44; // px that a grip is wide and high, at least, for a finger

export class Valve {
  // at: { valve, floor, bore, thick, size: [width, height] of the bar, letters: px, or 0 for none }
  // grip: what moves it, as Grip takes it; without one it is somebody else's.
  constructor(at, role, grip) {
    const { valve: x, floor, bore, thick, size: [wide, high], letters } = at;
    Object.assign(this, { floor, bore, high });
    const top = floor - bore;
    const half = thick / 2;
    const rail = half + 4;
    const posts = svg("path", { class: "v-post", d: `M${x - rail} ${top}v${-bore - CAP}M${x + rail} ${top}v${-bore - CAP}` });
    const seat = svg("path", { class: "v-seat", d: `M${x - rail - 3} ${floor}h${2 * rail + 6}` });
    this.plate = svg("rect", { x: x - half, y: 0, width: thick, height: bore + CAP, rx: 2, class: "v-plate" });
    this.text = svg("text", { x, y: letters * 0.36, "text-anchor": "middle", "font-size": letters, class: "v-on" });
    const arrows = svg("path", { class: "v-ridge", d: `M${x - 5} -2.5l5 -5 5 5M${x - 5} 2.5l5 5 5 -5` });
    this.bar = svg("g", { class: `v-${role}` },
      svg("rect", { x: x - Math.max(wide, FINGER) / 2, y: -Math.max(high + 8, FINGER) / 2, width: Math.max(wide, FINGER), height: Math.max(high + 8, FINGER), class: "v-hit" }),
      svg("rect", { x: x - wide / 2, y: -high / 2, width: wide, height: high, rx: Math.min(8, high / 2), class: "v-bar" }),
      letters ? this.text : arrows);
    this.node = svg("g", { class: `v-valve v-${role}` }, posts, seat, this.plate, this.bar);
    if (grip) this.grip = new Grip(this.bar, { ...grip, most: 1, travel: bore });
  }

  // open: how far; text: the gate in digits; k of count: its place, where it can be moved
  draw(open, text, k = 0, count = 1) {
    const { top } = plate(this.floor, this.bore, open, CAP);
    set(this.plate, { y: round(top) });
    set(this.bar, { transform: `translate(0 ${round(top - this.high / 2 + 1)})` });
    set(this.text, { text });
    this.grip?.show(k, count, open, text);
  }
}

const round = (value) => Math.round(value * 100) / 100;
