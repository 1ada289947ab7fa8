"""Recall of a symbol after a delay: one letter, distractors, and a question mark.

    B x y y x ?   →   B at the question mark

No delay in training is short. Where short ones are mixed in, each delay learned is a step to
the next, and any cell learns this task, the plain one too; the reports measure both. Without
them the first gradient must already reach back over the whole lag, where it vanishes.

Source: the task of Hochreiter & Schmidhuber 1997, section 5.2, with several letters to keep and
distractors that tell nothing.
"""

from __future__ import annotations

import numpy as np

from core.arrays import Ints
from core.tasks.base import Problem, SymbolTask, at_the_end, lengths_of, typed
from core.text import NO_TARGET

LETTERS, DISTRACTORS, QUESTION = "ABCD", "xy", "?"
SPELLED = LETTERS + DISTRACTORS + QUESTION
_EITHER_CASE = str.maketrans(
    {**{c.lower(): c for c in LETTERS}, **{c.upper(): c for c in DISTRACTORS}}
)
_FIRST_DISTRACTOR, _QUESTION = len(LETTERS), len(SPELLED) - 1


class Recall(SymbolTask):
    """One of four letters, a delay of random x and y, then a question mark."""

    name = "recall"
    title = "Recall after a delay"
    words = (
        "The network reads one letter, A, B, C or D, then any number of x and y, which tell "
        "nothing, and then a question mark. At the question mark it must say which letter it was."
    )
    hint = "one letter A–D, then any x and y, e.g. Bxyyx"
    inputs = tuple(SPELLED)
    outputs = tuple(LETTERS)
    delay_words = "distractors between letter and question"
    trained_on = (20, 30)
    shortest, longest = 0, 100
    # Odd and even ones: a state that swings from step to step may know at one and not the other.
    measured_at = (0, 2, 5, 10, 15, 20, 21, 22, 23, 25, 28, 30, 35, 40, 45, 50, 60, 80, 100)
    split_from = 6  # 64 strings of distractors

    def chance(self, delay: int) -> float:
        """1/4: the question mark says nothing about the letter."""
        return 1.0 / len(LETTERS)

    def draw(self, delays: Ints, rng: np.random.Generator) -> Ints:
        T, B = int(delays.max()) + 2, len(delays)
        step = np.arange(T)[:, None]
        numbers = rng.integers(_FIRST_DISTRACTOR, _QUESTION, (T, B))
        numbers[0] = rng.integers(0, len(LETTERS), B)
        numbers = np.where(step == delays + 1, _QUESTION, numbers)
        return np.where(step > delays + 1, NO_TARGET, numbers)

    def key(self, numbers: Ints) -> Ints:
        return numbers[1:]

    def put(self, numbers: Ints, delay: int) -> Problem:
        steps, lengths = lengths_of(numbers)
        scored = at_the_end(len(numbers), steps)
        targets = np.where(scored, numbers[0], NO_TARGET)
        return Problem(self, self.one_hot(numbers), targets, lengths, delay, scored)

    def parse(self, text: str) -> Problem:
        numbers = self.numbers_typed(typed(text, self.hint).translate(_EITHER_CASE), SPELLED)
        if numbers[-1] == _QUESTION:
            numbers = numbers[:-1]
        body = "".join(SPELLED[k] for k in numbers)
        distractors = body[1:]
        if not body or body[0] not in LETTERS or not set(distractors) <= set(DISTRACTORS):
            raise ValueError(
                f"type {self.hint}: the letter comes first and only once; got {body[:40]!r}."
            )
        if len(distractors) > self.longest:
            raise ValueError(f"at most {self.longest} distractors; got {len(distractors)}.")
        return self.put(np.append(numbers, _QUESTION)[:, None], len(distractors))
