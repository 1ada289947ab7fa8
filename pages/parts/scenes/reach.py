"""Every pair of steps as a scene: how strongly the later state depends on the earlier one."""

from __future__ import annotations

from typing import Any

from core.fading import GATED
from core.reach import pairs
from pages.parts.scenes.fading import CELLS, PAIRED, Question

WINDOW = (-10, 5)  # powers of ten of the colours, the same for all cells


def reach_scene(q: Question, name: str) -> dict[str, Any]:
    """What assets/components/reach draws, for one of CELLS. Powers are log10."""
    steps = min(q.length, PAIRED)
    state = "c" if q.measure == "c" and name in GATED else "h"
    found = pairs(q.setup, name, q.radius, q.bias if name in GATED else 0.0, state, steps)
    return {
        "title": _title(CELLS[name], steps, found.reach),
        "state": state,
        "part": name in GATED,  # the factors are of h and c together
        "window": list(WINDOW),
        "powers": found.powers,
        "factors": found.factors,
        "chains": found.chains,
    }


def _title(cell: str, steps: int, reach: int) -> str:
    if reach == steps:
        return f"{cell}: from step {steps} back to the start no factor falls below 1/1000"
    return f"{cell}: step {steps} reaches {reach} steps back before the factor falls below 1/1000"
