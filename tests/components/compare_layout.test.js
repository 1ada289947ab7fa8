import assert from "node:assert/strict";
import { test } from "node:test";

import { SIZE, answer, columnX, fits, frame, height, list, profile, stepAt, verdict } from "../../assets/components/compare/layout.js";
import { along, colour, pixels, position, sizeAt, ticks, valueAt } from "../../assets/components/compare/scale.js";
import { Table } from "../../assets/components/shared/unpack.js";

const table = (rows) => new Table(Float32Array.from(rows.flat()), 0, [rows.length, rows[0].length]);
const band = (title, panels, units, changes = {}) => ({
  title, units, panels: Array(panels).fill({}), at: 0,
  odds: table([Array(6).fill(0.9)]), said: table([[0, 0, 0, 0, 0, 1]]), right: table([[0, 0, 0, 0, 0, 1]]), ...changes,
});
const scene = (changes = {}) => ({
  symbols: [..."Axyxy?"], asked: [false, false, false, false, false, true], wanted: ["", "", "", "", "", "A"],
  outputs: ["A", "B"], numeric: false, source: 0, answer: 5,
  bands: [band("RNN", 1, 26, { right: table([Array(6).fill(0)]) }), band("LSTM", 2, 12), band("peephole LSTM", 2, 12), band("GRU", 1, 14)],
  ...changes,
});
const palette = { paper: [255, 255, 255], positive: [0, 120, 120], negative: [160, 90, 30], ink: [20, 30, 40], warn: [200, 0, 0] };
const signed = (high) => ({ kind: "signed", low: -high, high });

// Layout ------------------------------------------------------------------------------------

test("bands stand one below the other, panels above their strip, all inside the picture", () => {
  for (const width of [320, 390, 768, 1100, 1400]) {
    for (const steps of [1, 6, 40, 104]) {
      for (const asked of [false, true]) {
        const one = scene({ symbols: Array(steps).fill("x"), asked: Array(steps).fill(asked) });
        const f = frame(one, width);
        let below = SIZE.top;
        f.bands.forEach((place, k) => {
          assert.ok(place.top >= below);
          let y = place.top + SIZE.head;
          for (const panel of place.panels) {
            assert.ok(panel.top >= y && panel.height === one.bands[k].units * f.unit);
            y = panel.top + panel.height;
          }
          assert.ok(place.strip >= y);
          below = place.strip + place.below;
        });
        assert.ok(below <= f.height);
        assert.ok(columnX(f, steps - 1) + f.column / 2 <= f.width);
        assert.ok(f.width >= width && f.column >= 6 && f.unit >= 4);
      }
    }
  }
});

test("a place is in the column that it is drawn in, and beside the columns in none", () => {
  const f = frame(scene(), 900);
  for (let t = 0; t < f.steps; t++) assert.equal(stepAt(f, columnX(f, t)), t);
  assert.equal(stepAt(f, 3), null);
  assert.equal(stepAt(f, columnX(f, 5) + f.column), null);
});

test("letters are written where they have room", () => {
  assert.ok(fits({ symbols: ["x", "y"] }, 9));
  assert.ok(!fits({ symbols: ["0.81*"] }, 20));
  assert.ok(fits({ symbols: ["0.81*"] }, 40));
});

test("answers have a row of their own where there are many", () => {
  const few = frame(scene(), 900).bands[0];
  const many = frame(scene({ asked: Array(6).fill(true) }), 900).bands[0];
  assert.equal(few.below, SIZE.strip);
  assert.equal(many.below, SIZE.strip + SIZE.answers);
});

test("a profile begins where its input was read and stays in its strip", () => {
  const f = frame(scene(), 900);
  const d = profile([0, 0, 0.5, 5, NaN, 1e9], 2, f, 8, true);
  const ys = [...d.matchAll(/[\d.]+ ([\d.]+)/g)].map((found) => Number(found[1]));
  assert.ok(ys.every((y) => y >= 0 && y <= SIZE.strip));
  assert.ok(d.startsWith(`M${columnX(f, 2)}`.slice(0, 4)));
  assert.doesNotMatch(d, /NaN/);
  assert.ok(height(0.5, 8) < height(1, 8) && height(1, 8) < height(5, 8));
});

// What is said ------------------------------------------------------------------------------

test("where nothing is asked nothing is said", () => {
  assert.equal(answer(scene(), scene().bands[1], 0, 2), null);
  assert.deepEqual(answer(scene(), scene().bands[1], 0, 5), ["B, 90%", true]);
});

test("a predicted number is said as a number", () => {
  const one = scene({ numeric: true });
  assert.equal(answer(one, one.bands[1], 0, 5)[0], "0.900");
});

