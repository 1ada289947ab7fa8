"""Charts of what grows with a size: dot products with H, costs with the length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.attention.growing import FLOOR, Growing, decades
from core.attention.side_by_side import Growth
from pages.parts.numbers import show

KEYS = {"plain RNN": "rnn", "GRU": "gru", "LSTM": "lstm", "self-attention": "attention"}


def growth_scene(made: Growth) -> dict[str, Any]:
    """The spread of dot products, and the largest weight that a softmax makes of them."""
    last = len(made.sizes) - 1
    return {
        "title": (
            f"From {made.sizes[0]} units to {made.sizes[-1]}, dot products spread "
            f"{show(float(made.deviation[0, last] / made.deviation[0, 0]))} times as far; "
            "divided by √H they do not"
        ),
        "x": {"label": "H, units of query and key", "at": "H =", "texts": _texts(made.sizes)},
        "at": last,
        "slider": None,
        "charts": [
            {
                "name": "Standard deviation of the scores",
                "kind": "log", "low": -1, "high": 2, "whole": False,
                "lines": [
                    {"key": "plain", "name": "q · k", "y": made.deviation[0]},
                    {"key": "scaled", "name": "q · k / √H", "y": made.deviation[1]},
                    {"key": "law", "name": "√H", "y": made.root},
                ],
            },
            {
                "name": f"Largest of {made.positions} weights, on average",
                "kind": "share", "low": 0, "high": 1, "whole": False,
                "lines": [
                    {"key": "plain", "name": "softmax of q · k", "y": made.largest[0]},
                    {"key": "scaled", "name": "softmax of q · k / √H", "y": made.largest[1]},
                ],
            },
        ],
    }  # fmt: skip


def costs_scene(
    found: Growing, size: int, seconds: Mapping[str, Sequence[float]] | None
) -> dict[str, Any]:
    """Rounds, multiplications and memory over the length, for every size of the slider.

    seconds  by name, for the lengths of `found` as far as they were measured, or None
    """
    k = found.sizes.index(size)
    charts = [
        _chart("Rounds that must wait for one another", found.rounds),
        _chart("Multiplications", found.multiplications),
        _chart("Numbers kept for the backward pass", found.numbers),
    ]
    charts[1]["marks"] = found.crossing
    charts[1]["markTexts"] = [_mark(at) for at in found.crosses_at]
    if seconds is not None:
        charts.append(_timed(found, seconds))
    return {
        "title": "Recurrence waits longer, the longer the sequence; self-attention does not",
        "x": {"label": "positions", "at": "positions:", "texts": _texts(found.lengths)},
        "at": found.lengths.index(64),
        "slider": {
            "latex": r"\mathrm{units}\ H",
            "words": "units, H",
            "values": list(found.sizes),
            "texts": _texts(found.sizes),
            "ticks": [
                [found.sizes[0], str(found.sizes[0])],
                [found.sizes[-1], str(found.sizes[-1])],
            ],
            "at": k,
        },
        "charts": charts,
    }


def _chart(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "kind": "log",
        "low": 0,
        "high": decades(*values.values())[1],
        "whole": True,
        "lines": [{"key": KEYS[cell], "name": cell, "y": each} for cell, each in values.items()],
    }


def _timed(found: Growing, seconds: Mapping[str, Sequence[float]]) -> dict[str, Any]:
    rows = {}
    for name, each in seconds.items():
        rows[name] = np.full(len(found.lengths), np.nan)
        rows[name][: len(each)] = [max(FLOOR, 1e3 * value) for value in each]
    low, high = decades(*rows.values())
    return {
        "name": "Milliseconds, measured here",
        "kind": "log",
        "low": low,
        "high": high,
        "whole": False,
        "lines": [{"key": KEYS[name], "name": name, "y": row} for name, row in rows.items()],
    }


def _mark(at: int | None) -> str:
    return "" if at is None else f"over the GRU at {at:,}"


def _texts(values: Sequence[int]) -> list[str]:
    return [f"{value:,}" if value < 10000 else f"{value // 1024}k" for value in values]
