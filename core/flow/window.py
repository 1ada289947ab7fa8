"""What a truncation leaves of the path matrix, seen as a window over its entries."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Bools, Ints
from core.flow.paths import Paths
from core.influence import sizes


def entry_norms(paths: Paths) -> Array:
    """‖contribution of use k to ∂L_t/∂(all parameters of the cell)‖, (T, T): row t, column k."""
    return sizes(np.stack([paths.norms(name) for name in paths.trace.params], axis=-1))


@dataclass(frozen=True)
class Window:
    """What M masks keep of the entries whose row has a loss.

    first  (M, T) the earliest use that the loss of each step still reaches
    kept   (M,) entries kept, of `entries`
    reach  (M,) uses that a loss reaches on average; NaN where there is no loss
    """

    first: Ints
    kept: Ints
    entries: int
    reach: Array


def window(keep: Bools, lossy: ArrayLike) -> Window:
    """Masks (M, T, T) that keep, in each row t, one run of uses up to t itself; lossy (T,).

    Raises ValueError for masks of another form.
    """
    keep, taken = np.asarray(keep, dtype=bool), np.asarray(lossy, dtype=bool)
    T = len(taken)
    if keep.shape[1:] != (T, T):
        raise ValueError(f"keep must have shape (M, T, T) with T = {T}; got {keep.shape}.")
    first, counts = keep.argmax(axis=2), keep.sum(axis=2)
    if (first + counts - 1 != np.arange(T)).any():
        raise ValueError("keep must hold, in each row, one run of uses that ends at the row's own.")
    kept = counts[:, taken].sum(axis=1)
    with np.errstate(all="ignore"):
        return Window(first, kept, int((np.arange(T) + 1)[taken].sum()), kept / taken.sum())
