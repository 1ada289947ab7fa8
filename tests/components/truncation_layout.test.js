import assert from "node:assert/strict";
import { test } from "node:test";

import { arc, arrow, at, curveX, curveY, curves, path, placeAt, plane, ticks, tip, written } from "../../assets/components/truncation/layout.js";

const FORMS = [
  { ratio: [0.87, 0.97, 1], angle: [37, 6, 0] },
  { ratio: [0.4, 1.2, 1], angle: [120, 30, 0] },
];

test("two vectors stand at their true angle and length, within the picture, at every place", () => {
  for (const width of [300, 490]) {
    const f = plane(FORMS, width);
    const [x0, y0] = at(f, [0, 0]);
    for (const { ratio, angle } of FORMS) {
      ratio.forEach((value, i) => {
        const [x, y] = at(f, tip(value, angle[i]));
        assert.ok(x >= 0 && x <= width && y >= 0 && y <= f.height);
        assert.ok(Math.abs(Math.hypot(x - x0, y - y0) - value * f.unit) < 1e-9);
        assert.ok(Math.abs((Math.atan2(y0 - y, x - x0) * 180) / Math.PI - angle[i]) < 1e-9);
      });
    }
  }
});

test("the distance of the tips is the relative error", () => {
  const [x, y] = tip(0.974, 5.75); // as the RNN has them at τ = 4, where the error is 10.2 %
  assert.ok(Math.abs(Math.hypot(x - 1, y) - 0.102) < 1e-3);
});

test("what is not a number is left out of the picture, not of the page", () => {
  const f = plane([{ ratio: [NaN, 1], angle: [NaN, 0] }], 400);
  assert.ok(Number.isFinite(f.unit) && f.height < 200);
  assert.equal(path(curves(3, 1, 400), [NaN, 0.5, NaN]).match(/M/g).length, 1);
  assert.equal(arc(f, NaN, 50), "");
  assert.deepEqual(arrow([5, 5], [5, 5], 10), { line: "", head: "" });
});

test("an arrow ends at its tip", () => {
  assert.ok(arrow([0, 0], [100, 0], 16).head.startsWith("M100 0L84"));
});

test("curves go through their places, and a place in the picture is the nearest one", () => {
  const f = curves(9, 60, 490);
  for (let i = 0; i < 9; i++) assert.equal(placeAt(f, curveX(f, i) + 5), i);
  assert.equal(curveY(f, 0), f.y0);
  assert.equal(curveY(f, 60), f.y1);
  assert.equal(placeAt(f, -50), 0);
  assert.equal(placeAt(curves(1, 0, 300), 200), 0);
});

test("axes have few round labels", () => {
  assert.deepEqual(ticks(60), [0, 15, 30, 45, 60]);
  for (const high of [0.3, 7, 37, 100, 180]) assert.ok(ticks(high).length <= 6 && ticks(high).at(-1) <= high);
  assert.deepEqual(written(9, 420), [0, 1, 2, 3, 4, 5, 6, 7, 8]);
  assert.ok(written(31, 420).length <= 17);
});
