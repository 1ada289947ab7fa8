"""Truncated BPTT for a minibatch that is asked only at the end: the gradient looks back τ steps.

The whole sequence is read forward; its last τ steps are read again from the state carried there,
and only through them does the gradient go. It is what the paths of `core.flow.look_back` keep of
a loss at the last step, for all sequences of a minibatch at once.

Source: Williams & Peng 1990, as in `core.flow.truncation`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from core.arrays import Params
from core.sequence import backward, forward
from core.tasks.base import Problem
from core.tasks.model import TaskModel


def loss_and_grads_within(
    model: TaskModel, problem: Problem, look_back: int
) -> tuple[float, Params]:
    """Mean loss per answer, and its gradient by all parameters through the last `look_back` uses.

    Raises ValueError if `look_back` is below 1 or something is asked before a sequence's last
    step.
    """
    if look_back < 1:
        raise ValueError(f"look_back must be at least 1; got {look_back}.")
    T, B, _ = problem.x.shape
    steps = np.full(B, T) if problem.lengths is None else problem.lengths
    start, columns = np.maximum(steps - look_back, 0), np.arange(B)
    asked_early = problem.asked & (np.arange(T)[:, None] < steps - 1)
    if asked_early.any():
        t = int(np.argmax(asked_early.any(axis=1)))
        raise ValueError(f"answers must be wanted at the last step only; got one at step {t + 1}.")
    whole = forward(model.cell, model.params, problem.x, lengths=problem.lengths)
    carried = {name: states[start, columns] for name, states in whole.rows.items()}
    rows = start + np.arange(int((steps - start).max()))[:, None]
    tail = replace(
        problem,
        x=problem.x[rows, columns],
        targets=problem.targets[rows, columns],
        lengths=steps - start,
        scored=problem.scored[rows, columns],
    )
    reading = model.read(tail, carried, mean=True)
    grads = backward(reading.trace, reading.loss.d_h)
    return reading.loss.value, {**grads.params, **reading.loss.params}
