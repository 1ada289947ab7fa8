"""One forward pass, read many times over: the batch axis as the axis of questions.

A backward pass over copies of a trace answers one question a copy (what does the loss of step t
ask for? what does unit j of h_t depend on?), and the forward pass is not run again: the copies
are views of the one trace.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.arrays import Bools, Ints
from core.sequence import Trace


def require_one(trace: Trace) -> None:
    """Raise ValueError unless the trace is of a single sequence that runs to the end."""
    if trace.B != 1 or (trace.lengths is not None and trace.lengths[0] < trace.T):
        lengths = "" if trace.lengths is None else f" of lengths {trace.lengths.tolist()}"
        raise ValueError(f"trace must be of one whole sequence, B = 1; got B = {trace.B}{lengths}.")


def copies(trace: Trace, ends: Ints) -> Trace:
    """A trace of B = 1 once for each of `ends` (N,): copy n asks about steps before ends[n].

    What lies past its end is of no matter to a copy, and its gradient is zero there. Where the
    run has overflowed it is cleared, for 0 · ∞ would not be zero.
    """
    n = len(ends)

    def wide(array: NDArray[Any]) -> NDArray[Any]:
        return np.broadcast_to(array, (len(array), n, array.shape[2]))

    if all(np.isfinite(array).all() for array in (trace.pre, trace.act, *trace.rows.values())):
        return trace.rearranged(wide, wide)

    def cleared(array: NDArray[Any], ends: Ints) -> NDArray[Any]:
        past: Bools = np.arange(len(array))[:, None] >= ends
        return np.where(past[:, :, None], np.zeros((), array.dtype), array)

    return trace.rearranged(lambda a: cleared(a, ends), lambda a: cleared(a, ends + 1))


def part(trace: Trace, first: int, end: int) -> Trace:
    """Steps first…end - 1 alone, as views: a run of its own that starts where they start."""
    steps = trace.rearranged(lambda array: array[first:end], lambda rows: rows[first : end + 1])
    if trace.lengths is not None:
        steps.lengths = np.clip(trace.lengths - first, 0, end - first)
    return steps