test("the title says who answers right and who wrong", () => {
  assert.equal(verdict(scene(), [0, 0, 0, 0]), "5 steps after A: LSTM, peephole LSTM and GRU answer right, RNN answers wrong");
  assert.equal(verdict(scene({ bands: scene().bands.slice(1) }), [0, 0, 0]), "5 steps after A: all answer right");
  assert.equal(verdict(scene({ bands: scene().bands.slice(0, 1) }), [0]), "5 steps after A: the RNN answers wrong");
  assert.equal(verdict(scene({ answer: 2 }), [0, 0, 0, 0]), "Nothing is asked at this step");
  assert.equal(verdict(scene({ source: 5, bands: scene().bands.slice(0, 2) }), [0, 0]), "LSTM answers right, RNN answers wrong");
});

test("names are listed as in a sentence", () => {
  assert.deepEqual([[], ["a"], ["a", "b"], ["a", "b", "c"]].map(list), ["", "a", "a and b", "a, b and c"]);
});

// Colours -----------------------------------------------------------------------------------

test("a state's colour depends on the value alone while it lies within ±1", () => {
  for (const value of [-1, -0.3, 0, 0.01, 0.7, 1]) {
    const colours = [1, 1.5, 8, 300].map((high) => colour(value, signed(high), palette).join());
    assert.equal(new Set(colours).size, 1);
  }
});

test("zero is paper, the sign is the hue, and more is never paler", () => {
  assert.deepEqual(colour(0, signed(4), palette), palette.paper);
  const dark = ([r, g, b]) => 765 - r - g - b;
  for (const sign of [-1, 1]) {
    let last = -1;
    for (let size = 0; size <= 8; size += 0.05) {
      const now = dark(colour(sign * size, signed(8), palette));
      assert.ok(now >= last - 1); // channels are rounded
      last = now;
    }
  }
  assert.notDeepEqual(colour(0.5, signed(1), palette), colour(-0.5, signed(1), palette));
});

test("what lies beyond the scale, what is no number and an exact zero are marked", () => {
  assert.deepEqual(colour(9, signed(8), palette), palette.ink);
  assert.deepEqual(colour(-Infinity, signed(8), palette), palette.ink);
  assert.deepEqual(colour(NaN, signed(8), palette), palette.warn);
  const log = { kind: "log", low: -6, high: 1 };
  assert.deepEqual(colour(-Infinity, log, palette), palette.paper);
  assert.deepEqual(colour(Infinity, log, palette), palette.warn);
  assert.deepEqual(colour(-40, log, palette), colour(-6, log, palette));
});

test("gates and gradients run evenly from dark to light", () => {
  const light = ([r, g, b]) => 0.21 * r + 0.72 * g + 0.07 * b;
  let last = -1;
  for (let value = 0; value <= 1; value += 0.02) {
    const now = light(colour(value, { kind: "share", low: 0, high: 1 }, palette));
    assert.ok(now > last);
    last = now;
  }
});

test("an axis is even up to 1, logarithmic beyond, and can be read backwards", () => {
  for (const high of [1, 4, 30]) {
    for (const size of [0, 0.2, 1, Math.sqrt(high), high]) assert.ok(Math.abs(sizeAt(position(size, high), high) - size) < 1e-9);
    for (const value of [-high, -0.4, 0, 1, high]) assert.ok(Math.abs(valueAt(along(value, signed(high)), signed(high)) - value) < 1e-9);
  }
  assert.equal(position(1e9, 4), 1);
});

test("pixels are rows of units and columns of steps", () => {
  const out = pixels([1, -1, 0, 1, 1, 0], 3, 2, signed(1), palette); // steps × units
  const at = (t, j) => [...out.slice(4 * (3 * j + t), 4 * (3 * j + t) + 3)];
  assert.deepEqual(at(0, 0), palette.positive);
  assert.deepEqual(at(0, 1), palette.negative);
  assert.deepEqual(at(1, 0), palette.paper);
  assert.deepEqual(at(2, 1), palette.paper);
  assert.ok([3, 7, 23].every((k) => out[k] === 255));
});

test("a legend names the ends of its scale", () => {
  assert.deepEqual(ticks(signed(4)), [-4, -1, 0, 1, 4]);
  assert.deepEqual(ticks(signed(1)), [-1, 0, 1]);
  assert.deepEqual(ticks({ kind: "share", low: 0, high: 1 }), [0, 0.5, 1]);
  assert.deepEqual(ticks({ kind: "log", low: -3, high: 0 }), [-3, -2, -1, 0]);
  assert.ok(ticks({ kind: "log", low: -300, high: 2 }).length < 9);
});
