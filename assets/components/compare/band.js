// One network: its name and what it says, a heatmap a state or gate, what is left of the input,
// and its answers. Made once for a layout; `show` writes what a level of the hold changes.

import { html, pressable, set, svg } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { SIZE, answer, columnX, height, profile } from "./layout.js";
import { pixels } from "./scale.js";

export class Band {
  // actions: open(sel, more), tip; place: of this band, from the layout
  constructor(scene, band, f, place, actions) {
    Object.assign(this, { scene, band, f, place, actions });
    this.said = html("span", { class: "k-said" });
    const name = html("strong", { text: band.title });
    const size = html("span", { class: "u-muted", text: `${band.units} units, ${band.parameters.toLocaleString("en")} parameters` });
    const line = html("div", { class: "k-line" }, name, size, this.said, band.note ? html("span", { class: "u-muted", text: band.note }) : null);
    this.nodes = [html("div", { class: "k-head", style: `top:${place.top}px;height:${SIZE.head}px` }, line)];
    this.panels = band.panels.map((panel, k) => this.#panel(panel, place.panels[k]));
    const style = `top:${place.strip}px;width:${f.width}px;height:${place.below}px`;
    this.below = svg("svg", { class: "k-below", width: f.width, height: place.below, style });
    this.#strip();
    this.#answers();
    this.nodes.push(this.label, this.below);
  }

  // Writes the numbers of a level; a level already shown is left alone.
  show(level, colours) {
    if (level === this.level && colours === this.colours) return;
    Object.assign(this, { level, colours });
    const { scene, band, f } = this;
    for (const { panel, context, image } of this.panels) {
      const { numbers, offset, strides } = panel.values;
      const whole = numbers.subarray(offset + level * strides[0], offset + (level + 1) * strides[0]);
      pixels(whole, f.steps, band.units, scene.scales[panel.scale], colours, image.data);
      context.putImageData(image, 0, 0);
    }
    for (const { path, values, closed } of this.profiles) set(path, { d: profile(values.row(level), scene.source, f, scene.leftLimit, closed) });
    if (this.reached) {
      const line = band.reach.row(level);
      pixels(line, f.steps, 1, scene.scales.gradient, colours, this.reached.image.data);
      this.reached.context.putImageData(this.reached.image, 0, 0);
    }
    this.marks.forEach((mark, t) => {
      if (mark) this.#mark(mark, t, ...answer(scene, band, level, t));
    });
    const found = answer(scene, band, level, scene.answer);
    const wanted = scene.wanted[scene.answer];
    set(this.said, {
      text: found ? `says ${found[0]} ${found[1] ? "✓ right" : `✗ wrong, it was ${wanted}`}` : "",
      class: `k-said ${found?.[1] ? "k-right" : "k-wrong"}`,
    });
  }

  // The panel under a pointer, with its unit; null where there is none.
  at(y) {
    const k = this.place.panels.findIndex(({ top, height }) => y >= top && y < top + height);
    if (k < 0) return null;
    return { panel: this.panels[k].panel, unit: Math.floor((y - this.place.panels[k].top) / this.f.unit) };
  }

  value(panel, t, unit) {
    return panel.values.at(this.level, t, unit);
  }

  // What a screen reader says of the panels: the unit chosen, at the step of the transport.
  name(step) {
    for (const { panel, node, unit } of this.panels) {
      const value = this.#written(panel, this.value(panel, step, unit));
      set(node, { "aria-label": `${this.band.title}, ${panel.words}, step ${step + 1}, unit ${unit + 1}: ${value}. Up and down choose a unit, Enter opens it` });
    }
    this.marks.forEach((mark, t) => mark && set(mark.node, { tabindex: t === step ? "0" : "-1" }));
  }

  // A line of the tooltip: what this network holds and says at a step.
  words(t) {
    const { band, scene, level } = this;
    const parts = [];
    const found = answer(scene, band, level, t);
    if (found) parts.push(`says ${found[0]} ${found[1] ? "✓" : "✗"}`);
    if (band.reach) parts.push(`|∂y/∂x| = ${raised(band.reach.at(level, t))}`);
    else for (const [name, values] of Object.entries(band.left)) parts.push(`trace in ${name} ${show(values.at(level, t))}`);
    return `${band.title}: ${parts.join(", ")}`;
  }

  digits({ panel, unit }, t) {
    return `${this.band.title}, ${panel.words}, step ${t + 1}, unit ${unit + 1}: ${this.#written(panel, this.value(panel, t, unit))}`;
  }

  sel(panel, t, unit) {
    return `${this.band.key}/${panel.source}.${panel.name}.${t}.${unit}`;
  }

  #written(panel, value) {
    return panel.scale === "gradient" ? raised(value) : show(value);
  }

