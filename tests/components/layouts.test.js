import assert from "node:assert/strict";
import { test } from "node:test";

import * as panel from "../../assets/components/panel/layout.js";
import * as readers from "../../assets/components/readers/layout.js";
import * as unrolled from "../../assets/components/unrolled/layout.js";
import { Table } from "../../assets/components/shared/unpack.js";

const WIDTHS = [320, 390, 700, 1100, 1440];
const numbers = (d) => d.match(/-?\d+(\.\d+)?/g).map(Number);

// The unrolled network --------------------------------------------------------------------

const chain = (changes = {}) => ({
  symbols: [..."·anna"], hidden: 12, units: "all", stage: "prediction",
  states: [{ name: "h" }], ...changes,
});
const scenes = [1, 5, 31].flatMap((steps) =>
  ["all", "few"].flatMap((units) =>
    ["system", "input", "prediction"].flatMap((stage) =>
      [["h"], ["h", "c"]].map((states) =>
        chain({ symbols: Array(steps).fill("a"), units, stage, states: states.map((name) => ({ name })) }),
      ),
    ),
  ),
);

test("the chain stands inside its picture, whatever the text, the cell and the screen", () => {
  for (const scene of scenes) {
    for (const width of WIDTHS) {
      const f = unrolled.frame(scene, width);
      const first = unrolled.columnX(f, 0, 1);
      const last = unrolled.columnX(f, f.steps - 1, 1);
      assert.ok(f.x0 > 0 && f.x0 < first - f.strip / 2);
      assert.ok(first - f.column / 2 >= 0);
      assert.ok(last + f.column / 2 <= f.width);
      for (const lane of f.lanes) assert.ok(lane.top >= f.y.node && lane.top + f.tall <= f.y.node + f.nodeHeight);
      assert.ok(f.height >= f.y.node + f.nodeHeight);
      if (scene.stage !== "system") assert.ok(f.height >= f.y.letter + unrolled.SIZE.letter);
      if (scene.stage === "prediction") assert.ok(f.y.guesses + 4 * unrolled.SIZE.guess < f.y.tileV);
      assert.ok(f.width >= width);
    }
  }
});

test("columns are as wide as fits, and scroll once they would be too narrow to read", () => {
  const wide = unrolled.frame(chain(), 1440);
  assert.equal(wide.width, 1440);
  const narrow = unrolled.frame(chain({ symbols: Array(31).fill("a") }), 390);
  assert.ok(narrow.column >= 90 && narrow.width > 31 * 90);
});

test("things keep their order, from the guesses on top to the letters below", () => {
  const { y } = unrolled.frame(chain(), 1100);
  assert.ok(y.guesses < y.tileV && y.tileV < y.node && y.node < y.tileU && y.tileU < y.letter && y.letter < y.end);
});

test("the cell state travels above the hidden state, and they do not overlap", () => {
  const f = unrolled.frame(chain({ states: [{ name: "h" }, { name: "c" }] }), 1100);
  const [h, c] = f.lanes;
  assert.ok(c.top + f.tall < h.top);
});

test("four units are shown of many, all of few", () => {
  assert.equal(unrolled.frame(chain({ units: "few" }), 1100).units, 4);
  assert.equal(unrolled.frame(chain({ units: "few", hidden: 2 }), 1100).units, 2);
  assert.equal(unrolled.frame(chain(), 1100).units, 12);
});

test("folded, all columns stand in one place; unfolding carries them evenly", () => {
  const f = unrolled.frame(chain(), 1100);
  for (let t = 0; t < f.steps; t++) {
    assert.equal(unrolled.columnX(f, t, 0), f.foldX);
    const half = (f.foldX + unrolled.columnX(f, t, 1)) / 2;
    assert.ok(Math.abs(unrolled.columnX(f, t, 0.5) - half) < 1e-9);
  }
  assert.ok(f.foldX - f.strip / 2 > 0 && f.foldX + f.strip / 2 < 1100);
});

