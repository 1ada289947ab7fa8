import assert from "node:assert/strict";
import { test } from "node:test";

import { BROAD, MAP, NET, arc, broad, cellAt, cellX, cellY, digitsOn, filled, grown, labelled, mapFrame, moved, netFrame, nodeX, tint } from "../../assets/components/attention/layout.js";
import { apart, curve, differs, end, frame, x, y } from "../../assets/components/holding/layout.js";
import { part } from "../../assets/components/shared/ease.js";

const FRENCH = "le chien noir dormait dans le soleil chaud ‹end›".split(" ");
const ENGLISH = "the black dog slept in the hot sun".split(" ");
const LONG = "abcdefghijklmnopqrst".split("");

test("the map fits a screen with digits and chances, and on a phone it scrolls past cells for a finger", () => {
  const wide = mapFrame(FRENCH, ENGLISH, 490);
  assert.ok(wide.width + wide.side <= 490 && wide.digits && wide.chances > wide.x1);
  assert.equal(wide.head.slanted, false);
  const phone = mapFrame(FRENCH, ENGLISH, 350);
  assert.ok(phone.wide >= MAP.least && phone.head.slanted && phone.chances === null);
  assert.ok(phone.width + phone.side <= 350 + phone.head.height);
  const many = mapFrame(LONG, LONG, 350);
  assert.equal(many.wide, MAP.least);
  assert.ok(many.width > 350 - many.side);
});

test("a place is the cell that is drawn there, a label or nothing", () => {
  const f = mapFrame(FRENCH, ENGLISH, 490);
  for (const [t, s] of [[0, 0], [3, 5], [8, 7]]) {
    assert.deepEqual(cellAt(f, cellX(f, s) + f.wide / 2, cellY(f, t) + f.tall / 2), { t, s });
  }
  assert.deepEqual(cellAt(f, cellX(f, 2) + 1, 3), { t: null, s: 2 });
  assert.deepEqual(cellAt(f, f.chances + 4, cellY(f, 1) + 4), { t: 1, s: null });
  assert.equal(cellAt(f, 5, f.y1 + 4), null);
});

test("arrow keys move by a cell and stop at the edges", () => {
  assert.deepEqual(moved("ArrowDown", { t: 1, s: 1 }, 3, 2), { t: 2, s: 1 });
  assert.deepEqual(moved("ArrowRight", { t: 1, s: 1 }, 3, 2), { t: 1, s: 1 });
  assert.deepEqual(moved("ArrowUp", { t: 0, s: 1 }, 3, 2), { t: 0, s: 1 });
  assert.equal(moved("Home", { t: 0, s: 0 }, 3, 2), null);
});

test("rows fill one after another, cells from the left", () => {
  assert.deepEqual([0, 1, 2].map((t) => grown(t, 2, 0, part)), [1, 0, 0]);
  assert.equal(grown(1, 2, 1, part), 1);
  assert.equal(grown(0, 0, 1, part), 0, "nothing is written at the first frame");
  for (let s = 0; s < 7; s++) assert.ok(filled(0.5, s, 8) >= filled(0.5, s + 1, 8));
  for (let s = 0; s < 8; s++) assert.deepEqual([filled(0, s, 8), filled(1, s, 8)], [0, 1]);
});

test("a sentence's picture fits on a phone", () => {
  assert.ok(netFrame(ENGLISH, FRENCH, 350).width <= 350);
});

test("nodes and slanted labels stay inside the picture, names of rows outside the nodes", () => {
  for (const [inputs, outputs] of [[ENGLISH, FRENCH], [LONG, LONG], [["a"], ["AH", "‹end›"]]]) {
    for (const width of [350, 490, 1000]) {
      const f = netFrame(inputs, outputs, width);
      for (const [row, labels, lean] of [[f.outputs, outputs, 1], [f.inputs, inputs, -1]]) {
        const far = row.labels.slanted ? row.labels.height - 14 : 0;
        const ends = [0, labels.length - 1].map((k) => nodeX(row, k));
        assert.ok(ends[0] - f.r > NET.names - 1, `${ends[0]}`);
        assert.ok(ends[1] + f.r <= f.width);
        assert.ok(lean > 0 ? ends[1] + far <= f.width + 8 : ends[0] - far >= 0);
        assert.ok(2 * f.r < row.step);
      }
    }
  }
});

test("an arc joins its two nodes and is as broad as its weight", () => {
  const f = netFrame(ENGLISH, FRENCH, 490);
  const ends = arc(f, 1, 2).match(/[\d.]+/g).map(Number);
  assert.ok(Math.abs(ends[0] - nodeX(f.inputs, 2)) < 0.06 && Math.abs(ends[6] - nodeX(f.outputs, 1)) < 0.06);
  assert.equal(broad(1), BROAD);
  assert.equal(broad(0.5) * 2, broad(1));
  assert.equal(broad(0.004), 0);
});

test("the scale runs from 0 to 1 for every map, and digits stay legible on it", () => {
  assert.deepEqual([0, 0.25, 1, NaN].map(tint), [0, 25, 100, 0]);
  assert.deepEqual([0.1, 0.65, 0.9].map(digitsOn), ["a-digits", "a-digits a-black", "a-digits a-inverted"]);
  assert.equal(labelled(["abc"], 40).slanted, false);
  assert.equal(labelled(["abcdefgh"], 40).slanted, true);
});

test("curves of guesses break where nothing was written; names at their ends do not meet", () => {
  const f = frame(490);
  const d = curve(f, [0, 0.5, 1], [0, NaN, 1]);
  assert.equal(d, `M${x(f, 0)} ${y(f, 0)}M${x(f, 1)} ${y(f, 1)}`);
  assert.equal(end([0.2, 0.4, NaN]), 0.4);
  assert.equal(end([NaN]), 0);
  const places = apart(f, [0, 0.01, 0.02, 0.9]);
  const sorted = [...places].sort((a, b) => a - b);
  for (let k = 1; k < sorted.length; k++) assert.ok(sorted[k] - sorted[k - 1] >= 19 - 1e-9);
  assert.ok(Math.max(...places) <= f.y0 && Math.min(...places) >= f.y1);
  assert.ok(places[3] < places[2] && places[2] < places[1] && places[1] < places[0]);
});

test("what is written differently is marked, what is longer too", () => {
  assert.deepEqual(differs(["a", "b"], ["a", "c", "d"]), [false, true, true]);
  assert.deepEqual(differs(["a", "b", "c"], ["x", "b", "y", "c"]), [true, false, true, false], "what moved is not other");
  assert.deepEqual(differs(["a"], ["a"]), [false]);
  assert.deepEqual(differs([], ["a"]), [true]);
});
