// One step: x_t and the state before it make h_t, h_t makes a guess, the guess has a loss.

import { bars, scaleOf } from "../shared/bars.js";
import { show } from "../shared/numbers.js";
import { pressable, set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { arrow, dimmed, maths, outline, words } from "./draw.js";
import { PHASES, box, stepLayout } from "./layout.js";

export class StepPicture {
  // place: { name, start, size } of the sub-sequence; open: what a press on a number calls
  constructor(scene, f, place, open) {
    Object.assign(this, { scene, place });
    const units = (this.units = scene.h.shape[2]);
    const g = (this.g = stepLayout(f, units));
    this.node = svg("g");
    const { nodes, title } = outline(box(f), "");
    this.title = title;
    this.scale = scaleOf(scene.h.row(place.name, place.start), units);
    this.prev = svg("g");
    this.state = svg("g");
    this.input = svg("g");
    this.guess = svg("g");
    this.loss = svg("g");
    this.node.append(...nodes, this.prev, this.input, this.state, this.guess, this.loss);
    this.#vectors(g, open);
    this.#inputs(g, open);
    this.#guesses(g, open);
    this.#losses(g, open);
  }

  get count() {
    return PHASES * this.place.size;
  }

  name(frame) {
    const { scene, place } = this;
    const t = place.start + Math.floor(frame / PHASES);
    const own = scene.names[place.name];
    const says = [`reads ${own.letters[t]}`, "the new state", "the guess", `the loss, ${show(scene.loss.at(place.name, t))}`];
    return `step ${t + 1} of ${own.letters.length}: ${says[frame % PHASES]}`;
  }

  draw(frame) {
    const k = Math.floor(frame / PHASES);
    const phase = frame % PHASES;
    if (k !== this.k) this.#fill((this.k = k));
    dimmed(this.state, phase < 1);
    dimmed(this.guess, phase < 2);
    dimmed(this.loss, phase < 3);
    set(this.stateNumbers, { visibility: phase < 1 ? "hidden" : null });
    set(this.statePath, { visibility: phase < 1 ? "hidden" : null });
    set(this.guessRows, { visibility: phase < 2 ? "hidden" : null });
    set(this.lossNumbers, { visibility: phase < 3 ? "hidden" : null });
  }

  // Numbers of one step ------------------------------------------------------------------------

  #fill(k) {
    const { scene, place, units, g } = this;
    const t = (this.t = place.start + k);
    const own = scene.names[place.name];
    const at = t + 1;
    set(this.title, { text: `step ${at} of “${own.targets.slice(0, -1)}”` });
    const before = t ? scene.h.row(place.name, t - 1) : new Float32Array(units);
    const now = scene.h.row(place.name, t);
    svgMath(this.prevName, `h_{${t}}`, 17);
    svgMath(this.stateName, `h_{${at}}`, 17);
    set(this.prevNote, { text: g.down ? (t ? "before" : "zeros") : t ? "the state before" : "zeros: a new name" });
    set(this.prevPath, { d: bars(before, units, g.prev.width, g.row, this.scale) });
    set(this.statePath, { d: bars(now, units, g.state.width, g.row, this.scale) });
    this.hits.forEach((hit, j) => {
      set(hit, { "aria-label": `hidden state, step ${at}, unit ${j + 1}: ${show(now[j])}` });
      set(this.stateNumbers.children[j], { text: show(now[j]) });
    });
    const letter = own.letters[t];
    set(this.letterText, { text: letter });
    svgMath(this.letterName, `x_{${at}}`, 17);
    set(this.letter, { "aria-label": `input, step ${at}: ${t ? letter : "start sign"}` });
    const right = own.targets[t];
    const last = own.letters.length === at;
    svgMath(this.guessName, String.raw`\hat{y}_{${at}}`, 17);
    this.rows.forEach((row, rank) => {
      const symbol = rank < 3 ? own.likely[t][rank] : right;
      const p = scene.odds.at(place.name, t, rank);
      row.symbol = symbol;
      set(row.text, { text: symbol });
      set(row.bar, { width: Math.max(1, row.room * (Number.isFinite(p) ? p : 0)) });
      set(row.digits, { text: show(p) });
      row.node.classList.toggle("l-right", symbol === right);
      set(row.node, { "aria-label": `probability of ${symbol}, step ${at}: ${show(p)}` });
    });
    set(this.truth, { text: last ? "really: the end" : "really came" });
    const loss = show(scene.loss.at(place.name, t));
    svgMath(this.lossName, `L_{${at}}`, 19);
    svgMath(this.lossRule, String.raw`= -\log \hat{y}_{${at}}[\mathrm{${right}}]`, 16);
    set(this.lossValue, { text: `= ${loss}` });
    set(this.lossHit, { "aria-label": `loss of step ${at}: ${loss}` });
  }

  // Made once ------------------------------------------------------------------------------------

  #vectors(g, open) {
    const { units } = this;
    const tall = units * g.row;
    const [px, sx] = [g.prev.x + g.prev.width / 2, g.state.x + g.state.width / 2];
    this.prevName = maths(px, g.top - 12, "h", 17);
    this.prevNote = words(px, g.bottom + 20, "", "u-muted l-small", "middle");
    this.prevPath = svg("path", { class: "l-h", transform: `translate(${px} ${g.top})` });
    this.prev.append(
      svg("rect", { x: g.prev.x, y: g.top, width: g.prev.width, height: tall, rx: 6, class: "l-cell" }),
      svg("line", { class: "l-zero", x1: px, x2: px, y1: g.top, y2: g.bottom }),
      this.prevPath, this.prevName, this.prevNote,
    );
    const middle = (g.top + g.bottom) / 2;
    this.stateName = maths(sx, g.top - 12, "h", 17);
    this.statePath = svg("path", { class: "l-h", transform: `translate(${sx} ${g.top})` });
    this.stateNumbers = svg("g");
    this.state.append(
      arrow(g.prev.x + g.prev.width + 4, middle, g.state.x - 6, middle),
      maths((g.prev.x + g.prev.width + g.state.x) / 2 - 2, middle - 9, "W", 17),
      svg("rect", { x: g.state.x, y: g.top, width: g.state.width, height: tall, rx: 6, class: "l-cell l-now" }),
      svg("line", { class: "l-zero", x1: sx, x2: sx, y1: g.top, y2: g.bottom }),
      this.statePath, this.stateName, this.stateNumbers,
    );
    this.hits = Array.from({ length: units }, (_, j) => {
      const y = g.top + j * g.row;
      this.stateNumbers.append(words(g.state.x + g.state.width + g.state.digits - 4, y + g.row / 2 + 5, "", "l-digits", "end"));
      const hit = svg("rect", { x: g.state.x, y, width: g.state.width + g.state.digits, height: g.row, rx: 3, class: "l-hit" });
      this.state.append(hit);
      return pressable(hit, "", () => open(`trace.h.${this.t}.${j}`));
    });
  }

  #inputs(g, open) {
    const { x, y } = g.letter;
    this.letterText = words(x, y + 7, "", "l-letter", "middle");
    this.letterName = maths(x + 32, y + 6, "x", 17, "start");
    this.letter = svg("g", {}, svg("rect", { x: x - 20, y: y - 20, width: 40, height: 40, rx: 8, class: "l-x" }), this.letterText, this.letterName);
    pressable(this.letter, "", () => open(`input.x.${this.t}.${this.#symbol(this.scene.names[this.place.name].letters[this.t])}`));
    this.input.append(arrow(x, y - 22, x, g.bottom + 5), maths(x - 16, (y - 20 + g.bottom) / 2 + 7, "U", 17), this.letter);
  }

  #guesses(g, open) {
    const { odds } = g;
    const middle = (g.top + g.bottom) / 2;
    const from = g.state.x + g.state.width + g.state.digits + (g.down ? 2 : 8);
    this.guessName = maths(odds.x + odds.width / 2, odds.y - 12, "y", 17);
    this.guess.append(arrow(from, middle, odds.x - (g.down ? 2 : 10), middle), maths((from + odds.x) / 2 - 4, middle - 9, "V", 17), this.guessName);
    this.guessRows = svg("g");
    this.truth = words(odds.x, odds.y + 3 * odds.row + 18, "", "u-muted l-small");
    this.guessRows.append(this.truth);
    this.guess.append(this.guessRows);
    this.rows = [0, 1, 2, 3].map((rank) => {
      const y = odds.y + rank * odds.row + (rank === 3 ? 26 : 0);
      const node = svg("g");
      const room = odds.width - 72;
      const text = words(odds.x + 10, y + 17, "", "l-guess", "middle");
      const bar = svg("rect", { x: odds.x + 24, y: y + 5, height: 14, rx: 2, class: "l-odds" });
      const digits = words(odds.x + odds.width, y + 17, "", "l-digits", "end");
      node.append(svg("rect", { x: odds.x - 2, y, width: odds.width + 6, height: 24, rx: 3, class: "l-hit" }), text, bar, digits);
      this.guessRows.append(node);
      const row = { node, text, bar, digits, room };
      pressable(node, "", () => open(`prediction.y.${this.t}.${this.#symbol(row.symbol)}`));
      return row;
    });
  }

  #losses(g, open) {
    const { x, y } = g.loss;
    const { odds } = g;
    if (g.down) this.loss.append(arrow(x, odds.y + 4 * odds.row + 28, x, y - 28));
    else this.loss.append(arrow(odds.x + odds.width + 12, y, x - 58, y));
    this.lossName = maths(x, y - 6, "L", 19);
    this.lossRule = maths(x, y + 20, "", 16);
    this.lossValue = words(x, y + 48, "", "l-total", "middle");
    this.lossNumbers = svg("g", {}, this.lossRule, this.lossValue);
    const frame = svg("rect", { x: x - 52, y: y - 28, width: 104, height: 86, rx: 10, class: "l-cell l-loss" });
    this.lossHit = svg("g", {}, frame, this.lossName, this.lossNumbers);
    this.loss.append(pressable(this.lossHit, "", () => open(`loss.L.${this.t}.0`)));
  }

  #symbol(letter) {
    return this.scene.alphabet.indexOf(letter);
  }
}
