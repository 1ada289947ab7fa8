// The equation of a row, a term a line: how far it has come back, what it is, how large.

import { html, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { share } from "../triangle/layout.js";
import { power, ticks } from "../triangle/legend.js";
import { LONG, SIZE, back, far, term } from "./layout.js";

const SHOWN = 9; // lines before the list scrolls

export class Terms {
  // choose(q): the term that has come back q steps was pressed
  constructor(choose) {
    this.choose = choose;
    this.head = html("div", { class: "b-terms-head" });
    this.list = html("div", { class: "b-list", role: "group", "aria-label": "terms of the equation" });
    this.foot = html("p", { class: "b-foot" });
    this.factor = html("p", { class: "b-factor" }); // what J_t stands for
    this.node = html("section", { class: "b-terms" }, this.head, this.list, this.factor);
  }

  build(scene) {
    this.scene = scene;
    const { low, high } = scene.scale;
    const long = scene.letters.length > LONG;
    const pair = scene.state === "s" ? "s_t = (h_t, c_t),\\ " : "";
    this.factor.replaceChildren(htmlMath(`${pair}J_t = \\partial{}${scene.state}_t/\\partial{}${scene.state}_{t-1}`));
    this.list.style.height = `${Math.min(long ? 2 * SHOWN : SHOWN, scene.letters.length) * SIZE.term}px`;
    this.lines = scene.letters.map((_, q) => {
      const line = html("button", { type: "button", class: "b-term" });
      line.addEventListener("click", () => this.choose(q));
      const bar = html("i", {});
      const digits = html("b", {});
      const symbol = html("span", { class: "b-symbol" });
      line.style.setProperty("--q", `color-mix(in oklch, var(--u-gradient), var(--u-accent) ${far(q, scene.letters.length)}%)`);
      line.append(html("span", { class: "b-back" }, back(q)), symbol, html("span", { class: "b-track" }, bar), digits);
      return { line, symbol, bar, digits };
    });
    this.list.replaceChildren(...this.lines.map(({ line }) => line));
    this.ticks = html("span", { class: "b-ticks", "aria-hidden": "true" });
    for (const at of ticks(scene.scale, long ? 1 : 3)) {
      const tick = html("span", {}, power(at));
      tick.style.left = `${(100 * (at - low)) / (high - low)}%`;
      this.ticks.append(tick);
    }
    this.t = null;
  }

  select(t, k) {
    const { scene } = this;
    const row = scene.norms.row(t);
    if (t !== this.t) {
      this.t = t;
      const whole = htmlMath(`\\partial{}${scene.state}_{${t + 1}}/\\partial{}${scene.parameter} =`);
      this.head.replaceChildren(html("span", { class: "b-whole" }, whole), this.ticks, html("span", { class: "b-size" }, "size"));
      this.lines.forEach(({ line, symbol, bar, digits }, q) => {
        line.hidden = q > t;
        if (q > t) return;
        const value = row[t - q];
        symbol.replaceChildren(htmlMath(`${q ? "+ " : ""}${term(t, q, scene.state, scene.parameter)}`));
        bar.style.width = `${100 * share(value, scene.scale)}%`;
        set(digits, { text: show(value) });
        set(line, { "aria-label": `${back(q)}, use at step ${t - q + 1}: size ${show(value)}` });
      });
      const added = show(scene.sizesAdded.at(t));
      const sum = htmlMath(`\\partial{}L_{${t + 1}}/\\partial{}${scene.parameter}`);
      this.foot.replaceChildren(`Row ${t + 1}: the arrays add up to `, sum, `, of size ${show(scene.sums.at(t))}. Their sizes alone would add up to ${added}: arrays point different ways.`);
      if (t === 0) this.foot.replaceChildren("One step, one use: the term is all of ", sum, `, of size ${show(scene.sums.at(t))}.`);
    }
    this.lines.forEach(({ line }, q) => set(line, { "aria-pressed": String(q === t - k) }));
    const top = (t - k) * SIZE.term;
    if (top < this.list.scrollTop) this.list.scrollTop = top;
    else if (top + SIZE.term > this.list.scrollTop + this.list.clientHeight) this.list.scrollTop = top + SIZE.term - this.list.clientHeight;
  }
}
