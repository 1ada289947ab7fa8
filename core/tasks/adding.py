"""The adding problem: the sum of two marked numbers among many.

    0.3  0.7*  0.1  0.9  0.2*  0.5   →   0.9 at the last step

Numbers are uniform in 0…1; of n numbers one in the first half and one in the second half are
marked. Source: Hochreiter & Schmidhuber 1997, section 5.4; numbers and marks as in Le, Jaitly &
Hinton 2015, the halves as in Arjovsky, Shah & Bengio 2016. The baseline is the constant 1, whose
mean squared error is 1/6.
"""

from __future__ import annotations

import re

import numpy as np

from core.arrays import Array, Bools, Ints
from core.tasks.base import Problem, Task, at_the_end, typed

TOLERANCE = 0.08
MARK = "*"
_NUMBER = re.compile(r"(\d?\.\d{1,15}|\d\.?)(\*?)", re.ASCII)


class Adding(Task):
    """Two numbers of many are marked; their sum is wanted at the end.

    An answer is right if it is off by less than 0.08, which is 4 % of the range 0…2 of all sums,
    as Hochreiter & Schmidhuber count.
    """

    name = "adding"
    title = "The adding problem"
    words = (
        "The network reads numbers from 0 to 1, two of which are marked. After the last number it "
        "must say the sum of the two; an answer that is off by less than 0.08 is right."
    )
    hint = "numbers from 0 to 1, two of them marked with *, e.g. 0.3 0.7* 0.1 0.2*"
    inputs = ("number", "mark")
    outputs = ("sum",)
    loss = "squared error"
    delay_words = "numbers read, the first marked one in the first half"
    trained_on = (40, 50)
    shortest, longest = 2, 150
    measured_at = (2, 5, 10, 20, 30, 40, 45, 50, 60, 70, 80, 100, 120, 150)

    def chance(self, delay: int) -> float:
        """Of the constant 1, the best there is: P(|a + b - 1| < τ) = 2τ - τ² = 0.1536.

        To know one of both numbers helps little: a + 1/2 is right with probability 2τ = 0.16.
        """
        return 2.0 * TOLERANCE - TOLERANCE**2

    def pose(self, delays: Ints, rng: np.random.Generator, held_out: bool) -> Problem:
        """`held_out` changes nothing: no numbers are ever drawn twice."""
        delays = np.asarray(delays, dtype=np.intp)
        T, B = int(delays.max()), len(delays)
        values, marks = rng.random((T, B)), np.zeros((T, B))
        half, columns = delays // 2, np.arange(B)
        marks[rng.integers(0, half), columns] = 1.0
        marks[rng.integers(half, delays), columns] = 1.0
        running = np.arange(T)[:, None] < delays
        return _problem(self, np.where(running, values, 0.0), marks, delays)

    def parse(self, text: str) -> Problem:
        typed(text, self.hint)
        pieces = text.replace(",", " ").replace(";", " ").split()
        if not self.shortest <= len(pieces) <= self.longest:
            raise ValueError(f"type {self.shortest} to {self.longest} numbers; got {len(pieces)}.")
        found = [_NUMBER.fullmatch(piece) for piece in pieces]
        values = [float(match[1]) if match else np.nan for match in found]
        for piece, value in zip(pieces, values, strict=True):
            if not 0.0 <= value <= 1.0:
                raise ValueError(f"type {self.hint}; got {piece[:20]!r}.")
        marks = [float(bool(match and match[2])) for match in found]
        if sum(marks) != 2.0:
            raise ValueError(f"two numbers must be marked with {MARK}; got {sum(marks):.0f}.")
        T = len(pieces)
        return _problem(
            self, np.array(values)[:, None], np.array(marks)[:, None], np.array([T], dtype=np.intp)
        )

    def labels_read(self, problem: Problem) -> tuple[str, ...]:
        column = problem.x[: problem.length(), 0]
        return tuple(f"{value:.2f}{MARK if mark else ''}" for value, mark in column)

    def labels_wanted(self, problem: Problem) -> tuple[str, ...]:
        column = problem.targets[: problem.length(), 0, 0]
        return tuple("" if np.isnan(value) else f"{value:.2f}" for value in column)

    def right(self, problem: Problem, prediction: Array) -> Bools:
        """(T, B): True where the prediction is off by less than `TOLERANCE`."""
        self.check_prediction(problem, prediction)
        with np.errstate(all="ignore"):
            error = np.abs(prediction - problem.targets)[..., 0]
            return np.asarray(error < TOLERANCE)  # False for NaN, where nothing is asked

    def figures(self, problem: Problem, prediction: Array) -> dict[str, float]:
        """rms_error: √ of the mean squared error; 0.408 = √(1/6) for the constant 1."""
        with np.errstate(all="ignore"):
            error = (prediction - problem.targets)[problem.asked]
            return {"rms_error": float(np.sqrt((error * error).mean()))}


def _problem(task: Adding, values: Array, marks: Array, steps: Ints) -> Problem:
    T = len(values)
    scored = at_the_end(T, steps)
    sums = (values * marks).sum(axis=0)
    targets = np.where(scored, sums, np.nan)[..., None]
    lengths = None if (steps == T).all() else steps
    x = np.stack([values, marks], axis=-1)
    return Problem(task, x, targets, lengths, int(steps.max()), scored)
