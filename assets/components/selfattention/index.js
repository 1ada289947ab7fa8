// A sentence that asks itself: arcs of one head, a map for every head, and one cell opened. All of
// it is here already; choosing is a look-up.

import { mount } from "../shared/mount.js";
import { html, set } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { Board } from "../shared/board.js";
import { across, fitting, largest, needed, nodeX } from "./layout.js";
import { called } from "../scores/layout.js";
import { HeadMap } from "./map.js";
import { Net } from "./net.js";
import { Opened } from "./opened.js";

const TELL = 250; // ms after the last choice before the page is told
const GAP = 28;
const BESIDE = 310; // px that the words beside a short sentence take

class SelfAttention extends Board {
  constructor(root) {
    const left = html("div", { class: "q-left" });
    super(root, left);
    set(root, { role: "group", "aria-label": "self-attention on a sentence" });
    this.title = html("p", { class: "u-title q-title", "aria-live": "polite" });
    this.maps = html("div", { class: "q-maps" });
    this.legend = html("div", { class: "q-legend" }, html("span", { text: "weight 0" }), html("i"), html("span", { text: "1" }));
    this.note = html("div", { class: "q-note" });
    this.opened = new Opened({ unit: (unit) => this.#choose({ unit }), choose: (s) => this.#choose({ s }) });
    root.append(this.title, (this.both = html("div", { class: "q-both" }, left, this.note)), this.maps, this.legend, this.opened.node);
    this.resize.observe(this.maps);
  }

  update(scene, host) {
    this.host = host;
    const other = this.scene?.id !== scene.id;
    this.scene = scene;
    const fresh = this.begins(scene);
    const wanted = fresh ? scene.view.cell : [this.at.h, this.at.t, this.at.s, this.at.unit];
    this.at = fitting(wanted, scene);
    if (other || fresh) this.sizes = "";
    this.build();
  }

  destroy() {
    super.destroy();
    clearTimeout(this.timer);
  }

  build() {
    if (!this.scene) return;
    // A long sentence has the whole width, and what is said of a word stands below it.
    const long = needed([...this.scene.words, ...this.scene.written]) > this.maps.clientWidth - BESIDE;
    this.both.classList.toggle("q-long", long);
    const sizes = `${this.frame.clientWidth} ${this.maps.clientWidth}`;
    if (!this.scene || !this.frame.clientWidth || !this.maps.clientWidth || sizes === this.sizes) return;
    this.sizes = sizes;
    const { scene } = this;
    this.net = new Net(scene, this.frame.clientWidth, (t, s) => this.#choose({ ...(t !== null && { t, s: largest(scene.weight.row(this.at.h, t)) }), ...(s !== null && { s }) }));
    this.frame.replaceChildren(this.net.node);
    const columns = across(scene.words, scene.heads, this.maps.clientWidth, GAP);
    const each = (this.maps.clientWidth - GAP * (columns - 1)) / columns;
    const calls = { at: () => this.at, choose: (h, t, s) => this.#choose({ h, t, s }), hover: (event, h, cell) => this.#hover(event, h, cell) };
    this.all = Array.from({ length: scene.heads }, (_, h) => new HeadMap(scene, h, each, calls));
    this.maps.style.gridTemplateColumns = `repeat(${columns}, minmax(0, 1fr))`;
    this.maps.replaceChildren(...this.all.map((map) => map.node));
    this.#draw();
    this.keepInView(nodeX(this.net.f, this.at.t), 70);
  }

  #draw() {
    const { scene, at } = this;
    const { h, t, s } = at;
    this.net.draw(h, t, s);
    for (const map of this.all) map.draw(h, t, s);
    this.opened.draw(scene, at);
    set(this.title, { text: `Head ${h + 1}: “${called(scene.words, t)}” puts ${show(scene.weight.at(h, t, s))} of its weight on “${called(scene.words, s)}”` });
    this.note.replaceChildren(...this.#said(t));
  }

  // What is written at the word in view, with attention and without.
  #said(t) {
    const { scene } = this;
    const best = scene.top[t].map(([form, chance]) => `${form} ${chance}`).join(" · ");
    const lines = [["with attention", best], ["the word alone", `${scene.alone[t]} ${show(scene.aloneChance.at(t))}${scene.alone[t] === scene.written[t] ? "" : ` · ${scene.written[t]} ${show(scene.aloneSame.at(t))}`}`]];
    if (scene.decides && scene.agrees[t]) lines.push(["decided by", `“${called(scene.words, scene.decides[t])}” · weight on it ${Array.from({ length: scene.heads }, (_, h) => `${show(scene.weight.at(h, t, scene.decides[t]))} in head ${h + 1}`).join(", ")}`]);
    else if (scene.decides) lines.push(["decided by", "no other word: it has one form here"]);
    if (scene.wanted && scene.wanted[t] !== scene.written[t]) lines.push(["right would be", scene.wanted[t]]);
    return [html("p", { class: "q-asked" }, "What is written for ", html("b", { text: scene.words[t] })), html("dl", {}, ...lines.map(([name, text]) => html("div", {}, html("dt", { text: name }), html("dd", { text }))))];
  }

  #choose(change) {
    this.at = { ...this.at, ...change };
    this.tip.hide();
    this.#draw();
    this.keepInView(nodeX(this.net.f, this.at.t), 70);
    clearTimeout(this.timer);
    const { h, t, s, unit } = this.at;
    this.timer = setTimeout(() => this.host.state("cell", [h, t, s, unit]), TELL);
  }

  #hover(event, h, cell) {
    if (!cell) return this.tip.hide();
    const { words, weight } = this.scene;
    this.tip.show(event, html("div", { text: `${words[cell.t]} looks at ${words[cell.s]}: ${show(weight.at(h, cell.t, cell.s))}` }));
  }
}

export default mount(SelfAttention);
