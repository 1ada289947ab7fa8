"""What a cell is: names, shapes, equations forward and backward, and their formulas."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

import numpy as np

from core.activations import ACTIVATIONS
from core.arrays import Array, Params, as_float_array, require_mapping, require_names, require_shape
from core.formula import ONE, Factor, Formula, Grad, MatVec, Part, Product, Slope, Value, Weight

if TYPE_CHECKING:
    from core.grads import Grads
    from core.trace import Trace

Step = Callable[[int], None]

_AXES = {
    "W_x": "(G, D, H)",
    "W_h": "(G, H, H)",
    "b": "(G, 1, H)",
    "p": "(3, 1, H)",
    "b_hn": "(1, H)",
}


@dataclass(frozen=True)
class Quantity:
    """One traced quantity, as pages show it.

    name    key into a Trace or Grads ("f", "a_f", "c")
    symbol  plain text for labels ("f", "c̃")
    words   what it is called ("forget gate")
    latex   the symbol at step t
    low, high   bounds of its values, ±inf where there are none
    role    colour role: a key of the colour tokens
    kind    "gate", "candidate", "state", "intermediate" or "pre-activation"
    """

    name: str
    symbol: str
    words: str
    latex: str
    low: float
    high: float
    role: str
    kind: str


@dataclass(frozen=True)
class Cell(ABC):
    """A recurrent cell: one step, and how gradients pass back through it.

    Cells are frozen and hold options only; parameters are a plain dict of arrays.
    """

    title: ClassVar[str]
    gates: ClassVar[tuple[str, ...]]
    state: ClassVar[tuple[str, ...]]

    @property
    def recurrent_intermediates(self) -> tuple[str, ...]:
        """Intermediates whose gradient the backward sweep itself needs, step by step."""
        return ()

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        """All traced quantities, in the order in which a step computes them."""
        return self._list_quantities()

    @abstractmethod
    def _list_quantities(self) -> tuple[Quantity, ...]:
        """Write out `quantities`, which keeps them: they are read at every turn."""

    @cached_property
    def _by_name(self) -> dict[str, Quantity]:
        return {quantity.name: quantity for quantity in self.quantities}

    @abstractmethod
    def function(self, name: str) -> str | None:
        """Name of the activation whose output quantity `name` is; None if it is not one's."""

    def param_shapes(self, input_size: int, hidden_size: int) -> dict[str, tuple[int, ...]]:
        """Shape of each parameter by name."""
        blocks = len(self.gates)
        return {
            "W_x": (blocks, input_size, hidden_size),
            "W_h": (blocks, hidden_size, hidden_size),
            "b": (blocks, 1, hidden_size),
        }

    def init(self, input_size: int, hidden_size: int, rng: np.random.Generator) -> Params:
        """Fresh parameters: weights uniform in ±1/√H, biases zero.

        Raises ValueError if a size is not a positive whole number.
        """
        for label, size in (("input_size", input_size), ("hidden_size", hidden_size)):
            whole = isinstance(size, (int, np.integer)) and not isinstance(size, bool)
            if not whole or size < 1:
                raise ValueError(f"{label} must be a whole number of at least 1; got {size!r}.")
        bound = 1.0 / np.sqrt(hidden_size)
        return {
            name: np.zeros(shape) if name.startswith("b") else rng.uniform(-bound, bound, shape)
            for name, shape in self.param_shapes(int(input_size), int(hidden_size)).items()
        }

    def check_params(self, params: Params) -> tuple[Params, int, int]:
        """Parameters as float64 arrays, with D and H.

        Raises ValueError if one is missing, unknown or of the wrong shape.
        """
        require_mapping(params, "params")
        if "W_x" not in params:
            raise ValueError(f"params must hold W_x; got {', '.join(sorted(params)) or 'nothing'}.")
        checked = {name: as_float_array(value, name) for name, value in params.items()}
        if checked["W_x"].ndim != 3:
            raise ValueError(
                f"W_x must have shape (G, D, H) with G = {len(self.gates)}; "
                f"got {checked['W_x'].shape}."
            )
        _, input_size, hidden_size = checked["W_x"].shape
        if not input_size or not hidden_size:
            raise ValueError(
                f"W_x must have at least one input and one unit; got {checked['W_x'].shape}."
            )
        shapes = self.param_shapes(input_size, hidden_size)
        require_names(checked, tuple(shapes), f"parameters of {self.title}")
        missing = sorted(set(shapes) - set(checked))
        if missing:
            raise ValueError(f"params of {self.title} must also hold {', '.join(missing)}.")
        for name, shape in shapes.items():
            require_shape(checked[name], shape, name, _AXES[name])
        return checked, input_size, hidden_size

    @abstractmethod
    def forward_step(self, trace: Trace) -> Step:
        """Do what can be done for all steps at once; return the function that does step t."""

    @abstractmethod
    def backward_step(self, trace: Trace, grads: Grads) -> Step:
        """As `forward_step`, for the gradients: row t + 1 of the state gradients is complete
        when step t is called; the step writes d_pre[t] and adds to row t."""

    @abstractmethod
    def param_grads(self, trace: Trace, grads: Grads) -> Params:
        """∂L/∂(parameter) for all parameters, after the last backward step."""

    @abstractmethod
    def quantity_grads(self, trace: Trace, grads: Grads) -> dict[str, Array]:
        """∂L/∂(quantity) for those that are neither states nor pre-activations: (T, B, H)."""

    @abstractmethod
    def step_jacobian(self, trace: Trace) -> Array:
        """∂s_t/∂s_{t-1} of every step, (T, B, S, S): [to, from], states side by side in s."""

    @abstractmethod
    def formula(self, name: str) -> Formula:
        """How the traced quantity `name` comes about."""

    @abstractmethod
    def grad_formula(self, name: str) -> Formula:
        """How ∂L/∂(quantity) comes about; also for "x"."""

    def param_use(self, param: str, block: int) -> tuple[Factor, str]:
        """What parameter block multiplies, and the quantity whose gradient it then receives."""
        fed: Factor = {"W_x": Value("x"), "W_h": Value("h", -1)}.get(param, ONE)
        return fed, f"a_{self.gates[block]}"

    @property
    def equations(self) -> tuple[tuple[str, str], ...]:
        """(name, LaTeX) of the rules of one step as textbooks write them, in order: with each
        pre-activation put into the function that squashes it."""
        rules = []
        for quantity in self.quantities:
            if quantity.kind in ("pre-activation", "intermediate"):
                continue
            formula = self.formula(quantity.name)
            latex = formula.latex
            if formula.function is not None:
                inner = self.formula(f"a_{quantity.name}").latex.split(" = ", 1)[1]
                phi = ACTIVATIONS[formula.function].latex
                latex = f"{quantity.latex} = {phi}({inner})"
            rules.append((quantity.name, latex))
        return tuple(rules)

    # Shared pieces of the formulas -------------------------------------------------------

    def _affine(self, gate: str, *extra: Part) -> tuple[Part, ...]:
        """Bias, products with the input and with the previous state: a pre-activation."""
        block = self.gates.index(gate)
        return (
            Product(Weight("b", block), ONE),
            MatVec("W_x", block, Value("x")),
            MatVec("W_h", block, Value("h", -1)),
            *extra,
        )

    def _through_gates(
        self, param: str, shift: int, gates: tuple[str, ...] = ()
    ) -> tuple[Part, ...]:
        """What flows back through a weight matrix from the pre-activations at t + shift."""
        return tuple(
            MatVec(param, self.gates.index(gate), Grad(f"a_{gate}", shift), transpose=True)
            for gate in gates or self.gates
        )

    def _input_grad(self) -> Formula:
        terms = " + ".join(
            rf"W_{{x,{gate}}} \partial L/\partial {self._latex('a_' + gate)}" for gate in self.gates
        )
        return Formula(rf"\partial L/\partial x_t = {terms}", self._through_gates("W_x", 0))

    def _squashed(self, name: str, function: str) -> Formula:
        """A gate or candidate: its activation of its pre-activation."""
        phi = ACTIVATIONS[function].latex
        return Formula(
            rf"{self._latex(name)} = {phi}({self._latex('a_' + name)})",
            (Product(ONE, Value(f"a_{name}")),),
            function,
        )

    def _pre_grad(self, name: str) -> Formula:
        """∂L/∂a = ∂L/∂y · φ'(a)."""
        return Formula(
            rf"\partial L/\partial {self._latex('a_' + name)} = "
            rf"\partial L/\partial {self._latex(name)} \cdot \varphi'({self._latex('a_' + name)})",
            (Product(Grad(name), Slope(name)),),
        )

    def _latex(self, name: str) -> str:
        return self.quantity(name).latex

    def quantity(self, name: str) -> Quantity:
        """The quantity called `name`; ValueError that lists those there are."""
        found = self._by_name.get(name)
        if found is None:
            raise ValueError(f"{self.title} traces {', '.join(self._by_name)}; got {name!r}.")
        return found
