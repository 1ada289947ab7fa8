// What σ and tanh make of the sum: two curves, and two pipes with the result as their valve.
// Made once for a width, then only moved.

import { pressable, set, svg } from "../shared/svg.js";
import { plain, svgMath } from "../shared/math.js";
import { answer, beyond, curve, flow, ownLabel, tangent, x, y } from "./layout.js";

const LOOKS = ["", " o-other"]; // σ, then tanh

export class Answer {
  constructor(scene, width, open) {
    const { slider } = scene;
    const f = (this.f = answer(width, slider.reach));
    this.memory = slider.memory;
    this.node = svg("svg", { width, height: f.height, viewBox: `0 0 ${width} ${f.height}`, role: "group" });
    this.#patterns();
    this.#plot(slider);
    this.#own(scene, open);
    this.#marks();
    this.pipes = f.pipes.map((pipe, k) => this.#pipe(pipe, slider.functions[k].symbol, LOOKS[k]));
  }

  // place: { a, text, functions: [σ, tanh], each { y, slope, digits, slopes, amount } }
  draw({ a, text, functions }) {
    const { f } = this;
    const [sigma] = functions;
    const cx = x(f, a);
    functions.forEach((fn, k) => {
      const symbol = this.pipes[k].symbol;
      set(this.results[k], { text: `${symbol}(${text}) = ${fn.digits}` });
      set(this.dots[k], { cx, cy: y(f, fn.y) });
      const pipe = f.pipes[k];
      const now = flow(pipe, fn.y);
      const { plate, behind, title, turned } = this.pipes[k];
      set(plate, now.plate);
      set(behind, { ...now.behind, class: fn.y < 0 ? "o-water o-turned" : "o-water" });
      set(title, { text: `${this.memory} → ${fn.amount}` });
      set(turned, { visibility: fn.y < 0 ? null : "hidden" });
    });
    set(this.slope, { text: `slope of σ ${sigma.slopes}` });
    set(this.tangent, { d: tangent(f, a, sigma.y, sigma.slope) });
    set(this.drop, { x1: cx, x2: cx });
    set(this.off, { visibility: beyond(f, a) ? null : "hidden", transform: `translate(${cx} ${y(f, 0)}) scale(${beyond(f, a) || 1} 1)` });
    const said = functions.map((fn, k) => `${this.pipes[k].symbol} gives ${fn.digits}, ${this.memory} becomes ${fn.amount}`);
    set(this.node, { "aria-label": `sum ${text}: ${said.join("; ")}` });
  }

  #add(...made) {
    this.node.append(...made);
    return made[0];
  }

  #patterns() {
    const pattern = svg("pattern", { id: "o-hatch", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("path", { d: "M0 0V8", class: "o-hatching" }));
    const { x: left, y: top, width, height } = this.f.plot;
    const clip = svg("clipPath", { id: "o-clip" }, svg("rect", { x: left, y: top, width, height }));
    this.#add(svg("defs", {}, pattern, clip));
  }

