"""Gradient descent: SGD with momentum, Adam, and the two ways of clipping.

Optimizers work on dicts of arrays and return new ones: a trace keeps the weights that it was
computed with, and every step of a training run can be kept.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import sqrt

import numpy as np

from core.arrays import Array, Params, require_names


class Optimizer(ABC):
    """One update rule with its running averages; `learning_rate` may be changed between steps."""

    def __init__(self, learning_rate: float) -> None:
        _require("learning_rate", learning_rate, learning_rate > 0, "above 0")
        self.learning_rate = learning_rate
        self.steps = 0

    def step(self, params: Params, grads: Params) -> Params:
        """Updated parameters; those without a gradient stay as they are.

        Raises ValueError for a gradient that belongs to no parameter.
        """
        require_names(grads, tuple(params), "gradients")
        self.steps += 1
        with np.errstate(all="ignore"):
            return {
                name: self._update(name, value, grads[name]) if name in grads else value
                for name, value in params.items()
            }

    @abstractmethod
    def _update(self, name: str, value: Array, grad: Array) -> Array: ...


class SGD(Optimizer):
    """v ← μ v + ∇L,   θ ← θ - η v.   The first v is ∇L itself, as in PyTorch."""

    def __init__(self, learning_rate: float, momentum: float = 0.0) -> None:
        super().__init__(learning_rate)
        _require("momentum", momentum, 0 <= momentum < 1, "in [0, 1)")
        self.momentum = momentum
        self.velocity: Params = {}

    def _update(self, name: str, value: Array, grad: Array) -> Array:
        if self.momentum and name in self.velocity:
            grad = self.momentum * self.velocity[name] + grad
        self.velocity[name] = grad
        return value - self.learning_rate * grad


class Adam(Optimizer):
    """Adam: steps scaled by running means of the gradient and of its square.

        m ← β₁ m + (1 - β₁) ∇L      v ← β₂ v + (1 - β₂) ∇L²
        θ ← θ - η · m / (1 - β₁ᵗ) / (√(v / (1 - β₂ᵗ)) + ε)

    weight_decay λ pulls weights towards zero by η λ θ a step, apart from the gradient; biases
    (names that begin with "b", as in "b" or "decoder.b", and the readout's "c") are left alone.
    Sources: Kingma & Ba 2015; Loshchilov & Hutter 2019 for the decay.
    """

    def __init__(
        self,
        learning_rate: float,
        betas: tuple[float, float] = (0.9, 0.999),
        epsilon: float = 1e-8,
        weight_decay: float = 0.0,
    ) -> None:
        super().__init__(learning_rate)
        _require("betas", betas, all(0 <= beta < 1 for beta in betas), "both in [0, 1)")
        _require("weight_decay", weight_decay, weight_decay >= 0, "at least 0")
        self.betas, self.epsilon, self.weight_decay = betas, epsilon, weight_decay
        self.mean: Params = {}
        self.square: Params = {}

    def _update(self, name: str, value: Array, grad: Array) -> Array:
        beta_1, beta_2 = self.betas
        m = self.mean.get(name, 0.0)
        m = m + (grad - m) * (1.0 - beta_1)
        v = self.square.get(name, 0.0) * beta_2 + (1.0 - beta_2) * grad * grad
        self.mean[name], self.square[name] = m, v
        last = name.rpartition(".")[2]
        if self.weight_decay and not (last.startswith("b") or last == "c"):
            value = value * (1.0 - self.learning_rate * self.weight_decay)
        size = self.learning_rate / (1.0 - beta_1**self.steps)
        root = np.sqrt(v) / sqrt(1.0 - beta_2**self.steps) + self.epsilon
        return np.asarray(value - size * m / root)


def global_norm(grads: Params) -> float:
    """√(Σ of all squares): the length of all gradients as one vector; inf if that overflows."""
    with np.errstate(all="ignore"):
        return sqrt(sum(float(np.sum(grad * grad)) for grad in grads.values()))


def clip_by_norm(grads: Params, limit: float) -> tuple[Params, float]:
    """Shrink all gradients by one factor if their global norm exceeds `limit`.

    The direction stays. Returns the gradients and the norm before. Source: Pascanu, Mikolov &
    Bengio 2013; the 1e-6 in the factor is PyTorch's.
    """
    _require("limit", limit, limit > 0, "above 0")
    norm = global_norm(grads)
    factor = limit / (norm + 1e-6)
    if factor >= 1.0:
        return grads, norm
    return {name: grad * factor for name, grad in grads.items()}, norm


def clip_by_value(grads: Params, limit: float) -> tuple[Params, float]:
    """Cut every entry to [-limit, limit]; the direction may change.

    Returns the gradients and their global norm before.
    """
    _require("limit", limit, limit > 0, "above 0")
    clipped = {name: np.clip(grad, -limit, limit) for name, grad in grads.items()}
    return clipped, global_norm(grads)


def _require(name: str, value: object, holds: bool, wanted: str) -> None:
    if not holds:
        raise ValueError(f"{name} must be {wanted}; got {value}.")
