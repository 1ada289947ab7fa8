import assert from "node:assert/strict";
import { test } from "node:test";

import { bars, scaleOf } from "../../assets/components/shared/bars.js";
import { easeInOut, part } from "../../assets/components/shared/ease.js";
import { plain, runs } from "../../assets/components/shared/math.js";
import { percent, show } from "../../assets/components/shared/numbers.js";
import { along, nearest } from "../../assets/components/shared/slider.js";
import { Table, unpack } from "../../assets/components/shared/unpack.js";

const numbers = (d) => (d.match(/-?\d+(\.\d+)?/g) ?? []).map(Number);
const lengths = (d) => [...d.matchAll(/M0 [\d.]+H(-?[\d.]+)V/g)].map((found) => Number(found[1]));

// Bars ----------------------------------------------------------------------------------

test("a bar's side is the sign of its value, its length the size", () => {
  assert.deepEqual(lengths(bars([1, -1, 0.5, 0], 4, 80, 10, 1)), [40, -40, 20, 0]);
});

test("bars end at the edge of the strip, infinity with them", () => {
  assert.deepEqual(lengths(bars([3, -7, Infinity, -Infinity], 4, 80, 10, 1)), [40, -40]);
  assert.deepEqual(lengths(bars([3, -7], 2, 80, 10, 4)), [30, -40]);
});

test("what is not a number has no bar, and its place stays free", () => {
  const d = bars([1, NaN, 1], 3, 80, 10, 1);
  assert.deepEqual(lengths(d), [40, 40]);
  assert.doesNotMatch(d, /NaN/);
  assert.deepEqual([...d.matchAll(/M0 ([\d.]+)/g)].map((found) => Number(found[1])), [2, 22]);
});

test("a bar that grows has its direction from the start", () => {
  assert.deepEqual(lengths(bars([1, -0.5], 2, 80, 10, 1, 0.25)), [10, -5]);
  assert.deepEqual(lengths(bars([1, -0.5], 2, 80, 10, 1, 0)), [0, 0]);
});

test("only the units that are shown are drawn, each within its row", () => {
  const d = bars([1, 1, 1, 1], 2, 80, 11, 1);
  assert.equal(d.match(/M/g).length, 2);
  assert.ok(Math.max(...numbers(d).filter((_, k) => k % 2)) <= 40);
});

test("states within ±1 have the scale 1, others that of their largest finite value", () => {
  assert.equal(scaleOf([0.2, -0.9], 2), 1);
  assert.equal(scaleOf([0.2, -7, NaN, Infinity], 4), 7);
  assert.equal(scaleOf([0.2, -7], 1), 1);
  assert.equal(scaleOf([], 0), 1);
});

// Time within a frame ---------------------------------------------------------------------

test("easing starts at rest, ends at rest and never turns back", () => {
  assert.deepEqual([0, 0.5, 1].map(easeInOut), [0, 0.5, 1]);
  assert.ok(easeInOut(0.01) < 0.01 && easeInOut(0.99) > 0.99);
  for (let p = 0; p < 1; p += 0.01) assert.ok(easeInOut(p + 0.01) > easeInOut(p));
});

test("a part of a frame is not begun before its time and done after it", () => {
  assert.deepEqual([0, 0.2, 0.4, 1].map((p) => part(p, 0.2, 0.4)), [0, 0, 1, 1]);
  assert.ok(Math.abs(part(0.3, 0.2, 0.4) - 0.5) < 1e-12);
});

// Digits ----------------------------------------------------------------------------------

test("what there is not is undefined", () => {
  assert.deepEqual([null, undefined, NaN].map(show), ["undefined", "undefined", "undefined"]);
});

test("a percentage never claims nothing or all where there is something", () => {
  assert.deepEqual([0, 0.001, 0.004999, 0.005, 0.12, 1].map(percent), ["0%", "<1%", "<1%", "1%", "12%", "100%"]);
  assert.deepEqual([NaN, Infinity].map(percent), ["–", "–"]);
});

