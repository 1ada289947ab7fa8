"""All Jacobians ∂s_t/∂s_k of one run.

    s_t = F_t(s_{t-1})       ∂s_t/∂s_k = F_t F_{t-1} … F_{k+1}       (writing F for its Jacobian)

s is all that a step hands to the next: h, and for the LSTM h and c side by side. The two are
arguments of their own here: in ∂c_t/∂c_k, h_k is held, although c_k is what h_k was made of.
(`backward` differs: its ∂L/∂c_k is total, it includes what c_k does through h_k.)

Row t is F_t times row t - 1: one product for all k at once, ten times as quick as a backward
pass over all basis vectors (T = 50, H = 16), with which the tests compare it.
Source: Pascanu, Mikolov & Bengio, ICML 2013, equation 5.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, frozen
from core.flow.copies import require_one
from core.flow.factors import columns, factors
from core.flow.norms import largest
from core.sequence import Trace


@dataclass(frozen=True)
class Jacobians:
    """∂s_t/∂s_k for all t and k in 0…T; index 0 is the initial state.

    all            (T + 1, T + 1, S, S): [t, k, to, from]; identity where t = k, 0 where k > t
    jac["c", "h"]  (T + 1, T + 1, H, H): ∂c_t/∂h_k with c_k held
    """

    states: tuple[str, ...]
    all: Array

    def __getitem__(self, names: tuple[str, str]) -> Array:
        to, origin = (columns(self.states, name, self.all.shape[-1]) for name in names)
        return self.all[:, :, to, origin]


def jacobians(trace: Trace) -> Jacobians:
    """Every ∂s_t/∂s_k of one sequence: S² numbers for each of (T + 1)² pairs.

    Raises ValueError for more than one sequence.
    """
    T, S = trace.T, trace.H * len(trace.cell.state)
    found = np.zeros((T + 1, T + 1, S, S))
    for t, row in enumerate(_rows(trace)):
        found[t, : t + 1] = row
    return Jacobians(trace.cell.state, frozen(found))


def jacobian_norms(trace: Trace, to: str = "h", origin: str = "h") -> Array:
    """Largest singular value of each ∂(to)_t/∂(origin)_k, (T + 1, T + 1), without keeping the
    matrices. Raises ValueError for a state that the cell does not have."""
    states = trace.cell.state
    place = [columns(states, name, trace.H * len(states)) for name in (to, origin)]
    found = np.zeros((trace.T + 1, trace.T + 1))
    for t, row in enumerate(_rows(trace)):
        found[t, : t + 1] = largest(row[:, *place])
    return found


def _rows(trace: Trace) -> Iterator[Array]:
    """∂s_t/∂s_k for k = 0…t, (t + 1, S, S), for t = 0…T; each is written over by the next."""
    require_one(trace)
    F = factors(trace)[:, 0]
    J = np.empty((trace.T + 1, *F.shape[1:]))
    J[:] = np.eye(F.shape[-1])
    yield J[:1]
    for t, F_t in enumerate(F, start=1):
        with np.errstate(all="ignore"):
            J[:t] = F_t @ J[:t]
        yield J[: t + 1]
