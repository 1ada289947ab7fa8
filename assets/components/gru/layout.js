// The GRU as a layout: h travels on a belt; a mixing valve on it lets in the candidate.
//
// The reset gate acts on the memory before the recurrent product, or on the product: two parts
// trade places, and its wire leads to the other one.

import { HALF, SIDE, belt, gate, go, guesses, letter, product, register, squash, sum, weights, wire } from "../machine/parts.js";

const SIZE = [920, 734];
const BELT = 122; // height at which h travels
const LOW = 626; // height of [h, x]
const GATE = 418; // height of the gates' registers
const CHAIN = 314; // height at which the memory goes to the candidate
const BUS = 572;
const BEND = 266; // height of the candidate's squashing
const LETTER = [182, 702];
const COLUMN = { r: 196, n: 500, z: 744 };
const FIRST = [COLUMN.r, CHAIN]; // the two places on the chain, and its end
const SECOND = [416, CHAIN];
const SUM = [COLUMN.n, CHAIN];
const FRAME = { kind: "bracket", x: 6, y: LOW - 44, width: 240, height: 88 };
const AT = { h_prev: [68, BELT], joined: [68, LOW], inner: [306, CHAIN], n: [COLUMN.n, BELT + 76], h: [852, BELT] };
// Two ports of `bore` px, one above the other, end at a plate with one hole as high as a port.
const VALVE = { kind: "valve", x: 648, y: BELT, bore: 76, reach: 72, out: 106, share: "z", rest: "not_z", old: "h", fresh: "n", phase: 4 };
const HANDLE = BELT + 3 * 38 + 28 + 38; // where the handle stands at z = ½

