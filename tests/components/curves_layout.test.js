import assert from "node:assert/strict";
import { test } from "node:test";

import { apart, frame, line, nearest, place, ticks, whiskers } from "../../assets/components/curves/layout.js";

const share = { x: { low: 0, high: 100 }, y: { kind: "share", low: 0, high: 1 } };
const log = { x: { low: 1, high: 40 }, y: { kind: "log", low: -6, high: 1 } };

test("everything stands inside the picture, on a phone, too", () => {
  for (const width of [320, 390, 800, 1400]) {
    for (const scene of [share, log]) {
      const f = frame(scene, width);
      const at = place(scene, f);
      for (const x of [scene.x.low, scene.x.high]) assert.ok(at.x(x) >= 0 && at.x(x) <= width);
      for (const y of [scene.y.low, scene.y.high, Infinity, -Infinity]) assert.ok(at.y(y) >= 0 && at.y(y) <= f.height);
    }
  }
});

test("an exact zero stands below every finite value of a log axis", () => {
  const f = frame(log, 800);
  const at = place(log, f);
  assert.ok(at.y(-Infinity) > at.y(-6));
  assert.ok(at.y(Infinity) <= at.y(1));
});

test("a curve is broken where it has no number", () => {
  const at = { x: (x) => x, y: (y) => y };
  assert.equal(line([1, 2, 3, 4], [1, 2, NaN, 4], at), "M1 1L2 2M4 4");
  assert.equal(line([1, 2], [-Infinity, 3], at), "M2 3");
  assert.equal(whiskers([1], [2], [3], at), "M1 2V3");
});

test("names at the ends of curves do not overlap and keep their order", () => {
  const found = apart([100, 101, 20, 102], 17, 0, 200);
  const sorted = [...found].sort((a, b) => a - b);
  for (let k = 1; k < 4; k++) assert.ok(sorted[k] - sorted[k - 1] >= 17 - 1e-9);
  assert.ok(found[2] < found[0] && found[0] < found[1] && found[1] < found[3]);
  const low = apart([199, 199, 199], 17, 0, 200);
  assert.ok(Math.max(...low) <= 200);
});

test("ticks are round numbers, per cents or powers of ten", () => {
  assert.deepEqual(ticks(share.y).map(([, text]) => text), ["0%", "25%", "50%", "75%", "100%"]);
  assert.ok(ticks(log.y).some(([, text]) => text === "10⁻⁵"));
  assert.deepEqual(ticks({ low: 0, high: 100 }).map(([value]) => value), [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  assert.ok(ticks({ low: 1, high: 12 }).every(([value]) => value >= 1 && value <= 12));
});

test("the nearest of some places", () => {
  assert.equal(nearest([0, 10, 20], 14), 1);
  assert.equal(nearest([0, 10, 20], 99), 2);
});
