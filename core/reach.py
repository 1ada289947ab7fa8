"""How far back each step reaches: every pair of steps of one fresh network, and its chain.

    ∂s_t/∂s_k = F_t F_{t-1} … F_{k+1}        ‖∂s_t/∂s_k‖ ≤ ‖F_t‖ ‖F_{t-1}‖ … ‖F_{k+1}‖

The product of norms is a bound: it is reached only if each factor stretches the very direction
in which the one before it stretched most. Of an LSTM, s is h and c side by side.
    N = T + 1 states, the initial one among them
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.arrays import Array, frozen
from core.fading import KEPT, Setup
from core.flow import factors, jacobian_norms, largest
from core.influence import magnitude

FAINT = -3.0  # log10 of what counts as out of reach


@dataclass(frozen=True)
class Pairs:
    """log10 of what lies between any two steps of one run.

    powers   (N, N): ‖∂h_t/∂h_k‖, or of c; row t, column k; -∞ where k > t
    factors  (T,): ‖F_t‖ for t = 1…T
    chains   (N, N): the product of the norms of the factors between k and t
    reach    how many steps back from the last one the size stays at 10^FAINT or above
    """

    powers: Array
    factors: Array
    chains: Array
    reach: int


@lru_cache(maxsize=KEPT)
def pairs(setup: Setup, name: str, radius: float, bias: float, state: str, steps: int) -> Pairs:
    """All pairs of the first `steps` steps of one network."""
    trace = setup.run(name, [radius], [bias], steps)
    powers = magnitude(jacobian_norms(trace, state, state))
    norms = magnitude(largest(factors(trace)[:, 0]))
    T = len(norms)
    between = np.arange(1, T + 1)[:, None] > np.arange(T + 1)  # F_t lies between k and t if t > k
    chains = np.full((T + 1, T + 1), -np.inf)
    chains[0, 0] = 0.0
    chains[1:] = np.cumsum(np.where(between, norms[:, None], 0.0), axis=0)
    chains[np.triu_indices(T + 1, 1)] = -np.inf
    return Pairs(frozen(powers), frozen(norms), frozen(chains), _reach(powers[-1]))


def _reach(row: Array) -> int:
    """From the last entry backwards: how many steps until one lies below FAINT, or is not known."""
    out = ~(row[::-1] >= FAINT)
    return int(out.argmax()) - 1 if out.any() else len(row) - 1
