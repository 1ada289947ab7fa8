"""The gated recurrent unit, with the reset gate before or after the matrix product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy import add, dot, multiply, subtract, tanh

from core.arrays import Array, Params, outer_sum
from core.cells.base import Cell, Quantity, Step
from core.formula import ONE, Factor, Formula, Grad, Injected, MatVec, Part, Product, Value, Weight

if TYPE_CHECKING:
    from core.trace import Grads, Trace

R, Z, N = range(3)  # the places of the gates on the leading axis
RZ = slice(R, N)


@dataclass(frozen=True)
class GRU(Cell):
    """GRU cell.

        r_t = σ(W_r [h_{t-1}, x_t] + b_r)
        z_t = σ(W_z [h_{t-1}, x_t] + b_z)
        h̃_t = tanh(U x_t + b + W (r_t ∗ h_{t-1}))            reset before the product
        h̃_t = tanh(U x_t + b + r_t ∗ (W h_{t-1} + b_hn))     reset_after
        h_t = (1 - z_t) ∗ h_{t-1} + z_t ∗ h̃_t

    The candidate h̃ is `n` in code. "rh" is r_t ∗ h_{t-1}; with reset_after "m" is
    W h_{t-1} + b_hn. PyTorch, Keras and cuDNN reset after the product, and their z weighs the
    old state: it is 1 - z here.

    Sources: Cho et al. 2014 (reset before the product); the form with the reset after it is
    cuDNN's and PyTorch's.
    """

    reset_after: bool = False

    title: ClassVar[str] = "GRU"
    gates: ClassVar[tuple[str, ...]] = ("r", "z", "n")
    state: ClassVar[tuple[str, ...]] = ("h",)

    def _list_quantities(self) -> tuple[Quantity, ...]:
        inf, pre = np.inf, "pre-activation"
        if self.reset_after:
            inner = Quantity(
                "m", "m", "recurrent part of the candidate", "m_t", -inf, inf, "h", "intermediate"
            )
        else:
            inner = Quantity(
                "rh", "r∗h", "reset memory", r"(r \ast h)_t", -1.0, 1.0, "h", "intermediate"
            )
        return (
            Quantity(
                "a_r", "a_r", "pre-activation of the reset gate", "a_{r,t}", -inf, inf, "r", pre
            ),
            Quantity(
                "a_z", "a_z", "pre-activation of the update gate", "a_{z,t}", -inf, inf, "z", pre
            ),
            Quantity("r", "r", "reset gate", "r_t", 0.0, 1.0, "r", "gate"),
            Quantity("z", "z", "update gate", "z_t", 0.0, 1.0, "z", "gate"),
            inner,
            Quantity(
                "a_n",
                "a_h̃",
                "pre-activation of the candidate",
                r"a_{\tilde h,t}",
                -inf,
                inf,
                "g",
                pre,
            ),
            Quantity("n", "h̃", "candidate", r"\tilde{h}_t", -1.0, 1.0, "g", "candidate"),
            Quantity("h", "h", "hidden state", "h_t", -inf, inf, "h", "state"),
        )

    @property
    def _inner(self) -> str:
        return "m" if self.reset_after else "rh"

    @property
    def recurrent_intermediates(self) -> tuple[str, ...]:
        return (self._inner,)

    def param_shapes(self, input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
        shapes = super().param_shapes(input_size, hidden_size)
        if self.reset_after:
            shapes["b_hn"] = (1, hidden_size)
        return shapes

    def forward_step(self, trace: Trace) -> Step:
        H = trace.H
        W_rz, W_n = trace.recurrent_matrix(RZ), trace.params["W_h"][N]
        pre, gates = trace.pre, trace.act
        rz, n_columns = slice(0, 2 * H), slice(2 * H, 3 * H)
        a_rz, a_n = pre[:, :, rz], pre[:, :, n_columns]
        y_rz, n = gates[:, :, rz], gates[:, :, n_columns]
        r, z = trace.block(gates, R), trace.block(gates, Z)
        h, inner = trace.rows["h"], trace.extra[self._inner]
        recurrent = np.empty((trace.B, 2 * H))
        work = np.empty((trace.B, H))
        held, reset_after = trace.held, self.reset_after
        # As wide as a step: an operation with a plain number takes twice as long.
        half, one = np.full((trace.B, 2 * H), 0.5), np.ones((trace.B, H))
        b_hn = one * trace.params["b_hn"] if reset_after else one

        def step(t: int) -> None:
            h_prev, h_t, a, y, inner_t, z_t, n_t = (
                h[t], h[t + 1], a_rz[t], y_rz[t], inner[t], z[t], n[t],
            )  # fmt: skip
            dot(h_prev, W_rz, recurrent)
            add(a, recurrent, a)  # a_r, a_z = … + W h_{t-1}
            multiply(a, half, y)
            tanh(y, y)  # σ(a) = ½ tanh(a/2) + ½
            multiply(y, half, y)
            add(y, half, y)
            if held is not None:
                np.copyto(gates[t], held.values[t], where=held.mask[t])
            if reset_after:
                dot(h_prev, W_n, inner_t)
                add(inner_t, b_hn, inner_t)  # m = W h_{t-1} + b_hn
                multiply(r[t], inner_t, work)
            else:
                multiply(r[t], h_prev, inner_t)  # rh = r ∗ h_{t-1}
                dot(inner_t, W_n, work)
            a = a_n[t]
            add(a, work, a)
            tanh(a, n_t)
            if held is not None:
                np.copyto(gates[t], held.values[t], where=held.mask[t])
            subtract(one, z_t, h_t)  # h_t = (1 - z) ∗ h_{t-1} + z ∗ n
            multiply(h_t, h_prev, h_t)
            multiply(z_t, n_t, work)
            add(h_t, work, h_t)

        return step

    def backward_step(self, trace: Trace, grads: Grads) -> Step:
        H = trace.H
        W_rz_T, W_n_T = trace.recurrent_matrix_T(RZ), trace.recurrent_matrix_T(slice(N, N + 1))
        d_pre, d_h = grads.d_pre, grads.rows["h"]
        d_a_rz = d_pre[:, :, : 2 * H]
        h_prev, r = trace.prev("h"), trace["r"]
        reset_after = self.reset_after
        # What multiplies ∂L/∂h_t (for z, n) or the gradient behind r on its way to each
        # pre-activation is known before the sweep: d_pre holds it until step t multiplies it in.
        d_a_r, d_a_z, d_a_n = trace.slopes_into(d_pre)
        multiply(d_a_r, trace["m"] if reset_after else h_prev, d_a_r)
        multiply(d_a_z, trace["n"] - h_prev, d_a_z)
        multiply(d_a_n, trace["z"], d_a_n)
        keep = 1.0 - trace["z"]
        d_inner = grads.extra[self._inner]
        work = np.empty((trace.B, H))

        def step(t: int) -> None:
            d_h_t, d_h_prev, inner, a_r, a_z, a_n = (
                d_h[t + 1], d_h[t], d_inner[t], d_a_r[t], d_a_z[t], d_a_n[t],
            )  # fmt: skip
            # a_r, a_z, a_n are to become ∂L/∂a.
            multiply(a_z, d_h_t, a_z)  # h_t = (1 - z) ∗ h_{t-1} + z ∗ n
            multiply(a_n, d_h_t, a_n)
            multiply(keep[t], d_h_t, work)
            add(d_h_prev, work, d_h_prev)
            if reset_after:  # a_n = … + r ∗ m,  m = W h_{t-1} + b_hn
                multiply(a_r, a_n, a_r)
                multiply(r[t], a_n, inner)
                dot(inner, W_n_T, work)
            else:  # a_n = … + W (r ∗ h_{t-1})
                dot(a_n, W_n_T, inner)
                multiply(a_r, inner, a_r)
                multiply(r[t], inner, work)
            add(d_h_prev, work, d_h_prev)
            dot(d_a_rz[t], W_rz_T, work)
            add(d_h_prev, work, d_h_prev)

        return step

    def function(self, name: str) -> str | None:
        return {"r": "sigmoid", "z": "sigmoid", "n": "tanh"}.get(name)

    def param_grads(self, trace: Trace, grads: Grads) -> Params:
        result = trace.affine_grads(grads.d_pre)
        # The candidate's recurrent matrix is fed by r ∗ h, or meets the gradient of m.
        if self.reset_after:
            d_m = grads.extra["m"]
            result["W_h"][N] = outer_sum(trace.prev("h"), d_m)
            result["b_hn"] = d_m.sum(axis=(0, 1))[None]
        else:
            d_a_n = trace.block(grads.d_pre, N)
            result["W_h"][N] = outer_sum(trace["rh"], d_a_n)
        return result

    def quantity_grads(self, trace: Trace, grads: Grads) -> dict[str, Array]:
        d_h, h_prev = grads["h"], trace.prev("h")
        d_a_n, d_inner = grads["a_n"], grads.extra[self._inner]
        return {
            "z": d_h * (trace["n"] - h_prev),
            "n": d_h * trace["z"],
            "r": d_a_n * trace["m"] if self.reset_after else d_inner * h_prev,
        }

    def param_use(self, param: str, block: int) -> tuple[Factor, str]:
        if param == "b_hn" or (param == "W_h" and block == N and self.reset_after):
            return (ONE if param == "b_hn" else Value("h", -1)), "m"
        if param == "W_h" and block == N:
            return Value("rh"), "a_n"
        return super().param_use(param, block)

    def formula(self, name: str) -> Formula:
        self.quantity(name)
        if name == "h":
            return Formula(
                r"h_t = (1 - z_t) \ast h_{t-1} + z_t \ast \tilde{h}_t",
                (
                    Product(Value("z", complement=True), Value("h", -1)),
                    Product(Value("z"), Value("n")),
                ),
            )
        if name == "rh":
            return Formula(
                r"(r \ast h)_t = r_t \ast h_{t-1}", (Product(Value("r"), Value("h", -1)),)
            )
        if name == "m":
            return Formula(
                r"m_t = W h_{t-1} + b_{hn}",
                (Product(Weight("b_hn"), ONE), MatVec("W_h", N, Value("h", -1))),
            )
        if name in self.gates:
            return self._squashed(name, "tanh" if name == "n" else "sigmoid")
        gate = name.removeprefix("a_")
        if gate != "n":
            return Formula(
                rf"a_{{{gate},t}} = W_{gate} [h_{{t-1}}, x_t] + b_{gate}", self._affine(gate)
            )
        bias, inputs, _ = self._affine("n")
        if self.reset_after:
            return Formula(
                r"a_{\tilde h,t} = U x_t + b + r_t \ast m_t",
                (bias, inputs, Product(Value("r"), Value("m"))),
            )
        return Formula(
            r"a_{\tilde h,t} = U x_t + b + W (r_t \ast h_{t-1})",
            (bias, inputs, MatVec("W_h", N, Value("rh"))),
        )

    def grad_formula(self, name: str) -> Formula:
        if name == "x":
            return self._input_grad()
        self.quantity(name)
        if name.startswith("a_"):
            return self._pre_grad(name.removeprefix("a_"))
        d_h = r"\partial L/\partial h_t"
        if name == "h":
            return self._grad_h()
        if name == "z":
            return Formula(
                rf"\partial L/\partial z_t = {d_h} \ast (\tilde{{h}}_t - h_{{t-1}})",
                (Product(Value("n"), Grad("h")), Product(Value("h", -1), Grad("h"), sign=-1.0)),
            )
        if name == "n":
            return Formula(
                rf"\partial L/\partial \tilde{{h}}_t = {d_h} \ast z_t",
                (Product(Value("z"), Grad("h")),),
            )
        d_a_n = r"\partial L/\partial a_{\tilde h,t}"
        if name == "m":
            return Formula(
                rf"\partial L/\partial m_t = {d_a_n} \ast r_t", (Product(Value("r"), Grad("a_n")),)
            )
        if name == "rh":
            return Formula(
                rf"\partial L/\partial (r \ast h)_t = W {d_a_n}",
                self._through_gates("W_h", 0, ("n",)),
            )
        if self.reset_after:
            return Formula(
                rf"\partial L/\partial r_t = {d_a_n} \ast m_t", (Product(Value("m"), Grad("a_n")),)
            )
        return Formula(
            r"\partial L/\partial r_t = \partial L/\partial (r \ast h)_t \ast h_{t-1}",
            (Product(Value("h", -1), Grad("rh")),),
        )

    def _grad_h(self) -> Formula:
        latex = (
            r"\partial L/\partial h_t = \partial L_t/\partial h_t"
            r" + (1 - z_{t+1}) \ast \partial L/\partial h_{t+1}"
            r" + W_r \partial L/\partial a_{r,t+1} + W_z \partial L/\partial a_{z,t+1}"
        )
        parts: list[Part] = [
            Injected(),
            Product(Value("z", 1, complement=True), Grad("h", 1)),
            *self._through_gates("W_h", 1, ("r", "z")),
        ]
        if self.reset_after:
            latex += r" + W \, \partial L/\partial m_{t+1}"
            parts.append(MatVec("W_h", N, Grad("m", 1), transpose=True))
        else:
            latex += r" + r_{t+1} \ast \partial L/\partial (r \ast h)_{t+1}"
            parts.append(Product(Value("r", 1), Grad("rh", 1)))
        return Formula(latex, tuple(parts))
