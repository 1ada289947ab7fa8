"""What squashing does to one number: the value and the slope of tanh, σ and ReLU there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.activations import ACTIVATIONS
from core.arrays import Array, as_float_array

FUNCTIONS = ("tanh", "sigmoid", "relu")


@dataclass(frozen=True)
class Squashed:
    """One function at some pre-activations: y = φ(a) and φ'(a), of a's shape."""

    y: Array
    slope: Array


def squash(a: ArrayLike) -> dict[str, Squashed]:
    """Each of FUNCTIONS at `a`; ValueError if `a` is not numeric."""
    a = as_float_array(a, "a")
    found = {}
    for name in FUNCTIONS:
        phi = ACTIVATIONS[name]
        y = phi(a)
        found[name] = Squashed(y, phi.slope(y))
    return found


def line(low: float, high: float, count: int) -> Array:
    """`count` numbers from low to high, evenly spaced, free of rounding beyond 12 decimals."""
    return np.linspace(low, high, count).round(12)
