// Draws the unrolled network: elements are made once, then only what changes is written.

import { html, pressable, set, svg } from "../shared/svg.js";
import { plain, svgMath } from "../shared/math.js";
import { percent, show } from "../shared/numbers.js";
import { tile } from "../shared/tile.js";
import { bars, scaleOf } from "../shared/bars.js";
import { SIZE, columnX, loop, moments } from "./layout.js";

const at = (latex, step) => latex.replace("_t", `_{${step}}`);

export class Picture {
  constructor(scene, f, { root, tip, select }) {
    Object.assign(this, { scene, f, tip });
    this.press = select;
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}` });
    this.marks = new Map(); // selection → element that can be outlined
    this.scales = f.lanes.map((lane) => {
      const { numbers, offset, shape } = lane.values;
      return scaleOf(numbers.subarray(offset, offset + shape[0] * shape[1]), shape[0] * shape[1]);
    });
    this.#defineTiles(root);
    this.chain = svg("g", { class: "n-chain" });
    this.loop = svg("g", { class: "n-loop" });
    this.node.append(this.loop, this.chain);
    this.#drawLoop();
    this.#initial();
    this.columns = scene.symbols.map((letter, t) => this.#column(letter, t));
    this.movers = this.#movers();
  }

  centre(step) {
    return columnX(this.f, step, 1);
  }

  select(sel) {
    this.marked?.classList.remove("n-selected");
    this.marked = this.marks.get(sel);
    this.marked?.classList.add("n-selected");
  }

  draw(step, progress, open) {
    const { f } = this;
    const m = moments(progress);
    this.columns.forEach((column, t) => {
      const x = columnX(f, t, open);
      const state = t < step ? "past" : t === step ? "now" : "future";
      set(column.node, {
        transform: `translate(${x} 0)`,
        opacity: t === step ? 1 : open,
        class: `n-column n-${state}`,
        visibility: t !== step && open === 0 ? "hidden" : null,
      });
      set(column.wire, { opacity: open, visibility: open < 0.3 ? "hidden" : null });
      const grown = t < step ? 1 : t === step ? m.grow : 0;
      column.lanes.forEach((lane, k) => {
        set(lane.path, { d: bars(lane.values, f.units, f.strip - 8, f.rowHeight, this.scales[k], grown) });
      });
      const guessed = t < step ? 1 : t === step ? m.guess : 0;
      set(column.guesses, { opacity: guessed });
      set(column.letter, { opacity: t === step ? 1 : t < step ? 0.85 : 0.55 });
    });
    if (step !== this.step) this.#reach(step);
    set(this.first, { opacity: open, visibility: open === 0 ? "hidden" : null });
    set(this.loop, { opacity: 1 - open, visibility: open === 1 ? "hidden" : null });
    this.#move(step, m, open, progress);
  }

  // Only what belongs to the current step is a stop of the tab key: hundreds would be a maze.
  #reach(step) {
    this.step = step;
    this.columns.forEach((column, t) => {
      const tabindex = t === step ? "0" : "-1";
      for (const stop of column.stops) set(stop, { tabindex });
    });
  }

  // Moving parts ------------------------------------------------------------------------

  #movers() {
    const { f } = this;
    const letter = svg("g", { class: "n-mover n-part-x", "aria-hidden": "true" });
    letter.append(svg("circle", { r: 13, class: "n-x" }), svg("text", { class: "n-on", "text-anchor": "middle", dy: 6 }));
    const states = f.lanes.map((lane) => {
      const node = svg("g", { class: "n-mover", "aria-hidden": "true" });
      const box = { x: -f.strip * 0.3, y: -f.tall * 0.3, width: f.strip * 0.6, height: f.tall * 0.6, rx: 5 };
      const path = svg("path", { class: `n-bar-${lane.name}`, transform: `scale(0.6) translate(0 ${-f.tall / 2})` });
      node.append(svg("rect", { class: `n-carried n-line-${lane.name}`, ...box }), path);
      return { node, path };
    });
    const out = svg("circle", { r: 7, class: "n-mover n-y n-part-y", "aria-hidden": "true" });
    this.node.append(...states.map((state) => state.node), letter, out);
    return { letter, states, out };
  }

  #move(step, m, open, progress) {
    const { f, movers } = this;
    const { y } = f;
    const x = columnX(f, step, open);
    const resting = progress >= 1;
    const bottom = y.node + f.nodeHeight;
    const rise = y.letter + SIZE.letter / 2 + (bottom - y.letter - SIZE.letter / 2) * m.letter;
    const up = !resting && m.letter > 0 && m.letter < 1;
    set(movers.letter, { transform: `translate(${x} ${rise})`, visibility: up ? null : "hidden" });
    set(movers.letter.lastChild, { text: this.scene.symbols[step] });
    const from = step === 0 ? f.x0 : columnX(f, step - 1, 1);
    const going = !resting && m.state > 0 && m.state < 1;
    f.lanes.forEach((lane, k) => {
      const mover = movers.states[k];
      let place = `translate(${from + (x - from) * m.state} ${lane.top + f.tall / 2})`;
      if (open < 1) {
        // along the loop, which leaves the node on the right and comes back on the left
        const along = this.loopPath.getPointAtLength(this.loopLength * m.state);
        place = `translate(${along.x} ${along.y + (lane.top - f.lanes[0].top) * 0.25}) scale(0.7)`;
      }
      set(mover.node, { transform: place, visibility: going ? null : "hidden" });
      if (going) {
        const d = bars(lane.values.row(step), f.units, f.strip - 8, f.rowHeight, this.scales[k]);
        set(mover.path, { d });
      }
    });
    const leaving = !resting && m.predict > 0 && m.predict < 1;
    const goal = y.guesses + 4 * SIZE.guess + SIZE.label;
    set(movers.out, { cx: x, cy: y.node + (goal - y.node) * m.predict, visibility: leaving ? null : "hidden" });
  }

  // Made once -----------------------------------------------------------------------------

  #defineTiles(root) {
    const defs = svg("defs");
    this.ids = {};
    const unique = `${Date.now().toString(36)}${Math.floor(performance.now() * 1000) % 1000}`;
    for (const [name, matrix] of Object.entries(this.scene.matrices)) {
      const id = (this.ids[name] = `tile-${name}-${unique}`);
      const picture = svg("image", {
        href: tile(matrix.values, root), width: SIZE.tile, height: SIZE.tile, preserveAspectRatio: "none", class: "n-pixels",
      });
      const border = svg("rect", { width: SIZE.tile, height: SIZE.tile, rx: 3, class: "n-tile" });
      const symbol = svg("symbol", { id, width: SIZE.tile, height: SIZE.tile, overflow: "visible" }, svg("rect", { width: SIZE.tile, height: SIZE.tile, class: "n-paper" }), picture, border);
      defs.append(symbol);
    }
    const head = svg("marker", { id: `head-${unique}`, viewBox: "0 0 10 10", refX: 8, refY: 5, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" });
    head.append(svg("path", { d: "M1 1 9 5 1 9z", class: "n-head" }));
    defs.append(head);
    this.head = `url(#head-${unique})`;
    this.node.append(defs);
  }

