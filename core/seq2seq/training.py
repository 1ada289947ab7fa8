"""Training that can be stopped, stored and taken up again, giving what an unbroken run gives.

    course = Course(model, pairs, settings)
    for progress in course.run(): ...          # may stop at any step
    course.store(file)
    Course.restore(file, pairs).run()          # goes on from there

The order of an epoch's minibatches follows from the seed and the epoch's number alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from time import perf_counter
from typing import IO, Any

import numpy as np

from core.optimizers import Adam, clip_by_norm, global_norm
from core.seq2seq.model import Seq2Seq, loss_and_grads
from core.seq2seq.vocabulary import Pairs, minibatches
from core.training import Progress, Settings

STORED = "unrolled training 1"


class Course:
    """One training by Adam: the model as it is now, and how far it has come.

    model, step, steps, per_epoch, seconds
    """

    def __init__(self, model: Seq2Seq, pairs: Pairs, settings: Settings, only: str = "") -> None:
        """only: train parameters whose names begin so ("attention."); the others stay.

        Raises ValueError for another optimiser or clipping than Adam's and by norm.
        """
        optimizer = settings.make_optimizer()
        if not isinstance(optimizer, Adam) or settings.clip_by == "value":
            raise ValueError("a course takes optimizer adam and clip_by norm or none.")
        self.model, self.pairs, self.settings, self.optimizer = model, pairs, settings, optimizer
        self.per_epoch = -(-len(pairs) // settings.batch_size)
        self.steps = self.per_epoch * settings.epochs
        self.step, self.seconds, self.only = 0, 0.0, only

    def run(self) -> Iterator[Progress[Seq2Seq]]:
        """Train on from here to the end, yielding after every step."""
        while self.step < self.steps:
            epoch, behind = divmod(self.step, self.per_epoch)
            rng = np.random.default_rng((self.settings.seed, epoch))
            for place, pairs in enumerate(minibatches(self.pairs, self.settings.batch_size, rng)):
                if place >= behind:
                    yield self._advance(pairs)

    def _advance(self, pairs: Pairs) -> Progress[Seq2Seq]:
        start = perf_counter()
        loss, grads = loss_and_grads(self.model, pairs)
        grads = {name: grad for name, grad in grads.items() if name.startswith(self.only)}
        norm = global_norm(grads)
        if self.settings.clip_by == "norm":
            grads, norm = clip_by_norm(grads, self.settings.clip)
        self.optimizer.learning_rate = self.settings.rate(self.step / self.steps)
        params, readout = self.model.params, self.model.readout
        merged = self.optimizer.step({**params, **readout}, grads)
        self.model = replace(
            self.model,
            params={name: merged[name] for name in params},
            readout={name: merged[name] for name in readout},
        )
        self.step += 1
        self.seconds += perf_counter() - start
        return Progress(
            self.step, self.steps, self.step // self.per_epoch, self.settings.epochs, loss, norm,
            self.optimizer.learning_rate, self.seconds, self.model,
        )  # fmt: skip

    def store(self, file: Path | IO[bytes]) -> None:
        """Write everything that `restore` needs but the pairs, in full precision."""
        from core.models import describe  # which knows all kinds of models, this one too

        about = {
            "format": STORED, "model": describe(self.model), "settings": asdict(self.settings),
            "step": self.step, "seconds": self.seconds, "updates": self.optimizer.steps,
            "only": self.only,
        }  # fmt: skip
        groups = {
            "params": self.model.params, "readout": self.model.readout,
            "mean": self.optimizer.mean, "square": self.optimizer.square,
        }  # fmt: skip
        arrays: dict[str, Any] = {
            f"{group}.{name}": value for group, values in groups.items()
            for name, value in values.items()
        }  # fmt: skip
        np.savez(file, about=np.array(json.dumps(about)), **arrays)

    @classmethod
    def restore(cls, file: Path | IO[bytes], pairs: Pairs) -> Course:
        """A course as it was when it was stored, for the same pairs.

        Raises ValueError for a file that is not a stored course.
        """
        from core.models import make_seq2seq

        with np.load(file, allow_pickle=False) as stored:
            arrays = dict(stored)
        about = json.loads(str(arrays.pop("about"))) if "about" in arrays else {}
        if about.get("format") != STORED:
            raise ValueError(f"the file's format must be {STORED!r}; got {about.get('format')!r}.")
        groups: dict[str, dict[str, Any]] = {"params": {}, "readout": {}, "mean": {}, "square": {}}
        for key, array in arrays.items():
            group, _, name = key.partition(".")
            groups[group][name] = array
        model = make_seq2seq(about["model"], groups["params"], groups["readout"])
        course = cls(model, pairs, Settings(**about["settings"]), about["only"])
        course.step, course.seconds = about["step"], about["seconds"]
        course.optimizer.steps = about["updates"]
        course.optimizer.mean, course.optimizer.square = groups["mean"], groups["square"]
        return course
