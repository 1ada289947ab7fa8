// The chain written out: every factor a tile with its norm, and under it the norm of the gradient
// when it has come through.

import { html, set } from "../shared/svg.js";
import { htmlMath, plain } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { tile } from "../shared/tile.js";
import { share } from "../triangle/layout.js";
import { factorSymbol, factors, far, lossSymbol, useSymbol } from "./layout.js";

export class Chain {
  // open(what, j): a tile was pressed: "factor" j, "use" or "loss"
  constructor(root, open) {
    Object.assign(this, { root, open });
    this.strip = html("div", { class: "b-strip" });
    this.frame = html("div", { class: "u-frame b-chain" }, this.strip);
    this.verdict = html("p", { class: "b-verdict", "aria-live": "polite" });
    this.split = html("div", { class: "b-split" });
    this.node = html("section", { class: "b-chaining" }, this.frame, this.verdict, this.split);
  }

  build(scene) {
    this.scene = scene;
    const { factors: table } = scene;
    const [steps, rows, columns] = table.shape;
    let top = 0;
    for (let i = 0; i < steps * rows * columns; i++) top = Math.max(top, Math.abs(table.numbers[table.offset + i]) || 0);
    this.pictures = scene.letters.map((_, j) => tile({ numbers: table.numbers, offset: table.offset + j * rows * columns, shape: [rows, columns] }, this.root, top));
    this.split.hidden = !scene.split;
  }

  select(t, k) {
    const { scene } = this;
    const n = scene.letters.length;
    const q = t - k;
    const row = scene.carried.row(t);
    const colour = (distance) => `color-mix(in oklch, var(--u-gradient), var(--u-accent) ${far(distance, n)}%)`;
    const cells = [this.#tile(lossSymbol(t, "h"), this.#icon("loss", "L", t + 1), show(row[t]), row[t], colour(0), "open the gradient of the loss", () => this.open("loss", t))];
    factors(t, k).forEach((j, i) => {
      const symbol = factorSymbol(j, scene.state);
      const norm = show(scene.stretch.at(j));
      cells.push(this.#tile(symbol, html("img", { src: this.pictures[j], alt: "", width: 44, height: 44 }), norm, row[j - 1], colour(i + 1), `open the factor, of norm ${norm}`, () => this.open("factor", j), `factor.${j + 1}`));
    });
    cells.push(this.#tile(useSymbol(k, scene.state, scene.parameter), this.#icon("use", scene.parameter), null, scene.norms.at(t, k), colour(q), `open the contribution`, () => this.open("use", k), "use"));
    const names = html("div", { class: "b-cell b-names", "aria-hidden": "true" }, html("span", { class: "b-n1" }, "factor"), html("span", { class: "b-n2" }, "its norm"), html("span", { class: "b-n3" }, "gradient so far"));
    this.strip.replaceChildren(names, ...cells.map((cell) => cell.node));
    this.cells = cells;
    this.#judge(t, k);
  }

  // Which tile's inside is shown below.
  mark(open) {
    for (const { button, opens } of this.cells) if (opens) set(button, { "aria-pressed": String(opens === open) });
  }

  // How many factors are done: those after them are dim.
  draw(frame, progress) {
    const done = progress < 1 ? frame - 1 : frame;
    this.cells.forEach(({ node }, i) => {
      node.classList.toggle("b-later", i > done);
      node.classList.toggle("b-now", i === frame && progress < 1);
    });
  }

  // As the same thing looks in the network.
  #icon(look, letter, step) {
    return html("span", { class: `b-icon b-icon-${look}` }, htmlMath(step ? `${letter}_{${step}}` : letter));
  }

  #tile(symbol, picture, norm, carried, colour, words, press, opens) {
    const button = html("button", { type: "button", class: "b-tile", "aria-label": `${plain(symbol)}: ${words}` });
    button.append(htmlMath(symbol), picture);
    button.addEventListener("click", press);
    const bar = html("i");
    bar.style.height = `${100 * share(carried, this.scene.scale)}%`;
    const node = html("div", { class: "b-cell" }, button, html("span", { class: "b-norm" }, norm ?? " "), html("span", { class: "b-gauge" }, bar), html("b", {}, show(carried)));
    node.style.setProperty("--q", colour);
    return { node, button, opens };
  }

  #judge(t, k) {
    const { scene } = this;
    const { state, split } = scene;
    const q = t - k;
    if (q === 0) this.verdict.replaceChildren(`No factor stands between: this is the direct term.${t ? " Choose an earlier use to see the chain grow." : ""}`);
    else {
      const product = htmlMath(`\\partial{}${state}_{${t + 1}}/\\partial{}${state}_{${k + 1}}`);
      const [whole, bound] = [scene.product.at(t, k), scene.bound.at(t, k)];
      const less = q > 1 ? ` That of the product is never larger: what one factor stretches most, the next need not.` : "";
      this.verdict.replaceChildren("Norm of ", product, `, the product of the ${q === 1 ? "one factor" : `${q} factors`}: `, html("b", {}, show(whole)), `. Product of their norms: `, html("b", {}, show(bound)), `.${less}`);
    }
    if (!split) return;
    const symbol = `\\partial{}c_{${t + 1}}/\\partial{}c_{${k + 1}}`;
    const lines = [["whole", "all ways"], ["direct", "along c alone: the product of the forget gates"], ["rest", split.words]].map(([key, words]) => {
      const value = split[key].at(t, k);
      const bar = html("i");
      bar.style.width = `${100 * share(value, scene.scale)}%`;
      return html("div", { class: `b-route b-route-${key}` }, html("span", {}, words), html("span", { class: "b-track" }, bar), html("b", {}, show(value)));
    });
    this.split.replaceChildren(html("p", {}, "Norm of ", htmlMath(symbol)), ...lines);
  }
}
