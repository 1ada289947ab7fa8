import assert from "node:assert/strict";
import { test } from "node:test";

import { along, begins, centre, decades, frame, frames, fromAbove, fromNext, joint, left, length, lossBar, moments, path, split, straight, uses } from "../../assets/components/bptt/layout.js";
import { curve } from "../../assets/components/bptt/curve_layout.js";
import { block, cell, entry, grid, shade } from "../../assets/components/bptt/mosaic.js";

const GRADS = {
  rnn: ["h", "a_h"],
  lstm: ["h", "c", "a_i", "a_f", "a_g", "a_o"],
  gru: ["h", "a_r", "a_z", "a_n"],
};
const scene = (kind = "rnn", steps = 9) => ({
  units: 12,
  symbols: Array(steps).fill("a"),
  states: (kind === "lstm" ? ["c", "h"] : ["h"]).map((name) => ({ name })),
  grads: GRADS[kind].map((name) => ({ name, gate: name.startsWith("a_") && kind !== "rnn" })),
});
const WIDTHS = [300, 358, 700, 1044, 1400];

test("columns stand beside each other within the picture; a short chain stands in the middle", () => {
  for (const width of WIDTHS) {
    for (const steps of [1, 9, 31]) {
      const f = frame(scene("rnn", steps), width);
      assert.ok(left(f, 0) > f.x0);
      for (let t = 1; t < steps; t++) assert.ok(left(f, t) >= left(f, t - 1) + f.box + 30, "room for the two gradients to meet");
      assert.ok(joint(f, steps - 1).x + 8 < f.width);
      assert.ok(f.unit > 4.5, `units of ${f.unit} px`);
    }
  }
  const f = frame(scene("rnn", 1), 1000);
  assert.ok(Math.abs(centre(f, 0) - 500) < 40);
});

test("what belongs to a step stands in order from top to bottom, whatever the cell", () => {
  for (const kind of Object.keys(GRADS)) {
    const f = frame(scene(kind), 1044);
    const { y } = f;
    const order = [y.truth, y.loss, y.bar, y.again, y.lossEnd, y.states, f.states[0].top, y.statesEnd, y.letter, y.grads];
    for (const row of f.grads) order.push(row.head ?? row.top, row.top + row.tall);
    order.push(y.gradsEnd, y.use, y.tile, y.end);
    assert.deepEqual(order, order.toSorted((a, b) => a - b), kind);
    assert.ok(y.tile + f.tile < y.end);
    assert.equal(f.grads.filter((row) => row.head !== null).length, kind === "lstm" ? 3 : 2, "the gates share one heading");
  }
});

test("both gradients of a step end at its joint, one from above, one from below", () => {
  for (const kind of Object.keys(GRADS)) {
    const f = frame(scene(kind), 1044);
    const { x, y } = joint(f, 3);
    const [above, below] = [fromAbove(f, 3).at(-1), fromNext(f, 3).at(-1)];
    assert.deepEqual([above[0], below[0]], [x, x]);
    assert.ok(above[1] < y && below[1] > y);
    assert.ok(fromNext(f, 3)[0][0] === left(f, 4), "it leaves the step that is on the right");
    assert.ok(straight(f, 3, "h").at(-1)[0] < left(f, 4));
  }
});

test("a frame is a step forward, a step back, the update, or the text read again", () => {
  const T = 4;
  const told = Array.from({ length: frames(T) }, (_, k) => split(k, T));
  assert.deepEqual(told.map(({ t }) => t), [0, 1, 2, 3, 3, 2, 1, 0, null, null]);
  assert.deepEqual(told.map(({ phase }) => phase[0]).join(""), "ffffbbbbua");
  assert.deepEqual(told.map((_, k) => uses(k, T)), [0, 0, 0, 0, 1, 2, 3, 4, 4, 4]);
  for (const phase of ["forward", "backward", "update"]) assert.equal(split(begins(phase, T), T).phase, phase);
});

test("a step comes about in order and is whole at its end", () => {
  for (const [phase, names] of [["forward", ["letter", "state", "grow", "up", "loss"]], ["backward", ["arrive", "join", "spread", "tile", "drop"]]]) {
    assert.deepEqual(names.map((name) => moments(phase, 1)[name]), names.map(() => 1));
    assert.deepEqual(names.map((name) => moments(phase, 0)[name]), names.map(() => 0));
    for (let p = 0; p <= 1; p += 0.05) {
      const now = names.map((name) => moments(phase, p)[name]);
      for (let k = 2; k < names.length; k++) assert.ok(now[k] <= now[k - 1] + 1e-9, `${names[k]} after ${names[k - 1]}`);
    }
  }
});

