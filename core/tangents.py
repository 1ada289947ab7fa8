"""Jacobians ∂s_t/∂s_0 of a whole batch, carried forward beside the run: forward-mode derivatives.

A slider of the spectral radius needs ∂h_t/∂h_0 at all its places and at many steps t. Backwards
every t would need a pass of its own; forwards one pass finds them all, with one matrix product a
step for all gates, copies and columns together:

    RNN    ∂h_t = φ'(a_t) ∗ Wᵀ ∂h_{t-1}
    LSTM   ∂c_t = f_t ∗ ∂c_{t-1} + Σ_g (∂c_t/∂a_g) ∗ ∂a_g    (g = i, f, c̃)
           ∂h_t = (∂h_t/∂a_o) ∗ ∂a_o + o_t φ'(c_t) ∗ ∂c_t
    GRU    ∂h_t = (1 - z_t) ∗ ∂h_{t-1} + (h̃_t - h_{t-1}) σ'(a_z) ∗ ∂a_z + z_t φ'(a_n) ∗ ∂a_n

Columns are independent, so that ∂s_t/∂h_0 costs nothing for ∂s_t/∂c_0. As in core.flow, h and c
are arguments of their own: in ∂c_t/∂c_0, h_0 is held.
Source: Williams & Zipser, "A learning algorithm for continually running fully recurrent neural
networks", Neural Computation 1 (1989), of which this keeps the part that runs through the state.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from core.arrays import Array, Bools, Ints
from core.cells import GRU, LSTM, VanillaRNN
from core.trace import Trace

Carried = dict[str, Array]  # by state, (B, H, H): copy, to, from
Advance = Callable[[int, Carried], Carried]


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

    Raises ValueError for steps or states that are not there, and for a cell or a run that this
    does not know: the GRU with r after the product, sequences of unequal length.
    """
    cell, T, B, H = trace.cell, trace.T, trace.B, trace.H
    if state not in cell.state:
        raise ValueError(f"state must be one of {', '.join(cell.state)}; got {state!r}.")
    if not all(a < b for a, b in pairwise((-1, *steps, T + 1))):
        raise ValueError(f"steps must rise within 0…{T}; got {list(steps)}.")
    if trace.lengths is not None:
        raise ValueError("trace must be of sequences that all run to the end; got lengths.")
    J = np.empty((len(steps), B, H, H))
    ended = np.zeros((2, B), dtype=np.intp)  # at which step: all zero, not finite
    now = {name: np.zeros((B, H, H)) for name in cell.state}
    now[state] = np.repeat(np.eye(H)[None], B, axis=0)
    before, at = now, 0
    with np.errstate(all="ignore"):
        advance = _advance(trace)
        for k, stop in enumerate(steps):
            for t in range(at, stop):
                now = advance(t, now)
            if (_ends(now[state]) & (ended == 0)).any():  # somewhere since the last one: where?
                for t in range(at, stop):
                    before = advance(t, before)
                    ended[_ends(before[state]) & (ended == 0)] = t + 1
            J[k] = now[state]
            before, at = now, stop
    return Tangents(J, *ended)


def _ends(d_state: Array) -> Bools:
    """(2, B): whether all of it is zero, and whether an entry is not finite."""
    size = np.abs(d_state).max(axis=(1, 2))
    return np.stack([size == 0, ~np.isfinite(size)])


def _advance(trace: Trace) -> Advance:
    cell = trace.cell
    if isinstance(cell, VanillaRNN):
        return _rnn(trace)
    if isinstance(cell, LSTM):
        return _lstm(trace, cell)
    if isinstance(cell, GRU) and not cell.reset_after:
        return _gru(trace)
    raise ValueError(
        f"cell must be an RNN, an LSTM or a GRU with r before the product; got {cell}."
    )


def _product(trace: Trace, gates: Sequence[str]) -> Callable[[Array], list[Array]]:
    """Wᵀ ∂h of these gates, in one product; what multiplies W in each copy is left to `_by`.

    Copy by copy: products of this size are done before other threads would have been woken.
    """
    blocks = [trace.params["W_h"][trace.cell.gates.index(gate)] for gate in gates]
    W = np.ascontiguousarray(np.concatenate(blocks, axis=1).T)
    return lambda d_h: np.split(np.matmul(W, d_h), len(gates), axis=1)


def _by(trace: Trace, gate: str, factor: Array | float = 1.0) -> Array:
    """What takes Wᵀ ∂h_{t-1} of a gate to its share: its slope times what it then multiplies."""
    share = trace.slope(gate) * factor
    return (share if trace.gain is None else share * trace.gain[:, None])[..., None]


def _rnn(trace: Trace) -> Advance:
    through, by_h = _product(trace, ("h",)), _by(trace, "h")
    return lambda t, now: {"h": by_h[t] * through(now["h"])[0]}


def _lstm(trace: Trace, cell: LSTM) -> Advance:
    c_prev = trace.prev("c")
    if cell.coupled:  # i = 1 - f: what f lets through, i keeps out
        c_prev = c_prev - trace["g"] * trace.free("i")
    through = _product(trace, ("i", "f", "g", "o"))
    by = [_by(trace, "i", trace["g"]), _by(trace, "f", c_prev), _by(trace, "g", trace["i"])]
    by_o = _by(trace, "o", trace["squashed_c"])
    keep, out = trace["f"], trace["o"] * trace.slope("squashed_c")
    if cell.peephole:  # c_{t-1} acts on c_t through i and f, too; c_t on h_t through o
        p_i, p_f, p_o = trace.params["p"]
        keep = keep + p_i * trace.slope("i") * trace["g"] + p_f * trace.slope("f") * c_prev
        out = out + p_o * trace.slope("o") * trace["squashed_c"]
    keep, out = keep[..., None], out[..., None]

    def advance(t: int, now: Carried) -> Carried:
        *d_gates, d_h = through(now["h"])
        d_c = keep[t] * now["c"]
        for factor, d_a in zip(by, d_gates, strict=True):
            d_a *= factor[t]
            d_c += d_a
        d_h *= by_o[t]
        d_h += out[t] * d_c
        return {"h": d_h, "c": d_c}

    return advance


def _gru(trace: Trace) -> Advance:
    h_prev = trace.prev("h")
    through, candidate = _product(trace, ("r", "z")), _product(trace, ("n",))
    by_r, by_z = _by(trace, "r", h_prev), _by(trace, "z", trace["n"] - h_prev)
    by_n = _by(trace, "n", trace["z"])
    keep, reset = (1.0 - trace["z"])[..., None], trace["r"][..., None]

    def advance(t: int, now: Carried) -> Carried:
        d_read, d_h = through(now["h"])
        d_read *= by_r[t]
        d_read += reset[t] * now["h"]  # of r ∗ h_{t-1}, which the candidate reads
        d_h *= by_z[t]
        d_h += by_n[t] * candidate(d_read)[0]
        d_h += keep[t] * now["h"]
        return {"h": d_h}

    return advance
