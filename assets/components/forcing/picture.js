// Drawing the lanes: made anew for each choice of symbols, then revealed step by step.

import { pressable, set, svg } from "../shared/svg.js";
import { percent, show } from "../shared/numbers.js";
import { SIZE, curve, height, moments, ticks, way } from "./layout.js";

export const TITLES = { forced: "Teacher forced: fed with what is right", free: "Free running: fed with what it wrote" };
const KEYS = { forced: "forced", free: "free" };

export class Picture {
  // copy: which copy of the free lane; other: [step, rank] or null
  // calls: { open(lane, sel), write(step, rank) }
  constructor(scene, f, copy, other, calls) {
    Object.assign(this, { scene, f, copy, other, calls });
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}` });
    this.titles = []; // stay in view when the frame is scrolled
    this.columns = Array.from({ length: f.T }, () => ({ fed: [], guess: [], judge: [], wires: [] }));
    if (scene.right) this.#right();
    for (const lane of f.lanes) this.#lane(lane);
    if (scene.right) this.#chart();
    this.node.append(...this.titles);
  }

  scrolled(left) {
    for (const title of this.titles) set(title, { x: SIZE.margin + left });
  }

  #right() {
    const { f, scene } = this;
    this.#name("what is right", f.y.right + 21);
    scene.right.forEach((k, t) => this.node.append(this.#box(t, f.y.right, scene.labels[k], "k-right")));
  }

  #name(text, y) {
    const { f } = this;
    if (f.left < SIZE.left) {
      this.node.append(svg("text", { class: "k-name", x: SIZE.margin, y: y - 26, text }));
      return;
    }
    this.node.append(svg("text", { class: "k-name", x: SIZE.margin, y, text }));
  }

  #box(t, y, text, kind) {
    const x = this.f.x(t);
    const width = Math.min(this.f.column - 8, Math.max(SIZE.box, 14 + 9 * text.length));
    const group = svg("g", { class: `k-box ${kind}` });
    group.append(svg("rect", { x: x - width / 2, y, width, height: SIZE.box, rx: 6 }));
    group.append(svg("text", { class: text.length > 6 ? "k-long" : "", x, y: y + 21, "text-anchor": "middle", text }));
    return group;
  }

  #lane(lane) {
    const { f, scene } = this;
    const y = f.y.lanes[lane];
    const copy = lane === "free" ? this.copy : 0;
    const values = scene[lane];
    this.titles.push(svg("text", { class: `k-title k-${lane}`, x: SIZE.margin, y: y.title, text: TITLES[lane] }));
    if (f.left >= SIZE.left) {
      for (const [height, text] of [[y.guess + 18, "guesses"], [y.verdict + 4, scene.right ? "−log p of the right" : ""], [y.fed + 21, "fed in"]]) {
        this.node.append(svg("text", { class: "k-small u-muted", x: SIZE.margin, y: height, text }));
      }
    }
    for (let t = 0; t < values.lengths[copy]; t++) {
      const column = this.columns[t];
      const fed = t === 0 ? scene.start : scene.labels[lane === "forced" ? scene.right[t - 1] : values.written.at(t - 1, copy)];
      const right = lane === "forced" || t === 0 || !scene.right || !values.wrong.at(t - 1, copy);
      const box = this.#box(t, y.fed, fed, t && right && scene.right ? "k-right" : t && !right ? "k-wrong" : "");
      column.fed.push(box);
      this.node.append(box);
      if (t) {
        const from = lane === "forced" ? f.y.right + SIZE.box / 2 : y.guess + 12;
        const wire = svg("path", { class: `k-wire k-wire-${lane}`, d: way(f, t - 1, from, y.fed + SIZE.box / 2) });
        column.wires.push(wire);
        this.node.prepend(wire);
      }
      for (let place = 0; place < SIZE.guesses; place++) column.guess.push(this.#guess(lane, t, place, copy, y));
      if (scene.right) column.judge.push(this.#verdict(lane, t, copy, y));
    }
    if (lane === "free") this.#end(values, copy, y);
  }

  #guess(lane, t, place, copy, y) {
    const { f, scene } = this;
    const values = scene[lane];
    const k = values.ranked.at(t, copy, place);
    const p = Math.exp(values.log_p.at(t, copy, place));
    const written = k === values.written.at(t, copy);
    const label = scene.labels[k];
    const bare = label.replace(/[‹›]/g, ""); // no room for what marks the end
    const x = f.x(t) - f.column / 2 + 6;
    const width = f.column - 15;
    const top = y.guess + place * SIZE.guess;
    const isRight = scene.right && scene.right[t] === k;
    const by = written && this.other && lane === "free" && this.other[0] === t ? ", written by hand" : written ? ", written" : "";
    const node = pressable(svg("g", { class: `k-guess ${written ? "k-written" : ""} ${isRight ? "k-isright" : ""}` }), `${TITLES[lane].split(":")[0]}, step ${t + 1}: ${label}, probability ${percent(p)}${by}`, () => this.calls.open(lane, `prediction.y.${t}.${k}`));
    node.append(svg("rect", { class: "k-hit", x: x - 3, y: top - 1, width: width + 6, height: SIZE.guess - 2, rx: 4 }));
    node.append(svg("text", { class: `k-label ${bare.length > 7 ? "k-long" : ""} ${bare === label ? "" : "k-sign-text"}`, x, y: top + 15, text: bare }));
    node.append(svg("text", { class: "k-share u-muted", x: x + width, y: top + 29, "text-anchor": "end", text: percent(p) }));
    node.append(svg("rect", { class: "k-track", x, y: top + 22, width: width - 32, height: 6 }), svg("rect", { class: "k-bar", x, y: top + 22, width: (width - 32) * p, height: 6 }));
    this.node.append(node);
    if (lane === "free" && this.#canWrite(t, place)) {
      const back = this.other && this.other[0] === t && place === 0;
      const verb = back ? "write the network's own guess again" : "write this one instead";
      const button = pressable(svg("g", { class: "k-instead" }), `step ${t + 1}, ${label}: ${verb}`, () => this.calls.write(t, place));
      const middle = [x + width - 8, top + 10];
      button.append(svg("circle", { cx: middle[0], cy: middle[1], r: 9, class: "k-dot" }), svg("path", { class: "k-sign", d: `M${middle[0] - 3} ${middle[1] - 4}v4h6m-3-3l3 3l-3 3` }), svg("title", { text: verb }));
      this.node.append(button);
      this.columns[t].guess.push(button);
    }
    return node;
  }

  // Symbols behind one that was written by hand have no branches of their own here.
  #canWrite(t, place) {
    if (t >= this.scene.choices.length) return false;
    if (!this.other) return place > 0;
    if (t > this.other[0]) return false;
    return t === this.other[0] ? place !== this.other[1] : place > 0;
  }

  #verdict(lane, t, copy, y) {
    const { f, scene } = this;
    const values = scene[lane];
    const wrong = values.wrong.at(t, copy);
    const surprise = values.surprise.at(t, copy);
    const there = Number.isFinite(surprise);
    const text = `${wrong ? "✗" : "✓"} ${there ? show(surprise) : "too many"}`;
    const says = `${TITLES[lane].split(":")[0]}, step ${t + 1}: ${wrong ? "wrong" : "right"}${there ? `, minus log p of the right symbol ${show(surprise)}` : ", past the right end"}`;
    const node = there ? pressable(svg("g"), says, () => this.calls.open(lane, lane === "forced" ? `loss.L.${t}.0` : `prediction.y.${t}.${scene.right[t]}`)) : svg("g", { role: "img", "aria-label": says });
    node.append(svg("text", { class: wrong ? "k-verdict k-bad" : "k-verdict", x: f.x(t) - f.column / 2 + 6, y: y.verdict + 5, text }));
    this.node.append(node);
    return node;
  }

  #end(values, copy, y) {
    const { f, scene } = this;
    const length = values.lengths[copy];
    const ended = scene.labels[values.written.at(length - 1, copy)] === scene.labels.at(-1);
    if (ended) return;
    this.node.append(svg("text", { class: "k-small u-muted", x: f.x(length - 1) + f.column / 2 + 4, y: y.guess + 15, text: "… goes on" }));
  }

  #chart() {
    const { f, scene } = this;
    const shown = [sums(scene.free, 0), sums(scene.free, this.copy), ...(scene.forced ? [sums(scene.forced, 0)] : [])];
    const top = 1.25 * Math.max(0.8, ...shown.flat().filter(Number.isFinite));
    const foot = f.y.chart + SIZE.chart;
    this.titles.push(svg("text", { class: "k-name", x: SIZE.margin, y: f.y.chart - 16, text: "Sum of −log p of the right symbols so far, in nats" }));
    for (const tick of ticks(top)) {
      const y = height(f, tick, top);
      this.node.append(svg("line", { class: "k-grid", x1: f.x(0) - f.column / 2, x2: f.x(f.T - 1), y1: y, y2: y }));
      this.node.append(svg("text", { class: "k-small u-muted", x: f.x(0) - f.column / 2 - 6, y: y + 5, "text-anchor": "end", text: String(tick) }));
    }
    this.node.append(svg("line", { class: "k-axis", x1: f.x(0) - f.column / 2, x2: f.x(f.T - 1), y1: foot, y2: foot }));
    for (let t = 0; t < f.T; t++) this.node.append(svg("text", { class: "k-small u-muted", x: f.x(t), y: foot + 20, "text-anchor": "middle", text: String(t + 1) }));
    this.sums = {};
    for (const lane of f.lanes) {
      const copy = lane === "free" ? this.copy : 0;
      const values = sums(scene[lane], copy);
      const line = svg("path", { class: `k-line k-line-${KEYS[lane]}`, d: curve(f, values, top) });
      this.node.append(line);
      this.sums[lane] = { values, line, top, copy };
    }
    this.ends = this.f.lanes.map((lane) => {
      const dot = svg("circle", { class: `k-point k-line-${lane}`, r: 4.5 });
      const text = svg("text", { class: `k-sum k-${lane}` });
      this.node.append(dot, text);
      return { lane, dot, text };
    });
  }

  // At step `at`, of which `progress` has come about.
  draw(at, progress) {
    const now = moments(progress);
    this.columns.forEach((column, t) => {
      const share = (part) => (t < at ? 1 : t > at ? 0 : part);
      for (const wire of column.wires) set(wire, { opacity: share(now.feed) });
      for (const box of column.fed) {
        set(box, { opacity: Math.max(0.25, share(now.feed)) });
        set(box.lastChild, { opacity: share(now.feed) });
      }
      for (const guess of column.guess) set(guess, { opacity: share(now.guess), "pointer-events": share(now.guess) ? "auto" : "none" });
      for (const verdict of column.judge) set(verdict, { opacity: share(now.judge) });
    });
    if (!this.sums) return;
    const heights = [];
    for (const { lane, dot, text } of this.ends) {
      const { values, line, top, copy } = this.sums[lane];
      const known = values.map((value, t) => (t <= at && Number.isFinite(value) ? t : -1)).filter((t) => t >= 0);
      const last = known.at(-1);
      set(line, { d: curve(this.f, values.slice(0, at + 1), top) });
      const there = last !== undefined;
      set(dot, { visibility: there ? "visible" : "hidden" });
      set(text, { visibility: there ? "visible" : "hidden" });
      if (!there) continue;
      const steps = Math.min(at, this.scene[lane].lengths[copy] - 1);
      const count = this.scene[lane].count.at(steps, copy);
      const x = this.f.x(last);
      const y = height(this.f, values[last], top);
      set(dot, { cx: x, cy: y });
      const clash = heights.find((other) => Math.abs(other - y) < 17);
      const label = clash === undefined ? y : clash + (y <= clash ? -17 : 17);
      heights.push(label);
      const near = x > this.f.width - 210;
      set(text, { x: near ? x - 10 : x + 10, y: label + (near ? -7 : 5), "text-anchor": near ? "end" : "start", text: `${lane === "forced" ? "teacher forced" : "free"} ${show(values[last])}, ${count} wrong` });
    }
  }
}

// Σ −log p of the right symbols, step by step.
const sums = (lane, copy) => Array.from({ length: lane.so_far.shape[0] }, (_, t) => lane.so_far.at(t, copy));
