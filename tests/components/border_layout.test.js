import assert from "node:assert/strict";
import { test } from "node:test";

import {
  DECADES, border, cut, cutY, frame, hatched, moved, placeAt, power, powerLine, shade, x, y,
} from "../../assets/components/border/layout.js";
import { Table } from "../../assets/components/shared/unpack.js";

const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
const table = (rows) => new Table(Float32Array.from(rows.flat()), 0, [rows.length, rows[0].length]);
const colours = { paper: [255, 255, 255], positive: [0, 120, 120], negative: [160, 90, 20], ink: [20, 20, 30], warn: [200, 0, 0] };

test("each radius and length is found where it is drawn", () => {
  for (const width of [300, 358, 620, 1040]) {
    const f = frame(width, 61, 200);
    for (const [k, t] of [[0, 1], [60, 200], [30, 117]]) assert.deepEqual(placeAt(f, x(f, t), y(f, k)), [k, t]);
    assert.deepEqual(placeAt(f, x(f, 50), (f.cut.y0 + f.cut.y1) / 2), [null, 50]);
    assert.equal(placeAt(f, f.x0 - 20, y(f, 3)), null);
    assert.equal(placeAt(f, x(f, 3), f.y0 + 25), null);
    assert.ok(f.x1 < width && f.cut.y0 + 30 < f.height);
    assert.ok(y(f, 60) < y(f, 0));
  }
});

test("keys move by one, with shift by ten, and stop at the edges", () => {
  const f = frame(600, 61, 200);
  assert.deepEqual(moved(f, "ArrowUp", [30, 100]), [31, 100]);
  assert.deepEqual(moved(f, "ArrowRight", [30, 100], true), [30, 110]);
  assert.deepEqual(moved(f, "ArrowDown", [0, 1]), [0, 1]);
  assert.deepEqual(moved(f, "ArrowLeft", [30, 4], true), [30, 1]);
  assert.equal(moved(f, "Home", [30, 100]), null);
});

test("10⁰ is paper, one hue stands to either side, and more decades are never nearer to paper", () => {
  assert.deepEqual(shade(0, colours), colours.paper);
  assert.notDeepEqual(shade(1, colours), shade(-1, colours));
  for (const sign of [-1, 1]) {
    const brightness = [0.1, 1, 4, 8, 16].map((v) => shade(sign * v, colours).reduce((a, b) => a + b));
    for (let k = 1; k < brightness.length; k++) assert.ok(brightness[k] < brightness[k - 1]);
    assert.deepEqual(shade(sign * 200, colours), shade(sign * DECADES, colours));
  }
  assert.deepEqual(shade(Infinity, colours), colours.warn);
  assert.deepEqual(shade(NaN, colours), colours.warn);
  assert.deepEqual(shade(-Infinity, colours), shade(-DECADES, colours));
});

test("the border parts what has faded from what has not, edge by edge", () => {
  const f = frame(300, 2, 3);
  assert.equal(border(f, table([[-1, -2, -3], [-1, -1, -1]])), "");
  const straight = border(f, table([[-1, -2, -3], [1, 0, 3]]));
  assert.equal(straight.match(/M/g).length, 1);
  const [x0, y0, x1] = numbers(straight);
  assert.ok(Math.abs(x0 - f.x0) < 0.1 && Math.abs(x1 - f.x1) < 0.1 && y0 === f.y0 - f.row);
  const stairs = border(f, table([[-1, -2, -3], [-1, 0, 3]]));
  assert.equal(stairs.match(/H/g).length, 1);
  assert.equal(stairs.match(/V/g).length, 1);
});

test("rows without a number are hatched from where they end", () => {
  const f = frame(300, 3, 10);
  const d = hatched(f, [0, 4, 0]);
  assert.equal(d.match(/M/g).length, 1);
  const [from, top] = numbers(d);
  assert.ok(Math.abs(from - (f.x0 + 3 * f.column)) < 0.1 && top === f.y0 - 2 * f.row);
});

test("a cut breaks where there is no number, and the power of a radius ends with the scale", () => {
  const f = frame(400, 3, 5);
  assert.equal(cut(f, [0, 1, -Infinity, NaN, 2]).match(/M/g).length, 2);
  const ends = numbers(powerLine(f, 8));
  assert.ok(Math.abs(ends.at(-1) - cutY(f, DECADES)) < 0.1);
  assert.ok(numbers(powerLine(f, 0)).at(-1) - cutY(f, 0) < 0.1);
  assert.equal(power(-16), "10⁻¹⁶");
});
