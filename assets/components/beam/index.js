// Greedy writing and beam search: a tree for each width, which grows and is pruned. All trees and
// all rankings are here already; both sliders look them up.

import { mount } from "../shared/mount.js";
import { html } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { Slider, nearest } from "../shared/slider.js";
import { Stage } from "../shared/stage.js";
import { frame, greedyFalls, nodeAt, pathTo, ranking } from "./layout.js";
import { Picture } from "./picture.js";

class Beam extends Stage {
  constructor(root) {
    const place = html("div");
    super(root, "beam search", place);
    this.heading = html("p", { class: "u-title t-title", "aria-live": "polite" });
    this.tools = html("div", { class: "t-tools" });
    place.prepend(this.heading, this.tools);
    this.legend = html("p", { class: "t-legend" }, html("span", { class: "t-key t-key-winner" }), "the winner", html("span", { class: "t-key t-key-greedy" }), "greedy’s way", html("span", { class: "t-key t-key-pruned" }), "pruned", html("span", { class: "t-key t-key-ended" }), "finished");
    this.below = html("div", { class: "t-below" });
    root.append(this.legend, this.below);
  }

  update(scene, host) {
    this.host = host;
    const first = !this.scene;
    this.scene = scene;
    if (first) this.#controls();
    this.width = 0;
    if (this.begins(scene)) {
      this.wide = scene.view.width;
      this.power = nearest(scene.powers, scene.view.power);
      this.open = scene.view.node;
      this.atEnd = scene.view.step >= this.#frames() - 1;
      this.build();
      this.transport.setLength(this.#frames(), scene.view.step);
    } else {
      if (scene.input !== this.input) this.open = "";
      this.build();
      this.transport.setLength(this.#frames(), this.atEnd ? this.#frames() - 1 : undefined);
    }
    this.input = scene.input;
    const widths = scene.trees.map((_, k) => k + 1);
    this.sliders.width.update(widths, widths.map(String), this.wide - 1);
    this.sliders.power.update(scene.powers, scene.powers.map((power) => power.toFixed(1)), this.power);
  }

  destroy() {
    clearTimeout(this.idle);
    for (const name in this.sliders) this.sliders[name].destroy();
    super.destroy();
  }

  // Its steps, and one more on which the finished ones are ranked.
  #frames() {
    return this.tree.steps + 1;
  }

  get tree() {
    return this.scene.trees[this.wide - 1];
  }

  #controls() {
    this.sliders = {
      width: new Slider({
        latex: "\\mathrm{width}",
        words: "width of the beam",
        ticks: [[1, "1: greedy"], [8, "8"]],
        input: (k) => this.#widen(k + 1),
        release: (k) => this.host.state("width", k + 1),
      }),
      power: new Slider({
        latex: "\\mathrm{power}",
        words: "power of the length by which log p is divided",
        ticks: [[0, "0"], [1, "1"], [2, "2"]],
        input: (k) => {
          this.power = k;
          this.#say();
        },
        release: (k) => this.host.state("power", this.scene.powers[k]),
      }),
    };
    this.tools.append(...Object.values(this.sliders).map((slider) => slider.node));
  }

  #widen(wide) {
    this.wide = wide;
    this.#make();
    this.transport.setLength(this.#frames(), this.atEnd ? this.#frames() - 1 : undefined);
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    this.f = frame(this.scene, width);
    this.pictures = new Map();
    this.#make();
  }

  #make() {
    if (!this.f) return;
    this.picture = this.#picture(this.wide);
    this.frame.replaceChildren(this.picture.node);
    this.#prepare();
    this.draw(Math.min(this.transport.frame, this.#frames() - 1), this.transport.progress);
    this.#say();
  }

  #picture(wide) {
    let made = this.pictures.get(wide);
    if (!made) {
      made = new Picture(this.scene, this.scene.trees[wide - 1], this.f, { open: (k) => this.#show(k) });
      this.pictures.set(wide, made);
    }
    return made;
  }

  // The trees of the other widths are drawn while nobody waits, so that a drag only swaps them.
  #prepare() {
    clearTimeout(this.idle);
    const next = this.scene.trees.findIndex((_, k) => !this.pictures.has(k + 1));
    if (next < 0) return;
    this.idle = setTimeout(() => {
      this.#picture(next + 1);
      this.#prepare();
    }, 30);
  }

  // The node that is open in this tree, or -1.
  get opened() {
    const [wide, index] = this.open.split(".").map(Number);
    return wide === this.wide ? nodeAt(this.tree, index) : -1;
  }

  #show(k) {
    const { tree } = this;
    this.open = `${this.wide}.${tree.index[k]}`;
    this.#say();
    this.host.state("open", [this.open, `prediction.y.${tree.step[k]}.${tree.symbol[k]}`]);
  }

