"""The smallest recurrent network that can explode: one unit, no input, a loss at the end.

    h_t = σ(w h_{t-1} + b)        h_0 = 0.6        L = (h_T - 0.7)²

This is the network of Pascanu, Mikolov & Bengio, "On the difficulty of training recurrent neural
networks" (2013), Figure 6. They write its state as x_t = w σ(x_{t-1}) + b: ours is σ of theirs,
and their x_0 = 0.5 would be h_0 = 0.62.

It is a VanillaRNN with one unit (a test compares them). But here w and b differ along the batch,
which a cell's parameters do not: any number of networks run at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from core.activations import activation
from core.arrays import Array, as_float_array

START = 0.6  # h_0
TARGET = 0.7
_SIGMA = activation("sigmoid")


@dataclass(frozen=True)
class Run:
    """Networks with parameters w and b (any shape …) after T steps, and their gradients.

    h    (T + 1, …): states, h[0] the start
    d_a  (T, …): ∂L/∂a_t of the pre-activations a_t = w h_{t-1} + b
    """

    w: Array
    b: Array
    h: Array
    d_a: Array

    @property
    def loss(self) -> Array:
        """L, (…)."""
        return np.asarray((self.h[-1] - TARGET) ** 2)

    @property
    def uses(self) -> Array:
        """(T, …): what the use of w at each step adds to ∂L/∂w. That of b adds d_a."""
        return np.asarray(self.d_a * self.h[:-1])

    @cached_property
    def d_w(self) -> Array:
        """∂L/∂w, (…): the sum over all uses."""
        return np.asarray(self.uses.sum(axis=0))

    @cached_property
    def d_b(self) -> Array:
        """∂L/∂b, (…)."""
        return np.asarray(self.d_a.sum(axis=0))


def run(w: ArrayLike, b: ArrayLike, steps: int) -> Run:
    """Forward and backward over `steps` steps for all pairs of w and b (broadcast together).

    Raises ValueError unless there is at least one step and the shapes fit.
    """
    if steps < 1:
        raise ValueError(f"steps must be at least 1; got {steps}.")
    try:
        w, b = np.broadcast_arrays(as_float_array(w, "w"), as_float_array(b, "b"))
    except ValueError as error:
        raise ValueError(f"w and b must broadcast together; {error}") from error
    shape, flat = w.shape, w.ravel()
    h, d_a = np.empty((steps + 1, w.size)), np.empty((steps, w.size))
    h[0] = START
    with np.errstate(all="ignore"):
        for t in range(steps):
            _SIGMA.apply(flat * h[t] + b.ravel(), h[t + 1])
        d_h = 2.0 * (h[-1] - TARGET)
        for t in range(steps - 1, -1, -1):
            np.multiply(d_h, _SIGMA.slope(h[t + 1]), out=d_a[t])
            d_h = d_a[t] * flat
    return Run(w, b, h.reshape(-1, *shape), d_a.reshape(-1, *shape))
