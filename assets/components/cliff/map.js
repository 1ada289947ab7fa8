// The window: the loss as colours, the point on it, three steps or three ways from it, and below
// it the cut along w through the point.

import { html, set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { colour } from "../compare/scale.js";
import { palette } from "../compare/palette.js";
import { SHADES, TOP, arrow, between, cut, cutY, exit, inside, px, py, trail } from "./layout.js";

export const KINDS = ["without", "norm", "value"];
export const SHAPES = { without: "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0", norm: "M-6-6H6V6H-6Z", value: "M0-8L7 5H-7Z" };

export class Map {
  constructor(scene, f, host) {
    Object.assign(this, { scene, f });
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, class: "c-map" });
    const add = (node) => (this.node.append(node), node);
    add(svg("image", { x: f.x0, y: f.y1, width: f.x1 - f.x0, height: f.y0 - f.y1, preserveAspectRatio: "none", class: "c-pixels", href: picture(scene, host) }));
    this.#axes(add);
    this.column = add(svg("path", { class: "c-column" }));
    this.row = add(svg("path", { class: "c-row" }));
    this.cut = add(svg("path", { class: "c-cut" }));
    this.cutPoint = add(svg("circle", { r: 5.5, class: "c-cut-point" }));
    this.ways = KINDS.map((kind) => [add(svg("path", { class: "c-casing" })), add(svg("path", { class: `c-way c-${kind}` }))]);
    this.arrows = KINDS.map((kind) => [add(svg("path", { class: "c-casing c-wide" })), add(svg("path", { class: `c-arrow c-${kind}` }))]);
    this.out = add(svg("text", { class: "c-out c-without" }));
    this.handle = svg("g", { class: "c-point", tabindex: "0", role: "slider", "aria-valuemin": scene.w[0], "aria-valuemax": scene.w[1] });
    this.handle.append(svg("circle", { r: 22, class: "c-hit" }), svg("circle", { r: 8 }), svg("circle", { r: 2.5, class: "c-dot" }));
    add(this.handle);
    this.places = KINDS.map((kind) => add(svg("path", { class: `c-place c-${kind}`, d: SHAPES[kind] })));
  }

  // The point itself: where all three begin.
  point([w, b], node, loss, norm) {
    const { f, scene } = this;
    const [x, y] = [px(f, scene, w), py(f, scene, b)];
    set(this.handle, {
      transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
      "aria-label": "the point; arrow keys move it",
      "aria-valuenow": w.toFixed(3),
      "aria-valuetext": `w ${w.toFixed(2)}, b ${b.toFixed(3)}: loss ${show(loss)}, gradient of length ${show(norm)}`,
    });
    set(this.column, { d: `M${x} ${f.y1}V${f.cut.y0}` });
    set(this.row, { d: `M${f.x0} ${y}H${f.x1}` });
    const row = node[1] * scene.every[0];
    if (row !== this.rowShown) set(this.cut, { d: cut(f, scene, (this.rowShown = row)) });
    set(this.cutPoint, { cx: x, cy: cutY(f, loss) });
  }

  // places[rule](n): [w, b]; at update n, on the way to it by `progress`
  run(places, n, progress) {
    const { f, scene } = this;
    set(this.out, { text: "" });
    const left = n > 0 && progress === 1 ? exit(f, scene, places[0], n) : null;
    if (left) this.#write(left, `now at ${places[0](n).map(show).join(", ")}`);
    KINDS.forEach((kind, r) => {
      const d = n > 0 ? trail(f, scene, places[r], n, progress) : "";
      for (const path of this.ways[r]) set(path, { d });
      const here = between(places[r], n, progress);
      const seen = n > 0 && inside(scene, here);
      set(this.places[r], { visibility: seen ? null : "hidden", transform: seen ? `translate(${px(f, scene, here[0]).toFixed(1)} ${py(f, scene, here[1]).toFixed(1)})` : null });
    });
  }

  // steps: [{ from, to }] a rule, or null while they move
  steps(steps) {
    const { f, scene } = this;
    KINDS.forEach((_, r) => {
      const found = steps ? arrow(f, scene, steps[r].from, steps[r].to) : { d: "" };
      for (const path of this.arrows[r]) set(path, { d: found.d });
      if (r === 0 && found.out) this.#write(found.end, `goes on: ${show(steps[0].length)} long`);
    });
  }

  // Beside the place where something leaves the window.
  #write([x, y], text) {
    const { f } = this;
    const left = x > (f.x0 + f.x1) / 2;
    set(this.out, { text, x: Math.min(f.x1 - 12, Math.max(f.x0 + 12, x + (left ? -14 : 14))), y: Math.min(f.y0 - 12, Math.max(f.y1 + 22, y + 6)), "text-anchor": left ? "end" : "start" });
  }

  #axes(add) {
    const { f, scene } = this;
    add(svg("path", { class: "c-box", d: `M${f.x0} ${f.y1}H${f.x1}V${f.y0}H${f.x0}ZM${f.x0} ${f.cut.y1}V${f.cut.y0}H${f.x1}` }));
    for (let w = Math.ceil(scene.w[0]); w <= scene.w[1]; w++) add(svg("text", { x: Math.min(f.x1 - 5, px(f, scene, w)), y: f.y0 + 18, class: "c-tick", "text-anchor": "middle" }, String(w)));
    for (let b = Math.ceil(2 * scene.b[0]) / 2; b <= scene.b[1]; b += 0.5) add(svg("text", { x: f.x0 - 7, y: py(f, scene, b) + 5, class: "c-tick", "text-anchor": "end" }, b.toFixed(1).replace("-", "−")));
    add(svgMath(svg("text", { x: (f.x0 + f.x1) / 2 + (f.x1 - f.x0) / 12, y: f.y0 + 19, "text-anchor": "middle" }), "w", 19));
    add(svgMath(svg("text", { x: 4, y: f.y1 + 14 }), "b", 19));
    add(svgMath(svg("text", { x: 4, y: f.cut.y1 + 34 }), "L", 19));
    for (const loss of [0, TOP]) add(svg("text", { x: f.x0 - 7, y: cutY(f, loss) + (loss ? 10 : 0), class: "c-tick", "text-anchor": "end" }, String(loss)));
  }
}

// One pixel a place, its loss by colour: upwards is more b.
function picture({ loss }, host) {
  const [rows, columns] = loss.shape;
  const canvas = html("canvas", { width: columns, height: rows });
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  const colours = palette(host);
  for (let j = 0; j < rows; j++) {
    loss.row(j).forEach((value, i) => image.data.set([...colour(Math.log10(value), SHADES, colours), 255], 4 * ((rows - 1 - j) * columns + i)));
  }
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

// What the colours mean.
export function legend(host) {
  const colours = palette(host);
  const stops = Array.from({ length: 25 }, (_, k) => `rgb(${colour(SHADES.low + (k / 24) * (SHADES.high - SHADES.low), SHADES, colours).join(" ")})`);
  const bar = html("span", { class: "c-bar" }, html("i", { style: `background:linear-gradient(to right,${stops.join(",")})` }));
  for (const value of [0.001, 0.01, 0.1, TOP]) bar.append(html("b", { style: `left:${(100 * (Math.log10(value) - SHADES.low)) / (SHADES.high - SHADES.low)}%`, text: value === 0.001 ? "≤ 0.001" : String(value) }));
  return html("p", { class: "c-legend" }, html("span", { text: "loss L" }), bar);
}

