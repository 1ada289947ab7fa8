// The arithmetic of the point: how its gradient comes about, and what each rule makes of it.

import { html } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";

const bracket = (value) => (value < 0 ? `(${show(value)})` : show(value));
const line = (...content) => html("p", {}, ...content);

export class Opened {
  constructor() {
    this.body = html("div", { class: "c-sums" });
    this.node = html("details", { class: "c-opened" }, html("summary", {}, "The arithmetic of this point"), this.body);
    this.node.addEventListener("toggle", () => this.#fill());
  }

  // scene: null while the learner holds something, and the arithmetic is not known yet
  draw(scene, rate, limit) {
    Object.assign(this, { scene, rate, limit });
    this.#fill();
  }

  #fill() {
    if (!this.node.open) return;
    if (!this.scene) return this.body.replaceChildren(line("Let go, and the arithmetic opens here."));
    this.body.replaceChildren(...clipping(this.scene, this.rate, this.limit), uses(this.scene));
  }
}

function clipping({ opened, names }, rate, limit) {
  const [gw, gb] = opened.g.row();
  const norm = Math.fround(opened.norm);
  const part = (r) => [...opened.left.row(r)].map(show);
  const step = (r) => [...opened.left.row(r)].map((value, k) => `${k ? "b" : "w"} ← ${String(opened.from[k]).replace("-", "−")} − ${rate} × ${bracket(value)} = ${show(opened.to.row(r)[k])}`).join(",  ");
  const cutTo = [gw, gb].map((value) => (Math.abs(value) > limit ? `${show(value)} is cut to ${value < 0 ? "−" : ""}${limit}` : `${show(value)} stays`)).join(", ");
  const factor = opened.factor < 1 ? `${limit} / ${show(norm)} = ${show(opened.factor)}` : `1, because ${show(norm)} is within ${limit}`;
  return [
    line(htmlMath("g = (\\partial L/\\partial w, \\partial L/\\partial b)"), ` = (${show(gw)}, ${show(gb)})`),
    line(htmlMath("‖g‖"), ` = √(${bracket(gw)}² + ${bracket(gb)}²) = ${show(norm)}`),
    line(html("b", {}, `${names[0]}: `), step(0)),
    line(html("b", {}, `${names[1]}: `), `g × ${factor}, that is (${part(1).join(", ")}); ${step(1)}`),
    line(html("b", {}, `${names[2]}: `), `${cutTo}; ${step(2)}`),
  ];
}

// ∂L/∂w, use by use of w.
function uses({ opened, steps, target }) {
  const cell = (value) => html("td", { text: show(value) });
  const rows = Array.from({ length: steps }, (_, t) => {
    const [h, a, product] = opened.uses.row(t);
    return html("tr", {}, html("th", { scope: "row", text: String(t + 1) }), cell(h), cell(a), cell(product));
  });
  const heads = ["t", "h_{t-1}", "\\partial L/\\partial a_t", "\\mathrm{product}"].map((latex) => html("th", { scope: "col" }, htmlMath(latex)));
  const [last, loss] = opened.last.row();
  const [gw] = opened.g.row();
  const foot = html("tr", {}, html("th", { scope: "row", colspan: 3 }, htmlMath("\\partial L/\\partial w = \\Sigma_t")), html("td", {}, html("b", { text: show(gw) })));
  return html(
    "div",
    {},
    line(htmlMath("L = (h_T - y)^2"), ` = (${show(last)} − ${target})² = ${show(loss)}`),
    line("w is used at every step; each use adds ", htmlMath("h_{t-1} \\cdot \\partial L/\\partial a_t"), " to its gradient:"),
    html("div", { class: "c-uses", tabindex: 0, role: "region", "aria-label": "each use of w" }, html("table", {}, html("thead", {}, html("tr", {}, ...heads)), html("tbody", {}, ...rows), html("tfoot", {}, foot))),
  );
}
