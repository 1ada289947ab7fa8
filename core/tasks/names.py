"""Names, letter by letter: how far back does it help to remember?

Here nothing must be recalled; each letter back tells a little. The network begins with an empty
state some letters before the prediction, and the delay is how many symbols it reads from there:
at delay 1 it sees the last letter only, and from delay to delay its memory may reach one
further. Every delay is measured on the same predictions.

So that beginning in the middle of a name is nothing new to the network, half of the names that
it trains on are cut off at a random letter.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from core import ngrams
from core.arrays import Bools, Ints
from core.corpus import split_names
from core.tasks.base import CHOOSING, CHOSEN_BY, MOST_TYPED, Problem, Task, at_the_end
from core.text import LONGEST, NAMES, NO_TARGET, Batch, clean, one_hot


class Names(Task):
    """The next letter of a name, from the last `delay` symbols of it."""

    name = "names"
    title = "Names, letter by letter"
    words = (
        "The network reads a name and predicts each next letter, or its end. To see how far its "
        "memory reaches, it begins with an empty state some letters before the one it predicts."
    )
    hint = "a name, letters a–z, e.g. marie"
    inputs = tuple(NAMES.symbols)
    outputs = tuple(NAMES.symbols)
    delay_words = "letters back that the memory may reach"
    trained_on = (1, 13)
    shortest, longest = 1, 12
    measured_at = (1, 2, 3, 4, 5, 6, 7, 8, 10, 12)

    def chance(self, delay: int) -> float:
        """Of guessing what most often follows the last letter: counted in the names to train on,
        measured on those held out, the same for each delay."""
        return _bigram_accuracy()

    def pose(self, delays: Ints, rng: np.random.Generator, held_out: bool) -> Problem:
        """Random predictions in names; only the last step is asked."""
        batch = _encoded(held_out)
        delays = np.asarray(delays, dtype=np.intp)
        which = rng.choice(batch.symbols, len(delays))
        return _windows(self, batch, which, delays)

    def training(
        self, count: int, rng: np.random.Generator, delays: tuple[int, int] | None = None
    ) -> Problem:
        """Random names with every step asked, half of them from a random letter on; `delays`
        changes nothing, as a name has all of them."""
        batch = _encoded(held_out=False)
        columns = rng.integers(0, len(batch.lengths), count)
        start = rng.integers(0, batch.lengths[columns]) * rng.integers(0, 2, count)
        return _cut(self, batch, columns, start, batch.lengths[columns] - start)

    def measured(self, delay: int) -> Problem:
        """Every prediction in every held-out name."""
        self.check_delay(delay)
        batch = _encoded(held_out=True)
        which = np.arange(batch.symbols)
        return _windows(self, batch, which, np.full(len(which), delay))

    def choosing(self, delay: int) -> Problem:
        """Predictions in the names to train on: those held out are for the report."""
        rng = np.random.default_rng((delay, CHOOSING))
        return self.pose(np.full(4 * CHOSEN_BY, delay), rng, held_out=False)

    def example(self, delay: int, seed: int) -> Problem:
        """A whole held-out name of `delay` - 1 letters, or as near as there are names, so that
        the last prediction sees `delay` symbols; every step is asked."""
        self.check_delay(delay)
        batch = _encoded(held_out=True)
        distance = np.abs(batch.lengths - delay)
        fitting = np.flatnonzero(distance == distance.min())
        rng = np.random.default_rng((seed, len(fitting)))
        columns = fitting[rng.integers(0, len(fitting), 1)]
        return _cut(self, batch, columns, np.zeros(1, dtype=np.intp), batch.lengths[columns])

    def parse(self, text: str) -> Problem:
        """The whole name, with every step asked; accents are taken off."""
        if not isinstance(text, str):
            raise ValueError(f"what is typed must be a text; got {type(text).__name__}.")
        if len(text) > MOST_TYPED:
            raise ValueError(f"at most {MOST_TYPED} characters are read; got {len(text):,}.")
        found = clean(text)
        if found.left_out or not found.letters:
            what = ", ".join(map(repr, found.left_out[:5])) or "no letter"
            raise ValueError(f"type {self.hint}; got {what}.")
        if found.shortened:
            raise ValueError(f"at most {LONGEST} letters are read; got {len(text.strip())}.")
        batch = NAMES.encode(found.letters)
        return _cut(self, batch, np.zeros(1, dtype=np.intp), np.zeros(1, np.intp), batch.lengths)

    def labels_read(self, problem: Problem) -> tuple[str, ...]:
        return tuple(self.inputs[k] for k in problem.x[: problem.length(), 0].argmax(axis=-1))


@cache
def _encoded(held_out: bool) -> Batch:
    return NAMES.batch(split_names()[held_out])


def _windows(task: Names, batch: Batch, which: Ints, delays: Ints) -> Problem:
    """The predictions number `which` (B,) of all in the batch, each from the `delays` (B,)
    symbols before it, or from the name's beginning where that is nearer."""
    column = np.repeat(np.arange(len(batch.lengths)), batch.lengths)[which]
    first = np.concatenate([[0], batch.lengths.cumsum()])
    end = which - first[column] + 1
    steps = np.minimum(delays, end)
    whole = _cut(task, batch, column, end - steps, steps)
    scored = at_the_end(len(whole.x), steps)
    targets = np.where(scored, whole.targets, NO_TARGET)
    return Problem(task, whole.x, targets, whole.lengths, int(delays.max()), scored)


def _cut(task: Names, batch: Batch, columns: Ints, start: Ints, steps: Ints) -> Problem:
    """The names in `columns` (B,), each from symbol `start` on and `steps` long; all asked."""
    T = int(steps.max())
    row = np.arange(T)[:, None]
    inside: Bools = row < steps
    rows = np.where(inside, start + row, 0)
    x = one_hot(batch.inputs[rows, columns], batch.size) * inside[..., None]
    targets = np.where(inside, batch.targets[rows, columns], NO_TARGET)
    return Problem(task, x, targets, None if inside.all() else steps, T, targets >= 0)


@cache
def _bigram_accuracy() -> float:
    training, held_out = split_names()
    best = ngrams.count(training, 1).argmax(axis=1)
    seen = ngrams.count(held_out, 1)
    return float(seen[np.arange(len(NAMES)), best].sum() / seen.sum())
