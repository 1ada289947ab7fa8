"""The network of the cliff as the plain cell that it is, so that its numbers can be opened."""

from __future__ import annotations

import numpy as np

from core.cells import VanillaRNN
from core.cliff.network import START, TARGET
from core.explain import Explanation, Term
from core.explain.record import summed
from core.sequence import Grads, Trace, backward, forward


def as_cell(w: float, b: float, steps: int) -> Grads:
    """∂L/∂(everything) of one network, with its trace; its input is always zero."""
    params = {
        "W_x": np.zeros((1, 1, 1)),
        "W_h": np.full((1, 1, 1), float(w)),
        "b": np.full((1, 1, 1), float(b)),
    }
    x = np.zeros((steps, 1, 1))
    trace = forward(VanillaRNN("sigmoid"), params, x, initial={"h": [[START]]})
    d_h = np.zeros((steps, 1, 1))
    d_h[-1] = 2.0 * (trace["h"][-1] - TARGET)
    return backward(trace, d_h)


def explain_end(trace: Trace, t: int) -> Explanation:
    """Open what the loss asks of h_t: 2 (h_T - y) of the last state, nothing of the others."""
    symbol, words = rf"\partial L/\partial h_{{{t + 1}}}", "what the loss itself asks of this state"
    if t != trace.T - 1:
        note = f"the loss looks at the last state only, that of step {trace.T}"
        return Explanation(symbol, words, f"{symbol} = 0", (), 0.0, None, 0.0, note)
    off = float(trace["h"][t, 0, 0] - TARGET)
    term = Term("2", 2.0, rf"h_{{{t + 1}}} - {TARGET:g}", off, 2.0 * off)
    return summed(symbol, words, f"{symbol} = 2 (h_{{{t + 1}}} - y)", (term,), 2.0 * off)
