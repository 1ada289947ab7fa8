"""The LSTM cell as a scene: all numbers of all steps, and what they would be at each hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.arrays import Array
from core.cells import Cell
from core.measure import axis_limit, leading, update_parts
from core.sequence import Trace
from core.sweeps import Sweep
from pages.parts.reading import Reading

HELD = ("f", "i", "o")  # the gates that have a slider, in the order of the picture
ROWS = ("h", "c", "f", "i", "o", "g", "squashed_c")  # swept, with the two parts of c after them
GUESSES = 3
PARTS = {
    "kept": (r"f_t \ast c_{t-1}", "what is kept of the cell state", "c"),
    "written": (r"i_t \ast \tilde{c}_t", "what is written to the cell state", "g"),
}


def lstm_scene(
    reading: Reading,
    sweep: Sweep,
    held: Mapping[str, float | None],
    unit: int | None,
    steps: tuple[int, int] | None,
) -> dict[str, Any]:
    """What assets/components/lstm draws.

    rows   names along the first axis of `now` (rows, T + 1, H), in which row 0 is the time before
           the first step; the first of them are those of `sweep` (gates, positions, rows, …)
    steps  those at which the holds act, first and one past the last; None is all, as for unit
    """
    trace, cell = reading.trace, reading.trace.cell
    alphabet = reading.model.alphabet.symbols
    targets = np.array([alphabet.index(letter) for letter in reading.targets])
    guesses, odds = leading(reading.probabilities[:, 0], targets, GUESSES)
    swept_guesses, swept_odds = leading(
        sweep.split(sweep.probabilities(reading.model.readout)), targets, GUESSES
    )
    pre = [f"a_{gate}" for gate in cell.gates]
    return {
        "symbols": list(reading.symbols),
        "alphabet": alphabet,
        "units": trace.H,
        "rows": [*ROWS, *PARTS, *pre],
        "about": _about(cell),
        "limits": _limits(sweep, cell),
        "now": np.concatenate([_rows(trace)[:, :, 0], _later(trace[name][:, 0] for name in pre)]),
        "sweep": _swept(sweep),
        "positions": list(sweep.positions),
        "guesses": guesses,
        "odds": odds,
        "sweptGuesses": swept_guesses,
        "sweptOdds": swept_odds,
        "gates": list(HELD),
        "held": [held.get(gate) for gate in HELD],
        "means": [float(sweep.free(gate).mean()) for gate in HELD],
        "heldUnit": -1 if unit is None else unit,
        "heldSteps": list(steps or (0, trace.T)),
        "peephole": cell.peephole,
        "coupled": cell.coupled,
        "function": cell.activation,
        "rules": _rules(cell),
    }


def _rows(trace: Trace) -> Array:
    """ROWS and PARTS, (rows, T + 1, B, H)."""
    plain = [trace.rows[name] if name in trace.rows else _later([trace[name]])[0] for name in ROWS]
    return np.stack([*plain, *_later(update_parts(trace))])


def _later(arrays: Any) -> Array:
    """Arrays (T, …) as (n, T + 1, …): nothing, drawn as nothing, before the first step."""
    stacked = np.stack(list(arrays))
    return np.concatenate([np.zeros_like(stacked[:, :1]), stacked], axis=1)


def _swept(sweep: Sweep) -> Array:
    """(gates, positions, rows, T + 1, H)"""
    rows = _rows(sweep.trace).transpose(1, 2, 0, 3)
    return sweep.split(rows).swapaxes(2, 3)


def _about(cell: Cell) -> dict[str, list[str]]:
    """name → LaTeX, words, colour role"""
    shown = {q.name: [q.latex, q.words, q.role] for q in cell.quantities}
    return {**shown, **{name: list(entry) for name, entry in PARTS.items()}}


def _limits(sweep: Sweep, cell: Cell) -> dict[str, float]:
    """Where each row's axis ends: the same at all steps, and unmoved by holds.

    c and its two parts share one axis, so that their bars can be compared.
    """
    limits = {}
    for name in ROWS:
        bounded = np.isfinite(cell.quantity(name).high)
        limits[name] = 1.0 if bounded else axis_limit(sweep.free(name))
    return {**limits, **dict.fromkeys(PARTS, limits["c"])}


def _rules(cell: Cell) -> list[list[str]]:
    """The equations of each of the six phases, from the cell's own formulas."""

    def gate(name: str) -> str:
        rule, inner = cell.formula(name).latex, cell.formula(f"a_{name}").latex
        symbol, sum_ = inner.split(" = ", 1)
        return re.sub(r"\\tilde ?c(?=\})", "C", rule.replace(symbol, sum_))  # W_C, as lessons say

    gates = [gate(name) for name in ("f", "i", "g")]
    output = gate("o")
    late = cell.peephole  # then the output gate waits for c_t
    squash = cell.formula("h").latex
    return [
        ["[h_{t-1}, x_t]"],
        [*gates, *([] if late else [output])],
        [PARTS["kept"][0]],
        [PARTS["written"][0]],
        [cell.formula("c").latex],
        [*([output] if late else []), squash],
    ]
