"""What was written beside what is right, position by position.

Position by position means: symbol t is compared with the right symbol t. One symbol too many or
too few shifts all that follow; `distance` is what such a shift cannot mislead: the least number of
symbols to insert, delete or replace (Levenshtein 1966).

    T steps   B copies   R right symbols, the end included   K symbols
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bools, Ints, require_shape


@dataclass(frozen=True)
class Judged:
    """surprise  (T, B): -log P of the right symbol (nats); NaN where nothing was written, and
                 past the right end
    so_far    (T, B): Σ of it up to each step, NaN where it is NaN
    wrong     (T, B): whether something else was written than is right, or anything past its end
    count     (T, B): how many were wrong so far
    """

    surprise: Array
    so_far: Array
    wrong: Bools
    count: Ints


def judged(written: Ints, log_probabilities: Array, right: Sequence[int]) -> Judged:
    """Judge symbols (T, B), negative behind each end, and log P (T, B, K) by right (R,)."""
    T, B = written.shape
    require_shape(log_probabilities, (T, B, log_probabilities.shape[2]), "log_probabilities", "")
    if not len(right):
        raise ValueError("right must hold at least one symbol; got none.")
    there = written >= 0
    asked = np.arange(T) < len(right)
    numbers = np.array([right[t] if t < len(right) else 0 for t in range(T)], dtype=np.intp)
    surprise = -log_probabilities[np.arange(T)[:, None], np.arange(B), numbers[:, None]]
    surprise = np.where(there & asked[:, None], surprise, np.nan)
    wrong = there & ~(asked[:, None] & (written == numbers[:, None]))
    so_far = np.where(np.isnan(surprise), np.nan, np.nancumsum(surprise, axis=0))
    return Judged(surprise, so_far, wrong, wrong.cumsum(axis=0))


def likeliest(log_probabilities: Array, count: int) -> tuple[Ints, Array]:
    """The `count` likeliest symbols of each step, first the likeliest, and their log P: both
    (T, B, count), for log probabilities (T, B, K); the first of equal ones first."""
    ranked = np.argsort(-log_probabilities, axis=2, kind="stable")[:, :, :count]
    return ranked, np.take_along_axis(log_probabilities, ranked, axis=2)


def distance(one: Sequence[Hashable], other: Sequence[Hashable]) -> int:
    """The least number of insertions, deletions and replacements from one to the other."""
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        corner, row[0] = row[0], i
        for j, b in enumerate(other, 1):
            corner, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, corner + (a != b))
    return row[-1]
