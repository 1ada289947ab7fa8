// What travels in one step: the state and the letter forward, the gradients back.

import { set, svg } from "../shared/svg.js";
import { bars, scaleOf } from "../shared/bars.js";
import { SIZE, along, centre, fromAbove, fromNext, left, lengths } from "./layout.js";

const TALL = 22; // of a vector on its way

export class Movers {
  // tiles: data addresses of what the uses add
  constructor(scene, f, tiles) {
    Object.assign(this, { scene, f, tiles });
    this.node = svg("g", { class: "b-movers", "aria-hidden": "true" });
    this.wide = Math.min(40, f.strip * 0.6);
    this.letter = svg("g", { class: "b-letter-mover" });
    this.letter.append(svg("circle", { r: 12 }), svg("text", { "text-anchor": "middle", dy: 5 }));
    this.state = this.#vector("b-bar-h");
    this.out = svg("circle", { r: 6, class: "b-out" });
    this.own = this.#vector("b-bar-grad");
    this.carried = this.#vector("b-bar-grad");
    this.tile = svg("g");
    const place = { x: -f.tile / 2, y: -f.tile / 2, width: f.tile, height: f.tile };
    this.tile.append(svg("rect", { ...place, class: "b-falling" }), svg("image", { ...place, preserveAspectRatio: "none", class: "b-pixels" }), svg("rect", { ...place, class: "b-tile" }));
    this.node.append(this.state.node, this.letter, this.out, this.carried.node, this.own.node, this.tile);
  }

  draw(phase, t, m, progress) {
    const still = progress >= 1 || t === null;
    const forward = !still && phase === "forward";
    const back = !still && phase === "backward";
    const { f, scene } = this;
    const { y } = f;
    const x = t === null ? 0 : centre(f, t);
    this.#show(this.letter, forward && m.letter < 1, () => {
      set(this.letter.lastChild, { text: scene.symbols[t] });
      return [x, y.letter + SIZE.letter / 2 + (y.statesEnd - y.letter - SIZE.letter / 2) * m.letter];
    });
    this.#show(this.state.node, forward && m.state > 0 && m.state < 1, () => {
      const from = t === 0 ? f.x0 + 14 : left(f, t - 1) + f.box / 2;
      const { values } = scene.states.at(-1);
      this.#fill(this.state, `s${t}`, () => [values.row(t), scaleOf(values.row(t), scene.units)]);
      return [from + (x - from) * m.state, f.wire];
    });
    this.#show(this.out, forward && m.up > 0 && m.up < 1, () => [x, y.states + (y.lossEnd - y.states) * m.up]);
    this.#show(this.own.node, back && scene.asked[t] && m.arrive < 1, () => {
      this.#fill(this.own, `o${t}`, () => [lengths(scene.arrived.own.row(t), scene.axis), 1]);
      return along(fromAbove(f, t), m.arrive);
    });
    this.#show(this.carried.node, back && t < f.steps - 1 && m.arrive < 1, () => {
      this.#fill(this.carried, `c${t}`, () => [lengths(scene.arrived.carried.row(t), scene.axis), 1]);
      return along(fromNext(f, t), m.arrive);
    });
    this.#show(this.tile, back && m.drop > 0 && m.drop < 1, () => {
      set(this.tile.children[1], { href: this.tiles[t] });
      return [x, y.tile + f.tile / 2 + (f.tile + 20) * m.drop];
    });
  }

  #show(node, on, place) {
    if (!on) return set(node, { visibility: "hidden" });
    const [x, y] = place();
    return set(node, { visibility: null, transform: `translate(${x} ${y})` });
  }

  #vector(kind) {
    const node = svg("g");
    const path = svg("path", { class: kind, transform: `translate(${-this.wide / 2} 0) rotate(-90)` });
    node.append(svg("rect", { class: `b-carried ${kind}`, x: -this.wide / 2 - 4, y: -TALL / 2 - 2, width: this.wide + 8, height: TALL + 4, rx: 5 }), path);
    return { node, path };
  }

  #fill(mover, key, values) {
    if (mover.key === key) return;
    mover.key = key;
    const [shown, scale] = values();
    set(mover.path, { d: bars(shown, this.scene.units, TALL, this.wide / this.scene.units, scale) });
  }
}
