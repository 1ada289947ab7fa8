// Drawing encoder, message and decoder: elements are made once, then shown, moved and dimmed.

import { pressable, set, svg } from "../shared/svg.js";
import { percent, show } from "../shared/numbers.js";
import { SIZE, fedBack, lastWay, moments, placeOf, positionOf, stageOf, unitAt } from "./layout.js";
import { mosaic } from "./mosaic.js";

export class Picture {
  // calls: { select(part, sel), tip, colours }
  constructor(scene, f, calls) {
    this.scene = scene;
    this.f = f;
    this.calls = calls;
    this.states = new Map();
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}` });
    this.wires = svg("g");
    this.node.append(this.wires);
    this.#titles();
    this.#encoder();
    this.#message();
    this.#decoder();
    this.movers = svg("g", { class: "e-mover", "aria-hidden": "true" });
    this.node.append(this.movers);
    this.mark = svg("rect", { class: "e-mark", width: f.cell + 4, height: f.cell + 4, visibility: "hidden" });
    this.node.append(this.mark);
  }

  #titles() {
    const { f, scene } = this;
    const ends = [
      [f.source(0) - f.strip / 2, "start", scene.directions.length > 1 ? "encoder: reads both ways" : "encoder: reads"],
      [f.message, "middle", "message"],
      [f.target(0) - f.strip / 2, "start", "decoder: writes"],
    ];
    for (const [x, anchor, text] of ends) {
      const y = anchor === "middle" ? f.y.state - 28 : anchor === "start" && x < f.message ? f.y.lanes[0] - 26 : f.y.title;
      this.node.append(svg("text", { class: "e-title", x, y, "text-anchor": anchor, text }));
    }
    const numbers = f.units * f.sides;
    this.node.append(svg("text", { class: "e-small u-muted", x: f.message, y: f.y.state - 10, "text-anchor": "middle", text: `${numbers} numbers` }));
  }

  #encoder() {
    const { f, scene } = this;
    this.reads = [];
    scene.source.forEach((symbol, s) => {
      const x = f.source(s);
      this.#wire(`M${x} ${f.y.symbol - 4}V${f.y.lanes[f.sides - 1] + f.half + 4}`, true);
      const box = svg("g", { class: "e-symbol e-x" });
      const width = Math.min(f.column - 6, Math.max(SIZE.symbol, 12 + 10 * symbol.length));
      box.append(svg("rect", { x: x - width / 2, y: f.y.symbol, width, height: SIZE.symbol, rx: 6 }));
      box.append(svg("text", { x, y: f.y.symbol + 24, "text-anchor": "middle", text: symbol }));
      this.node.append(box);
      this.reads.push(box);
      for (let side = 0; side < f.sides; side++) {
        const t = positionOf(side, s, f.S);
        const values = scene.encoder[side].row(t);
        const part = side === 0 ? "encoder" : "reversed";
        const name = `state of the encoder that reads ${scene.directions[side]}, after ${symbol}`;
        this.#state(`${part}.${t}`, { part, t, x: x - f.strip / 2, y: f.y.lanes[side], values, name });
        if (t < f.S - 1) {
          const to = f.source(positionOf(side, t + 1, f.S));
          const sign = Math.sign(to - x);
          this.#wire(`M${x + (sign * f.strip) / 2} ${f.y.lanes[side] + f.half / 2}H${to - sign * (f.strip / 2 + 6)}`, true, side ? "back" : "");
        }
      }
    });
    this.ways = Array.from({ length: f.sides }, (_, side) => this.#wire(lastWay(f, side), true, "last"));
  }

  #message() {
    const { f, scene } = this;
    const t = -1;
    this.#state("decoder.-1", { part: "decoder", t, x: f.message - f.strip / 2, y: f.y.state, values: scene.decoder.row(0), name: "the message: the encoder's last states, the decoder's first" });
  }

  #decoder() {
    const { f, scene } = this;
    this.steps = [];
    const wire = f.y.state + (f.sides * f.half) / 2;
    scene.fed.forEach((fed, t) => {
      const x = f.target(t);
      const before = t ? f.target(t - 1) : f.message;
      this.#wire(`M${before + f.strip / 2} ${wire}H${x - f.strip / 2 - 6}`, true);
      this.#wire(`M${x} ${f.y.symbol - 4}V${f.y.state + f.sides * f.half + 8}`, true);
      this.#wire(`M${x} ${f.y.state}V${f.y.state - 16}`, true);
      if (t < f.T - 1) this.#wire(fedBack(f, t), true, "fed");
      const group = svg("g", { class: "e-step" });
      const width = Math.min(f.column - 6, Math.max(SIZE.symbol, 12 + 9.5 * fed.length));
      const box = svg("g", { class: "e-symbol e-y" });
      box.append(svg("rect", { x: x - width / 2, y: f.y.symbol, width, height: SIZE.symbol, rx: 6 }));
      box.append(svg("text", { x, y: f.y.symbol + 24, "text-anchor": "middle", class: fed.length > 6 ? "e-long" : "", text: fed }));
      const values = scene.decoder.row(t + 1);
      this.node.append(group);
      group.append(box);
      this.#state(`decoder.${t}`, { part: "decoder", t, x: x - f.strip / 2, y: f.y.state, values, name: `state of the decoder after step ${t + 1}` });
      const guesses = scene.ranked[t].map((k, place) => this.#guess(t, k, place));
      group.append(...guesses.map((guess) => guess.node));
      this.steps.push({ group, box, guesses });
    });
    this.node.append(svg("text", { class: "e-small u-muted", x: f.target(0), y: f.y.end - 10, "text-anchor": "middle", text: "fed in" }));
    if (!scene.ended) this.node.append(svg("text", { class: "e-small u-muted", x: f.width - 8, y: f.y.end - 10, "text-anchor": "end", text: `stopped after ${f.T} symbols: no end came` }));
  }

  #guess(t, k, place) {
    const { f, scene } = this;
    const x = f.target(t) - f.column / 2 + 5;
    const width = f.column - 15;
    const y = f.y.guess + place * SIZE.guess;
    const p = scene.probabilities.at(t, k);
    const label = scene.labels[k];
    const node = pressable(svg("g", { class: place === 0 ? "e-guess e-top" : "e-guess" }), `step ${t + 1}: ${label}, probability ${percent(p)}`, () => this.calls.select("decoder", `prediction.y.${t}.${k}`));
    node.append(svg("rect", { class: "e-hit", x: x - 3, y: y - 1, width: width + 6, height: SIZE.guess - 2, rx: 4 }));
    const bare = label.replace(/[‹›]/g, ""); // no room for what marks the start and the end
    node.append(svg("text", { class: `e-label ${bare.length > 8 ? "e-long" : ""} ${bare === label ? "" : "e-sign"}`, x, y: y + 16, text: bare }));
    node.append(svg("text", { class: "e-share u-muted", x: x + width, y: y + 29, "text-anchor": "end", text: percent(p) }));
    const track = width - 32;
    node.append(svg("rect", { class: "e-track", x, y: y + 22, width: track, height: 6 }));
    const bar = svg("rect", { class: "e-bar", x, y: y + 22, width: track * p, height: 6 });
    node.append(bar);
    return { node, bar, full: track * p };
  }

  #wire(d, head, kind = "") {
    const path = svg("path", { class: `e-wire ${kind && `e-wire-${kind}`}`, d, "marker-end": head ? "url(#e-head)" : null });
    this.wires.append(path);
    return path;
  }

  #state(key, { part, t, x, y, values, name }) {
    const { f } = this;
    const sides = Math.max(1, Math.round(values.length / f.units));
    const href = mosaic(values, f.units, f.shape, this.calls.colours);
    const height = f.half * sides;
    const group = pressable(svg("g", { class: `e-state e-${part}` }), `${name}: open its largest unit`, (event) => {
      const found = event.detail ? this.#under(event, { x, y, values, sides }) : null;
      this.calls.select(part, `trace.h.${t}.${found ?? largest(values)}`);
    });
    const image = svg("image", { x, y, width: f.strip, height, href, preserveAspectRatio: "none", class: "e-pixels" });
    group.append(image, svg("rect", { class: "e-frame", x: x - 1.5, y: y - 1.5, width: f.strip + 3, height: height + 3, rx: 3 }));
    group.addEventListener("pointermove", (event) => {
      const j = this.#under(event, { x, y, values, sides });
      if (j === null) return this.calls.tip.hide();
      this.calls.tip.show(event, `unit ${j + 1}: ${show(values[j])}`);
    });
    group.addEventListener("pointerleave", () => this.calls.tip.hide());
    this.node.append(group);
    this.states.set(key, { group, image, x, y, href, height });
  }

  #under(event, { x, y, sides }) {
    const box = this.node.getBoundingClientRect();
    return unitAt(event.clientX - box.left - x, event.clientY - box.top - y, this.f.cell, this.f.shape, this.f.units, sides);
  }

  // Marks the unit that is open.
  select(part, sel) {
    const [source, , t, unit] = sel.split(".");
    const state = this.states.get(`${part}.${t}`);
    const there = state && (source === "trace" || source === "grads");
    set(this.mark, { visibility: there ? "visible" : "hidden" });
    if (!there) return;
    const [x, y] = placeOf(Number(unit), this.f.cell, this.f.shape, this.f.units);
    set(this.mark, { x: state.x + x - 2, y: state.y + y - 2 });
  }

  // At `frame`, of which `progress` has come about.
  draw(frame, progress) {
    const { f } = this;
    const { act, at } = stageOf(frame, f.S);
    const now = moments(progress);
    const grown = (place) => (place < at ? 1 : place > at ? 0 : now.grow);
    const read = (t) => (act === "read" ? grown(t) : 1);
    for (let side = 0; side < f.sides; side++) {
      const part = side === 0 ? "encoder" : "reversed";
      for (let t = 0; t < f.S; t++) this.#reveal(`${part}.${t}`, read(t), act === "read" && t === at);
    }
    this.reads.forEach((box, s) => {
      const here = act === "read" && (s === at || (f.sides > 1 && s === f.S - 1 - at));
      set(box, { class: here ? "e-symbol e-x e-now" : "e-symbol e-x" });
    });
    this.#reveal("decoder.-1", act === "read" ? 0 : act === "message" ? now.guess : 1, act === "message");
    this.steps.forEach(({ group, box, guesses }, t) => {
      const share = act === "write" ? grown(t) : 0;
      const here = act === "write" && t === at;
      this.#reveal(`decoder.${t}`, share, here);
      set(group, { class: `e-step ${here ? "e-now" : ""}`, opacity: act === "write" && t <= at ? 1 : 0.22 });
      const fed = act === "write" && (t < at || (here && now.arrive > 0.9));
      set(box, { opacity: fed ? 1 : 0.6 });
      set(box.lastChild, { opacity: fed || t === 0 ? 1 : 0 }); // what comes is not told before
      const bar = act === "write" ? (t < at ? 1 : here ? now.guess : 0) : 0;
      for (const guess of guesses) {
        set(guess.bar, { width: guess.full * bar });
        set(guess.node, { opacity: bar > 0 ? 1 : 0, "pointer-events": bar > 0 ? "auto" : "none" });
      }
    });
    this.#move(act, at, now, progress);
  }

  #reveal(key, share, here) {
    const { group, image } = this.states.get(key);
    set(image, { opacity: share });
    set(group, { class: group.getAttribute("class").replace(/ e-(now|future)\b/g, "") + (here ? " e-now" : share === 0 ? " e-future" : "") });
  }

  // What travels: states along the arrows, symbols into their boxes.
  #move(act, at, now, progress) {
    const { f } = this;
    const flying = [];
    const carry = (from, to) => {
      const a = this.states.get(from);
      const b = this.states.get(to);
      flying.push(svg("image", { href: a.href, width: f.strip, height: a.height, x: a.x + (b.x - a.x) * now.carry, y: a.y + (b.y - a.y) * now.carry, preserveAspectRatio: "none", class: "e-pixels", opacity: 0.85 }));
    };
    if (progress < 1 && act === "message") {
      this.ways.forEach((way, side) => {
        // Along its arrow, and from the arrow's end to its place in the message.
        const { href, height } = this.states.get(`${side ? "reversed" : "encoder"}.${f.S - 1}`);
        const end = [f.message, f.y.state + (side + 0.5) * f.half];
        const on = way.getPointAtLength(way.getTotalLength() * now.carry);
        const at = [on.x + (end[0] - on.x) * now.grow, on.y + (end[1] - on.y) * now.grow];
        flying.push(svg("image", { href, width: f.strip, height, x: at[0] - f.strip / 2, y: at[1] - height / 2, preserveAspectRatio: "none", class: "e-pixels" }));
      });
    } else if (progress < 1 && now.carry < 1 && act === "read" && at > 0) {
      for (let side = 0; side < f.sides; side++) carry(`${side ? "reversed" : "encoder"}.${at - 1}`, `${side ? "reversed" : "encoder"}.${at}`);
    } else if (progress < 1 && act === "write") {
      if (now.carry < 1) carry(`decoder.${at - 1}`, `decoder.${at}`);
      if (at > 0 && now.arrive < 1) {
        const x = f.target(at - 1) + (f.target(at) - f.target(at - 1)) * now.arrive;
        const y = f.y.guess + 16 + (f.y.symbol + 8 - f.y.guess) * now.arrive;
        flying.push(svg("text", { class: "e-flying", x, y, "text-anchor": "middle", text: this.scene.fed[at] }));
      }
    }
    this.movers.replaceChildren(...flying);
  }
}

function largest(values) {
  let best = 0;
  values.forEach((value, j) => {
    if (Math.abs(value) > Math.abs(values[best])) best = j;
  });
  return best;
}
