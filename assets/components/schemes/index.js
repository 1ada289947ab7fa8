// Four ways to time an update, on the same data: the loss against what was seen, or against updates.

import { Board } from "../shared/board.js";
import { mount } from "../shared/mount.js";
import { show } from "../shared/numbers.js";
import { html, set, svg } from "../shared/svg.js";
import { TOP, apart, frame, marks, path, scale, ticks, y } from "./layout.js";

const SHAPES = {
  step: "M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0-9 0",
  sequence: "M-4.5-4.5H4.5V4.5H-4.5Z",
  minibatch: "M0-5.5L5.5 4.5H-5.5Z",
  epoch: "M0-6.5L6.5 0L0 6.5L-6.5 0Z",
};
const AXES = [["seen", "against names seen"], ["updates", "against updates made"]];

class Schemes extends Board {
  constructor(root) {
    const place = html("div");
    const title = html("p", { class: "u-title" });
    const choice = html("div", { class: "s-choice", role: "group", "aria-label": "the horizontal axis" });
    root.append(title, choice);
    super(root, place);
    this.title = title;
    this.chips = AXES.map(([axis, text]) => {
      const chip = html("button", { type: "button", class: "u-chip" }, text);
      chip.addEventListener("click", () => this.#choose(axis));
      choice.append(chip);
      return { axis, chip };
    });
    this.frame.addEventListener("pointermove", (event) => this.#hover(event));
    this.frame.addEventListener("pointerleave", () => this.#leave());
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    this.axis = scene.axis;
    this.width = 0;
    this.build();
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    this.#draw();
  }

  #choose(axis) {
    this.axis = axis;
    this.#draw();
    this.host.state("axis", axis);
  }

  #draw() {
    const { scene, axis } = this;
    const f = (this.f = frame(this.width));
    this.most = axis === "updates" ? Math.max(...scene.series.map((s) => s.updates.at(-1))) : scene.series[0].updates.length - 1;
    const x = (this.x = scale(f, axis, this.most));
    set(this.title, { text: scene.title });
    for (const { axis: own, chip } of this.chips) set(chip, { "aria-pressed": String(own === axis) });
    const words = `mean loss in bits per letter: ${scene.series.map((s) => `updated ${s.name}: ${s.says}`).join("; ")}`;
    const picture = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "img", "aria-label": words });
    const text = (px, py, words, name = "u-muted", anchor = "middle") => picture.append(svg("text", { x: px, y: py, class: name, "text-anchor": anchor, text: words }));
    text(f.x0 - 34, 16, "mean loss of all names, bits per letter", "u-muted", "start");
    for (let bits = 0; bits <= TOP; bits++) {
      picture.append(svg("line", { class: "s-grid", x1: f.x0, x2: f.x1, y1: y(f, bits), y2: y(f, bits) }));
      text(f.x0 - 9, y(f, bits) + 5, bits === TOP ? `≥${bits}` : String(bits), "u-muted", "end");
    }
    const at = y(f, scene.chance);
    picture.append(svg("line", { class: "s-chance", x1: f.x0, x2: f.x1, y1: at, y2: at }));
    text(f.x0 + 6, f.y0 - 8, `dotted: all ${scene.symbols} symbols equally likely, ${show(scene.chance)}`, "u-muted", "start");
    for (const [n, words] of ticks(axis, this.most, scene.names)) text(x(n), f.y0 + 20, words);
    text((f.x0 + f.x1) / 2, f.y0 + 41, axis === "updates" ? "updates made (logarithmic)" : `names seen, ${scene.names} in an epoch`, "");
    for (const series of scene.series) picture.append(this.#curve(series));
    if (f.named) this.#names(picture);
    this.line = svg("line", { class: "s-hover", y1: f.y1, y2: f.y0, visibility: "hidden" });
    picture.append(this.line);
    this.frame.replaceChildren(picture);
    if (!f.named) this.frame.append(this.#key());
  }

  #curve(series) {
    const { f, axis, x } = this;
    const bits = series.bits.row();
    const group = svg("g", { class: `s-series s-${series.key}` });
    group.append(svg("path", { class: "s-line", d: path(f, series, bits, axis, x) }));
    const found = marks(f, series, bits, axis, x);
    for (const [px, py] of found) group.append(svg("path", { class: "s-mark", d: SHAPES[series.key], transform: `translate(${px} ${py})` }));
    if (series.failed !== null) {
      const [px, py] = found.at(-1) ?? [f.x0, f.y1];
      group.append(svg("path", { class: "s-lost", d: "M-7-7L7 7M7-7L-7 7", transform: `translate(${px} ${py})` }));
    }
    return group;
  }

  // Beside the end of each curve: its name, and how it ended.
  #names(picture) {
    const { scene, f } = this;
    const ends = scene.series.map(({ key, bits, failed }) => {
      const last = bits.row().findLast(Number.isFinite);
      const found = marks(f, scene.series.find((s) => s.key === key), bits.row(), this.axis, this.x).at(-1);
      return { x: found?.[0] ?? f.x0, y: y(f, failed === null ? last : TOP) };
    });
    const heights = apart(ends.map((end) => end.y), f.y1 + 2, f.y0 - 22);
    scene.series.forEach(({ key, name, says }, k) => {
      const group = svg("g", { class: `s-series s-${key}` });
      group.append(svg("path", { class: "s-leader", d: `M${ends[k].x + 6} ${ends[k].y}L${f.x1 + 14} ${heights[k]}` }));
      group.append(svg("path", { class: "s-mark", d: SHAPES[key], transform: `translate(${f.x1 + 22} ${heights[k]})` }));
      group.append(svg("text", { class: "s-name", x: f.x1 + 34, y: heights[k] + 5, text: name }));
      group.append(svg("text", { class: "s-says", x: f.x1 + 34, y: heights[k] + 23, text: says }));
      picture.append(group);
    });
  }

  // On a phone: below the curves.
  #key() {
    const entries = this.scene.series.map(({ key, name, says }) => {
      const picture = svg("svg", { width: 34, height: 14, viewBox: "-17 -7 34 14", class: `s-series s-${key}`, "aria-hidden": "true" });
      picture.append(svg("path", { class: "s-line", d: "M-17 0H17" }), svg("path", { class: "s-mark", d: SHAPES[key] }));
      return html("li", {}, picture, html("span", {}, `${name}: ${says}`));
    });
    return html("ul", { class: "s-key" }, ...entries);
  }

  #hover(event) {
    const { scene, f, axis, x } = this;
    if (!scene || !f) return;
    const from = event.clientX - this.frame.getBoundingClientRect().left;
    if (from < f.x0 - 10 || from > f.x1 + 10) return this.#leave();
    let at = 0;
    for (let n = 1; n <= this.most; n++) if (Math.abs(x(n) - from) < Math.abs(x(at) - from)) at = n;
    set(this.line, { x1: x(at), x2: x(at), visibility: null });
    const lines = scene.series.map(({ name, updates, bits }) => {
      const k = axis === "updates" ? updates.findLastIndex((made) => made <= at) : at;
      const over = axis === "updates" && at > updates.at(-1);
      return `${name}: ${over ? "done" : show(bits.at(k))}${axis === "seen" ? `, ${updates[k]} updates` : ""}`;
    });
    this.tip.show(event, ...[`${at} ${axis === "updates" ? "updates made" : "names seen"}`, ...lines].map((text) => html("div", { text })));
  }

  #leave() {
    this.tip.hide();
    if (this.line) set(this.line, { visibility: "hidden" });
  }
}

export default mount(Schemes);
