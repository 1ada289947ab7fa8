import assert from "node:assert/strict";
import { test } from "node:test";

import { above, beyond, curve, frame, label, route, tangent, x, y } from "../../assets/components/squash/layout.js";

const WIDTHS = [300, 358, 699, 700, 1100, 1400];
const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

test("panels stand side by side where there is room and below each other elsewhere, within the picture", () => {
  for (const width of WIDTHS) {
    const f = frame(width, 6);
    const rows = new Set(f.places.map((place) => place.y)).size;
    assert.equal(rows, width >= 700 ? 1 : 3);
    for (const place of f.places) {
      assert.ok(place.x >= 0 && place.x + f.panel <= width + 1e-9);
      assert.ok(place.y + y(f, -1.2) <= f.height + 1e-9);
    }
    assert.ok(x(f, -6) >= 0 && x(f, 6) <= f.panel);
    assert.ok(f.places[1].x - f.places[0].x >= f.panel || f.places[1].y - f.places[0].y >= f.head + f.plot);
  }
});

test("heights compare: one scale for all three functions", () => {
  const f = frame(1100, 6);
  assert.ok(Math.abs(y(f, 0) - y(f, 1) - f.unit) < 1e-9);
  assert.ok(Math.abs(y(f, -1) - y(f, 0) - f.unit) < 1e-9);
});

test("the way goes up to the curve, then across to the axis of values", () => {
  const f = frame(1100, 6);
  assert.deepEqual(route(f, 3, 0.9, 0, 0).y, y(f, 0));
  const up = route(f, 3, 0.9, 1, 0);
  assert.deepEqual([up.x, up.y], [x(f, 3), y(f, 0.9)]);
  const across = route(f, 3, 0.9, 1, 1);
  assert.deepEqual([across.x, across.y], [x(f, 0), y(f, 0.9)]);
  assert.equal(numbers(across.path).length, 4);
});

test("a value above the picture is left at its top, not carried across", () => {
  const f = frame(1100, 6);
  assert.ok(above(5) && !above(1));
  const at = route(f, 5, 5, 1, 1);
  assert.deepEqual([at.x, at.y], [x(f, 5), y(f, 9)]);
  assert.equal(tangent(f, 5, 5, 1), "");
  assert.ok(label(f, 5, 5).x < x(f, 5));
});

test("an input beyond the picture stands at its edge, however large", () => {
  const f = frame(358, 6);
  for (const a of [7, 1e300, -7, -1e300]) {
    assert.equal(x(f, a), x(f, Math.sign(a) * 6));
    assert.equal(beyond(f, a), Math.sign(a));
    assert.doesNotMatch(route(f, a, Math.tanh(a), 1, 1).path, /NaN|Infinity/);
    assert.equal(tangent(f, a, Math.tanh(a), 0), "");
  }
  assert.equal(beyond(f, 6), 0);
});

test("tangents are equally long, flat where the slope is 0, and steeper for a larger slope", () => {
  const f = frame(1100, 6);
  const ends = [0, 0.25, 1].map((slope) => numbers(tangent(f, 0, 0, slope)));
  for (const [x1, y1, x2, y2] of ends) assert.ok(Math.abs(Math.hypot(x2 - x1, y2 - y1) - 92) < 0.3);
  const rises = ends.map(([, y1, , y2]) => y1 - y2);
  assert.ok(Math.abs(rises[0]) < 0.11 && rises[1] > rises[0] && rises[2] > rises[1]);
});

test("digits stand on the side of the axis that the curve leaves free", () => {
  const f = frame(1100, 6);
  assert.equal(label(f, 2, 0.9).anchor, "end");
  assert.equal(label(f, -2, -0.9).anchor, "start");
});

test("a curve that leaves the picture ends there", () => {
  const f = frame(1100, 6);
  const places = [-1, 0, 1, 2, 3];
  const drawn = numbers(curve(f, places, [0, 0, 1, 2, 3]));
  assert.equal(drawn.length, 8);
  assert.ok(Math.abs(drawn.at(-1) - y(f, 2)) < 0.06);
});
