// The gradient of the chosen remedy beside the baseline's, read out at one distance.

import { html, set, svg } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { curve, large, place, ticks } from "./layout.js";

export class Detail {
  // settled: called with the distance when a slide ends
  constructor(settled) {
    this.head = html("p", { class: "m-detail-head" });
    this.label = html("p", { class: "u-muted m-axis" });
    this.slide = html("input", { type: "range", class: "u-slide m-slide", min: 0, "aria-label": "steps before the question" });
    this.below = html("p", { class: "u-muted m-axis m-below-axis", text: "d, steps before the question" });
    this.said = html("div", { class: "m-said", "aria-live": "polite" });
    this.picture = html("div", { class: "m-plot" });
    this.node = html("div", { class: "m-detail" }, this.head, this.label, this.picture, this.slide, this.below, this.said);
    this.slide.addEventListener("input", () => this.#read(Number(this.slide.value)));
    this.slide.addEventListener("change", () => settled(this.distance));
    for (const kind of ["pointermove", "pointerdown"]) this.picture.addEventListener(kind, (event) => this.#point(event));
    this.picture.addEventListener("click", () => settled(this.distance));
  }

  draw(scene, row, width, height) {
    Object.assign(this, { scene, row, base: scene.rows[0] });
    const box = (this.box = large(width, height));
    const at = (this.at = place(scene.axis, scene.steps, box));
    this.head.replaceChildren(html("b", { text: row.name }), row === this.base ? "" : " beside the baseline");
    this.label.replaceChildren(htmlMath("‖\\partial L/\\partial s_{T-d}‖ / ‖\\partial L/\\partial s_T‖"), `, ${scene.said}`);
    const picture = svg("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": `${scene.gradient}, ${row.name} and the baseline, by distance` });
    for (const [value, text] of ticks(scene.axis)) {
      picture.append(svg("line", { class: value === 0 ? "m-one" : "m-grid", x1: box.x0, x2: box.x1, y1: at.y(value), y2: at.y(value) }));
      picture.append(svg("text", { class: "u-muted", x: box.x0 - 7, y: at.y(value) + 5, "text-anchor": "end", text }));
    }
    picture.append(svg("text", { class: "u-muted", x: box.x0 - 7, y: box.y0 + 1, "text-anchor": "end", text: "0" }));
    for (let step = 0; step < scene.steps; step += 10) picture.append(svg("text", { class: "u-muted", x: at.x(step), y: box.y0 + 20, "text-anchor": "middle", text: String(step) }));
    this.cursor = svg("line", { class: "m-cursor", y1: box.y1, y2: box.y0 });
    picture.append(this.cursor);
    if (row !== this.base) this.#curves(picture, this.base, "m-base");
    this.#curves(picture, row, "m-line");
    this.points = [svg("circle", { class: "m-base-point", r: 5 }), svg("circle", { class: "m-point", r: 5.5 })];
    picture.append(...this.points);
    this.picture.replaceChildren(picture);
    set(this.node, { style: `width:${width}px` });
    set(this.slide, { max: scene.steps - 1, style: `margin-left:${box.x0 - 9}px;width:${box.x1 - box.x0 + 18}px` });
    this.#read(Math.min(this.distance, scene.steps - 1), false);
  }

  #curves(picture, row, kind) {
    row.seeds.forEach((_, k) => {
      const { line, zero } = curve(row.curves.row(k), this.at);
      picture.append(svg("path", { class: `${kind} m-thin`, d: line }), svg("path", { class: `${kind} m-zero`, d: zero }));
    });
    picture.append(svg("path", { class: `${kind} m-middle`, d: curve(row.middle.row(), this.at).line }));
  }

  #point(event) {
    if (event.type === "pointermove" && event.pointerType !== "mouse") return;
    const box = this.picture.getBoundingClientRect();
    const share = (event.clientX - box.left - this.box.x0) / (this.box.x1 - this.box.x0);
    this.#read(Math.round(Math.min(1, Math.max(0, share)) * (this.scene.steps - 1)));
  }

  // What is drawn at a distance, in digits: the median of the runs, and their ends.
  #read(distance, own = true) {
    if (own) this.distance = distance;
    this.slide.value = distance;
    set(this.slide, { "aria-valuetext": `${distance} steps` });
    const x = this.at.x(distance);
    set(this.cursor, { x1: x, x2: x });
    const rows = this.row === this.base ? [this.row] : [this.row, this.base];
    [this.base, this.row].forEach((row, k) => set(this.points[k], { cx: x, cy: this.at.y(row.middle.at(distance)), visibility: k || row !== this.row ? null : "hidden" }));
    this.said.replaceChildren(
      html("p", { class: "u-muted", text: `left ${distance} ${distance === 1 ? "step" : "steps"} before the question:` }),
      ...rows.map((row) => html("p", {}, html("span", { class: row === this.row ? "m-mark" : "m-mark m-mark-base" }), html("b", { text: left(row.middle.at(distance)) }), ` ${row.name}`, html("span", { class: "u-muted", text: ends(row, distance) }))),
    );
  }
}

const ends = (row, distance) => (row.least.at(distance) === row.most.at(distance) ? " (all runs)" : ` (runs ${left(row.least.at(distance))} to ${left(row.most.at(distance))})`);
const left = (power) => (power === -Infinity ? "exactly 0" : show(10 ** power));
