import assert from "node:assert/strict";
import { test } from "node:test";

import {
  arrow, arrows, between, dots, frame, labelOf, letterAt, line, px, py, region, startAt, stepAt, strip, trail, tx,
} from "../../assets/components/phase/layout.js";
import { Table } from "../../assets/components/shared/unpack.js";

const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
const WIDTHS = [280, 358, 520, 620];
const path = [[0, 0], [0.5, 0.2], [0.8, -0.4]];
const states = (t) => path[t];

test("the square stands inside the picture, upright, at every width", () => {
  for (const width of WIDTHS) {
    const f = frame(width);
    assert.ok(px(f, -1) > f.left - 1 && px(f, 1) < width);
    assert.ok(py(f, 1) > 0 && py(f, -1) + 24 < f.height + 1);
    assert.ok(Math.abs(px(f, 1) - px(f, -1) - (py(f, -1) - py(f, 1))) < 1e-9);
  }
});

test("a press finds the nearest start, one outside the square that on its border", () => {
  const f = frame(520);
  for (const [i, j] of [[0, 0], [10, 10], [20, 3], [7, 20]]) {
    const [h1, h2] = [i, j].map((k) => -1 + (2 * k) / 20);
    assert.deepEqual(startAt(f, px(f, h1), py(f, h2), 21), [i, j]);
    assert.deepEqual(startAt(f, px(f, h1) + 3, py(f, h2) - 3, 21), [i, j]);
  }
  assert.deepEqual(startAt(f, -50, 9999, 21), [0, 0]);
  assert.deepEqual(startAt(f, 9999, -50, 21), [20, 20]);
});

test("a longer step has a longer arrow, and none reaches the next place", () => {
  const length = (d) => Math.hypot(d[2] - d[0], d[3] - d[1]);
  const lengths = [0.05, 0.2, 0.6, 2, 2.8].map((size) => length(numbers(arrow(100, 100, size, 0, 40))));
  for (let k = 1; k < lengths.length; k++) assert.ok(lengths[k] > lengths[k - 1]);
  assert.ok(lengths.at(-1) < 40);
});

test("an arrow points where the step leads, up being up", () => {
  const [x1, y1, x2, y2] = numbers(arrow(100, 100, 0, 1, 40));
  assert.ok(Math.abs(x1 - x2) < 0.2 && y2 < y1);
});

test("a step of no size, or none at all, is a dot", () => {
  for (const d of [0, NaN]) assert.equal(arrow(100, 100, d, d, 40), "M100.0 100.0h.01");
});

test("each place has its arrow", () => {
  const drawn = arrows(frame(358), [0, 0, 0.5, 0.5], [0.1, 0], [0.2, 0]);
  assert.equal(drawn.match(/M/g).length, 3); // shaft and head, and a dot
});

test("the trail ends at the state, or on the way to it", () => {
  const f = frame(520);
  assert.equal(numbers(trail(f, states, 0)).length, 2);
  assert.equal(numbers(trail(f, states, 2)).length, 6);
  assert.deepEqual(between(states, 2, 1), [0.8, -0.4]);
  assert.deepEqual(between(states, 0, 0.3), [0, 0]);
  const [h1, h2] = between(states, 2, 0.5);
  assert.ok(Math.abs(h1 - 0.65) < 1e-12 && Math.abs(h2 + 0.1) < 1e-12);
  assert.equal(dots(f, states, 0, 1).match(/M/g).length, 2);
  assert.equal(dots(f, states, 0, -1), "");
});

test("names of fixed points stand towards the middle, so that none leaves the picture", () => {
  assert.equal(labelOf(0.95, 0.95).anchor, "end");
  assert.ok(labelOf(0.95, 0.95).dy > 0);
  assert.equal(labelOf(-0.95, -0.95).anchor, "start");
  assert.ok(labelOf(-0.95, -0.95).dy < 0);
  assert.equal(labelOf(0, 0).anchor, "middle");
});

// Two basins, parted at a quarter of the way between the middle columns.
function halves(n = 4) {
  const letters = Array.from({ length: n * n }, (_, k) => (k % n < n / 2 ? "a" : "b")).join("");
  const right = new Float32Array(n * (n - 1)).fill(NaN);
  for (let j = 0; j < n; j++) right[j * (n - 1) + n / 2 - 1] = 0.25;
  const up = new Float32Array((n - 1) * n).fill(NaN);
  return { letters, side: n, reach: 1, right: new Table(right, 0, [n, n - 1]), up: new Table(up, 0, [n - 1, n]) };
}

test("the letter at a state is that of the nearest place", () => {
  const basin = halves();
  assert.equal(letterAt(basin, -0.9, 0.9), "a");
  assert.equal(letterAt(basin, 0.9, -0.9), "b");
  assert.equal(letterAt(basin, 5, 5), "b");
});

test("a region ends where its basin does", () => {
  const f = frame(520);
  const basin = halves();
  const border = -1 / 3 + 0.25 * (2 / 3);
  const xs = (letter) => numbers(region(f, basin, letter).replace(/V[\d.]+/g, "").replace(/H([\d.]+)/g, " $1 0 ")).filter((_, k) => k % 2 === 0);
  assert.ok(Math.abs(Math.max(...xs("a")) - px(f, border)) < 0.1);
  assert.ok(Math.abs(Math.min(...xs("b")) - px(f, border)) < 0.1);
  assert.equal(region(f, basin, "z"), "");
  assert.doesNotMatch(region(f, basin, "a") + region(f, basin, "b"), /NaN/);
});

test("the two regions cover the square between them", () => {
  const f = frame(520);
  const basin = halves(6);
  const area = (letter) => {
    let sum = 0;
    for (const piece of region(f, basin, letter).split("z").filter(Boolean)) {
      const points = [];
      for (const [, command, rest] of piece.matchAll(/([MLHV])([^MLHV]*)/g)) {
        const [a, b] = rest.trim().split(" ").map(Number);
        const last = points.at(-1);
        points.push(command === "H" ? [a, last[1]] : command === "V" ? [last[0], a] : [a, b]);
      }
      sum += Math.abs(points.reduce((s, [x, y], k) => s + x * points[(k + 1) % points.length][1] - points[(k + 1) % points.length][0] * y, 0)) / 2;
    }
    return sum;
  };
  const square = (px(f, 1) - px(f, -1)) ** 2;
  assert.ok(Math.abs(area("a") + area("b") - square) / square < 1e-3);
});

test("steps stand evenly along the strip, which a press finds again", () => {
  for (const width of WIDTHS) {
    const s = strip(width, 24);
    assert.ok(tx(s, 24) + 24 < width);
    for (const t of [0, 7, 24]) assert.equal(stepAt(s, tx(s, t) + s.gap * 0.3, 24), t);
    assert.deepEqual([stepAt(s, -9, 24), stepAt(s, 9999, 24)], [0, 24]);
  }
});

test("states of ±1 stay within the strip", () => {
  const s = strip(358, 24);
  const [, low] = numbers(line(s, () => [-1, 1], 0, 0));
  const [, high] = numbers(line(s, () => [-1, 1], 1, 0));
  assert.ok(high > s.pulse.zero && low < s.height - 14);
});
