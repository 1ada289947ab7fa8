"""Where a run leaves float64: said plainly, as a step and a quantity."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.sequence import Grads, Trace


@dataclass(frozen=True)
class Overflow:
    """The first number that is not finite: `name` at `step` (from 0) of sequence `b`."""

    step: int
    name: str
    b: int


def first_overflow(trace: Trace) -> Overflow | None:
    """Where a run first is not finite, in the order of computation; None if it never is."""
    return _first(trace, tuple(trace), range(trace.T))


def first_lost(grads: Grads) -> Overflow | None:
    """Where a gradient first is not finite on its way back, from the last step; None if never.

    Within a step, states come before what they are computed from.
    """
    return _first(grads, tuple(reversed(tuple(grads))), range(grads.trace.T - 1, -1, -1))


def _first(arrays: Mapping[str, Array], names: tuple[str, ...], steps: range) -> Overflow | None:
    lost = np.stack([~np.all(np.isfinite(arrays[name]), axis=2) for name in names])  # (name, T, B)
    order = list(steps)
    where = np.any(lost, axis=(0, 2))[order]
    if not where.any():
        return None
    step = order[int(np.argmax(where))]
    n, b = np.argwhere(lost[:, step])[0].tolist()
    return Overflow(step, names[n], b)
