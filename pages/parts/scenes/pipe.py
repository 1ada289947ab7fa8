"""One pipe with one valve as a scene: what flows out at every place of the valve."""

from __future__ import annotations

from typing import Any

from core.valves import MOST, SHARES, pass_through
from pages.parts.scenes.squash import written


def pipe_scene(gate: float) -> dict[str, Any]:
    """What assets/components/pipe draws; `gate` is from 0 to 1, and one of the places."""
    places = sorted({*SHARES, gate})
    passed = pass_through(MOST, places)
    return {
        "most": MOST,
        "places": places,
        "at": places.index(gate),
        # Two decimals, so that nothing shifts while it counts; a finer link keeps its own.
        "shares": [f"{p:.2f}" if p in SHARES else written(p) for p in places],
        "out": passed,
        "texts": [written(amount) for amount in passed.tolist()],
    }
