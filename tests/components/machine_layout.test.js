// Layouts of cells: pure data, so what a picture must not do can be asked of all of them.

import assert from "node:assert/strict";
import { test } from "node:test";

import { STRIP } from "../../assets/components/machine/geometry.js";
import { frames } from "../../assets/components/machine/parts.js";
import { layout as gru } from "../../assets/components/gru/layout.js";
import { layout as lstm } from "../../assets/components/lstm/layout.js";

const both = [false, true];
const VARIANTS = [
  ...both.flatMap((peephole) => both.flatMap((coupled) => ["tanh", "relu"].map((activation) => [`lstm ${peephole} ${coupled} ${activation}`, lstm({ peephole, coupled, activation })]))),
  ...both.map((reset_after) => [`gru ${reset_after}`, gru({ reset_after })]),
];
const of = (kind, { parts }) => parts.filter((part) => part.kind === kind);
const named = (id, found) => of("register", found).find((part) => part.id === id);
const [HALF_W, HALF_H] = [STRIP.width / 2, STRIP.height / 2];

function each(name, check) {
  for (const [variant, found] of VARIANTS) test(`${name} [${variant}]`, () => check(found));
}

// Boxes [left, top, right, bottom] of what stands in the picture, and of what is written beside it.
function bodies(found) {
  const around = (x, y, w, h) => [x - w, y - h, x + w, y + h];
  const valves = of("valve", found).map(({ x, y, bore, reach, out }) => [x - reach, y - bore / 2, x + out, y + bore / 2]);
  return [
    ...of("register", found).map(({ x, y }) => around(x, y, HALF_W, HALF_H)),
    ...of("weights", found).map(({ x, y }) => around(x, y, 36, 17)),
    ...of("squash", found).map(({ x, y, text }) => around(x, y, text.length > 1 ? 30 : 17, 16)),
    ...of("node", found).map(({ x, y }) => around(x, y, 15, 15)),
    ...valves,
  ];
}

function words(found) {
  return of("register", found).filter((part) => !part.mute).flatMap(({ x, y, title, digits = "" }) => {
    const [left, right, top] = [x - HALF_W, x + HALF_W, y - HALF_H - 13];
    if (title === "left") return [[left - 60, y - 18, left - 9, y + 20]];
    const heading = [left, top - 13, left + 30, top + 3];
    if (!digits) return [heading, [right - 40, top - 13, right, top + 3]];
    return [heading, digits === "below" ? [left, y + HALF_H + 11, left + 40, y + HALF_H + 26] : [right - 40, y + HALF_H + 11, right, y + HALF_H + 26]];
  });
}

const segments = ({ points }) => points.slice(1).map((point, k) => [points[k], point]);
const spans = ([[x0, y0], [x1, y1]]) => [Math.min(x0, x1), Math.min(y0, y1), Math.max(x0, x1), Math.max(y0, y1)];
const meet = (a, b, room) => a[0] < b[2] - room && b[0] < a[2] - room && a[1] < b[3] - room && b[1] < a[3] - room;

each("everything stands inside the picture", (found) => {
  const [width, height] = found.size;
  for (const { points } of of("wire", found)) {
    for (const [x, y] of points) assert.ok(x >= 0 && x <= width && y >= 0 && y <= height, `${x} ${y}`);
  }
  for (const [left, top, right, bottom] of bodies(found)) assert.ok(left >= 0 && top >= 0 && right <= width && bottom <= height);
});

each("wires are made of level and upright pieces", (found) => {
  for (const wire of of("wire", found)) {
    for (const [[x0, y0], [x1, y1]] of segments(wire)) assert.ok(x0 === x1 || y0 === y1, wire.id);
  }
});

each("nothing lies over anything else", (found) => {
  const all = bodies(found);
  all.forEach((one, k) => all.slice(k + 1).forEach((other) => assert.ok(!meet(one, other, 0), `${one} ${other}`)));
});

each("no wire runs through a part or over words", (found) => {
  for (const wire of of("wire", found)) {
    for (const segment of segments(wire)) {
      const [left, top, right, bottom] = spans(segment);
      const thick = [left - 0.5, top - 0.5, right + 0.5, bottom + 0.5];
      for (const body of bodies(found)) assert.ok(!meet(thick, body, 1), `${wire.id} through ${body}`);
      if (!wire.dashed) for (const box of words(found)) assert.ok(!meet(thick, box, 0), `${wire.id} over ${box}`);
    }
  }
});

