"""Remedies for gradients that fade or explode, each trained on the same tasks in the same way.

A remedy is a plain tanh RNN with one thing changed: its first weights, its cell, or what is made
of the gradient before a step. All have about as many parameters, the same eight seeds and
minibatches, and as many steps; each keeps the learning rate, one for all its seeds, that gives
the best mean accuracy over the first five of them, on sequences apart from those reported.
`core.outcomes` says when the runs of one are better than those of another.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from itertools import count
from typing import Any

import numpy as np

from core.arrays import Params
from core.cells import GRU, LSTM, Cell, VanillaRNN
from core.gradient_left import gradient_left
from core.initial import with_forget_bias, with_identity, with_orthogonal
from core.look_back import loss_and_grads_within
from core.models import Model
from core.recipes.base import CellRecipe, Made, Show
from core.recipes.memory import BUDGETS, measure_accuracy, summary, task_in_words, wilson
from core.tasks import TASKS, Problem, Task
from core.tasks.base import TRAINING
from core.tasks.model import TaskModel, hidden_size_for
from core.training import Settings, descend, loss_and_grads

ON = ("adding", "recall")  # the tasks: what helps on one need not help on the other
SEEDS = (1, 2, 3, 4, 5, 6, 7, 8)
CHOOSING = 5  # of the seeds, the first so many choose the learning rate
RATES = (0.001, 0.003, 0.01, 0.03)
STEPS = 2000
EPOCHS = 20  # points of a loss curve
CLIP = 1.0
LOOK_BACK = 15  # less than any delay in training
READ = 200  # held-out sequences over which the gradient's way back is measured


@dataclass(frozen=True)
class Remedy:
    """What is changed.

    against    the remedy from which this one differs in one thing; "" for the baseline
    start      first W_h: "uniform", "orthogonal" or "identity"
    forget     bias of the forget gate, for a cell that has one
    clip       limit of the gradient's global norm
    look_back  how many uses of the weights the gradient reaches
    """

    cell: Cell
    against: str = "rnn"
    start: str = "uniform"
    forget: float | None = None
    clip: float | None = None
    look_back: int | None = None

    def first_model(self, task: Task, seed: int) -> TaskModel:
        """The untrained model. What the remedy does not change is drawn as it is without it."""
        rng = np.random.default_rng(seed)
        size = hidden_size_for(self.cell, task, BUDGETS[task.name])
        model = TaskModel.init(self.cell, size, rng, task.name)
        params = model.params
        if self.start == "orthogonal":
            params = with_orthogonal(params, rng)
        if self.start == "identity":
            params = with_identity(params)
        if self.forget is not None:
            params = with_forget_bias(self.cell, params, self.forget)
        return replace(model, params=params)


REMEDIES: Mapping[str, Remedy] = {
    "rnn": Remedy(VanillaRNN(), against=""),
    "orthogonal": Remedy(VanillaRNN(), start="orthogonal"),
    "identity": Remedy(VanillaRNN(activation="relu"), start="identity"),
    "gru": Remedy(GRU()),
    "lstm-0": Remedy(LSTM(), forget=0.0),
    "lstm-1": Remedy(LSTM(), against="lstm-0", forget=1.0),
    "clipped": Remedy(VanillaRNN(), clip=CLIP),
    "identity-clipped": Remedy(
        VanillaRNN(activation="relu"), against="identity", start="identity", clip=CLIP
    ),
    "truncated": Remedy(VanillaRNN(), look_back=LOOK_BACK),
    "lstm-1-truncated": Remedy(LSTM(), against="lstm-1", forget=1.0, look_back=LOOK_BACK),
}


@dataclass(frozen=True)
class Run:
    """One training: where it began, where it ended, and what happened between."""

    seed: int
    first: TaskModel
    last: TaskModel
    loss: list[float]
    largest_norm: float
    above_limit: int


@dataclass(frozen=True)
class RemedyRecipe(CellRecipe):
    """A remedy on a task; `cell` is the remedy's."""

    task: str
    remedy: Remedy
    steps: int = STEPS
    rates: tuple[float, ...] = RATES
    seeds: tuple[int, ...] = SEEDS
    choosing: int = CHOOSING
    settings: Settings = field(default=Settings(epochs=EPOCHS, batch_size=64))

    @property
    def does(self) -> Task:
        return TASKS[self.task]

    def data(self) -> dict[str, Any]:
        return task_in_words(self.does)

    def settings_in_words(self) -> dict[str, Any]:
        own = ("learning_rate", "clip", "clip_by", "momentum", "weight_decay", "seed")
        remedy = {k: v for k, v in asdict(self.remedy).items() if k != "cell"}
        shared = {k: v for k, v in asdict(self.settings).items() if k not in own}
        return {
            **remedy, "steps": self.steps, "rates": list(self.rates), "seeds": list(self.seeds),
            "choosing": self.choosing,
            "budget": BUDGETS[self.task], **shared,
        }  # fmt: skip

    def make(self, show: Show) -> Made:
        """The model is that of the first seed; the report's "runs" are all."""
        tried: list[dict[str, Any]] = []
        best, chosen = (-1.0, -np.inf), 0.0
        kept: list[Run] = []
        for rate in self.rates:
            runs = [self.fit(rate, seed) for seed in self.seeds[: self.choosing]]
            right = [self._choosing_accuracy(run.last) for run in runs]
            losses = [run.loss[-1] for run in runs]
            tried.append({"rate": rate, "accuracy": [round(r, 4) for r in right],
                          "final_loss": [_finite(loss) for loss in losses]})  # fmt: skip
            show(f"  rate {rate}: accuracy {' '.join(f'{r:.3f}' for r in right)}")
            mean_loss = float(np.mean(losses))
            score = (float(np.mean(right)), -mean_loss if np.isfinite(mean_loss) else -np.inf)
            if score > best or not kept:
                best, kept, chosen = score, runs, rate
        kept += [self.fit(chosen, seed) for seed in self.seeds[self.choosing :]]
        every = self.steps // self.settings.epochs
        curve = {
            "step": [every * (k + 1.0) for k in range(self.settings.epochs)],
            "loss": kept[0].loss,
        }
        notes = {
            "rates": {"chosen": chosen, "tried": tried},
            "runs": [self._report_of(run) for run in kept],
        }
        return Made(kept[0].last, curve, notes)

    def fit(self, rate: float, seed: int) -> Run:
        """Train at one learning rate from one seed."""
        clip = self.remedy.clip
        settings = replace(
            self.settings, learning_rate=rate, seed=seed,
            clip=clip or CLIP, clip_by="norm" if clip else "none",
        )  # fmt: skip
        reach = self.remedy.look_back
        gradient = partial(loss_and_grads_within, look_back=reach) if reach else loss_and_grads
        first = last = self.remedy.first_model(self.does, seed)
        norms, losses = [], []
        batches = self._minibatches(seed, settings)
        for step in descend(first, batches, self.steps // settings.epochs, settings, gradient):
            norms.append(step.gradient_norm)
            losses.append(step.loss)
            last = step.model
        loss = [
            round(float(part.mean()), 6) for part in np.split(np.array(losses), settings.epochs)
        ]
        above = int((~(np.array(norms) <= CLIP)).sum())
        return Run(seed, first, last, loss, float(np.max(norms)), above)

    def judge_stored(self, stored: Model) -> dict[str, Any]:
        """What is measured of the first seed's weights."""
        if not isinstance(stored, TaskModel):
            raise ValueError(f"a task recipe makes a task model; got {type(stored).__name__}.")
        accuracy = measure_accuracy(stored)
        return {"accuracy": accuracy, **summary(accuracy, self.does)}

    def verdict(self, report: dict[str, Any]) -> str:
        shares = " ".join(f"{run['within_training']:.3f}" for run in report["runs"])
        return f"rate {report['rates']['chosen']}, accuracy by seed {shares}"

    def reading(self) -> Problem:
        """The held-out sequences on which the gradient's way back is measured: of the longest
        delay in training."""
        return self.does.measured(self.does.trained_on[1]).pick(slice(0, READ))

    def _report_of(self, run: Run) -> dict[str, Any]:
        """What is measured of one run, its weights rounded as they are stored.

        before, after  log10 of how much of the gradient is left, by distance (`gradient_left`),
                       null where it is exactly zero
        largest_norm   of the gradient in training, before clipping; null if it overflowed
        above_limit    steps at which it was above 1, clipped or not
        """
        model = replace(
            run.last, params=_rounded(run.last.params), readout=_rounded(run.last.readout)
        )
        accuracy = measure_accuracy(model)
        found = summary(accuracy, self.does)
        low, high = self.does.trained_on
        answers = accuracy["count"] * sum(low <= d <= high for d in accuracy["delays"])
        reach, reading = self.remedy.look_back, self.reading()
        return {
            "seed": run.seed,
            "within_training": found["within_training"],
            "interval": wilson(found["within_training"], answers),
            "beyond_training": found["beyond_training"],
            "largest_norm": _finite(run.largest_norm, 3),
            "above_limit": run.above_limit,
            "loss": run.loss,
            "before": [_finite(v, 3) for v in gradient_left(run.first, reading, reach)],
            "after": [_finite(v, 3) for v in gradient_left(model, reading, reach)],
        }

    def _minibatches(self, seed: int, settings: Settings) -> Iterator[Problem]:
        # A generator of its own: cells draw unlike many numbers for their first weights.
        rng = np.random.default_rng((seed, TRAINING))
        return (self.does.training(settings.batch_size, rng) for _ in count())

    def _choosing_accuracy(self, model: TaskModel) -> float:
        task, (low, high) = self.does, self.does.trained_on
        at = [delay for delay in task.measured_at if low <= delay <= high]
        return float(np.mean([model.accuracy(task.choosing(delay)) for delay in at]))


def _rounded(params: Params) -> Params:
    return {name: value.astype(np.float32).astype(np.float64) for name, value in params.items()}


def _finite(value: float, places: int = 6) -> float | None:
    return round(float(value), places) if np.isfinite(value) else None


def remedy_name(task: str, remedy: str) -> str:
    """The name of the model and report; ValueError that lists what there is."""
    for name, known, what in ((task, ON, "task"), (remedy, tuple(REMEDIES), "remedy")):
        if name not in known:
            raise ValueError(f"{what} must be one of {', '.join(known)}; got {name!r}.")
    return f"remedies-{task}-{remedy}"


RECIPES = {
    remedy_name(task, name): RemedyRecipe(remedy.cell, task, remedy)
    for task in ON
    for name, remedy in REMEDIES.items()
}
