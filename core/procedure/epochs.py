"""One epoch with every number kept: minibatches of sequences of sub-sequences of steps."""

from __future__ import annotations

from collections.abc import Sequence as Several
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Ints, Params
from core.language import CharModel
from core.optimizers import global_norm
from core.procedure.pieces import Piece, pieces
from core.procedure.rules import Rules, Update, update


@dataclass(frozen=True)
class Sequence:
    """One text read and taken back in sub-sequences. value: Σ L_t in nats; count: its steps."""

    text: str
    pieces: tuple[Piece, ...]

    @property
    def count(self) -> int:
        return len(self.text) + 1

    @property
    def value(self) -> float:
        return float(np.sum([piece.loss.value for piece in self.pieces]))

    @property
    def prediction(self) -> Array:
        """(T, K): ŷ_t"""
        return np.concatenate([piece.loss.prediction[:, 0] for piece in self.pieces])

    @property
    def targets(self) -> Ints:
        """(T,): the number of the symbol that really follows"""
        found = np.concatenate([piece.loss.targets[:, 0] for piece in self.pieces])
        return found.astype(np.intp)

    @property
    def params(self) -> Params:
        """Σ over its sub-sequences of the gradient of Σ L_t."""
        return summed([piece.params for piece in self.pieces])

    @property
    def norm(self) -> float:
        """Length of that gradient."""
        return global_norm(self.params)


@dataclass(frozen=True)
class Minibatch:
    """Some sequences side by side, the mean gradient of their steps, and one update.

    before  the network that reads them       value  mean loss per step in nats, before
    grads   Σ of their gradients / their steps   after_value  the same mean, after the update
    """

    before: CharModel
    sequences: tuple[Sequence, ...]
    grads: Params
    value: float
    update: Update
    after_value: float

    @property
    def count(self) -> int:
        return sum(sequence.count for sequence in self.sequences)


@dataclass(frozen=True)
class Epoch:
    """Every text once, in shuffled minibatches.

    order          which text comes when
    mean           the mean over all steps of the epoch of L_t in nats, each as it was when its
                   minibatch came
    before, after  mean loss per step of all texts, with the first and the last network
    """

    minibatches: tuple[Minibatch, ...]
    order: Ints
    mean: float
    before: float
    after: float

    @property
    def count(self) -> int:
        return sum(minibatch.count for minibatch in self.minibatches)

    @property
    def read(self) -> tuple[tuple[Sequence, int], ...]:
        """Every text as it was read, and in which minibatch, in the order of the texts."""
        found = [
            (s, m) for m, minibatch in enumerate(self.minibatches) for s in minibatch.sequences
        ]
        return tuple(found[k] for k in np.argsort(self.order).tolist())

    @property
    def longest(self) -> float:
        """The largest norm of its mean gradients, before clipping."""
        return float(np.max([minibatch.update.norm for minibatch in self.minibatches]))

    @property
    def clipped(self) -> int:
        """How many of its mean gradients the limit shortened."""
        return sum(minibatch.update.clipped for minibatch in self.minibatches)


def summed(parts: Several[Params]) -> Params:
    """Σ of gradients, name by name."""
    with np.errstate(all="ignore"):
        return {name: np.sum([part[name] for part in parts], axis=0) for name in parts[0]}


def order_of(count: int, rng: np.random.Generator) -> Ints:
    """The order of one epoch."""
    return np.asarray(rng.permutation(count), dtype=np.intp)


def epoch(model: CharModel, texts: Several[str], rules: Rules, order: Ints | None = None) -> Epoch:
    """One epoch over `texts`; `order` (a permutation of them) is shuffled by the rules' seed
    unless it is given. Raises ValueError if there are no texts."""
    if isinstance(texts, str) or not texts:
        raise ValueError(f"epoch() takes a list of at least one text; got {texts!r}.")
    if order is None:
        order = order_of(len(texts), np.random.default_rng(rules.seed))
    found: list[Minibatch] = []
    now = model
    for start in range(0, len(order), rules.batch_size):
        chosen = [texts[k] for k in order[start : start + rules.batch_size]]
        found.append(_minibatch(now, chosen, rules))
        now = found[-1].update.model
    count = sum(minibatch.count for minibatch in found)
    mean = float(np.sum([m.value * m.count for m in found])) / count
    return Epoch(
        tuple(found), np.asarray(order), mean, mean_loss(model, texts), mean_loss(now, texts)
    )


def mean_loss(model: CharModel, texts: Several[str]) -> float:
    """Mean L_t in nats over all steps of all texts."""
    return model.read(texts, mean=True).loss.value


def _minibatch(model: CharModel, texts: list[str], rules: Rules) -> Minibatch:
    read = tuple(Sequence(text, pieces(model, text, rules.length)) for text in texts)
    count = sum(sequence.count for sequence in read)
    grads = summed([sequence.params for sequence in read])
    with np.errstate(all="ignore"):
        grads = {name: grad / count for name, grad in grads.items()}
    value = float(np.sum([sequence.value for sequence in read])) / count
    made = update(model, grads, rules)
    return Minibatch(model, read, grads, value, made, mean_loss(made.model, texts))
