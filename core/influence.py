"""What one prediction owes to each earlier step, measured in two ways.

    influence   ∂y/∂x_k and ∂y/∂h_k: what a small change there would do to the prediction y
    trace_of    how far the states would be from where they are, had step k read something else

The two answer different questions. A memory that is held fast, in a saturated unit, hardly moves
for a small change, so that its gradient is small although the memory is there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Params, as_float_array, require_shape
from core.cells import Cell
from core.sequence import Grads, Trace, backward, forward


@dataclass(frozen=True)
class Influence:
    """The gradient of one prediction, y = c + V h_t at output `out`, in a single sequence.

    x, h   (T,) sizes of ∂y/∂x_k and ∂y/∂h_k, the latter over all ways from h_k to y. Behind step
           t they are zero: nothing read later can matter.
    grads  the gradient of everything, unit by unit, as `backward` leaves it
    """

    t: int
    out: int
    x: Array
    h: Array
    grads: Grads


def influence(trace: Trace, readout: Params, t: int, out: int) -> Influence:
    """Backpropagate output `out` of step t alone. ValueError for a place that is not there."""
    if trace.B != 1:
        raise ValueError(f"influence reads one sequence; got B = {trace.B}.")
    K = readout["V"].shape[1]
    for label, value, end in (("t", t, trace.T), ("out", out, K)):
        if not 0 <= value < end:
            raise ValueError(f"{label} must lie in 0…{end - 1}; got {value}.")
    d_h = np.zeros((trace.T, 1, trace.H))
    d_h[t, 0] = readout["V"][:, out]
    grads = backward(trace, d_h)
    return Influence(t, out, sizes(grads.x[:, 0]), sizes(grads["h"][:, 0]), grads)


def sizes(vectors: Array) -> Array:
    """The 2-norm along the last axis; a norm that float64 holds does not overflow on the way,
    nor underflow."""
    with np.errstate(all="ignore"):
        largest = np.abs(vectors).max(axis=-1, keepdims=True)
        safe = np.where((largest > 0) & np.isfinite(largest), largest, 1.0)
        return np.asarray(np.sqrt(((vectors / safe) ** 2).sum(axis=-1)) * safe[..., 0])


def magnitude(values: Array) -> Array:
    """log10 |value|: -∞ for an exact zero, ∞ and NaN as they are."""
    with np.errstate(all="ignore"):
        return np.asarray(np.log10(np.abs(values)))


def decades(*magnitudes: Array) -> tuple[float, float]:
    """Whole decades, at least one, that hold every finite entry: the ends of a shared log axis."""
    finite = [m[np.isfinite(m)] for m in magnitudes]
    present = [m for m in finite if m.size]
    if not present:
        return -1.0, 0.0
    low = float(np.floor(min(m.min() for m in present)))
    high = float(np.ceil(max(m.max() for m in present)))
    return low, max(high, low + 1.0)


def trace_of(
    cell: Cell,
    params: Params,
    x: ArrayLike,
    t: int,
    others: ArrayLike,
    clamp: Mapping[str, ArrayLike] | None = None,
) -> dict[str, Array]:
    """What the input of step t has left in each state: (T,) by name, at every step.

    The sequence x (T, 1, D) is read again with step t replaced by each of others (M, D); the
    trace is the root of the mean square, over these and over the units, by which the state
    differs. It is zero before t, and zero again where nothing of the input is left.
    """
    x = as_float_array(x, "x")
    others = as_float_array(others, "others")
    if x.ndim != 3 or x.shape[1] != 1:
        raise ValueError(f"x must have shape (T, 1, D); got {x.shape}.")
    T, _, D = x.shape
    if not 0 <= t < T:
        raise ValueError(f"t must lie in 0…{T - 1}; got {t}.")
    if others.ndim != 2 or not len(others):
        raise ValueError(f"others must hold at least one input (M, D); got {others.shape}.")
    require_shape(others, (len(others), D), "others", "(M, D)")
    batch = np.repeat(x, len(others) + 1, axis=1)
    batch[t, 1:] = others
    trace = forward(cell, params, batch, clamp=clamp)
    with np.errstate(all="ignore"):
        return {
            name: np.sqrt(((trace[name][:, 1:] - trace[name][:, :1]) ** 2).mean(axis=(1, 2)))
            for name in cell.state
        }
