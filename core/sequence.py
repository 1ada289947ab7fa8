"""Running a cell over a sequence, forward and backward: the only time loops.

`forward` returns a `Trace`, which holds every gate, candidate, state and pre-activation of
every step; `backward` returns `Grads`, with the gradient of each of them.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Params, as_float_array, as_lengths, require_names, require_shape
from core.cells.base import Cell
from core.grads import Grads
from core.trace import Held, Trace, side_by_side

__all__ = ["Grads", "Trace", "backward", "forward"]


def forward(
    cell: Cell,
    params: Params,
    x: ArrayLike,
    initial: Mapping[str, ArrayLike] | None = None,
    lengths: ArrayLike | None = None,
    clamp: Mapping[str, ArrayLike] | None = None,
    gain: ArrayLike | None = None,
) -> Trace:
    """Run `cell` over x (T, B, D) and keep every intermediate.

    initial  {"h": (B, H) or broadcastable, …}; zeros where absent
    lengths  (B,) whole numbers in 1…T; a shorter sequence keeps its last state
    clamp    {"f": broadcastable to (T, B, H)}: holds a gate where the value is not NaN; no
             gradient flows to a held gate's pre-activation
    gain     (B,): copy b uses gain[b] · W_h, so that a batch can sweep the spectral radius;
             ∂L/∂W_h is then of the W_h that all share
    Non-finite results are data and stay in the trace.
    Raises ValueError that says what was expected and what came.
    """
    params, D, H = cell.check_params(params)
    x = as_float_array(x, "x")
    if x.ndim != 3 or x.shape[2] != D:
        raise ValueError(f"x must have shape (T, B, D) with D = {D}; got {x.shape}.")
    T, B, _ = x.shape
    if T < 1 or B < 1:
        raise ValueError(f"x must have at least one step and one sequence; got {x.shape}.")
    own = None if lengths is None else as_lengths(lengths, T, B)
    if gain is not None:
        gain = as_float_array(gain, "gain").copy()
        require_shape(gain, (B,), "gain", "(B,)")
    trace = Trace(cell, params, x, own, _check_clamp(cell, clamp, (T, B, H)), gain)
    _set_initial(trace, initial)
    ended = trace.ended()
    with np.errstate(all="ignore"):
        np.dot(trace.x.reshape(T * B, D), side_by_side(params["W_x"]), trace.pre.reshape(T * B, -1))
        trace.pre += params["b"].reshape(-1)
        step = cell.forward_step(trace)
        for t in range(T):
            step(t)
            if ended is not None:
                for rows in trace.rows.values():
                    np.copyto(rows[t + 1], rows[t], where=ended[t][:, None])
    trace.freeze()
    return trace


def backward(trace: Trace, d_h: ArrayLike, d_final: Mapping[str, ArrayLike] | None = None) -> Grads:
    """Backpropagate through time.

    d_h      (T, B, H): ∂L_t/∂h_t as injected by the loss of each step. What is injected past
             the end of a shorter sequence is ignored.
    d_final  {"c": (B, H), …}: gradient that enters each sequence's last state from outside
             (a decoder, the next chunk); added to that of its own last step.
    Raises ValueError that says what was expected and what came.
    """
    T, B, H = trace.T, trace.B, trace.H
    d_h = as_float_array(d_h, "d_h")
    require_shape(d_h, (T, B, H), "d_h", "(T, B, H)")
    ended = trace.ended()
    rows = {name: np.zeros((T + 1, B, H)) for name in trace.rows}
    np.copyto(rows["h"][1:], d_h, where=True if ended is None else ~ended[:, :, None])
    if d_final is not None:
        require_names(d_final, trace.cell.state, "states in d_final")
        last = np.full(B, T) if trace.lengths is None else trace.lengths
        for name, value in d_final.items():
            d_last = as_float_array(value, f"d_final[{name!r}]")
            require_shape(d_last, (B, H), f"d_final[{name!r}]", "(B, H)")
            rows[name][last, np.arange(B)] += d_last
    nothing = np.broadcast_to(0.0, (T, B, H))
    injected = {
        name: array[1:].copy() if name == "h" or name in (d_final or ()) else nothing
        for name, array in rows.items()
    }
    extra = {name: np.empty((T, B, H)) for name in trace.cell.recurrent_intermediates}
    grads = Grads(trace, np.empty_like(trace.pre), rows, injected, extra)
    with np.errstate(all="ignore"):
        step = trace.cell.backward_step(trace, grads)
        for t in range(T - 1, -1, -1):
            step(t)
        grads.params = trace.cell.param_grads(trace, grads)
    grads.freeze()
    return grads


def _set_initial(trace: Trace, initial: Mapping[str, ArrayLike] | None) -> None:
    if initial is None:
        return
    require_names(initial, trace.cell.state, "states in initial")
    for name, value in initial.items():
        array = as_float_array(value, f"initial[{name!r}]")
        try:
            trace.rows[name][0] = np.broadcast_to(array, (trace.B, trace.H))
        except ValueError as error:
            raise ValueError(
                f"initial[{name!r}] must have shape (B, H) = {(trace.B, trace.H)}; "
                f"got {array.shape}."
            ) from error


def _check_clamp(
    cell: Cell, clamp: Mapping[str, ArrayLike] | None, shape: tuple[int, int, int]
) -> Held | None:
    if clamp is None:
        return None
    require_names(clamp, cell.gates, "gates in clamp")
    values = np.full((*shape[:2], len(cell.gates), shape[2]), np.nan)
    for name, value in clamp.items():
        array = as_float_array(value, f"clamp[{name!r}]")
        try:
            values[:, :, cell.gates.index(name)] = np.broadcast_to(array, shape)
        except ValueError as error:
            raise ValueError(
                f"clamp[{name!r}] must be broadcastable to (T, B, H) = {shape}; got {array.shape}."
            ) from error
    flat = values.reshape(*shape[:2], -1)
    mask = ~np.isnan(flat)
    return Held(mask, np.where(mask, flat, 0.0)) if mask.any() else None
