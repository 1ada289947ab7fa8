// All steps at once: rows of strips over one time axis, letters below, predictions above.

import { html, pressable, set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { percent } from "../shared/numbers.js";
import { around, bars, block, conveyor } from "./geometry.js";
import { hits } from "./hits.js";

const GUTTER = 74;

export class Conveyor {
  constructor(view, { rows, parts, phases }, width, { press, jump }) {
    const names = rows.filter((name) => name !== null);
    Object.assign(this, { view, press, names, end: phases.length });
    const { scene } = view;
    const f = (this.f = conveyor(rows, view.steps, scene.units, width - GUTTER - 4));
    // In which phase of a step a row comes about.
    this.since = Object.fromEntries(names.map((name) => [name, parts.find((p) => p.row === name && !p.back).phase]));
    this.node = html("div", { class: "g-conveyor" });
    this.frame = html("div", { class: "u-frame", tabindex: 0, role: "group", "aria-label": "all steps" });
    this.picture = svg("svg", { width: f.size[0], height: f.size[1], viewBox: `0 0 ${f.size[0]} ${f.size[1]}` });
    this.frame.append(this.picture);
    this.node.append(this.#gutter(scene), this.frame);
    this.here = svg("rect", { class: "g-here", x: 1, y: 1, width: f.column - 2, height: f.size[1] - 2, rx: 8 });
    this.band = svg("path", { class: "g-band" });
    this.picture.append(this.band);
    this.odds = svg("path", { class: "g-odds" });
    this.right = svg("path", { class: "g-right" });
    this.picture.append(this.odds, this.right);
    this.rows = names.map((name) => this.#row(name, scene));
    this.columns = Array.from({ length: view.steps }, (_, t) => this.#column(t, scene, jump));
    this.clamps = svg("g");
    this.outline = svg("rect", { class: "g-selected", rx: 2, visibility: "hidden" });
    this.unread = svg("rect", { class: "g-veil", y: 0, height: f.guesses.height + 8, opacity: 0 });
    this.picture.append(this.unread, this.here, this.clamps, this.outline);
  }

  // All numbers anew; a few long paths, so that a drag writes little.
  values(view) {
    this.view = view;
    const { f } = this;
    for (const row of this.rows) {
      let d = "";
      for (let t = 0; t < view.steps; t++) d += bars(view.row(row.name, t), { ...row.box, x: f.centre(t) });
      set(row.path, { d });
    }
    let odds = "";
    let right = "";
    this.columns.forEach((column, t) => {
      const left = f.centre(t) - f.strip / 2;
      const found = view.guesses(t);
      column.guesses.forEach((line, k) => {
        const guess = found[k];
        set(line.node, { visibility: guess ? null : "hidden" });
        if (!guess) return;
        const top = f.guesses.top + k * f.guesses.line;
        line.symbol = guess[0];
        set(line.letter, { text: view.scene.alphabet[guess[0]] });
        set(line.odds, { text: percent(guess[1]) });
        odds += `M${left} ${top + 2}h${((f.strip * guess[1]) || 0).toFixed(1)}v17H${left}z`;
        if (guess[2]) right += `M${left - 3} ${top + 0.5}h${f.strip + 6}v20h${-f.strip - 6}z`;
      });
    });
    set(this.odds, { d: odds });
    set(this.right, { d: right });
  }

  // Holds, as dashed outlines around what is held.
  clamp(view) {
    const { f } = this;
    const { heldUnit: unit, heldSteps, units } = view.scene;
    const width = f.strip / units;
    this.clamps.replaceChildren();
    for (const { name, box } of this.rows) {
      if (!view.gate(name) || !view.held(name, heldSteps[0])) continue;
      for (let t = heldSteps[0]; t < heldSteps[1]; t++) {
        const left = f.centre(t) - f.strip / 2;
        const [x, w] = unit < 0 ? [left, f.strip] : [left + unit * width, width];
        this.clamps.append(svg("rect", { class: `g-clamp g-${view.role(name)}`, x: x - 3, y: box.y - box.height / 2 - 3, width: w + 6, height: box.height + 6, rx: 4 }));
      }
    }
  }

  // The current step; what the network has yet to read is veiled while it plays.
  step(t, phase, playing, unit) {
    const { f } = this;
    set(this.here, { transform: `translate(${t * f.column} 0)` });
    set(this.band, { transform: `translate(${t * f.column} 0)` });
    if (this.unit !== unit) {
      this.unit = unit;
      set(this.band, { d: this.rows.map(({ box }) => block(around({ ...box, x: f.column / 2 }, unit, this.view.scene.units, 0, 2))).join("") });
    }
    const hide = (veil, until) => {
      const from = (t + (phase >= until ? 1 : 0)) * f.column;
      set(veil, { x: from, width: Math.max(0, f.size[0] - from), opacity: playing ? 0.85 : 0 });
    };
    for (const row of this.rows) hide(row.veil, this.since[row.name]);
    hide(this.unread, this.end);
    this.columns.forEach((column, k) => {
      set(column.chip, { class: `g-chip-jump u-press ${k === t ? "g-now" : ""}`, "aria-current": k === t ? "step" : null });
    });
    const { scrollLeft, clientWidth } = this.frame;
    const x = f.centre(t);
    if (x > scrollLeft + clientWidth - f.column) this.frame.scrollLeft = x - clientWidth + f.column;
    else if (x < scrollLeft + f.column) this.frame.scrollLeft = x - f.column;
  }

  select(sel) {
    const [source, name, step, at] = sel.split(".");
    const [t, unit] = [Number(step), Number(at)];
    const { f } = this;
    const row = source === "trace" && t >= 0 && t < this.view.steps && this.rows.find((r) => r.name === name);
    const place = row && around({ ...row.box, x: f.centre(t) }, unit, this.view.scene.units, 0.5, 2);
    set(this.outline, { visibility: row ? null : "hidden", ...place });
    this.columns.forEach((column, k) => {
      for (const line of column.guesses) line.node.classList.toggle("g-open", source === "prediction" && k === t && line.symbol === unit);
    });
  }

  // Names for screen readers, and the tab order: the current step's strips are in it.
  name(view, now, unit) {
    for (const row of this.rows) row.hits.forEach((hit, t) => hit.name(view, t, unit, t === now));
    this.columns.forEach(({ guesses }, t) => {
      view.guesses(t).forEach(([symbol, odds, right], k) => {
        set(guesses[k].node, { "aria-label": `step ${t + 1}, ${view.guess(symbol, odds, right)}`, tabindex: t === now ? 0 : -1 });
      });
    });
  }

  #gutter(scene) {
    const { f } = this;
    const gutter = svg("svg", { class: "g-gutter", width: GUTTER, height: f.size[1], "aria-hidden": "true" });
    const label = (y, text, more = {}) => {
      const node = svg("text", { x: GUTTER - 8, y, "text-anchor": "end", ...more });
      if (text) set(node, { text });
      gutter.append(node);
      return node;
    };
    label(f.guesses.top + 30, "next");
    label(f.letter + 6, "reads");
    for (const name of this.names) {
      svgMath(label(f.rows[name] + 1, ""), scene.about[name][0], 19);
      const limit = scene.limits[name];
      label(f.rows[name] + 18, this.view.gate(name) ? `0…${limit}` : `±${limit}`, { class: "u-muted g-axis" });
    }
    return gutter;
  }

  #row(name, scene) {
    const { f } = this;
    const signed = !this.view.gate(name);
    const box = { x: 0, y: f.rows[name], width: f.strip, height: f.height, limit: scene.limits[name], signed };
    const base = signed ? box.y : box.y + box.height / 2;
    let zero = "";
    for (let t = 0; t < this.view.steps; t++) zero += `M${f.centre(t) - f.strip / 2} ${base}h${f.strip}`;
    const path = svg("path", { class: `g-bar g-${this.view.role(name)}` });
    const veil = svg("rect", { class: "g-veil", y: box.y - box.height / 2 - 3, height: box.height + 6, opacity: 0 });
    this.picture.append(svg("path", { class: "g-zero", d: zero }), path, veil);
    const made = Array.from({ length: this.view.steps }, (_, t) =>
      hits(scene.units, { ...box, x: f.centre(t) }, (unit) => this.press(this.view.selection(name, t, unit), unit), (unit) => [name, t, unit]),
    );
    this.picture.append(...made.map((hit) => hit.node));
    return { name, box, path, veil, hits: made };
  }

  #column(t, scene, jump) {
    const { f } = this;
    const left = f.centre(t) - f.strip / 2;
    const guesses = [0, 1, 2, 3].map((k) => {
      const y = f.guesses.top + k * f.guesses.line;
      const letter = svg("text", { x: left + 3, y: y + 16, class: "g-strong" });
      const odds = svg("text", { x: left + f.strip - 2, y: y + 16, "text-anchor": "end" });
      const made = { letter, odds };
      made.node = svg("g", { class: "g-guess" }, svg("rect", { class: "g-hit", x: left - 3, y, width: f.strip + 6, height: 20, rx: 3 }), letter, odds);
      pressable(made.node, "", () => this.press(`prediction.y.${t}.${made.symbol}`));
      this.picture.append(made.node);
      return made;
    });
    const text = svg("text", { x: f.centre(t), y: f.letter + 7, "text-anchor": "middle", text: scene.symbols[t] });
    const chip = svg("g", { class: "g-chip-jump" }, svg("circle", { cx: f.centre(t), cy: f.letter, r: 18 }), text);
    pressable(chip, `go to step ${t + 1}: reads ${scene.symbols[t]}`, () => jump(t));
    this.picture.append(chip);
    return { guesses, chip };
  }
}
