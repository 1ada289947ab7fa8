// One pipe with one valve: 100 flows in, 100 × gate flows out, at every place of the valve.

import { mount } from "../shared/mount.js";
import { html, svg, set } from "../shared/svg.js";
import { Slider } from "../shared/slider.js";
import { frame, surface } from "./layout.js";
import { pour } from "./flow.js";
import { Motion } from "./motion.js";
import { Valve } from "./valve.js";
import { Pipe, Tank } from "./water.js";

class OnePipe {
  constructor(root) {
    this.root = root;
    set(root, { role: "group", "aria-label": "a pipe with a valve" });
    this.box = html("div", { class: "w-box" });
    this.sum = html("p", { class: "w-sum", "aria-live": "off" });
    this.slider = new Slider({
      latex: "\\mathrm{gate}",
      words: "gate",
      ticks: [[0, "shut"], [0.5, "½"], [1, "open"]],
      input: (k) => this.#turn(k),
      release: (k) => this.#tell(k),
    });
    root.append(html("div", { class: "w-stage" }, this.box, this.sum), this.slider.node);
    this.motion = new Motion(this.box, (seconds) => this.#tick(seconds));
    this.resize = new ResizeObserver(() => this.#build());
    this.resize.observe(this.box);
  }

  update(scene, host) {
    this.host = host;
    const held = this.slider.held || this.valve?.grip.held;
    // While a hand is on the valve, what arrives is what it was let go at before.
    if (held && this.scene?.places.length === scene.places.length) return;
    this.scene = scene;
    this.k = scene.at;
    this.slider.update(scene.places, scene.shares, this.k);
    this.width = 0;
    this.#build();
  }

  destroy() {
    this.motion.destroy();
    this.slider.destroy();
    this.valve?.grip.destroy();
    this.resize.disconnect();
  }

  #turn(k) {
    this.k = k;
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = undefined;
      this.#draw();
    });
    this.#plate();
    if (this.slider.index === k) return;
    this.slider.range.value = String(k);
    this.slider.write(this.scene.shares[k]);
  }

  #plate() {
    const { places, shares } = this.scene;
    this.valve.draw(places[this.k], this.#depth(), shares[this.k], this.k, places.length);
  }

  // px of the water behind the valve: the full bore is 100.
  #depth() {
    return (this.scene.out.at(this.k) / this.scene.most) * this.f.bore;
  }

  #tell(k) {
    this.host.trigger("gate", this.scene.places[k]);
  }

  #build() {
    const width = this.box.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    const f = (this.f = frame(width));
    const focused = this.valve && this.root.getRootNode().activeElement === this.valve.bar;
    this.valve?.grip.destroy();
    set(this.root, { class: `u-root ${f.wide ? "w-wide" : "w-narrow"}` });
    const picture = svg("svg", { width, height: f.height, viewBox: `0 0 ${width} ${f.height}`, role: "group" });
    const add = (node) => (picture.append(node), node);
    const ticks = [0, 50, 100];
    this.source = new Tank({ ...f.source, unit: f.unit });
    this.tank = new Tank({ ...f.tank, unit: f.unit, ticks });
    this.pipe = new Pipe({ ...f.pipe, role: "flow" });
    this.fall = svg("path", {});
    this.drops = [0.3, 0.7].map((at) => ({ at, node: svg("path", { class: "v-streak" }), offset: 40 * at }));
    add(this.tank.node);
    add(this.fall);
    this.drops.forEach(({ node }) => add(node));
    add(this.source.node);
    add(this.pipe.node);
    const grip = { words: "valve: the gate", input: (k) => this.#turn(k), release: (k) => this.#tell(k) };
    this.valve = new Valve({ ...f.pipe, travel: f.bore, thick: f.thick, size: f.size, letters: 0 }, "steel", grip);
    add(this.valve.node);
    const middle = (tank) => tank.x + tank.width / 2;
    const says = (x, y, text, name, anchor = "middle") => add(svg("text", { x, y, class: name, "text-anchor": anchor }, text));
    const big = { "font-size": f.letters };
    set(says(middle(f.source), f.floor - f.source.height / 2 + f.letters * 0.2, "100", "w-number"), { "font-size": f.letters * 0.62 });
    says(middle(f.source), f.source.top - 12, "flows in", "w-word");
    // Beside the water that falls in.
    this.number = set(says(f.tank.x + f.tank.width * 0.6, 0, "", "w-number"), big);
    says(f.tank.x - 12, f.tank.top + 16, "flows out", "w-word", "end");
    for (const value of ticks) says(f.tank.x + f.tank.width + 6, surface(f, value) + (value === 100 ? 11 : value ? 5 : 0), String(value), "w-tick", "start");
    this.gate = set(says(f.pipe.valve + f.size[0] / 2 + (f.wide ? 14 : 8), f.floor - f.bore - (f.wide ? 18 : 12), "", "w-gate", "start"), { "font-size": f.wide ? 30 : 20 });
    this.box.replaceChildren(picture);
    this.#plate();
    this.source.part(0, 0, this.scene.most, "flow");
    if (focused) this.valve.bar.focus();
    this.#draw();
  }

  #draw() {
    const { f, k, scene } = this;
    const [amount, text] = [scene.out.at(k), scene.texts[k]];
    const depth = this.#depth();
    this.pipe.draw({ before: f.bore, behind: depth });
    this.tank.part(0, 0, amount, "flow");
    const level = surface(f, amount);
    set(this.fall, { d: pour(f.pipe.x1 - 1, f.floor, depth, level + 2, f.throwing), class: "v-water v-flow" });
    for (const drop of this.drops) {
      const thick = depth * drop.at;
      const d = depth > 6 ? pour(f.pipe.x1, f.floor - thick, 0.3, level - 4, f.throwing) : "";
      set(drop.node, { d: d.split("H")[0], "stroke-dasharray": d ? "24 60" : null });
      drop.flows = depth > 6;
    }
    // The number stands in the middle of the box, over the water or over nothing.
    set(this.number, { text, y: f.tank.top + f.tank.height / 2 + f.letters * 0.36 });
    set(this.gate, { text: `gate ${scene.shares[k]}` });
    const gate = html("b", { class: "w-is-gate" }, scene.shares[k]);
    this.sum.replaceChildren("100 × ", gate, " = ", html("b", { class: "w-is-out" }, text));
    this.motion.wake();
  }

  #tick(seconds) {
    const flows = this.pipe.tick(seconds);
    for (const drop of this.drops) {
      if (!drop.flows) continue;
      drop.offset = (drop.offset + 240 * seconds) % 84;
      drop.node.setAttribute("stroke-dashoffset", (-drop.offset).toFixed(1));
    }
    return flows;
  }
}

export default mount(OnePipe);
