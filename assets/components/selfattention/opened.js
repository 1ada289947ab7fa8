// One cell of a map, opened: the products of query and key, the softmax over the row, and one
// number of the weighted sum. Every product came with the scene.

import { html } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { called } from "../scores/layout.js";

export class Opened {
  // unit(j): another number of the weighted sum; choose(s): another word that answers
  constructor(calls) {
    this.calls = calls;
    this.node = html("div", { class: "q-opened" });
  }

  draw(scene, { h, t, s, unit }) {
    const { words } = scene;
    const focused = this.node.getRootNode().activeElement?.dataset?.key;
    const head = html("p", { class: "u-title" }, `Head ${h + 1}: how “${called(words, t)}” comes to look at “${called(words, s)}”`);
    this.node.replaceChildren(head, html("div", { class: "q-cards" }, this.#score(scene, h, t, s), this.#softmax(scene, h, t, s), this.#sum(scene, h, t, s, unit), this.#votes(scene, h, t)));
    if (focused) [...this.node.querySelectorAll("[data-key]")].find((node) => node.dataset.key === focused)?.focus();
  }

  #score(scene, h, t, s) {
    const { words, size, root } = scene;
    const q = scene.query.row(h, t);
    const k = scene.key.row(h, s);
    const products = scene.products.row(h, t, s);
    const rows = Array.from({ length: size }, (_, j) => [String(j + 1), show(q[j]), show(k[j]), show(products[j])]);
    const foot = [["q · k", show(scene.sum.at(h, t, s))], [`÷ √${size} = ${root}`, show(scene.score.at(h, t, s))]];
    return card("1", "The score: query times key", "\\mathrm{score} = q \\cdot k / \\sqrt{d}", table(["", `q of ${words[t]}`, `k of ${words[s]}`, "product"], rows, foot, 3));
  }

  #softmax(scene, h, t, s) {
    const { words } = scene;
    const rows = words.map((word, at) => [this.#link(word, at, `w${at}`), show(scene.score.at(h, t, at)), show(scene.exponential.at(h, t, at)), show(scene.weight.at(h, t, at)), bar(scene.weight.at(h, t, at))]);
    const foot = [["sum", "", show(scene.total.at(h, t)), show(scene.whole.at(h, t)), ""]];
    return card("2", "The softmax over the row", "\\mathrm{weight} = u / \\Sigma u,  u = \\mathrm{exp}(\\mathrm{score} - \\mathrm{largest})", table(["", "score", "u", "weight", ""], rows, foot, 0, s));
  }

  #sum(scene, h, t, s, unit) {
    const { words, size } = scene;
    const rows = words.map((word, at) => [word, show(scene.weight.at(h, t, at)), show(scene.value.at(h, at, unit)), show(scene.shares.at(h, t, at, unit))]);
    const choice = html("span", { class: "q-units" }, step("−", "unit before", unit > 0, () => this.calls.unit(unit - 1), "u-"), html("b", { text: `unit ${unit + 1} of ${size}` }), step("+", "unit after", unit < size - 1, () => this.calls.unit(unit + 1), "u+"));
    return card("3", "The weighted sum of values", "\\mathrm{head} = \\Sigma \\mathrm{weight} \\cdot v", choice, table(["", "weight", "v", "product"], rows, [["sum", "", "", show(scene.head.at(h, t, unit))]], 0, s));
  }

  // What speaks for each form of the word that asks.
  #votes(scene, h, t) {
    const { forms, parts, logit, chance } = scene.votes[t];
    const names = ["bias c", "the word itself", "its place", ...Array.from({ length: scene.heads }, (_, k) => `head ${k + 1}`)];
    const rows = names.map((name, k) => [name, ...forms.map((_, j) => show(parts.at(k, j)))]);
    const foot = [["logit", ...forms.map((_, j) => show(logit.at(j)))], ["probability", ...forms.map((_, j) => show(chance.at(j)))]];
    return card("4", "What speaks for which form", "\\mathrm{logit} = c + V (x + o)", table([`forms of ${scene.words[t]}`, ...forms], rows, foot, 0, h + 3));
  }

  #link(word, at, key) {
    const node = html("button", { type: "button", class: "q-link", "data-key": key, text: word });
    node.addEventListener("click", () => this.calls.choose(at));
    return node;
  }
}

function card(number, title, latex, ...content) {
  return html("section", { class: "q-card" }, html("h4", {}, html("b", { text: number }), title), html("p", { class: "q-rule" }, htmlMath(latex)), ...content);
}

// foot: rows below the line; merged: columns that a foot's first cell spans, 0 for its own
function table(heads, rows, foot, merged, at = -1) {
  const cell = (content) => html("td", {}, content);
  const body = rows.map((row, k) => html("tr", { class: k === at ? "q-at" : "" }, ...row.map(cell)));
  const ends = foot.map((row) => html("tr", {}, ...row.map((content, k) => html("td", merged && k === 0 ? { colspan: merged } : {}, content))));
  return html("div", { class: "u-frame q-scroll" }, html("table", { class: "q-table" }, html("thead", {}, html("tr", {}, ...heads.map((text) => html("th", { scope: "col", text })))), html("tbody", {}, ...body), html("tfoot", {}, ...ends)));
}

const bar = (weight) => html("span", { class: "q-track" }, html("i", { style: `width:${(100 * weight).toFixed(1)}%` }));

function step(text, words, able, press, key) {
  const node = html("button", { type: "button", class: "u-chip q-step", "aria-label": words, "data-key": key, text });
  node.disabled = !able;
  node.addEventListener("click", press);
  return node;
}
