"""Long short-term memory, with peepholes and coupled gates as options."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy import add, multiply, subtract, tanh

from core.activations import activation, sigmoid_into
from core.arrays import Array, Params
from core.cells.base import Quantity, Step
from core.cells.lstm_formulas import LSTMFormulas

if TYPE_CHECKING:
    from core.grads import Grads
    from core.trace import Trace

I, F, G, O = range(4)  # noqa: E741  the places of the gates on the leading axis


@dataclass(frozen=True)
class LSTM(LSTMFormulas):
    """LSTM cell.

        f_t = σ(W_f [h_{t-1}, x_t] + b_f)      c̃_t = φ(W_C [h_{t-1}, x_t] + b_C)
        i_t = σ(W_i [h_{t-1}, x_t] + b_i)      c_t  = f_t ∗ c_{t-1} + i_t ∗ c̃_t
        o_t = σ(W_o [h_{t-1}, x_t] + b_o)      h_t  = o_t ∗ φ(c_t)

    The candidate c̃ is `g` in code; "squashed_c" is φ(c_t); φ is tanh or relu.
    peephole: i and f also see p ∗ c_{t-1}, o sees p ∗ c_t; params["p"] (3, 1, H) for i, f, o.
    coupled: i_t = 1 - f_t; the parameters of i are kept but unused, so that the switch can be
    thrown on trained weights.

    Sources: Hochreiter & Schmidhuber 1997; forget gate: Gers, Schmidhuber & Cummins 2000;
    peepholes: Gers & Schmidhuber 2000; coupled gates: Greff et al. 2017 (CIFG); forget bias 1
    at the start: Jozefowicz, Zaremba & Sutskever 2015.
    Raises ValueError for another activation.
    """

    peephole: bool = False
    activation: str = "tanh"
    coupled: bool = False

    title: ClassVar[str] = "LSTM"
    gates: ClassVar[tuple[str, ...]] = ("i", "f", "g", "o")
    state: ClassVar[tuple[str, ...]] = ("h", "c")

    def __post_init__(self) -> None:
        activation(self.activation, ("tanh", "relu"))

    def _list_quantities(self) -> tuple[Quantity, ...]:
        phi, inf = activation(self.activation), np.inf
        pre = "pre-activation"
        squashed = (rf"{phi.latex}(c_t)", phi.low, phi.high, "c", "intermediate")
        return (
            Quantity(
                "a_f", "a_f", "pre-activation of the forget gate", "a_{f,t}", -inf, inf, "f", pre
            ),
            Quantity(
                "a_i", "a_i", "pre-activation of the input gate", "a_{i,t}", -inf, inf, "i", pre
            ),
            Quantity(
                "a_g",
                "a_c̃",
                "pre-activation of the candidate",
                r"a_{\tilde c,t}",
                -inf,
                inf,
                "g",
                pre,
            ),
            Quantity(
                "a_o", "a_o", "pre-activation of the output gate", "a_{o,t}", -inf, inf, "o", pre
            ),
            Quantity("f", "f", "forget gate", "f_t", 0.0, 1.0, "f", "gate"),
            Quantity("i", "i", "input gate", "i_t", 0.0, 1.0, "i", "gate"),
            Quantity("g", "c̃", "candidate", r"\tilde{c}_t", phi.low, phi.high, "g", "candidate"),
            Quantity("c", "c", "cell state", "c_t", -inf, inf, "c", "state"),
            Quantity("o", "o", "output gate", "o_t", 0.0, 1.0, "o", "gate"),
            Quantity("squashed_c", f"{phi.name}(c)", "squashed cell state", *squashed),
            Quantity("h", "h", "hidden state", "h_t", phi.low, phi.high, "h", "state"),
        )

    def param_shapes(self, input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
        shapes = super().param_shapes(input_size, hidden_size)
        if self.peephole:
            shapes["p"] = (3, 1, hidden_size)
        return shapes

    def init(self, input_size: int, hidden_size: int, rng: np.random.Generator) -> Params:
        """Fresh parameters: weights uniform in ±1/√H, biases zero, but 1 for the forget gate."""
        params = super().init(input_size, hidden_size, rng)
        params["b"][F] = 1.0
        return params

    def forward_step(self, trace: Trace) -> Step:
        phi = activation(self.activation).apply
        W = trace.recurrent_matrix()
        pre, gates = trace.pre, trace.act
        a_i, a_f, a_g, a_o = (trace.block(pre, k) for k in range(4))
        i, f, g, o = (trace.block(gates, k) for k in range(4))
        h, c, s = trace.rows["h"], trace.rows["c"], trace.extra["squashed_c"]
        recurrent = np.empty((trace.B, 4 * trace.H))
        work = np.empty((trace.B, trace.H))
        product, held = trace.recurrent_product(), trace.held
        peephole, coupled = self.peephole, self.coupled
        p_i, p_f, p_o = _peepholes(trace)

        # One tanh serves all four blocks: σ(a) = ½ tanh(a/2) + ½, and g wants tanh(a) itself.
        # As wide as a step: broadcasting a row over it would cost three times the operation.
        half = np.full((trace.B, 4 * trace.H), 0.5)
        half[:, trace.columns(G)] = 1.0
        lift = 1.0 - half

        def hold(t: int) -> None:
            if held is not None:
                np.copyto(gates[t], held.values[t], where=held.mask[t])

        def step(t: int) -> None:
            c_prev, c_t, a, y, s_t = c[t], c[t + 1], pre[t], gates[t], s[t]
            product(h[t], W, recurrent)
            add(a, recurrent, a)  # a = … + W h_{t-1}
            if peephole:
                a_i[t] += multiply(p_i, c_prev, work)
                a_f[t] += multiply(p_f, c_prev, work)
            multiply(a, half, y)
            tanh(y, y)
            multiply(y, half, y)
            add(y, lift, y)
            if phi is not _TANH:
                phi(a_g[t], g[t])
            if held is not None:
                hold(t)
            if coupled:
                subtract(1.0, f[t], i[t])
                hold(t)
            multiply(f[t], c_prev, c_t)  # c_t = f ∗ c_{t-1} + i ∗ g
            multiply(i[t], g[t], work)
            add(c_t, work, c_t)
            if peephole:
                a_o[t] += multiply(p_o, c_t, work)
                sigmoid_into(a_o[t], o[t])
                hold(t)
            phi(c_t, s_t)
            multiply(o[t], s_t, h[t + 1])  # h_t = o ∗ φ(c_t)

        return step

    def backward_step(self, trace: Trace, grads: Grads) -> Step:
        W_T = trace.recurrent_matrix_T()
        d_pre, d_h, d_c = grads.d_pre, grads.rows["h"], grads.rows["c"]
        f = trace["f"]
        peephole = self.peephole
        p_i, p_f, p_o = _peepholes(trace)

        # What multiplies ∂L/∂c_t (for i, f, g) or ∂L/∂h_t (for o) on its way to each
        # pre-activation is known before the sweep: d_pre holds it until step t multiplies it in.
        d_a_i, d_a_f, d_a_g, d_a_o = trace.slopes_into(d_pre)
        c_to_f = trace.prev("c")
        if self.coupled:  # i = 1 - f: what i would receive, f receives with the other sign
            c_to_f = c_to_f - trace["g"] * trace.free("i")
        multiply(d_a_i, trace["g"], d_a_i)
        multiply(d_a_f, c_to_f, d_a_f)
        multiply(d_a_g, trace["i"], d_a_g)
        multiply(d_a_o, trace["squashed_c"], d_a_o)
        h_to_c = trace.slope("squashed_c")
        multiply(h_to_c, trace["o"], h_to_c)
        through_W, product = np.empty((trace.B, trace.H)), trace.recurrent_product()
        work = np.empty((trace.B, trace.H))

        def step(t: int) -> None:
            d_h_t, d_c_t, d_h_prev, d_c_prev = d_h[t + 1], d_c[t + 1], d_h[t], d_c[t]
            a_i, a_f, a_g, a_o = d_a_i[t], d_a_f[t], d_a_g[t], d_a_o[t]  # to become ∂L/∂a
            multiply(a_o, d_h_t, a_o)  # h_t = o ∗ φ(c_t)
            multiply(h_to_c[t], d_h_t, work)
            add(d_c_t, work, d_c_t)
            if peephole:
                d_c_t += multiply(a_o, p_o, work)  # a_o = … + p_o ∗ c_t
            multiply(a_i, d_c_t, a_i)  # c_t = f ∗ c_{t-1} + i ∗ g
            multiply(a_f, d_c_t, a_f)
            multiply(a_g, d_c_t, a_g)
            multiply(f[t], d_c_t, work)
            add(d_c_prev, work, d_c_prev)
            if peephole:
                d_c_prev += multiply(a_i, p_i, work)
                d_c_prev += multiply(a_f, p_f, work)
            product(d_pre[t], W_T, through_W)  # a = … + W h_{t-1}
            add(d_h_prev, through_W, d_h_prev)

        return step

    def step_jacobian(self, trace: Trace) -> Array:
        H, (p_i, p_f, p_o) = trace.H, _peepholes(trace)
        c_prev, g, slope = trace.prev("c"), trace["g"], trace.slope
        c_by_i = g * slope("i")  # ∂c_t/∂a_i, and so on
        c_by_f = (c_prev - g * trace.free("i") if self.coupled else c_prev) * slope("f")
        c_by_g = trace["i"] * slope("g")
        h_by_o = trace["squashed_c"] * slope("o")
        h_by_c = trace["o"] * slope("squashed_c") + h_by_o * p_o
        c_by_c = trace["f"] + c_by_i * p_i + c_by_f * p_f
        J = np.zeros((trace.T, trace.B, 2 * H, 2 * H))
        units, to_h, to_c = np.arange(H), J[:, :, :H], J[:, :, H:]
        for gate, weight in ((I, c_by_i), (F, c_by_f), (G, c_by_g)):
            to_c[..., :H] += trace.through(weight, gate)
        to_c[..., units, H + units] = c_by_c
        np.multiply(h_by_c[..., None], to_c, out=to_h)  # h_t = o ∗ φ(c_t)
        to_h[..., :H] += trace.through(h_by_o, O)
        return J

    def function(self, name: str) -> str | None:
        if name in ("g", "squashed_c"):
            return self.activation
        return "sigmoid" if name in ("f", "o") or (name == "i" and not self.coupled) else None

    def param_grads(self, trace: Trace, grads: Grads) -> Params:
        result = trace.affine_grads(grads.d_pre)
        if self.peephole:
            c_prev, c_t = trace.prev("c"), trace["c"]
            seen = ((I, c_prev), (F, c_prev), (O, c_t))
            result["p"] = np.stack(
                [
                    (trace.block(grads.d_pre, k) * c).sum(axis=(0, 1), keepdims=True)[0]
                    for k, c in seen
                ]
            )
        return result

    def quantity_grads(self, trace: Trace, grads: Grads) -> dict[str, Array]:
        d_h, d_c = grads["h"], grads["c"]
        d_i = d_c * trace["g"]
        d_f = d_c * trace.prev("c")
        if self.coupled:
            d_f -= d_i * trace.free("i")
        return {
            "i": d_i,
            "f": d_f,
            "g": d_c * trace["i"],
            "o": d_h * trace["squashed_c"],
            "squashed_c": d_h * trace["o"],
        }


_TANH = activation("tanh").apply


def _peepholes(trace: Trace) -> Array:
    """p_i, p_f, p_o, each (1, H); zero rows, never read, where the cell has none."""
    return trace.params.get("p", np.zeros((3, 1, trace.H)))
