"""How fast gradients grow or fade with distance, over the spectral radius of W_h.

    ∂h_t/∂h_0 = Π diag(φ'(a_k)) W       ‖∂h_t/∂h_0‖ ≤ (σ_max(W) · max φ')^t

If the right side shrinks, the gradient must vanish; if it grows, the gradient may explode. With
the spectral radius ρ(W) in place of σ_max it is no bound, but the rate that a linear network
settles at: ‖Wᵗ‖ ~ ρᵗ.
Source: Pascanu, Mikolov & Bengio, "On the difficulty of training recurrent neural networks",
ICML 2013, section 2.1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Bools, Ints, Params, as_float_array
from core.cells import Cell
from core.flow.factors import carried
from core.flow.norms import largest, spectral_radius
from core.influence import magnitude
from core.sequence import Trace, forward

STEPS_AT_ONCE = 20  # whose norms are taken at once, between two words of progress


def scaled_to_radius(cell: Cell, params: Params, radius: float) -> Params:
    """The same parameters with every gate's block of W_h scaled to one spectral radius.

    Raises ValueError for a radius that is not a finite number ≥ 0, or a block that has none to
    scale (all eigenvalues zero).
    """
    if not (np.isfinite(radius) and radius >= 0):
        raise ValueError(f"radius must be a finite number of at least 0; got {radius!r}.")
    checked, _, _ = cell.check_params(params)
    own = spectral_radius(checked["W_h"])
    for gate, found in zip(cell.gates, own.tolist(), strict=True):
        if not (np.isfinite(found) and found > 0):
            raise ValueError(f"W_h of {gate} must have a radius above 0; got {found:g}.")
    return {**checked, "W_h": checked["W_h"] * (radius / own)[:, None, None]}


def with_bias_input(
    cell: Cell, params: Params, x: ArrayLike, gate: str, biases: ArrayLike
) -> tuple[Params, Array]:
    """One network whose bias of `gate` differs from copy to copy: a slider's places as a batch.

    x (T, 1, D) is read by each of the N copies with one input more, of constant value biases[n]
    (N,), that the gate alone sees, with weight 1. It adds to the bias that is there.
    Returns params and x (T, N, D + 1). Raises ValueError for another gate or shape.
    """
    checked, D, H = cell.check_params(params)
    if gate not in cell.gates:
        raise ValueError(f"gate must be one of {', '.join(cell.gates)}; got {gate!r}.")
    x, values = as_float_array(x, "x"), as_float_array(biases, "biases")
    if x.ndim != 3 or x.shape[1:] != (1, D):
        raise ValueError(f"x must have shape (T, 1, D) with D = {D}; got {x.shape}.")
    if values.ndim != 1:
        raise ValueError(f"biases must have shape (N,); got {values.shape}.")
    T, N = len(x), len(values)
    row = np.zeros((len(cell.gates), 1, H))
    row[cell.gates.index(gate)] = 1.0
    wide = np.empty((T, N, D + 1))
    wide[..., :D] = x
    wide[..., D] = values
    return {**checked, "W_x": np.concatenate([checked["W_x"], row], axis=1)}, wide


@dataclass(frozen=True)
class RadiusMap:
    """How strongly h_t depends on h_0, for each radius.

    radii   (R,)
    log10   (R, T): log10 of the largest singular value of ∂h_t/∂h_0 for t = 1…T; -∞ where it
            is exactly 0, ∞ or NaN where it has left float64
    lost    (R,) the first t at which ∂h_t/∂h_0 is not finite; 0 if it always is
    gone    (R,) the first t at which it is exactly 0; 0 if it never is
    trace   of the batch, one copy a radius
    """

    radii: Array
    log10: Array
    lost: Ints
    gone: Ints
    trace: Trace


def radius_map(
    cell: Cell,
    params: Params,
    x: ArrayLike,
    radii: ArrayLike,
    progress: Callable[[float], None] | None = None,
    state: str = "h",
) -> RadiusMap:
    """Read x (T, 1, D) with every block of W_h scaled to each of radii (R,), all as one batch.

    progress  is told the share that is done, in (0, 1], every few steps
    state     "h" or, for a cell that has it, "c"
    Raises ValueError for radii, x or a state that do not fit.
    """
    values, x = as_float_array(radii, "radii"), as_float_array(x, "x")
    if values.ndim != 1 or not len(values) or not np.isfinite(values).all():
        raise ValueError(f"radii must be finite numbers, of shape (R,); got {values.tolist()}.")
    if x.ndim != 3 or x.shape[1] != 1:
        raise ValueError(f"x must have shape (T, 1, D); got {x.shape}.")
    batch = np.broadcast_to(x, (len(x), len(values), x.shape[2]))
    trace = forward(cell, scaled_to_radius(cell, params, 1.0), batch, gain=values)
    sizes = np.empty((trace.T, trace.B))
    grown = carried(trace, state)
    next(grown)  # ∂h_0/∂h_0
    for first in range(0, trace.T, STEPS_AT_ONCE):
        J = np.stack(list(islice(grown, STEPS_AT_ONCE)))
        sizes[first : first + len(J)] = largest(J)
        if progress is not None:
            progress((first + len(J)) / trace.T)
    return RadiusMap(
        values, magnitude(sizes).T, _first(~np.isfinite(sizes)), _first(sizes == 0), trace
    )


def bounds(W: ArrayLike, slope: float, distances: ArrayLike) -> tuple[Array, Array]:
    """log10 of (σ_max(W) · slope)^d and of (ρ(W) · slope)^d for each of distances d (N,).

    W (H, H) is the plain RNN's W_h, slope the largest φ' (`Activation.max_slope`). ‖∂h_t/∂h_k‖
    never exceeds the first; the second is only the rate of a linear network in the long run, and
    a run may lie above it for a while or for good.
    """
    d = as_float_array(distances, "distances")
    with np.errstate(all="ignore"):
        by_size, by_radius = (np.log10(f(W) * slope) for f in (largest, spectral_radius))
        return np.where(d == 0, 0.0, d * by_size), np.where(d == 0, 0.0, d * by_radius)


def measured_rate(log10: ArrayLike) -> Array:
    """Growth a step, 10^slope, of norms whose log10 (…, T) is given at successive distances.

    The slope is that of the least-squares line through the later half, where the direction of
    fastest growth has won; over its finite entries, NaN if there are fewer than two.
    """
    y = as_float_array(log10, "log10")
    y = y[..., y.shape[-1] // 2 :]
    there = np.isfinite(y)
    d = np.where(there, np.arange(y.shape[-1], dtype=np.float64), 0.0)
    y = np.where(there, y, 0.0)
    with np.errstate(all="ignore"):
        n = there.sum(axis=-1, keepdims=True)
        d_off = np.where(there, d - d.sum(axis=-1, keepdims=True) / n, 0.0)
        slope = (d_off * y).sum(axis=-1) / (d_off * d_off).sum(axis=-1)
        return np.asarray(np.where(n[..., 0] > 1, 10.0**slope, np.nan))


def _first(found: Bools) -> Ints:
    """The first of T rows, from 1, at which each column is true; 0 where none is."""
    return np.where(found.any(axis=0), found.argmax(axis=0) + 1, 0)
