import assert from "node:assert/strict";
import { test } from "node:test";

import * as fading from "../../assets/components/fading/layout.js";
import { ending, size, title } from "../../assets/components/fading/words.js";
import * as reach from "../../assets/components/reach/layout.js";
import * as saturation from "../../assets/components/saturation/layout.js";

const WIDTHS = [300, 358, 619, 620, 1000, 1300];
const WINDOW = [-20, 10];
const DISTANCES = [0, 1, 2, 5, 10, 20, 60, 100, 200];
const framed = (width, length = 60) => fading.windowed(fading.frame(width), WINDOW, length, 60);
const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);

test("the window fills the picture, and its powers of ten are marked", () => {
  for (const width of WIDTHS) {
    const f = framed(width);
    assert.equal(fading.y(f, -20), f.y0);
    assert.equal(fading.y(f, 10), f.y1);
    for (const length of [10, 60, 200]) {
      assert.equal(fading.x(f, 0, length), f.x0);
      assert.equal(fading.x(f, length, length), f.x1);
    }
    assert.ok(f.x1 <= width && f.x0 > 40 && f.y0 < f.height && f.x1 - f.x0 > 200);
    assert.deepEqual(fading.powersOfTen(f).map(([power]) => power), [-20, -15, -10, -5, 0, 5, 10]);
  }
});

test("over a longer run both axes shrink alike: the same slope is the same factor a step", () => {
  const slope = (f, length) => (fading.y(f, 0) - fading.y(f, 1)) / (fading.x(f, 1, length) - fading.x(f, 0, length));
  const [usual, long] = [framed(800), framed(800, 200)];
  assert.ok(Math.abs(slope(usual, 60) - slope(long, 200)) < 1e-9);
  assert.deepEqual(framed(800, 10), usual, "a short one has the usual window");
  for (const length of [10, 60, 100, 120, 160, 200]) {
    const marks = fading.powersOfTen(framed(800, length));
    assert.ok(marks.length >= 4 && marks.length <= 8);
    assert.ok(marks.some(([power, text]) => power === 0 && text === "1"));
  }
});

test("only the distances within the length are drawn", () => {
  assert.equal(fading.within(DISTANCES, 200), 9);
  assert.equal(fading.within(DISTANCES, 60), 7);
  assert.equal(fading.within(DISTANCES, 15), 5);
  assert.equal(fading.within(DISTANCES, 0), 1);
  const f = framed(800);
  const powers = DISTANCES.map((d) => -0.1 * d);
  const d = numbers(fading.curve(f, DISTANCES, powers, 7, 60));
  assert.equal(d.length, 14);
  assert.equal(d.at(-2), f.x1);
});

test("a curve ends where it has no number, and is not joined across", () => {
  const f = framed(800);
  const d = fading.curve(f, [0, 1, 2, 3, 4], [0, NaN, -1, -2, -Infinity], 5, 4);
  assert.equal(d.match(/M/g).length, 2);
  assert.equal(d.match(/L/g).length, 1);
  assert.equal(fading.curve(f, [0, 1], [-Infinity, -Infinity], 2, 1), "");
});

test("an arrow stands where a curve leaves the window for good", () => {
  const f = framed(800);
  assert.equal(fading.exit(f, [0, -5, -19], 3), null);
  assert.deepEqual(fading.exit(f, [0, -21, -5, -25, -30], 5), { k: 3, side: "low" });
  assert.deepEqual(fading.exit(f, [0, 11, 12], 3), { k: 1, side: "high" });
  assert.deepEqual(fading.exit(f, [0, -Infinity, -Infinity], 3), { k: 1, side: "low" });
  assert.deepEqual(fading.exit(f, [0, 5, NaN], 3), { k: 2, side: "high" });
  assert.equal(fading.exit(f, [0, -5, -25], 2), null, "beyond the length it does not count");
});

test("names do not stand on each other, wherever the curves end", () => {
  const f = framed(1000);
  for (const lasts of [[0, 0, 0, 0, 0, 0], [-Infinity, -300, -20, 10, 90, Infinity], [NaN, NaN, -5, -5.1, -5.2, 0]]) {
    const heights = fading.names(f, lasts);
    const sorted = heights.toSorted((a, b) => a - b);
    for (let k = 1; k < sorted.length; k++) assert.ok(sorted[k] - sorted[k - 1] >= 18);
    assert.ok(sorted[0] >= f.y1 - 1 && sorted.at(-1) <= f.y0);
  }
});

