// States and slopes of the plain RNN over all steps and units: two histograms, swept along the
// spectral radius.

import { Board } from "../shared/board.js";
import { mount } from "../shared/mount.js";
import { html, set, svg } from "../shared/svg.js";
import { htmlMath } from "../shared/math.js";
import { percent } from "../shared/numbers.js";
import { Slider, nearest } from "../shared/slider.js";
import { Link } from "../fading/link.js";
import { size } from "../fading/words.js";
import { bars, frame, x, y } from "./layout.js";

const SHARES = [0.01, 0.1, 0.25, 0.5, 1];

class Saturation extends Board {
  constructor(root) {
    super(root);
    this.heading = html("p", { class: "u-title s-title" });
    this.tools = html("div", { class: "s-tools" });
    this.notes = html("dl", { class: "s-notes" });
    root.prepend(this.heading, this.tools);
    root.append(this.notes);
    set(root, { role: "group", "aria-label": "saturation" });
    this.link = new Link("radius", (value) => this.#follow(value));
  }

  update(scene, host) {
    this.host = host;
    this.scene = scene;
    if (!this.slider) this.#slider();
    this.slider.update(scene.radius.values, scene.radius.texts, scene.radius.at);
    this.width = 0;
    this.build();
  }

  destroy() {
    this.link.destroy();
    this.slider?.destroy();
    super.destroy();
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    const { scene } = this;
    const each = width < 700 ? width : (width - 36) / 2;
    this.panels = scene.panels.map((panel) => histogram(panel, frame(each)));
    this.frame.replaceChildren(html("div", { class: "s-both" }, ...this.panels.map((panel) => panel.node)));
    this.#draw();
  }

  #slider() {
    const { ticks } = this.scene.radius;
    const input = (k) => {
      this.#draw();
      this.link.say(this.scene.radius.values[k]);
    };
    const release = (k) => this.host.trigger("radius", this.scene.radius.values[k]);
    this.slider = new Slider({ latex: "\\rho(W_h)", words: "spectral radius of the recurrent weights", role: "h", ticks, input, release });
    this.tools.append(this.slider.node);
  }

  #follow(value) {
    if (!this.scene || this.slider.held) return;
    const { values, texts } = this.scene.radius;
    this.slider.update(values, texts, nearest(values, value));
    this.#draw();
  }

  #draw() {
    const { scene, panels } = this;
    if (!panels) return;
    const k = this.slider.index;
    panels.forEach(({ path, f }, which) => set(path, { d: bars(f, scene.panels[which].shares.row(k)) }));
    const share = percent(scene.saturated.at(k));
    set(this.heading, { text: `Spectral radius ${scene.radius.texts[k]}: ${share} of the states are ${scene.word}` });
    const rows = [
      [`${scene.word}: ${scene.means}`, share],
      ["mean slope", size(Math.log10(scene.mean.at(k)))],
      ["a typical slope (geometric mean)", size(scene.typical.at(k))],
      [`${scene.steps} typical slopes multiplied`, size(scene.product.at(k))],
    ];
    this.notes.replaceChildren(...rows.map(([name, text]) => html("div", {}, html("dt", {}, name), html("dd", {}, text))));
  }
}

function histogram(panel, f) {
  const node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "img", "aria-label": panel.words });
  for (const [from, to] of panel.zones) node.append(svg("rect", { class: "s-zone", x: x(f, from), width: x(f, to) - x(f, from), y: f.y1, height: f.y0 - f.y1 }));
  for (const share of SHARES) node.append(svg("line", { class: "s-grid", x1: f.x0, x2: f.x1, y1: y(f, share), y2: y(f, share) }), svg("text", { class: "u-muted", x: f.x0 - 6, y: y(f, share) + 5, "text-anchor": "end", text: `${100 * share}%` }));
  const path = node.appendChild(svg("path", { class: `s-bars s-${panel.role}` }));
  node.append(svg("line", { class: "s-axis", x1: f.x0, x2: f.x1, y1: f.y0, y2: f.y0 }));
  for (const [at, text] of panel.ticks) node.append(svg("text", { class: "u-muted", x: x(f, at), y: f.y0 + 20, "text-anchor": at === 0 ? "start" : at === 1 ? "end" : "middle", text }));
  const title = html("p", { class: "s-name u-muted" }, htmlMath(panel.latex, ""));
  return { node: html("div", {}, title, node), path, f };
}

export default mount(Saturation);
