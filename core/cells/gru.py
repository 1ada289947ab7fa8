"""The gated recurrent unit, with the reset gate before or after the matrix product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

import numpy as np
from numpy import add, multiply, subtract, tanh

from core.arrays import Array, Params, outer_sum
from core.cells.base import Quantity, Step
from core.cells.gru_formulas import GRUFormulas

if TYPE_CHECKING:
    from core.grads import Grads
    from core.trace import Trace

R, Z, N = range(3)  # the places of the gates on the leading axis
RZ = slice(R, N)


@dataclass(frozen=True)
class GRU(GRUFormulas):
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
        product, held, reset_after = trace.recurrent_product(), trace.held, self.reset_after
        # As wide as a step: an operation with a plain number takes twice as long.
        half, one = np.full((trace.B, 2 * H), 0.5), np.ones((trace.B, H))
        b_hn = one * trace.params["b_hn"] if reset_after else one

        def step(t: int) -> None:
            h_prev, h_t, a, y, inner_t, z_t, n_t = (
                h[t], h[t + 1], a_rz[t], y_rz[t], inner[t], z[t], n[t],
            )  # fmt: skip
            product(h_prev, W_rz, recurrent)
            add(a, recurrent, a)  # a_r, a_z = … + W h_{t-1}
            multiply(a, half, y)
            tanh(y, y)  # σ(a) = ½ tanh(a/2) + ½
            multiply(y, half, y)
            add(y, half, y)
            if held is not None:
                np.copyto(gates[t], held.values[t], where=held.mask[t])
            if reset_after:
                product(h_prev, W_n, inner_t)
                add(inner_t, b_hn, inner_t)  # m = W h_{t-1} + b_hn
                multiply(r[t], inner_t, work)
            else:
                multiply(r[t], h_prev, inner_t)  # rh = r ∗ h_{t-1}
                product(inner_t, W_n, work)
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
        work, product = np.empty((trace.B, H)), trace.recurrent_product()

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
                product(inner, W_n_T, work)
            else:  # a_n = … + W (r ∗ h_{t-1})
                product(a_n, W_n_T, inner)
                multiply(a_r, inner, a_r)
                multiply(r[t], inner, work)
            add(d_h_prev, work, d_h_prev)
            product(d_a_rz[t], W_rz_T, work)
            add(d_h_prev, work, d_h_prev)

        return step

    def step_jacobian(self, trace: Trace) -> Array:
        h_prev, r, z, slope = trace.prev("h"), trace["r"], trace["z"], trace.slope
        h_by_n, units = z * slope("n"), np.arange(trace.H)  # ∂h_t/∂a_n
        if self.reset_after:  # a_n = … + r ∗ m,  m = W h_{t-1} + b_hn
            F = trace.through(h_by_n * r, N) + trace.through(h_by_n * trace["m"] * slope("r"), R)
        else:  # a_n = … + W (r ∗ h_{t-1})
            reset = trace.through(h_prev * slope("r"), R)
            reset[..., units, units] += r
            F = trace.through(h_by_n, N) @ reset
        F += trace.through((trace["n"] - h_prev) * slope("z"), Z)
        F[..., units, units] += 1.0 - z
        return F

    def function(self, name: str) -> str | None:
        return {"r": "sigmoid", "z": "sigmoid", "n": "tanh"}.get(name)

    def param_grads(self, trace: Trace, grads: Grads) -> Params:
        result = trace.affine_grads(grads.d_pre)
        # The candidate's recurrent matrix is fed by r ∗ h, or meets the gradient of m.
        if self.reset_after:
            d_m = grads.extra["m"]
            result["W_h"][N] = outer_sum(trace.gained(trace.prev("h")), d_m)
            result["b_hn"] = d_m.sum(axis=(0, 1))[None]
        else:
            d_a_n = trace.block(grads.d_pre, N)
            result["W_h"][N] = outer_sum(trace.gained(trace["rh"]), d_a_n)
        return result

    def quantity_grads(self, trace: Trace, grads: Grads) -> dict[str, Array]:
        d_h, h_prev = grads["h"], trace.prev("h")
        d_a_n, d_inner = grads["a_n"], grads.extra[self._inner]
        return {
            "z": d_h * (trace["n"] - h_prev),
            "n": d_h * trace["z"],
            "r": d_a_n * trace["m"] if self.reset_after else d_inner * h_prev,
        }
