"""Evaluating a cell's formulas at one step, sequence and unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.activations import ACTIVATIONS
from core.explain.record import Ref, Term, grad_symbol, param_symbol, symbol_of
from core.formula import Factor, Grad, Injected, MatVec, One, Part, Product, Slope, Value, Weight
from core.sequence import Grads, Trace


@dataclass(frozen=True)
class Reader:
    """Reads factors at (t, b, unit); terms that reach outside the sequence are left out."""

    trace: Trace
    grads: Grads | None
    t: int
    b: int
    unit: int
    inputs: Sequence[str] | None = None  # what the D inputs stand for

    def at(self, unit: int) -> Reader:
        return replace(self, unit=unit)

    def terms(self, parts: tuple[Part, ...]) -> tuple[Term, ...]:
        found: list[Term] = []
        with np.errstate(all="ignore"):
            for part in parts:
                if isinstance(part, Product):
                    found.extend(self._product(part))
                elif isinstance(part, MatVec):
                    found.extend(self._matrix_product(part))
                else:
                    found.extend(self._injected(part))
        return tuple(found)

    def _product(self, part: Product) -> list[Term]:
        if not (self._exists(part.weight) and self._exists(part.value)):
            return []
        if part.unless_held and self.is_held(part.unless_held):
            return []
        weight_label, weight, _ = self.read(part.weight)
        value_label, value, ref = self.read(part.value)
        if part.sign < 0:
            weight, weight_label = -weight, f"-{weight_label}"
        return [Term(weight_label, weight, value_label, value, weight * value, ref)]

    def _matrix_product(self, part: MatVec) -> list[Term]:
        if not self._exists(part.source):
            return []
        matrix = self.trace.params[part.param][part.block] * self.gain(part.param)
        weights = matrix[self.unit] if part.transpose else matrix[:, self.unit]
        label = param_symbol(self.trace.cell, part.param, part.block)
        found = []
        for k, weight in enumerate(weights.tolist()):
            value_label, value, ref = self.at(k).read(part.source)
            rows = (self.unit, k) if part.transpose else (k, self.unit)
            row = self._input(rows[0]) if part.param == "W_x" else str(rows[0] + 1)
            place = f"{row},{rows[1] + 1}"
            found.append(Term(f"{label}[{place}]", weight, value_label, value, weight * value, ref))
        return found

    def _injected(self, part: Injected) -> list[Term]:
        if self.grads is None or self.t < 0:
            return []
        value = float(self.grads.injected[part.state][self.t, self.b, self.unit])
        if part.state != "h" and value == 0.0:  # losses read h; other states only at a cut
            return []
        symbol = symbol_of(self.trace.cell, part.state, self.t, self.unit)
        label = rf"\partial L_{{{self.t + 1}}}/\partial {symbol}"
        ref = Ref("injected", part.state, self.t, self.unit)
        return [Term("1", 1.0, label, value, value, ref)]

    def read(self, factor: Factor) -> tuple[str, float, Ref | None]:
        """Label, number and place of one factor."""
        cell, unit = self.trace.cell, self.unit
        if isinstance(factor, One):
            return "1", 1.0, None
        if isinstance(factor, Weight):
            array = self.trace.params[factor.param]
            row = array[factor.block] if array.ndim == 3 else array
            label = param_symbol(cell, factor.param, factor.block)
            return f"{label}[{unit + 1}]", float(row[0, unit]), None
        step = self.t + factor.shift
        if isinstance(factor, Value) and factor.name == "x":
            label = f"x_{{{step + 1}}}[{self._input(unit)}]"
            return label, self.value("x", factor.shift), Ref("input", "x", step, unit)
        if isinstance(factor, Slope):
            phi = ACTIVATIONS[cell.formula(factor.name).function or "identity"].latex
            argument = "c" if factor.name == "squashed_c" else f"a_{factor.name}"
            label = rf"{phi}'({symbol_of(cell, argument, step, unit)})"
            return label, float(self.trace.slope(factor.name)[step, self.b, unit]), None
        if isinstance(factor, Grad):
            label = grad_symbol(cell, factor.name, step, unit)
            ref = Ref("grads", factor.name, step, unit)
            return label, self.gradient(factor.name, factor.shift), ref
        label, value = (
            symbol_of(cell, factor.name, step, unit),
            self.value(factor.name, factor.shift),
        )
        ref = Ref("trace", factor.name, step, unit)
        return (f"(1 - {label})", 1.0 - value, ref) if factor.complement else (label, value, ref)

    def _input(self, d: int) -> str:
        return rf"\mathrm{{{self.inputs[d]}}}" if self.inputs is not None else str(d + 1)

    def gain(self, param: str) -> float:
        """What multiplies a parameter in this copy of the batch."""
        gain = self.trace.gain
        return float(gain[self.b]) if gain is not None and param == "W_h" else 1.0

    def value(self, name: str, shift: int = 0) -> float:
        step = self.t + shift
        if name == "x":
            return float(self.trace.x[step, self.b, self.unit])
        if name in self.trace.rows:
            return float(self.trace.rows[name][step + 1, self.b, self.unit])
        return float(self.trace[name][step, self.b, self.unit])

    def gradient(self, name: str, shift: int = 0) -> float:
        if self.grads is None:
            raise ValueError(f"the gradient of {name!r} needs Grads; got a Trace.")
        step = self.t + shift
        if name == "x":
            return float(self.grads.x[step, self.b, self.unit])
        if name in self.grads.rows:
            return float(self.grads.rows[name][step + 1, self.b, self.unit])
        return float(self.grads[name][step, self.b, self.unit])

    def _exists(self, factor: Factor) -> bool:
        """Whether the factor lies inside this sequence; states also have step -1."""
        if isinstance(factor, (One, Weight)):
            return True
        step = self.t + factor.shift
        if step == -1 and not isinstance(factor, Slope) and factor.name in self.trace.rows:
            return True
        return 0 <= step < self.trace.T and (factor.shift <= 0 or not self.ended(factor.shift))

    def ended(self, shift: int = 0) -> bool:
        lengths = self.trace.lengths
        return lengths is not None and self.t + shift >= int(lengths[self.b])

    def is_held(self, name: str) -> bool:
        trace = self.trace
        if trace.held is None or name not in trace.cell.gates or self.t < 0:
            return False
        columns = trace.columns(trace.cell.gates.index(name))
        return bool(trace.held.mask[self.t, self.b, columns][self.unit])
