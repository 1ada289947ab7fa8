// A pipe with water in it, and a box that holds some: drawn once, then only changed.

import { svg, set } from "../shared/svg.js";
import { fronts, lanes, speeds, streak } from "./flow.js";

const GAPS = [96, 74, 88, 80, 104, 70, 92]; // px between two streaks, not alike: no rank forms

// A pipe from x0 to x1 between the heights top and floor, with a valve at x `valve`; its water
// stands on `base`, or hangs from it where it is negative. `role` is its colour, `after` that of
// the water behind the valve.
export class Pipe {
  constructor({ x0, x1, valve, top, floor, base = floor, role, after = role }) {
    Object.assign(this, { x0, x1, valve, base, role, after });
    const bore = floor - top;
    this.before = svg("rect", { x: x0 - 2 });
    this.behind = svg("rect", { x: valve });
    this.lines = [svg("path", { class: `v-surface v-${role}` }), svg("path", { class: `v-surface v-${after}` })];
    const most = Math.min(GAPS.length, Math.ceil(bore / 9));
    this.streaks = ["before", "behind"].map((side) => Array.from({ length: most }, (_, k) => ({
      side, k, node: svg("path", { class: "v-streak" }), offset: 31 * k + (side === "behind" ? 17 : 0), gap: GAPS[k],
    }))).flat();
    const walls = svg("path", { class: "v-wall", d: `M${x0} ${top}H${x1}M${x0} ${floor}H${x1}` });
    const inside = svg("rect", { x: x0, y: top, width: x1 - x0, height: bore, class: "v-inside" });
    const zero = base < floor ? svg("path", { class: "v-zero", d: `M${x0} ${base}H${x1}` }) : null;
    this.node = svg("g", { class: "v-pipe" }, inside, this.before, this.behind, zero, ...this.lines, ...this.streaks.map((s) => s.node), walls);
  }

  // before, behind: px of depth; run: how far the water has come; negative: below the base,
  // hatched; live: whether it moves.
  draw({ before, behind, run = 1, negative = false, live = true }) {
    const { x0, x1, valve, base, role, after } = this;
    const there = before > 0 ? fronts(run, x0, valve, x1) : { before: x0, behind: valve };
    const side = negative ? 1 : -1;
    const fill = (node, wide, depth, colour) => set(node, {
      width: wide, height: depth, y: round(negative ? base : base - depth), class: `v-water v-${colour}${negative ? " v-negative" : ""}`,
    });
    fill(this.before, there.before > x0 ? there.before - x0 + 2 : 0, before, role);
    fill(this.behind, there.behind - valve + (there.behind >= x1 ? 2 : 0), behind, after);
    const line = (x, to, depth) => (to > x && depth > 0 ? `M${round(x)} ${round(base + side * depth)}H${round(to)}` : "");
    set(this.lines[0], { d: there.before > x0 ? line(x0 - 2, there.before, before) : "" });
    set(this.lines[1], { d: line(valve, there.behind, behind) });
    this.speed = live && run >= 1 ? speeds(before, behind) : { before: 0, behind: 0 };
    const heights = { before: lanes(before, this.streaks.length / 2), behind: lanes(behind, this.streaks.length / 2) };
    for (const s of this.streaks) {
      const speed = this.speed[s.side];
      const height = heights[s.side][s.k];
      const [from, to] = s.side === "before" ? [x0 + 4, valve - 8] : [valve + 8, x1 - 2];
      const long = streak(speed);
      s.flows = speed > 0 && height !== undefined;
      s.period = long + s.gap;
      set(s.node, {
        d: s.flows ? `M${from} ${round(base + side * height)}H${to}` : "",
        "stroke-dasharray": s.flows ? `${long.toFixed(1)} ${s.gap}` : null,
        "stroke-width": s.flows ? Math.min(2.6, Math.max(1, depthOf(before, behind, s.side) / 3)).toFixed(1) : null,
      });
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

const depthOf = (before, behind, side) => (side === "before" ? before : behind);
const round = (value) => Math.round(value * 100) / 100;

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
