"""How much of a gradient is left after d steps, as a scene: the curves at every place of every
slider, and what theory says of the RNN."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.fading import (
    BIASES,
    GATED,
    LENGTHS,
    RADII,
    Setup,
    by_bias,
    by_radius,
    distances,
    theory,
)
from pages.parts.numbers import show

CELLS = {"rnn": "RNN", "lstm": "LSTM", "lstm-peephole": "peephole LSTM", "gru": "GRU"}
WINDOW = (-20, 10)  # powers of ten that the picture shows of up to USUAL steps
USUAL = 60
PAIRED = 60  # steps whose pairs the page shows, and whose chains it opens
SAYS = {
    "h": r"\mathrm{largest factor of the way from }h_d\mathrm{ back to }h_0\mathrm{: }"
    r"‖\partial h_d/\partial h_0‖",
    "c": r"\mathrm{largest factor of the way from }c_d\mathrm{ back to }c_0\mathrm{: }"
    r"‖\partial c_d/\partial c_0‖\mathrm{; RNN and GRU have no }c\mathrm{, so }"
    r"‖\partial h_d/\partial h_0‖",
    "loss": r"\mathrm{gradient at the start of the loss }L = v \cdot h_d\mathrm{ with }|v| = 1"
    r"\mathrm{: }‖\partial L/\partial h_0‖",
}
_STATE = {"rnn": "h", "gru": "h", "lstm": "c", "lstm-peephole": "c"}


@dataclass(frozen=True)
class Question:
    """All that the scene depends on; radius, bias and length are places of their sliders.

    steps  how many are computed: at least `length`
    """

    setup: Setup
    measure: str
    radius: float
    bias: float
    length: int
    steps: int


def fading_scene(q: Question) -> dict[str, Any]:
    """What assets/components/fading draws. Powers are log10, (places, cells, distances)."""
    radius = [by_radius(q.setup, name, q.bias, q.measure, q.steps) for name in CELLS]
    gated = [by_bias(q.setup, name, q.radius, q.measure, q.steps) for name in GATED]
    return {
        "measure": q.measure,
        "cells": [
            {
                "key": key,
                "name": _name(key, q.measure),
                "gated": GATED.index(key) if key in GATED else None,
            }
            for key in CELLS
        ],
        "window": list(WINDOW),
        "usual": USUAL,
        "opens": PAIRED,
        "distances": list(distances(q.steps)),
        "says": {"y": SAYS[q.measure], "x": r"\mathrm{distance }d\mathrm{, in steps}"},
        "radius": {
            **slider(RADII, q.radius, (0, 1, 2, 4)),
            "powers": np.stack([curves.powers for curves in radius], axis=1),
            "ends": np.stack([curves.ends for curves in radius], axis=1),
        },
        "bias": {
            **slider(BIASES, q.bias, (-2, 0, 1, 3, 5)),
            "powers": np.stack([curves.powers for curves in gated], axis=1),
            "ends": np.stack([curves.ends for curves in gated], axis=1),
        },
        "length": slider(LENGTHS, q.length, (10, 60, 100, 200)),
        "bounds": theory(q.setup, q.steps),
    }


def nearest(places: tuple[float, ...], value: float) -> float:
    """The place of a slider that is nearest to a number."""
    return min(places, key=lambda place: abs(place - value))


def _name(key: str, measure: str) -> str:
    return f"{CELLS[key]} ({_STATE[key]})" if measure == "c" else CELLS[key]


def slider(places: tuple[float, ...], at: float, ticks: tuple[float, ...]) -> dict[str, Any]:
    """Places of a slider, as assets/components/shared/slider.js takes them."""
    return {
        "values": list(places),
        "texts": [_place(place) for place in places],
        "ticks": [[tick, _place(tick)] for tick in ticks],
        "at": places.index(at),
    }


def _place(value: float) -> str:
    return f"{value:g}".replace("-", "−")


def power_of_ten(power: int) -> str:
    """10 with its exponent raised; 1 for its power 0."""
    return f"10{str(power).translate(_RAISED)}" if power else "1"


def written(power: float) -> str:
    """10^power in two or three digits, as assets/components/fading/words.js writes it."""
    if math.isnan(power) or math.isinf(power):
        return "undefined" if math.isnan(power) else "∞" if power > 0 else "0"
    if -3 < power < SHORT:
        return show(10.0**power)
    whole = math.floor(power)
    digits = f"{10.0 ** (power - whole):.2f}"
    if digits == "10.00":
        digits, whole = "1.00", whole + 1
    return f"{digits}×{power_of_ten(whole)}"


SHORT = 4.9  # the power up to which a number is written out
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
