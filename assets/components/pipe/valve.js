// A gate plate that slides down into a pipe, with a bar on top that says how far it is open.

import { svg, set } from "../shared/svg.js";
import { Grip } from "./grip.js";
import { freed } from "./flow.js";

const CAP = 8; // px between a shut valve's bar and its pipe
const FINGER = 44; // px that a grip is wide and high, at least, for a finger

export class Valve {
  // at: { valve, top, floor, base, travel, thick, size: [width, height] of the bar,
  //       letters: px of the digits on it, 0 for none }
  // In a pipe with its base in the middle, a second plate comes from below.
  // grip: what moves it, as Grip takes it; without one it is somebody else's.
  constructor(at, role, grip) {
    const { valve: x, top, floor, base = floor, travel, thick, size: [wide, high], letters } = at;
    Object.assign(this, { x, top, floor, base, travel, wide, high, letters });
    const half = thick / 2;
    const rail = half + 4;
    const rise = travel + CAP;
    const posts = svg("path", { class: "v-post", d: `M${x - rail} ${top}v${-rise}M${x + rail} ${top}v${-rise}` });
    const seat = svg("path", { class: "v-seat", d: `M${x - rail - 3} ${floor}h${2 * rail + 6}` });
    this.plate = svg("rect", { x: x - half, width: thick, rx: 2, class: "v-plate" });
    this.jaw = base < floor ? svg("rect", { x: x - half, width: thick, rx: 2, class: "v-plate" }) : null;
    this.text = svg("text", { x, y: letters * 0.36, "text-anchor": "middle", "font-size": letters, class: "v-on" });
    this.sign = svg("rect", { y: -high / 2, height: high, rx: Math.min(8, high / 2), class: "v-bar" });
    const arrows = svg("path", { class: "v-ridge", d: `M${x - 5} -2.5l5 -5 5 5M${x - 5} 2.5l5 5 5 -5` });
    const [w, h] = [Math.max(wide, FINGER), Math.max(high + 8, FINGER)];
    this.bar = svg("g", { class: `v-${role}` },
      svg("rect", { x: x - w / 2, y: -h / 2, width: w, height: h, class: "v-hit" }),
      this.sign,
      letters ? this.text : arrows);
    this.node = svg("g", { class: `v-valve v-${role}` }, posts, seat, this.plate, this.jaw, this.bar);
    if (grip) this.grip = new Grip(this.bar, { ...grip, most: 1, travel });
  }

  // open: the gate; behind: px of water that passes; text: the gate in digits; k of count: its
  // place, where it can be moved
  draw(open, behind, text, k = 0, count = 1) {
    const { top, floor, base, travel, high, jaw } = this;
    const free = freed(open, behind);
    const head = top - CAP - open * travel;
    set(this.plate, { y: round(head), height: round(Math.max(0, base - free - head)) });
    if (jaw) set(jaw, { y: round(base + free), height: round(Math.max(0, floor - base - free)) });
    set(this.bar, { transform: `translate(0 ${round(head - high / 2 + 1)})` });
    // A power of ten is longer than other digits.
    const width = Math.max(this.wide, Math.round(0.56 * this.letters * text.length) + 8);
    set(this.sign, { x: this.x - width / 2, width });
    set(this.text, { text });
    this.grip?.show(k, count, open, text);
  }
}

const round = (value) => Math.round(value * 100) / 100;
