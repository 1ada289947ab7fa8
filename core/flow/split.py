"""What ∂L/∂c_t is made of: the direct way along the memory, and the ways through h.

    c_{t+1} = f_{t+1} ∗ c_t + …     the direct way: f alone multiplies, no weight and no slope
    h_t = o_t ∗ φ(c_t)              through the output of the own step: to its loss, and by the
                                    recurrent weights W to the gates of the next step
    a = … + p ∗ c                   through the peepholes, where there are any

Source: Hochreiter & Schmidhuber, Neural Comp. 9 (1997), who called the first way the constant
error carousel; Gers, Schraudolph & Schmidhuber, JMLR 3 (2002), for the peepholes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array
from core.cells import LSTM
from core.flow.factors import factors
from core.flow.jacobians import jacobians
from core.sequence import Grads, Trace, backward


@dataclass(frozen=True)
class CellStateSplit:
    """∂L/∂c_t = Σ parts, each (T, B, H), by the way it has come.

    "direct"           ∂L/∂c_{t+1} ∗ f_{t+1}
    "loss"             the loss of the own step, through h_t
    "W_i" … "W_o"      the gates of step t + 1, through W and h_t
    "p_i" "p_f" "p_o"  a peephole of i or f at step t + 1, of o at step t
    "injected"         what d_state or d_final put into c_t from outside

    grads  of the backward pass; grads["c"] is the sum
    """

    parts: dict[str, Array]
    grads: Grads


def cell_state_split(trace: Trace, d_h: ArrayLike) -> CellStateSplit:
    """Backpropagate d_h (T, B, H) and split what arrives at the cell state.

    Raises ValueError for a cell without one.
    """
    cell = _lstm(trace)
    grads = backward(trace, d_h)
    params = trace.params
    with np.errstate(all="ignore"):
        h_by_c = trace["o"] * trace.slope("squashed_c")
        parts = {"direct": _next(grads["c"] * trace["f"]), "loss": h_by_c * grads.injected["h"]}
        for block, gate in enumerate(cell.gates):
            back = trace.gained(grads[f"a_{gate}"]) @ params["W_h"][block].T
            parts[f"W_{gate}"] = h_by_c * _next(back)
        if cell.peephole:
            p_i, p_f, p_o = params["p"]
            parts["p_i"] = _next(p_i * grads["a_i"])
            parts["p_f"] = _next(p_f * grads["a_f"])
            parts["p_o"] = p_o * grads["a_o"]
        parts["injected"] = grads.injected["c"]
    return CellStateSplit(parts, grads)


@dataclass(frozen=True)
class MemorySplit:
    """∂c_t/∂c_k of one sequence by the way taken, each (T + 1, T + 1, H, H): [t, k, to, from].

    direct     Π f from step k + 1 to t: diagonal, every unit by itself
    peepholes  the other ways that keep to c; zero without peepholes
    through_h  all that leaves c for h on the way
    """

    direct: Array
    peepholes: Array
    through_h: Array


def memory_split(trace: Trace) -> MemorySplit:
    """Split ∂c_t/∂c_k, in which h_k is held. Raises ValueError for a cell without c."""
    _lstm(trace)
    whole, H = jacobians(trace)["c", "c"], trace.H
    with np.errstate(all="ignore"):
        along = _running_products(np.diagonal(factors(trace)[:, 0, H:, H:], axis1=1, axis2=2))
        direct = _running_products(trace["f"][:, 0])
        eye = np.eye(H)
        return MemorySplit(
            direct[..., None] * eye,
            (along - direct)[..., None] * eye,
            whole - along[..., None] * eye,
        )


def _running_products(factor: Array) -> Array:
    """Π of factor (T, H) over steps k + 1…t, (T + 1, T + 1, H); 1 where t = k, 0 where k > t."""
    T, H = factor.shape
    found = np.zeros((T + 1, T + 1, H))
    found[0, 0] = 1.0
    for t in range(T):
        np.multiply(found[t, : t + 1], factor[t], out=found[t + 1, : t + 1])
        found[t + 1, t + 1] = 1.0
    return found


def _next(array: Array) -> Array:
    """The value of the following step, zero after the last one."""
    shifted = np.zeros_like(array)
    shifted[:-1] = array[1:]
    return shifted


def _lstm(trace: Trace) -> LSTM:
    if not isinstance(trace.cell, LSTM):
        raise ValueError(f"cell must be an LSTM, which has a cell state; got {trace.cell.title}.")
    return trace.cell
