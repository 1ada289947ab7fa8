"""Task models: how the cells are compared fairly, and what their reports say.

All cells of a task have about as many parameters (`BUDGETS`), the same seed, the same minibatches
and the same number of steps. Each is trained at every learning rate of one grid and keeps its
own best, by the accuracy on sequences apart from those reported: one rate for all would favour
the cell that it happens to suit.

Where a task has them, a second range of delays (`OTHERWISE`) is trained on in just the same way,
and its accuracies stand in the report beside the others: what a cell learns is decided as much
by whether there are short delays to begin with.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from itertools import count
from math import sqrt
from typing import Any

import numpy as np

from core.models import Model
from core.recipes.base import CellRecipe, Made, Show
from core.tasks import CELLS, TASKS, Problem, Task, model_name
from core.tasks.base import HELD_OUT_PARTS, TRAINING
from core.tasks.model import TaskModel, hidden_size_for
from core.training import Settings, descend

SEED = 1
RATES = (0.003, 0.01, 0.03)
Z_95 = 1.959964  # of the normal distribution, for an interval of 95 %
# Parameters of cell and readout together; at these the four cells differ by less than 6 %.
BUDGETS = {"recall": 740, "adding": 720, "parity": 630, "reber": 800, "names": 1600}
STEPS = {"recall": 5000, "adding": 5000, "parity": 3000, "reber": 5000, "names": 6000}
OTHERWISE = {"recall": (0, 30), "adding": (2, 50), "parity": (8, 12), "reber": (10, 20)}
EPOCHS = 50
ENOUGH = 0.9  # accuracy from which on a report calls a delay learned


@dataclass(frozen=True)
class TaskRecipe(CellRecipe):
    """A task, a cell, and how to train it.

    steps      minibatches in all, each drawn afresh
    rates      learning rates, of which the best is kept
    otherwise  another range of delays to train on for comparison, or None
    """

    task: str
    steps: int
    otherwise: tuple[int, int] | None = None
    rates: tuple[float, ...] = RATES
    settings: Settings = field(default=Settings(epochs=EPOCHS, batch_size=64, seed=SEED))

    @property
    def does(self) -> Task:
        return TASKS[self.task]

    @property
    def hidden_size(self) -> int:
        return hidden_size_for(self.cell, self.does, BUDGETS[self.task])

    def data(self) -> dict[str, Any]:
        return task_in_words(self.does)

    def settings_in_words(self) -> dict[str, Any]:
        settings = {k: v for k, v in asdict(self.settings).items() if k != "learning_rate"}
        return {"steps": self.steps, "rates": list(self.rates), "budget": BUDGETS[self.task]} | (
            settings
        )

    def make(self, show: Show) -> Made:
        model, curve, rates = self.best_of_rates(self.does.trained_on, show)
        notes: dict[str, Any] = {"rates": rates, "final_loss": curve["loss"][-1]}
        if self.otherwise is not None:
            other, _, other_rates = self.best_of_rates(self.otherwise, show)
            accuracy = measure_accuracy(other)
            accuracy["trained_on"] = list(self.otherwise)
            notes["otherwise_trained"] = {
                "accuracy": accuracy,
                "rates": other_rates,
                **summary(accuracy, self.does),
            }
        return Made(model, curve, notes)

    def best_of_rates(
        self, delays: tuple[int, int], show: Show
    ) -> tuple[TaskModel, dict[str, list[float]], dict[str, Any]]:
        """The best model, its curve, and what each rate came to.

        Best by accuracy, then by the loss at the end; both mean over the range trained on.
        """
        came_to, best = [], None
        for rate in self.rates:
            model, curve = self.fit(rate, delays)
            right = float(np.mean([model.accuracy(p) for p in self._choosing(delays)]))
            came_to.append(
                {"rate": rate, "accuracy": round(right, 5), "final_loss": curve["loss"][-1]}
            )
            loss = curve["loss"][-1] if np.isfinite(curve["loss"][-1]) else np.inf
            show(f"  delays {delays}, rate {rate}: accuracy {right:.3f}, loss {loss:.4f}")
            if best is None or (right, -loss) > best[0]:
                best = ((right, -loss), rate, model, curve)
        if best is None:
            raise ValueError("a recipe must have at least one learning rate; got none.")
        return best[2], best[3], {"chosen": best[1], "tried": came_to}

    def fit(self, rate: float, delays: tuple[int, int]) -> tuple[TaskModel, dict[str, list[float]]]:
        """Train at one learning rate: the model at the end, and the loss by step.

        The loss is the mean per answer over the minibatches of an epoch while the weights moved.
        """
        settings = Settings(**{**asdict(self.settings), "learning_rate": rate})
        rng = np.random.default_rng(settings.seed)
        model = TaskModel.init(self.cell, self.hidden_size, rng, self.task)
        curve: dict[str, list[float]] = {"step": [], "loss": []}
        losses: list[float] = []
        batches = self._minibatches(delays, settings)
        for progress in descend(model, batches, self.steps // settings.epochs, settings):
            losses.append(progress.loss)
            model = progress.model
            if progress.ends_epoch:
                curve["step"].append(progress.step)
                curve["loss"].append(round(float(np.mean(losses)), 6))
                losses.clear()
        return model, curve

    def judge_stored(self, stored: Model) -> dict[str, Any]:
        if not isinstance(stored, TaskModel):
            raise ValueError(f"a task recipe makes a task model; got {type(stored).__name__}.")
        accuracy = measure_accuracy(stored)
        return {"accuracy": accuracy, **summary(accuracy, self.does)}

    def verdict(self, report: dict[str, Any]) -> str:
        beyond = report["beyond_training"]
        tail = "" if beyond is None else f", {beyond:.3f} beyond"
        return f"accuracy {report['within_training']:.3f} at trained delays{tail}"

    def _minibatches(self, delays: tuple[int, int], settings: Settings) -> Iterator[Problem]:
        # A generator of its own: cells draw unlike many numbers for their first weights.
        rng = np.random.default_rng((settings.seed, TRAINING))
        return (self.does.training(settings.batch_size, rng, delays) for _ in count())

    def _choosing(self, delays: tuple[int, int]) -> list[Problem]:
        """Problems at the measured delays within the range, its ends included."""
        task, (low, high) = self.does, delays
        at = sorted({low, *(d for d in task.measured_at if low <= d <= high), high})
        return [task.choosing(d) for d in at if task.shortest <= d <= task.longest]


def measure_accuracy(model: TaskModel) -> dict[str, Any]:
    """Accuracy on held-out sequences for each delay at which the task is measured.

    count     answers counted at each delay           interval  95 % (Wilson 1927), [low, high]
    distinct  different sequences among them          figures   what else the task says, by delay
    """
    task = model.does
    found: dict[str, Any] = {
        "delays": list(task.measured_at), "accuracy": [], "count": 0,
        "chance": [task.chance(delay) for delay in task.measured_at],
        "trained_on": list(task.trained_on), "interval": [], "distinct": [],
    }  # fmt: skip
    figures: dict[str, list[float]] = {}
    for delay in task.measured_at:
        problem = task.measured(delay)
        scored = int(problem.scored.sum())
        share = model.accuracy(problem)
        found["accuracy"].append(share)
        found["count"] = scored
        found["interval"].append(wilson(share, scored))
        found["distinct"].append(_distinct(problem))
        for name, value in _figures(model, problem).items():
            figures.setdefault(name, []).append(value)
    return {**found, **figures}


def summary(accuracy: dict[str, Any], task: Task) -> dict[str, Any]:
    """The verdict in numbers.

    within_training  mean accuracy over the measured delays that lie in the range trained on
    beyond_training  the same over those above it; None if there are none
    chance           mean chance over the same delays as within_training
    learned          whether accuracy is at least 0.9 at each measured delay trained on
    holds_until      the longest measured delay up to which, from the shortest trained on,
                     accuracy stays at least 0.9; None if it is not even there
    Names cannot be foretold: for them the last two are None.
    """
    low, high = accuracy["trained_on"]
    points = list(zip(accuracy["delays"], accuracy["accuracy"], accuracy["chance"], strict=True))
    within = [right for delay, right, _ in points if low <= delay <= high]
    guessed = [chance for delay, _, chance in points if low <= delay <= high]
    beyond = [right for delay, right, _ in points if delay > high]
    holds_until = None
    for delay, right, _ in points:
        if delay < low:
            continue
        if right < ENOUGH:
            break
        holds_until = delay
    mean_within, mean_chance = float(np.mean(within)), float(np.mean(guessed))
    perfectible = task.name != "names"
    return {
        "within_training": mean_within,
        "beyond_training": float(np.mean(beyond)) if beyond else None,
        "chance_within_training": mean_chance,
        "learned": min(within) >= ENOUGH if perfectible else None,
        "holds_until": holds_until if perfectible else None,
    }


def wilson(share: float, n: int) -> list[float]:
    """The 95 % score interval [low, high] of a share of n (Wilson 1927)."""
    middle = share + Z_95**2 / (2 * n)
    spread = Z_95 * sqrt(share * (1.0 - share) / n + Z_95**2 / (4 * n * n))
    whole = 1.0 + Z_95**2 / n
    # At 0 and 1 rounding alone would leave the share itself outside.
    return [
        min(max((middle - spread) / whole, 0.0), share),
        max(min((middle + spread) / whole, 1.0), share),
    ]


def _figures(model: TaskModel, problem: Problem) -> dict[str, float]:
    """The task's own figures, over the first sequences of the problem."""
    reading = next(iter(model.readings(problem)))
    return model.does.figures(reading.problem, reading.probabilities)


def _distinct(problem: Problem) -> int:
    """How many different sequences there are."""
    columns = np.ascontiguousarray(problem.x.transpose(1, 0, 2))
    return len({column.tobytes() for column in columns})


def task_in_words(task: Task) -> dict[str, Any]:
    """What a report says of the task: its delays, and how its networks are measured."""
    return {
        "task": task.name,
        "delay": task.delay_words,
        "trained_on": list(task.trained_on),
        "held_out": held_out_in_words(task),
    }


def held_out_in_words(task: Task) -> str:
    if task.name == "names":
        return "a seeded tenth of the names; every prediction in them is measured"
    if task.split_from is None:
        return "fresh numbers, which never come twice"
    return (
        f"one sequence in {HELD_OUT_PARTS}, by its content, from delay {task.split_from} on; "
        "below it there are so few that all have been seen in training"
    )


RECIPES = {
    model_name(task, cell): TaskRecipe(CELLS[cell], task, STEPS[task], OTHERWISE.get(task))
    for task in TASKS
    for cell in CELLS
}
