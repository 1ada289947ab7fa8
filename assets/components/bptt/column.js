// One step of the network that learns: its loss, state, letter, gradients and what its use adds.

import { pressable, set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { percent, show } from "../shared/numbers.js";
import { bars, scaleOf } from "../shared/bars.js";
import { SIZE, left, lengths, lossBar } from "./layout.js";

const at = (latex, step) => (latex.endsWith(",t}") ? `${latex.slice(0, -2)}${step}}` : latex.replace("_t", `_{${step}}`));
const slope = (latex) => `\\partial{L}/\\partial{${latex}}`;

export class Column {
  constructor(scene, f, t, actions) {
    Object.assign(this, { scene, f, t, actions });
    this.marks = [];
    this.stops = [];
    this.node = svg("g", { transform: `translate(${left(f, t)} 0)` });
    this.#loss();
    this.#states();
    this.#letter();
    this.#gradients();
    this.#use();
  }

  // shares of what has come about, 0 … 1; `at`: index of the place of η; again: of the new losses
  draw(s) {
    const { scene, t, f } = this;
    set(this.node, { class: s.now ? "b-column b-now" : "b-column" });
    for (const strip of this.stateStrips) this.#grow(strip, s.state);
    for (const strip of this.gradStrips) this.#grow(strip, strip.late ? s.spread : s.join);
    set(this.stateBox, { class: s.state ? "b-node" : "b-node b-empty" });
    set(this.gradBox, { class: s.join ? "b-node b-grads" : "b-node b-empty" });
    set(this.letterBox, { class: s.state || s.now ? "b-letter u-press" : "b-letter u-press b-ahead" });
    for (const { node, late } of this.sizes) set(node, { opacity: late ? s.spread : s.join });
    set(this.tile, { opacity: s.tile });
    set(this.added, { opacity: s.tile });
    if (!scene.asked[t]) return;
    const after = scene.update.steps.at(s.at, t);
    const shown = lossBar(scene.losses.at(t), f.box);
    set(this.bar, { width: shown.width * s.loss, class: s.again ? "b-bar b-before" : "b-bar" });
    set(this.again, { width: lossBar(after, f.box).width * s.again });
    set(this.cut, { opacity: lossBar(s.again ? after : scene.losses.at(t), f.box).cut ? Math.max(s.again, s.loss) : 0 });
    const digits = s.again ? show(after) : s.loss > 0 ? show(scene.losses.at(t)) : "";
    set(this.symbol, { opacity: digits.length > 7 ? 0 : 1 }); // a power of ten needs its room
    set(this.value, { text: digits, class: s.again ? "b-digits b-new" : "b-digits" });
    const odds = s.again ? scene.update.right.at(s.at, t) : scene.right.at(t);
    set(this.odds, { text: s.loss > 0 ? percent(odds) : "" });
  }

  reach(on) {
    for (const stop of this.stops) set(stop, { tabindex: on ? "0" : "-1" });
  }

  // Outlines the number that is open, if it stands in this column.
  select(sel) {
    const found = this.marks.find(({ begins }) => sel?.startsWith(begins));
    set(this.mark, { visibility: found ? null : "hidden" });
    if (found) set(this.mark, found.place(Number(sel.slice(found.begins.length))));
  }

  #grow(strip, share) {
    if (strip.share === share) return;
    strip.share = share;
    const { f, scene } = this;
    set(strip.path, { d: share ? bars(strip.values, scene.units, strip.tall, f.unit, strip.scale, share) : "" });
  }

  // Made once -----------------------------------------------------------------------------

  #loss() {
    const { f, t, scene } = this;
    const { y, box } = f;
    const target = scene.targets[t];
    const word = t === scene.symbols.length - 1 ? "the end" : target;
    const truth = svg("g");
    this.odds = svg("text", { x: box, y: y.truth + 17, "text-anchor": "end", class: "b-digits" });
    truth.append(svg("text", { x: 1, y: y.truth + 17, class: "b-target", text: target }), this.odds);
    const loss = svg("g");
    this.node.append(truth, loss);
    if (scene.asked[t]) {
      this.symbol = svgMath(svg("text", { x: 1, y: y.loss + 14, class: "b-small" }), `L_{${t + 1}}`, 14);
      this.value = svg("text", { x: box, y: y.loss + 14, "text-anchor": "end", class: "b-digits" });
      this.bar = svg("rect", { class: "b-bar", y: y.bar, height: SIZE.bar, rx: 2 });
      this.again = svg("rect", { class: "b-bar b-again", y: y.again, height: SIZE.bar, rx: 2 });
      this.cut = svg("path", { class: "b-cut", d: `M${box - 9} ${y.bar - 1}l6 ${(y.lossEnd - y.bar) / 2 + 1}l-6 ${(y.lossEnd - y.bar) / 2 + 1}`, opacity: 0 });
      loss.append(this.symbol, this.value, this.bar, this.again, this.cut);
      this.#press(truth, `prediction.y.${t}.${scene.classes[t]}`, `probability of ${word}, which came after step ${t + 1}: ${percent(scene.right.at(t))}`, { y: y.truth, height: 23 });
      this.#press(loss, `loss.L.${t}.0`, `loss of step ${t + 1}: ${show(scene.losses.at(t))}`, { y: y.loss, height: y.lossEnd - y.loss });
    } else {
      loss.append(svg("text", { x: box / 2, y: y.loss + 20, "text-anchor": "middle", class: "b-small u-muted", text: "no loss here" }));
    }
    this.mark = svg("rect", { class: "b-mark", rx: 2, visibility: "hidden" });
  }

  // A thing that is one number: pressed, it opens; selected, it is outlined.
  #press(node, sel, words, place) {
    const whole = { x: -1, width: this.f.box + 2, ...place };
    node.prepend(svg("rect", { class: "b-hit", rx: 3, ...whole }));
    pressable(node, words, () => this.actions.open(sel));
    this.#hint(node, () => words);
    this.stops.push(node);
    const begins = sel.slice(0, sel.lastIndexOf(".") + 1);
    const own = Number(sel.slice(begins.length));
    this.marks.push({ begins, place: (unit) => (unit === own ? whole : { width: 0, height: 0 }) });
  }

  // What a pointer on it reads.
  #hint(node, words) {
    node.addEventListener("pointermove", (event) => this.actions.tip.show(event, words(event)));
    node.addEventListener("pointerleave", () => this.actions.tip.hide());
  }

  #states() {
    const { f, scene, t } = this;
    this.stateBox = svg("rect", { class: "b-node", y: f.y.states, width: f.box, height: f.y.statesEnd - f.y.states, rx: 8 });
    this.node.append(this.stateBox);
    this.stateStrips = scene.states.map((state, k) => {
      const { top, tall } = f.states[k];
      const { numbers, offset, shape } = state.values;
      const scale = scaleOf(numbers.subarray(offset, offset + shape[0] * shape[1]), shape[0] * shape[1]);
      this.#label(at(state.latex, t + 1), SIZE.inset, top - 5);
      const values = state.values.row(t + 1);
      return this.#strip({ values, shown: values, scale, top, tall, kind: `b-bar-${state.name}`, source: `trace.${state.name}`, words: state.words });
    });
  }

  #letter() {
    const { f, scene, t } = this;
    const { letter: y } = f.y;
    const half = SIZE.letter / 2;
    const symbol = scene.symbols[t];
    this.letterBox = svg("g", { class: "b-letter" });
    this.letterBox.append(
      svg("rect", { class: "b-x", x: f.box / 2 - half, y, width: SIZE.letter, height: SIZE.letter, rx: 6 }),
      svg("text", { x: f.box / 2, y: y + 20, "text-anchor": "middle", text: symbol }),
    );
    const place = { x: f.box / 2 - half - 2, y: y - 2, width: SIZE.letter + 4, height: SIZE.letter + 4 };
    this.#press(this.letterBox, `input.x.${t}.${scene.read[t]}`, `input, step ${t + 1}: ${t ? symbol : "start sign"}`, place);
    this.node.append(this.letterBox);
  }

  #gradients() {
    const { f, scene, t } = this;
    this.gradBox = svg("rect", { class: "b-node", y: f.y.grads, width: f.box, height: f.y.gradsEnd - f.y.grads, rx: 8 });
    this.node.append(this.gradBox);
    this.sizes = [];
    this.gradStrips = scene.grads.map((grad, k) => {
      const { head, top, tall } = f.grads[k];
      const pre = grad.name.startsWith("a_");
      if (head !== null) {
        const symbol = grad.gate ? "a_t" : grad.latex;
        this.#label(slope(at(symbol, t + 1)), SIZE.inset, head + 14);
        const name = pre ? "a" : grad.name;
        const length = this.#length(name, scene.norms[name].at(t), "‖·‖ ", head + SIZE.label, { x: SIZE.inset });
        this.sizes.push({ node: length, late: name !== "h" });
      }
      const values = grad.values.row(t);
      const strip = this.#strip({
        values, shown: lengths(values, scene.axis), scale: 1, top, tall, kind: "b-bar-grad", source: `grads.${grad.name}`,
        words: `gradient of the loss with respect to the ${grad.words}`,
      });
      if (grad.gate) this.node.append(svg("text", { x: f.box + 4, y: top + tall / 2 + 5, class: "b-gate u-math u-it", text: grad.symbol }));
      return { ...strip, late: pre || grad.name === "c" };
    });
    this.node.append(this.mark);
  }

  // The length of a whole vector or matrix, behind a word if there is room for it.
  #length(name, value, word, y, place) {
    const digits = show(value);
    const text = svg("text", { ...place, y: y + 11, class: "b-size" });
    text.append(svg("tspan", { class: "u-muted", text: digits.length > 6 ? "" : word }), svg("tspan", { class: "b-strong", text: digits }));
    const node = svg("g", {}, text);
    this.#press(node, `length.${name}.${this.t}.0`, `length of ${name === "h" || name === "c" || name === "a" ? "the gradient of" : "what is added to the gradient of"} ${name}, step ${this.t + 1}: ${digits}`, { y: y - 2, height: 17 });
    this.node.append(node);
    return node;
  }

  #label(latex, x, y) {
    this.node.append(svgMath(svg("text", { x, y, class: "b-small" }), latex, 14));
  }

  // A vector as bars beside each other; the unit under the pointer, or chosen by keys, opens.
  #strip({ values, shown, scale, top, tall, kind, source, words }) {
    const { f, t, scene, actions } = this;
    const x0 = SIZE.inset;
    const middle = top + tall / 2;
    const path = svg("path", { class: kind, transform: `translate(${x0} ${middle}) rotate(-90)` });
    const hit = svg("rect", { class: "b-hit b-strip", x: x0, y: top, width: f.strip, height: tall });
    this.node.append(svg("path", { class: "b-zero", d: `M${x0} ${middle}h${f.strip}` }), path, hit);
    const begins = `${source}.${t}.`;
    const name = (unit) => `${words}, step ${t + 1}, unit ${unit + 1}: ${show(values[unit])}`;
    const under = (event) => {
      const box = hit.getBoundingClientRect();
      return Math.min(scene.units - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * scene.units)));
    };
    const say = () => set(hit, { "aria-label": `${name(actions.unit.now)}; up and down choose a unit` });
    pressable(hit, "", (event) => actions.open(begins + (event.clientX ? under(event) : actions.unit.now)));
    say();
    hit.addEventListener("focus", say);
    hit.addEventListener("keydown", (event) => {
      const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (!by) return;
      event.preventDefault();
      actions.unit.now = Math.min(scene.units - 1, Math.max(0, actions.unit.now + by));
      say();
      set(this.mark, { ...place(actions.unit.now), visibility: null });
    });
    this.#hint(hit, (event) => name(under(event)));
    const place = (unit) => ({ x: x0 + unit * f.unit - 1, y: top - 1, width: f.unit + 2, height: tall + 2 });
    this.marks.push({ begins, place });
    this.stops.push(hit);
    return { path, values: shown, scale, tall };
  }

  #use() {
    const { f, t, scene, actions } = this;
    const { matrix } = scene;
    const x = (f.box - f.tile) / 2;
    this.added = this.#length(matrix.name, matrix.addedNorms.at(t), "adds ", f.y.use + 1, { x: f.box / 2, "text-anchor": "middle" });
    const frame = { x, y: f.y.tile, width: f.tile, height: f.tile, rx: 2 };
    this.node.append(svg("rect", { ...frame, class: "b-slot" }));
    this.tile = svg("g", {});
    this.tile.append(svg("image", { ...frame, href: actions.tiles[t], preserveAspectRatio: "none", class: "b-pixels" }), svg("rect", { ...frame, class: "b-tile" }));
    const words = `what the use at step ${t + 1} adds to the gradient of ${matrix.name}: a matrix of length ${show(matrix.addedNorms.at(t))}`;
    this.#hint(this.tile, () => words);
    this.node.append(this.tile);
  }
}
