import assert from "node:assert/strict";
import { test } from "node:test";

import { PHASES, THIRDS, join, reached, row, shown, split, unitOf } from "../../assets/components/pipes/layout.js";
import { Step, Update } from "../../assets/components/pipes/values.js";

const WIDTHS = [320, 358, 619, 620, 1020, 1400];
const KINDS = [false, true];

test("frames run through all phases of a step, then the next step", () => {
  assert.deepEqual(split(join(4, 2)), { t: 4, phase: 2 });
  assert.equal(join(1, 0), PHASES.length);
});

test("everything of a row stands inside the picture, and nothing on top of another", () => {
  for (const width of WIDTHS) {
    for (const signed of KINDS) {
      const f = row(width, signed);
      const { new: fresh, memory, c, h } = f.boxes;
      for (const box of Object.values(f.boxes)) {
        assert.ok(box.x >= 0 && box.x + box.width <= width);
        assert.ok(box.top >= 0 && box.top + box.height <= f.line);
        assert.ok(box.zero > box.top && box.zero <= box.top + box.height);
      }
      assert.ok(fresh.top + fresh.height < memory.top);
      assert.ok(memory.x + memory.width < c.x && c.x + c.width < h.x);
      for (const pipe of Object.values(f.pipes)) {
        const half = f.size[0] / 2;
        assert.ok(pipe.x0 + half / 2 < pipe.valve && pipe.valve < pipe.x1, `${width} ${signed}`);
        assert.ok(pipe.top - f.travel - 8 - f.size[1] >= 0);
      }
    }
  }
});

test("the lower pipe lies between its boxes, the upper one ends above the box that it pours into", () => {
  for (const width of WIDTHS) {
    for (const signed of KINDS) {
      const { boxes, pipes } = row(width, signed);
      assert.equal(pipes.f.x0, boxes.memory.x + boxes.memory.width);
      assert.equal(pipes.f.x1, boxes.c.x);
      assert.ok(pipes.i.x1 > boxes.c.x && pipes.i.x1 < boxes.c.x + boxes.c.width);
      assert.ok(pipes.i.floor < boxes.c.top + boxes.c.height);
      assert.equal(pipes.o.x1, boxes.h.x);
      const last = signed ? boxes.squashed_c : boxes.c;
      assert.equal(pipes.o.x0, last.x + last.width);
    }
  }
});

test("one scale from box to box: a unit is as deep in the memory, before and after, and in what goes out", () => {
  const { boxes } = row(1020, false);
  const deep = [["new", 100], ["memory", 100], ["c", 200], ["h", 200]].map(([name, most]) => unitOf(boxes[name], most, false));
  assert.equal(new Set(deep.map((unit) => unit.toFixed(9))).size, 1);
});

test("boxes that lead into each other have their zero at one height", () => {
  for (const signed of KINDS) {
    const { boxes, pipes } = row(1020, signed);
    assert.equal(new Set([boxes.memory.zero, boxes.c.zero, boxes.h.zero, pipes.f.base, pipes.o.base]).size, 1);
  }
});

test("nothing has run before the first phase, all has after the last", () => {
  for (const value of Object.values(reached(-1, 1))) assert.equal(value, 0);
  for (const value of Object.values(reached(2, 1))) assert.equal(value, 1);
});

test("forget runs first, then remember, then select; each waits for the water to arrive", () => {
  const { f, kept, i, h } = reached(0, 1);
  assert.deepEqual([f, kept, i, h], [1, 1, 0, 0]);
  assert.deepEqual([reached(1, 1).written, reached(1, 1).o], [1, 0]);
  for (const [phase, pipe, box] of [[0, "f", "kept"], [1, "i", "written"], [2, "o", "h"]]) {
    for (let p = 0; p <= 1; p += 0.05) {
      const state = reached(phase, p);
      assert.ok(state[pipe] >= state[box], `${pipe} ${p}`);
    }
  }
});

test("units are shown page by page, none twice and none left out", () => {
  const seen = [0, 3, 6, 9].flatMap((unit) => shown(unit, 11, 3));
  assert.deepEqual(seen, Array.from({ length: 11 }, (_, k) => k));
  assert.deepEqual(shown(4, 12, 3), [3, 4, 5]);
  assert.deepEqual(shown(10, 11, 3), [9, 10]);
});

test("three bars of a signed box stand side by side", () => {
  assert.ok(THIRDS[0][0] >= 0 && THIRDS[2][1] <= 1);
  assert.ok(THIRDS[0][1] < THIRDS[1][0] && THIRDS[1][1] < THIRDS[2][0]);
});

const about = { c: ["c_t", "cell state"], f: ["f_t", "forget gate"], memory: ["c_{t-1}", "memory"] };

test("while a handle is dragged, its number shows that place of the sweep, the others what they had", () => {
  const values = new Update({
    units: 2, handles: ["memory", "f"], results: ["kept", "c"], about,
    given: { memory: [80, 60], f: [90, 10] },
    places: { memory: [...Array(101).keys()], f: [...Array(101).keys()].map((k) => k / 100) },
    now: { at: (result, unit) => 1000 + 10 * result + unit },
    sweep: { at: (handle, k, result, unit) => 100000 * handle + 100 * k + 10 * result + unit },
  });
  assert.equal(values.at("f", 1), 0.1);
  assert.equal(values.text("f", 1), "0.10");
  assert.equal(values.text("memory", 0), "80");
  assert.equal(values.at("c", 1), 1011);
  values.drags[1] = { handle: "f", k: 37 };
  assert.equal(values.at("f", 1), 0.37);
  assert.equal(values.at("f", 0), 0.9);
  assert.equal(values.at("c", 1), 103711);
  assert.equal(values.at("c", 0), 1010);
});

test("a step's memory is the cell state before it, and opens as such", () => {
  const values = new Step({ symbols: ["·", "a"], units: 3, rows: ["c", "g", "f"], limits: { c: 2 }, about, now: { at: (row, t, unit) => 100 * row + 10 * t + unit } });
  values.t = 1;
  assert.equal(values.at("memory", 2), 12);
  assert.equal(values.at("c", 2), 22);
  assert.equal(values.at("new", 0), 120);
  assert.equal(values.selection("memory", 2), "trace.c.0.2");
  assert.equal(values.selection("kept", 2), "trace.c.1.2");
  assert.equal(values.selection("new", 1), "trace.g.1.1");
  assert.equal(values.symbol("memory"), "c_{1}");
  assert.equal(values.words("memory", 2), "memory, step 1, unit 3: 12.0");
  values.t = 0;
  assert.equal(values.selection("memory", 2), "trace.c.-1.2");
  assert.match(values.words("memory", 0), /before the first step/);
});
