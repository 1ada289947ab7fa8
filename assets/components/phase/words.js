// What the picture says in words and digits, for the place that is shown.

import { html, set } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";

const MEANING = {
  attractor: "Both are below 1 in size: a small push away shrinks at each step, so the state comes back.",
  saddle: "One is above 1 in size, one below: driven out along one direction, drawn in along the other.",
  repeller: "Both are above 1 in size: a small push away grows at each step.",
  borderline: "One of them has size 1: to first order, a small push neither grows nor shrinks.",
};

// "2 attractors, 1 saddle"
export function census(scene, s, k) {
  const counts = scene.kinds.map(() => 0);
  for (const kind of scene.points.kind.row(s, k)) if (kind >= 0) counts[kind]++;
  const words = scene.kinds.map((name, i) => [counts[i], name]).filter(([count]) => count > 0);
  const turn = scene.turn.at(s, k);
  const list = words.map(([count, name]) => `${count} ${name}${count > 1 && name !== "borderline" ? "s" : ""}`).join(", ");
  return { attractors: counts[0], text: Number.isFinite(turn) ? `${list}; one turn takes ${show(turn)} steps` : list };
}

export function eigenvalues(scene, s, k, i) {
  const { real, imag, size } = scene.points;
  const [a, b] = real.row(s, k, i);
  const [turning] = imag.row(s, k, i);
  const [m] = size.row(s, k, i);
  if (turning !== 0) return `eigenvalues ${show(a)} ± ${show(Math.abs(turning))} i, both of size ${show(m)}`;
  return `eigenvalues ${show(a)} and ${show(b)}`;
}

// One fixed point: nodes for the readout and the tooltip.
export function describe(scene, s, k, i) {
  const [h1, h2] = scene.points.h.row(s, k, i);
  const name = scene.kinds[scene.points.kind.at(s, k, i)];
  return [
    html("b", {}, `${name[0].toUpperCase()}${name.slice(1)} at (${show(h1)}, ${show(h2)})`),
    html("div", {}, eigenvalues(scene, s, k, i)),
    html("div", { class: "u-muted" }, MEANING[name]),
  ];
}

// A number that somebody chose, as it was given.
export const given = (number) => String(Number(number.toPrecision(6))).replace("-", "−");

const bracket = (number, write = show) => (number < 0 ? `(${write(number)})` : write(number));

// The arithmetic of one unit at step t: in symbols, in numbers, as products, as a result.
export function arithmetic(scene, states, t, unit) {
  const n = unit + 1;
  const [w1, w2] = [scene.weights[2 * unit], scene.weights[2 * unit + 1]];
  const [h1, h2] = states(t - 1);
  const [bias, input, first, second, sum, result] = scene.opened.row(t - 1, unit);
  const numbers = `${given(w1)}·${bracket(h1)} + ${bracket(w2, given)}·${bracket(h2)} + ${bracket(scene.U[unit], given)}·${bracket(scene.x.at(t - 1), given)} + ${given(bias)}`;
  const products = [second, input, bias].reduce((text, p) => text + (p < 0 ? ` − ${show(-p)}` : ` + ${show(p)}`), show(first));
  const equals = (...content) => html("div", { class: "p-equals" }, ...content);
  return html(
    "div",
    { class: "p-unit" },
    htmlMath(`h_${n} = \\tanh(w_{${n}1} h_1 + w_{${n}2} h_2 + u_${n} x + b_${n})`),
    equals(`= tanh(${numbers})`),
    equals(`= tanh(${products})`),
    equals(`= tanh(${show(sum)}) = `, html("b", {}, show(result))),
  );
}

export class Readout {
  constructor() {
    this.head = html("summary");
    this.body = html("div", { class: "p-sums" });
    this.node = html("details", { class: "p-readout" }, this.head, this.body);
    this.node.addEventListener("toggle", () => this.again?.());
  }

  // The state at step t; `exact` where Python has opened it.
  state(scene, states, t, exact) {
    const [h1, h2] = states(t);
    set(this.head, { text: `${t === 0 ? "start" : `step ${t}`}: h₁ = ${show(h1)}, h₂ = ${show(h2)}` });
    this.again = () => {
      if (!this.node.open) return;
      if (t === 0) this.body.replaceChildren("The start is chosen, not computed. Step on, and see the sums here.");
      else if (!exact) this.body.replaceChildren("Let go, and the sums of this step open here.");
      else this.body.replaceChildren(arithmetic(scene, states, t, 0), arithmetic(scene, states, t, 1));
    };
    this.again();
  }
}
