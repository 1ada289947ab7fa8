// What must wait for what: a chain that fills word after word, and a net that fills at once. A
// frame is a round; each disc fills by the share of its own rounds that are done.

import { mount } from "../shared/mount.js";
import { html, set, svg } from "../shared/svg.js";
import { Stage } from "../shared/stage.js";
import { easeInOut } from "../shared/ease.js";
import { SIZE, frame, head, level, link, net, nodeX } from "./layout.js";

const SCORES = 2; // the round from which on words have asked each other

class Waits extends Stage {
  constructor(root) {
    super(root, "what must wait for what");
    this.title = html("p", { class: "u-title w-title" });
    root.prepend(this.title);
  }

  update(scene, host) {
    this.host = host;
    const same = String(this.scene?.words) === String(scene.words);
    const fresh = this.begins(scene);
    this.scene = scene;
    this.width = same ? this.width : 0;
    this.build();
    if (fresh || !same) this.transport.setLength(scene.rnn.shape[0], fresh ? Math.min(scene.view.step, scene.rnn.shape[0] - 1) : 0);
    this.redraw();
  }

  draw(n, progress) {
    if (!this.discs) return;
    const { scene } = this;
    const share = n === 0 ? 1 : easeInOut(progress);
    const between = (read) => (n === 0 ? read(0) : read(n - 1) + (read(n) - read(n - 1)) * share);
    scene.words.forEach((_, t) => set(this.discs.chain[t], { d: level(between((k) => scene.rnn.at(k, t)), SIZE.r) }));
    const all = between((k) => scene.attention.at(k));
    for (const disc of this.discs.net) set(disc, { d: level(all, SIZE.r) });
    scene.words.slice(1).forEach((_, t) => this.links[t].classList.toggle("w-passed", scene.rnn.at(n, t) >= 1));
    this.net.classList.toggle("w-passed", n >= SCORES);
    const [recurrence, attention] = scene.last;
    const says = (steps, last) => (n === 0 ? "not begun" : n > last ? "done" : steps[n - 1]);
    set(this.said[0], { text: `Recurrence (plain RNN): ${says(scene.steps.rnn, recurrence)}` });
    set(this.said[1], { text: `Self-attention: ${says(scene.steps.attention, attention)}` });
    if (progress < 1) return;
    const read = scene.words.filter((_, t) => scene.rnn.at(n, t) >= 1).length;
    const words = `recurrence has ${read} of ${scene.words.length} states`;
    set(this.title, { text: n === 0 ? `${scene.words.length} words: recurrence needs ${recurrence} rounds one after another, self-attention ${attention}` : `Round ${n}: ${words}, self-attention ${n >= attention ? "has all its outputs" : "has none of its outputs yet"}` });
  }

  frameName(n) {
    return n === 0 ? "nothing is done" : `round ${n} of ${this.scene.rnn.shape[0] - 1}`;
  }

  duration() {
    return 420;
  }

  rest(n) {
    this.host.state("step", n);
  }

  build() {
    const width = this.frame.clientWidth;
    if (!this.scene || !width || width === this.width) return;
    this.width = width;
    const { words } = this.scene;
    const f = frame(words.length, width);
    const picture = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}`, role: "img", "aria-label": `${words.length} words: a chain of states above, a net of all words below` });
    const add = (node) => picture.appendChild(node);
    const disc = (t, y, kind) => {
      const group = add(svg("g", { class: `w-node w-${kind}`, transform: `translate(${nodeX(f, t)} ${y})` }));
      group.append(svg("circle", { r: SIZE.r }));
      const full = svg("path", { class: "w-full" });
      group.append(full, svg("circle", { class: "w-edge", r: SIZE.r }));
      return full;
    };
    this.said = [svg("text", { class: "w-said", x: f.x0, y: 26 }), svg("text", { class: "w-said", x: f.x0, y: f.keys - 62 })];
    this.said.forEach(add);
    this.net = add(svg("path", { class: "w-net", d: net(f) }));
    this.links = words.slice(1).map((_, t) => add(svg("path", { class: "w-link", d: link(f, t) + head(f, t) })));
    const name = (t, y) => add(svg("text", { x: nodeX(f, t), y, "text-anchor": "middle", text: words[t] }));
    this.discs = { chain: words.map((_, t) => disc(t, f.chain, "chain")), net: words.map((_, t) => disc(t, f.keys, "net")) };
    words.forEach((_, t) => {
      name(t, f.chain + SIZE.r + 24);
      name(t, f.values + 22);
      add(svg("circle", { class: "w-word", cx: nodeX(f, t), cy: f.values - 6, r: 5 }));
    });
    this.frame.replaceChildren(picture);
    this.redraw();
  }
}

export default mount(Waits);
