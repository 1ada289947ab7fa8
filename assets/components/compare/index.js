// Several networks read one sequence: states, gates or gradients of all on one timeline.

import { mount } from "../shared/mount.js";
import { html, pressable, set, svg } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { Slider } from "../shared/slider.js";
import { Stage } from "../shared/stage.js";
import { part } from "../shared/ease.js";
import { SIZE, columnX, fits, frame, span, stepAt, verdict } from "./layout.js";
import { Band } from "./band.js";
import { legend } from "./legend.js";
import { palette } from "./palette.js";

const PLAYS = { whole: 9000, shortest: 80, longest: 600 }; // ms of the sequence, of a step

class Compare extends Stage {
  constructor(root) {
    super(root, "four networks reading one sequence");
    this.title = html("p", { class: "u-title k-title", role: "status" });
    root.prepend(this.title);
    this.hold = html("div", { class: "k-hold" });
    this.title.after(this.hold);
    this.legend = html("div");
    root.append(this.legend);
    this.frame.addEventListener("pointermove", (event) => this.#hover(event));
    this.frame.addEventListener("pointerleave", () => this.#leave());
  }

  update(scene, host) {
    this.host = host;
    const before = this.scene;
    this.scene = scene;
    this.drag = this.slider?.held ? this.drag : null;
    this.colours = palette(this.root);
    this.width = 0;
    this.pending = true;
    const last = scene.symbols.length - 1;
    const fresh = this.begins(scene);
    if (fresh) {
      this.selected = scene.view.sel;
      this.atEnd = scene.view.step >= last;
    } else if (before.id !== scene.id) this.atEnd = true;
    this.#holds(before);
    this.build();
    this.transport.setLength(last + 1, this.atEnd ? last : fresh ? scene.view.step : undefined);
    this.#settle();
  }

  destroy() {
    super.destroy();
    this.slider?.destroy();
    cancelAnimationFrame(this.drawing);
  }

  // For the transport -----------------------------------------------------------------

  draw(step, progress) {
    if (!this.over) return;
    const { f } = this;
    const come = part(progress, 0, 0.7);
    const x = columnX(f, step) - (step > 0 ? (1 - come) * f.column : 0);
    set(this.cursor, { x: x - f.column / 2 });
    set(this.veil, { x: x + f.column / 2, width: Math.max(0, columnX(f, f.steps - 1) + f.column / 2 - x - f.column / 2 + 1) });
    if (step !== this.step) this.letters.forEach((letter, t) => set(letter, { tabindex: t === step ? "0" : "-1" }));
    this.step = step;
    if (f.width > this.frame.clientWidth + 1) this.keepInView(x, SIZE.gutter + 60);
  }

  rest(step) {
    this.atEnd = step === this.scene.symbols.length - 1;
    this.#settle();
    this.host.state("step", step + 1);
  }

  frameName(step) {
    return `step ${step + 1} of ${this.scene.symbols.length}: reads ${this.scene.symbols[step]}`;
  }

  duration() {
    return Math.min(PLAYS.longest, Math.max(PLAYS.shortest, PLAYS.whole / this.scene.symbols.length));
  }

  // Own ---------------------------------------------------------------------------------

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    const { scene } = this;
    const f = (this.f = frame(scene, width));
    const stage = html("div", { class: "k-stage", style: `width:${f.width}px;height:${f.height}px` });
    stage.append(this.#timeline());
    this.bands = scene.bands.map((band, k) => {
      const made = new Band(scene, band, f, f.bands[k], {
        open: (sel, more) => this.#open(sel, more),
        step: (event) => stepAt(f, this.#place(event).x),
        height: (event) => this.#place(event).y,
        now: () => this.transport.frame,
        moved: (one, panel, unit) => this.#moved(one, panel, unit),
      });
      stage.append(...made.nodes);
      return made;
    });
    stage.append(this.#over());
    this.stage = stage;
    this.frame.replaceChildren(stage);
    this.legend.replaceChildren(legend(scene, this.colours));
    this.#show();
    this.#ring();
    this.redraw();
  }

  #levels() {
    return this.scene.bands.map((band) => (this.drag !== null && this.drag !== undefined && band.swept ? this.drag + 1 : band.at));
  }

  #show() {
    const levels = this.#levels();
    this.bands.forEach((band, k) => band.show(levels[k], this.colours));
    set(this.title, { text: verdict(this.scene, levels) });
  }

  #settle() {
    const step = Math.min(this.transport.frame, this.scene.symbols.length - 1);
    for (const band of this.bands ?? []) band.name(step);
  }

  #timeline() {
    const { scene, f } = this;
    const picture = svg("svg", { class: "k-top", width: f.width, height: SIZE.top });
    const all = fits(scene, f.column);
    const told = scene.source < scene.answer;
    if (told) {
      const middle = (columnX(f, scene.source) + columnX(f, scene.answer)) / 2;
      const apart = scene.answer - scene.source;
      const text = `${apart} ${apart === 1 ? "step" : "steps"}`;
      const room = 4 * text.length + 8;
      picture.append(svg("path", { class: "k-span", d: span(f, scene.source, scene.answer) }));
      picture.append(svg("rect", { class: "k-paper", x: middle - room, y: 8, width: 2 * room, height: 20 }));
      picture.append(svg("text", { class: "u-muted", x: middle, y: 23, "text-anchor": "middle", text }));
    }
    this.letters = scene.symbols.map((symbol, t) => {
      const role = t === scene.source ? " k-source" : t === scene.answer ? " k-asks" : "";
      const node = svg("g", { class: `k-letter${role}`, transform: `translate(${columnX(f, t)} ${SIZE.top - SIZE.letters})` });
      const written = all || role || scene.salient.includes(t);
      const half = Math.max(f.column / 2, role ? 3.9 * symbol.length + 5 : 0);
      node.append(svg("rect", { x: -half + 0.5, y: 4, width: 2 * half - 1, height: 30, rx: 4 }));
      node.append(written ? svg("text", { y: 25, "text-anchor": "middle", text: symbol }) : svg("circle", { cy: 19, r: 1.5 }));
      pressable(node, `step ${t + 1} reads ${symbol}: follow what it leaves`, () => this.#open(`${this.#chosen()}/input.x.${t}.${scene.numbers[t]}`, `source=${t + 1}`));
      return node;
    });
    // What stands out is drawn last, over its neighbours.
    const out = (node) => node.classList.contains("k-source") || node.classList.contains("k-asks");
    picture.append(...this.letters.filter((node) => !out(node)), ...this.letters.filter(out));
    return picture;
  }

  #over() {
    const { scene, f } = this;
    const top = SIZE.top - SIZE.letters + 38;
    const tall = f.height - top;
    this.over = svg("svg", { class: "k-over", width: f.width, height: f.height, "aria-hidden": "true" });
    const told = columnX(f, scene.source);
    this.over.append(svg("line", { class: "k-rule", x1: told, x2: told, y1: top - 4, y2: f.height }));
    this.veil = svg("rect", { class: "k-veil", y: top, height: tall });
    this.cursor = svg("rect", { class: "k-cursor", y: top, height: tall - 1, width: f.column, rx: 2 });
    this.ring = svg("rect", { class: "k-ring", visibility: "hidden" });
    this.over.append(this.veil, this.cursor, this.ring);
    return this.over;
  }

