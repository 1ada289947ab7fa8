"""The cliff as a scene: the loss over (w, b), one step from every place, and thirty from one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from core.cliff import TARGET, Surface, descend, growth, run, steps_from, surface
from core.cliff.overflow import LARGEST, LOG_LARGEST, SIZE
from core.cliff.surface import EVERY, B, W

RATES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
LIMITS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0)
UPDATES = 30
NAMES = ("without clipping", "clipped by norm", "clipped by value")

RADII = (1.0, 1.1, 1.2, 1.3, 1.5, 1.7, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 15.0, 20.0)
FAR = 1100  # steps that a state may grow
EACH = 4  # every so many steps are drawn


@dataclass(frozen=True)
class Descent:
    """All that the scene depends on; w and b are brought to the nearest place of the grid."""

    steps: int
    w: float
    b: float
    rate: float
    limit: float


def place(q: Descent) -> tuple[Surface, int, int, float, float]:
    """The surface, and the place on it: column, row, w and b."""
    found = surface(q.steps)
    i, j = found.nearest(q.w, q.b)
    return found, i, j, float(found.w[i]), float(found.b[j])


@lru_cache(maxsize=32)
def cliff_scene(q: Descent) -> dict[str, Any]:
    """What assets/components/cliff draws."""
    found, i, j, w, b = place(q)
    return {
        "steps": q.steps,
        "target": TARGET,
        "names": list(NAMES),
        "start": [q.steps, w, b],
        "w": [float(W[0]), float(W[-1])],
        "b": [float(B[0]), float(B[-1])],
        "every": list(EVERY),
        "loss": found.loss,
        "at": [i, j],
        "nodes": _nodes(found, q),
        "rate": _slider(RATES, q.rate),
        "limit": _slider(LIMITS, q.limit),
        "paths": _paths(q, w, b),
        "opened": _opened(q, w, b),
    }


def _slider(places: tuple[float, ...], at: float) -> dict[str, Any]:
    return {"values": places, "texts": [f"{v:g}" for v in places], "at": places.index(at)}


def _nodes(found: Surface, q: Descent) -> dict[str, Any]:
    """One step by each rule from every place, with the learning rate and the limit that are set.

    Each place holds: loss, ‖g‖, then for each rule w, b and loss after the step, its length and
    its turn.
    """
    nodes = found.nodes
    g = np.stack([nodes.d_w, nodes.d_b], axis=-1)
    step = steps_from(nodes.w, nodes.b, g, q.rate, q.limit)
    after = run(step.to[..., 0], step.to[..., 1], q.steps).loss
    rules = np.concatenate([step.to, np.stack([after, step.length, step.angle], axis=-1)], axis=-1)
    return {
        "here": np.stack([nodes.loss, step.norm[..., 0]], axis=-1),
        "rules": rules,
    }


def _paths(q: Descent, w: float, b: float) -> dict[str, Any]:
    """Descents from one place for every learning rate, then for every limit: leading axis.

    Each update holds: w, b, the loss there, ‖g‖ there, length and turn of the step from there.
    The last one is there only so that the last but one has a step to show.
    """
    rate = np.array([*RATES, *[q.rate] * len(LIMITS)])
    limit = np.array([*[q.limit] * len(RATES), *LIMITS])
    return {
        "updates": UPDATES,
        "rows": descend(w, b, q.steps, rate, limit, UPDATES + 1).rows,
    }


def _opened(q: Descent, w: float, b: float) -> dict[str, Any]:
    """How the gradient and the three steps from here come about, number by number."""
    at = run(w, b, q.steps)
    g = np.stack([at.d_w, at.d_b])
    step = steps_from(w, b, g, q.rate, q.limit)
    return {
        "last": np.array([at.h[-1], at.loss]),
        "g": g,
        "norm": float(step.norm[0]),
        "factor": float(step.factor),
        "left": step.left,
        "from": [w, b],
        "to": step.to,
    }


def overflow_scene(radius: float) -> dict[str, Any]:
    """What assets/components/overflow draws: ‖h_t‖ against t for every radius of the slider."""
    return {"slider": {**_slider(RADII, radius)}, **_growths()}


def cut_off(size: float) -> str:
    """A large number by its first digits, never rounded up: 1.797…×10³⁰⁸ is still a float64."""
    digits, power = f"{size:.12e}".split("e+")
    raised = power.translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{digits[:5]}…×10{raised}"


@lru_cache(maxsize=1)
def _growths() -> dict[str, Any]:
    grown = growth(RADII, FAR)
    return {
        "size": SIZE,
        "every": EACH,
        "far": FAR,
        "log": grown.log_norm[:, ::EACH],
        "limits": [
            {
                "name": kind,
                "log": LOG_LARGEST[kind],
                "text": cut_off(LARGEST[kind]),
                "steps": grown.ends[kind].tolist(),
            }
            for kind in LARGEST
        ],
    }
