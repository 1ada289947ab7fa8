// Remedies side by side: how much of the gradient each leaves, and what its runs came to.

import { mount } from "../shared/mount.js";
import { html, pressable, set, svg } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { percent } from "../shared/numbers.js";
import { Board } from "../shared/board.js";
import { Detail } from "./detail.js";
import { SIZE, between, curve, frame, laneY, nearest, place, shareX, small } from "./layout.js";

const SIGNS = { 1: "▲", 0: "", "-1": "▼" };

class Remedies extends Board {
  constructor(root) {
    super(root);
    set(root, { role: "group", "aria-label": "remedies side by side" });
    this.detail = new Detail((distance) => this.host.state("distance", distance));
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    if (this.begins(scene)) {
      this.remedy = scene.view.remedy;
      this.seed = scene.view.seed;
      this.detail.distance = scene.view.distance;
    }
    this.width = 0;
    this.build();
  }

  build() {
    if (!this.scene || !this.frame.clientWidth || this.frame.clientWidth === this.width) return;
    const focused = this.root.getRootNode().activeElement?.dataset?.at;
    this.width = this.frame.clientWidth;
    const f = (this.f = frame(this.width));
    this.rows = new Map();
    const list = html("div", { class: "m-list", style: `width:${f.list}px` }, this.#head());
    let group = "";
    for (const row of this.scene.rows) {
      if (row.group !== group) list.append(html("p", { class: "m-group u-muted", text: row.group }));
      group = row.group;
      list.append(this.#row(row));
    }
    list.append(this.#foot(), this.#key());
    this.list = list;
    this.frame.replaceChildren(
      html("p", { class: "u-title", text: this.scene.title }),
      html("div", { class: f.beside ? "m-beside" : "m-below" }, list, this.detail.node),
    );
    this.#mark();
    if (focused) this.root.querySelector(`[data-at="${focused}"]`)?.focus();
  }

  #columns(...cells) {
    const { f } = this;
    const columns = f.narrow ? `${f.name}px ${SIZE.says}px` : `${f.name}px ${f.spark}px ${f.strip}px ${SIZE.says}px`;
    return html("div", { class: f.narrow ? "m-row m-narrow" : "m-row", style: `grid-template-columns:${columns}` }, ...cells);
  }

  // On a phone the two pictures of a row share its second line.
  #pictures(spark, strip) {
    if (!this.f.narrow) return [spark, strip];
    return [html("div", { class: "m-pictures" }, spark, strip)];
  }

  #head() {
    const spark = html("span", { class: "u-muted", style: `width:${this.f.spark}px`, text: this.scene.gradient });
    const strip = html("span", { class: "u-muted", style: `width:${this.f.strip}px`, text: "right answers after training, a dot a run" });
    const pictures = this.#pictures(spark, strip);
    const row = this.#columns(...(this.f.narrow ? pictures : [html("span"), ...pictures, html("span", { class: "u-muted", text: "mean, against the baseline" })]));
    row.classList.add("m-head");
    return row;
  }

