"""The plane of two hidden units as a scene: flow, fixed points, paths, and sweeps of weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.dynamics import KINDS
from core.portrait import BASIN, BASIN_REACH, PRESETS, Noisy, portrait

TITLES = {
    "memory": "Two attractors: the state remembers to which side it was pushed",
    "forgets": "One attractor: whatever happened, the state forgets it",
    "rotates": "No attractor: the state goes round and never rests",
    "patterns": "Four attractors: a damaged pattern falls back into a stored one",
}
BY_COUNT = (  # for weights that are nobody's preset
    "No attractor: nothing holds the state in place",
    "One attractor: nothing to tell one past from another",
    "Two attractors: the state can remember one of two things",
    "Three attractors: the state can remember one of three things",
    "Four attractors: the state can remember one of four things",
)


@dataclass(frozen=True)
class Question:
    """All that the scene depends on. `weights` are w11, w12, w21, w22."""

    preset: str
    weights: tuple[float, float, float, float]
    start: tuple[float, float]
    with_input: bool
    seed: int  # of the noisy starts; 0 for none


def phase_scene(q: Question) -> dict[str, Any]:
    """What assets/components/phase draws. Leading axes (4, places) run over the sliders."""
    preset = PRESETS[q.preset]
    p = portrait(preset, q.weights, q.start, q.with_input, q.seed)
    return {
        "title": TITLES[q.preset],
        "counts": list(BY_COUNT),
        "x": p.x,
        "U": list(preset.U),
        "weights": list(q.weights),
        "preset": list(preset.weights),
        "sliders": [{"values": seats.tolist(), "at": at} for seats, at in p.sliders],
        "kinds": list(KINDS),
        "places": p.places,
        "flow": p.flow,
        "flowHere": p.flow_here,
        "points": {
            "h": p.points.h,
            "kind": p.points.kind,
            "real": p.points.eigenvalues.real,
            "imag": p.points.eigenvalues.imag,
            "size": p.sizes,
        },
        "paths": p.paths,
        "turn": p.turn,
        "late": p.late,
        "lateRow": p.late_row,
        "starts": p.starts,
        "basin": {
            "letters": _letters(p.basin.tolist()),
            "side": BASIN,
            "reach": BASIN_REACH,
            "right": p.borders[0],
            "up": p.borders[1],
        },
        "opened": p.opened,
        "noisy": _copies(p.noisy, q.with_input) if p.noisy else None,
    }


def _letters(labels: list[int]) -> str:
    """One letter a place: which fixed point it comes to rest at, or "." for none."""
    return "".join("." if label < 0 else chr(97 + label) for label in labels)


def _copies(found: Noisy, with_input: bool) -> dict[str, Any]:
    count = found.paths.shape[2]
    words = f"{found.home} of {count} noisy copies fall back into the pattern"
    if with_input:  # a pulse may carry all of them elsewhere
        words = f"{count} noisy copies read the same input"
    elif not found.settles:
        words = f"{count} noisy copies of a start that never comes to rest"
    return {"words": words, "pattern": found.pattern, "paths": found.paths}
