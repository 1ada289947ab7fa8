// Where the machine meets the world: the letter it reads, and what it expects next.

import { pressable, set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { percent } from "../shared/numbers.js";
import { STRIP, reached } from "./geometry.js";

const { height: H } = STRIP;
const ROOM = 108; // px for all letters side by side

// A letter rises into its slot of [h, x], where one of all bars is 1.
export class Letter {
  constructor(part, { view, slots, press }) {
    this.part = part;
    const { x, y, slot } = part;
    slots.append(svg("rect", { class: "g-slot", x: x - 57, y: slot - H / 2 - 2, width: ROOM + 6, height: H + 4, rx: 5 }));
    this.width = ROOM / view.scene.alphabet.length;
    this.hot = svg("rect", { class: "g-bar g-x", y: slot - H / 2 + 2, width: Math.max(3, this.width), height: H - 4 });
    const circle = () => svg("circle", { class: "g-letter", r: 20 });
    const glyph = () => svg("text", { class: "g-on", y: 7, "text-anchor": "middle" });
    this.texts = [glyph(), glyph()];
    this.title = svg("text", { x: x + 30, y: y + 6 });
    this.input = svg("g", { transform: `translate(${x} ${y})` }, circle(), this.texts[0]);
    pressable(this.input, "", () => press(`input.x.${this.t}.${this.index}`));
    this.chip = svg("g", { class: "g-chip", visibility: "hidden" }, circle(), this.texts[1]);
    this.node = svg("g", {}, this.hot, this.input, this.title, this.chip);
  }

  draw({ view, t, phase, progress }) {
    const { x, y, slot } = this.part;
    if (this.t !== t || this.view !== view) {
      Object.assign(this, { t, view });
      const symbol = view.scene.symbols[t];
      this.index = view.scene.alphabet.indexOf(symbol);
      svgMath(this.title, `x_{${t + 1}}`, 18);
      for (const text of this.texts) set(text, { text: symbol });
      set(this.input, { "aria-label": `input, step ${t + 1}: reads ${symbol}` });
    }
    const rise = reached({ phase: 0, from: 0.5, to: 1 }, phase, progress);
    const rising = phase === 0 && progress < 1 && progress > 0.45;
    set(this.hot, { visibility: phase > 0 || progress > 0.94 ? null : "hidden", x: x - 54 + this.width * this.index });
    set(this.chip, { transform: `translate(${x} ${y + (slot - y) * rise})`, visibility: rising ? null : "hidden" });
  }
}

export class Guesses {
  constructor(part, { press }) {
    this.part = part;
    const { x, y, line: step } = part;
    this.title = svg("text", { x, y: y - 32 });
    this.node = svg("g", {}, svg("text", { x: x + 28, y: y - 32, class: "u-muted", text: "next:" }), this.title);
    this.lines = [0, 1, 2, 3].map((k) => {
      const top = y + k * step;
      const bar = svg("rect", { class: "g-bar g-y", x: x + 18, y: top - 14, height: 17 });
      const letter = svg("text", { x, y: top, class: "g-strong" });
      const odds = svg("text", { x: x + 90, y: top, "text-anchor": "end" });
      const tick = svg("path", { class: "g-tick", d: `M${x + 96} ${top - 6}l4 5 7-11` });
      const box = svg("g", { class: "g-guess" }, svg("rect", { class: "g-hit", x: x - 6, y: top - 18, width: 116, height: step - 4, rx: 3 }), bar, letter, odds, tick);
      const made = { bar, letter, odds, tick, box };
      pressable(box, "", () => press(`prediction.y.${this.t}.${made.symbol}`));
      this.node.append(box);
      return made;
    });
  }

  draw({ view, t, phase, progress }) {
    if (this.t !== t) svgMath(this.title, `\\hat{y}_{${t + 1}}`, 18);
    this.t = t;
    set(this.node, { opacity: reached(this.part, phase, progress) });
    const found = view.guesses(t);
    this.lines.forEach((line, k) => {
      const guess = found[k];
      set(line.box, { visibility: guess ? null : "hidden" });
      if (!guess) return;
      const [symbol, odds, right] = guess;
      line.symbol = symbol;
      set(line.letter, { text: view.scene.alphabet[symbol] });
      set(line.odds, { text: percent(odds) });
      set(line.bar, { width: Math.max(0, 72 * odds) || 0 });
      set(line.tick, { visibility: right ? null : "hidden" });
      set(line.box, { "aria-label": view.guess(symbol, odds, right) });
    });
  }

  select(sel) {
    for (const { box, symbol } of this.lines) box.classList.toggle("g-open", sel === `prediction.y.${this.t}.${symbol}`);
  }
}
