import assert from "node:assert/strict";
import { test } from "node:test";

import { border, frame, moved, outline, outside, pairAt, share, x, y } from "../../assets/components/triangle/layout.js";

const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

test("a place in the triangle is the pair drawn there; above the diagonal there is none", () => {
  for (const [steps, width] of [[1, 300], [9, 460], [31, 460], [31, 320]]) {
    const f = frame(steps, width, { sums: true });
    for (let t = 0; t < steps; t++) {
      for (let k = 0; k < steps; k++) {
        const found = pairAt(f, x(f, k) + f.cell / 2, y(f, t) + f.cell / 2);
        assert.deepEqual(found, k > t ? null : { t, k });
      }
      assert.deepEqual(pairAt(f, f.sums.x + 4, y(f, t) + f.cell / 2), { t, k: null });
    }
    assert.equal(pairAt(f, f.x0 + 2, f.y1 + 5), null);
    assert.deepEqual(pairAt(f, x(f, 0) + 2, f.sums.total + 3), { t: null, k: 0 });
    assert.ok(f.cell >= 13 && f.sums.x + f.sums.width <= f.width);
  }
});

test("it fits a width that has room, and has digits where entries are large", () => {
  const wide = frame(9, 470, { sums: true });
  assert.ok(wide.width <= 470 && wide.digits);
  assert.ok(!frame(31, 470).digits);
  assert.equal(frame(31, 900).every, 1);
});

test("arrow keys stay within the triangle", () => {
  assert.deepEqual(moved("ArrowUp", { t: 3, k: 3 }, 5), { t: 2, k: 2 });
  assert.deepEqual(moved("ArrowRight", { t: 3, k: 3 }, 5), { t: 3, k: 3 });
  assert.deepEqual(moved("ArrowLeft", { t: 3, k: 0 }, 5), { t: 3, k: 0 });
  assert.deepEqual(moved("ArrowDown", { t: 4, k: 1 }, 5), { t: 4, k: 1 });
  assert.equal(moved("a", { t: 4, k: 1 }, 5), null);
});

test("what a row leaves out lies left of its first kept pair", () => {
  const f = frame(3, 200);
  const first = [0, 1, 2]; // each row keeps its diagonal alone
  const drawn = numbers(outside(f, first));
  assert.deepEqual(drawn.slice(0, 3), [f.x0, y(f, 1), f.cell]);
  assert.equal(outside(f, [0, 0, 0]), "");
  assert.ok(border(f, first).endsWith(`M${x(f, 2)} ${y(f, 2)}V${f.y1}`));
  assert.equal(border(f, [0, 0, 0]), "");
  assert.ok(outline(f).startsWith(`M${f.x0} ${f.y0}V${f.y1}H${f.x1}`));
});

test("a size stands where its decade is; zero at the low end, what overflows at the high one", () => {
  const scale = { low: -4, high: 1 };
  assert.ok(Math.abs(share(0.1, scale) - 0.6) < 1e-9);
  assert.equal(share(0, scale), 0);
  assert.equal(share(Infinity, scale), 1);
  assert.equal(share(1e-9, scale), 0);
});
