"""Jacobians ∂s_t/∂s_0 of a whole batch at some steps, and where each of them ends.

A slider of the spectral radius needs ∂h_t/∂h_0 at all its places and at many steps t. Backwards
every t would need a pass of its own; carried forward beside the run, one pass finds them all.
Source: Williams & Zipser, "A learning algorithm for continually running fully recurrent neural
networks", Neural Computation 1 (1989), of which this keeps the part that runs through the state.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.arrays import Array, Ints
from core.flow import carried
from core.trace import Trace


@dataclass(frozen=True)
class Tangents:
    """∂s_t/∂s_0 of one state s, at some steps.

    J           (n, B, H, H): [·, copy, to, from] at each of the steps asked for
    zero        (B,) the first step at which all of it is 0; 0 if that does not happen
    overflowed  (B,) the first step at which an entry is not finite; 0 if that does not happen
    """

    J: Array
    zero: Ints
    overflowed: Ints


def tangents(trace: Trace, state: str, steps: Sequence[int]) -> Tangents:
    """How `state` after each of `steps`, rising within 0…T, depends on `state` before the first.

    Raises ValueError for steps or states that are not there.
    """
    if not all(a < b for a, b in pairwise((-1, *steps, trace.T + 1))):
        raise ValueError(f"steps must rise within 0…{trace.T}; got {list(steps)}.")
    J = np.empty((len(steps), trace.B, trace.H, trace.H))
    place = {t: k for k, t in enumerate(steps)}
    ended = np.zeros((2, trace.B), dtype=np.intp)
    for t, now in enumerate(carried(trace, state)):
        size = np.abs(now).max(axis=(1, 2))
        ended[np.stack([size == 0, ~np.isfinite(size)]) & (ended == 0)] = t
        if t in place:
            J[place[t]] = now
    return Tangents(J, *ended)
