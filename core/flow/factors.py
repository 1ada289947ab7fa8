"""The factors of the chain, F_t = ∂s_t/∂s_{t-1}, and their products.

    ∂s_t/∂s_k = F_t F_{t-1} … F_{k+1}

Each cell states its F_t beside its equations, as `step_jacobian`. A product takes one matrix
multiplication a step for the whole batch; results past float64 become 0, ∞ or NaN.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.arrays import Array
from core.flow.copies import part
from core.sequence import Trace

CACHE = 2**18  # numbers that factors may take at once in `carried`: what a processor keeps close


def factors(trace: Trace) -> Array:
    """F_t of every step, (T, B, S, S): [to, from], with S = H for each of the cell's states, side
    by side in the order of cell.state. Past the end of a shorter sequence it is the identity."""
    with np.errstate(all="ignore"):
        F = trace.cell.step_jacobian(trace)
    ended = trace.ended()
    if ended is not None:
        F[ended] = np.eye(F.shape[-1])
    return F


def products(trace: Trace) -> Array:
    """∂s_T/∂s_k for k = 0…T, (T + 1, B, S, S); the last is the identity."""
    F = factors(trace)
    J = _identities(F)
    with np.errstate(all="ignore"):
        for t in range(len(F) - 1, -1, -1):
            np.matmul(J[t + 1], F[t], out=J[t])
    return J


def products_from_start(trace: Trace) -> Array:
    """∂s_t/∂s_0 for t = 0…T, (T + 1, B, S, S); the first is the identity."""
    F = factors(trace)
    J = _identities(F)
    with np.errstate(all="ignore"):
        for t in range(len(F)):
            np.matmul(F[t], J[t], out=J[t + 1])
    return J


def carried(trace: Trace, state: str) -> Iterator[Array]:
    """∂s_t/∂s_0 of one state, (B, H, H), for t = 0…T, one after the other.

    Of the products only the columns of s_0 are formed, and of the factors a few steps at a time:
    for long runs and many copies. Raises ValueError if the cell has no such state.
    """
    S = trace.H * len(trace.cell.state)
    own = columns(trace.cell.state, state, S)
    J = np.broadcast_to(np.eye(S)[:, own], (trace.B, S, trace.H))
    yield J[:, own]
    block = max(1, CACHE // (trace.B * S * S))
    for first in range(0, trace.T, block):
        for F in factors(part(trace, first, min(first + block, trace.T))):
            with np.errstate(all="ignore"):
                J = F @ J
            yield J[:, own]


def _identities(F: Array) -> Array:
    """An array for the products of F, with the identity at both ends."""
    J = np.empty((len(F) + 1, *F.shape[1:]))
    J[0] = J[-1] = np.eye(F.shape[-1])
    return J


def columns(states: tuple[str, ...], name: str, S: int) -> slice:
    """Where a state lies in s, of size S; ValueError if the cell has no such state."""
    if name not in states:
        raise ValueError(f"state must be one of {', '.join(states)}; got {name!r}.")
    H, place = S // len(states), states.index(name)
    return slice(place * H, (place + 1) * H)
