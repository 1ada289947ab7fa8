"""Where a gate comes from, as a scene: the products of one sum, and what σ and tanh would make of
that sum, at every place of the slider."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

from core.explain import Ref, Term
from core.saturation import HIGH, LOW, carried, sum_at
from core.squash import line, squash
from pages.parts.numbers import show
from pages.parts.panel import sel_of
from pages.parts.reading import Reading
from pages.parts.scenes.squash import digits, written

REACH = 8.0  # the slider and the picture go from -REACH to REACH
PLACES = 161
MEMORY = 100.0
NAMES = {"sigmoid": "σ", "tanh": "tanh"}


def origin_scene(read: Reading, step: int, unit: int, at: float | None) -> dict[str, Any]:
    """What assets/components/origin draws: the forget gate of `unit` at `step`, both from 0.

    at  where the slider stands; None for the network's own sum.
    """
    ref, gate = Ref("trace", "a_f", step, unit), Ref("trace", "f", step, unit)
    opened = read.explain(ref)
    # The letters that were not read are zeros, and add nothing.
    terms = [t for t in opened.terms if t.value != 0.0 or not _is_letter(t)]
    return {
        "slider": _slider(),
        "own": _places([opened.result], [show(opened.result)]),
        "at": at,
        "symbols": [opened.symbol, read.explain(gate).symbol],
        "sels": [sel_of(ref), sel_of(gate)],
        "terms": [_name(term, read.symbols[step]) for term in terms],
        "numbers": np.array([(t.weight, t.value, t.product) for t in terms]),
        "letters": list(read.symbols),
        "step": step,
        "unit": unit,
        "units": read.trace.H,
    }


def _is_letter(term: Term) -> bool:
    return term.ref is not None and term.ref.source == "input"


def _name(term: Term, letter: str) -> list[str]:
    """What flows in, and its colour role: LaTeX for a state, words for the rest."""
    if _is_letter(term):
        return [rf"\mathrm{{{letter}}}", "x"]
    return [r"\mathrm{bias}", "y"] if term.ref is None else [term.value_label, "h"]


@cache
def _slider() -> dict[str, Any]:
    """Every place of the slider: the same for everybody."""
    places = line(-REACH, REACH, PLACES).tolist()
    return {
        "reach": REACH,
        "memory": MEMORY,
        "bounds": [sum_at(LOW), sum_at(HIGH)],
        "levels": [LOW, HIGH],
        **_places(places, [written(a) for a in places]),
    }


def _places(sums: list[float], texts: list[str]) -> dict[str, Any]:
    """What σ and tanh make of some sums, and what is left of MEMORY behind such a gate."""
    functions = []
    for name, found in squash(sums).items():
        if name in NAMES:
            left = carried(MEMORY, found.y)
            functions.append(
                {
                    "symbol": NAMES[name],
                    "y": found.y,
                    "slope": found.slope,
                    "left": left,
                    "digits": [digits(y) for y in found.y.tolist()],
                    "slopes": [digits(slope) for slope in found.slope.tolist()],
                    "amounts": [amount(value) for value in left.tolist()],
                }
            )
    functions.sort(key=lambda function: function["symbol"] != "σ")
    return {"sums": sums, "texts": texts, "functions": functions}


def amount(value: float) -> str:
    """As `show`, but never rounded up to all of MEMORY where something is missing."""
    text, size = show(value), abs(value)
    if size >= MEMORY or text.lstrip("−") != show(MEMORY):
        return text
    rounded = f"{size:.2f}"
    if float(rounded) < MEMORY:
        return ("−" if value < 0 else "") + rounded
    return f"≈ {text}"
