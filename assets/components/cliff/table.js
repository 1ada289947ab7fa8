// The three rules side by side, in digits: where each stands, and the step that it takes from there.

import { html, set, svg } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { KINDS, SHAPES } from "./map.js";

const ROWS = [
  ["loss", ["loss here"]],
  ["norm", ["gradient here, ", htmlMath.bind(null, "‖g‖")]],
  ["length", ["next step: length"]],
  ["angle", ["its turn away from −g"]],
  ["lands", ["lands at w, b"]],
  ["after", ["loss there"]],
];

export class Table {
  constructor(names) {
    const heads = KINDS.map((kind, r) => html("th", { scope: "col" }, sample(kind), html("span", {}, names[r])));
    this.cells = {};
    const rows = ROWS.map(([key, words]) => {
      this.cells[key] = KINDS.map(() => html("td"));
      const name = html("th", { scope: "row" }, ...words.map((word) => (typeof word === "string" ? word : word())));
      return html("tr", { class: `c-${key}-row` }, name, ...this.cells[key]);
    });
    this.node = html("table", { class: "c-table" }, html("thead", {}, html("tr", {}, html("td"), ...heads)), html("tbody", {}, ...rows));
  }

  // rules: [{ loss, norm, length, angle, to, after }]
  draw(rules) {
    rules.forEach((rule, r) => {
      const say = (key, text) => set(this.cells[key][r], { text });
      say("loss", show(rule.loss));
      say("norm", show(rule.norm));
      say("length", show(rule.length));
      say("angle", degrees(rule.angle));
      say("lands", rule.to.map(shortly).join(", "));
      say("after", show(rule.after));
    });
  }
}

// A line as it is drawn in the pictures, with its mark.
export function sample(kind) {
  const picture = svg("svg", { width: 40, height: 18, viewBox: "-20 -9 40 18", "aria-hidden": "true" });
  picture.append(svg("path", { class: `c-loss c-${kind}`, d: "M-20 0H20" }), svg("path", { class: `c-place c-${kind}`, d: SHAPES[kind] }));
  return picture;
}

// An angle to a tenth of a degree; a step of no length has none.
export const degrees = (angle) => (Number.isFinite(angle) ? `${angle.toFixed(1)}°` : "no step");

// A coordinate: three decimals within reach, fewer where it is far off.
const shortly = (value) => (Math.abs(value) < 10 ? value.toFixed(2).replace("-", "−") : show(value));
