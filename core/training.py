"""Training a network, a minibatch at a time, as a generator.

`train` passes over texts again and again; `descend` is the same loop for any network and any
stream of minibatches, such as a task's fresh problems. Each step yields its progress with the
model as it is then, so that a page can draw while training runs and stop whenever it likes. The
same seed on the same machine gives the same run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import cos, pi
from time import perf_counter
from typing import Any, Generic, TypeVar

import numpy as np

from core.arrays import Params
from core.language import CharModel
from core.network import Network
from core.optimizers import SGD, Adam, Optimizer, clip_by_norm, clip_by_value, global_norm
from core.sequence import backward
from core.text import minibatches

OPTIMIZERS = ("adam", "sgd")
DECAYS = ("cosine", "linear", "none")
CLIPPING = ("norm", "value", "none")

M = TypeVar("M", bound=Network)


@dataclass(frozen=True)
class Settings:
    """How to train. Raises ValueError for a value out of its range.

    decay     course of the learning rate from its start to 1 % of it ("none": constant)
    clip      limit of the global norm or of each entry, by `clip_by`
    momentum  for sgd; weight_decay for adam
    """

    epochs: int = 20
    batch_size: int = 64
    learning_rate: float = 0.01
    decay: str = "cosine"
    optimizer: str = "adam"
    momentum: float = 0.9
    weight_decay: float = 0.0
    clip: float = 1.0
    clip_by: str = "norm"
    seed: int = 0

    def __post_init__(self) -> None:
        for name, known in (
            ("optimizer", OPTIMIZERS),
            ("decay", DECAYS),
            ("clip_by", CLIPPING),
        ):
            if getattr(self, name) not in known:
                raise ValueError(
                    f"{name} must be one of {', '.join(known)}; got {getattr(self, name)!r}."
                )
        for name in ("epochs", "batch_size"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} must be at least 1; got {getattr(self, name)}.")

    def rate(self, done: float) -> float:
        """Learning rate when the share `done` (0…1) of all steps is behind."""
        if self.decay == "none":
            return self.learning_rate
        share = 1.0 - done if self.decay == "linear" else 0.5 * (1.0 + cos(pi * done))
        return self.learning_rate * (0.01 + 0.99 * share)

    def make_optimizer(self) -> Optimizer:
        if self.optimizer == "sgd":
            return SGD(self.learning_rate, self.momentum)
        return Adam(self.learning_rate, weight_decay=self.weight_decay)


@dataclass(frozen=True)
class Progress(Generic[M]):
    """Where training stands after one step.

    step, steps     how many are done, of how many
    epoch, epochs   passes over the data: how many are complete, of how many
    loss            mean loss per answer (a character) of this minibatch before the step, in nats
    gradient_norm   global norm before clipping
    seconds         since the start
    model           the model after the step
    """

    step: int
    steps: int
    epoch: int
    epochs: int
    loss: float
    gradient_norm: float
    learning_rate: float
    seconds: float
    model: M

    @property
    def seconds_left(self) -> float:
        """If the steps to come take as long as those behind."""
        return self.seconds / self.step * (self.steps - self.step)

    @property
    def ends_epoch(self) -> bool:
        return self.step % (self.steps // self.epochs) == 0


def train(
    model: CharModel, texts: Sequence[str], settings: Settings
) -> Iterator[Progress[CharModel]]:
    """Train on `texts`, yielding after every step; the model given is not changed."""
    data = model.alphabet.batch(texts)
    rng = np.random.default_rng(settings.seed)
    batches = (
        batch
        for _ in range(settings.epochs)
        for batch in minibatches(data, settings.batch_size, rng)
    )
    yield from descend(model, batches, -(-len(texts) // settings.batch_size), settings)


def loss_and_grads(model: Network, batch: Any) -> tuple[float, Params]:
    """Mean loss per answer, and its gradient by all parameters of cell and readout."""
    reading = model.read(batch, mean=True)
    grads = backward(reading.trace, reading.loss.d_h)
    return reading.loss.value, {**grads.params, **reading.loss.params}


def descend(
    model: M,
    batches: Iterable[Any],
    per_epoch: int,
    settings: Settings,
    gradient: Callable[[M, Any], tuple[float, Params]] = loss_and_grads,
) -> Iterator[Progress[M]]:
    """Take `settings.epochs` × `per_epoch` steps, one for each of `batches` (what `model.read`
    takes), yielding after every step; the model given is not changed.

    Where batches are drawn without end, an epoch is just so many of them.
    gradient  another way to the loss and its gradient, such as one that does not look back far
    """
    optimizer = settings.make_optimizer()
    steps, start = per_epoch * settings.epochs, perf_counter()
    for step, batch in zip(range(1, steps + 1), batches, strict=False):
        value, grads = gradient(model, batch)
        grads, norm = _clip(grads, settings)
        optimizer.learning_rate = settings.rate((step - 1) / steps)
        model = _with_params(model, optimizer.step({**model.params, **model.readout}, grads))
        yield Progress(
            step, steps, step // per_epoch, settings.epochs, value, norm,
            optimizer.learning_rate, perf_counter() - start, model,
        )  # fmt: skip


def _clip(grads: Params, settings: Settings) -> tuple[Params, float]:
    if settings.clip_by == "norm":
        return clip_by_norm(grads, settings.clip)
    if settings.clip_by == "value":
        return clip_by_value(grads, settings.clip)
    return grads, global_norm(grads)


def _with_params(model: M, merged: Params) -> M:
    """The model with new values; cell and readout have no parameter name in common."""
    return replace(
        model,
        params={name: merged[name] for name in model.params},
        readout={name: merged[name] for name in model.readout},
    )
