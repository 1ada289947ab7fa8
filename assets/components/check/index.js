// A gradient, checked: choose a weight, compare the walk back with a centred difference, move ε.

import { Board } from "../shared/board.js";
import { htmlMath } from "../shared/math.js";
import { mount } from "../shared/mount.js";
import { show } from "../shared/numbers.js";
import { Slider } from "../shared/slider.js";
import { html, set } from "../shared/svg.js";
import { Curve } from "./curve.js";
import { Grid } from "./grid.js";

class Check extends Board {
  constructor(root) {
    const place = html("div", { class: "k-left" });
    const title = html("p", { class: "u-title" });
    const chips = html("div", { class: "k-chips", role: "group", "aria-label": "which weights" });
    const gates = html("div", { class: "k-chips k-gates", role: "group", "aria-label": "which block" });
    const both = html("div", { class: "k-both" });
    root.append(title, both);
    place.append(chips, gates);
    super(root, place);
    place.append(html("p", { class: "k-caption u-muted" }, "A mark’s area is its size; round is positive, square is negative. Press a mark to check its weight."));
    Object.assign(this, { title, chips, gates });
    this.sums = html("div", { class: "k-sums" });
    this.slider = new Slider({
      latex: String.raw`\mathrm{ε}`,
      words: "epsilon, how far the weight is moved",
      role: "gradient",
      ticks: [],
      input: (k) => this.#show(k),
      release: (k) => this.host.state("eps", k),
    });
    this.plot = html("div", { class: "k-plot" });
    const caption = html("p", { class: "k-caption u-muted" }, "relative difference of the two ways");
    both.append(place, html("div", { class: "k-right" }, this.sums, this.slider.node, caption, this.plot));
    this.resize.observe(this.plot);
    this.rows = this.#lines();
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    const { name, at } = scene.chosen;
    if (this.begins(scene)) {
      this.index = scene.view.eps;
      this.shown = null;
    }
    const chosen = `${name} ${at}`;
    if (!this.shown || chosen !== this.last || !scene.matrices.some((m) => m.name === this.shown.name)) this.shown = { name, block: at[0] };
    this.last = chosen;
    this.shown.block = Math.min(this.shown.block, this.#matrix().blocks.length - 1);
    set(this.title, { text: scene.title });
    this.slider.update([...scene.epsilons.row()], scene.epsilonTexts, this.index);
    this.width = 0;
    this.build();
  }

  destroy() {
    this.slider.destroy();
    super.destroy();
  }

  build() {
    const widths = [this.frame.clientWidth, this.plot.clientWidth];
    if (!this.scene || !widths[0] || !widths[1] || String(widths) === this.width) return;
    this.width = String(widths);
    this.#choices();
    this.#grid(widths[0]);
    this.curve = new Curve(this.scene, widths[1], (k) => this.#place(k));
    this.plot.replaceChildren(this.curve.node);
    this.#show(this.index);
  }

  #matrix() {
    return this.scene.matrices.find((m) => m.name === this.shown.name);
  }

  // What is on the left ------------------------------------------------------------------------

  #choices() {
    const { matrices } = this.scene;
    const press = (name, block) => {
      this.shown = { name, block };
      this.#choices();
      this.#grid(this.frame.clientWidth);
    };
    fill(this.chips, matrices.map(({ name, symbol, words }) => [symbol, words, name === this.shown.name, () => press(name, 0)]));
    const { blocks, name } = this.#matrix();
    fill(this.gates, blocks.length > 1 ? blocks.map((words, k) => [words, words, k === this.shown.block, () => press(name, k)]) : []);
  }

  #grid(width) {
    const had = this.frame.getRootNode().activeElement?.classList.contains("k-hit");
    const { name, block } = this.shown;
    this.grid = new Grid(this.#matrix(), block, width, {
      choose: (i, j) => this.host.trigger("weight", [name, block, i, j]),
      look: (i, j, event) => this.#look(i, j, event),
    });
    this.frame.replaceChildren(this.grid.node);
    const { chosen } = this.scene;
    this.grid.mark(chosen.name === name && chosen.at[0] === block ? chosen.at.slice(1) : null);
    if (had) this.grid.node.querySelector("[tabindex='0']")?.focus();
  }

  #look(i, j, event) {
    if (i === null) return this.tip.hide();
    const matrix = this.#matrix();
    const { block } = this.shown;
    const place = [matrix.rows[i], matrix.columns[j]].filter(Boolean).join(", ");
    const lines = [`${matrix.symbol}[${place}] = ${show(matrix.values.at(block, i, j))}`, `gradient ${show(matrix.grads.at(block, i, j))}`];
    this.tip.show(event, ...lines.map((text) => html("div", { text })));
  }

  // What is on the right -----------------------------------------------------------------------

  #lines() {
    const line = (name, ...words) => {
      const number = html("output", { class: `k-number ${name}` });
      this.sums.append(html("div", { class: "k-row" }, html("span", { class: "k-words" }, ...words), number));
      return number;
    };
    this.name = html("span");
    this.open = html("button", { type: "button", class: "u-chip k-open" }, "open its sum");
    this.open.addEventListener("click", () => this.host.trigger("open", this.scene.chosen.opens));
    this.head = html("div", { class: "k-head" }, this.name, this.open);
    this.sums.append(this.head);
    return {
      analytic: line("k-walk", "the walk back says"),
      plus: line("", htmlMath("L(w + ε)")),
      minus: line("", htmlMath("L(w - ε)")),
      estimate: line("k-walk", "their difference / 2ε"),
      error: line("k-plain", "relative difference"),
    };
  }

  #show(k) {
    const { scene } = this;
    this.index = k;
    const { symbol, value, opens } = scene.chosen;
    if (this.named !== symbol + value) {
      this.named = symbol + value;
      this.name.replaceChildren(htmlMath(String.raw`w = ${symbol} = \mathrm{${value}}`));
    }
    this.open.hidden = !opens;
    set(this.rows.analytic, { text: scene.analytic });
    set(this.rows.plus, { text: scene.plus[k] });
    set(this.rows.minus, { text: scene.minus[k] });
    const estimate = scene.estimate[k];
    const same = scene.agree[k];
    this.rows.estimate.replaceChildren(html("b", {}, estimate.slice(0, same)), html("span", { class: "k-off" }, estimate.slice(same)));
    set(this.rows.error, { text: scene.error[k] });
    this.curve?.draw(k);
  }

  #place(k) {
    this.slider.update([...this.scene.epsilons.row()], this.scene.epsilonTexts, k);
    this.#show(k);
    this.host.state("eps", k);
  }
}

// As many chips as there are choices; each keeps its element, and with it the focus.
function fill(box, choices) {
  while (box.children.length > choices.length) box.lastChild.remove();
  choices.forEach(([text, words, pressed, press], k) => {
    if (!box.children[k]) {
      const made = html("button", { type: "button", class: "u-chip" });
      made.addEventListener("click", () => made.press());
      box.append(made);
    }
    set(box.children[k], { text, "aria-label": words, title: words, "aria-pressed": String(pressed) });
    box.children[k].press = press;
  });
}

export default mount(Check);
