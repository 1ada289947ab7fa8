// Curves of several networks, or of several states, in one picture: named at their ends, read out under the pointer.

import { mount } from "../shared/mount.js";
import { html, svg } from "../shared/svg.js";
import { percent, show } from "../shared/numbers.js";
import { Tooltip } from "../shared/tooltip.js";
import { SIZE, apart, frame, line, nearest, place, ticks, whiskers } from "./layout.js";
import { SHAPES } from "./shapes.js";

class Curves {
  constructor(root) {
    this.root = root;
    this.title = html("p", { class: "u-title" });
    this.frame = html("div", { class: "u-frame" });
    root.append(this.title, this.frame);
    this.tip = new Tooltip(root);
    this.frame.addEventListener("pointermove", (event) => this.#hover(event));
    this.frame.addEventListener("pointerleave", () => this.#leave());
    this.resize = new ResizeObserver(() => this.#draw());
    this.resize.observe(this.frame);
  }

  update(scene) {
    this.scene = scene;
    this.width = 0;
    this.#draw();
  }

  destroy() {
    this.resize.disconnect();
  }

  #draw() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    const { scene } = this;
    const f = (this.f = frame(scene, width));
    const at = (this.at = place(scene, f));
    this.title.textContent = scene.title;
    const picture = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "img", "aria-label": scene.words });
    if (scene.shaded) {
      const [low, high] = scene.shaded.range.map((value) => Math.min(f.x1, Math.max(f.x0, at.x(value))));
      picture.append(svg("rect", { class: "v-shaded", x: low, width: Math.max(2, high - low), y: f.y1, height: f.y0 - f.y1 }));
      picture.append(svg("text", { class: "u-muted", x: low + 6, y: f.y0 - 8, text: scene.shaded.words }));
    }
    for (const [value, text] of ticks(scene.y)) {
      const y = at.y(value);
      picture.append(svg("line", { class: "v-grid", x1: f.x0, x2: f.x1, y1: y, y2: y }));
      picture.append(svg("text", { class: "u-muted", x: f.x0 - 8, y: y + 5, "text-anchor": "end", text }));
    }
    if (scene.y.kind === "log") picture.append(svg("text", { class: "u-muted", x: f.x0 - 8, y: f.y0 + 2, "text-anchor": "end", text: "0" }));
    for (const [value, text] of ticks(scene.x)) picture.append(svg("text", { class: "u-muted", x: at.x(value), y: f.y0 + 20, "text-anchor": "middle", text }));
    picture.append(svg("line", { class: "v-axis", x1: f.x0, x2: f.x1, y1: f.y0, y2: f.y0 }));
    for (const mark of scene.marks) {
      picture.append(svg("line", { class: "v-mark", x1: at.x(mark.x), x2: at.x(mark.x), y1: f.y1, y2: f.y0 }));
    }
    if (scene.chance) picture.append(svg("path", { class: "v-by-chance", d: line(scene.chance.x, scene.chance.y.row(), at) }));
    for (const series of scene.series) picture.append(this.#series(series));
    this.#names(picture);
    this.line = svg("line", { class: "v-hover", y1: f.y1, y2: f.y0, visibility: "hidden" });
    picture.append(this.line);
    const above = html("p", { class: "v-above u-muted", text: scene.y.label });
    const below = html("p", { class: "v-below", style: `padding:0 ${f.width - f.x1}px 0 ${f.x0}px`, text: scene.x.label });
    this.frame.replaceChildren(above, picture, below);
    if (!f.named) this.frame.append(this.#key());
  }

  #series({ key, x, y, low, high }) {
    const { at, scene } = this;
    const ys = y.row();
    const group = svg("g", { class: `v-series v-${key}` });
    if (low) group.append(svg("path", { class: "v-whisker", d: whiskers(x, low.row(), high.row(), at) }));
    group.append(svg("path", { class: "v-line", d: line(x, ys, at) }));
    const every = Math.max(1, Math.ceil(x.length / 26));
    x.forEach((value, k) => {
      const odd = !Number.isFinite(ys[k]);
      if (Number.isNaN(ys[k]) || (!odd && k % every && k !== x.length - 1)) return;
      if (scene.y.kind === "log" && odd && k % every) return;
      group.append(svg("path", { class: odd ? "v-point v-odd" : "v-point", d: SHAPES[key], transform: `translate(${at.x(value)} ${at.y(ys[k])})` }));
    });
    return group;
  }

  // Names at the right ends, at the heights of the last points.
  #names(picture) {
    const { scene, f, at } = this;
    if (!f.named) return;
    const ends = scene.series.map(({ key, name, y }) => ({ key, name, y: at.y([...y.row()].findLast(Number.isFinite) ?? scene.y.low) }));
    if (scene.chance) ends.push({ key: "chance", name: "chance", y: at.y(scene.chance.y.row().at(-1)) });
    const heights = apart(ends.map((end) => end.y), SIZE.label, f.y1 + 4, f.y0);
    ends.forEach(({ key, name, y }, k) => {
      const group = svg("g", { class: `v-series v-${key} v-name` });
      group.append(svg("path", { class: "v-leader", d: `M${f.x1 + 2} ${y}L${f.x1 + 12} ${heights[k]}` }));
      if (SHAPES[key]) group.append(svg("path", { class: "v-point", d: SHAPES[key], transform: `translate(${f.x1 + 20} ${heights[k]})` }));
      group.append(svg("text", { x: f.x1 + (SHAPES[key] ? 30 : 15), y: heights[k] + 5, text: name }));
      picture.append(group);
    });
  }

  // On a phone, where names have no room beside the curves: below them.
  #key() {
    const entries = this.scene.series.map(({ key, name }) => {
      const picture = svg("svg", { width: 30, height: 14, viewBox: "-15 -7 30 14", class: `v-series v-${key}`, "aria-hidden": "true" });
      picture.append(svg("path", { class: "v-line", d: "M-15 0H15" }), svg("path", { class: "v-point", d: SHAPES[key] }));
      return html("span", {}, picture, name);
    });
    return html("div", { class: "v-key" }, ...entries);
  }

  #hover(event) {
    const { scene, f, at } = this;
    if (!scene || !f) return;
    const box = this.frame.getBoundingClientRect();
    const x = event.clientX - box.left;
    if (x < f.x0 - 10 || x > f.x1 + 10) return this.#leave();
    const xs = scene.series[0].x;
    const k = nearest(xs.map(at.x), x);
    this.line.setAttribute("x1", at.x(xs[k]));
    this.line.setAttribute("x2", at.x(xs[k]));
    this.line.setAttribute("visibility", "visible");
    const lines = [`${scene.x.says[k] ?? `${scene.x.label}: ${xs[k]}`}`];
    for (const { name, y, low, high } of scene.series) lines.push(`${name}: ${this.#written(y.row()[k])}${low ? ` (${percent(low.row()[k])} to ${percent(high.row()[k])})` : ""}`);
    if (scene.chance) lines.push(`chance: ${percent(scene.chance.y.row()[k])}`);
    this.tip.show(event, ...lines.map((text) => html("div", { text })));
  }

  #written(value) {
    if (this.scene.y.kind === "share") return percent(value);
    return value === -Infinity ? "exactly 0" : show(10 ** value);
  }

  #leave() {
    this.tip.hide();
    this.line?.setAttribute("visibility", "hidden");
  }
}

export default mount(Curves);