test("something on its way goes along every part of it", () => {
  const way = [[0, 0], [10, 0], [10, 30]];
  assert.deepEqual([0, 0.25, 0.5, 1].map((share) => along(way, share)), [[0, 0], [10, 0], [10, 10], [10, 30]]);
  assert.deepEqual(along([[3, 4], [3, 4]], 0.5), [3, 4]);
  assert.equal(path(way), "M0 0L10 0L10 30");
});

test("bars of gradients keep sign and order, and the axis is their end", () => {
  const axis = 10;
  const values = [-10, -1, -0.01, 0, 1e-9, 0.01, 1, 10];
  const shown = values.map((value) => length(value, axis));
  assert.deepEqual(shown, shown.toSorted((a, b) => a - b));
  assert.equal(shown.at(-1), 1);
  assert.equal(shown[0], -1);
  assert.equal(length(0, axis), 0);
  assert.ok(Number.isNaN(length(NaN, axis)));
  assert.deepEqual(decades(10), [0.001, 0.01, 0.1, 1, 10]);
  assert.deepEqual(decades(30), [0.001, 0.01, 0.1, 1, 10]);
});

test("a loss beyond the scale is cut and says so", () => {
  assert.deepEqual(lossBar(3, 60), { width: 30, cut: false });
  assert.deepEqual(lossBar(11, 60), { width: 60, cut: true });
  assert.deepEqual(lossBar(Infinity, 60), { width: 60, cut: true });
  assert.deepEqual(lossBar(NaN, 60), { width: 0, cut: false });
});

const after = (values) => ({ at: (k) => values[k] });

test("the curve of losses runs by decades and leaves through the upper edge", () => {
  const update = { rates: [0.001, 0.01, 0.1, 1, 10], before: 10, after: after([9.9, 9, 5, 12, 300]) };
  const f = curve(update, 320);
  assert.deepEqual(f.ticks.map(({ text }) => text), ["0.001", "0.01", "0.1", "1", "10"]);
  const xs = f.points.map(({ x }) => x);
  for (let k = 2; k < xs.length; k++) assert.ok(Math.abs(xs[k] - xs[k - 1] - (xs[1] - xs[0])) < 0.2);
  assert.ok(f.points[2].y > f.before && f.points[3].y < f.before, "less loss is lower");
  assert.deepEqual(f.points.map(({ out }) => out), [false, false, false, false, true]);
  assert.equal(f.points[4].y, f.y1);
  assert.equal(f.path.match(/[ML]/g).join(""), "MLLLL");
});

test("a curve with losses that overflowed has no NaN in it", () => {
  const update = { rates: [0.1, 1, 10], before: 3, after: after([2, NaN, Infinity]) };
  assert.ok(!curve(update, 300).path.includes("NaN"));
  const nothing = { rates: [1], before: 0, after: after([NaN]) };
  assert.ok(!JSON.stringify(curve(nothing, 300)).includes("null"));
});

test("blocks of gates stand in two columns, entries are found under a finger", () => {
  assert.deepEqual([1, 3, 4].map((gates) => grid(gates)), [{ columns: 1, rows: 1 }, { columns: 2, rows: 2 }, { columns: 2, rows: 2 }]);
  const shape = { rows: 7, gates: 4, units: 12 };
  assert.deepEqual(entry(0, 0, 120, 70, shape), { row: 0, unit: 0 });
  assert.deepEqual(entry(119, 69, 120, 70, shape), { row: 6, unit: 11 });
  assert.deepEqual(entry(125, -3, 120, 70, shape), { row: 0, unit: 11 });
  for (const width of [100, 150, 220]) {
    const size = cell(width, { rows: 12, gates: 4, units: 12 });
    assert.ok(size === 4 || 24 * size + 10 <= width);
    assert.ok(cell(width, { rows: 20, gates: 1, units: 12 }) * 20 <= 230);
  }
});

test("a gate's block shows its own columns", () => {
  const palette = { paper: [255, 255, 255], positive: [0, 200, 0], negative: [200, 0, 0], ink: [0, 0, 0], warn: [9, 9, 9] };
  const numbers = Float32Array.from([99, 0, 0, 1, -1, 0, 0, NaN, 5]); // one number before, 2 rows × 2 gates × 2 units
  const shape = { rows: 2, gates: 2, units: 2 };
  const second = [...block(numbers, 1, shape, 1, 1, palette)];
  assert.deepEqual(second.slice(4, 8), [200, 0, 0, 255]);
  assert.deepEqual(second.slice(0, 4), [0, 200, 0, 255]);
  assert.deepEqual(second.slice(8, 12), [9, 9, 9, 255]);
  assert.deepEqual(second.slice(12), [0, 0, 0, 255], "beyond the scale");
  const sizes = [0, 0.01, 0.1, 0.5, 1].map((value) => 255 - shade(value, 1, palette)[0]);
  assert.deepEqual(sizes, sizes.toSorted((a, b) => a - b));
  assert.deepEqual(shade(0, 1, palette), palette.paper);
});
