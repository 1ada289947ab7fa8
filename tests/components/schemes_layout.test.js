import assert from "node:assert/strict";
import { test } from "node:test";

import { TOP, apart, frame, marks, path, places, scale, ticks, y } from "../../assets/components/schemes/layout.js";

const f = frame(1000);
const series = { updates: [0, 0, 0, 1, 1, 1, 2] };
const bits = [4, 4, 4, 3, 3, 3, 2];
const numbers = (d) => d.match(/-?\d+(\.\d+)?/g).map(Number);

test("only places behind an update are drawn", () => {
  assert.deepEqual(places(series, "seen").map((p) => p.at), [0, 3, 6]);
  assert.deepEqual(places(series, "updates").map((p) => p.at), [0, 1, 2]);
});

test("against names seen the curve is stairs: between updates nothing changes", () => {
  const x = scale(f, "seen", 6);
  const d = path(f, series, bits, "seen", x);
  assert.match(d, /^M[\d.]+ [\d.]+H[\d.]+V[\d.]+H[\d.]+V[\d.]+$/);
  assert.deepEqual(numbers(d).slice(-2), [x(6), y(f, 2)].map((v) => Math.round(v * 10) / 10));
});

test("no updates yet has a place on the logarithmic axis, and ticks stand within it", () => {
  const x = scale(f, "updates", 1264);
  assert.equal(x(0), f.x0);
  assert.equal(x(1264), f.x1);
  assert.deepEqual(ticks("updates", 1264, 24).map(([n]) => n), [0, 1, 10, 100, 1000]);
  assert.deepEqual(ticks("seen", 192, 24).map(([n]) => n).slice(-2), [168, 192]);
});

test("what is off the axis stands at its edge, what is no number ends the curve", () => {
  assert.equal(y(f, 99), y(f, TOP));
  const lost = [4, 4, 4, 9, 9, 9, NaN];
  const d = path(f, series, lost, "seen", scale(f, "seen", 6));
  assert.equal(numbers(d).length, 4);
  assert.equal(marks(f, series, lost, "seen", scale(f, "seen", 6)).length, 2);
  assert.equal(path(f, series, bits.map(() => Infinity), "seen", scale(f, "seen", 6)), "");
});

test("names keep their distance, in the order of the curves' ends, within the picture", () => {
  const found = apart([300, 302, 90, 299], 20, 320, 38);
  const sorted = found.toSorted((a, b) => a - b);
  sorted.slice(1).forEach((value, k) => assert.ok(value - sorted[k] >= 38));
  assert.ok(sorted[0] >= 20 && sorted.at(-1) <= 320);
  assert.ok(found[2] < found[3] && found[3] < found[0] && found[0] < found[1]);
});

test("on a phone the curves have the whole width", () => {
  assert.ok(frame(358).x1 > 330 && !frame(358).named);
  assert.ok(frame(1000).named);
});