test("the pointer finds the nearest distance that is drawn", () => {
  const f = framed(800);
  DISTANCES.slice(0, 7).forEach((d, k) => assert.equal(fading.nearestDistance(f, DISTANCES, 7, 60, fading.x(f, d, 60) + 1), k));
  assert.equal(fading.nearestDistance(f, DISTANCES, 7, 60, 5000), 6);
  for (const length of [10, 40, 60, 100, 200]) {
    assert.ok(fading.steps(length).length <= 9);
    assert.equal(fading.steps(length).at(-1), length);
  }
});

test("a size is written as a power of ten beyond what is read at a glance", () => {
  assert.equal(size(0), "1.00");
  assert.equal(size(-2), "0.010");
  assert.equal(size(-87.5), "3.16×10⁻⁸⁸");
  assert.equal(size(-320), "1.00×10⁻³²⁰");
  assert.equal(size(4.95), "8.91×10⁴");
  assert.equal(size(5.9999), "1.00×10⁶");
  assert.equal(size(-Infinity), "0");
  assert.equal(size(Infinity), "∞");
  assert.equal(size(NaN), "undefined");
});

test("how a curve ended is said in words, with the distance", () => {
  assert.equal(ending("RNN", 0, 0), "");
  assert.match(ending("RNN", 1, 3), /^RNN: exactly 0 from distance 3 on/);
  assert.match(ending("RNN", 2, 186), /^RNN: underflowed to 0 at distance 186/);
  assert.match(ending("GRU", 3, 37), /^GRU: overflowed at distance 37/);
});

test("the title says what is left in three of the four cells", () => {
  const cells = ["rnn", "lstm", "lstm-peephole", "gru"].map((key) => ({ key, name: key.toUpperCase() }));
  assert.equal(title("h", 60, cells, [-6, 0, 1, -Infinity]), "60 steps multiply a gradient by at most 1.00×10⁻⁶ in the RNN, 1.00 in the LSTM and 0 in the GRU");
  assert.match(title("loss", 60, cells, [NaN, 0, 0, 0]), /^A gradient of size 1 at step 60 .* undefined in the RNN/);
});

test("the way back runs from the later step to the earlier one, within its scale", () => {
  const f = reach.frame(400, 60, [-10, 5]);
  const row = Array.from({ length: 61 }, (_, k) => -(60 - k));
  const d = numbers(reach.curve(f, row, 30, 60));
  assert.equal(d.length, 62);
  assert.deepEqual(d.slice(-2), [f.x1, Math.round(reach.y(f, 0) * 10) / 10]);
  assert.equal(d[1], f.y0, "what is smaller lies on the floor");
  assert.equal(reach.y(f, -Infinity), f.y0);
  assert.equal(reach.y(f, NaN), f.y1);
  assert.deepEqual(reach.written(60, 30), [60, 59, 58, null, 31]);
  assert.deepEqual(reach.written(5, 2), [5, 4, 3]);
  assert.deepEqual(reach.written(5, 5), []);
  for (const steps of [10, 40, 60]) assert.ok(reach.marks(steps).length <= 8 && reach.marks(steps).at(-1) === steps);
  assert.deepEqual(reach.labels(11).filter(Boolean), ["0", "5", "10"]);
  assert.equal(reach.labels(61).filter(Boolean).length, 7);
});

test("bars of shares grow with their share and stay within the picture", () => {
  for (const width of [300, 480]) {
    const f = saturation.frame(width);
    const heights = [0, 0.01, 0.2, 1].map((share) => f.y0 - saturation.y(f, share));
    assert.equal(heights[0], 0);
    assert.ok(heights[1] > 10, "one in a hundred is seen");
    assert.deepEqual(heights, heights.toSorted((a, b) => a - b));
    assert.equal(saturation.y(f, 1), f.y1);
    const d = saturation.bars(f, [0.5, 0, 0.5]);
    assert.equal(d.match(/M/g).length, 2);
    assert.ok(Math.max(...numbers(d)) <= width);
  }
});
