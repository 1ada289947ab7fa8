"""How much of a loss's gradient is left, so many steps before the step that is asked.

    left(d) = ‖∂L/∂s_{T-d}‖ / ‖∂L/∂s_T‖        s: all states of the cell side by side

1 where d = 0, whatever the cell, its size or the loss: what remains is what the steps do to it.
"""

from __future__ import annotations

import numpy as np

from core.arrays import Array
from core.influence import magnitude, sizes
from core.sequence import backward
from core.tasks.base import Problem
from core.tasks.model import TaskModel


def gradient_left(model: TaskModel, problem: Problem, look_back: int | None = None) -> Array:
    """log10 left(d) for d = 0…T-1: (T,), the median over the problem's sequences.

    look_back  where training cuts the gradient: from that distance on it is exactly zero, -∞
    Raises ValueError if the sequences differ in length.
    """
    if problem.lengths is not None:
        raise ValueError("all sequences must have the same length; got several lengths.")
    reading = model.read(problem)
    grads = backward(reading.trace, reading.loss.d_h)
    states = np.concatenate([grads[name] for name in model.cell.state], axis=-1)
    with np.errstate(all="ignore"):
        # One total loss for all sequences, but each reaches its own states alone.
        left = magnitude(sizes(states)) - magnitude(sizes(states[-1]))
        found = np.asarray(np.median(left, axis=1)[::-1].copy())
    if look_back is not None:
        found[look_back:] = -np.inf
    return found
