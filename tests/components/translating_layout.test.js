import assert from "node:assert/strict";
import { test } from "node:test";

import * as translate from "../../assets/components/translate/layout.js";
import * as forcing from "../../assets/components/forcing/layout.js";
import * as beam from "../../assets/components/beam/layout.js";

const table = (rows) => ({
  shape: [rows.length, rows[0].length],
  offset: 0,
  numbers: Float32Array.from(rows.flat()),
  at: (i, j) => rows[i][j],
});
const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

// Encoder and decoder -------------------------------------------------------------------------

const scene = (source, fed, units = 85) => ({
  source: [...source],
  fed,
  labels: ["a", "‹end›"],
  ranked: fed.map(() => [0, 1]),
  encoder: [{ shape: [source.length, units] }, { shape: [source.length, units] }],
});

test("a unit's pixel is where a press on it finds it", () => {
  for (const units of [1, 7, 48, 61, 85, 128]) {
    const shape = translate.block(units);
    for (const sides of [1, 2]) {
      for (let j = 0; j < units * sides; j++) {
        const [x, y] = translate.placeOf(j, 4, shape, units);
        assert.equal(translate.unitAt(x + 1, y + 3, 4, shape, units, sides), j);
      }
      assert.equal(translate.unitAt(-1, 2, 4, shape, units, sides), null);
      assert.equal(translate.unitAt(2, 4 * shape.rows * sides + 1, 4, shape, units, sides), null);
    }
  }
});

test("encoder, message and decoder stand beside each other and fit, or the frame scrolls", () => {
  for (const width of [320, 800, 1300]) {
    for (const length of [1, 7, 20]) {
      const f = translate.frame(scene("a".repeat(length), Array(9).fill("x")), width);
      const centres = [...Array.from({ length }, (_, s) => f.source(s)), f.message, ...Array.from({ length: 9 }, (_, t) => f.target(t))];
      centres.slice(1).forEach((x, k) => assert.ok(x - centres[k] >= f.column - 1e-9));
      assert.ok(f.column >= f.strip + 8);
      assert.ok(centres[0] - f.column / 2 >= 0 && centres.at(-1) + f.column / 2 <= f.width);
    }
  }
});

test("columns hold the longest word", () => {
  const narrow = translate.frame(scene("ab", ["x"]), 300).column;
  const words = translate.frame({ ...scene("ab", ["x"]), source: ["beautiful", "b"] }, 300).column;
  assert.ok(words > narrow && words >= 9 * 7);
});

test("the two directions meet every position once, from both ends", () => {
  for (const S of [1, 5]) {
    const positions = Array.from({ length: S }, (_, t) => translate.positionOf(1, t, S));
    assert.deepEqual(positions, Array.from({ length: S }, (_, t) => S - 1 - t));
  }
  assert.deepEqual(
    [0, 2, 3, 4].map((frame) => translate.stageOf(frame, 3)),
    [{ act: "read", at: 0 }, { act: "read", at: 2 }, { act: "message", at: 0 }, { act: "write", at: 0 }],
  );
});

// Teacher forcing and free running --------------------------------------------------------------

const lanes = {
  labels: ["a", "b", "‹end›"],
  right: [0, 1, 2],
  choices: [[0, 1, 2], [1, 0, 2]],
  forced: {},
  free: { lengths: [2, 5, 3, 4, 2], ranked: { shape: [1, 1, 3], offset: 0, numbers: [0, 1, 2] } },
};

test("there is a column for each step of the longest copy, so that no choice moves the others", () => {
  const f = forcing.frame(lanes, 900);
  assert.equal(f.T, 5);
  assert.ok(f.y.lanes.forced.fed < f.y.lanes.free.guess && f.y.lanes.free.fed < f.y.chart);
  assert.equal(forcing.frame({ ...lanes, right: null, forced: null }, 900).y.chart, null);
});

test("a choice in the address is one of those that there are, or none", () => {
  assert.deepEqual(forcing.otherOf("2.3", lanes.choices), [1, 2]);
  for (const text of ["", "3.2", "1.1", "1.4", "0.2", "x"]) assert.equal(forcing.otherOf(text, lanes.choices), null);
  assert.deepEqual([[0, 1], [0, 2], [1, 1], [1, 2]].map(([k, r]) => forcing.copyOf(lanes.choices, k, r)), [1, 2, 3, 4]);
  assert.equal(forcing.copyOf(lanes.choices, 1, 0), 0);
});

test("sums grow upwards on an axis from 0, and what is not a number is left out", () => {
  const f = forcing.frame(lanes, 900);
  const ys = numbers(forcing.curve(f, [0, 2, NaN, 4], 4)).filter((_, k) => k % 2);
  assert.equal(ys.length, 3);
  assert.ok(ys[0] > ys[1] && ys[1] > ys[2]);
  assert.equal(ys[2], f.y.chart);
  for (const top of [0.3, 1, 7, 80]) {
    const ticks = forcing.ticks(top);
    assert.ok(ticks[0] === 0 && ticks.length >= 2 && ticks.length <= 6 && ticks.at(-1) <= top + 1e-9);
  }
});

// Beam ------------------------------------------------------------------------------------------

const tree = {
  index: [0, 1, 2, 5],
  parent: [-1, -1, 0, 1],
  step: [0, 0, 1, 1],
  rank: [0, 1, 0, 1],
  label: ["S", "P", "AY", "‹end›"],
  fate: [0, 0, 1, 2],
  greedy: [1, 0, 1, 0],
  steps: 2,
  finished: [3],
  scores: table([[-1], [-0.5]]),
  order: [[0], [0]],
};
const FATES = ["kept", "pruned", "ended", "cut"];

test("edges lead from a node's right side to its child's left side", () => {
  const f = beam.frame({ trees: [tree] }, 800);
  const [x0, y0, , , , , x1, y1] = numbers(beam.edge(f, tree, 3));
  assert.equal(x0, f.x(0) + f.node[0]);
  assert.equal(y0, beam.yOf(f, tree, 1) + f.node[1] / 2);
  assert.equal(x1, f.x(1));
  assert.equal(y1, beam.yOf(f, tree, 1) + f.node[1] / 2);
  assert.ok(numbers(beam.edge(f, tree, 0))[0] < f.x(0));
});

test("a tree knows its ways, where greedy's is pruned, and its ranking", () => {
  assert.deepEqual(beam.pathTo(tree, 3), [1, 3]);
  assert.equal(beam.greedyFalls(tree, FATES), 1);
  assert.equal(beam.greedyFalls({ ...tree, fate: [0, 0, 0, 2] }, FATES), null);
  assert.deepEqual(beam.ranking(tree, 1), [{ node: 3, score: -0.5 }]);
  assert.equal(beam.nodeAt(tree, 5), 3);
  assert.equal(beam.nodeAt(tree, 4), -1);
});

test("no width moves the picture: the frame is that of all trees", () => {
  const wide = { ...tree, rank: [0, 1, 0, 9], steps: 6 };
  const f = beam.frame({ trees: [tree, wide] }, 500);
  assert.equal(f.steps, 6);
  assert.equal(f.rows, 10);
  assert.ok(f.x(5) + f.node[0] <= f.width);
  for (const one of [tree, wide]) {
    const lowest = beam.yOf(f, one, Math.max(...one.rank)) + f.node[1];
    assert.ok(lowest <= f.height - 20 && beam.yOf(f, one, 1) - beam.yOf(f, one, 0) > f.node[1]);
  }
});
