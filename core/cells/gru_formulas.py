"""How the numbers of a GRU come about, as records that `core.explain` opens."""

from __future__ import annotations

from core.cells.base import Cell
from core.formula import ONE, Factor, Formula, Grad, Injected, MatVec, Part, Product, Value, Weight

N = 2  # the candidate's place on the leading axis


class GRUFormulas(Cell):
    """The equations of `GRU` and of its gradients; the computation itself stands there."""

    reset_after: bool

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
