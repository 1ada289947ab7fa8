"""One network of the cliff, as the panel opens its numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from core.cliff.opened import as_cell, explain_end
from core.explain import Explanation, Ref, explain, explain_param
from core.sequence import Grads, Trace
from pages.parts.opening import PARAMETERS, Openable


@dataclass(frozen=True)
class CliffReading(Openable):
    """The network with these w and b over so many steps: no input, and a loss at its end."""

    w: float
    b: float
    steps: int
    driven = True

    @cached_property
    def grads(self) -> Grads:
        return as_cell(self.w, self.b, self.steps)

    @property
    def trace(self) -> Trace:  # type: ignore[override]
        return self.grads.trace

    @property
    def inputs(self) -> Sequence[str]:
        return ("none",)

    @property
    def outputs(self) -> Sequence[str]:
        return ()

    @property
    def symbols(self) -> tuple[str, ...]:
        return ("",) * self.steps

    def has(self, ref: Ref) -> bool:
        there = ref.source in ("trace", "grads", "injected", "d_weights") and ref.name != "x"
        return there and super().has(ref)

    def explain(self, ref: Ref) -> Explanation:
        if not self.has(ref):
            raise ValueError(f"{ref} is not a number of this network.")
        if ref.source == "injected":
            return explain_end(self.trace, ref.t)
        if ref.source == "d_weights":
            return explain_param(self.grads, PARAMETERS[ref.name], (0, 0, 0))
        from_where = self.trace if ref.source == "trace" else self.grads
        return explain(from_where, ref.name, ref.t, 0, ref.unit)
