import assert from "node:assert/strict";
import { test } from "node:test";

import { SIZE, between, curve, frame, laneY, large, nearest, place, shareX, small, ticks } from "../../assets/components/remedies/layout.js";

const axis = { kind: "log", low: -12, high: 1 };

test("columns fill the list and no more, at all widths", () => {
  for (const width of [300, 342, 420, 600, 760, 959, 960, 1090, 1344]) {
    const f = frame(width);
    const used = f.narrow ? f.spark + SIZE.gap + f.strip : f.name + f.spark + f.strip + SIZE.says + 3 * SIZE.gap;
    assert.equal(used, f.list);
    assert.ok(f.beside ? f.list + SIZE.detail + f.detail === width : f.list === width && f.detail === width);
    for (const part of [f.name, f.spark, f.strip, f.detail]) assert.ok(part >= 100, `${width}: ${part}`);
  }
});

test("what is below an axis stands at its end, which says so", () => {
  const open = { kind: "log", low: -16, high: 3, open: true };
  const at = place(open, 10, large(400, 330));
  assert.equal(at.y(-40), at.y(-16));
  assert.equal(ticks(open).at(-1)[1], "≤10⁻¹⁶");
  assert.equal(ticks({ ...open, open: false }).at(-1)[1], "10⁻¹⁶");
});

test("runs stand within their strip, each seed in a lane of its own", () => {
  for (const width of [120, 300]) {
    assert.ok(shareX(0, width) - SIZE.dot >= 0 && shareX(1, width) + SIZE.dot <= width);
  }
  const lanes = [0, 1, 2, 3, 4, 5, 6, 7].map((seed) => laneY(seed, 8));
  lanes.forEach((y, k) => assert.ok(y - SIZE.dot >= 0 && y + SIZE.dot <= SIZE.row && (k === 0 || y - lanes[k - 1] >= 1.7 * SIZE.dot)));
});

test("an exact zero stands below every finite value, an overflow at the top", () => {
  const box = large(400, 330);
  const at = place(axis, 51, box);
  assert.ok(at.y(-Infinity) > at.y(axis.low) && at.y(-Infinity) <= box.y0);
  assert.equal(at.y(Infinity), box.y1);
  assert.equal(at.y(axis.high), box.y1);
  assert.equal(at.x(0), box.x0);
  assert.equal(at.x(50), box.x1);
  const tiny = place(axis, 1, small(100));
  assert.ok(Number.isFinite(tiny.x(0)));
});

test("a curve that is cut goes on along the foot, and what is no number is left out", () => {
  const at = { x: (k) => k, y: (value) => (value === -Infinity ? 99 : -value) };
  assert.deepEqual(curve(new Float32Array([0, -1, -Infinity, -Infinity]), at), { line: "M0 0L1 1", zero: "M2 99L3 99" });
  assert.deepEqual(curve(new Float32Array([0, NaN, -1]), at), { line: "M0 0M2 1", zero: "" });
});

test("the area between the seeds ends where one of them does", () => {
  const at = { x: (k) => k, y: (value) => -value };
  assert.equal(between(new Float32Array([0, -2, -3]), new Float32Array([0, -1, -Infinity]), at), "M0 0L1 1L1 2L0 0Z");
  assert.equal(between(new Float32Array([0, -Infinity]), new Float32Array([0, -1]), at), "");
});

test("ticks name decades, few enough to read, and 1 as it is", () => {
  for (const [low, high] of [[-1, 0], [-12, 1], [-40, 3], [-7, 2]]) {
    const found = ticks({ low, high });
    assert.ok(found.length >= 2 && found.length <= 7);
    for (const [value] of found) assert.ok(value >= low && value <= high);
    assert.deepEqual(found.find(([value]) => value === 0), [0, "1"]);
  }
});

test("a pointer takes the nearest run, or none far from all", () => {
  const places = [[10, 10], [10, 16], [90, 30]];
  assert.equal(nearest(places, 11, 14), 1);
  assert.equal(nearest(places, 80, 30), 2);
  assert.equal(nearest(places, 50, 50), -1);
});
