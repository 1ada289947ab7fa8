"""How much a matrix stretches at most, and how fast its powers grow.

    σ_max(J)  largest singular value: no vector gets longer than σ_max times its length
    ρ(J)      spectral radius, the largest |eigenvalue|: ‖Jⁿ‖ ~ ρⁿ for large n

Each matrix is divided by its largest entry first, so that squares and products on the way stay
within float64 whenever the result does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, as_float_array


def largest(J: ArrayLike) -> Array:
    """Largest singular value of each matrix (…, n, m): (…), ∞ or NaN where an entry is."""
    matrix, scale = _scaled(J)
    # σ_max² is the largest eigenvalue of J Jᵀ, the smaller of the two products.
    if matrix.shape[-2] > matrix.shape[-1]:
        matrix = matrix.swapaxes(-1, -2)
    squares = np.linalg.eigvalsh(matrix @ matrix.swapaxes(-1, -2))[..., -1]
    return _rescaled(np.sqrt(np.maximum(squares, 0.0)), scale)


def spectral_radius(J: ArrayLike) -> Array:
    """Largest |eigenvalue| of each square matrix (…, n, n): (…), ∞ or NaN where an entry is."""
    matrix, scale = _scaled(J)
    return _rescaled(np.abs(np.linalg.eigvals(matrix)).max(axis=-1), scale)


def _scaled(J: ArrayLike) -> tuple[Array, Array]:
    """Matrices whose largest entry is ±1, zero where one is not finite; and the largest |entry|."""
    array = as_float_array(J, "J")
    if array.ndim < 2 or not array.shape[-1] or not array.shape[-2]:
        raise ValueError(f"J must hold matrices (…, n, m); got shape {array.shape}.")
    scale = np.abs(array).max(axis=(-2, -1))
    fine = (scale > 0) & np.isfinite(scale)
    with np.errstate(all="ignore"):
        unit = array / np.where(fine, scale, 1.0)[..., None, None]
    return np.where(fine[..., None, None], unit, 0.0), scale


def _rescaled(value: Array, scale: Array) -> Array:
    with np.errstate(all="ignore"):
        return np.where(np.isfinite(scale), value * scale, scale)
