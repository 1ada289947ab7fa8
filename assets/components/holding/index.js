// Attention held by hand: how much of a step's attention goes to one input, and what is written
// then. All places of the slider are here already.

import { mount } from "../shared/mount.js";
import { html, set, svg } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { Board } from "../shared/board.js";
import { Slider, nearest } from "../shared/slider.js";
import { WeightMap, legend } from "../attention/map.js";
import { apart, curve, differs, end, frame, x, y } from "./layout.js";

const LOOKS = ["h-0", "h-1", "h-2", "h-3", "h-4"];

class Holding extends Board {
  constructor(root) {
    super(root);
    set(root, { role: "group", "aria-label": "attention held by hand" });
    this.frame.classList.add("h-curves");
    this.title = html("p", { class: "u-title h-title", "aria-live": "polite" });
    this.slider = new Slider({
      latex: "\\lambda",
      words: "share of the attention that is held, in percent",
      role: "gradient",
      ticks: [[0, "as it is"], [0.5, "half"], [1, "all"]],
      input: (b) => this.#draw(b),
      release: (b) => this.host.state("share", this.scene.shares[b]),
    });
    this.where = [["one", "this step"], ["all", "every step"]].map(([name, text]) => {
      const chip = html("button", { type: "button", class: "u-chip" }, text);
      chip.addEventListener("click", () => this.host.state("where", name));
      return { name, chip };
    });
    const reset = html("button", { type: "button", class: "u-chip" }, "Let go");
    reset.addEventListener("click", () => this.#reset());
    const chips = html("div", { class: "h-chips", role: "group", "aria-label": "what is held" }, html("span", {}, "Hold"), ...this.where.map(({ chip }) => chip), reset);
    this.map = new WeightMap({ tip: this.tip, says: (t, s) => this.#says(t, s), choose: (t, s, wait) => this.#choose(t, s, wait), hot: (t, s) => this.map.mark(t, s) });
    this.place = html("div", { class: "h-place" }, this.map.node, legend());
    this.said = html("dl", { class: "h-said" });
    const right = html("div", {}, html("p", { class: "h-name" }), this.frame);
    this.name = right.firstChild;
    root.prepend(this.title, html("div", { class: "h-tools" }, this.slider.node, chips), html("div", { class: "h-both" }, this.place, right), this.said);
    this.resize.observe(this.place);
  }

  update(scene, host) {
    this.host = host;
    const same = this.scene?.id === scene.id;
    const fresh = this.begins(scene);
    this.scene = scene;
    if (same && !fresh) return;
    if (fresh) this.share = scene.view.share;
    this.b = nearest(scene.shares, this.share);
    this.slider.update(scene.shares, scene.texts, this.b);
    for (const { name, chip } of this.where) set(chip, { "aria-pressed": String((name === "all") === scene.every) });
    this.widths = "";
    this.build();
  }

  destroy() {
    clearTimeout(this.telling);
    this.slider.destroy();
    super.destroy();
  }

  build() {
    const [width, room] = [this.frame.clientWidth, this.place.clientWidth];
    const widths = `${width} ${room}`;
    if (!this.scene || !width || !room || widths === this.widths) return;
    this.widths = widths;
    const { scene } = this;
    const rows = scene.weights.shape[1];
    const labels = Array.from({ length: rows }, (_, t) => scene.outputs.map((written) => written[t] ?? "").reduce((a, b) => (b.length > a.length ? b : a), ""));
    const focused = this.root.getRootNode().activeElement === this.map.cursor;
    this.map.build({ inputs: scene.inputs, outputs: labels, weights: this.#weights(0), chance: this.#chance(0) }, room);
    this.map.select(scene.row, scene.column);
    this.map.draw(rows, 1);
    if (focused) this.map.cursor.focus({ preventScroll: true });
    this.#plot(width);
    this.#draw(this.b);
  }

  #weights(b) {
    const { weights } = this.scene;
    return { shape: weights.shape.slice(1), at: (t, s) => weights.at(b, t, s) };
  }

  #chance(b) {
    return { at: (t) => this.scene.chance.at(b, t) };
  }

  #says(t, s) {
    const { outputs, names, weights } = this.scene;
    return `${outputs[this.b][t] ?? "nothing"} at step ${t + 1} looks at ${names[s]}: ${show(weights.at(this.b, t, s))}`;
  }

  #choose(t, s, wait = 0) {
    this.map.select(t, s);
    clearTimeout(this.telling);
    this.telling = setTimeout(() => this.host.state("cell", `${t}.${s}`), wait);
  }

  #reset() {
    this.slider.update(this.scene.shares, this.scene.texts, 0);
    this.#draw(0);
    this.host.state("share", 0);
  }