// Mathematics -----------------------------------------------------------------------------

function shape(latex) {
  let text = "";
  let level = 0;
  for (const run of runs(latex)) {
    if (run.level !== level && run.level !== 0) text += run.level < 0 ? "_" : "^";
    level = run.level;
    text += run.text;
  }
  return text;
}

test("subscripts, superscripts, accents and named signs", () => {
  assert.equal(shape("h_t"), "h_t");
  assert.equal(shape("h_{t-1}"), "h_t−1");
  assert.equal(shape("e^{y[a] - y_{max}}").replaceAll(" ", ""), "e^y[a]−y_max");
  assert.equal(plain("\\tilde{c}_{3}[2]"), "c̃3[2]");
  assert.equal(plain("\\tilde c_t"), "c̃t");
  assert.equal(plain("\\hat{y}_t").normalize(), "ŷt");
  assert.equal(plain("\\sigma(a_{f,t}) \\ast x"), "σ(af,t) ∗ x");
  assert.equal(plain("\\partial L/\\partial W"), "∂ L/∂ W");
});

test("letters are italic, functions, words and digits upright", () => {
  const italic = (latex) => runs(latex).filter((run) => run.italic).map((run) => run.text).join("");
  assert.equal(italic("x"), "x");
  assert.equal(italic("12 + ("), "");
  assert.equal(italic("\\tanh"), "");
  assert.equal(italic("\\mathrm{ReLU}"), "");
  assert.equal(italic("\\sigma"), "σ");
});

test("what is broken or unknown is shown as it stands, and ends", () => {
  for (const latex of ["", "_", "^", "{", "}", "h_{t", "a_", "\\nonsense", "\\", "\\tilde", "{{}", "x_{\\hat"]) {
    assert.ok(Array.isArray(runs(latex)), latex);
  }
});

// Sliders ---------------------------------------------------------------------------------

test("places lie evenly along a track, a single one in its middle", () => {
  assert.deepEqual([0, 1, 2].map((k) => along(k, 3)), [0, 0.5, 1]);
  assert.equal(along(0, 1), 0.5);
});

test("the nearest place, the first of two that are equally near", () => {
  assert.equal(nearest([0, 1, 2], 1.2), 1);
  assert.equal(nearest([0, 1, 2], 99), 2);
  assert.equal(nearest([0, 1, 2], 0.5), 0);
});

// The wire --------------------------------------------------------------------------------

function pack(header, values, ahead = 0) {
  const words = new TextEncoder().encode(JSON.stringify(header));
  const start = 4 + Math.ceil(words.length / 4) * 4;
  const bytes = new Uint8Array(ahead + start + 4 * values.length);
  new DataView(bytes.buffer).setUint32(ahead, words.length, true);
  bytes.set(words, ahead + 4);
  bytes.set(new Uint8Array(new Float32Array(values).buffer), ahead + start);
  return bytes.subarray(ahead);
}

test("numbers are read wherever the message begins", () => {
  for (const ahead of [0, 1, 2, 3]) {
    const scene = unpack(pack({ a: { $: [1, [2]] }, w: "é" }, [9, 1.5, -2.5], ahead));
    assert.deepEqual([...scene.a.row()], [1.5, -2.5]);
    assert.equal(scene.w, "é");
  }
});

test("tables read single numbers and rows of any dimension", () => {
  const table = new Table(Float32Array.from({ length: 26 }, (_, k) => k), 2, [2, 3, 4]);
  assert.equal(table.at(0, 0, 0), 2);
  assert.equal(table.at(1, 2, 3), 25);
  assert.deepEqual([...table.row(1, 0)], [14, 15, 16, 17]);
});

test("what is not packed is handed on", () => {
  assert.equal(unpack(undefined), undefined);
  assert.deepEqual(unpack({ a: 1 }), { a: 1 });
});
