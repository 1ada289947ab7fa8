// Four score functions on the same states, and each in the model that was trained with it. One row
// is in view in all of them; the temperature of the softmax moves all of them by looking up.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { Board } from "../shared/board.js";
import { Slider } from "../shared/slider.js";
import { SmallMap } from "./map.js";
import { openedSum } from "./opened.js";
import { ramp } from "./ramp.js";
import { abreast, called } from "./layout.js";

const GAP = 24;

class Scores extends Board {
  constructor(root) {
    super(root);
    set(root, { role: "group", "aria-label": "score functions side by side" });
    this.title = html("p", { class: "u-title s-title", "aria-live": "polite" });
    const ticks = [[1 / 64, "sharp"], [1, "1"], [64, "flat"]];
    this.slider = new Slider({ latex: "\\mathrm{temperature}\\ \\tau", words: "temperature of the softmax", ticks, input: (k) => this.#slide(k), release: (k) => this.host.state("tau", this.scene.temperature.values[k]) });
    this.box = html("div", { class: "s-open-place" });
    root.prepend(html("div", { class: "s-top" }, this.title, html("div", { class: "s-controls" }, this.slider.node)));
    const calls = { at: () => ({ t: this.t, s: this.s }), hover: (cell) => this.#hover(cell), choose: (t, s, delay) => this.#choose(t, s, delay) };
    this.same = [0, 1, 2, 3].map(() => new SmallMap("weight on the same states: arrow keys choose row and position", calls));
    this.own = [0, 1, 2, 3].map(() => new SmallMap("weight in its own model: arrow keys choose row and position", calls));
  }

  update(scene, host) {
    this.host = host;
    const before = this.scene?.id;
    this.scene = scene;
    const { values, texts } = scene.temperature;
    if (this.begins(scene)) {
      this.k = scene.view.k;
      [this.t, this.s] = [scene.view.t, scene.view.s];
    }
    this.t = Math.min(this.t, scene.outputs.length - 1);
    this.s = Math.min(this.s, scene.inputs.length - 1);
    if (before !== scene.id) this.hovered = null;
    this.slider.update(values, texts, this.k);
    this.width = 0;
    this.build();
  }

  destroy() {
    super.destroy();
    clearTimeout(this.timer);
    this.slider.destroy();
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    const { scene } = this;
    const across = abreast(scene, width, GAP);
    const each = (width - (across - 1) * GAP) / across;
    const colours = ramp(this.root);
    const focused = [...this.same, ...this.own].find((map) => map.cursor && this.root.getRootNode().activeElement === map.cursor);
    const cards = (maps, make) => html("div", { class: "s-four", style: `grid-template-columns:repeat(${across}, minmax(0, 1fr))` }, ...scene.sides.map((side, k) => make(side, maps[k], k)));
    const same = cards(this.same, (side, map, k) => this.#sameCard(side, map, k, each, colours));
    const own = cards(this.own, (side, map) => this.#ownCard(side, map, each, colours));
    this.frame.replaceChildren(html("p", { class: "s-block" }, "The same states: those of the model trained with ", html("b", { text: this.#nameOf(scene.states) })), same, this.box, html("p", { class: "s-block", text: "Each in the model that was trained with it" }), own);
    focused?.cursor.focus();
    this.#draw();
    this.#open();
  }

  #nameOf(score) {
    return this.scene.sides.find((side) => side.score === score).name;
  }

  #sameCard(side, map, k, width, colours) {
    const { scene } = this;
    map.fresh();
    if (side.same) map.build(side.same, scene.outputs, scene.inputs, scene.symbols, width, colours);
    else map.refuse("Its parameters were made for states of another size.");
    const figures = side.measured.flatMap(([what, share, interval]) => pair(what, share, interval));
    const open = html("button", { type: "button", class: "u-chip s-add" }, "Open this score");
    open.addEventListener("click", () => this.host.trigger("open", [k, this.t, this.s]));
    return html("section", { class: side.score === scene.states ? "s-card s-chosen" : "s-card" }, html("h4", {}, side.name), html("p", { class: "s-formula" }, htmlMath(side.latex)), html("p", { class: "s-whose", text: side.whose }), map.node, html("dl", { class: "s-cost" }, ...pair("parameters", side.parameters), ...pair("multiplications, one score", side.each), ...pair("all scores here", side.all), ...figures), side.same ? open : null);
  }

  #ownCard(side, map, width, colours) {
    map.fresh();
    map.build(side.own, side.outputs, this.scene.inputs, this.scene.symbols, width, colours);
    const figures = side.figures.flatMap(([what, share, interval]) => pair(what, share, interval));
    return html("section", { class: "s-card" }, html("h4", {}, side.name), map.node, html("dl", { class: "s-cost" }, ...figures));
  }

  #draw() {
    const { scene, k } = this;
    const t = this.hovered?.t ?? this.t;
    const s = this.hovered?.s ?? this.s;
    this.same.forEach((map) => map.draw(k, t, s));
    this.own.forEach((map) => map.draw(k, t, s));
    const row = Math.min(t, scene.outputs.length - 1);
    const looks = scene.sides.map((side, index) => [side, this.same[index].top(k, row)]).filter(([, top]) => top);
    const parts = looks.map(([side, { text, weight }]) => `${side.name} on ${text} (${show(weight)})`);
    set(this.title, { text: `Step ${row + 1}, ${scene.outputs[row]}, most weight: ${parts.join(", ")}` });
  }

  #open() {
    const { opened } = this.scene;
    if (!opened) return this.box.replaceChildren();
    const title = `${this.#nameOf(opened.score)}: the score of ${called(this.scene.inputs, opened.s)} when ${this.scene.outputs[opened.t]} is written`;
    this.box.replaceChildren(openedSum(opened, title, () => this.host.trigger("open", [])));
  }

  #slide(k) {
    this.k = k;
    this.#draw();
  }

  #hover(cell) {
    this.hovered = cell;
    this.#draw();
  }

  #choose(t, s, delay) {
    [this.t, this.s] = [t, s];
    this.hovered = null;
    this.#draw();
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.host.state("cell", [this.t, this.s]), delay);
  }
}

function pair(name, value, more = "") {
  return [html("dt", { text: name }), html("dd", {}, html("b", { text: value }), more ? html("span", { class: "s-between", text: more }) : null)];
}

export default mount(Scores);
