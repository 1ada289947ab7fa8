// A score, opened: its largest products, the rest of them as one number, and their sum.

import { html } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";

export function openedSum(opened, title, close) {
  const { terms, numbers, rest } = opened;
  const cells = (row) => [numbers.at(row, 0), numbers.at(row, 1), numbers.at(row, 2)];
  const rows = terms.map(([weight, value], k) => {
    const [a, b, product] = cells(k);
    return html("tr", {}, html("td", {}, htmlMath(weight)), html("td", {}, show(a)), html("td", { class: "s-sign", text: "×" }), html("td", {}, htmlMath(value)), html("td", {}, show(b)), html("td", { class: "s-sign", text: "=" }), html("td", { class: "s-product", text: show(product) }));
  });
  if (rest) rows.push(html("tr", {}, html("td", { colspan: 6, class: "s-rest", text: `the other ${rest} products together` }), html("td", { class: "s-product", text: show(cells(terms.length)[2]) })));
  const foot = html("tr", {}, html("td", { colspan: 6 }, htmlMath(opened.symbol), " ="), html("td", { class: "s-product", text: show(cells(terms.length + 1)[2]) }));
  const shut = html("button", { type: "button", class: "u-chip s-shut", "aria-label": "close the sum" }, "Close");
  shut.addEventListener("click", close);
  const head = html("div", { class: "s-head" }, html("p", { class: "u-title", text: title }), shut);
  const table = html("table", { class: "s-sum" }, html("tbody", {}, ...rows), html("tfoot", {}, foot));
  return html("div", { class: "s-opened" }, head, html("p", { class: "s-rule" }, htmlMath(opened.equation)), html("div", { class: "u-frame s-scroll" }, table));
}
