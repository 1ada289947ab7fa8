import assert from "node:assert/strict";
import { test } from "node:test";

import { SIZE, abreast, bars, called, cellAt, cellX, cellY, frame, largest, moved, places } from "../../assets/components/scores/layout.js";
import { atX, atY, every, frame as chartFrame, line, moved as along, nearest, ticks } from "../../assets/components/costs/layout.js";
import { arc, broad, cellAt as headAt, across, fitting, mapFrame, needed, moved as step, netFrame, nodeX, tint } from "../../assets/components/selfattention/layout.js";
import { frame as waitFrame, level, link, net, nodeX as wordX } from "../../assets/components/waits/layout.js";

const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
const LETTERS = [..."through"];
const WORDS = ["the", "black", "dog", "slept", "in", "the", "hot", "sun"];

test("a cell of a small map is found where it is drawn, and all of a map is inside its picture", () => {
  for (const [rows, columns] of [[["TH", "R", "end"], LETTERS], [WORDS, WORDS], [Array(26).fill("AO"), [..."abcdefghijklmnopqrst"]]]) {
    for (const width of [150, 237, 342]) {
      const f = frame(rows, columns, width);
      assert.ok(f.cell >= SIZE.least && f.x1 <= f.width && f.y1 <= f.height);
      for (const [t, s] of [[0, 0], [rows.length - 1, columns.length - 1]]) assert.deepEqual(cellAt(f, cellX(f, s) + f.cell / 2, cellY(f, t) + f.tall / 2), { t, s });
      assert.equal(cellAt(f, f.x0 - 3, f.y0 + 5), null);
      assert.equal(cellAt(f, f.x0 + 3, f.y1 + 2), null);
    }
  }
  assert.ok(frame(WORDS, WORDS, 237).slanted);
  assert.ok(!frame(WORDS, LETTERS, 237).slanted);
});

test("as many maps stand side by side as need not scroll", () => {
  const scene = (inputs) => ({ inputs, outputs: ["TH", "R"], sides: [{ outputs: ["TH"] }] });
  assert.equal(abreast(scene(LETTERS), 1020, 24), 4);
  assert.equal(abreast(scene([..."abcdefghijklmnopqrst"]), 1020, 24), 2);
  assert.equal(abreast(scene(WORDS), 356, 24), 1);
  assert.equal(abreast(scene(["a"]), 200, 24), 1);
});

test("bars of weight 1 are as tall as the scale, whatever else is in the row", () => {
  const f = frame(["a"], ["x", "y"], 200);
  const tall = numbers(bars(f, [1, 0.25]).replaceAll("v", " v "));
  assert.equal(tall[2], -SIZE.bars);
  assert.equal(tall[7], -SIZE.bars / 4);
  assert.equal(largest([0.1, 0.7, 0.2]), 1);
  assert.equal(places(2), 4);
  assert.deepEqual([0, 1, 5].map((s) => called(WORDS, s)), ["1st the", "black", "2nd the"]);
  assert.deepEqual(moved("ArrowDown", { t: 1, s: 1 }, 2, 3), { t: 1, s: 1 });
  assert.deepEqual(moved("ArrowRight", { t: 1, s: 1 }, 2, 3), { t: 1, s: 2 });
  assert.equal(moved("Home", { t: 1, s: 1 }, 2, 3), null);
});

test("charts: powers of ten are evenly apart, lines break where nothing was measured", () => {
  const f = chartFrame(300, 5);
  const log = { kind: "log", low: -1, high: 3 };
  const gap = atY(f, log, 1) - atY(f, log, 10);
  assert.ok(Math.abs(atY(f, log, 100) - atY(f, log, 1000) - gap) < 1e-9);
  assert.equal(atY(f, log, 1000), f.y1);
  assert.equal(line(f, log, [1, 10, NaN, 100, 1000]).match(/M/g).length, 2);
  assert.equal(line(f, log, [0, 1, 10, 1, 1]).match(/[ML]/g).length, 4);
  assert.equal(nearest(f, atX(f, 3) + 4), 3);
  assert.equal(along("End", 1, 5), 4);
  assert.equal(along("x", 1, 5), null);
  assert.deepEqual(ticks(log).map(([, text]) => text), ["1000", "100", "10", "1", "10⁻¹"]);
  assert.ok(every(chartFrame(200, 13), ["8,192"]) > every(chartFrame(600, 13), ["8,192"]));
});

test("a sentence above itself: arcs as broad as weights, maps whose cells are found", () => {
  const f = netFrame([...WORDS, ...WORDS], 700);
  const [x1, , , , , , x2] = numbers(arc(f, 1, 2));
  assert.ok(Math.abs(x1 - nodeX(f, 2)) < 0.1 && Math.abs(x2 - nodeX(f, 1)) < 0.1);
  assert.equal(broad(0.001), 0);
  assert.equal(broad(0.5) * 2, broad(1));
  for (const width of [230, 480]) {
    const m = mapFrame(WORDS, width);
    assert.ok(m.x1 <= m.width && m.y1 <= m.height);
    assert.deepEqual(headAt(m, m.x0 + 2.5 * m.cell, m.y0 + 1.5 * m.cell), { t: 1, s: 2 });
    assert.equal(headAt(m, m.x0 - 1, m.y0 + 1), null);
  }
  assert.equal(netFrame(Array(30).fill("the"), 300).width, 15 * 64);
  assert.ok(needed(["the", "dormaient"]) > 9 * 8);
  assert.deepEqual(step("ArrowLeft", { t: 0, s: 0 }, 8), { t: 0, s: 0 });
  assert.deepEqual([1, 2, 4].map((heads) => across(WORDS, heads, 1020, 28)), [1, 2, 4]);
  assert.equal(across(WORDS, 4, 350, 28), 1);
  assert.equal(across([...WORDS, ...WORDS], 4, 1020, 28), 2);
  assert.equal(tint(0), 0);
  assert.deepEqual(fitting([9, 99, 99, 99], { heads: 2, words: WORDS, size: 16 }), { h: 1, t: 7, s: 7, unit: 15 });
});

test("what waits: links go on to the next word, the net has every pair, discs fill from below", () => {
  const f = waitFrame(4, 400);
  const [from, , to] = numbers(link(f, 1).replace("H", " "));
  assert.ok(from > wordX(f, 1) && to < wordX(f, 2));
  assert.equal(net(f).match(/M/g).length, 16);
  assert.equal(level(0, 10), "");
  assert.ok(numbers(level(0.25, 10))[1] > numbers(level(0.75, 10))[1]);
  assert.ok(level(1, 10).startsWith("M-10 0"));
});
