"""Activation functions, each with its slope written in terms of its own output.

A backward pass has the output at hand, not the argument, and for all four functions the
slope follows from it: tanh' = 1 - y², σ' = y (1 - y), relu' = [y > 0], identity' = 1.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from core.arrays import Array


class Slope(Protocol):
    def __call__(self, y: Array, out: Array | None = None) -> Array: ...


@dataclass(frozen=True)
class Activation:
    """An elementwise function y = φ(a).

    apply(a, out) writes φ(a) into out; slope(y) is φ'(a) as a function of the output y, and
    slope(y, out) writes it into out.
    `low` and `high` bound y (±inf where it is unbounded); `max_slope` is the largest φ'.
    """

    name: str
    latex: str
    low: float
    high: float
    max_slope: float
    apply: Callable[[Array, Array], Array]
    slope: Slope

    def __call__(self, a: Array) -> Array:
        a = np.asarray(a, dtype=np.float64)
        return self.apply(a, np.empty_like(a))


def sigmoid_into(a: Array, out: Array) -> Array:
    """σ(a) = ½ tanh(a/2) + ½: no overflow for any a, and one call for tanh and σ blocks alike."""
    np.multiply(a, 0.5, out=out)
    np.tanh(out, out=out)
    np.multiply(out, 0.5, out=out)
    return np.add(out, 0.5, out=out)


def _tanh_into(a: Array, out: Array) -> Array:
    return np.tanh(a, out=out)


def _relu_into(a: Array, out: Array) -> Array:
    return np.maximum(a, 0.0, out=out)


def _identity_into(a: Array, out: Array) -> Array:
    np.copyto(out, a)
    return out


def _tanh_slope(y: Array, out: Array | None = None) -> Array:
    out = np.multiply(y, y, out=out)
    return np.subtract(1.0, out, out=out)


def _sigmoid_slope(y: Array, out: Array | None = None) -> Array:
    out = np.subtract(1.0, y, out=out)
    return np.multiply(y, out, out=out)


def _relu_slope(y: Array, out: Array | None = None) -> Array:
    out = np.empty_like(y) if out is None else out
    np.copyto(out, y > 0)
    return out


def _identity_slope(y: Array, out: Array | None = None) -> Array:
    out = np.empty_like(y) if out is None else out
    out.fill(1.0)
    return out


_inf = float("inf")

ACTIVATIONS: dict[str, Activation] = {
    "tanh": Activation("tanh", r"\tanh", -1.0, 1.0, 1.0, _tanh_into, _tanh_slope),
    "relu": Activation("relu", r"\mathrm{ReLU}", 0.0, _inf, 1.0, _relu_into, _relu_slope),
    "sigmoid": Activation("sigmoid", r"\sigma", 0.0, 1.0, 0.25, sigmoid_into, _sigmoid_slope),
    "identity": Activation(
        "identity", r"\mathrm{id}", -_inf, _inf, 1.0, _identity_into, _identity_slope
    ),
}


def activation(name: str, allowed: tuple[str, ...] = tuple(ACTIVATIONS)) -> Activation:
    """The activation called `name`; ValueError that lists `allowed` otherwise."""
    if name not in allowed:
        raise ValueError(f"activation must be one of {', '.join(allowed)}; got {name!r}.")
    return ACTIVATIONS[name]
