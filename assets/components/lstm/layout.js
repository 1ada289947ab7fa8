// The LSTM as a layout: c travels on a belt above, h below, four gates between them.

import { HALF, PHI, belt, gate, go, guesses, letter, note, product, register, squash, sum, wire } from "../machine/parts.js";

const SIZE = [920, 664];
const BELT = 86; // height at which c travels
const LOW = 560; // height at which h travels
const GATE = 352; // height of the gates' registers
const [SIGMA, BUS] = [GATE + 61, GATE + 156];
const COLUMN = { f: 196, i: 330, g: 464, o: 610 };
const FORGET = [196, BELT];
const ADD = [397, BELT];
const WRITE = [397, 252];
const SQUASH = [720, 152];
const OUT = [720, 284];
const LETTER = [316, 638];
const AT = {
  c_prev: [68, BELT], h_prev: [68, LOW], joined: [202, LOW], kept: [300, BELT], written: [397, 178],
  c: [852, BELT], squashed_c: [720, 220], h: [852, LOW],
};

export function layout({ peephole, coupled, activation }) {
  const phi = PHI[activation];
  const end = peephole ? 0.3 : 0; // the output gate first, where it waits for c_t
  const squashed = end + (0.94 - end) * 0.36;
  const meet = end + (0.94 - end) * 0.6;
  const early = (end + squashed) / 2;
  const from = (x) => [[260, LOW - HALF], [260, BUS], [x, BUS]];
  const place = (id, row, when, more) => register(id, row, ...AT[id], when, more);
  const column = (name, more) => gate(name, COLUMN[name], GATE, { from: from(COLUMN[name]), ...more });
  const top = (name) => [COLUMN[name], GATE - HALF];
  const parts = [
    belt(BELT, "c"),
    wire("h_prev", [[122, LOW], [148, LOW]], [0, 0, 0.5], "h"),
    wire("x", [[LETTER[0], LETTER[1] - 20], [LETTER[0], LOW + HALF]], [0, 0.5, 1], "x"),
    ...column("f"),
    ...column("i", { off: coupled }),
    ...column("g", { latex: "W_C", text: phi }),
    ...column("o", peephole ? { opens: [5, 0.1, 0.16], when: [5, 0.14, 0.3] } : {}),
    ...(coupled ? [wire("coupled", [[251, GATE], [275, GATE]], [1, 0.8, 1], "f"), note(263, GATE - 10, "1 −")] : []),
    ...(peephole ? peepholes(coupled) : []),
    wire("c_prev", [[122, BELT], [FORGET[0] - 16, BELT]], [2, 0, 0.5], "c"),
    wire("valve f", [top("f"), [FORGET[0], BELT + 16]], [2, 0, 0.5], "f"),
    wire("kept", [[FORGET[0] + 16, BELT], [245, BELT]], [2, 0.5, 1], "c"),
    wire("valve i", [top("i"), [COLUMN.i, WRITE[1]], [WRITE[0] - 16, WRITE[1]]], [3, 0, 0.5], "i"),
    wire("candidate", [top("g"), [COLUMN.g, WRITE[1]], [WRITE[0] + 16, WRITE[1]]], [3, 0, 0.5], "g"),
    wire("written", [[ADD[0], WRITE[1] - 16], [ADD[0], 178 + HALF]], [3, 0.5, 1], "g"),
    wire("add kept", [[355, BELT], [ADD[0] - 16, BELT]], [4, 0, 0.45], "c"),
    wire("add written", [[ADD[0], 178 - HALF], [ADD[0], BELT + 16]], [4, 0, 0.45], "g"),
    wire("c", [[ADD[0] + 16, BELT], [797, BELT]], [4, 0.45, 1], "c"),
    wire("branch", [[SQUASH[0], BELT], [SQUASH[0], SQUASH[1] - 17]], [5, end, early], "c"),
    wire("squashed", [[SQUASH[0], SQUASH[1] + 16], [SQUASH[0], 220 - HALF]], [5, early, squashed], "c"),
    wire("select", [[SQUASH[0], 220 + HALF], [SQUASH[0], OUT[1] - 16]], [5, squashed, meet], "c"),
    wire("valve o", [top("o"), [COLUMN.o, OUT[1]], [OUT[0] - 16, OUT[1]]], [5, squashed, meet], "o"),
    wire("h", [[OUT[0], OUT[1] + 16], [OUT[0], LOW], [797, LOW]], [5, meet, 0.94], "h"),
    wire("prediction", [[852, LOW - 64], [852, 436]], [5, 0.94, 1], "y"),
    product(...FORGET),
    sum(...ADD),
    product(...WRITE),
    squash(...SQUASH, phi, "c"),
    product(...OUT),
    place("c_prev", "c", [-1, 0, 1], { back: true }),
    place("h_prev", "h", [-1, 0, 1], { back: true }),
    place("joined", "h", [0, 0.499, 0.5], { back: true, mute: true }),
    place("kept", "kept", [2, 0.999, 1], { digits: "below" }),
    place("written", "written", [3, 0.999, 1], { title: "left" }),
    place("c", "c", [4, 0.999, 1]),
    place("squashed_c", "squashed_c", [5, 0.349, 0.35], { title: "left" }),
    place("h", "h", [5, 0.939, 0.94]),
    letter(...LETTER, LOW),
    guesses(798, 332, [5, 0.94, 1]),
  ];
  const gates = ["f {f}", "i {i}", "c̃ {g}", ...(peephole ? [] : ["o {o}"])];
  return {
    name: "LSTM cell",
    size: SIZE,
    phases: [
      { name: "concatenate", ms: 900, look: 0.2, rules: ["[h_{t-1}, x_t]"], numbers: "x is {letter},  h {h-}" },
      { name: "four products", ms: 1200, look: 0.4, rules: peephole ? ["f", "i", "g"] : ["f", "i", "g", "o"], numbers: gates.join("   ") },
      { name: "forget", ms: 1000, look: 0.2, rules: ["kept"], numbers: "{f} × {(c-)} = {kept}" },
      { name: "input and candidate", ms: 1000, look: 0.4, rules: ["written"], numbers: "{i} × {(g)} = {written}" },
      { name: "update", ms: 1000, look: 0.55, rules: ["c"], numbers: "{f} × {(c-)} + {i} × {(g)}\n= {c}" },
      { name: "output", ms: 1700, look: 0.9, rules: peephole ? ["o", "h"] : ["h"], numbers: "{o} × {(squashed_c)} = {h}" },
    ],
    parts,
    travel: [
      [go("h_prev", "joined", [AT.h_prev, AT.joined], 0, 0.5)],
      [],
      [
        go("c_prev", "c_prev", [AT.c_prev, FORGET], 0, 0.5),
        go("f", "f", [[COLUMN.f, GATE], FORGET], 0, 0.5),
        go("c_prev", "kept", [FORGET, AT.kept], 0.5, 1),
      ],
      [
        go("g", "g", [[COLUMN.g, GATE], [COLUMN.g, WRITE[1]], WRITE], 0, 0.5),
        go("i", "i", [[COLUMN.i, GATE], [COLUMN.i, WRITE[1]], WRITE], 0, 0.5),
        go("g", "written", [WRITE, AT.written], 0.5, 1),
      ],
      [
        go("kept", "kept", [AT.kept, ADD], 0, 0.45),
        go("written", "written", [AT.written, ADD], 0, 0.45),
        go("kept", "c", [ADD, AT.c], 0.45, 1),
      ],
      [
        go("c", "squashed_c", [[SQUASH[0], BELT], AT.squashed_c], end, squashed),
        go("squashed_c", "squashed_c", [AT.squashed_c, OUT], squashed, meet),
        go("o", "o", [[COLUMN.o, GATE], [COLUMN.o, OUT[1]], OUT], squashed, meet),
        go("squashed_c", "h", [OUT, [OUT[0], LOW], AT.h], meet, 0.94),
      ],
    ],
    rows: ["h", "c", null, "f", "i", "o", "g"], // states apart from gates
  };
}

// Dashed wires by which gates see c: f and i that of the step before, o the new one.
function peepholes(coupled) {
  const turn = COLUMN.i - 66;
  const dashed = { dashed: true };
  return [
    wire("peep f", [[40, BELT + HALF], [40, SIGMA], [COLUMN.f - 18, SIGMA]], [1, 0.3, 0.54], "c", dashed),
    ...(coupled ? [] : [wire("peep i", [[60, BELT + HALF], [60, SIGMA - 22], [turn, SIGMA - 22], [turn, SIGMA], [COLUMN.i - 18, SIGMA]], [1, 0.3, 0.54], "c", dashed)]),
    wire("peep o", [[540, BELT], [540, SIGMA], [COLUMN.o - 18, SIGMA]], [5, 0, 0.1], "c", dashed),
  ];
}
