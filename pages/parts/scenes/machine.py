"""A gated cell as a scene: all numbers of all steps, and what they would be at each hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

import numpy as np

from core.arrays import Array
from core.cells import Cell
from core.formula import Value
from core.measure import axis_limit, complement, leading, update_parts, update_products
from core.sequence import Trace
from core.sweeps import Sweep
from pages.parts.numbers import show
from pages.parts.reading import Reading

GUESSES = 3


def gates_of(cell: Cell) -> tuple[str, ...]:
    """The gates that have a slider, in the order in which a step computes them."""
    return tuple(q.name for q in cell.quantities if q.kind == "gate")


def rows_of(cell: Cell) -> tuple[str, ...]:
    """The quantities that the scene shows: states, gates, candidate, and what lies between."""
    between = (q.name for q in cell.quantities if q.kind in ("candidate", "intermediate"))
    return (*cell.state, *gates_of(cell), *between)


def parts_of(cell: Cell) -> dict[str, tuple[str, str, str, str]]:
    """What the scene shows of the update of the memory, beside what is traced: name → LaTeX, words,
    colour role, and the quantity that opens in its place.

    Where the two terms of the update have gates of their own it is the terms; where one gate
    serves both, it is the share that this gate leaves to the other side.
    """
    memory = cell.state[-1]
    of = cell.quantity(memory).words
    found = update_products(cell)
    for product in found:
        if isinstance(product.weight, Value) and product.weight.complement:
            gate = cell.quantity(product.weight.name)
            return {
                f"not_{gate.name}": (
                    f"1 - {gate.latex}",
                    f"share of the old {of}",
                    gate.role,
                    gate.name,
                )
            }
    terms = cell.formula(memory).latex.split(" = ", 1)[1].split(" + ")
    roles = [cell.quantity(p.value.name).role for p in found if isinstance(p.value, Value)]
    words = [f"what is kept of the {of}", f"what is written to the {of}"]
    return {
        name: (latex, said, role, memory)
        for name, latex, said, role in zip(("kept", "written"), terms, words, roles, strict=True)
    }


def machine_scene(
    reading: Reading,
    sweep: Sweep,
    held: Mapping[str, float | None],
    unit: int | None,
    steps: tuple[int, int] | None,
) -> dict[str, Any]:
    """What a component made of assets/components/machine draws; `sweep` moves all gates.

    rows   names along the first axis of `now` (rows, T + 1, H), in which row 0 is the time before
           the first step, and along the third of `sweep` (gates, positions, rows, …)
    steps  those at which the holds act, first and one past the last; None is all, as for unit
    """
    trace, cell = reading.trace, reading.trace.cell
    alphabet = reading.model.alphabet.symbols
    targets = np.array([alphabet.index(letter) for letter in reading.targets])
    guesses, odds = leading(reading.probabilities[:, 0], targets, GUESSES)
    swept_guesses, swept_odds = leading(
        sweep.split(sweep.probabilities(reading.model.readout)), targets, GUESSES
    )
    gates, parts = gates_of(cell), parts_of(cell)
    means = [float(sweep.free(gate).mean()) for gate in gates]
    return {
        "symbols": list(reading.symbols),
        "alphabet": alphabet,
        "units": trace.H,
        "options": asdict(cell),
        "rows": [*rows_of(cell), *parts],
        "about": _about(cell),
        "opens": {name: opens for name, (*_, opens) in parts.items()},
        "limits": _limits(sweep, cell),
        "now": _rows(trace)[:, :, 0],
        "sweep": sweep.split(_rows(sweep.trace).transpose(1, 2, 0, 3)).swapaxes(2, 3),
        "positions": list(sweep.positions),
        "guesses": guesses,
        "odds": odds,
        "sweptGuesses": swept_guesses,
        "sweptOdds": swept_odds,
        "gates": list(gates),
        "held": [held.get(gate) for gate in gates],
        "means": means,
        "free": [_free(cell, gate, mean) for gate, mean in zip(gates, means, strict=True)],
        "heldUnit": -1 if unit is None else unit,
        "heldSteps": list(steps or (0, trace.T)),
        "equations": dict(_equations(cell)),
    }


def _rows(trace: Trace) -> Array:
    """What `rows` names, (rows, T + 1, B, H)."""
    cell = trace.cell
    traced = [
        trace.rows[name] if name in trace.rows else _later(trace[name]) for name in rows_of(cell)
    ]
    parts = parts_of(cell)
    if "kept" in parts:
        return np.stack([*traced, *(_later(part) for part in update_parts(trace))])
    return np.stack([*traced, *(_later(complement(trace, part[3])) for part in parts.values())])


def _later(array: Array) -> Array:
    """(T, …) as (T + 1, …): nothing, drawn as nothing, before the first step."""
    return np.concatenate([np.zeros_like(array[:1]), array])


def _about(cell: Cell) -> dict[str, list[str]]:
    """name → LaTeX, words, colour role"""
    shown = {name: cell.quantity(name) for name in rows_of(cell)}
    found = {name: [q.latex, q.words, q.role] for name, q in shown.items()}
    return {**found, **{name: [*entry[:3]] for name, entry in parts_of(cell).items()}}


def _limits(sweep: Sweep, cell: Cell) -> dict[str, float]:
    """Where each row's axis ends: the same at all steps, and unmoved by holds.

    The memory and its two parts share one axis, so that their bars can be compared; a mixture of
    what is bounded is bounded by the same.
    """
    limits = {}
    for name in rows_of(cell):
        bounded = np.isfinite(cell.quantity(name).high)
        limits[name] = 1.0 if bounded else axis_limit(sweep.free(name))
    return {**limits, **{name: limits[opens] for name, (*_, opens) in parts_of(cell).items()}}


def _free(cell: Cell, gate: str, mean: float) -> str:
    """What is said of a gate that nobody holds."""
    if cell.function(gate) is None:  # it follows from another gate
        rule = cell.formula(gate).latex.split(" = ", 1)[1]
        return "free: " + rule.replace("_t", "").replace("-", "−")
    return f"free, mean {show(mean)}"


def _equations(cell: Cell) -> Iterator[tuple[str, str]]:
    """(name, LaTeX) of the rule of each row, from the cell's own formulas."""
    yield from ((name, entry[0]) for name, entry in parts_of(cell).items())
    yield from ((name, cell.formula(name).latex) for name in rows_of(cell))
    for name, rule in cell.equations:
        yield name, re.sub(r"\\tilde ?c(?=\})", "C", rule)  # W_C, as lessons say
