"""What one prediction owes to each earlier step, measured in two ways.

    influence   ∂y/∂x_k and ∂y/∂h_k: what a small change there would do to the prediction y
    swap        how far the states would be from where they are, had step k read something else

The two answer different questions. A memory that is held fast, in a saturated unit, hardly moves
for a small change, so that its gradient is small although the memory is there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Params, as_float_array, require_shape
from core.cells import Cell
from core.sequence import Grads, Trace, backward, forward


@dataclass(frozen=True)
class Influence:
    """The gradient of one prediction, y = c + V h_t at output `out`.

    x, h   (T, B) sizes of ∂y/∂x_k and ∂y/∂h_k, the latter over all ways from h_k to y. Behind
           step t they are zero: nothing read later can matter.
    grads  the gradient of everything, unit by unit, as `backward` leaves it
    """

    t: int
    out: int
    x: Array
    h: Array
    grads: Grads


def influence(trace: Trace, readout: Params, t: int, out: int) -> Influence:
    """Backpropagate output `out` of step t alone, in each sequence of the batch by itself.

    Raises ValueError for a place that is not there.
    """
    K = readout["V"].shape[1]
    for label, value, end in (("t", t, trace.T), ("out", out, K)):
        if not 0 <= value < end:
            raise ValueError(f"{label} must lie in 0…{end - 1}; got {value}.")
    d_h = np.zeros((trace.T, trace.B, trace.H))
    d_h[t] = readout["V"][:, out]
    grads = backward(trace, d_h)
    return Influence(t, out, sizes(grads.x), sizes(grads["h"]), grads)


def influence_held(
    cell: Cell,
    params: Params,
    readout: Params,
    x: ArrayLike,
    at: tuple[int, int],
    gate: str,
    levels: Sequence[float],
) -> Influence:
    """The influence on one prediction, at = (step, output), with a gate held at each level.

    x (T, 1, D); levels run along the batch of the result, NaN leaves the gate free.
    """  # fmt: skip
    x, held = as_float_array(x, "x"), np.asarray(levels, dtype=np.float64)[:, None]
    batch = np.broadcast_to(x, (len(x), len(held), x.shape[-1]))
    return influence(forward(cell, params, batch, clamp={gate: held}), readout, *at)


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


@dataclass(frozen=True)
class Swapped:
    """One sequence read with the input of one step as it is and replaced, at L levels of a hold.

    trace   of the batch of L · (M + 1) sequences, level by level; in each the true one first
    t       the step whose input was replaced
    """

    trace: Trace
    t: int
    levels: int

    def own(self, name: str) -> Array:
        """A quantity of the true sequence, (L, T, H)."""
        return self._split(self.trace[name])[:, 0]

    def left(self, name: str) -> Array:
        """What the input has left in a quantity, (L, T).

        The root of the mean square, over the replacements and the units, by which the quantity
        is another one: zero before t, and zero again where nothing of the input is left.
        """
        values = self._split(self.trace[name])
        with np.errstate(all="ignore"):
            apart = values[:, 1:] - values[:, :1]
            return np.asarray(np.sqrt((apart * apart).mean(axis=(1, 3))))

    def _split(self, array: Array) -> Array:
        """(T, B, H) → (L, M + 1, T, H)"""
        T, B, H = array.shape
        return array.swapaxes(0, 1).reshape(self.levels, B // self.levels, T, H)


def swap(
    cell: Cell,
    params: Params,
    x: ArrayLike,
    t: int,
    others: ArrayLike,
    gate: str | None = None,
    levels: Sequence[float] = (np.nan,),
) -> Swapped:
    """Read x (T, 1, D) with step t as it is and with it replaced by each of others (M, D).

    gate    held at each of `levels` in turn, at all steps and units; NaN leaves it free
    Raises ValueError for a step, a gate or inputs that do not fit.
    """
    x, others = as_float_array(x, "x"), as_float_array(others, "others")
    if x.ndim != 3 or x.shape[1] != 1:
        raise ValueError(f"x must have shape (T, 1, D); got {x.shape}.")
    T, _, D = x.shape
    if not 0 <= t < T:
        raise ValueError(f"t must lie in 0…{T - 1}; got {t}.")
    if others.ndim != 2 or not len(others):
        raise ValueError(f"others must hold at least one input (M, D); got {others.shape}.")
    require_shape(others, (len(others), D), "others", "(M, D)")
    versions = np.repeat(x, len(others) + 1, axis=1)
    versions[t, 1:] = others
    batch = np.tile(versions, (1, len(levels), 1))
    clamp = None
    if gate is not None:
        clamp = {gate: np.repeat(np.asarray(levels, dtype=np.float64), len(others) + 1)[:, None]}
    return Swapped(forward(cell, params, batch, clamp=clamp), t, len(levels))
