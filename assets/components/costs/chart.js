// One of the charts: lines, the cursor, and in digits what stands at it.

import { html, set, svg } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { atX, atY, every, frame, line, moved, nearest, ticks } from "./layout.js";
import { SHAPES } from "./shapes.js";

export class Chart {
  // calls: point(i or null), choose(i), at() → i
  constructor(calls) {
    this.calls = calls;
    this.node = html("section", { class: "o-chart" });
  }

  build(chart, x, width) {
    this.chart = chart;
    this.x = x;
    const f = (this.f = frame(width, x.texts.length));
    const picture = (this.picture = svg("svg", { class: "o-picture", width, height: f.height, viewBox: `0 0 ${width} ${f.height}` }));
    const add = (node) => picture.appendChild(node);
    for (const [value, text] of ticks(chart)) {
      const y = atY(f, chart, value);
      add(svg("line", { class: "o-grid", x1: f.x0, x2: f.x1, y1: y, y2: y }));
      add(svg("text", { class: "u-muted", x: f.x0 - 7, y: y + 5, "text-anchor": "end", text }));
    }
    const step = every(f, x.texts);
    x.texts.forEach((text, i) => {
      if (i % step === 0) add(svg("text", { class: "u-muted", x: atX(f, i), y: f.y0 + 19, "text-anchor": "middle", text }));
    });
    add(svg("line", { class: "o-axis", x1: f.x0, x2: f.x1, y1: f.y0, y2: f.y0 }));
    add(svg("text", { class: "u-muted", x: (f.x0 + f.x1) / 2, y: f.y0 + 39, "text-anchor": "middle", text: x.label }));
    this.mark = add(svg("path", { class: "o-mark" }));
    this.markName = add(svg("text", { class: "o-mark-name" }));
    this.cursor = add(svg("line", { class: "o-cursor", y1: f.y1, y2: f.y0 }));
    this.lines = chart.lines.map((one) => {
      const group = add(svg("g", { class: `o-line o-${one.key}` }));
      const path = group.appendChild(svg("path", { class: "o-path" }));
      const points = SHAPES[one.key] ? x.texts.map(() => group.appendChild(svg("path", { class: "o-point", d: SHAPES[one.key] }))) : [];
      return { path, points };
    });
    this.handle = add(svg("rect", { class: "o-handle", x: f.x0 - 6, y: f.y1, width: f.x1 - f.x0 + 12, height: f.y0 - f.y1, tabindex: 0, role: "slider", "aria-label": `${chart.name}: ${x.label}`, "aria-valuemin": 0, "aria-valuemax": f.count - 1 }));
    this.digits = chart.lines.map(() => html("dd"));
    const entries = chart.lines.flatMap((one, k) => [html("dt", {}, sample(one.key), one.name), this.digits[k]]);
    this.where = html("p", { class: "o-where" });
    this.node.replaceChildren(html("h4", { text: chart.name }), picture, this.where, html("dl", { class: "o-digits" }, ...entries));
    this.#listen();
  }

  // k: the place of the slider; i: that of the cursor
  draw(k, i) {
    const { f, chart, x } = this;
    const values = chart.lines.map((one) => one.y.row(...(one.y.shape.length > 1 ? [k] : [])));
    values.forEach((row, n) => {
      const { path, points } = this.lines[n];
      set(path, { d: line(f, chart, row) });
      points.forEach((point, j) => set(point, { visibility: Number.isFinite(row[j]) ? null : "hidden", transform: Number.isFinite(row[j]) ? `translate(${atX(f, j).toFixed(1)} ${atY(f, chart, row[j]).toFixed(1)})` : null }));
      set(this.digits[n], { text: chart.whole ? whole(row[i]) : show(row[i]) });
    });
    set(this.cursor, { x1: atX(f, i), x2: atX(f, i) });
    set(this.where, { text: `${x.at} ${x.texts[i]}` });
    const said = chart.lines.map((one, n) => `${one.name} ${show(values[n][i])}`).join(", ");
    set(this.handle, { "aria-valuenow": i, "aria-valuetext": `${x.at} ${x.texts[i]}: ${said}` });
    const at = chart.marks ? chart.marks.at(k) : NaN;
    const seen = Number.isFinite(at) && at >= 0 && at <= f.count - 1;
    const px = seen ? atX(f, at) : 0;
    set(this.mark, { d: seen ? `M${px.toFixed(1)} ${f.y1}V${f.y0}` : "" });
    const left = px + 6 + 6.8 * (chart.markTexts?.[k].length ?? 0) > f.x1;
    set(this.markName, { x: px + (left ? -6 : 6), y: f.y0 - 10, "text-anchor": left ? "end" : "start", text: seen ? chart.markTexts[k] : "" });
  }

  #listen() {
    const at = (event) => nearest(this.f, event.clientX - this.picture.getBoundingClientRect().left);
    this.picture.addEventListener("pointermove", (event) => {
      if (event.pointerType === "mouse") this.calls.point(at(event));
    });
    this.picture.addEventListener("pointerleave", () => this.calls.point(null));
    this.picture.addEventListener("click", (event) => this.calls.choose(at(event)));
    this.handle.addEventListener("keydown", (event) => {
      const i = moved(event.key, this.calls.at(), this.f.count);
      if (i === null) return;
      event.preventDefault();
      event.stopPropagation();
      this.calls.choose(i);
    });
  }
}

// A count with all its digits, as far as single precision has them.
const whole = (value) => (value < 2 ** 24 ? Math.round(value).toLocaleString("en") : show(value));

function sample(key) {
  const picture = svg("svg", { width: 30, height: 14, viewBox: "-15 -7 30 14", class: `o-line o-${key}`, "aria-hidden": "true" });
  picture.append(svg("path", { class: "o-path", d: "M-15 0H15" }), svg("path", { class: "o-point", d: SHAPES[key] }));
  return picture;
}
