// Radius × length: the map, its border, and the cut along one radius. All of it is here already:
// pointing and pressing look it up.

import { mount } from "../shared/mount.js";
import { html, set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { show } from "../shared/numbers.js";
import { Board } from "../shared/board.js";
import { palette } from "../compare/palette.js";
import { DECADES, border, cut, cutY, frame, hatched, moved, placeAt, power, powerLine, shade, x, y } from "./layout.js";

const KEY_DELAY = 300; // ms after the last key before the page is told
const LEGEND = [-16, -8, 0, 8, 16];

class Border extends Board {
  constructor(root) {
    super(root);
    set(root, { role: "group", "aria-label": "gradient over spectral radius and length" });
    this.title = html("p", { class: "u-title" });
    this.legend = html("div", { class: "m-legend" });
    this.said = html("p", { class: "m-said" });
    root.prepend(this.title, this.legend);
    root.append(this.said);
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    if (this.begins(scene)) this.at = scene.view.at;
    this.hover = null;
    this.width = 0;
    set(this.title, { text: scene.title });
    this.build();
  }

  destroy() {
    super.destroy();
    clearTimeout(this.timer);
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    const focused = this.handle && this.root.getRootNode().activeElement === this.handle;
    const { scene } = this;
    const f = (this.f = frame(width, scene.texts.length, scene.log.shape[1]));
    const colours = palette(this.root);
    this.picture = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, class: "m-map" });
    const add = (node) => (this.picture.append(node), node);
    add(svg("defs", {}, svg("pattern", { id: "m-hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("path", { class: "m-stripe", d: "M0 0V7" })), svg("clipPath", { id: "m-within" }, svg("rect", { x: f.x0, y: f.cut.y1 - 1, width: f.x1 - f.x0, height: f.cut.y0 - f.cut.y1 + 2 }))));
    add(svg("image", { x: f.x0, y: f.y1, width: f.x1 - f.x0, height: f.y0 - f.y1, preserveAspectRatio: "none", class: "m-pixels", href: pixels(scene.log, colours) }));
    add(svg("path", { class: "m-hatched", d: hatched(f, scene.lost) + hatched(f, scene.gone) }));
    for (const [k, text] of scene.lines) {
      add(svg("path", { class: "m-radius", d: `M${f.x0} ${y(f, k)}H${f.x1}` }));
      add(svg("text", { class: "m-name", x: f.x1 - 6, y: y(f, k) - 6, "text-anchor": "end" }, text));
    }
    add(svg("path", { class: "m-casing", d: border(f, scene.log) }));
    add(svg("path", { class: "m-border", d: border(f, scene.log) }));
    this.#axes(add);
    this.power = add(svg("path", { class: "m-power" }));
    this.line = add(svg("path", { class: "m-cut", "clip-path": "url(#m-within)" }));
    this.cross = add(svg("path", { class: "m-cross" }));
    this.dot = add(svg("circle", { class: "m-dot", r: 6 }));
    this.handle = add(svg("g", { class: "m-handle", tabindex: "0", role: "slider", "aria-label": "radius and length; arrow keys move, with shift by ten", "aria-valuemin": 1, "aria-valuemax": f.steps }, svg("circle", { r: 9 })));
    this.frame.replaceChildren(this.picture);
    this.drawn = null;
    this.#legend(colours);
    this.#listen(f);
    if (focused) this.handle.focus();
    this.#draw();
  }

  #axes(add) {
    const { f, scene } = this;
    const tick = (attributes, text) => add(svg("text", { class: "m-tick", ...attributes }, text));
    add(svg("path", { class: "m-frame", d: `M${f.x0} ${f.y1}H${f.x1}V${f.y0}H${f.x0}ZM${f.x0} ${f.cut.y1}V${f.cut.y0}H${f.x1}` }));
    for (const [k, text] of scene.ticks) tick({ x: f.x0 - 8, y: y(f, k) + 5, "text-anchor": "end" }, text);
    for (const base of [f.y0 + 19, f.cut.y0 + 19]) for (let t = 0; t <= f.steps; t += 50) tick({ x: x(f, Math.max(1, t)), y: base, "text-anchor": t ? "middle" : "start" }, String(Math.max(1, t)));
    tick({ x: (f.x0 + f.x1) / 2, y: f.height - 4, "text-anchor": "middle" }, "length: steps between the two states");
    add(svg("text", { class: "m-tick", transform: `translate(14 ${(f.y0 + f.y1) / 2}) rotate(-90)`, "text-anchor": "middle" }, "spectral radius of W"));
    for (const n of [-16, -8, 0, 8, 16]) {
      add(svg("path", { class: n ? "m-grid" : "m-one", d: `M${f.x0} ${cutY(f, n)}H${f.x1}` }));
      tick({ x: f.x0 - 8, y: cutY(f, n) + 5, "text-anchor": "end" }, power(n));
    }
    add(svgMath(svg("text", { x: f.x0 + 2, y: f.cut.y1 - 10 }), "‖\\partial h_t/\\partial h_0‖", 17));
  }

  // What is pointed at, or else what was chosen.
  get #now() {
    const [k, t] = this.hover ?? this.at;
    return [k ?? this.at[0], t];
  }

  #draw() {
    const { scene, f } = this;
    const [k, t] = this.#now;
    const log = scene.log.at(k, t - 1);
    if (k !== this.drawn) {
      set(this.line, { d: cut(f, scene.log.row(k)) });
      set(this.power, { d: powerLine(f, scene.powers[k]) });
      this.drawn = k;
    }
    set(this.cross, { d: `M${f.x0} ${y(f, k)}H${f.x1}M${x(f, t)} ${f.y1}V${f.cut.y0}` });
    const seen = Number.isFinite(log);
    const inside = Math.abs(log) <= DECADES; // beyond the scale it stands at its end, empty
    set(this.dot, { class: inside ? "m-dot" : "m-dot m-beyond", visibility: seen ? null : "hidden", cx: x(f, t), cy: seen ? cutY(f, Math.max(-DECADES, Math.min(DECADES, log))) : 0 });
    const words = `radius ${scene.texts[k]}, length ${t}: ${this.#written(k, t)}`;
    set(this.handle, { transform: `translate(${x(f, t).toFixed(1)} ${y(f, k).toFixed(1)})`, "aria-valuenow": t, "aria-valuetext": words });
    const rate = scene.rate.at(k);
    const rates = Number.isNaN(rate) ? "" : ` Over the second half each step multiplies it by ${show(rate)}.`;
    set(this.said, { text: `${words}.${rates}` });
  }

  #written(k, t) {
    const { scene } = this;
    const log = scene.log.at(k, t - 1);
    if (log === -Infinity) return `exactly 0 since length ${scene.gone[k]}`;
    if (!Number.isFinite(log)) return `overflowed at length ${scene.lost[k]}`;
    return show(10 ** log);
  }

  #legend(colours) {
    const { scene } = this;
    const stops = Array.from({ length: 65 }, (_, k) => `rgb(${shade((k / 32 - 1) * DECADES, colours).join(" ")})`);
    const bar = html("span", { class: "m-bar" }, html("i", { style: `background:linear-gradient(to right,${stops.join(",")})` }));
    for (const n of LEGEND) bar.append(html("b", { style: `left:${50 + (50 * n) / DECADES}%`, text: `${n === -16 ? "≤ " : n === 16 ? "≥ " : ""}${power(n)}` }));
    const line = svg("svg", { width: 26, height: 12, viewBox: "0 0 26 12", "aria-hidden": "true" }, svg("path", { class: "m-border", d: "M1 10H9V6H17V2H25" }));
    const odd = [...scene.lost, ...scene.gone].some((first) => first > 0);
    const mark = odd ? html("span", {}, html("i", { class: "m-odd" }), "exactly 0, or past float64") : null;
    this.legend.replaceChildren(bar, html("span", {}, line, "the border, where it passes 1"), ...(mark ? [mark] : []));
  }

  #choose(place) {
    this.at = place;
    this.hover = null;
    this.#draw();
  }

  #tell(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.host.trigger("pick", this.at), delay);
  }

  #listen(f) {
    const place = (event) => {
      const box = this.picture.getBoundingClientRect();
      return placeAt(f, event.clientX - box.left, event.clientY - box.top);
    };
    this.picture.addEventListener("pointermove", (event) => {
      if (event.pointerType !== "mouse") return;
      this.hover = place(event);
      this.#draw();
    });
    this.picture.addEventListener("pointerleave", () => {
      this.hover = null;
      this.#draw();
    });
    this.picture.addEventListener("click", (event) => {
      const found = place(event);
      if (!found) return;
      this.#choose([found[0] ?? this.at[0], found[1]]);
      this.#tell(0);
    });
    this.handle.addEventListener("keydown", (event) => {
      const found = moved(f, event.key, this.at, event.shiftKey);
      if (!found) return;
      event.preventDefault();
      event.stopPropagation();
      this.#choose(found);
      this.#tell(KEY_DELAY);
    });
  }
}

// One pixel a radius and a length; the largest radius is the topmost row.
function pixels(log, colours) {
  const [rows, columns] = log.shape;
  const canvas = html("canvas", { width: columns, height: rows });
  const context = canvas.getContext("2d");
  const image = context.createImageData(columns, rows);
  for (let k = 0; k < rows; k++) log.row(k).forEach((value, t) => image.data.set([...shade(value, colours), 255], 4 * ((rows - 1 - k) * columns + t)));
  context.putImageData(image, 0, 0);
  return canvas.toDataURL();
}

export default mount(Border);