test("the loop leaves the node on the right and ends on its left, below it on the way", () => {
  const f = unrolled.frame(chain(), 1100);
  const path = unrolled.loop(f);
  assert.doesNotMatch(path, /NaN|undefined/);
  assert.ok(numbers(path)[0] > f.foldX + f.strip / 2);
  assert.match(path, new RegExp(`c-58 0 -58 -?[\\d.]+ 0 -?[\\d.]+H${f.foldX - f.strip / 2 - 6 - 7}$`));
});

test("a step begins with nothing and ends with everything, in the order in which data flow", () => {
  const names = ["letter", "state", "grow", "predict", "guess"];
  const at = (p) => names.map((name) => unrolled.moments(p)[name]);
  assert.deepEqual(at(0), [0, 0, 0, 0, 0]);
  assert.deepEqual(at(1), [1, 1, 1, 1, 1]);
  for (let p = 0; p <= 1; p += 0.01) {
    const now = at(p);
    for (let k = 1; k < now.length; k++) assert.ok(now[k] <= now[k - 1] + 1e-12, `${names[k]} at ${p}`);
  }
});

// Three readers ---------------------------------------------------------------------------

const reading = (steps) => ({
  symbols: Array(steps).fill("a"),
  readers: Array.from({ length: 3 }, () => ({ h: { shape: [steps, 12] } })),
});

test("three rows of strips stand below one another inside their picture", () => {
  for (const steps of [1, 9, 31]) {
    for (const width of WIDTHS) {
      const f = readers.frame(reading(steps), width);
      f.rows.slice(1).forEach((top, k) => assert.ok(top > f.rows[k] + f.tall + readers.SIZE.guess));
      assert.ok(f.rows[2] + f.tall + readers.SIZE.guess <= f.height);
      assert.ok(readers.columnX(f, 0) - f.strip / 2 >= readers.SIZE.name);
      assert.ok(readers.columnX(f, steps - 1) + f.strip / 2 <= f.width);
      assert.ok(f.strip <= f.column);
    }
  }
});

test("a short name fits on a screen without scrolling, a long one on a phone scrolls", () => {
  assert.ok(readers.frame(reading(9), 1100).width <= 1100);
  assert.ok(readers.frame(reading(31), 360).width > 360);
});

// The panel -------------------------------------------------------------------------------

const sum = (products) => new Table(Float32Array.from(products.flatMap((p) => [1, p, p])), 0, [products.length, 3]);

test("a short sum is listed whole, zeros and all", () => {
  assert.deepEqual(panel.collapse(sum([0, 0, 1, 0]), 4, false), { shown: [0, 1, 2, 3], hidden: 0 });
});

test("of a long sum the zeros are left out and counted, until all are asked for", () => {
  const numbers = sum([0, 1, 0, -2, 0, 0, 3, NaN]);
  assert.deepEqual(panel.collapse(numbers, 8, false), { shown: [1, 3, 6, 7], hidden: 4 });
  assert.equal(panel.collapse(numbers, 8, true).shown.length, 8);
  assert.equal(panel.collapse(numbers, 8, true).hidden, 0);
});

test("all bars of a sum share the scale of its largest finite product", () => {
  assert.equal(panel.largest(sum([1, -4, Infinity, NaN]), 4), 4);
  assert.equal(panel.largest(sum([9, 1]), 0), 0);
});

test("a product's bar leaves the middle to the side of its sign", () => {
  assert.deepEqual(panel.barOf(4, 4), { left: 50, width: 50 });
  assert.deepEqual(panel.barOf(-2, 4), { left: 25, width: 25 });
  assert.deepEqual(panel.barOf(0, 4), { left: 50, width: 0 });
});

test("what is not finite fills its half, what is not a number has no bar", () => {
  assert.deepEqual(panel.barOf(Infinity, 4), { left: 50, width: 50 });
  assert.deepEqual(panel.barOf(-Infinity, 4), { left: 0, width: 50 });
  assert.deepEqual(panel.barOf(NaN, 4), { left: 50, width: 0 });
  assert.deepEqual(panel.barOf(0, 0), { left: 50, width: 0 });
});
