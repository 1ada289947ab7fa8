// What was read and what was held, step by step, under the plane.

import { svg, set } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { given } from "./words.js";
import { line, tx } from "./layout.js";

export class Strip {
  constructor(scene, s) {
    this.s = s;
    const steps = scene.x.shape[0];
    const right = tx(s, steps);
    this.node = svg("svg", { width: s.width, height: s.height, viewBox: `0 0 ${s.width} ${s.height}`, class: "p-strip", role: "img", "aria-label": "input and both hidden units at each step" });
    const add = (node) => (this.node.append(node), node);
    this.cursor = add(svg("rect", { y: 4, width: 14, height: s.height - 26, rx: 4, class: "p-cursor" }));
    add(svgMath(svg("text", { x: 4, y: s.pulse.zero, class: "p-x-name" }), "x", 19));
    add(svg("path", { class: "p-axis", d: `M${s.left - 8} ${s.pulse.zero}H${right}M${s.left - 8} ${s.state.zero}H${right}` }));
    let silent = true;
    scene.x.row().forEach((x, k) => {
      if (x === 0) return;
      silent = false;
      const top = s.pulse.zero - x * s.pulse.unit;
      add(svg("path", { class: "p-pulse", d: `M${tx(s, k + 1)} ${s.pulse.zero}V${top}` }));
      add(svg("text", { x: tx(s, k + 1) + 9, y: x > 0 ? top + 12 : top, class: "p-tick" }, given(x)));
    });
    if (silent) add(svg("text", { x: s.left, y: s.pulse.zero - 10, class: "p-tick" }, "no input: x = 0 at every step"));
    for (const level of [-1, 1]) {
      const y = s.state.zero - level * s.state.unit;
      add(svg("path", { class: "p-level", d: `M${s.left - 8} ${y}H${right}` }));
      add(svg("text", { x: s.left - 12, y: y + 5, class: "p-tick", "text-anchor": "end" }, level > 0 ? "1" : "−1"));
    }
    for (let t = 0; t <= steps; t += 4) {
      add(svg("text", { x: tx(s, t), y: s.height - 3, class: "p-tick", "text-anchor": "middle" }, String(t)));
    }
    this.ghosts = [0, 1].map((unit) => add(svg("path", { class: `p-line p-unit${unit + 1} p-ghost` })));
    this.lines = [0, 1].map((unit) => add(svg("path", { class: `p-line p-unit${unit + 1}` })));
    this.names = [0, 1].map((unit) => add(svgMath(svg("text", { x: right + 7, class: "p-unit-name" }), `h_${unit + 1}`, 18)));
    this.steps = steps;
  }

  draw(states, step) {
    const { s, steps } = this;
    for (const unit of [0, 1]) {
      set(this.ghosts[unit], { d: line(s, states, unit, steps) });
      set(this.lines[unit], { d: line(s, states, unit, step) });
    }
    // Names stand at the ends of their lines, apart even where the lines meet.
    const ends = states(steps).map((h) => s.state.zero - h * s.state.unit + 5);
    const middle = (ends[0] + ends[1]) / 2;
    const apart = Math.max(9, Math.abs(ends[0] - ends[1]) / 2);
    const sign = ends[0] <= ends[1] ? -1 : 1;
    set(this.names[0], { y: middle + sign * apart });
    set(this.names[1], { y: middle - sign * apart });
    set(this.cursor, { x: tx(s, step) - 7 });
  }
}
