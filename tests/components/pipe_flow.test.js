import assert from "node:assert/strict";
import { test } from "node:test";

import { dragged, freed, fronts, keyed, lanes, pour, speeds, streak } from "../../assets/components/pipe/flow.js";
import { frame, surface } from "../../assets/components/pipe/layout.js";

const WIDTHS = [320, 358, 639, 640, 1020, 1400];
const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

test("what arrives at the valve is what leaves it: depth times speed is the same on both sides", () => {
  for (const [before, behind] of [[72, 72], [72, 36], [50, 1], [9, 3.3]]) {
    const v = speeds(before, behind);
    assert.ok(Math.abs(before * v.before - behind * v.behind) < 1e-9);
    assert.ok(v.before <= v.behind);
  }
});

test("a shut valve, or no water, and nothing moves", () => {
  assert.deepEqual(speeds(72, 0), { before: 0, behind: 0 });
  assert.deepEqual(speeds(0, 0), { before: 0, behind: 0 });
});

test("faster water draws longer streaks", () => {
  assert.ok(streak(150) > streak(40) && streak(40) > streak(0));
});

test("more water carries more streaks, all of them inside it; dry pipes carry none", () => {
  let last = 0;
  for (let depth = 0; depth <= 72; depth += 0.5) {
    const found = lanes(depth, 7);
    assert.ok(found.every((y) => y > 0 && y < depth));
    assert.ok(found.length >= last && found.length <= 7);
    last = found.length;
  }
  assert.equal(lanes(0, 7).length, 0);
  assert.equal(lanes(3, 7).length, 1);
  assert.equal(lanes(72, 7).length, 7);
});

test("the water comes to the valve before it goes on", () => {
  assert.deepEqual(fronts(0, 0, 40, 100), { before: 0, behind: 40 });
  assert.deepEqual(fronts(0.3, 0, 40, 100), { before: 30, behind: 40 });
  assert.deepEqual(fronts(0.7, 0, 40, 100), { before: 40, behind: 70 });
  assert.deepEqual(fronts(1, 0, 40, 100), { before: 40, behind: 100 });
});

test("the plate stands on the water that passes; an open valve of a dry pipe still looks open", () => {
  assert.equal(freed(0.5, 36), 36);
  assert.equal(freed(0, 0), 0);
  assert.equal(freed(1, 0), 10);
});

test("what pours ends at the water below and is as thick as what leaves the pipe", () => {
  const d = pour(100, 50, 30, 200, 40);
  assert.ok(numbers(d).includes(200));
  assert.ok(d.startsWith("M100 20"));
  assert.equal(pour(100, 50, 0, 200, 40), "");
  assert.equal(pour(100, 50, 30, 51, 40), "");
  assert.doesNotMatch(pour(100, 50, 0.3, 400, 40), /NaN|Infinity/);
});

test("a hand that goes up opens, as far as there are places", () => {
  assert.equal(dragged(70, 0, 72, 101), 70);
  assert.equal(dragged(70, -36, 72, 101), 20);
  assert.equal(dragged(70, 500, 72, 101), 100);
  assert.equal(dragged(70, -500, 72, 101), 0);
});

test("arrow keys move by one place, page keys by a tenth, Home and End to the ends", () => {
  const keys = { ArrowUp: 51, ArrowRight: 51, ArrowDown: 49, ArrowLeft: 49, PageUp: 60, PageDown: 40, Home: 0, End: 100 };
  for (const [key, to] of Object.entries(keys)) assert.equal(keyed(key, 50, 101), to);
  assert.equal(keyed("ArrowUp", 100, 101), 100);
  assert.equal(keyed("PageDown", 3, 101), 0);
  assert.equal(keyed("a", 50, 101), null);
});

test("everything around one pipe stands inside the picture, at every width", () => {
  for (const width of WIDTHS) {
    const f = frame(width);
    const { pipe, tank, source } = f;
    assert.ok(source.x >= 0 && source.x + source.width === pipe.x0);
    assert.ok(pipe.x0 < pipe.valve - f.size[0] / 2 && pipe.valve + f.size[0] / 2 < pipe.x1);
    assert.ok(tank.x > 0 && tank.x + tank.width + 26 <= width);
    assert.ok(tank.top > pipe.floor && tank.top + tank.height <= f.height);
    assert.ok(pipe.x1 > tank.x && pipe.x1 + f.throwing < tank.x + tank.width, "it pours into the box");
    // The grip of an open valve is inside, with room for a finger.
    assert.ok(pipe.top - f.bore - 8 - f.size[1] / 2 - 22 >= 0);
  }
});

test("both boxes have one scale: as high for 100", () => {
  for (const width of WIDTHS) {
    const f = frame(width);
    assert.equal(f.source.height, f.tank.height);
    assert.equal(surface(f, 100), f.tank.top);
    assert.equal(surface(f, 0), f.tank.top + f.tank.height);
    assert.equal(surface(f, 50), f.tank.top + f.tank.height / 2);
  }
});
