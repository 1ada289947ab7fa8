"""What a memory task is: problems to read, answers wanted, and what no memory could reach.

A task poses problems of a chosen delay, the distance that memory must bridge. Sequences that
training never draws ("held out") are what examples and measurements are made of: a content
split where sequences are few, fresh numbers where they are endless. See `Task.split_from`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar
from zlib import crc32

import numpy as np

from core.arrays import Array, Bools, Ints, require_shape
from core.text import NO_TARGET

MOST_TYPED = 2000  # characters of a typed problem that are looked at
HELD_OUT_PARTS = 5  # one sequence in so many is never trained on
# The streams of random numbers are apart from one another whatever the seed.
TRAINING, EXAMPLES, MEASURING, CHOOSING = 1, 2, 3, 4
MEASURED = 1000  # sequences per delay in a report
CHOSEN_BY = 250  # sequences per delay by which a learning rate is chosen


@dataclass(frozen=True, eq=False)
class Problem:
    """B sequences with the answers that are wanted.

    x        (T, B, D) inputs, zero past the end of a shorter sequence
    targets  (T, B) class numbers, negative where nothing is asked; for squared error
             (T, B, K) values, NaN where nothing is asked
    lengths  (B,) steps of each sequence, or None if all have T
    delay    of all sequences; the longest one's where they differ
    scored   (T, B) the asked steps at which accuracy is counted: those that need the memory
    """

    task: Task
    x: Array
    targets: Array | Ints
    lengths: Ints | None
    delay: int
    scored: Bools

    @cached_property
    def asked(self) -> Bools:
        """(T, B): True where an answer is wanted."""
        if self.targets.ndim == 3:
            return np.asarray(~np.isnan(self.targets).all(axis=-1))
        return np.asarray(self.targets >= 0)

    @cached_property
    def symbols(self) -> tuple[str, ...]:
        """What sequence 0 reads, a short label for each of its own steps."""
        return self.task.labels_read(self)

    @cached_property
    def wanted(self) -> tuple[str, ...]:
        """What is wanted of sequence 0, a short label for each of its own steps; "" where nothing
        is asked."""
        return self.task.labels_wanted(self)

    def length(self, sequence: int = 0) -> int:
        """How many steps one sequence has."""
        return len(self.x) if self.lengths is None else int(self.lengths[sequence])

    def pick(self, columns: slice) -> Problem:
        """Some of the sequences, without the padding that only the others needed."""
        lengths = None if self.lengths is None else self.lengths[columns]
        T = len(self.x) if lengths is None else int(lengths.max())
        return Problem(
            self.task, self.x[:T, columns], self.targets[:T, columns], lengths, self.delay,
            self.scored[:T, columns],
        )  # fmt: skip


class Task(ABC):
    """Problems of one kind. All texts are plain sentences or labels, ready to be shown.

    words        what the network reads and what is asked
    hint         what may be typed
    inputs       labels of the D columns of x        outputs  labels of the K predictions
    loss         "cross-entropy" or "squared error"
    typed        whether `parse` makes sense
    delay_words  what the delay counts
    trained_on   (low, high) delays in training, both included
    shortest, longest   delays that may be asked for
    measured_at  delays at which reports measure
    split_from   the delay from which on a fifth of all sequences is kept from training, by their
                 content; below it there are too few to spare any, so that what is measured there
                 has been seen in training. None: no sequence comes twice, or the data are split
    """

    name: ClassVar[str]
    title: ClassVar[str]
    words: ClassVar[str]
    hint: ClassVar[str]
    inputs: ClassVar[tuple[str, ...]]
    outputs: ClassVar[tuple[str, ...]]
    loss: ClassVar[str] = "cross-entropy"
    typed: ClassVar[bool] = True
    delay_words: ClassVar[str]
    trained_on: ClassVar[tuple[int, int]]
    shortest: ClassVar[int]
    longest: ClassVar[int]
    measured_at: ClassVar[tuple[int, ...]]
    split_from: ClassVar[int | None] = None

    @abstractmethod
    def chance(self, delay: int) -> float:
        """Accuracy of the best guess from what is read at the scored step alone."""

    @abstractmethod
    def pose(self, delays: Ints, rng: np.random.Generator, held_out: bool) -> Problem:
        """A problem with one sequence for each delay of `delays` (B,).

        held_out  draw only sequences that training never draws, or else only the others
        """

    @abstractmethod
    def parse(self, text: str) -> Problem:
        """What someone typed as a problem with B = 1.

        Raises ValueError that says what was expected and what came.
        """

    @abstractmethod
    def labels_read(self, problem: Problem) -> tuple[str, ...]:
        """`Problem.symbols`."""

    def labels_wanted(self, problem: Problem) -> tuple[str, ...]:
        """`Problem.wanted`."""
        column = problem.targets[: problem.length(), 0]
        return tuple(self.outputs[int(k)] if k >= 0 else "" for k in column)

    def sample(self, delay: int, count: int, rng: np.random.Generator) -> Problem:
        """`count` held-out sequences of one delay; ValueError for a delay out of range."""
        self.check_delay(delay)
        if count < 1:
            raise ValueError(f"count must be at least 1; got {count}.")
        return self.pose(np.full(count, delay), rng, held_out=True)

    def example(self, delay: int, seed: int) -> Problem:
        """One held-out sequence; the same for the same seed (a whole number from 0)."""
        return self.sample(delay, 1, np.random.default_rng((seed, EXAMPLES)))

    def training(
        self, count: int, rng: np.random.Generator, delays: tuple[int, int] | None = None
    ) -> Problem:
        """A minibatch to train on, its delays drawn evenly from low to high, both included:
        those of `trained_on`, or others."""
        low, high = delays or self.trained_on
        return self.pose(rng.integers(low, high + 1, count), rng, held_out=False)

    def measured(self, delay: int) -> Problem:
        """The held-out sequences that reports count, the same for all models."""
        return self.sample(delay, MEASURED, np.random.default_rng((delay, MEASURING)))

    def choosing(self, delay: int) -> Problem:
        """Sequences, none of them trained on where that is possible, by whose accuracy a recipe
        chooses among learning rates. They are drawn apart from those of `measured`, but where
        only few are held out some are the same."""
        return self.sample(delay, CHOSEN_BY, np.random.default_rng((delay, CHOOSING)))

    def right(self, problem: Problem, prediction: Array) -> Bools:
        """(T, B): True where the likeliest class of prediction (T, B, K) is the one wanted;
        False where it is not or nothing is asked."""
        self.check_prediction(problem, prediction)
        return np.asarray(problem.asked & (prediction.argmax(axis=-1) == problem.targets))

    def figures(self, problem: Problem, prediction: Array) -> dict[str, float]:
        """What else a report says of each delay, by name."""
        return {}

    def check_delay(self, delay: int) -> None:
        """Raise ValueError unless this delay may be asked for."""
        whole = isinstance(delay, (int, np.integer)) and not isinstance(delay, bool)
        if not whole or not self.shortest <= delay <= self.longest:
            raise ValueError(
                f"delay must be a whole number from {self.shortest} to {self.longest}; "
                f"got {delay!r}."
            )

    def check_prediction(self, problem: Problem, prediction: Array) -> None:
        """Raise ValueError unless prediction has one value for each step, sequence and output."""
        shape = (*problem.x.shape[:2], len(self.outputs))
        require_shape(prediction, shape, "prediction", "(T, B, K)")


class SymbolTask(Task):
    """A task whose sequences are symbols, one a step, read one-hot.

    Subclasses draw symbol numbers (T, B), padded with `NO_TARGET`, and say what is wanted.
    """

    @abstractmethod
    def draw(self, delays: Ints, rng: np.random.Generator) -> Ints:
        """Symbol numbers (T, B), negative past the end of a shorter sequence."""

    @abstractmethod
    def key(self, numbers: Ints) -> Ints:
        """The part of one sequence (length,) by whose content it is held out or not.

        What decides the answer is left out of it, so that both parts have all answers alike.
        """

    @abstractmethod
    def put(self, numbers: Ints, delay: int) -> Problem:
        """The problem that padded symbol numbers (T, B) are."""

    def pose(self, delays: Ints, rng: np.random.Generator, held_out: bool) -> Problem:
        delays = np.asarray(delays, dtype=np.intp)
        numbers = self.draw(delays, rng)
        wrong = self._of_other_part(numbers, delays, held_out)
        while wrong.any():
            again = self.draw(delays[wrong], rng)
            numbers[:, wrong] = NO_TARGET
            numbers[: len(again), wrong] = again
            places = np.flatnonzero(wrong)
            wrong[places] = self._of_other_part(again, delays[places], held_out)
        return self.put(numbers, int(delays.max()))

    def is_held_out(self, numbers: Ints, delay: int) -> bool:
        """Whether training never draws this sequence (length,) of symbol numbers."""
        if self.split_from is None or delay < self.split_from:
            return False
        return crc32(self.key(numbers).astype(np.int8).tobytes()) % HELD_OUT_PARTS == 0

    def _of_other_part(self, numbers: Ints, delays: Ints, held_out: bool) -> Bools:
        """(B,): True for sequences of the part that is not wanted, where there are two."""
        if self.split_from is None:
            return np.zeros(len(delays), dtype=np.bool_)
        return np.array(
            [
                delay >= self.split_from
                and self.is_held_out(column[column >= 0], delay) != held_out
                for column, delay in zip(numbers.T, delays.tolist(), strict=True)
            ],
            dtype=np.bool_,
        )

    def one_hot(self, numbers: Ints) -> Array:
        """x (T, B, D) of padded symbol numbers (T, B): zero in the padding."""
        D = len(self.inputs)
        return np.concatenate([np.eye(D), np.zeros((1, D))])[numbers]

    def labels_read(self, problem: Problem) -> tuple[str, ...]:
        return tuple(self.inputs[k] for k in problem.x[: problem.length(), 0].argmax(axis=-1))

    def numbers_typed(self, text: str, spelled: str) -> Ints:
        """Symbol numbers (length,) of a text whose characters are among `spelled`, in the order
        of `inputs`; white space is left out. Raises ValueError."""
        characters = typed(text, self.hint)
        strangers = sorted(set(characters) - set(spelled))
        if strangers:
            raise ValueError(
                f"what is typed must be made of {' '.join(spelled)}; got "
                f"{', '.join(map(repr, strangers[:5]))} in {characters[:40]!r}."
            )
        return np.array([spelled.index(character) for character in characters], dtype=np.intp)


def typed(text: str, hint: str) -> str:
    """A typed text without white space; ValueError if it is none, empty or far too long."""
    if not isinstance(text, str):
        raise ValueError(f"what is typed must be a text; got {type(text).__name__}.")
    if len(text) > MOST_TYPED:
        raise ValueError(f"at most {MOST_TYPED} characters are read; got {len(text):,}.")
    characters = "".join(text.split())
    if not characters:
        raise ValueError(f"type {hint}; got nothing.")
    return characters


def lengths_of(numbers: Ints) -> tuple[Ints, Ints | None]:
    """Steps of each column of padded numbers (T, B): as (B,), and None where all have T."""
    steps = (numbers >= 0).sum(axis=0)
    return steps, None if (steps == len(numbers)).all() else steps


def at_the_end(T: int, steps: Ints | Sequence[int]) -> Bools:
    """(T, B): True at each sequence's own last step."""
    return np.asarray(np.arange(T)[:, None] == np.asarray(steps) - 1)
