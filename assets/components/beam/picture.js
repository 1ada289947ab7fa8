// Drawing one tree: made anew for each width, then grown and pruned step by step.

import { pressable, set, svg } from "../shared/svg.js";
import { show } from "../shared/numbers.js";
import { edge, yOf, moments, pathTo } from "./layout.js";

export class Picture {
  // calls: { open(k) }
  constructor(scene, tree, f, calls) {
    Object.assign(this, { scene, tree, f, calls });
    this.node = svg("svg", { width: f.width, height: f.height, viewBox: `0 0 ${f.width} ${f.height}` });
    for (let t = 0; t < f.steps; t++) {
      const x = f.x(t) + f.node[0] / 2;
      this.node.append(svg("text", { class: "t-small u-muted", x, y: 18, "text-anchor": "middle", text: `step ${t + 1}` }));
    }
    this.edges = tree.index.map((_, k) => svg("path", { class: this.#class("t-edge", k), d: edge(f, tree, k) }));
    this.node.append(svg("g", {}, ...this.edges));
    const [x, y] = f.root;
    this.node.append(svg("text", { class: "t-small", x, y: y + 20, text: "‹start›" }));
    this.nodes = tree.index.map((_, k) => this.#node(k));
    this.node.append(...this.nodes);
    this.rest = tree.left_out.map((count, t) => this.#leftOut(count, t));
  }

  #class(stem, k) {
    const { fates } = this.scene;
    return `${stem} t-${fates[this.tree.fate[k]]} ${this.tree.greedy[k] ? "t-greedy" : ""}`;
  }

  #node(k) {
    const { tree, f, scene } = this;
    const fate = scene.fates[tree.fate[k]];
    const written = pathTo(tree, k).map((place) => tree.label[place]).join(" ");
    const total = show(tree.total.at(k));
    const greedy = tree.greedy[k] ? ", on greedy's way" : "";
    const group = pressable(svg("g", { class: this.#class("t-node", k) }), `${written}: log p ${total}, ${fate}${greedy}`, () => this.calls.open(k));
    const x = f.x(tree.step[k]);
    const y = yOf(f, tree, tree.rank[k]);
    const [width, height] = f.node;
    const label = tree.label[k];
    group.append(svg("rect", { class: "t-box", x, y, width, height, rx: fate === "ended" ? 15 : 5 }));
    group.append(svg("text", { class: label.length > 5 ? "t-label t-long" : "t-label", x: x + 8, y: y + 20, text: label }));
    group.append(svg("text", { class: "t-total", x: x + width - 7, y: y + 20, "text-anchor": "end", text: total, "data-long": total.length > 6 ? "" : null }));
    group.append(svg("title", { text: `${written}: log p ${total}` }));
    return group;
  }

  #leftOut(count, t) {
    if (!count) return null;
    const { tree, f } = this;
    const rows = tree.rank.filter((_, k) => tree.step[k] === t);
    const y = yOf(f, tree, Math.max(...rows)) + f.node[1] + 19;
    const text = svg("text", { class: "t-small u-muted", x: f.x(t) + f.node[0] / 2, y, "text-anchor": "middle", text: `+ ${count} pruned` });
    this.node.append(text);
    return text;
  }

  // Marks the open node with its way, and the winner's once the search is over.
  mark(open, winner) {
    const way = new Set(winner >= 0 ? pathTo(this.tree, winner) : []);
    this.nodes.forEach((node, k) => {
      set(node, { "aria-pressed": String(k === open) });
      node.classList.toggle("t-winner", way.has(k));
      node.classList.toggle("t-open", k === open);
    });
    this.edges.forEach((path, k) => path.classList.toggle("t-winner", way.has(k)));
  }

  draw(at, progress) {
    const { tree, scene } = this;
    const now = moments(progress);
    const pruned = scene.fates.indexOf("pruned");
    tree.index.forEach((_, k) => {
      const t = tree.step[k];
      const grown = t < at ? 1 : t > at ? 0 : now.grow;
      const gone = tree.fate[k] === pruned ? (t < at ? 1 : t > at ? 0 : now.prune) : 0;
      set(this.nodes[k], { opacity: grown * (1 - 0.55 * gone), "pointer-events": grown > 0.5 ? "auto" : "none" });
      this.nodes[k].classList.toggle("t-gone", gone > 0.5);
      set(this.edges[k], { opacity: grown * (1 - 0.6 * gone) });
    });
    this.rest.forEach((text, t) => text && set(text, { opacity: t < at ? 1 : t > at ? 0 : now.prune }));
  }
}
