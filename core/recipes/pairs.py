"""Encoder–decoders: how one is trained and what of it is measured, whatever the pairs are.

Models that are compared are trained by one recipe: the same pairs, seed, minibatches, steps and
learning rate. The one without attention has a larger hidden size, so that it has about as many
parameters. The epoch with the least loss on the development pairs is kept; what is reported is
measured on the test pairs, which nothing was chosen by.
"""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import asdict, dataclass
from math import prod
from typing import Any, ClassVar

import numpy as np

from core.attention import Attention
from core.models import Model
from core.recipes.base import CellRecipe, Made, Show
from core.seq2seq.measure import judged, write_all
from core.seq2seq.model import Seq2Seq
from core.seq2seq.training import Course
from core.seq2seq.vocabulary import Pairs, Tokens, Vocabulary
from core.training import Settings

Examples = list[tuple[Tokens, Tokens]]
LARGEST = "additive"  # the score with the most parameters
SHOWN = 25  # wrong outputs in a report


@dataclass(frozen=True)
class PairRecipe(CellRecipe):
    """score: one of `SCORES`, or None for no attention; hidden_size is that of attention models."""

    score: str | None
    hidden: int
    embedding_size: int
    settings: Settings

    trained: ClassVar[str] = ""  # only parameters whose names begin so; "" is all

    @abstractmethod
    def split(self) -> tuple[Examples, Examples, Examples]:
        """Pairs to train on, to choose the epoch by, and to report; the same at every call."""

    @property
    @abstractmethod
    def longest(self) -> int:
        """Symbols after which writing is stopped."""

    @abstractmethod
    def vocabularies(self) -> tuple[Vocabulary, Vocabulary]:
        """Symbols read and written."""

    @property
    def hidden_size(self) -> int:
        """`hidden`, or without attention what brings as many parameters as attention has."""
        if self.score is not None:
            return self.hidden
        budget = self.count(LARGEST, self.hidden)
        sizes = range(self.hidden, 2 * self.hidden, 2)
        return min(sizes, key=lambda size: abs(self.count(None, size) - budget))

    def count(self, score: str | None, hidden_size: int) -> int:
        """How many numbers a model of this size learns."""
        source, target = self.vocabularies()
        attention = None if score is None else Attention(score)
        shapes = Seq2Seq.param_shapes(
            self.cell, hidden_size, self.embedding_size, len(source), len(target), attention, True
        )
        return sum(prod(shape) for shape in shapes.values()) + (hidden_size + 1) * (len(target) + 1)

    def settings_in_words(self) -> dict[str, Any]:
        return {
            "attention": self.score,
            "encoder": "bidirectional",
            "embedding_size": self.embedding_size,
            "keep": "the epoch with the least loss on the development pairs",
            **asdict(self.settings),
        }

    def begin(self) -> Seq2Seq:
        """The untrained model."""
        rng = np.random.default_rng(self.settings.seed)
        attention = None if self.score is None else Attention(self.score)
        return Seq2Seq.init(
            *self.vocabularies(), self.cell, self.hidden_size, self.embedding_size, attention,
            True, rng,
        )  # fmt: skip

    def make(self, show: Show) -> Made:
        training, development, _ = self.split()
        model = self.begin()
        course = Course(model, model.batch(training), self.settings, self.trained)
        chosen_by = model.batch(development)
        show(f"  {len(training)} pairs to train on, {model.parameter_count:,} parameters")
        curve: dict[str, list[float]] = {"epoch": [], "train": [], "development": []}
        losses: list[float] = []
        kept, least, best = model, float("inf"), 0
        for progress in course.run():
            losses.append(progress.loss)
            if not progress.ends_epoch:
                continue
            loss = mean_loss(progress.model, chosen_by)
            point = (progress.epoch, round(float(np.mean(losses)), 5), round(loss, 5))
            for values, value in zip(curve.values(), point, strict=True):
                values.append(value)
            losses.clear()
            left = f"{progress.seconds_left:.0f} s left"
            show(f"  epoch {point[0]:3d}  train {point[1]:.4f}  development {loss:.4f}  {left}")
            if loss < least:
                kept, least, best = progress.model, loss, progress.epoch
        return Made(kept, curve, {"kept_epoch": best, "steps": course.steps})

    def judge_stored(self, stored: Model) -> dict[str, Any]:
        if not isinstance(stored, Seq2Seq):
            raise ValueError(f"pairs need an encoder–decoder; got {type(stored).__name__}.")
        test = self.split()[2]
        sources, right = [source for source, _ in test], [target for _, target in test]
        written = write_all(stored, sources, self.longest)
        return {
            "longest": self.longest,
            "loss_per_symbol": mean_loss(stored, stored.batch(test)),
            "test": judged(sources, written, right),
            "wrong": [
                {"source": join(source), "written": join(own), "right": join(wanted)}
                for source, own, wanted in zip(sources, written, right, strict=True)
                if tuple(own) != tuple(wanted)
            ][:SHOWN],
            **self.judge_further(stored),
        }

    @abstractmethod
    def judge_further(self, stored: Seq2Seq) -> dict[str, Any]:
        """What else is measured of these pairs."""


def join(tokens: Tokens) -> str:
    """Tokens as one text: letters side by side, phonemes and words with spaces."""
    return tokens if isinstance(tokens, str) else " ".join(tokens)


def mean_loss(model: Seq2Seq, pairs: Pairs, at_once: int = 250) -> float:
    """Mean loss per symbol, in nats."""
    parts = (pairs.pick(slice(start, start + at_once)) for start in range(0, len(pairs), at_once))
    return sum(model.read(part).loss.value for part in parts) / pairs.symbols
