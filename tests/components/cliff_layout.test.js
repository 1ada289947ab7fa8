import assert from "node:assert/strict";
import { test } from "node:test";

import {
  TOP, arrow, between, cut, cutY, exit, frame, inside, lossFrame, lossLine, lossX, nodeAt, nodePlace, pixelAt, px, py, trail, updateAt, within,
} from "../../assets/components/cliff/layout.js";
import * as over from "../../assets/components/overflow/layout.js";
import { Table } from "../../assets/components/shared/unpack.js";

const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
const near = (a, b, by = 1e-6) => assert.ok(Math.abs(a - b) <= by, `${a} is not ${b}`);
const WIDTHS = [300, 358, 560, 720];
const [ROWS, COLUMNS] = [80, 121];
const loss = new Table(Float32Array.from({ length: ROWS * COLUMNS }, (_, k) => (k % COLUMNS) / 400), 0, [ROWS, COLUMNS]);
const scene = { w: [4, 7], b: [-3.975, -1.605], every: [2, 4], loss };

test("window and cut share their axis and stand within the picture", () => {
  for (const width of WIDTHS) {
    const f = frame(width);
    near(px(f, scene, 4), f.x0);
    near(px(f, scene, 7), f.x1);
    near(py(f, scene, -1.605), f.y1);
    assert.ok(f.y0 + 30 < f.cut.y1 && f.cut.y0 < f.height && f.x1 < width);
    near(cutY(f, TOP), f.cut.y1);
    const drawn = numbers(cut(f, scene, 3));
    near(drawn[0], f.x0, 0.05);
    near(drawn.at(-2), f.x1, 0.05);
    near(drawn.at(-1), cutY(f, 0.3), 0.1);
  }
});

test("every place that the point may have is found where it is drawn", () => {
  const f = frame(560);
  for (const node of [[0, 0], [30, 39], [15, 18], [1, 38]]) {
    const [w, b] = nodePlace(scene, node);
    assert.deepEqual(nodeAt(f, scene, px(f, scene, w), py(f, scene, b)), node);
    assert.deepEqual(nodeAt(f, scene, px(f, scene, w) + 3, py(f, scene, b) - 3), node);
    assert.deepEqual(pixelAt(f, scene, px(f, scene, w), py(f, scene, b)), [node[1] * 2, node[0] * 4]);
  }
  near(nodePlace(scene, [15, 18])[0], 5.5);
  near(nodePlace(scene, [15, 18])[1], -2.895);
  assert.deepEqual(nodeAt(f, scene, -99, 9999), [0, 0]);
  assert.deepEqual(nodeAt(f, scene, 9999, -99), [30, 39]);
});

test("a step that ends within the window is drawn to its end, one that leaves it to the edge", () => {
  const f = frame(560);
  const short = arrow(f, scene, [5.5, -2.895], [5.757, -2.466]);
  assert.equal(short.out, false);
  near(short.end[0], px(f, scene, 5.757));
  const long = arrow(f, scene, [5.5, -2.895], [318.4, 520.2]);
  assert.equal(long.out, true);
  near(long.end[1], f.y1, 1e-9);
  assert.ok(long.end[0] > f.x0 && long.end[0] < f.x1);
  // the direction is that of the step
  const slope = (py(f, scene, 520.2) - py(f, scene, -2.895)) / (px(f, scene, 318.4) - px(f, scene, 5.5));
  near((long.end[1] - py(f, scene, -2.895)) / (long.end[0] - px(f, scene, 5.5)), slope, 1e-6);
});

test("a step of no length, or to nowhere, has no arrow", () => {
  const f = frame(560);
  assert.equal(arrow(f, scene, [5, -3], [5, -3]).d, "");
  assert.equal(arrow(f, scene, [5, -3], [NaN, -3]).d, "");
  assert.equal(arrow(f, scene, [5, -3], [Infinity, Infinity]).d, "");
  assert.equal(arrow(f, scene, [300, 500], [400, 600]).d, "");
});

test("lines are cut at the box, and say whether they go on", () => {
  const box = { x0: 0, x1: 10, y1: 0, y0: 10 };
  assert.deepEqual(within([5, 5], [25, 5], box), [[5, 5], [10, 5], true]);
  assert.deepEqual(within([5, 5], [6, 7], box), [[5, 5], [6, 7], false]);
  assert.equal(within([11, 5], [20, 5], box), null);
  assert.equal(within([12, -5], [12, 15], box), null);
});

test("a trail shows what is within, and comes back where it comes back", () => {
  const f = frame(560);
  const places = [[5, -3], [9, -3], [9, -2], [5, -2]];
  const d = trail(f, scene, (n) => places[n], 3);
  assert.equal(d.match(/M/g).length, 2);
  assert.ok(Math.max(...numbers(d).filter((_, k) => k % 2 === 0)) <= f.x1 + 0.1);
  assert.equal(trail(f, scene, (n) => places[n], 0), "");
  assert.deepEqual(exit(f, scene, (n) => places[n], 2).map(Math.round), [f.x1, py(f, scene, -3)].map(Math.round));
  assert.equal(exit(f, scene, (n) => places[n], 3), null);
  assert.deepEqual(between((n) => places[n], 1, 0.5), [7, -3]);
  assert.ok(inside(scene, [4, -3]) && !inside(scene, [7.01, -3]));
});

test("losses stand over their updates, and a press finds the update", () => {
  const f = lossFrame(400, 30);
  const d = lossLine(f, (n) => (n === 3 ? NaN : 0.25), 5);
  assert.equal(d.match(/M/g).length, 2);
  for (const n of [0, 13, 30]) assert.equal(updateAt(f, lossX(f, n) + 3), n);
  assert.deepEqual([updateAt(f, -5), updateAt(f, 999)], [0, 30]);
});

test("growth ends in words where the line ends", () => {
  const f = over.frame(400, 1100);
  const d = over.line(f, [0, 100, 200, Infinity, Infinity], 4);
  assert.equal(numbers(d).length, 6);
  assert.equal(over.said("float64", 37, 1100), "float64 overflowed at step 37");
  assert.equal(over.said("float32", 0, 1100), "float32 holds for all 1100 steps");
  assert.equal(over.power(308), "10³⁰⁸");
});
