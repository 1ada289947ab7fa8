"""How much of a gradient is left after d steps, as a scene: the curves at every place of every
slider, and what theory says of the RNN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.fading import (
    BIASES,
    DISTANCES,
    GATED,
    LENGTHS,
    RADII,
    Setup,
    bounds,
    by_bias,
    by_radius,
)

CELLS = {"rnn": "RNN", "lstm": "LSTM", "lstm-peephole": "peephole LSTM", "gru": "GRU"}
WINDOW = (-20, 10)  # powers of ten that the picture shows, whatever the sliders say
_LEFT = r"largest factor of the way from h_d back to h_0: "
SAYS = {
    "h": _LEFT + r"‖\partial h_d/\partial h_0‖",
    "c": r"the same along the cell state: ‖\partial c_d/\partial c_0‖; "
    r"RNN and GRU have no c: ‖\partial h_d/\partial h_0‖",
    "loss": r"gradient of the loss L = v \cdot h_d, |v| = 1, at the start: "
    r"‖\partial L/\partial h_0‖",
}
_STATE = {"rnn": "h", "gru": "h", "lstm": "c", "lstm-peephole": "c"}


@dataclass(frozen=True)
class Question:
    """All that the scene depends on; radius, bias and length are places of their sliders."""

    setup: Setup
    measure: str
    radius: float
    bias: float
    length: int


def fading_scene(q: Question) -> dict[str, Any]:
    """What assets/components/fading draws. Powers are log10, (places, cells, distances)."""
    radius = [by_radius(q.setup, name, q.bias, q.measure) for name in CELLS]
    gated = [by_bias(q.setup, name, q.radius, q.measure) for name in GATED]
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
        "distances": list(DISTANCES),
        "says": {"y": SAYS[q.measure], "x": r"distance d, in steps, between h_0 and h_d"},
        "radius": {
            **_slider(RADII, q.radius, (0, 1, 2, 4)),
            "powers": np.stack([curves.powers for curves in radius], axis=1),
            "ends": np.stack([curves.ends for curves in radius], axis=1),
        },
        "bias": {
            **_slider(BIASES, q.bias, (-2, 0, 1, 3, 5)),
            "powers": np.stack([curves.powers for curves in gated], axis=1),
            "ends": np.stack([curves.ends for curves in gated], axis=1),
        },
        "length": _slider(LENGTHS, q.length, (10, 60, 100, 200)),
        "bounds": bounds(q.setup),
    }


def nearest(places: tuple[float, ...], value: float) -> float:
    """The place of a slider that is nearest to a number."""
    return min(places, key=lambda place: abs(place - value))


def _name(key: str, measure: str) -> str:
    return f"{CELLS[key]} ({_STATE[key]})" if measure == "c" else CELLS[key]


def _slider(places: tuple[float, ...], at: float, ticks: tuple[float, ...]) -> dict[str, Any]:
    return {
        "values": list(places),
        "texts": [_place(place) for place in places],
        "ticks": [[tick, _place(tick)] for tick in ticks],
        "at": places.index(at),
    }


def _place(value: float) -> str:
    return f"{value:g}".replace("-", "−")
