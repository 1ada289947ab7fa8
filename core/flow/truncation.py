"""Truncated backpropagation through time, in both of its senses, as choices of path entries.

    look-back τ   every loss reaches back over τ uses: entries with t - k < τ
    chunks of n   the state is carried on, the gradient is cut at chunk borders, as frameworks do:
                  entries whose t and k lie in the same chunk. A loss early in its chunk reaches
                  back less far than one late in it.

Source: Williams & Peng, "An efficient gradient-based algorithm for on-line training of recurrent
network trajectories", Neural Comp. 2 (1990): BPTT(h) and BPTT(h; h').
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bools, Params
from core.flow.paths import Paths
from core.influence import sizes


def look_back(T: int, taus: Sequence[int]) -> Bools:
    """(M, T, T), row t, column k: 0 ≤ t - k < τ for each τ. τ ≥ T keeps everything."""
    gap = np.arange(T)[:, None] - np.arange(T)
    kept: Bools = (gap >= 0) & (gap < _at_least_one(taus, "taus"))
    return kept


def chunks(T: int, lengths: Sequence[int]) -> Bools:
    """(M, T, T), row t, column k ≤ t: both in the same chunk, for each chunk length."""
    number = np.arange(T) // _at_least_one(lengths, "lengths")[:, 0]
    kept: Bools = (number[:, :, None] == number[:, None]) & np.tri(T, dtype=bool)
    return kept


def _at_least_one(values: Sequence[int], name: str) -> Array:
    """Whole numbers ≥ 1 as (M, 1, 1); ValueError for others."""
    array = np.asarray(values)
    if array.ndim != 1 or array.dtype.kind not in "iu" or (array < 1).any():
        raise ValueError(f"{name} must be whole numbers of at least 1; got {values!r}.")
    return array[:, None, None]


@dataclass(frozen=True)
class Truncation:
    """M truncated gradients over all parameters of the cell, beside the full one.

    grads  by parameter, (M, *shape); full: by parameter
    error  (M,) ‖g - full‖ / ‖full‖
    ratio  (M,) ‖g‖ / ‖full‖
    angle  (M,) degrees between g and full
    Where the full gradient is exactly zero all three are NaN; where g alone is, the angle is.
    """

    grads: Params
    full: Params
    error: Array
    ratio: Array
    angle: Array


def truncations(paths: Paths, keep: Bools) -> Truncation:
    """The gradients that the masks keep (M, T, T) leave."""
    T = paths.trace.T
    everything = np.concatenate([keep, np.ones((1, T, T), dtype=bool)])
    together = {name: paths.kept(everything, name) for name in paths.trace.params}
    flat = np.concatenate([g.reshape(len(everything), -1) for g in together.values()], axis=1)
    with np.errstate(all="ignore"):
        g, full = flat[:-1], flat[-1:]
        size, whole = sizes(g), sizes(full)
        error, ratio = sizes(g - full) / whole, size / whole
        one, other = g / size[:, None], full / whole[:, None]
        # Between unit vectors, exact also near 0°, where arccos is not: Kahan, "How futile are
        # mindless assessments of roundoff" (2006), section 12.
        angle = np.degrees(2.0 * np.arctan2(sizes(one - other), sizes(one + other)))
    return Truncation(
        {name: g[:-1] for name, g in together.items()},
        {name: g[-1] for name, g in together.items()},
        error, ratio, angle,
    )  # fmt: skip