  // One of the three matrices on a wire: the same picture wherever it is used.
  #tile(name, x, y, title) {
    const half = SIZE.tile / 2;
    const group = svg("g", { transform: `translate(${x - half} ${y - half})` });
    group.append(svg("use", { href: `#${this.ids[name]}` }));
    const text = svg("text", { x: half + 28, y: half + 5, class: "n-tile-name u-it u-math", "text-anchor": "middle", text: name });
    if (title === "above") set(text, { x: half, y: -5 });
    group.append(text);
    const matrix = this.scene.matrices[name];
    const [rows, columns] = matrix.values.shape;
    const words = `${matrix.words}: ${rows} × ${columns} weights, the same at every step`;
    group.addEventListener("pointermove", (event) => this.tip.show(event, words));
    group.addEventListener("pointerleave", () => this.tip.hide());
    pressable(group, words, () => this.press(`weights.${name}.0.0`));
    return group;
  }

  #drawLoop() {
    const { f } = this;
    this.loopPath = svg("path", { d: loop(f), class: "n-wire", "marker-end": this.head });
    this.loop.append(this.loopPath);
    this.loopLength = this.loopPath.getTotalLength?.() ?? 1;
    const below = f.y.node + f.nodeHeight + 12;
    this.loop.append(this.#tile("W", f.foldX + f.strip / 2 + 65, (f.wire + below) / 2 + 6, "above"));
  }

  #initial() {
    const { f } = this;
    this.first = svg("g", { class: "n-column n-past" });
    const label = svg("text", { x: f.x0, y: f.wire - 14, "text-anchor": "middle", class: "n-small" });
    const zeros = svg("text", { x: f.x0, y: f.wire + 5, "text-anchor": "middle", class: "n-small u-muted", text: "0 … 0" });
    this.first.append(svgMath(label, at(this.f.lanes[0].latex, 0), 15), zeros);
    this.chain.append(this.first);
  }

  #column(letter, t) {
    const { f } = this;
    const { y } = f;
    const node = svg("g", { class: "n-column" });
    const w = f.strip;
    const wire = this.#wire(t);
    node.append(wire);
    const up = { class: "n-wire", x1: 0, x2: 0, "marker-end": this.head };
    const entry = svg("g", { class: "n-part-x" });
    entry.append(svg("line", { ...up, y1: y.letter - 1, y2: y.node + f.nodeHeight + 4 }));
    entry.append(this.#tile("U", 0, y.tileU + SIZE.tile / 2));
    const exit = svg("g", { class: "n-part-y" });
    exit.append(svg("line", { ...up, y1: y.node - 1, y2: y.guesses + 4 * SIZE.guess + SIZE.label + 6 }));
    exit.append(this.#tile("V", 0, y.tileV + SIZE.tile / 2));
    node.append(entry, exit);
    node.append(svg("rect", { class: "n-node", x: -w / 2 - 3, y: y.node, width: w + 6, height: f.nodeHeight, rx: 8 }));
    const lanes = f.lanes.map((lane) => this.#lane(node, lane, t));
    const guesses = this.#guesses(t);
    exit.append(guesses);
    const box = this.#letter(letter, t);
    entry.append(box);
    this.chain.append(node);
    return { node, lanes, guesses, letter: box, wire, stops: node.querySelectorAll("[role=button]") };
  }

  #wire(t) {
    const { f } = this;
    const from = t === 0 ? -(columnX(f, 0, 1) - f.x0) + 26 : -f.column + f.strip / 2 + 4;
    const to = -f.strip / 2 - 5;
    const group = svg("g");
    for (const lane of f.lanes) {
      const y = lane.top + f.tall / 2;
      group.append(svg("line", { class: "n-wire", x1: from, x2: to, y1: y, y2: y, "marker-end": this.head }));
    }
    group.append(this.#tile("W", (from + to) / 2 - 1, f.wire, "above"));
    return group;
  }

  #lane(node, lane, t) {
    const { f } = this;
    const w = f.strip;
    const group = svg("g", { transform: `translate(0 ${lane.top})` });
    const label = svg("text", { y: -4, "text-anchor": "middle", class: "n-small" });
    group.append(svgMath(label, at(lane.latex, t + 1), 15));
    group.append(svg("line", { class: "n-zero", x1: 0, x2: 0, y1: 0, y2: f.tall }));
    const path = svg("path", { class: `n-bar-${lane.name}` });
    group.append(path);
    const values = lane.values.row(t + 1);
    for (let j = 0; j < f.units; j++) {
      const words = `${lane.words}, step ${t + 1}, unit ${j + 1}: ${show(values[j])}`;
      const hit = svg("rect", { class: "n-hit", x: -w / 2, y: j * f.rowHeight, width: w, height: f.rowHeight, rx: 2 });
      const sel = `trace.${lane.name}.${t}.${j}`;
      pressable(hit, words, () => this.press(sel));
      hit.addEventListener("pointermove", (event) => this.tip.show(event, this.#vector(lane, t, values, j)));
      hit.addEventListener("pointerleave", () => this.tip.hide());
      this.marks.set(sel, hit);
      group.append(hit);
    }
    node.append(group);
    return { path, values };
  }

  #vector(lane, t, values, unit) {
    const name = plain(at(lane.latex, t + 1));
    const list = html("div", { class: "n-vector" }, html("span", { text: `${name} =` }));
    values.forEach((value, j) => list.append(html(j === unit ? "b" : "span", { text: show(value) })));
    return list;
  }

  #guesses(t) {
    const { f, scene } = this;
    const group = svg("g", { class: "n-guesses", transform: `translate(${-f.column / 2 + 6} ${f.y.guesses})` });
    const width = f.column - 12;
    const odds = scene.probabilities.row(t);
    const target = scene.targets[t];
    const right = scene.alphabet[target];
    scene.ranked[t].forEach((k, rank) => {
      group.append(this.#guess(t, k, odds[k], rank * SIZE.guess, width, k === target ? `: right` : ""));
    });
    const truth = this.#guess(t, target, odds[target], 3 * SIZE.guess + SIZE.label, width, ": the letter that came", true);
    const caption = svg("text", { class: "n-caption", x: 0, y: 3 * SIZE.guess + SIZE.label - 4, text: "really came" });
    if (right === scene.alphabet[0]) set(caption, { text: "really: the end" });
    group.append(caption, truth);
    return group;
  }

  #guess(t, k, p, y, width, remark, truth = false) {
    const letter = this.scene.alphabet[k];
    const room = width - 58;
    const words = `probability of ${letter} after step ${t + 1}: ${percent(p)}${remark}`;
    const group = svg("g", { transform: `translate(0 ${y})`, class: remark ? "n-guess n-right" : "n-guess" });
    group.append(
      svg("rect", { class: "n-hit", width, height: SIZE.guess - 1, rx: 3 }),
      svg("text", { x: 8, y: 15, "text-anchor": "middle", class: "n-guess-letter", text: letter }),
      svg("rect", { class: "n-odds", x: 19, y: 5, width: Math.max(1, room * p), height: 11, rx: 2 }),
      svg("text", { x: width - 2, y: 15, "text-anchor": "end", class: "n-small", text: percent(p) }),
    );
    const sel = `prediction.y.${t}.${k}`;
    pressable(group, words, () => this.press(sel));
    if (!truth || !this.marks.has(sel)) this.marks.set(sel, group);
    return group;
  }

  #letter(letter, t) {
    const { y } = this.f;
    const half = SIZE.letter / 2;
    const group = svg("g", { class: "n-letter" });
    group.append(
      svg("rect", { x: -half, y: y.letter, width: SIZE.letter, height: SIZE.letter, rx: 8, class: "n-x-box" }),
      svg("text", { y: y.letter + 27, "text-anchor": "middle", class: "n-letter-text", text: letter }),
      svgMath(svg("text", { y: y.letter + SIZE.letter + 17, "text-anchor": "middle", class: "n-small" }), `x_{${t + 1}}`, 15),
    );
    const k = this.scene.alphabet.indexOf(letter);
    const sel = `input.x.${t}.${k}`;
    const name = k === 0 ? "start sign" : letter;
    pressable(group, `input, step ${t + 1}: ${name}`, () => this.press(sel));
    this.marks.set(sel, group);
    return group;
  }
}
