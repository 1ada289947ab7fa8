"""One sequence read by one network, as the panel opens it: which numbers there are, and how each
came about."""

from __future__ import annotations

from collections.abc import Sequence

from core.arrays import Params
from core.explain import (
    Explanation,
    Ref,
    explain,
    explain_injected,
    explain_length,
    explain_logit,
    explain_loss,
    explain_param,
    explain_probability,
    explain_use_length,
)
from core.readout import Loss
from core.sequence import Grads, Trace

# Parameters by the names that they have in pictures. A gradient of one is opened as
# Ref("d_weights", name, row, column), the columns of all gate blocks side by side; the length of
# what the use at step t adds to it as Ref("length", name, t, 0), that of ∂L/∂h_t likewise.
PARAMETERS = {"U": "W_x", "W": "W_h", "b": "b"}


class Openable:
    """What a pass over one sequence (B = 1) must know of itself so that its numbers can be opened.

    inputs, outputs   what the D inputs and the K outputs stand for
    symbols           the T things read, as short labels
    grads             of the loss, unless a subclass says of what else
    driven            False if the inputs were zero, so that nothing is read nor predicted
    """

    trace: Trace
    loss: Loss
    driven: bool

    @property
    def params(self) -> Params:
        return self.trace.params

    @property
    def readout(self) -> Params:
        raise NotImplementedError

    @property
    def inputs(self) -> Sequence[str]:
        raise NotImplementedError

    @property
    def outputs(self) -> Sequence[str]:
        raise NotImplementedError

    @property
    def symbols(self) -> tuple[str, ...]:
        raise NotImplementedError

    @property
    def grads(self) -> Grads:
        raise NotImplementedError

    def target(self, t: int) -> int | None:
        """The number of the output that is right at step t; None where nothing is asked."""
        raise NotImplementedError

    def has(self, ref: Ref) -> bool:
        """Whether there is such a number in this reading."""
        D, K = len(self.inputs), len(self.outputs)
        if ref.source in ("logits", "prediction"):
            return 0 <= ref.t < self.trace.T and 0 <= ref.unit < K
        if ref.source == "input":
            return 0 <= ref.t < self.trace.T and 0 <= ref.unit < D
        if ref.source == "loss":
            return 0 <= ref.t < self.trace.T and self.target(ref.t) is not None
        if ref.source == "weights":
            return ref.name in ("U", "W", "V")
        if ref.source == "length":
            known = (*self.trace.cell.state, "a", *PARAMETERS)
            return ref.name in known and 0 <= ref.t < self.trace.T and ref.unit == 0
        if ref.source == "d_weights":
            if ref.name not in PARAMETERS:
                return False
            blocks, rows, columns = self.params[PARAMETERS[ref.name]].shape
            return 0 <= ref.t < rows and 0 <= ref.unit < blocks * columns
        if ref.source == "injected" and ref.name != "h":
            return False
        known = {*self.trace, "x"} if ref.source == "grads" else set(self.trace)
        first = -1 if ref.name in self.trace.cell.state else 0
        width = D if ref.name == "x" else self.trace.H
        return (
            ref.source in ("trace", "grads", "injected")
            and ref.name in known
            and first <= ref.t < self.trace.T
            and 0 <= ref.unit < width
        )

    def explain(self, ref: Ref) -> Explanation:
        """Open the number at `ref`; ValueError if it is not there."""
        y = self.loss.logits
        if not self.has(ref):
            raise ValueError(f"{ref} is not a number of this reading.")
        if ref.source == "trace":
            return explain(self.trace, ref.name, ref.t, 0, ref.unit, self.inputs)
        if ref.source == "grads":
            return explain(self.grads, ref.name, ref.t, 0, ref.unit, self.inputs)
        if ref.source == "logits":
            h = self.trace["h"][ref.t, 0]
            return explain_logit(self.readout, h, ref.t, ref.unit, self.outputs)
        if ref.source == "prediction":
            return explain_probability(y[ref.t, 0], ref.t, ref.unit, self.outputs)
        if ref.source == "loss":
            return explain_loss(y[ref.t, 0], ref.t, self.target(ref.t) or 0, self.outputs)
        if ref.source == "length" and ref.name in PARAMETERS:
            return explain_use_length(self.grads, PARAMETERS[ref.name], ref.t, self.inputs)
        if ref.source == "length":
            return explain_length(self.grads, ref.name, ref.t, 0)
        if ref.source == "d_weights":
            block, column = divmod(ref.unit, self.trace.H)
            param = PARAMETERS[ref.name]
            return explain_param(self.grads, param, (block, ref.t, column), self.inputs)
        if ref.source == "injected":
            return explain_injected(self.readout, self.loss, ref.t, 0, ref.unit, self.outputs)
        return self.given(ref.t, ref.unit)

    def given(self, t: int, unit: int) -> Explanation:
        """Entry `unit` of what step t reads: one-hot, unless a subclass says otherwise."""
        value, label = float(self.trace.x[t, 0, unit]), self.inputs[unit]
        note = f"step {t + 1} reads {self.symbols[t]}: its entry is 1, all others are 0"
        symbol = rf"x_{{{t + 1}}}[\mathrm{{{label}}}]"
        rule = r"x_t[k] = 1 \ \mathrm{where}\ k\ \mathrm{is\ the\ letter\ read}"
        return Explanation(symbol, f"input {label}", rule, (), value, None, value, note)
