// A pipe with water in it, and a box that holds some: drawn once, then only changed.

import { svg, set } from "../shared/svg.js";
import { LEVELS, fronts, speeds, streak, swims } from "./flow.js";

const GAPS = [96, 74, 88, 80, 104]; // px between two streaks, not alike, so that no rank forms

// A pipe from x0 to x1 on `floor`, with a valve at x `valve`. `role` is the colour of its water,
// `after` of that behind the valve.
export class Pipe {
  constructor({ x0, x1, valve, floor, bore, role, after = role }) {
    Object.assign(this, { x0, x1, valve, floor, bore, role, after });
    const top = floor - bore;
    this.before = svg("rect", { x: x0 - 2, y: top, height: bore });
    this.behind = svg("rect", { x: valve });
    this.surface = svg("path", { class: "v-surface" });
    this.streaks = ["before", "behind"].map((side) => LEVELS.map((level, k) => {
      const node = svg("path", { class: "v-streak" });
      return { side, level, node, y: floor - level * bore, offset: 31 * k + (side === "behind" ? 17 : 0), gap: GAPS[k] };
    })).flat();
    const walls = svg("path", { class: "v-wall", d: `M${x0} ${top}H${x1}M${x0} ${floor}H${x1}` });
    const inside = svg("rect", { x: x0, y: top, width: x1 - x0, height: bore, class: "v-inside" });
    this.node = svg("g", { class: "v-pipe" }, inside, this.before, this.behind, this.surface, ...this.streaks.map((s) => s.node), walls);
  }

  // open: the gate, 0 … 1; share: of a full amount, 0 … 1; run: how far the water has come.
  // negative: hatched; live: whether streaks may move.
  draw({ open, share, run = 1, negative = false, live = true }) {
    const { x0, x1, valve, floor, bore, role, after } = this;
    const there = share > 0 ? fronts(run, x0, valve, x1) : { before: x0, behind: valve };
    const height = open * bore;
    const look = (colour) => `v-water v-${colour}${negative ? " v-negative" : ""}`;
    const deep = Math.round((0.35 + 0.65 * share) * 100) / 100;
    set(this.before, { width: there.before > x0 ? there.before - x0 + 2 : 0, class: look(role), opacity: deep });
    set(this.behind, { width: there.behind - valve, y: floor - height, height, class: look(after), opacity: deep });
    const wet = there.behind > valve && open > 0;
    set(this.surface, { d: wet ? `M${valve} ${floor - height}H${there.behind}` : "", class: `v-surface v-${after}` });
    this.speed = live && run >= 1 ? speeds(share, open) : { before: 0, behind: 0 };
    for (const s of this.streaks) {
      const speed = this.speed[s.side];
      const [from, to] = s.side === "before" ? [x0 + 4, valve - 6] : [valve + 6, x1 - 2];
      const there = speed > 0 && (s.side === "before" || swims(s.level, open));
      const long = streak(speed);
      set(s.node, {
        d: there ? `M${from} ${s.y}H${to}` : "",
        "stroke-dasharray": there ? `${long.toFixed(1)} ${s.gap}` : null,
      });
      s.period = long + s.gap;
      s.flows = there;
    }
  }

  // Moves the streaks; says whether any moved.
  tick(seconds) {
    let any = false;
    for (const s of this.streaks) {
      if (!s.flows) continue;
      any = true;
      s.offset = (s.offset + this.speed[s.side] * seconds) % s.period;
      s.node.setAttribute("stroke-dashoffset", (-s.offset).toFixed(1));
    }
    return any;
  }
}

// A box open at the top. `zero` is the height of 0, `unit` px the size of 1; what is below zero
// hangs from it, hatched.
export class Tank {
  constructor({ x, top, width, height, zero = top + height, unit, ticks = [], parts = 1 }) {
    Object.assign(this, { x, width, zero, unit });
    this.fills = Array.from({ length: parts }, () => svg("rect", {}));
    this.lines = this.fills.map(() => svg("path", { class: "v-surface" }));
    const d = `M${x} ${top}V${top + height}H${x + width}V${top}`;
    const inside = svg("rect", { x, y: top, width, height, class: "v-inside" });
    const marks = ticks.map((value) => `M${x + width} ${zero - value * unit}h-7`).join("");
    const middle = zero < top + height ? svg("path", { class: "v-zero", d: `M${x} ${zero}h${width}` }) : null;
    this.node = svg("g", { class: "v-tank" }, inside, ...this.fills, ...this.lines, middle, svg("path", { class: "v-tick", d: marks }), svg("path", { class: "v-wall", d }));
  }

  // Part k: from one value to another, in its colour; `left` and `right` are shares of the width.
  part(k, from, to, role, left = 0, right = 1) {
    const { x, width, zero, unit } = this;
    const high = zero - Math.max(from, to) * unit;
    const tall = Math.abs(to - from) * unit || 0;
    const [x0, wide] = [x + left * width, (right - left) * width];
    set(this.fills[k], { x: x0, y: high, width: wide, height: tall, class: `v-water v-${role}${to < from ? " v-negative" : ""}` });
    set(this.lines[k], { d: tall > 0 ? `M${x0} ${zero - to * unit}h${wide}` : "", class: `v-surface v-${role}` });
  }
}

// What is below zero is hatched: one pattern a colour, for the picture that holds the pipes.
export function hatches(roles) {
  return svg("defs", {}, ...roles.map((role) => svg(
    "pattern",
    { id: `v-hatch-${role}`, width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 7, height: 7, class: `v-tint v-${role}` }),
    svg("rect", { width: 3, height: 7, class: `v-line v-${role}` }),
  )));
}
