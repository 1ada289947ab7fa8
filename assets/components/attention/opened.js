// One cell of the map, opened: the score, the softmax over its row, and the context that the row
// makes. Every number is the core's; nothing is added up here.

import { html, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { Slider } from "../shared/slider.js";

const FEW = 8; // terms of the score that are listed at first

export class Opened {
  // choose(t, s): another cell; unit(u): a unit of the context was chosen; open(what): a number of
  // a state, "query.j", "key.s.j" or "between.j"
  constructor({ choose, unit, open }) {
    Object.assign(this, { choose, open });
    this.all = false;
    this.heading = html("p", { class: "u-title a-heading", "aria-live": "polite" });
    this.score = html("section", { class: "a-card" });
    this.softmax = html("section", { class: "a-card" });
    this.sum = html("div");
    this.last = html("p", { class: "a-note" });
    this.slider = new Slider({
      latex: "\\mathrm{unit}",
      words: "unit of the context",
      input: (i) => this.#context(i),
      release: (i) => unit(i + 1),
    });
    const context = html("section", { class: "a-card" }, title("3", "Context: the states, mixed"), this.sum, this.slider.node, this.last);
    this.cards = html("div", { class: "a-cards" }, this.score, this.softmax, context);
    this.node = html("div", { class: "a-opened" }, this.heading, this.cards);
  }

  update(scene, t, s, fresh) {
    this.scene = scene;
    const { opened } = scene;
    if (fresh) this.unit = scene.view.unit - 1;
    if (opened.t !== t || opened.s !== s) return; // an answer that another choice has overtaken
    this.cards.classList.remove("a-waiting");
    const units = opened.context.shape[0];
    this.unit = Math.min(this.unit, units - 1);
    const places = Array.from({ length: units }, (_, u) => u + 1);
    this.slider.update(places, places.map(String), this.unit);
    this.#head(t, s, show(opened.row.at(s, 2)));
    this.#score();
    this.#softmax();
    this.#context(this.unit);
  }

  // Another cell was chosen, and its numbers have not come yet.
  wait(t, s) {
    this.#head(t, s, show(this.scene.weights.at(t, s)));
    this.cards.classList.add("a-waiting");
  }

  destroy() {
    this.slider.destroy();
  }

  #head(t, s, weight) {
    const { outputs, names } = this.scene;
    set(this.heading, { text: `How ${outputs[t]} comes to look at ${names[s]} with weight ${weight}` });
  }

  #score() {
    const { names, terms, order, latex, t, s, figures } = this.scene.opened;
    const last = names.length - 1;
    const shown = this.all ? order.map((_, j) => j) : order.slice(0, FEW);
    const rows = shown.map((j) => [this.#link(String(j + 1), `open unit ${j + 1}`, `between.${j}`), ...names.map((_, c) => number(terms.at(j, c), c === last))]);
    const table = listed(["unit", ...names.map((name) => htmlMath(name))], rows, ["sum", ...names.slice(1).map(() => ""), number(figures.at(0), true)]);
    const count = order.length;
    const more = html("button", { type: "button", class: "a-more", text: this.all ? `the ${FEW} largest products only` : `the ${FEW} largest of ${count} products: show all` });
    more.addEventListener("click", () => {
      this.all = !this.all;
      this.#score();
    });
    this.score.replaceChildren(
      title("1", "Score: how well query and key match"),
      rule(`\\mathrm{score}_{${t + 1},${s + 1}}`, show(figures.at(0)), htmlMath(latex)),
      html("div", { class: this.all ? "u-frame a-long a-scrolls" : "u-frame a-long", tabindex: this.all ? "0" : null }, table),
      count > FEW ? more : "",
    );
  }

  #softmax() {
    const { inputs } = this.scene;
    const { row, t, s, figures } = this.scene.opened;
    const rows = inputs.map((label, k) => {
      const name = html("button", { type: "button", class: "a-link", "aria-label": `open the weight on ${label}, ${k + 1}` }, label);
      name.addEventListener("click", () => this.choose(t, k));
      const bar = html("i", { class: "a-weight", style: `width:${100 * row.at(k, 2)}%` });
      return [name, number(row.at(k, 0)), number(row.at(k, 1)), number(row.at(k, 2), true), html("span", { class: "a-track", "aria-hidden": "true" }, bar)];
    });
    const table = listed(["", htmlMath("\\mathrm{score}"), htmlMath("e^{\\mathrm{score}-\\mathrm{largest}}"), htmlMath("\\alpha"), ""], rows, ["sum", "", number(figures.at(2)), number(1, true), ""]);
    table.tBodies[0].rows[s].classList.add("a-at");
    this.softmax.replaceChildren(
      title("2", "Softmax: the row shares out 1"),
      rule(`\\alpha_{${t + 1},${s + 1}}`, show(row.at(s, 2)), `${show(row.at(s, 1))} / ${show(figures.at(2))}`),
      html("div", { class: "u-frame a-long" }, table),
      html("p", { class: "a-note" }, `largest score: ${show(figures.at(1))}; taking it off changes no weight`),
    );
  }

  #context(unit) {
    this.unit = unit;
    const { inputs, outputs, chance, opened } = this.scene;
    const { row, values, products, context, t, s } = opened;
    const rows = inputs.map((label, k) => [
      label,
      number(row.at(k, 2)),
      this.#link(show(values.at(k, unit)), `open unit ${unit + 1} of the state at ${label}`, `key.${k}.${unit}`),
      number(products.at(k, unit), true),
    ]);
    const table = listed(["", htmlMath("\\alpha"), htmlMath(`e_s[${unit + 1}]`), htmlMath("\\alpha\\,e")], rows, ["sum", "", "", number(context.at(unit), true)]);
    table.tBodies[0].rows[s].classList.add("a-at");
    this.sum.replaceChildren(
      rule(`\\mathrm{context}_{${t + 1}}[${unit + 1}]`, show(context.at(unit)), htmlMath(`\\Sigma_s\\,\\alpha_{${t + 1},s}\\,e_s[${unit + 1}]`)),
      html("div", { class: "u-frame a-long" }, table),
    );
    this.last.replaceChildren("The context and the decoder's state together make ", this.#link(`P(${outputs[t]}) = ${show(chance.at(t))}`, `open the probability of ${outputs[t]}`, "chance"));
  }

  #link(text, name, what) {
    const link = html("button", { type: "button", class: "a-link", "aria-label": name }, text);
    link.addEventListener("click", () => this.open(what));
    return link;
  }
}

const title = (count, text) => html("h4", {}, html("b", {}, count), text);
// A number with its symbol, and behind it how it is made.
const rule = (latex, value, made) => html("p", { class: "a-rule" }, htmlMath(latex), " = ", html("b", {}, value), html("span", { class: "a-made" }, made));
const number = (value, strong = false) => html(strong ? "b" : "span", {}, show(value));

function listed(head, rows, foot) {
  const line = (cells, tag) => html("tr", {}, ...cells.map((cell) => html(tag, {}, cell)));
  return html("table", { class: "a-table" }, html("thead", {}, line(head, "td")), html("tbody", {}, ...rows.map((cells) => line(cells, "td"))), html("tfoot", {}, line(foot, "td")));
}
