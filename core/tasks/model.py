"""A network that does a memory task: what it reads and predicts is the task's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod

import numpy as np

from core.arrays import Array, Bools, Params
from core.cells import Cell
from core.network import Network, Pass, State
from core.readout import init_readout, loss
from core.sequence import forward
from core.tasks import TASKS
from core.tasks.base import Problem, Task

CHUNK = 250  # sequences read at once where only a share of right answers is wanted


@dataclass(frozen=True)
class TaskReading(Pass):
    """One pass over a problem.

    probabilities  (T, B, K): of the outputs; the predicted values for squared error
    """

    problem: Problem

    @property
    def right(self) -> Bools:
        """(T, B): right answers; False where nothing is asked."""
        return self.problem.task.right(self.problem, self.probabilities)


@dataclass(frozen=True)
class TaskModel(Network):
    """A cell with its parameters, a readout and the name of the task they do."""

    task: str

    def __post_init__(self) -> None:
        """Raises ValueError unless the task is known and cell and readout fit it."""
        if not isinstance(self.task, str) or self.task not in TASKS:
            raise ValueError(
                f"task must be one of {', '.join(TASKS)}; got {str(self.task)[:60]!r}."
            )
        D, K = len(self.does.inputs), len(self.does.outputs)
        self.check(D, K, f"the D = {D} inputs of {self.task}")

    @classmethod
    def init(cls, cell: Cell, hidden_size: int, rng: np.random.Generator, task: str) -> TaskModel:
        """An untrained model."""
        D, K = len(TASKS[task].inputs), len(TASKS[task].outputs)
        params: Params = cell.init(D, hidden_size, rng)
        return cls(cell, params, init_readout(hidden_size, K, rng), task)

    @property
    def does(self) -> Task:
        """The task itself."""
        return TASKS[self.task]

    def read(
        self,
        given: Problem,
        initial: State | None = None,
        clamp: State | None = None,
        mean: bool = False,
    ) -> TaskReading:
        """Read a problem of this model's task.

        The loss is the sum over all answers (nats, or ½ the squared error), or with `mean` the
        mean per answer; `initial` and `clamp` are those of `forward`.
        Raises ValueError for a problem of another task.
        """
        if given.task.name != self.task:
            raise ValueError(f"the model does {self.task}; got a problem of {given.task.name}.")
        trace = forward(self.cell, self.params, given.x, initial, given.lengths, clamp)
        weight = 1.0 / max(int(given.asked.sum()), 1) if mean else 1.0
        losses = loss(
            self.readout, trace["h"], given.targets, self.does.loss, lengths=given.lengths,
            weight=weight,
        )  # fmt: skip
        return TaskReading(trace, losses, given)

    def accuracy(self, problem: Problem, clamp: State | None = None) -> float:
        """Share of right answers at the scored steps; NaN if there is none.

        `clamp` is that of `forward`.
        """
        right = sum(int((r.right & r.problem.scored).sum()) for r in self.readings(problem, clamp))
        scored = int(problem.scored.sum())
        return right / scored if scored else float("nan")

    def readings(self, problem: Problem, clamp: State | None = None) -> Iterator[TaskReading]:
        """The problem read in chunks that fit the memory: an iterator of TaskReading."""
        for start in range(0, problem.x.shape[1], CHUNK):
            columns = slice(start, start + CHUNK)
            part = problem.pick(columns)
            held = {
                name: _part_of(np.asarray(value), len(part.x), columns)
                for name, value in (clamp or {}).items()
            }
            yield self.read(part, clamp=held or None)


def parameter_count(cell: Cell, hidden_size: int, task: Task) -> int:
    """How many numbers a model of this size would learn, the readout's included."""
    D, K = len(task.inputs), len(task.outputs)
    shapes = cell.param_shapes(D, hidden_size).values()
    return sum(prod(shape) for shape in shapes) + hidden_size * K + K


def hidden_size_for(cell: Cell, task: Task, budget: int) -> int:
    """The hidden size whose parameter count comes closest to `budget` (the smaller of two)."""
    H = 1
    while parameter_count(cell, H, task) < budget:
        H += 1
    near = (max(H - 1, 1), H)
    return min(near, key=lambda size: abs(parameter_count(cell, size, task) - budget))


def _part_of(clamp: Array, T: int, columns: slice) -> Array:
    """The entries of a clamp, broadcastable to (T, B, H), for some of the sequences."""
    if clamp.ndim == 3 and len(clamp) > 1:
        clamp = clamp[:T]
    return clamp[..., columns, :] if clamp.ndim > 1 and clamp.shape[-2] > 1 else clamp
