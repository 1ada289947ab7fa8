"""Many pipes as a scene: the learner's own update, or the valves of a trained network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.arrays import Array
from core.cells import Cell
from core.measure import axis_limit, update_parts
from core.valves import HANDLES, MOST, PLACES, RESULTS, results, sweep_handles, update
from pages.parts.reading import Reading

PARTS = {
    "kept": (r"f_t \ast c_{t-1}", "what is kept of the memory", "c"),
    "written": (r"i_t \ast \tilde{c}_t", "what is added to the memory", "g"),
}
ROWS = ("c", "g", "f", "i", "o", "squashed_c", "h")
PHASES = ("forget", "remember", "select")


def update_scene(given: Mapping[str, Sequence[float]], look: str) -> dict[str, Any]:
    """What assets/components/pipes draws of the learner's numbers; all are among PLACES."""
    cell = update(given).cell
    return {
        "kind": "update",
        "units": len(given["f"]),
        "look": look,
        "most": MOST,
        "handles": list(HANDLES),
        "places": {name: list(places) for name, places in PLACES.items()},
        "given": {name: [PLACES[name].index(v) for v in given[name]] for name in HANDLES},
        "results": list(RESULTS),
        "now": results(update(given))[:, 0],
        "sweep": sweep_handles(given),
        "about": _about(cell, "memory", "new value"),
        "rules": _rules(cell, squashes=False),
    }


def trace_scene(reading: Reading, look: str) -> dict[str, Any]:
    """What assets/components/pipes draws of a network that reads; row 0 of `now` (rows, T + 1, H)
    is the time before the first step."""
    trace = reading.trace
    parts = dict(zip(PARTS, update_parts(trace), strict=True))
    arrays = [trace.rows[n][:, 0] if n in trace.rows else _later(trace[n]) for n in ROWS]
    limit = axis_limit(trace["c"])
    return {
        "kind": "trace",
        "symbols": list(reading.symbols),
        "units": trace.H,
        "look": look,
        "rows": [*ROWS, *PARTS],
        "now": np.stack([*arrays, *(_later(part) for part in parts.values())]),
        "limits": {"c": limit, "memory": limit, **dict.fromkeys(PARTS, limit)},
        "about": _about(trace.cell, "cell state", "candidate"),
        "rules": _rules(trace.cell, squashes=True),
    }


def _later(array: Array) -> Array:
    """(T, 1, H) → (T + 1, H): nothing before the first step."""
    return np.concatenate([np.zeros_like(array[:1, 0]), array[:, 0]])


def _about(cell: Cell, memory: str, new: str) -> dict[str, list[str]]:
    """name → LaTeX, words, colour role; what comes to the valves is called `memory` and `new`"""
    shown = {q.name: [q.latex, q.words, q.role] for q in cell.quantities}
    parts = {name: list(entry) for name, entry in PARTS.items()}
    comes = {"memory": ["c_{t-1}", memory, "c"], "new": [shown["g"][0], new, "g"]}
    return {**shown, **parts, **comes}


def _rules(cell: Cell, squashes: bool) -> list[list[str]]:
    """Of each phase: its name, what it does in words, and in symbols."""
    out = cell.formula("h").latex if squashes else r"h_t = o_t \ast c_t"
    return [
        ["forget", "memory × gate, stored back", f"c ← {PARTS['kept'][0]}"],
        ["remember", "new values × gate, added to the memory", cell.formula("c").latex],
        ["select", "memory × gate goes out", out],
    ]
