"""A trained network doing a memory task: one problem read, and the gradient of one answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Any

from core import models
from core.arrays import Array, Params
from core.explain import Explanation, Ref, explain_chosen, explain_error, explain_logit
from core.influence import Influence, influence
from core.readout import Loss
from core.sequence import Grads, Trace
from core.tasks import Problem, model_name
from core.tasks.model import TaskModel
from pages.parts.opening import Openable

TITLES = {"rnn": "RNN", "lstm": "LSTM", "lstm-peephole": "peephole LSTM", "gru": "GRU"}
_OF_LOSS = re.compile(r"\\partial L(_\{\d+\}|_t)?/")


@dataclass(frozen=True)
class Answering(Openable):
    """One pass of a network over one problem (B = 1).

    answer   the step, counted from 0, and the number of the output whose gradient is followed;
             `grads` are its gradients, not those of a loss
    """

    cell: str
    model: TaskModel
    problem: Problem
    trace: Trace
    loss: Loss
    answer: tuple[int, int]
    driven: bool = True

    @property
    def readout(self) -> Params:
        return self.model.readout

    @property
    def inputs(self) -> tuple[str, ...]:
        return self.problem.task.inputs

    @property
    def outputs(self) -> tuple[str, ...]:
        return self.problem.task.outputs

    @property
    def symbols(self) -> tuple[str, ...]:
        return self.problem.symbols

    @property
    def predictions(self) -> Array:
        """(T, K): probabilities, or the predicted values."""
        return self.loss.prediction[:, 0]

    @cached_property
    def influence(self) -> Influence:
        return influence(self.trace, self.readout, *self.answer)

    @property
    def grads(self) -> Grads:
        return self.influence.grads

    @property
    def numeric(self) -> bool:
        return self.loss.kind == "squared error"

    def target(self, t: int) -> int | None:
        if not self.problem.asked[t, 0]:
            return None
        return 0 if self.numeric else int(self.problem.targets[t, 0])

    def explain(self, ref: Ref) -> Explanation:
        at, out = self.answer
        if self.has(ref) and ref.source == "injected":
            return explain_chosen(self.readout, ref.t, at, out, ref.unit, self.outputs)
        if self.has(ref) and self.numeric and ref.source == "loss":
            wanted = self.problem.targets[ref.t, 0]
            return explain_error(self.loss.logits[ref.t, 0], wanted, ref.t, self.outputs)
        if self.has(ref) and self.numeric and ref.source in ("prediction", "logits"):
            h = self.trace["h"][ref.t, 0]
            opened = explain_logit(self.readout, h, ref.t, ref.unit, self.outputs)
            return replace(opened, words=f"predicted {self.outputs[ref.unit]}")
        opened = super().explain(ref)
        if ref.source == "grads":
            return self._of_answer(opened)
        if ref.source == "prediction":
            return replace(opened, words=f"probability of {self.outputs[ref.unit]}")
        if ref.source == "loss":
            return replace(opened, note=f"wanted: {self.problem.wanted[ref.t]}")
        return opened

    def given(self, t: int, unit: int) -> Explanation:
        if not self.numeric:
            return super().given(t, unit)
        value, label = float(self.trace.x[t, 0, unit]), self.inputs[unit]
        note = f"step {t + 1} reads {self.symbols[t]}"
        symbol = rf"x_{{{t + 1}}}[\mathrm{{{label}}}]"
        return Explanation(symbol, f"input: {label}", symbol, (), value, None, value, note)

    def _of_answer(self, opened: Explanation) -> Explanation:
        """A gradient, written as that of the prediction y instead of a loss L."""
        at, out = self.answer
        y = f"the prediction y of {self.outputs[out]} at step {at + 1}"
        return replace(
            opened,
            symbol=_of_prediction(opened.symbol),
            words=opened.words.replace("the loss", y),
            equation=_of_prediction(opened.equation),
            terms=tuple(
                replace(
                    term,
                    weight_label=_of_prediction(term.weight_label),
                    value_label=_of_prediction(term.value_label)
                    + (r"\mathrm{\ directly}" if _is_direct(term.ref) else ""),
                )
                for term in opened.terms
            ),
        )


def _of_prediction(latex: str) -> str:
    return _OF_LOSS.sub(r"\\partial y/", latex)


def _is_direct(ref: Ref | None) -> bool:
    return ref is not None and ref.source == "injected"


@cache
def model(task: str, cell: str) -> TaskModel:
    """A shipped network, loaded once for everybody."""
    loaded = models.load(model_name(task, cell))
    if not isinstance(loaded, TaskModel):
        raise ValueError(f"{model_name(task, cell)} does no memory task.")
    return loaded


@cache
def report(task: str, cell: str) -> dict[str, Any]:
    """What was measured when it was trained."""
    return models.report(model_name(task, cell))


def answering(
    cell: str, problem: Problem, answer: tuple[int, int], clamp: Mapping[str, Array] | None = None
) -> Answering:
    """Let the network with `cell` that does the problem's task read it."""
    network = model(problem.task.name, cell)
    read = network.read(problem, clamp=clamp)
    return Answering(cell, network, problem, read.trace, read.loss, answer)
