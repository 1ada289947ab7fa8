"""How the numbers of an LSTM come about, as records that `core.explain` opens."""

from __future__ import annotations

from collections.abc import Callable

from core.activations import activation
from core.cells.base import Cell
from core.formula import ONE, Factor, Formula, Grad, Injected, Part, Product, Slope, Value, Weight

PEEPHOLE_ROW = {"i": 0, "f": 1, "o": 2}


class LSTMFormulas(Cell):
    """The equations of `LSTM` and of its gradients; the computation itself stands there."""

    peephole: bool
    activation: str
    coupled: bool

    def param_use(self, param: str, block: int) -> tuple[Factor, str]:
        if param != "p":
            return super().param_use(param, block)
        gate = ("i", "f", "o")[block]
        return Value("c", 0 if gate == "o" else -1), f"a_{gate}"

    def formula(self, name: str) -> Formula:
        self.quantity(name)
        if name == "c":
            return Formula(
                r"c_t = f_t \ast c_{t-1} + i_t \ast \tilde{c}_t",
                (Product(Value("f"), Value("c", -1)), Product(Value("i"), Value("g"))),
            )
        if name == "h":
            return Formula(
                rf"h_t = o_t \ast {self._latex('squashed_c')}",
                (Product(Value("o"), Value("squashed_c")),),
            )
        if name == "squashed_c":
            phi = activation(self.activation).latex
            return Formula(rf"s_t = {phi}(c_t)", (Product(ONE, Value("c")),), self.activation)
        if name == "i" and self.coupled:
            return Formula("i_t = 1 - f_t", (Product(ONE, Value("f", complement=True)),))
        if name in self.gates:
            return self._squashed(name, self.activation if name == "g" else "sigmoid")
        gate = name.removeprefix("a_")
        sub = r"\tilde c" if gate == "g" else gate
        peep: tuple[Part, ...] = ()
        tail = ""
        if self.peephole and gate in PEEPHOLE_ROW:
            shift = 0 if gate == "o" else -1
            peep = (Product(Weight("p", PEEPHOLE_ROW[gate]), Value("c", shift)),)
            tail = rf" + p_{{{gate}}} \ast c_{{{'t' if gate == 'o' else 't-1'}}}"
        return Formula(
            rf"{self._latex(name)} = W_{{{sub}}} [h_{{t-1}}, x_t] + b_{{{sub}}}{tail}",
            self._affine(gate, *peep),
        )

    def grad_formula(self, name: str) -> Formula:
        if name == "x":
            return self._input_grad()
        self.quantity(name)
        if name.startswith("a_"):
            gate = name.removeprefix("a_")
            if gate == "i" and self.coupled:
                return Formula(r"\partial L/\partial a_{i,t} = 0", ())
            return self._pre_grad(gate)
        return _GRADS[name](self)

    def _grad_h(self) -> Formula:
        terms = " + ".join(
            rf"W_{{{sub}}} \partial L/\partial a_{{{sub},t+1}}"
            for sub in ("i", "f", r"\tilde c", "o")
        )
        return Formula(
            rf"\partial L/\partial h_t = \partial L_t/\partial h_t + {terms}",
            (Injected(), *self._through_gates("W_h", 1)),
        )

    def _grad_c(self) -> Formula:
        latex = (
            r"\partial L/\partial c_t = \partial L/\partial s_t \ast \varphi'(c_t)"
            r" + \partial L/\partial c_{t+1} \ast f_{t+1}"
        )
        parts: list[Part] = [
            Injected("c"),
            Product(Slope("squashed_c"), Grad("squashed_c")),
            Product(Value("f", 1), Grad("c", 1)),
        ]
        if self.peephole:
            latex += (
                r" + p_o \ast \partial L/\partial a_{o,t} + p_i \ast \partial L/\partial a_{i,t+1}"
                r" + p_f \ast \partial L/\partial a_{f,t+1}"
            )
            parts += [
                Product(Weight("p", PEEPHOLE_ROW[gate]), Grad(f"a_{gate}", shift))
                for gate, shift in (("o", 0), ("i", 1), ("f", 1))
            ]
        return Formula(latex, tuple(parts))

    def _grad_f(self) -> Formula:
        latex = r"\partial L/\partial f_t = \partial L/\partial c_t \ast c_{t-1}"
        parts: list[Part] = [Product(Value("c", -1), Grad("c"))]
        if self.coupled:
            latex += r" - \partial L/\partial i_t"
            parts.append(Product(ONE, Grad("i"), sign=-1.0, unless_held="i"))
        return Formula(latex, tuple(parts))


def _one_product(result: str, weight: Value, grad: Grad, latex: str) -> Formula:
    return Formula(rf"\partial L/\partial {result} = {latex}", (Product(weight, grad),))


_GRADS: dict[str, Callable[[LSTMFormulas], Formula]] = {
    "h": LSTMFormulas._grad_h,
    "c": LSTMFormulas._grad_c,
    "f": LSTMFormulas._grad_f,
    "i": lambda _: _one_product(
        "i_t", Value("g"), Grad("c"), r"\partial L/\partial c_t \ast \tilde{c}_t"
    ),
    "g": lambda _: _one_product(
        r"\tilde{c}_t", Value("i"), Grad("c"), r"\partial L/\partial c_t \ast i_t"
    ),
    "o": lambda cell: _one_product(
        "o_t",
        Value("squashed_c"),
        Grad("h"),
        rf"\partial L/\partial h_t \ast {cell._latex('squashed_c')}",
    ),
    "squashed_c": lambda _: _one_product(
        "s_t", Value("o"), Grad("h"), r"\partial L/\partial h_t \ast o_t"
    ),
}
