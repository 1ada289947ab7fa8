"""What arrives at the cell state of an LSTM, by the way it has come, as curves over the text."""

from __future__ import annotations

from typing import Any

from core.flow import CellStateSplit
from core.influence import decades, magnitude, sizes

NAMES = {"c": "along c", "h": "through h", "p": "peepholes"}


def way_curves(split: CellStateSplit, symbols: tuple[str, ...], title: str) -> dict[str, Any]:
    """What assets/components/curves draws: the size of each part of ∂L/∂c_t."""
    found = {way: magnitude(sizes(part[:, 0])) for way, part in split.ways.items()}
    low, high = decades(*found.values())
    steps = list(range(1, len(symbols) + 1))
    return {
        "title": title,
        "words": f"{title}. Sizes of the parts of the gradient at the cell state, step by step",
        "x": {
            "label": "step t, and the letter it reads",
            "low": 1,
            "high": max(2, len(symbols)),
            "ticks": [[step, letter] for step, letter in zip(steps, symbols, strict=True)],
            "says": [f"step {step} reads {symbols[step - 1]}" for step in steps],
        },
        "y": {"label": "size of a part of ∂L/∂c at step t, logarithmic", "kind": "log",
              "low": low, "high": high},
        "shaded": None,
        "chance": None,
        "marks": [],
        "series": [
            {"key": way, "name": NAMES[way], "x": steps, "y": powers, "low": None, "high": None}
            for way, powers in found.items()
        ],
    }  # fmt: skip


def larger_along(split: CellStateSplit) -> list[bool]:
    """Step by step, whether what comes along c is larger than what comes through h."""
    along, through = (sizes(split.ways[way][:, 0]).tolist() for way in ("c", "h"))
    return [a > b for a, b in zip(along, through, strict=True)]
