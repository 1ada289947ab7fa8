"""Where in a problem the answer comes from, what might have stood there instead, and what a
network answers."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.arrays import Array, Bools, Ints
from core.tasks.base import Problem, Task

MOST_OTHERS, DRAWN = 3, 32  # alternatives that are tried; sequences in which they are looked for
_SECOND_SYMBOL = 1


def told_at(problem: Problem) -> int:
    """The step, counted from 0, that told sequence 0 what the memory must bring to the answer.

    For the embedded Reber grammar the second symbol, for names the first letter behind the sign
    that all names begin with, for the adding problem the first marked number, else the first step.
    """
    if problem.task.name in ("reber", "names"):
        return min(_SECOND_SYMBOL, problem.length() - 1)
    if problem.task.name == "adding":
        return int(problem.x[:, 0, 1].argmax())
    return 0


def answered_at(problem: Problem) -> int:
    """The last step of sequence 0 at which accuracy is counted, else the last one asked, else the
    last step at all."""
    for steps in (problem.scored[:, 0] & problem.asked[:, 0], problem.asked[:, 0]):
        if steps.any():
            return int(np.flatnonzero(steps)[-1])
    return problem.length() - 1


def others(problem: Problem, t: int) -> Array:
    """Inputs (M, D) other than its own that the task has at step t of such sequences.

    At most `MOST_OTHERS`; where sequences of one delay differ in length, any other symbol.
    """
    task, own = problem.task, problem.x[t, 0]
    if task.shortest <= problem.delay <= task.longest:
        found = _inputs(task, problem.delay, t)
        found = found[(found != own).any(axis=1)]
        if len(found):
            return np.asarray(found[:MOST_OTHERS])
    every = np.eye(len(own))
    return np.asarray(every[(every != own).any(axis=1)][:MOST_OTHERS])


@lru_cache(maxsize=512)
def _inputs(task: Task, delay: int, t: int) -> Array:
    """Different inputs at step t of some sequences of this delay; none where lengths differ."""
    sample = task.sample(delay, DRAWN, np.random.default_rng(t))
    if sample.lengths is not None or t >= len(sample.x):
        return np.zeros((0, sample.x.shape[2]))
    _, first = np.unique(sample.x[t], axis=0, return_index=True)
    return np.asarray(sample.x[t, np.sort(first)])


@dataclass(frozen=True)
class Answers:
    """What was predicted of sequence 0 in L runs.

    said   (L, T) number of the likeliest output; 0 for squared error
    odds   (L, T) its probability, for squared error the predicted number itself
    right  (L, T) whether that is right; False where nothing is asked
    """

    said: Ints
    odds: Array
    right: Bools


def accepted(problem: Problem) -> Bools | None:
    """(T, K): the outputs that are right at each step of sequence 0, the problem's only one; None
    for squared error, where no output is right by its number."""
    task, T, K = problem.task, len(problem.x), len(problem.task.outputs)
    if task.loss == "squared error":
        return None
    every = np.broadcast_to(np.eye(K)[:, None, None], (K, T, 1, K))
    return np.stack([task.right(problem, one)[:, 0] for one in every], axis=-1)


def answers(problem: Problem, predictions: Array, right: Bools | None) -> Answers:
    """Judge predictions (L, T, K) of the problem's only sequence; `right` is `accepted` of it."""
    task, (L, T, _) = problem.task, predictions.shape
    if right is None:
        near = [task.right(problem, run[:, None])[:, 0] for run in predictions]
        return Answers(np.zeros((L, T), dtype=np.intp), predictions[..., 0], np.stack(near))
    said = predictions.argmax(axis=-1)
    odds = np.take_along_axis(predictions, said[..., None], axis=-1)[..., 0]
    return Answers(said, odds, right[np.arange(T), said])