  // The ends of both axes, once, under the last row.
  #foot() {
    const { f, scene } = this;
    const left = svg("svg", { width: f.spark, height: 20, "aria-hidden": "true" });
    left.append(svg("text", { class: "u-muted", x: 2, y: 15, text: "0" }), svg("text", { class: "u-muted", x: f.spark - 2, y: 15, "text-anchor": "end", text: `${scene.steps - 1} steps` }));
    const right = svg("svg", { width: f.strip, height: 20, "aria-hidden": "true" });
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      right.append(svg("text", { class: "u-muted", x: shareX(share, f.strip), y: 15, "text-anchor": "middle", text: percent(share) }));
    }
    const pictures = this.#pictures(left, right);
    const row = this.#columns(...(f.narrow ? pictures : [html("span"), ...pictures]));
    row.classList.add("m-foot");
    return row;
  }

  #key() {
    const part = (text, ...shapes) => html("span", {}, svg("svg", { width: 26, height: 16, "aria-hidden": "true" }, ...shapes), text);
    return html(
      "div",
      { class: "m-key u-muted" },
      part("a run", svg("circle", { class: "m-dot", cx: 13, cy: 8, r: SIZE.dot })),
      part("runs of the baseline", svg("rect", { class: "m-band", width: 26, height: 16 })),
      part(this.scene.chance_text, svg("line", { class: "m-chance", x1: 13, x2: 13, y1: 0, y2: 16 })),
      part("gradient, a line a run", svg("path", { class: "m-line", d: "M1 4L25 8" })),
      part("baseline", svg("path", { class: "m-base", d: "M1 4L25 8" })),
    );
  }

  #row(row) {
    const sign = SIGNS[row.sign];
    const says = row.says ? html("span", { class: `m-says m-sign${row.sign}`, text: `${sign} ${row.says}`.trim() }) : html("span", { class: "m-says u-muted", text: "baseline" });
    const name = html("button", { type: "button", class: "m-name", "data-at": row.id }, html("b", { text: row.name }), html("span", { class: "u-muted" }, htmlMath(row.changes)));
    name.addEventListener("click", () => this.#open(row.id, this.seed));
    const other = row.other && html("span", { class: `m-says m-sign${row.other.sign}`, text: `${SIGNS[row.other.sign] || "≈"} ${row.other.says}` });
    const mean = html("div", { class: "m-mean" }, html("b", { text: percent(row.mean) }), says, other);
    const spark = this.#spark(row);
    const { strip, dots } = this.#strip(row);
    const node = this.f.narrow ? this.#columns(name, mean, ...this.#pictures(spark, strip)) : this.#columns(name, spark, strip, mean);
    this.rows.set(row.id, { node, name, dots });
    return node;
  }

  #spark(row) {
    const { scene, f } = this;
    const box = small(f.spark);
    const at = place(scene.axis, scene.steps, box);
    const picture = svg("svg", { class: "m-spark", width: f.spark, height: SIZE.row, "aria-hidden": "true" });
    picture.append(svg("line", { class: "m-one", x1: box.x0, x2: box.x1, y1: at.y(0), y2: at.y(0) }));
    const base = scene.rows[0];
    if (row !== base) picture.append(svg("path", { class: "m-base", d: curve(base.middle.row(), at).line }));
    picture.append(svg("path", { class: "m-area", d: between(row.least.row(), row.most.row(), at) }));
    row.seeds.forEach((_, k) => {
      const { line, zero } = curve(row.curves.row(k), at);
      picture.append(svg("path", { class: "m-line", d: line }), svg("path", { class: "m-zero", d: zero }));
    });
    picture.addEventListener("click", () => this.#open(row.id, this.seed));
    return picture;
  }

  #strip(row) {
    const { scene, f } = this;
    const strip = svg("svg", { class: "m-strip", width: f.strip, height: SIZE.row, role: "group", "aria-label": `runs of ${row.name}` });
    const [low, high] = scene.band.map((share) => shareX(share, f.strip));
    strip.append(svg("rect", { class: "m-band", x: low - 2, width: high - low + 4, height: SIZE.row }));
    for (const share of [0, 0.25, 0.5, 0.75, 1]) strip.append(svg("line", { class: "m-grid", x1: shareX(share, f.strip), x2: shareX(share, f.strip), y2: SIZE.row }));
    strip.append(svg("line", { class: "m-chance", x1: shareX(scene.chance, f.strip), x2: shareX(scene.chance, f.strip), y2: SIZE.row }));
    const places = row.seeds.map((_, k) => [shareX(row.shares.at(k), f.strip), laneY(k, row.seeds.length)]);
    const words = row.seeds.map((seed, k) => `${row.name}, seed ${seed}: ${percent(row.shares.at(k))} right`);
    const dots = row.seeds.map((seed, k) => {
      const [cx, cy] = places[k];
      const dot = svg("g", { "data-at": `${row.id}.${seed}` }, svg("circle", { class: "m-ring", cx, cy, r: 7 }), svg("circle", { class: "m-dot", cx, cy, r: SIZE.dot }));
      strip.append(pressable(dot, words[k], () => this.#open(row.id, seed)));
      return { seed, dot };
    });
    // A run is small: a pointer takes the nearest one.
    const under = (event) => {
      const box = strip.getBoundingClientRect();
      return nearest(places, event.clientX - box.left, event.clientY - box.top);
    };
    strip.addEventListener("click", (event) => {
      const k = under(event);
      this.#open(row.id, k < 0 ? this.seed : row.seeds[k]);
    });
    strip.addEventListener("pointermove", (event) => {
      const k = under(event);
      if (k < 0) return this.tip.hide();
      this.tip.show(event, `${words[k]} (95% interval ${percent(row.ends.at(k, 0))} to ${percent(row.ends.at(k, 1))})`);
    });
    strip.addEventListener("pointerleave", () => this.tip.hide());
    return { strip, dots };
  }

  #open(remedy, seed) {
    this.remedy = remedy;
    this.seed = seed;
    this.#mark();
    this.host.state("open", `${remedy}.${seed}`);
  }

  // The chosen row and run; only the chosen row's runs are stops of the tab key.
  #mark() {
    if (!this.rows.has(this.remedy)) this.remedy = this.scene.rows[0].id;
    for (const [id, { node, name, dots }] of this.rows) {
      const chosen = id === this.remedy;
      node.classList.toggle("m-chosen", chosen);
      set(name, { "aria-pressed": String(chosen) });
      for (const { seed, dot } of dots) {
        dot.classList.toggle("m-now", chosen && seed === this.seed);
        set(dot, { tabindex: chosen ? "0" : "-1" });
      }
    }
    if (!this.f.beside) this.rows.get(this.remedy).node.after(this.detail.node);
    this.detail.draw(this.scene, this.scene.rows.find((row) => row.id === this.remedy), this.f.detail, this.f.tall);
  }
}

export default mount(Remedies);
