import assert from "node:assert/strict";
import { test } from "node:test";

import { batchCell, batchLayout, batchWidth, between, box, boxed, counts, epochLayout, frame, members, pieceAt, pieceCell, pieceLayout, pieceWidth, stepCell, stepLayout, zooming } from "../../assets/components/procedure/layout.js";

const WIDTHS = [320, 358, 699, 700, 1020, 1326];
const inside = (inner, outer) =>
  inner.x >= outer.x - 1 && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width + 1 && inner.y + inner.height <= outer.y + outer.height;
const name = (letters, minibatch) => ({ letters, minibatch });

test("a step is in one sub-sequence, and the last one may be shorter", () => {
  assert.deepEqual(pieceAt(9, 4, 0), { index: 0, start: 0, size: 4, pieces: 3 });
  assert.deepEqual(pieceAt(9, 4, 8), { index: 2, start: 8, size: 1, pieces: 3 });
  assert.deepEqual(pieceAt(9, 31, 8), { index: 0, start: 0, size: 9, pieces: 1 });
});

test("counts grow from zoom to zoom and add up", () => {
  const names = [name("·ada", 1), name("·zo", 0), name("·maria", 0), name("·", 1)];
  const order = [1, 2, 0, 3];
  assert.deepEqual(members(order, 2, 1), [0, 3]);
  assert.deepEqual(counts(names, order, 2, 2, { name: 0, step: 3 }), [[1, 1, 0], [2, 2, 0], [5, 5, 1], [14, 14, 2]]);
  assert.deepEqual(counts(names, order, 3, 9, { name: 2, step: 0 })[1], [6, 6, 0]);
});

test("all four pictures stand in boxes of the same height", () => {
  for (const width of WIDTHS) {
    const f = frame(width);
    const all = box(f);
    const s = stepLayout(f, 12);
    assert.ok(s.bottom < s.letter.y - 20 && s.letter.y + 20 < all.height);
    assert.ok(s.prev.x + s.prev.width < s.state.x && s.state.x + s.state.width + s.state.digits < s.odds.x + 1);
    assert.ok(s.loss.x + 52 < width && s.loss.y + 58 < all.height, `loss at ${width}`);
    for (const size of [1, 4, 9, 31]) {
      const wide = frame(width, pieceWidth(size, f.narrow));
      const g = pieceLayout(wide, size);
      for (const k of [0, size - 1]) assert.ok(inside(stepCell(wide, g, k), box(wide)), `step ${k} of ${size} at ${width}`);
      assert.ok(g.pitch >= 20 && g.y.gathered < all.height);
      if (!f.narrow) assert.ok(g.end < g.panel.x, `${size} steps at ${width}`);
    }
  }
});

test("sub-sequences of a minibatch do not overlap, and the panel has room of its own", () => {
  for (const width of WIDTHS) {
    for (const lengths of [[9, 6], [3, 31, 7, 7], [5, 6, 7, 8, 9, 4, 3, 8]]) {
      for (const length of [1, 4, 31]) {
        const narrow = frame(width).narrow;
        const f = frame(width, batchWidth(lengths, length, narrow));
        const g = batchLayout(f, lengths, length);
        lengths.forEach((count, row) => {
          let end = 0;
          for (let start = 0; start < count; start += length) {
            const cell = pieceCell(g, row, start, Math.min(length, count - start));
            assert.ok(cell.x > end && inside(cell, box(f)));
            end = cell.x + cell.width;
          }
          if (row) assert.ok(pieceCell(g, row, 0, 1).y >= pieceCell(g, row - 1, 0, 1).y + pieceCell(g, row - 1, 0, 1).height);
        });
        const rows = g.y(lengths.length - 1) + g.side;
        assert.ok(narrow ? rows < g.panel.y - 12 : g.sum + 60 < g.panel.x, `${lengths} by ${length} at ${width}`);
      }
    }
  }
});

test("minibatches of an epoch stand under each other, bars on one axis that is always the same", () => {
  for (const width of WIDTHS) {
    for (const count of [1, 3, 6, 12]) {
      const f = frame(width);
      const g = epochLayout(f, count, 3.3);
      for (let m = 0; m < count; m++) assert.ok(inside(batchCell(g, m), box(f)));
      assert.ok(g.bar(3.3) > g.bar(1) && g.x0 + g.bar(1e9) <= g.x1 && g.bar(NaN) > 0);
      assert.equal(g.bar(3.3) / g.bar(1.65), 2);
      assert.deepEqual([g.beyond(3), g.beyond(99), g.beyond(NaN)], [false, true, true]);
      assert.ok(g.words.y + (f.narrow ? 2 : 1) * g.words.step < f.height - 6);
    }
  }
});

test("names are boxed in lines, none is lost and none leaves the room", () => {
  const names = ["ann", "grayce", "willamina", "mae", "maximilianaalexandrinaelisabet"];
  for (const room of [120, 222, 700]) {
    const found = boxed(names, room, 8);
    assert.deepEqual(found.slice(0, 3).map((name) => name.text), names.slice(0, 3));
    for (const { x, width } of found) assert.ok(x + width <= room + 0.1);
    found.slice(1).forEach((name, k) => assert.ok(name.line > found[k].line || name.x >= found[k].x + found[k].width));
  }
  assert.ok(boxed(names, 120, 8).at(-1).text.endsWith("…"));
  assert.equal(boxed(names, 700, 8).at(-1).text, names.at(-1));
});

test("zooming begins with the inner box in the whole frame and ends with it in its cell", () => {
  const full = { x: 3, y: 3, width: 1000, height: 394 };
  const cell = { x: 200, y: 60, width: 100, height: 40 };
  const [start, end] = [zooming(full, cell, 0), zooming(full, cell, 1)];
  assert.equal(start.inner, "translate(0 0) scale(1 1)");
  assert.equal(end.outer, "translate(0 0) scale(1 1)");
  assert.deepEqual([start.innerOpacity, start.outerOpacity, end.innerOpacity, end.outerOpacity], [1, 0, 0, 1]);
  const place = (transform, { x, y }) => {
    const [tx, ty, sx, sy] = transform.match(/-?[\d.]+/g).map(Number);
    return [tx + x * sx, ty + y * sy];
  };
  const near = (one, other) => one.forEach((value, k) => assert.ok(Math.abs(value - other[k]) < 0.5, `${one} is not ${other}`));
  near(place(end.inner, full), [cell.x, cell.y]);
  near(place(start.outer, cell), [full.x, full.y]);
  const half = zooming(full, cell, 0.5); // all the way the cell is where the inner box is
  near(place(half.inner, full), place(half.outer, cell));
  assert.deepEqual(between(full, cell, 0), full);
});
