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
from core.sequence import Grads, Trace, backward


@dataclass(frozen=True)
class CellStateSplit:
    """∂L/∂c_t = Σ parts, each (T, B, H), by the way it has come.

    "direct"           ∂L/∂c_{t+1} ∗ f_{t+1}
    "loss"             the loss of the own step, through h_t
    "W_i" … "W_o"      the gates of step t + 1, through W and h_t
    "p_i" "p_f" "p_o"  a peephole of i or f at step t + 1, of o at step t

    grads  of the backward pass; grads["c"] is the sum
    """

    parts: dict[str, Array]
    grads: Grads

    @property
    def ways(self) -> dict[str, Array]:
        """The parts taken together by way, (T, B, H): "c" directly along the memory, "h" through
        the hidden state, and with peepholes "p" through those."""
        found: dict[str, Array] = {}
        for name, part in self.parts.items():
            way = {"direct": "c", "p_i": "p", "p_f": "p", "p_o": "p"}.get(name, "h")
            found[way] = found[way] + part if way in found else part
        return found


def cell_state_split(trace: Trace, d_h: ArrayLike) -> CellStateSplit:
    """Backpropagate d_h (T, B, H) and split what arrives at the cell state.

    Raises ValueError for a cell without one.
    """
    cell, params = trace.cell, trace.params
    if not isinstance(cell, LSTM):
        raise ValueError(f"cell must be an LSTM, which has a cell state; got {cell.title}.")
    grads = backward(trace, d_h)
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
    return CellStateSplit(parts, grads)


def _next(array: Array) -> Array:
    """The value of the following step, zero after the last one."""
    shifted = np.zeros_like(array)
    shifted[:-1] = array[1:]
    return shifted
