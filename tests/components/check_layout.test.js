import assert from "node:assert/strict";
import { test } from "node:test";

import { HEIGHT, decades, guide, largest, line, mark, matrices, moved, nearest, plot, scales } from "../../assets/components/check/layout.js";
import { Table } from "../../assets/components/shared/unpack.js";

const numbers = (d) => d.match(/-?\d+(\.\d+)?/g).map(Number);

test("a matrix and its gradient stand beside or under each other, within the width", () => {
  for (const width of [320, 358, 620, 700]) {
    for (const [rows, columns] of [[27, 12], [12, 12], [12, 27], [1, 12], [1, 27], [27, 16]]) {
      const f = matrices(width, rows, columns);
      const [first, second] = f.places;
      assert.ok(f.size >= 9 && first.x + columns * f.size <= width, `${rows} × ${columns} at ${width}`);
      assert.ok(second.x + columns * f.size <= width);
      assert.ok(f.beside ? second.x > first.x + columns * f.size : second.y > first.y + rows * f.size);
      if (width > 480) assert.ok(second.y + rows * f.size <= Math.max(HEIGHT, 44 * 2 + 26 + 2 * 9 * rows) + 1);
      else if (rows <= 16 && columns <= 16) assert.ok(f.size >= 24 || f.size * columns > width - 40);
    }
  }
});

test("a mark's area is its size; round is positive, square negative, nothing is nothing", () => {
  assert.match(mark(1, 1, 20), /a/);
  assert.match(mark(-1, 1, 20), /h.*v.*z$/);
  assert.equal(mark(0, 1, 20), "");
  assert.equal(mark(0, 0, 20), "");
  assert.notEqual(mark(NaN, 1, 20), "");
  const side = (value) => -numbers(mark(value, 1, 20))[0];
  assert.ok(Math.abs(side(-1) / side(-0.25) - 2) < 0.05);
  assert.ok(side(-1) < 10 && side(-1e-9) > 0);
});

test("the largest entry is found, whatever is not finite", () => {
  const table = new Table(new Float32Array([9, 1, -3, NaN, Infinity, 2]), 1, [1, 1, 5]);
  assert.equal(largest(table), 3);
});

test("arrow keys move by one entry and stop at the edges", () => {
  assert.deepEqual(moved([0, 0], "ArrowRight", 3, 4), [0, 1]);
  assert.deepEqual(moved([0, 0], "ArrowUp", 3, 4), [0, 0]);
  assert.deepEqual(moved([2, 3], "ArrowDown", 3, 4), [2, 3]);
  assert.deepEqual(moved([1, 2], "Home", 3, 4), [1, 0]);
  assert.deepEqual(moved([1, 2], "End", 3, 4), [1, 3]);
  assert.equal(moved([1, 2], "Enter", 3, 4), null);
});

test("both axes of the curve are logarithmic, and exactly zero has a place below", () => {
  const epsilons = [1e-12, 1e-6, 1e-1];
  const f = plot(620);
  const at = scales(f, epsilons);
  assert.equal(at.x(1e-12), f.x0);
  assert.equal(at.x(1e-1), f.x1);
  assert.ok(Math.abs(at.y(1e-4) - at.y(1e-8) - (at.y(1) - at.y(1e-4))) < 1e-6);
  assert.ok(at.y(0) > at.y(1e-16));
  assert.equal(at.y(NaN), f.y1);
  assert.equal(at.y(1e300), at.y(1));
});

test("a curve skips what it cannot draw; a guide stays within the picture", () => {
  const epsilons = [1e-12, 1e-9, 1e-6, 1e-3, 1e-1];
  const at = scales(plot(620), epsilons);
  assert.equal((line(epsilons, [1e-3, 0, 1e-6, NaN, 1e-2], at).match(/M/g) ?? []).length, 3);
  assert.equal(numbers(guide(epsilons, [1e3, 1e-2, 1e-8, 1e-20, 1e-4], at)).length, 6);
});

test("ticks and the nearest place", () => {
  assert.deepEqual(decades(-12, -3, 3).map(([, text]) => text), ["10⁻³", "10⁻⁶", "10⁻⁹", "10⁻¹²"]);
  assert.equal(nearest([0, 10, 20], 14), 1);
});
