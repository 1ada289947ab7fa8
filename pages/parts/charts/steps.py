"""Shares that were measured letter by letter, as curves over the text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.arrays import Array
from core.measure import axis_limit
from pages.parts.components import component

draw = component("curves")


def step_curves(
    symbols: Sequence[str], curves: Mapping[str, tuple[str, Array]], title: str, label: str
) -> dict[str, Any]:
    """What assets/components/curves draws: a curve for each state, over the letters read.

    curves  by colour role ("c", "h"): its name and its share at each step, NaN where there is
            nothing to measure
    label   what the shares are of
    """
    T = len(symbols)
    return {
        "title": title,
        "words": f"{title}. {label}, letter by letter",
        "x": {
            "label": "letter read",
            "low": 1,
            "high": max(2, T),
            "ticks": [[t + 1, letter] for t, letter in enumerate(symbols)],
            "says": [f"step {t + 1} reads {letter}" for t, letter in enumerate(symbols)],
        },
        "y": {
            "label": label,
            "kind": "share",
            "low": 0.0,
            "high": axis_limit(*(shares for _, shares in curves.values())),
        },
        "shaded": None,
        "chance": None,
        "marks": [],
        "series": [
            {"key": key, "name": name, "x": list(range(1, T + 1)), "y": shares,
             "low": None, "high": None}
            for key, (name, shares) in curves.items()
        ],
    }  # fmt: skip
