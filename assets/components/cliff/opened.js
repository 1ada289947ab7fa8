// The arithmetic of the point: how its gradient comes about, and what each rule makes of it.

import { html } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";

const bracket = (value) => (value < 0 ? `(${show(value)})` : show(value));
const line = (...content) => html("p", {}, ...content);

export class Opened {
  // open(sel): the learner pressed a number that the panel can open
  constructor(open) {
    this.open = open;
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
    this.body.replaceChildren(...arithmetic(this.scene, this.rate, this.limit, this.open));
  }
}

function arithmetic({ opened, names, steps, target }, rate, limit, open) {
  const [last, loss] = opened.last.row();
  const number = (value, words, sel) => {
    const button = html("button", { type: "button", class: "c-number", "aria-label": `open ${words}: ${show(value)}`, "data-open": sel }, show(value));
    button.addEventListener("click", () => open(sel));
    return button;
  };
  const [gw, gb] = opened.g.row();
  const norm = Math.fround(opened.norm);
  const part = (r) => [...opened.left.row(r)].map(show);
  const step = (r) => [...opened.left.row(r)].map((value, k) => `${k ? "b" : "w"} ← ${String(opened.from[k]).replace("-", "−")} − ${rate} × ${bracket(value)} = ${show(opened.to.row(r)[k])}`).join(",  ");
  const cutTo = [gw, gb].map((value) => (Math.abs(value) > limit ? `${show(value)} is cut to ${value < 0 ? "−" : ""}${limit}` : `${show(value)} stays`)).join(", ");
  const factor = opened.factor < 1 ? `${limit} / ${show(norm)} = ${show(opened.factor)}` : `1, because ${show(norm)} is within ${limit}`;
  return [
    line(htmlMath("L = (h_T - y)^2"), " = (", number(last, "the last state", `trace.h.${steps - 1}.0`), ` − ${target})² = ${show(loss)}`),
    line(htmlMath("g = (\\partial L/\\partial w, \\partial L/\\partial b)"), " = (", number(gw, "the gradient of w", "d_weights.W.0.0"), ", ", number(gb, "the gradient of b", "d_weights.b.0.0"), "). Press a number: it opens below."),
    line(htmlMath("‖g‖"), ` = √(${bracket(gw)}² + ${bracket(gb)}²) = ${show(norm)}`),
    line(html("b", {}, `${names[0]}: `), step(0)),
    line(html("b", {}, `${names[1]}: `), `g × ${factor}, that is (${part(1).join(", ")}); ${step(1)}`),
    line(html("b", {}, `${names[2]}: `), `${cutTo}; ${step(2)}`),
  ];
}