  // The curves of one step's guesses, drawn once; the line of the share moves.
  #plot(width) {
    const { scene } = this;
    const f = frame(width);
    const node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "img", "aria-label": `probabilities of the guesses at step ${scene.row + 1} by the share that is held` });
    for (const p of [0, 0.5, 1]) {
      node.append(svg("path", { d: `M${f.x0} ${y(f, p)}H${f.x1}`, class: "h-grid" }), svg("text", { x: f.x0 - 8, y: y(f, p) + 5, "text-anchor": "end", class: "h-tick" }, String(p)));
    }
    for (const [share, text] of [[0, "0 %"], [0.5, "50 %"], [1, "100 %"]]) node.append(svg("text", { x: x(f, share), y: f.y0 + 20, "text-anchor": "middle", class: "h-tick" }, text));
    node.append(svg("text", { x: (f.x0 + f.x1) / 2, y: f.y0 + 40, "text-anchor": "middle", class: "h-tick" }, "share of the attention held"));
    const curves = scene.guesses.map((_, k) => scene.curves.row(k));
    const places = apart(f, curves.map(end));
    this.line = svg("path", { class: "h-line" });
    node.append(this.line);
    this.dots = curves.map((values, k) => {
      node.append(svg("path", { d: curve(f, scene.shares, values), class: `h-curve ${LOOKS[k]}` }), svg("text", { x: f.x1 + 12, y: places[k] + 5, class: `h-guess ${LOOKS[k]}` }, scene.guesses[k]));
      return svg("circle", { r: 5, class: `h-dot ${LOOKS[k]}` });
    });
    node.append(...this.dots);
    this.f = f;
    this.frame.replaceChildren(node);
    set(this.name, { text: `What step ${scene.row + 1} would write, by how much of ${scene.every ? "every step" : "it"} is held at ${scene.names[scene.column]}` });
  }

  #draw(b) {
    const { scene, f } = this;
    this.b = b;
    this.share = scene.shares[b];
    this.map.data.chance = this.#chance(b);
    this.map.show(this.#weights(b));
    this.map.relabel(scene.outputs[b], differs(scene.outputs[0], scene.outputs[b]));
    this.map.select(this.map.at.t, this.map.at.s);
    const at = x(f, this.share);
    set(this.line, { d: `M${at} ${f.y1}V${f.y0}` });
    this.dots.forEach((dot, k) => {
      const p = scene.curves.at(k, b);
      set(dot, { cx: at, cy: Number.isFinite(p) ? y(f, p) : 0, visibility: Number.isFinite(p) ? null : "hidden" });
    });
    set(this.title, { text: this.#message(b) });
    this.#write(b);
  }

  #message(b) {
    const { scene } = this;
    const [plain, held] = [scene.outputs[0], scene.outputs[b]];
    const [was, is] = [plain[scene.row], held[scene.row]];
    const p = show(scene.chance.at(b, scene.row));
    const amount = b === 0 ? "Nothing is held" : `${scene.texts[b]} of ${scene.every ? "every step" : `step ${scene.row + 1}`} held at ${scene.names[scene.column]}`;
    if (is === undefined) return `${amount}: it has ended before step ${scene.row + 1}`;
    const writes = scene.forced ? "would write" : "writes";
    if (was === is) return `${amount}: step ${scene.row + 1} ${b === 0 ? writes : "still " + writes} ${is}, with probability ${p}`;
    return `${amount}: step ${scene.row + 1} ${writes} ${is} instead of ${was ?? "nothing"}, with probability ${p}`;
  }

  #write(b) {
    const { outputs, forced } = this.scene;
    const line = (symbols, marks) => html("dd", {}, ...symbols.map((symbol, k) => html(marks[k] ? "mark" : "span", {}, symbol)));
    const held = differs(outputs[0], outputs[b]);
    this.said.replaceChildren(
      html("dt", {}, forced ? "its guesses, left alone" : "left alone, it writes"),
      line(outputs[0], []),
      html("dt", {}, forced ? "its guesses, held" : "held, it writes"),
      line(outputs[b], held),
    );
  }
}

export default mount(Holding);
