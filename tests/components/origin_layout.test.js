import assert from "node:assert/strict";
import { test } from "node:test";

import { answer, bar, beyond, curve, flow, inputs, ownLabel, tangent, thickness, wire, x, y } from "../../assets/components/origin/layout.js";

const WIDTHS = [300, 358, 599, 600, 760, 1100];
const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

test("products stand in rows within the picture, wires between the bars and Σ", () => {
  for (const width of WIDTHS) {
    const f = inputs(width, 14);
    assert.equal(f.rows.length, 14);
    assert.ok(f.rows.at(-1) < f.result && f.result < f.height);
    assert.ok(f.factors < f.zero - f.half && f.zero + f.half < f.end);
    assert.ok(f.half > 20, `bars of ${f.half} px at ${width}`);
    assert.ok(f.end < f.sum.x - f.sum.r && f.sum.x + f.sum.r <= width);
    f.rows.forEach((row, k) => {
      const [x0, y0, , , , , x1, y1] = numbers(wire(f, k));
      assert.ok(x0 === f.end && Math.abs(y0 - row) < 8);
      assert.ok(Math.hypot(x1 - f.sum.x, y1 - f.sum.y) <= f.sum.r + 1, "a wire ends at Σ");
    });
  }
});

test("wires keep the order of their rows", () => {
  const f = inputs(400, 14);
  const ends = f.rows.map((_, k) => numbers(wire(f, k)).at(-1));
  assert.deepEqual(ends, ends.toSorted((a, b) => a - b));
});

test("a bar is as long as its product, to the left if negative; what is not finite has none", () => {
  const f = inputs(400, 3);
  assert.deepEqual(bar(f, 2, 2), { x: f.zero, width: f.half });
  assert.deepEqual(bar(f, -1, 2), { x: f.zero - f.half / 2, width: f.half / 2 });
  assert.equal(bar(f, NaN, 2).width, 0);
  assert.equal(bar(f, 0, 0).width, 0);
  assert.ok(thickness(2, 2) > 3 * thickness(0.3, 2));
  assert.ok(thickness(0, 2) > 0 && thickness(Infinity, 2) > 0 && thickness(1, 0) > 0);
});

test("curves and pipes fit: side by side where there is room, else below each other", () => {
  for (const width of WIDTHS) {
    const f = answer(width, 8);
    const right = f.plot.x + f.plot.width;
    for (const pipe of f.pipes) {
      assert.ok(pipe.x >= 0 && pipe.x + pipe.width <= width && pipe.width > 150);
      assert.ok(pipe.title < pipe.base - pipe.unit && pipe.base + pipe.unit <= f.height);
      assert.ok(width >= 600 ? pipe.x > right : pipe.title > f.plot.y + f.plot.height + 20);
    }
    assert.ok(f.pipes[1].title > f.pipes[0].base);
    assert.ok(right <= width && y(f, -1.2) <= f.height);
  }
});

test("a sum beyond the picture stands at its edge", () => {
  const f = answer(700, 8);
  assert.equal(x(f, 13), x(f, 8));
  assert.equal(x(f, -1e300), x(f, -8));
  assert.deepEqual([-9, 0, 8, 13].map((a) => beyond(f, a)), [-1, 0, 0, 1]);
  assert.equal(tangent(f, 13, 1, 0), "");
});

test("the tangent is equally long everywhere and flat where nothing moves", () => {
  const f = answer(700, 8);
  for (const slope of [0, 0.09, 0.25]) {
    const [x1, y1, x2, y2] = numbers(tangent(f, 1, 0.5, slope));
    assert.ok(Math.abs(Math.hypot(x2 - x1, y2 - y1) - 88) < 0.3);
    assert.ok(slope ? y1 > y2 : y1 === y2);
  }
});

test("a curve goes through all its places", () => {
  const f = answer(700, 8);
  const drawn = numbers(curve(f, [-8, 0, 8], [0, 0.5, 1]));
  assert.equal(drawn.length, 6);
  assert.ok(Math.abs(drawn[3] - y(f, 0.5)) < 0.06);
});

test("a valve lets its share through; below 0 it is shut and the amount hangs under the pipe", () => {
  const pipe = { x: 0, width: 200, base: 100, unit: 60 };
  const half = flow(pipe, 0.5);
  assert.deepEqual(half.behind, { y: 70, height: 30 });
  assert.equal(half.plate.y + half.plate.height, 70);
  const open = flow(pipe, 1);
  assert.deepEqual(open.behind, { y: 40, height: 60 });
  const turned = flow(pipe, -0.8);
  assert.deepEqual(turned.behind, { y: 100, height: 48 });
  assert.equal(turned.plate.y + turned.plate.height, 100);
  assert.equal(flow(pipe, 0).behind.height, 0);
});

test("the label of the network's own gate stays within the curves", () => {
  const f = answer(358, 8);
  assert.equal(ownLabel(f, 7, 1).anchor, "end");
  assert.equal(ownLabel(f, 0, 0.5).anchor, "start");
});
