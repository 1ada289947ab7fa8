import assert from "node:assert/strict";
import { test } from "node:test";

import * as layout from "../../assets/components/lstm/layout.js";

const { PHASES, SIZE, along, bars, conveyor, head, join, line, reached, split, strips, travellers, wires } = layout;
const VARIANTS = [
  { peephole: false, coupled: false },
  { peephole: true, coupled: false },
  { peephole: false, coupled: true },
  { peephole: true, coupled: true },
];
const box = { x: 50, y: 20, width: 100, height: 40, limit: 1, signed: true };
const numbers = (d) => d.match(/-?\d+(\.\d+)?/g).map(Number);

test("frames run through all phases of a step, then the next step", () => {
  assert.deepEqual(split(join(3, 2)), { t: 3, phase: 2 });
  assert.equal(join(1, 0), PHASES.length);
});

test("everything stands inside the picture, for all variants", () => {
  for (const options of VARIANTS) {
    for (const { points } of wires(options)) {
      for (const [x, y] of points) {
        assert.ok(x >= 0 && x <= SIZE.width && y >= 0 && y <= SIZE.height, `${x} ${y}`);
      }
    }
  }
});

test("the layout is the same whatever the variant: only wires come and go", () => {
  const places = (options) => Object.values(strips(options)).map(({ x, y }) => [x, y]);
  for (const options of VARIANTS) assert.deepEqual(places(options), places(VARIANTS[0]));
});

test("peephole wires exist only with peepholes, the coupling only when coupled", () => {
  const ids = (options) => wires(options).map((wire) => wire.id);
  assert.ok(!ids(VARIANTS[0]).some((id) => id.startsWith("peep")));
  assert.deepEqual(ids(VARIANTS[1]).filter((id) => id.startsWith("peep")), ["peep f", "peep i", "peep o"]);
  assert.ok(ids(VARIANTS[2]).includes("coupled") && !ids(VARIANTS[2]).includes("bus i"));
});

test("with peepholes the output gate comes about after c, in the output phase", () => {
  assert.equal(strips(VARIANTS[0]).o.phase, 1);
  assert.equal(strips(VARIANTS[1]).o.phase, 5);
});

test("what travels in a phase starts where it lies and ends where it belongs", () => {
  for (const options of VARIANTS) {
    const s = strips(options);
    const ends = [[0, "joined"], [2, "kept"], [3, "written"], [4, "c"], [5, "h"]];
    for (const [phase, id] of ends) {
      const last = travellers(phase, options).at(-1);
      assert.equal(last.into, id);
      assert.deepEqual(last.points.at(-1), [s[id].x, s[id].y]);
    }
  }
});

test("at most two strips travel at any time", () => {
  for (const options of VARIANTS) {
    for (let phase = 0; phase < PHASES.length; phase++) {
      for (let p = 0.005; p < 1; p += 0.01) {
        const now = travellers(phase, options).filter((m) => p > m.start && p < m.end);
        assert.ok(now.length <= 2);
      }
    }
  }
});

test("a thing is finished in later phases and not begun in earlier ones", () => {
  const item = { phase: 2, from: 0.25, to: 0.75 };
  assert.equal(reached(item, 1, 1), 0);
  assert.equal(reached(item, 3, 0), 1);
  assert.equal(reached(item, 2, 0.25), 0);
  assert.equal(reached(item, 2, 0.5), 0.5);
  assert.equal(reached(item, 2, 1), 1);
});

test("a point along a polyline", () => {
  const points = [[0, 0], [10, 0], [10, 30]];
  assert.deepEqual(along(points, 0), [0, 0]);
  assert.deepEqual(along(points, 0.5), [10, 10]);
  assert.deepEqual(along(points, 1), [10, 30]);
  assert.equal(line(points), "M0 0L10 0L10 30");
  assert.match(head(points), /^M10 30L/);
});

test("signed bars leave the middle line, gates stand on the floor", () => {
  const [, middle, top] = numbers(bars([0.5, -0.5], box));
  assert.equal(middle, 20);
  assert.equal(top, 10);
  const [, floor, high] = numbers(bars([0.5], { ...box, signed: false }));
  assert.equal(floor, 40);
  assert.equal(high, 20);
});

test("a zero value is drawn as zero, not left out", () => {
  assert.equal(bars([0, 0, 0], box).match(/M/g).length, 3);
});

test("a bar that leaves the axis ends in a cut and stays inside", () => {
  const d = bars([3], box);
  assert.equal(d.match(/M/g).length, 2);
  const heights = [...d.matchAll(/V(-?[\d.]+)/g)].map((found) => Number(found[1]));
  assert.equal(Math.min(...heights), 0);
});

test("infinity is a cut bar, what is not a number a diamond", () => {
  assert.equal(bars([Infinity], box).match(/M/g).length, 2);
  assert.match(bars([NaN], box), /l.*z$/);
  assert.doesNotMatch(bars([NaN, Infinity, -Infinity], box), /NaN|Infinity/);
});

test("a strip on its way turns from one row into the other on their own axes", () => {
  const into = { values: [2], limit: 2 };
  assert.equal(bars([0.5], box, 1, into, 0), bars([0.5], box));
  assert.equal(bars([0.5], box, 1, into, 1), bars([1], box));
});

test("columns fill the frame, and scroll when they would become too narrow", () => {
  assert.equal(conveyor(8, 12, 800).column, 100);
  assert.equal(conveyor(2, 12, 800).column, 150);
  assert.equal(conveyor(31, 12, 800).column, 66);
  assert.ok(conveyor(31, 16, 300).column >= 16 * 4);
  const f = conveyor(5, 12, 400);
  assert.equal(f.centre(0), f.column / 2);
  assert.equal(f.size[0], 5 * f.column);
});
