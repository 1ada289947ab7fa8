"""The plain recurrent network (Elman 1990): h_t = φ(b + W h_{t-1} + U x_t)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy import add, multiply

from core.activations import activation
from core.arrays import Array, Params
from core.cells.base import Cell, Quantity, Step
from core.formula import Formula, Injected

if TYPE_CHECKING:
    from core.grads import Grads
    from core.trace import Trace

ALLOWED = ("tanh", "relu", "sigmoid", "identity")


@dataclass(frozen=True)
class VanillaRNN(Cell):
    """Plain recurrent cell.

        a_t = b + W h_{t-1} + U x_t        h_t = φ(a_t)

    U is params["W_x"] (1, D, H), W is params["W_h"] (1, H, H); φ is tanh, relu, sigmoid or
    identity. Its one "gate" is h itself, so clamp={"h": …} holds the state.
    Source: Elman, "Finding structure in time", Cognitive Science 14 (1990).
    Raises ValueError for another activation.
    """

    activation: str = "tanh"

    title: ClassVar[str] = "RNN"
    gates: ClassVar[tuple[str, ...]] = ("h",)
    state: ClassVar[tuple[str, ...]] = ("h",)

    def __post_init__(self) -> None:
        activation(self.activation, ALLOWED)

    def _list_quantities(self) -> tuple[Quantity, ...]:
        phi = activation(self.activation)
        return (
            Quantity("a_h", "a", "pre-activation", "a_t", -np.inf, np.inf, "h", "pre-activation"),
            Quantity("h", "h", "hidden state", "h_t", phi.low, phi.high, "h", "state"),
        )

    def forward_step(self, trace: Trace) -> Step:
        phi = activation(self.activation).apply
        W = trace.recurrent_matrix()
        a, h = trace.pre, trace.rows["h"]
        recurrent = np.empty((trace.B, trace.H))
        product, held = trace.recurrent_product(), trace.held

        def step(t: int) -> None:
            product(h[t], W, recurrent)
            a_t = a[t]
            add(a_t, recurrent, a_t)  # a_t = … + W h_{t-1}
            h_t = phi(a_t, h[t + 1])
            if held is not None:
                np.copyto(h_t, held.values[t], where=held.mask[t])

        return step

    def backward_step(self, trace: Trace, grads: Grads) -> Step:
        W_T = trace.recurrent_matrix_T()
        d_a, d_h = grads.d_pre, grads.rows["h"]
        trace.slopes_into(d_a)
        through_W, product = np.empty((trace.B, trace.H)), trace.recurrent_product()

        def step(t: int) -> None:
            d_a_t, d_h_prev = d_a[t], d_h[t]
            multiply(d_a_t, d_h[t + 1], d_a_t)  # h_t = φ(a_t)
            product(d_a_t, W_T, through_W)  # a_t = … + W h_{t-1}
            add(d_h_prev, through_W, d_h_prev)

        return step

    def step_jacobian(self, trace: Trace) -> Array:
        return trace.through(trace.slope("h"), 0)  # diag(φ'(a_t)) W

    def function(self, name: str) -> str | None:
        return self.activation if name == "h" else None

    def param_grads(self, trace: Trace, grads: Grads) -> Params:
        return trace.affine_grads(grads.d_pre)

    def quantity_grads(self, trace: Trace, grads: Grads) -> dict[str, Array]:
        return {}

    def formula(self, name: str) -> Formula:
        self.quantity(name)
        if name == "h":
            return self._squashed("h", self.activation)
        return Formula("a_t = b + W h_{t-1} + U x_t", self._affine("h"))

    def grad_formula(self, name: str) -> Formula:
        if name == "x":
            return self._input_grad()
        self.quantity(name)
        if name == "a_h":
            return self._pre_grad("h")
        return Formula(
            r"\partial L/\partial h_t = \partial L_t/\partial h_t"
            r" + W \, \partial L/\partial a_{t+1}",
            (Injected(), *self._through_gates("W_h", 1)),
        )