  #plot(slider) {
    const { f } = this;
    const { plot } = f;
    const [low, high] = slider.bounds.map((a) => x(f, a));
    const right = plot.x + plot.width;
    const [top, bottom] = [plot.y, plot.y + plot.height];
    for (const [from, to] of [[plot.x, low], [high, right]]) {
      this.#add(svg("rect", { x: from, width: to - from, y: top, height: plot.height, class: "o-zone" }));
    }
    this.#add(svg("text", { x: plot.x + 6, y: y(f, 1) + 20, class: "o-tick" }, "saturated: shut"));
    this.#add(svg("text", { x: right - 6, y: y(f, -1) - 8, class: "o-tick", "text-anchor": "end" }, "saturated: open"));
    for (const level of [-1, 1, ...slider.levels]) this.#add(svg("line", { x1: plot.x, x2: right, y1: y(f, level), y2: y(f, level), class: "o-level" }));
    this.#add(svg("text", { x: x(f, 0) - 6, y: y(f, 1) - 4, class: "o-tick", "text-anchor": "end" }, "1"));
    this.#add(svg("text", { x: x(f, 0) + 6, y: y(f, -1) + 16, class: "o-tick" }, "−1"));
    this.#add(svg("path", { d: `M${plot.x} ${y(f, 0)}H${right}M${x(f, 0)} ${top}V${bottom}`, class: "o-axis" }));
    for (const a of [-8, -4, 4, 8]) {
      const anchor = a === -8 ? "start" : a === 8 ? "end" : "middle";
      this.#add(svg("text", { x: x(f, a), y: bottom + 18, class: "o-tick", "text-anchor": anchor }, String(a).replace("-", "−")));
    }
    this.#add(svg("text", { x: x(f, 0), y: bottom + 18, class: "o-tick", "text-anchor": "middle" }, "sum a"));
    slider.functions.toReversed().forEach((fn, k) => this.#add(svg("path", { d: curve(f, slider.sums, fn.y.row()), class: `o-curve${LOOKS[1 - k]}` })));
  }

  // The gate that the network itself has: a diamond on the curve of σ.
  #own({ own, symbols }, open) {
    const { f } = this;
    const [a, value] = [own.sums[0], own.functions[0].y.at(0)];
    const at = ownLabel(f, a, value);
    const mark = svg("g", {}, svg("path", { d: "M0 -9 9 0 0 9 -9 0z", class: "o-own", transform: `translate(${x(f, a)} ${y(f, value)})` }));
    const label = svgMath(svg("text", { x: at.x, y: at.y, "text-anchor": at.anchor }), symbols[1], 16);
    label.append(svg("tspan", {}, ` = ${own.functions[0].digits[0]}`));
    mark.append(label);
    this.#add(pressable(mark, `open the network's own gate ${plain(symbols[1])}: ${own.functions[0].digits[0]}`, open));
  }

  #marks() {
    const { plot } = this.f;
    this.drop = this.#add(svg("line", { y1: plot.y, y2: plot.y + plot.height, class: "o-drop" }));
    this.tangent = this.#add(svg("path", { class: "o-tangent", "clip-path": "url(#o-clip)" }));
    this.off = this.#add(svg("path", { d: "M-4 -8 9 0 -4 8z" }));
    this.dots = [1, 0].map((k) => this.#add(svg("circle", { r: k ? 6 : 7, class: `o-dot${LOOKS[k]}` }))).reverse();
    this.results = [0, 1].map((k) => this.#add(svg("text", { x: plot.x, y: 20 + 26 * k, class: `o-result${k ? "" : " o-first"}` })));
    this.slope = this.#add(svg("text", { x: this.f.slope.x, y: this.f.slope.y, class: "o-slope", "text-anchor": this.f.slope.anchor }));
  }

  #pipe(pipe, symbol, look) {
    const { x: left, width, base, unit } = pipe;
    const { valve } = flow(pipe, 0);
    const right = left + width;
    const top = base - unit;
    this.#add(svg("text", { x: left, y: pipe.title, class: "o-title" }, `${symbol} as valve`));
    const title = this.#add(svg("text", { x: right, y: pipe.title, class: "o-title o-strong", "text-anchor": "end" }));
    this.#add(svg("rect", { x: left, y: top, width, height: unit, class: "o-inside" }));
    this.#add(svg("rect", { x: left, y: top, width: valve - left, height: unit, class: "o-water" }));
    const behind = this.#add(svg("rect", { x: valve, width: right - valve, class: "o-water" }));
    this.#add(svg("path", { d: `M${left} ${top}H${right}M${left} ${base}H${right}`, class: "o-wall" }));
    const plate = this.#add(svg("rect", { x: valve - 5, width: 10, rx: 2, class: `o-plate${look}` }));
    const turned = this.#add(svg("text", { x: (valve + right) / 2, y: base - unit / 2 + 5, class: "o-tick", "text-anchor": "middle" }, "turned over"));
    return { symbol, title, behind, plate, turned };
  }
}
