// Three networks read the visitor's name, letter by letter, and guess what comes next.

import { mount } from "../shared/mount.js";
import { pressable, set, svg } from "../shared/svg.js";
import { percent, show } from "../shared/numbers.js";
import { bars } from "../shared/bars.js";
import { part } from "../shared/ease.js";
import { Stage } from "../shared/stage.js";
import { SIZE, columnX, frame } from "./layout.js";

class Readers extends Stage {
  constructor(root) {
    super(root, "three networks reading");
  }

  update(scene, host) {
    this.host = host;
    if (this.begins(scene)) this.open = scene.view.open;
    const text = scene.symbols.join("");
    const changed = text !== this.text;
    this.text = text;
    this.scene = scene;
    this.width = 0;
    this.build();
    this.transport.setLength(scene.symbols.length, changed ? 0 : undefined);
    if (!changed) return;
    if (this.transport.still.matches) this.transport.setLength(scene.symbols.length, scene.symbols.length - 1);
    else this.transport.play();
  }

  duration() {
    return 700;
  }

  frameName(t) {
    return `step ${t + 1} of ${this.scene.symbols.length}: reads ${this.scene.symbols[t]}`;
  }

  draw(step, progress) {
    if (!this.columns) return;
    const grown = part(progress, 0, 0.6);
    const guessed = part(progress, 0.5, 1);
    this.columns.forEach((column, t) => {
      const done = t < step ? 1 : 0;
      set(column.letter, { class: t === step ? "r-letter r-now" : t < step ? "r-letter" : "r-letter r-later" });
      column.strips.forEach(({ path, values, guess }) => {
        const d = bars(values, this.f.units, this.f.strip, SIZE.row, 1, t === step ? grown : done);
        set(path, { d });
        set(guess, { opacity: t === step ? guessed : done });
      });
    });
    this.keepInView(columnX(this.f, step), 70);
  }

  build() {
    if (!this.scene || this.frame.clientWidth === this.width) return;
    this.width = this.frame.clientWidth;
    const f = (this.f = frame(this.scene, this.width));
    const picture = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}` });
    this.scene.readers.forEach((reader, k) => {
      const y = f.rows[k] + f.tall / 2 + 6;
      picture.append(svg("text", { x: SIZE.margin, y, class: "r-name", text: reader.cell }));
    });
    this.rings = new Map();
    this.columns = this.scene.symbols.map((letter, t) => this.#column(picture, letter, t));
    this.frame.replaceChildren(picture);
    this.#mark();
    this.draw(Math.min(this.transport.frame, f.steps - 1), this.transport.progress);
  }

  #column(picture, symbol, t) {
    const { f } = this;
    const group = svg("g", { transform: `translate(${columnX(f, t)} 0)` });
    const letter = svg("g", { class: "r-letter" });
    letter.append(svg("rect", { x: -19, y: 4, width: 38, height: 38, rx: 8 }), svg("text", { y: 31, "text-anchor": "middle", text: symbol }));
    group.append(letter);
    const strips = this.scene.readers.map((reader, k) => this.#strip(group, reader, k, t));
    picture.append(group);
    return { letter, strips };
  }

  #strip(group, reader, k, t) {
    const { f, scene } = this;
    const values = reader.h.row(t);
    const area = svg("g", { transform: `translate(0 ${f.rows[k]})` });
    area.append(svg("rect", { class: "r-box", x: -f.strip / 2 - 2, y: -3, width: f.strip + 4, height: f.tall + 6, rx: 6 }));
    area.append(svg("line", { class: "r-zero", x1: 0, x2: 0, y1: 0, y2: f.tall }));
    const path = svg("path", { class: "r-bars" });
    const ring = svg("rect", { class: "r-ring", x: -f.strip / 2, width: f.strip, height: SIZE.row, rx: 2, visibility: "hidden" });
    const guess = this.#guess(reader, t);
    const hit = svg("rect", { class: "r-hit", x: -f.strip / 2, y: 0, width: f.strip, height: f.tall });
    const unitAt = (event) => {
      if (!event.clientY) return 0; // opened by a key: the first unit
      const box = hit.getBoundingClientRect();
      return Math.min(f.units - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * f.units)));
    };
    pressable(hit, `${reader.cell}, hidden state after step ${t + 1}, ${scene.symbols[t]}`, (event) => {
      this.#select(`${reader.name}/trace.h.${t}.${unitAt(event)}`);
    });
    hit.addEventListener("pointermove", (event) => {
      const unit = unitAt(event);
      this.tip.show(event, `${reader.cell}, step ${t + 1}, unit ${unit + 1}: ${show(values[unit])}`);
    });
    hit.addEventListener("pointerleave", () => this.tip.hide());
    area.append(path, ring, hit, guess);
    group.append(area);
    this.rings.set(`${reader.name}/trace.h.${t}`, ring);
    return { path, values, guess };
  }

  #select(open) {
    this.open = open;
    this.#mark();
    this.host.state("open", open);
  }

  #mark() {
    for (const ring of this.rings.values()) set(ring, { visibility: "hidden" });
    const cut = this.open.lastIndexOf(".");
    const ring = this.rings.get(this.open.slice(0, cut));
    if (ring) set(ring, { visibility: null, y: Number(this.open.slice(cut + 1)) * SIZE.row });
  }

  #guess(reader, t) {
    const { f, scene } = this;
    const best = reader.best[t];
    const right = best === scene.targets[t];
    const guess = svg("g", { class: right ? "r-guess r-right" : "r-guess" });
    const text = svg("text", { y: f.tall + 24, "text-anchor": "middle" });
    const mark = right ? " ✓" : "";
    text.append(svg("tspan", { class: "r-best", text: scene.alphabet[best] }), svg("tspan", { text: ` ${percent(reader.probabilities.at(t, best))}${mark}` }));
    guess.append(svg("rect", { class: "r-hit", x: -f.column / 2 + 3, y: f.tall + 6, width: f.column - 6, height: 24, rx: 4 }), text);
    const letter = scene.alphabet[best];
    const p = percent(reader.probabilities.at(t, best));
    pressable(guess, `${reader.cell} after step ${t + 1} guesses ${letter}, ${p}`, () => this.#select(`${reader.name}/prediction.y.${t}.${best}`));
    return guess;
  }
}

export default mount(Readers);
