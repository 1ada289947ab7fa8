// Where the nodes of a tree stand, and the ranking of its ends: pure numbers and path strings.

import { part } from "../shared/ease.js";

export const SIZE = { node: [94, 30], row: 35, loose: 1.4, between: 28, most: 156, margin: 10, top: 34, root: 62 };

// Everything that does not depend on step, width or power, so that no slider moves the picture.
export function frame(scene, width) {
  const steps = Math.max(...scene.trees.map((tree) => tree.steps));
  const rows = Math.max(...scene.trees.flatMap((tree) => tree.rank)) + 1;
  const longest = Math.max(...scene.trees.flatMap((tree) => tree.label.map((label) => label.length)));
  const node = [Math.max(SIZE.node[0], 62 + 7.5 * longest), SIZE.node[1]];
  const column = Math.max(node[0] + SIZE.between, Math.min(SIZE.most, (width - SIZE.root - 2 * SIZE.margin) / steps));
  return {
    steps, rows, column, node,
    width: Math.max(width, SIZE.root + 2 * SIZE.margin + steps * column),
    height: SIZE.top + rows * SIZE.row + 30,
    x: (step) => SIZE.margin + SIZE.root + step * column + column - node[0],
    root: [SIZE.margin, SIZE.top],
  };
}

// Where a rank of this tree stands: narrow trees use the room that the widest needs.
export function yOf(f, tree, rank) {
  const rows = Math.max(...tree.rank) + 1;
  return SIZE.top + rank * Math.min(SIZE.row * SIZE.loose, (SIZE.row * f.rows) / rows);
}

// The edge from a node (or the root, where it is -1) to node k.
export function edge(f, tree, k) {
  const parent = tree.parent[k];
  const half = SIZE.node[1] / 2;
  const x0 = parent < 0 ? f.root[0] + SIZE.root - 14 : f.x(tree.step[parent]) + f.node[0];
  const y0 = (parent < 0 ? f.root[1] : yOf(f, tree, tree.rank[parent])) + half;
  const x1 = f.x(tree.step[k]);
  const y1 = yOf(f, tree, tree.rank[k]) + half;
  const middle = (x1 - x0) / 2;
  return `M${x0} ${y0}C${x0 + middle} ${y0} ${x1 - middle} ${y1} ${x1} ${y1}`;
}

// Nodes from the first step to node k.
export function pathTo(tree, k) {
  const found = [];
  for (let at = k; at >= 0; at = tree.parent[at]) found.unshift(at);
  return found;
}

// The step at which greedy's beginning is pruned here; null where it is kept to its end.
export function greedyFalls(tree, fates) {
  const pruned = fates.indexOf("pruned");
  const k = tree.greedy.findIndex((on, place) => on && tree.fate[place] === pruned);
  return k < 0 ? null : tree.step[k];
}

// The finished ones in the order of a power: [{ node, score }, …], the winner first.
export function ranking(tree, power) {
  return tree.order[power].map((place) => ({ node: tree.finished[place], score: tree.scores.at(power, place) }));
}

// The node whose index in the whole tree is `index`; -1 if it is not drawn.
export const nodeAt = (tree, index) => tree.index.indexOf(index);

// The moments of a step: continuations grow, then all but the best are pruned.
export function moments(progress) {
  return { grow: part(progress, 0, 0.5), prune: part(progress, 0.6, 1) };
}
