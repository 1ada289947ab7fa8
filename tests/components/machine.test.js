// Drawing and reading what a layout says: bars, ways, numbers, the mixing valve.

import assert from "node:assert/strict";
import { test } from "node:test";

import { along, around, bars, block, conveyor, head, line, reached } from "../../assets/components/machine/geometry.js";
import { fill } from "../../assets/components/machine/rules.js";
import { at } from "../../assets/components/machine/view.js";
import { pipes, shape } from "../../assets/components/gru/valve_shape.js";

const box = { x: 50, y: 20, width: 100, height: 40, limit: 1, signed: true };
const numbers = (d) => d.match(/-?\d+(\.\d+)?/g).map(Number);
const ROWS = ["h", "c", null, "f", "i", "o", "g"];

test("a thing is finished in later phases and not begun in earlier ones", () => {
  const item = { phase: 2, from: 0.25, to: 0.75 };
  assert.equal(reached(item, 1, 1), 0);
  assert.equal(reached(item, 3, 0), 1);
  assert.equal(reached(item, 2, 0.25), 0);
  assert.equal(reached(item, 2, 0.5), 0.5);
  assert.equal(reached(item, 2, 1), 1);
});

test("a point along a polyline", () => {
  const points = [[0, 0], [10, 0], [10, 30]];
  assert.deepEqual(along(points, 0), [0, 0]);
  assert.deepEqual(along(points, 0.5), [10, 10]);
  assert.deepEqual(along(points, 1), [10, 30]);
  assert.equal(line(points), "M0 0L10 0L10 30");
  assert.match(head(points), /^M10 30L/);
});

test("signed bars leave the middle line, gates stand on the floor", () => {
  const [, middle, top] = numbers(bars([0.5, -0.5], box));
  assert.equal(middle, 20);
  assert.equal(top, 10);
  const [, floor, high] = numbers(bars([0.5], { ...box, signed: false }));
  assert.equal(floor, 40);
  assert.equal(high, 20);
});

test("a zero value is drawn as zero, not left out", () => {
  assert.equal(bars([0, 0, 0], box).match(/M/g).length, 3);
});

test("a bar that leaves the axis ends in a cut and stays inside", () => {
  const d = bars([3], box);
  assert.equal(d.match(/M/g).length, 2);
  const heights = [...d.matchAll(/V(-?[\d.]+)/g)].map((found) => Number(found[1]));
  assert.equal(Math.min(...heights), 0);
});

test("infinity is a cut bar, what is not a number a diamond", () => {
  assert.equal(bars([Infinity], box).match(/M/g).length, 2);
  assert.match(bars([NaN], box), /l.*z$/);
  assert.doesNotMatch(bars([NaN, Infinity, -Infinity], box), /NaN|Infinity/);
});

test("a strip on its way turns from one row into the other on their own axes", () => {
  const into = { values: [2], limit: 2 };
  assert.equal(bars([0.5], box, 1, into, 0), bars([0.5], box));
  assert.equal(bars([0.5], box, 1, into, 1), bars([1], box));
});

test("columns fill the frame, and scroll when they would become too narrow", () => {
  assert.equal(conveyor(ROWS, 8, 12, 800).column, 100);
  assert.equal(conveyor(ROWS, 2, 12, 800).column, 150);
  assert.equal(conveyor(ROWS, 31, 12, 800).column, 66);
  assert.ok(conveyor(ROWS, 31, 16, 300).column >= 16 * 4);
  const f = conveyor(ROWS, 5, 12, 400);
  assert.equal(f.centre(0), f.column / 2);
  assert.equal(f.size[0], 5 * f.column);
});

test("a gap in the conveyor's rows takes less room than a row", () => {
  const [parted, close] = [ROWS, ROWS.filter(Boolean)].map((rows) => conveyor(rows, 5, 12, 400));
  assert.ok(parted.rows.f - close.rows.f > 0 && parted.rows.f - close.rows.f < close.height);
});

test("the bands of all units lie side by side over a strip", () => {
  assert.deepEqual(around(box, 0, 4, 0, 3), { x: 0, y: -3, width: 25, height: 46 });
  assert.deepEqual(around(box, 3, 4, 1, 0), { x: 74, y: 0, width: 27, height: 40 });
  assert.equal(block({ x: 1, y: 2, width: 3, height: 4 }), "M1 2h3v4h-3z");
});

test("numbers are filled in: of this step, of the last one, in brackets where negative", () => {
  const view = {
    scene: { symbols: ["·", "a"] },
    row: (name, t) => ({ f: [0.5, 0.25], c: [t === 0 ? -2 : 3, 1] })[name],
  };
  assert.equal(fill("{f} × {(c-)} = {c}", view, 1, 0), "0.500 × (−2.00) = 3.00");
  assert.equal(fill("{(f)} {letter}", view, 1, 1), "0.250 a");
});

test("a symbol takes the number of its step", () => {
  assert.equal(at("1 - z_t", 3), "1 - z_{4}");
  assert.equal(at("(r \\ast h)_t = r_t \\ast h_{t-1}", 0), "(r \\ast h)_{1} = r_{1} \\ast h_{0}");
});

const VALVE = { x: 100, y: 60, bore: 40, reach: 50, out: 80 };
const heights = (d) => {
  const ys = numbers(d).filter((_, k) => k % 2);
  return Math.max(...ys) - Math.min(...ys);
};

test("the valve lets in 1 − z of the old state and z of the candidate", () => {
  for (const z of [0, 0.25, 0.5, 1]) {
    const at = shape(VALVE, z);
    assert.ok(Math.abs(heights(at.old) - 40 * (1 - z)) < 0.11);
    assert.ok(Math.abs(heights(at.fresh) - 40 * z) < 0.11);
  }
});

test("the hole in the plate is as large as a port, whatever the handle does", () => {
  for (const z of [0, 0.3, 1]) {
    const [upper, lower] = shape(VALVE, z).plate.split("Z").filter(Boolean).map(numbers);
    assert.ok(Math.abs(lower[1] - upper.at(-1) - 40) < 0.11);
  }
});

test("the handle goes along its whole scale, downwards for the new", () => {
  const scale = numbers(pipes(VALVE).scale);
  assert.equal(shape(VALVE, 0).knob, scale[1]);
  assert.equal(shape(VALVE, 1).knob, scale[1] + 40);
});
