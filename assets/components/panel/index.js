// The panel that opens a number: its rule, the rule with numbers in it, every product.

import { html, set } from "../shared/svg.js";
import { htmlMath, plain } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { mount } from "../shared/mount.js";
import { matrixView } from "./matrix.js";
import { barOf, collapse, largest } from "./layout.js";

const NAMES = { sigmoid: "\\sigma", tanh: "\\tanh", relu: "\\mathrm{ReLU}", identity: "\\mathrm{id}" };

const MANY = 36; // products

class Panel {
  constructor(root) {
    this.root = root;
    this.all = false; // whether products that are zero are listed, too
  }

  update(data, host) {
    this.data = data;
    this.host = host;
    this.#draw();
  }

  destroy() {}

  #draw() {
    const { data, root } = this;
    const had = root.getRootNode().activeElement?.dataset?.open;
    root.className = "u-root u-panel";
    root.style.setProperty("--q", `var(--u-${data.role})`);
    if (data.matrix) {
      root.replaceChildren(matrixView(data.matrix));
      return;
    }
    root.replaceChildren(this.#head(), this.#table());
    if (had) root.querySelector(`[data-open="${had}"]`)?.focus();
  }

  #head() {
    const { data } = this;
    const [sum, result] = data.result.row(0);
    const head = html("section", { class: "p-head", "aria-live": "polite" });
    if (data.trail.length) head.append(this.#trail());
    const place = data.read ? `${data.where}, reading ${data.read}` : data.where;
    head.append(html("p", { class: "p-words", text: `${data.words} · ${place}` }));
    head.append(html("p", { class: "p-result" }, htmlMath(data.symbol), " = ", html("b", { text: show(result) })));
    head.append(html("p", { class: "p-rule" }, htmlMath(data.equation)));
    if (data.function) {
      const f = html("p", { class: "p-rule" }, htmlMath(data.symbol), " = ", htmlMath(NAMES[data.function]));
      f.append(`(${show(sum)}) = ${show(result)}`);
      head.append(f);
    }
    if (data.inner) head.append(html("p", { class: "p-rule" }, htmlMath(data.inner[1])));
    if (data.note) head.append(html("p", { class: "p-note", text: data.note }));
    if (data.other) {
      const [words, sel, symbol, numbers] = data.other;
      const line = html("p", { class: "p-other" }, `${words}: `);
      const value = numbers.at(numbers.shape[0] - 1, 1);
      line.append(this.#link(sel, `${words}: ${plain(symbol)}`, htmlMath(symbol), ` = ${show(value)}`));
      head.append(line);
    }
    return head;
  }

  #trail() {
    const trail = html("p", { class: "p-trail" });
    for (const [sel, symbol] of this.data.trail) {
      trail.append(this.#link(sel, `back to ${plain(symbol)}`, htmlMath(symbol)), " › ");
    }
    trail.append(htmlMath(this.data.symbol));
    return trail;
  }

  #table() {
    const { data } = this;
    const count = data.terms.length;
    if (!count) return html("section", { class: "p-leaf", text: "Nothing lies behind this number: it is given." });
    const { shown, hidden } = collapse(data.numbers, count, this.all);
    const scale = largest(data.numbers, count);
    const table = html("table", { class: "p-table" });
    const titles = ["factor", "", "value", "", "product", ""];
    const row = html("tr");
    for (const title of titles) {
      row.append(title ? html("th", { scope: "col", text: title }) : html("td", { "aria-hidden": "true" }));
    }
    table.append(html("thead", {}, row));
    const body = html("tbody");
    for (const k of shown) body.append(this.#term(k, scale));
    table.append(body);
    const sum = html("th", { colspan: 4, scope: "row" }, "sum");
    if (data.inner) sum.replaceChildren("sum = ", htmlMath(data.inner[0]));
    const total = html("tr", {}, sum);
    total.append(html("td", { class: "p-number", text: show(data.numbers.at(count, 0)) }), html("td"));
    table.append(html("tfoot", {}, total));
    const many = count > MANY; // so many scroll in a frame of their own
    const box = html("section", { class: many ? "p-sum p-many" : "p-sum", tabindex: many ? "0" : null, "aria-label": many ? "all products" : null }, table);
    if (hidden || this.all) {
      const text = this.all ? "hide what is zero" : `${hidden} products are zero: show them`;
      const more = html("button", { type: "button", class: "p-more", text });
      more.addEventListener("click", () => {
        this.all = !this.all;
        this.#draw();
      });
      box.append(more);
    }
    return box;
  }

  #term(k, scale) {
    const [weightLabel, valueLabel, sel] = this.data.terms[k];
    const weight = this.data.numbers.at(k, 0);
    const value = this.data.numbers.at(k, 1);
    const product = this.data.numbers.at(k, 2);
    const row = html("tr");
    const named = sel ? this.#link(sel, `open ${plain(valueLabel)}`, htmlMath(valueLabel)) : htmlMath(valueLabel);
    const factor = html("td", {}, weightLabel === "1" ? "" : htmlMath(weightLabel));
    const bar = html("td", { class: "p-bar", "aria-hidden": "true" });
    const { left, width } = barOf(product, scale);
    bar.append(html("i", { style: `left:${left}%;width:${width}%` }));
    row.append(
      factor,
      html("td", { class: "p-number", text: weightLabel === "1" ? "" : show(weight) }),
      html("td", {}, named),
      html("td", { class: "p-number", text: show(value) }),
      html("td", { class: "p-number p-product", text: show(product) }),
      bar,
    );
    return row;
  }

  #link(sel, name, ...content) {
    const link = html("button", { type: "button", class: "p-link", "aria-label": name }, ...content);
    link.dataset.open = sel;
    link.addEventListener("click", () => this.host.state("open", sel));
    return set(link, { title: name });
  }
}

export default mount(Panel);