  #over() {
    return this.transport.frame >= this.tree.steps;
  }

  #say() {
    const { tree, scene } = this;
    const at = this.transport.frame;
    const ranks = ranking(tree, this.power).filter(({ node }) => this.#over() || tree.step[node] < at || (tree.step[node] === at && this.transport.progress === 1));
    const winner = this.#over() ? ranks[0].node : -1;
    this.picture?.mark(this.opened, winner);
    this.heading.textContent = winner < 0 ? this.#searching() : this.#title(winner);
    const open = this.opened >= 0 ? this.opened : winner;
    const sum = open >= 0 ? this.#sum(open) : html("p", { class: "u-muted", text: "Press a beginning to see its sum." });
    this.below.replaceChildren(sum, ranks.length ? this.#table(ranks, scene) : html("p", { class: "u-muted", text: "Nothing is finished yet." }));
  }

  #searching() {
    return this.wide === 1 ? "Width 1: the likeliest beginning goes on" : `Width ${this.wide}: of all beginnings the likeliest ${this.wide} go on`;
  }

  #title(winner) {
    const { tree, scene } = this;
    const written = this.#written(winner);
    const falls = greedyFalls(tree, scene.fates);
    if (this.wide === 1) return `Width 1 is greedy: ${written}`;
    const same = tree.greedy[winner];
    const fate = falls === null ? "greedy’s output comes behind it" : `greedy’s way is pruned at step ${falls + 1}`;
    return `Width ${this.wide} writes ${written}: ${same ? "the same as greedy" : fate}`;
  }

  #written(k) {
    return pathTo(this.tree, k).map((place) => this.tree.label[place]).join(" ");
  }

  // log P of a beginning as the sum it is, and its score.
  #sum(k) {
    const { tree, scene } = this;
    const path = pathTo(tree, k);
    const node = html("div", { class: "t-sum" });
    node.append(html("p", { class: "t-sum-name", text: this.#written(k) }));
    const terms = path.map((place) => `${tree.label[place]} ${show(tree.own.at(place))}`);
    node.append(html("p", { text: `log p = ${terms.join(" + ")} = ${show(tree.total.at(k))}` }));
    const place = tree.finished.indexOf(k);
    if (place < 0) return node;
    const power = scene.powers[this.power].toFixed(1);
    node.append(html("p", { text: `score = log p / length^power = ${show(tree.total.at(k))} / ${path.length}^${power} = ${show(tree.scores.at(this.power, place))}` }));
    return node;
  }

  #table(ranks, { fates }) {
    const { tree } = this;
    const table = html("table", { class: "t-ranks" });
    const head = html("tr");
    for (const title of ["", "finished", "log p", "length", "score"]) head.append(html("th", { scope: "col", text: title }));
    table.append(html("thead", {}, head));
    const body = html("tbody");
    ranks.forEach(({ node, score }, k) => {
      const button = html("button", { type: "button", class: "t-link", text: this.#written(node) });
      button.addEventListener("click", () => this.#show(node));
      const notes = [tree.greedy[node] ? "greedy" : "", fates[tree.fate[node]] === "cut" ? "no end" : ""].filter(Boolean).join(", ");
      const row = html("tr", { class: k === 0 ? "t-first" : "" }, html("td", { text: String(k + 1) }), html("td", {}, button, notes ? html("span", { class: "u-muted", text: ` ${notes}` }) : null));
      for (const text of [show(tree.total.at(node)), String(tree.step[node] + 1), show(score)]) row.append(html("td", { class: "t-number", text }));
      body.append(row);
    });
    table.append(body);
    return table;
  }

  draw(step, progress) {
    if (!this.picture) return;
    this.picture.draw(step, progress);
    if (progress === 1 || step !== this.said) this.#say();
    this.said = step;
    this.keepInView(this.f.x(Math.min(step, this.tree.steps - 1)) + this.f.node[0] / 2, this.f.node[0] / 2 + 14);
  }

  rest(step) {
    this.atEnd = step === this.#frames() - 1;
    this.host.state("step", [step, this.#frames() - 1]);
  }

  frameName(step) {
    if (step >= this.tree.steps) return "the finished ones are ranked";
    const alive = this.tree.step.filter((t, k) => t === step && this.scene.fates[this.tree.fate[k]] === "kept").length;
    return `step ${step + 1} of ${this.tree.steps}: ${alive} go on`;
  }

  duration() {
    return 1400;
  }
}

export default mount(Beam);