export function layout({ reset_after: after }) {
  const inner = after ? "m" : "rh";
  const [W, reset] = after ? [FIRST, SECOND] : [SECOND, FIRST];
  const opened = after // from the register of r to where r acts
    ? [[COLUMN.r + SIDE, GATE], [SECOND[0], GATE], [SECOND[0], CHAIN + 16]]
    : [[COLUMN.r, GATE - HALF], [COLUMN.r, CHAIN + 16]];
  const [inlet, outlet] = [VALVE.x - VALVE.reach, VALVE.x + VALVE.out];
  const port = AT.n[1];
  const act = after ? 3 : 2; // the phase in which r acts
  const parts = [
    belt(BELT, "h"),
    FRAME,
    wire("down", [[AT.h_prev[0], BELT + HALF], [AT.h_prev[0], LOW - HALF]], [0, 0, 0.5], "h"),
    wire("x", [[LETTER[0], LETTER[1] - 20], [LETTER[0], LOW + HALF]], [0, 0.5, 1], "x"),
    ...gate("r", COLUMN.r, GATE, { from: [[126, FRAME.y], [126, BUS], [COLUMN.r, BUS]] }),
    ...gate("z", COLUMN.z, GATE, { from: [[246, LOW], [COLUMN.z, LOW]] }),
    wire("memory", [[AT.h_prev[0] + SIDE, BELT], [COLUMN.r, BELT], [COLUMN.r, CHAIN - (after ? 19 : 16)]], [2, 0, after ? 0.4 : 0.5], "h"),
    wire("valve r", opened, [act, 0, after ? 0.35 : 0.5], "r"),
    wire("first", [[FIRST[0] + (after ? 38 : 17), CHAIN], [AT.inner[0] - SIDE, CHAIN]], [2, 0.5, 1], "h"),
    wire("second", [[AT.inner[0] + SIDE, CHAIN], [SECOND[0] - (after ? 17 : 38), CHAIN]], [3, 0, 0.3], "h"),
    wire("third", [[SECOND[0] + (after ? 17 : 38), CHAIN], [SUM[0] - 16, CHAIN]], [3, 0.35, 0.55], "h"),
    wire("x to U", [[214, LOW - HALF], [214, BUS - 8], [SUM[0], BUS - 8], [SUM[0], GATE + 127]], [3, 0, 0.3], "x"),
    wire("U to sum", [[SUM[0], GATE + 91], [SUM[0], CHAIN + 16]], [3, 0.35, 0.55], "x"),
    wire("bend", [[SUM[0], CHAIN - 16], [SUM[0], BEND + 17]], [3, 0.58, 0.66], "g"),
    wire("candidate", [[SUM[0], BEND - 17], [SUM[0], port + HALF]], [3, 0.7, 0.78], "g"),
    wire("old", [[AT.h_prev[0] + SIDE, BELT], [inlet, BELT]], [4, 0.25, 0.6], "h"),
    wire("new", [[AT.n[0] + SIDE, port], [inlet, port]], [4, 0.25, 0.6], "g"),
    wire("valve z", [[COLUMN.z, GATE - HALF], [COLUMN.z, HANDLE], [VALVE.x + 46, HANDLE]], [4, 0, 0.2], "z"),
    wire("h", [[outlet, BELT], [AT.h[0] - SIDE, BELT]], [4, 0.7, 0.9], "h"),
    wire("prediction", [[AT.h[0], BELT + HALF], [AT.h[0], 208]], [4, 0.94, 1], "y"),
    weights(...W, "W", "g", { of: "n" }),
    product(...reset),
    weights(SUM[0], GATE + 108, "U", "g", { of: "n" }),
    sum(...SUM),
    squash(SUM[0], BEND, "tanh", "g", { of: "n" }),
    VALVE,
    register("h_prev", "h", ...AT.h_prev, [-1, 0, 1], { back: true }),
    register("joined", "h", ...AT.joined, [0, 0.499, 0.5], { back: true, mute: true }),
    register(inner, inner, ...AT.inner, [2, 0.999, 1], after ? {} : { digits: "below right" }),
    register("n", "n", ...AT.n, [3, 0.78, 1], { title: "left" }),
    register("h", "h", ...AT.h, [4, 0.899, 0.9]),
    letter(...LETTER, LOW),
    guesses(800, 262, [4, 0.94, 1]),
  ];
  const memory = [AT.h_prev, [COLUMN.r, BELT], FIRST];
  return {
    name: "GRU cell",
    size: SIZE,
    phases: [
      { name: "concatenate", ms: 900, look: 0.1, rules: ["[h_{t-1}, x_t]"], numbers: "x is {letter},  h {h-}" },
      { name: "reset and update gates", ms: 1200, look: 0.3, rules: ["r", "z"], numbers: "r {r}   z {z}" },
      after
        ? { name: "recurrent product", ms: 1000, look: 0.25, rules: [inner], numbers: "m {m}" }
        : { name: "reset memory", ms: 1000, look: 0.25, rules: [inner], numbers: "{r} × {(h-)} = {rh}" },
      { name: "candidate", ms: 1500, look: 0.5, rules: ["n"], numbers: after ? "{r} × {(m)} goes in;  h̃ {n}" : "h̃ {n}" },
      { name: "blend", ms: 1900, look: 0.9, rules: ["h"], numbers: "{not_z} × {(h-)} + {z} × {(n)}\n= {h}" },
    ],
    parts,
    travel: [
      [go("h_prev", "joined", [AT.h_prev, AT.joined], 0, 0.5)],
      [],
      after
        ? [go("h_prev", "h_prev", memory, 0, 0.5), go("h_prev", "m", [FIRST, AT.inner], 0.5, 1)]
        : [
            go("h_prev", "h_prev", memory, 0, 0.5),
            go("r", "r", [[COLUMN.r, GATE], FIRST], 0, 0.5),
            go("h_prev", "rh", [FIRST, AT.inner], 0.5, 1),
          ],
      [
        go(inner, inner, [AT.inner, SECOND], 0, 0.35),
        ...(after ? [go("r", "r", [[COLUMN.r, GATE], [SECOND[0], GATE], SECOND], 0, 0.35)] : []),
      ],
      [
        go("h_prev", "h_prev", [AT.h_prev, [inlet, BELT]], 0.25, 0.6),
        go("n", "n", [AT.n, [inlet, port]], 0.25, 0.6),
        go("h", "h", [[outlet, BELT], AT.h], 0.7, 0.9),
      ],
    ],
    rows: ["h", null, "r", "z", null, "n"],
  };
}