each("wires cross only where one is dashed", (found) => {
  const wires = of("wire", found).filter((wire) => !wire.dashed);
  wires.forEach((one, k) => wires.slice(k + 1).forEach((other) => {
    for (const a of segments(one)) {
      for (const b of segments(other)) {
        const level = (s) => s[0][1] === s[1][1];
        if (level(a) === level(b)) continue;
        const [across, upright] = level(a) ? [a, b] : [b, a];
        const [x, y] = [upright[0][0], across[0][1]];
        const [s, t] = [spans(across), spans(upright)];
        assert.ok(!(s[0] + 1 < x && x < s[2] - 1 && t[1] + 1 < y && y < t[3] - 1), `${one.id} and ${other.id} at ${x} ${y}`);
      }
    }
  }));
});

each("what travels ends where it belongs, at most two strips at a time", (found) => {
  assert.equal(found.travel.length, found.phases.length);
  for (const moves of found.travel) {
    for (const { from, into } of moves) assert.ok(named(from, found) && named(into, found), `${from} ${into}`);
    const middles = found.parts.filter(({ kind }) => ["register", "node", "weights"].includes(kind)).map(({ x, y }) => `${x} ${y}`);
    for (const { points } of moves.slice(-1)) assert.ok(middles.includes(points.at(-1).join(" ")));
    for (let p = 0.005; p < 1; p += 0.01) assert.ok(moves.filter((m) => p > m.start && p < m.end).length <= 2);
  }
});

each("each row of the conveyor comes about in the machine, each gate has what it fades with", (found) => {
  for (const row of found.rows.filter((name) => name !== null)) {
    assert.ok(of("register", found).some((part) => part.row === row && !part.back), row);
  }
  const gates = new Set(of("squash", found).map((part) => part.of).filter(Boolean));
  for (const gate of gates) assert.ok(of("weights", found).some((part) => part.of === gate), gate);
});

each("parts come about in a phase that there is, and in order within it", (found) => {
  for (const { kind, id, phase, from, to } of found.parts) {
    if (phase === undefined || kind === "valve") continue;
    assert.ok(phase >= -1 && phase < found.phases.length && from >= 0 && from < to && to <= 1, id);
  }
});

test("frames run through all phases of a step, then the next step", () => {
  const { split, join } = frames(6);
  assert.deepEqual(split(join(3, 2)), { t: 3, phase: 2 });
  assert.equal(join(1, 0), 6);
});

const LSTMS = [{ peephole: false, coupled: false }, { peephole: true, coupled: false }, { peephole: false, coupled: true }, { peephole: true, coupled: true }].map((options) => lstm({ activation: "tanh", ...options }));
const ids = (found) => of("wire", found).map((wire) => wire.id);

test("the LSTM stands the same whatever its variant: only wires come and go", () => {
  const places = (found) => of("register", found).map(({ id, x, y }) => [id, x, y]);
  for (const found of LSTMS) assert.deepEqual(places(found), places(LSTMS[0]));
});

test("peephole wires exist only with peepholes, the coupling only when coupled", () => {
  assert.ok(!ids(LSTMS[0]).some((id) => id.startsWith("peep")));
  assert.deepEqual(ids(LSTMS[1]).filter((id) => id.startsWith("peep")), ["peep f", "peep i", "peep o"]);
  assert.deepEqual(ids(LSTMS[3]).filter((id) => id.startsWith("peep")), ["peep f", "peep o"]);
  assert.ok(ids(LSTMS[2]).includes("coupled") && !ids(LSTMS[2]).includes("bus i"));
});

test("with peepholes the output gate comes about after c, in the output phase", () => {
  assert.equal(named("o", LSTMS[0]).phase, 1);
  assert.equal(named("o", LSTMS[1]).phase, 5);
});

test("in the GRU the reset gate acts before the product, or after it: two parts trade places", () => {
  const [before, after] = both.map((reset_after) => gru({ reset_after }));
  const product = (found) => of("weights", found).find(({ latex }) => latex === "W");
  const reset = (found) => of("node", found).find(({ sign }) => sign === "∗");
  assert.ok(reset(before).x < product(before).x);
  assert.ok(product(after).x < reset(after).x);
  assert.deepEqual([reset(before).x, product(before).x], [product(after).x, reset(after).x]);
  const others = (found) => found.parts.filter(({ kind }) => kind === "register").map(({ x, y }) => [x, y]);
  assert.deepEqual(others(before), others(after));
});

test("of the state only the candidate's part passes the reset gate", () => {
  const ends = (id, found) => of("wire", found).find((wire) => wire.id === id).points;
  for (const found of both.map((reset_after) => gru({ reset_after }))) {
    const [x, y] = ends("valve r", found).at(-1);
    const target = of("node", found).find(({ sign }) => sign === "∗");
    assert.ok(Math.abs(x - target.x) < 18 && Math.abs(y - target.y) < 18);
    assert.ok(ends("old", found).every((point) => point[1] === ends("h", found)[0][1])); // straight along the belt
  }
});
