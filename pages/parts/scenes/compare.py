"""Several networks reading one sequence as a scene: states, gates or gradients on one scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Array
from core.influence import Influence, decades, influence_held, magnitude, swap
from core.measure import axis_limit
from core.readout import logits, softmax
from core.tasks import Problem
from core.whatif import accepted, answers, others
from pages.parts.answering import TITLES, Answering

ROWS = {"states": "states", "gates": "gates", "gradient": "gradient"}
POSITIONS = tuple(k / 10 for k in range(11))
GATES = ("f", "i", "o", "z", "r")


@dataclass(frozen=True)
class Question:
    """All that the scene depends on beside the networks.

    source   the step whose trace is followed; answer: the step whose answer is looked at
    gate     held at `value`, or free where that is None; "" if no gate is chosen
    """

    problem: Problem
    source: int
    answer: int
    rows: str
    gate: str = ""
    value: float | None = None


def compare_scene(read: Mapping[str, Answering], q: Question) -> dict[str, Any]:
    """What assets/components/compare draws.

    Levels run along the first axis of all that a hold changes: level 0 is the free network, then
    the slider's places, then, if it is none of these, the value at which the gate is held. A
    network without that gate has level 0 alone.
    """
    problem = q.problem
    swaps, right = others(problem, q.source), accepted(problem)
    bands, states, reached, left = [], [], [], []
    for cell, reading in read.items():
        model, levels = reading.model, _levels(reading, q)
        run = (
            swap(model.cell, model.params, problem.x, q.source, swaps, q.gate or None, levels)
            if len(levels) > 1
            else swap(model.cell, model.params, problem.x, q.source, swaps)
        )
        names = list(reversed(model.cell.state))  # c above h, as a conveyor
        own = {name: run.own(name) for name in names}
        states += [own[name][0] for name in names]
        remains = {name: run.left(name) for name in model.cell.state}
        left += [remains[name][0] for name in names]
        judged = answers(problem, _predictions(reading, own["h"]), right)
        band: dict[str, Any] = {
            "key": cell,
            "title": TITLES[cell],
            "units": model.hidden_size,
            "parameters": model.parameter_count,
            "at": _at(levels, q.value),
            "swept": len(levels) > 1,
            "left": remains,
            "said": judged.said,
            "odds": judged.odds,
            "right": judged.right,
            "reach": None,
            "note": "",
        }
        if q.rows == "states":
            panels = [_panel(reading, name, own[name], "state") for name in names]
        elif q.rows == "gates":
            gates = [name for name in GATES if name in model.cell.gates]
            panels = [_panel(reading, name, run.own(name), "gate") for name in gates]
            if not gates:
                band["note"] = "no gates: each step writes all of h anew"
        else:
            flow = _influence(reading, levels, q.gate)
            band["reach"] = magnitude(flow.x).T
            # The scale spans the sizes of whole vectors; a single entry may be smaller by chance.
            reached += [band["reach"][0], magnitude(flow.h[:, 0])]
            grads = {name: magnitude(flow.grads[name]).swapaxes(0, 1) for name in names}
            panels = [_panel(reading, name, grads[name], "gradient") for name in names]
        bands.append({**band, "panels": panels})
    limit = axis_limit(*states)
    low, high = decades(*reached)
    task, first = problem.task, next(iter(read.values()))
    at, out = first.answer
    return {
        "id": f"{task.name}/{problem.delay}/{''.join(problem.symbols)}",
        "symbols": list(problem.symbols),
        "wanted": list(problem.wanted),
        "asked": problem.asked[:, 0].tolist(),
        "numbers": _entries(first),
        "salient": _salient(problem),
        "outputs": list(task.outputs),
        "numeric": first.numeric,
        "source": q.source,
        "answer": q.answer,
        "rows": q.rows,
        "scales": {
            "state": {"kind": "signed", "low": -limit, "high": limit},
            "gate": {"kind": "share", "low": 0.0, "high": 1.0},
            "gradient": {"kind": "log", "low": low, "high": high},
        },
        "leftLimit": axis_limit(*left),
        "wordsOfGradient": f"size of a gradient of y = {task.outputs[out]} at step {at + 1}",
        "hold": _hold(read, q),
        "bands": bands,
    }  # fmt: skip


def _levels(reading: Answering, q: Question) -> tuple[float, ...]:
    if not q.gate or q.gate not in reading.model.cell.gates:
        return (np.nan,)
    extra = () if q.value is None or q.value in POSITIONS else (q.value,)
    return (np.nan, *POSITIONS, *extra)


def _at(levels: Sequence[float], value: float | None) -> int:
    return 0 if value is None or len(levels) == 1 else levels.index(value)


def _predictions(reading: Answering, h: Array) -> Array:
    """(L, T, K)"""
    y = logits(reading.readout, h)
    return y if reading.numeric else softmax(y)


def _influence(reading: Answering, levels: Sequence[float], gate: str) -> Influence:
    """The gradient of the chosen answer at all levels; what is held now is in the reading."""
    if len(levels) == 1:
        return reading.influence
    model, x = reading.model, reading.problem.x
    return influence_held(model.cell, model.params, model.readout, x, reading.answer, gate, levels)


def _panel(reading: Answering, name: str, values: Array, scale: str) -> dict[str, Any]:
    quantity = reading.model.cell.quantity(name)
    symbol = quantity.latex.removesuffix("_t")
    gradient = scale == "gradient"
    return {
        "name": name,
        "symbol": rf"\partial y/\partial {symbol}" if gradient else symbol,
        "words": f"gradient of the {quantity.words}" if gradient else quantity.words,
        "source": "grads" if gradient else "trace",
        "scale": scale,
        "values": values,
    }


def _entries(reading: Answering) -> list[int]:
    """The entry of the input that opens when a symbol is pressed: the one that is not zero."""
    x = reading.problem.x[:, 0]
    return [0] * len(x) if reading.numeric else x.argmax(axis=-1).tolist()


def _salient(problem: Problem) -> list[int]:
    """Steps whose symbols are written even where not all have room."""
    if problem.task.name == "adding":
        return [t for t, mark in enumerate(problem.x[:, 0, 1].tolist()) if mark]
    return []


def _hold(read: Mapping[str, Answering], q: Question) -> dict[str, Any] | None:
    """The slider of the chosen gate; None if no gate is chosen or no network shown has it."""
    having = [cell for cell, one in read.items() if q.gate in one.model.cell.gates]
    if not q.gate or not having:
        return None
    quantity = read[having[0]].model.cell.quantity(q.gate)
    without = [TITLES[cell] for cell in read if cell not in having]
    return {
        "gate": q.gate,
        "latex": quantity.latex.removesuffix("_t"),
        "words": quantity.words,
        "role": quantity.role,
        "positions": list(POSITIONS),
        "value": q.value,
        "without": f"{listed(without)} {'has' if len(without) == 1 else 'have'} no such gate: "
        "left as it is" if without else "",
    }  # fmt: skip


def listed(names: Sequence[str]) -> str:
    """ "RNN", "RNN and GRU", "RNN, LSTM and GRU" """
    return " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