  // The number that is open, outlined where it stands.
  #ring() {
    const [key, place] = this.selected.split("/");
    const [source, name, t, unit] = place.split(".");
    this.#outline(this.bands.find((band) => band.band.key === key), source, name, Number(t), Number(unit));
  }

  #outline(band, source, name, t, unit) {
    const k = band ? band.panels.findIndex(({ panel }) => panel.source === source && panel.name === name) : -1;
    const there = k >= 0 && t >= 0 && t < this.f.steps && unit < band.band.units;
    const { f } = this;
    const size = { width: Math.max(6, f.column), height: Math.max(6, f.unit) };
    const x = there ? columnX(f, t) - size.width / 2 : 0;
    const y = there ? band.place.panels[k].top + (unit + 0.5) * f.unit - size.height / 2 : 0;
    set(this.ring, { ...size, x, y, visibility: there ? null : "hidden" });
  }

  #moved(band, panel, unit) {
    this.#settle();
    this.#outline(band, panel.source, panel.name, this.transport.frame, unit);
  }

  #chosen() {
    const key = this.selected.split("/")[0];
    return this.scene.bands.some((band) => band.key === key) ? key : this.scene.bands[0].key;
  }

  #open(sel, more = "") {
    this.selected = sel;
    this.#ring();
    this.host.trigger("open", more ? `${sel};${more}` : sel);
  }

  #place(event) {
    const box = this.stage.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  #hover(event) {
    if (!this.stage) return;
    const { x, y } = this.#place(event);
    const t = stepAt(this.f, x);
    if (t === null || y < SIZE.top - SIZE.letters) return this.#leave();
    const lines = [`step ${t + 1} reads ${this.scene.symbols[t]}`];
    for (const band of this.bands) {
      const found = band.at(y);
      if (found) lines[0] = `${band.digits(found, t)} · reads ${this.scene.symbols[t]}`;
      lines.push(band.words(t));
    }
    this.tip.show(event, ...lines.map((text) => html("div", { text })));
  }

  #leave() {
    this.tip.hide();
  }

  // The slider of the gate that is held; its places are in the scene, so dragging is a look-up.
  #holds(before) {
    const { hold } = this.scene;
    this.hold.hidden = !hold;
    if (!hold) {
      this.slider?.destroy();
      this.slider = null;
      return;
    }
    if (before?.hold?.gate !== hold.gate || !this.slider) {
      this.slider?.destroy();
      this.slider = new Slider({
        latex: hold.latex, words: `${hold.words} held at`, role: hold.role, ticks: [[0, "0"], [0.5, "0.5"], [1, "1"]],
        input: (index) => this.#dragged(index),
        release: (index) => this.host.trigger("hold", String(this.scene.hold.positions[index])),
      });
      this.about = html("span", { class: "u-muted" });
      this.free = html("button", { type: "button", class: "u-chip", text: "let go" });
      this.free.addEventListener("click", () => {
        this.drag = null;
        this.host.trigger("hold", "free");
      });
      const name = html("span", {}, `hold the ${hold.words} `, htmlMath(hold.latex), " of all units at");
      this.hold.replaceChildren(name, this.slider.node, this.free, this.about);
    }
    const { positions, value } = hold;
    const index = value === null ? positions.length - 1 : positions.reduce((best, p, k) => (Math.abs(p - value) < Math.abs(positions[best] - value) ? k : best), 0);
    this.slider.update(positions, positions.map(show), index);
    if (!this.slider.held) this.slider.write(value === null ? "free" : show(value));
    set(this.about, { text: hold.without });
    set(this.free, { disabled: value === null });
  }

  #dragged(index) {
    this.drag = index;
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = undefined;
      this.#show();
    });
  }
}

export default mount(Compare);
