// The sentence above (what each word asks and writes) and below (what answers), with the arcs of
// one head: those of the word in view strong, all others faint.

import { pressable, set, svg } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { NET, arc, broad, netFrame, nodeX } from "./layout.js";

export class Net {
  // choose(t, s): either null to keep
  constructor(scene, width, choose) {
    this.scene = scene;
    const { words } = scene;
    const f = (this.f = netFrame([...words, ...scene.written], width));
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}` });
    const add = (node) => this.node.appendChild(node);
    this.faint = add(svg("g", { class: "q-faint" }));
    this.strong = add(svg("g"));
    this.arcs = words.map((_, s) => this.strong.appendChild(svg("path", { class: "q-arc" })));
    this.above = words.map((word, t) => {
      const group = add(svg("g", { class: "q-node", transform: `translate(${nodeX(f, t)} ${f.top})` }));
      const right = !scene.wanted || scene.wanted[t] === scene.written[t];
      group.append(svg("rect", { class: "q-hit", x: -f.step / 2, y: -NET.top, width: f.step, height: NET.top + NET.r + 4 }));
      group.append(svg("text", { class: right ? "q-written" : "q-written q-wrong", y: -38, "text-anchor": "middle", text: scene.written[t] }), svg("text", { class: "q-word", y: -17, "text-anchor": "middle", text: word }), svg("circle", { class: "q-asks", r: NET.r }));
      return pressable(group, `${word} asks; written ${scene.written[t]}, probability ${show(scene.chance.at(t))}`, () => choose(t, null));
    });
    this.below = words.map((word, s) => {
      const group = add(svg("g", { class: "q-node", transform: `translate(${nodeX(f, s)} ${f.bottom})` }));
      group.append(svg("rect", { class: "q-hit", x: -f.step / 2, y: -NET.r - 4, width: f.step, height: NET.foot + NET.r }), svg("circle", { class: "q-answers", r: NET.r }), svg("text", { class: "q-word", y: NET.r + 19, "text-anchor": "middle", text: word }));
      return pressable(group, `${word} answers`, () => choose(null, s));
    });
  }

  draw(h, t, s) {
    const { scene, f } = this;
    if (h !== this.head) {
      this.head = h;
      const all = [];
      scene.words.forEach((_, row) => scene.weight.row(h, row).forEach((weight, column) => broad(weight) && all.push(svg("path", { d: arc(f, row, column), "stroke-width": broad(weight) }))));
      this.faint.replaceChildren(...all);
    }
    const weights = scene.weight.row(h, t);
    this.arcs.forEach((path, column) => {
      set(path, { d: arc(f, t, column), "stroke-width": broad(weights[column]), visibility: broad(weights[column]) ? null : "hidden" });
      path.classList.toggle("q-chosen", column === s);
    });
    this.above.forEach((node, row) => node.classList.toggle("q-on", row === t));
    this.below.forEach((node, column) => node.classList.toggle("q-on", column === s));
  }
}
