"""All Jacobians ∂s_t/∂s_k of one run, in one backward pass over basis vectors.

    s_t = F_t(s_{t-1})       ∂s_t/∂s_k = F_t F_{t-1} … F_{k+1}       (writing F for its Jacobian)

s is all that a step hands to the next: h, and for the LSTM h and c side by side. The two are
arguments of their own here: in ∂c_t/∂c_k, h_k is held, although c_k is what h_k was made of.
(`backward` differs: its ∂L/∂c_k is total, it includes what c_k does through h_k.)

Copy (t, j) of the batch carries nothing but a 1 at unit j of s_t; what arrives at step k is row j
of ∂s_t/∂s_k.
Source: Pascanu, Mikolov & Bengio, ICML 2013, equation 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, frozen
from core.flow.copies import copies, require_one
from core.sequence import Trace, backward


@dataclass(frozen=True)
class Jacobians:
    """∂s_t/∂s_k for all t and k in 0…T; index 0 is the initial state.

    all  (T + 1, T + 1, S, S): [t, k, to, from]; the identity where t = k, zero where k > t.
    jac["c", "h"]  (T + 1, T + 1, H, H): ∂c_t/∂h_k with c_k held
    """

    states: tuple[str, ...]
    all: Array

    def __getitem__(self, names: tuple[str, str]) -> Array:
        to, origin = (self._columns(name) for name in names)
        return self.all[:, :, to, origin]

    def _columns(self, name: str) -> slice:
        if name not in self.states:
            raise ValueError(f"state must be one of {', '.join(self.states)}; got {name!r}.")
        H = self.all.shape[-1] // len(self.states)
        place = self.states.index(name)
        return slice(place * H, (place + 1) * H)


def jacobians(trace: Trace) -> Jacobians:
    """Every ∂s_t/∂s_k of one sequence; ValueError for more than one."""
    require_one(trace)
    T, H, states = trace.T, trace.H, trace.cell.state
    S = H * len(states)
    found = np.zeros((T + 1, T + 1, S, S))
    found[0, 0] = np.eye(S)
    ends = np.repeat(np.arange(1, T + 1), S)
    seeds = {name: np.zeros((T, T, S, H)) for name in states}
    now = np.arange(T)
    for place, name in enumerate(states):
        seeds[name][now, now, place * H : (place + 1) * H] = np.eye(H)
    flat = {name: seed.reshape(T, T * S, H) for name, seed in seeds.items()}
    grads = backward(copies(trace, ends), flat.pop("h"), d_state=flat)
    with np.errstate(all="ignore"):
        arrived = trace.cell.state_grads(grads.trace, grads)
    for place, name in enumerate(states):
        rows = arrived[name].reshape(T + 1, T, S, H)  # (k, t, to, from)
        found[1:, :, :, place * H : (place + 1) * H] = rows.swapaxes(0, 1)
    return Jacobians(states, frozen(found))
