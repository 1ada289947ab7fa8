import assert from "node:assert/strict";
import { test } from "node:test";

import { back, exit, factors, far, frame, head, nodeX, SIZE, term, use, way } from "../../assets/components/paths/layout.js";

const KINDS = ["recurrent", "input", "node"];

test("the network fits from a phone to a screen, its uses beside their nodes", () => {
  for (const [steps, width] of [[1, 320], [9, 356], [9, 480], [31, 1020]]) {
    for (const kind of KINDS) {
      const f = frame(steps, width, kind);
      assert.ok(nodeX(f, steps - 1) + f.r <= f.width && nodeX(f, -1) > 0);
      if (width >= 480) assert.ok(f.width <= width, `${f.width} > ${width}`);
      assert.ok(2 * f.r < f.column, "there is room for an arrow");
      for (let k = 0; k < steps; k++) {
        const { x, y } = use(f, k);
        assert.ok(x <= nodeX(f, k) && x > nodeX(f, k - 1));
        assert.ok(y - f.tile / 2 > SIZE.node + f.r && y + f.tile / 2 + 17 < SIZE.letter - 8);
      }
    }
  }
  assert.ok(frame(31, 356, "recurrent").width > 356, "a phone scrolls");
});

test("the way leads from the loss through every step into the use, its parts joined", () => {
  const f = frame(9, 800, "recurrent");
  const parts = way(f, 5, 1);
  assert.equal(parts.length, 4 + 2);
  assert.deepEqual(parts.map((part) => part[4]), [0, 1, 2, 3, 4, 4]);
  assert.equal(parts[0][0], nodeX(f, 5));
  for (let i = 1; i < 5; i++) assert.deepEqual([parts[i][0], parts[i][2]], [nodeX(f, 6 - i) - f.r, nodeX(f, 5 - i) + f.r]);
  assert.deepEqual(parts.at(-1), [...exit(f, 1), 4]);
  assert.equal(way(f, 3, 3).length, 2);
});

test("an exit begins at the rim of its node and ends at its use", () => {
  for (const kind of KINDS) {
    const f = frame(9, 800, kind);
    const [x1, y1, x2, y2] = exit(f, 4);
    assert.ok(Math.abs(Math.hypot(x1 - nodeX(f, 4), y1 - SIZE.node) - f.r) < 1e-6);
    assert.deepEqual([x2, y2], [use(f, 4).x, use(f, 4).y - f.tile / 2]);
  }
});

test("a term names its factors and its use, steps from 1", () => {
  assert.equal(term(5, 0, "h", "W"), "\\partial^{+}h_{6}/\\partial{}W");
  assert.equal(term(5, 2, "h", "W"), "J_{6}\\,J_{5}\\,\\partial^{+}h_{4}/\\partial{}W");
  assert.equal(term(5, 4, "s", "p"), "J_{6}\\ldots{}J_{3}\\,\\partial^{+}s_{2}/\\partial{}p");
  assert.deepEqual(factors(5, 2), [5, 4, 3]);
  assert.deepEqual(factors(2, 2), []);
  assert.deepEqual([0, 1, 3].map(back), ["direct", "1 step back", "3 steps back"]);
});

test("distances run along the ramp, and a head points where its line goes", () => {
  assert.equal(far(0, 9), 0);
  assert.equal(far(8, 9), 100);
  assert.ok(far(3, 31) < far(4, 31));
  assert.equal(head([0, 0, 0, 10], 6).transform, "translate(0 10) rotate(90)");
});
