// Draws the network that learns: elements are made once, then only what changes is written.

import { set, svg } from "../shared/svg.js";
import { svgMath } from "../shared/math.js";
import { Column } from "./column.js";
import { Movers } from "./movers.js";
import { centre, fromAbove, fromNext, joint, left, moments, path, split, straight } from "./layout.js";

export class Net {
  // actions: open(sel), tip, tiles: data addresses of what the uses add, unit(), digits(…)
  constructor(scene, f, actions) {
    Object.assign(this, { scene, f });
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}` });
    this.#heads();
    this.wires = scene.symbols.map((_, t) => this.#wires(t, actions));
    this.#start();
    this.columns = scene.symbols.map((_, t) => new Column(scene, f, t, actions));
    this.node.append(...this.wires.map((wires) => wires.node), ...this.columns.map((column) => column.node));
    this.movers = new Movers(scene, f, actions.tiles);
    this.node.append(this.movers.node);
  }

  centre(t) {
    return centre(this.f, t);
  }

  // at: index of the place of η
  draw(frame, progress, at) {
    const { steps } = this.f;
    const { phase, t: now } = split(frame, steps);
    const m = moments(phase, progress);
    const forward = phase === "forward";
    this.columns.forEach((column, t) => {
      const fore = !forward || t < now ? 1 : t === now ? null : 0;
      const aft = forward || (now !== null && t < now) ? 0 : now === null || t > now ? 1 : null;
      const own = t === now;
      // A column in which nothing happens is left alone.
      const key = own ? null : [fore, aft, phase === "again" && `${progress}/${at}`].join();
      if (key !== null && key === column.key) return;
      column.key = key;
      column.draw({
        now: own,
        state: fore ?? m.grow,
        loss: fore ?? m.loss,
        join: aft ?? m.join,
        spread: aft ?? m.spread,
        tile: aft ?? m.tile,
        again: phase === "again" ? progress : 0,
        at,
      });
      const ahead = (done, on) => (done === 0 ? "b-ahead" : own && on ? "b-lit" : "b-done");
      const { fore: there, back } = this.wires[t];
      for (const node of there) set(node, { class: `b-wire ${ahead(fore, forward)}` });
      for (const node of back) set(node, { class: `b-back ${ahead(aft, phase === "backward")}` });
    });
    this.movers.draw(phase, now, m, progress);
    if (frame !== this.frame) this.#reach(now ?? steps - 1);
    this.frame = frame;
  }

  select(sel) {
    for (const column of this.columns) column.select(sel);
  }

  // Only what belongs to the current step is a stop of the tab key: hundreds would be a maze.
  #reach(now) {
    if (now === this.reached) return;
    this.reached = now;
    this.columns.forEach((column, t) => column.reach(t === now));
    this.wires.forEach((wires, t) => wires.stops.forEach((stop) => set(stop, { tabindex: t === now ? "0" : "-1" })));
  }

  #heads() {
    const defs = svg("defs");
    const unique = `${Date.now().toString(36)}${Math.floor(performance.now() * 1000) % 1000}`;
    const head = (kind) => {
      const id = `${kind}-${unique}`;
      const size = { viewBox: "0 0 10 10", refX: 8, refY: 5, markerWidth: 10, markerHeight: 10, markerUnits: "userSpaceOnUse" };
      defs.append(svg("marker", { id, ...size, orient: "auto" }, svg("path", { d: "M1 1 9 5 1 9z", class: `b-head-${kind}` })));
      return `url(#${id})`;
    };
    this.ahead = head("on");
    this.aback = head("back");
    this.node.append(defs);
  }

  // All arrows that enter or leave column t.
  #wires(t, actions) {
    const { f, scene } = this;
    const { y } = f;
    const node = svg("g", {});
    const x = centre(f, t);
    const line = (points, end, kind) => {
      if (kind === "b-back") node.append(svg("path", { class: "b-halo", d: path(points) }));
      const made = svg("path", { class: kind, d: path(points), "marker-end": end });
      node.append(made);
      return made;
    };
    const from = t === 0 ? f.x0 + 30 : left(f, t - 1) + f.box;
    const fore = [line([[from, f.wire], [left(f, t) - 2, f.wire]], this.ahead, "b-wire")];
    for (const lane of f.states.slice(0, -1)) {
      const h = lane.top + lane.tall / 2;
      fore.push(line([[from, h], [left(f, t) - 2, h]], this.ahead, "b-wire"));
    }
    fore.push(line([[x, y.states], [x, y.lossEnd + 5]], this.ahead, "b-wire"), line([[x, y.letter], [x, y.statesEnd + 2]], this.ahead, "b-wire"));
    const back = [line([[x, y.gradsEnd], [x, y.use - 2]], this.aback, "b-back")];
    const { x: jx, y: jy } = joint(f, t);
    if (scene.asked[t]) back.push(line(fromAbove(f, t), this.aback, "b-back"));
    if (t < f.steps - 1) {
      for (const name of scene.direct) back.push(line(straight(f, t, name), this.aback, "b-back"));
      back.push(line(fromNext(f, t), this.aback, "b-back"));
    }
    back.push(line([[jx - 8, jy], [left(f, t) + f.box + 2, jy]], this.aback, "b-back"));
    const joined = svg("g", {}, svg("circle", { cx: jx, cy: jy, r: 8 }), svg("path", { d: `M${jx - 4} ${jy}h8M${jx} ${jy - 4}v8` }));
    node.append(joined);
    back.push(joined);
    const stops = [];
    const name = (matrix, words, px, py) => stops.push(actions.weight(node, matrix, words, px, py));
    name("W", "W, hidden to hidden", left(f, t) - 9, f.wire - 8);
    name("V", "V, hidden to output", x + 11, y.states - 8);
    name("U", "U, input to hidden", x + 11, y.letter - 3);
    if (t < f.steps - 1) name("W", "W, on the way back", jx + 9, (f.back + jy) / 2 + 10);
    return { node, fore, back, stops };
  }

  // The state before the first letter.
  #start() {
    const { f } = this;
    const text = svg("text", { x: f.x0 + 12, y: f.wire - 8, "text-anchor": "middle", class: "b-small" });
    const zeros = svg("text", { x: f.x0 + 13, y: f.wire + 8, "text-anchor": "middle", class: "b-small u-muted", text: "0…0" });
    this.node.append(svgMath(text, "h_{0}", 14), zeros);
  }
}