  #panel(panel, { top, height }) {
    const { f, band } = this;
    const canvas = html("canvas", { width: f.steps, height: band.units, class: "k-canvas", "data-scale": panel.scale, "data-name": `${band.key}/${panel.name}` });
    Object.assign(canvas.style, { left: `${SIZE.gutter}px`, width: `${f.steps * f.column}px`, height: `${height}px` });
    const context = canvas.getContext("2d");
    const label = html("div", { class: panel.scale === "gradient" ? "k-label k-small" : "k-label" }, htmlMath(panel.symbol));
    const node = html("div", { class: "k-panel", style: `top:${top}px;height:${height}px` }, canvas, label);
    const made = { panel, node, context, image: context.createImageData(f.steps, band.units), unit: 0 };
    pressable(node, panel.words, (event) => {
      const t = event.clientX ? this.actions.step(event) : null;
      if (event.clientY) made.unit = this.at(this.actions.height(event))?.unit ?? made.unit;
      this.actions.open(this.sel(panel, t ?? this.actions.now(), made.unit));
    });
    node.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      made.unit = Math.min(band.units - 1, Math.max(0, made.unit + by));
      this.actions.moved(this, panel, made.unit);
    });
    this.nodes.push(node);
    return made;
  }

  // What is left of the input, or in the view of gradients ∂y/∂x as one row of colours.
  #strip() {
    const { band, f, place } = this;
    this.profiles = [];
    const style = `top:${place.strip}px;height:${SIZE.strip}px`;
    if (band.reach) {
      const canvas = html("canvas", { width: f.steps, height: 1, class: "k-canvas k-reach", "data-scale": "gradient", "data-name": `${band.key}/x` });
      Object.assign(canvas.style, { left: `${SIZE.gutter}px`, top: "8px", width: `${f.steps * f.column}px`, height: `${SIZE.strip - 14}px` });
      const context = canvas.getContext("2d");
      this.reached = { context, image: context.createImageData(f.steps, 1) };
      this.label = html("div", { class: "k-panel k-still", style }, canvas, html("div", { class: "k-label k-small" }, htmlMath("\\partial y/\\partial x")));
      return;
    }
    this.below.append(svg("line", { class: "k-base", x1: SIZE.gutter, x2: SIZE.gutter + f.steps * f.column, y1: SIZE.strip, y2: SIZE.strip }));
    if (this.scene.leftLimit > 1) {
      const y = SIZE.strip - height(1, this.scene.leftLimit);
      this.below.append(svg("path", { class: "k-one", d: `M${SIZE.gutter - 3} ${y}h6` }));
    }
    for (const [name, values] of Object.entries(band.left)) {
      const closed = name === "h";
      const path = svg("path", { class: `k-left k-left-${name}` });
      this.below.append(path);
      this.profiles.push({ path, values, closed });
    }
    this.label = html("div", { class: "k-panel k-still", style }, html("div", { class: "k-label k-small u-muted", text: "trace" }));
  }

  #answers() {
    const { scene, f, band } = this;
    const y = this.place.answers;
    const r = Math.min(10, Math.max(3, f.column / 2 - 1));
    this.marks = scene.symbols.map((_, t) => {
      if (!scene.asked[t]) return null;
      const node = svg("g", { transform: `translate(${columnX(f, t)} ${y})`, class: "k-answer" });
      const shape = svg("path", {});
      const letter = r >= 8 && !scene.numeric ? svg("text", { "text-anchor": "middle", dy: 5 }) : null;
      node.append(svg("rect", { class: "k-hit", x: -f.column / 2, y: -12, width: f.column, height: 24 }), shape);
      if (letter) node.append(letter);
      pressable(node, "", () => this.actions.open(`${band.key}/prediction.y.${t}.${scene.numeric ? 0 : band.said.at(this.level, t)}`, `asked=${t + 1}`));
      this.below.append(node);
      return { node, shape, letter, r };
    });
  }

  // Right is a filled circle, wrong an open box, or a cross without a letter: shape and colour.
  #mark({ node, shape, letter, r }, t, text, right) {
    const { scene, band, level } = this;
    const round = `M${-r} 0a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`;
    const box = `M${-r} ${-r}H${r}V${r}H${-r}Z`;
    const cross = `M${-r} ${-r}L${r} ${r}M${-r} ${r}L${r} ${-r}`;
    const chosen = t === scene.answer ? " k-chosen" : "";
    set(shape, { d: right ? round : letter ? box : cross });
    set(node, {
      class: `k-answer u-press ${right ? "k-right" : "k-wrong"}${chosen}`,
      "aria-label": `${band.title}, step ${t + 1}, says ${text}: ${right ? "right" : "wrong"}`,
    });
    if (letter) set(letter, { text: scene.outputs[band.said.at(level, t)].slice(0, 1) });
  }
}

// A number whose logarithm is given.
export function raised(log) {
  return log === -Infinity ? "0" : show(10 ** log);
}
