"""Parity: is the number of ones read so far even or odd?

    0 1 1 0 1   →   odd at the last bit

The answer is wanted at the last bit only, and training mixes all lengths, so that the network,
which cannot know where a string ends, must keep the parity at every step; one bit forgotten or
counted twice turns the answer round. Where no short string is ever asked, gradient descent finds
nothing, because any part of a string leaves both answers equally likely; the reports measure
that, too. Source for the difficulty: Shalev-Shwartz, Shamir & Shammah 2017.
"""

from __future__ import annotations

import numpy as np

from core.arrays import Ints
from core.tasks.base import Problem, SymbolTask, at_the_end, lengths_of
from core.text import NO_TARGET

BITS = "01"


class Parity(SymbolTask):
    """Random bits; even or odd at the last of them."""

    name = "parity"
    title = "Parity"
    words = (
        "The network reads zeros and ones. At the last of them it must say whether the number of "
        "ones was even or odd."
    )
    hint = "0s and 1s, e.g. 01101"
    inputs = tuple(BITS)
    outputs = ("even", "odd")
    delay_words = "bits read"
    trained_on = (1, 12)
    shortest, longest = 1, 100
    measured_at = (1, 2, 4, 6, 8, 10, 12, 16, 20, 30, 40, 60, 80, 100)
    split_from = 8  # 128 pairs of strings

    def chance(self, delay: int) -> float:
        """1/2: any bit leaves both answers equally likely, but for the only bit there is."""
        return 1.0 if delay == 1 else 0.5

    def draw(self, delays: Ints, rng: np.random.Generator) -> Ints:
        T, B = int(delays.max()), len(delays)
        bits = rng.integers(0, 2, (T, B))
        return np.where(np.arange(T)[:, None] < delays, bits, NO_TARGET)

    def key(self, numbers: Ints) -> Ints:
        """All bits but the last: strings are held out in pairs of one even and one odd."""
        return numbers[:-1]

    def put(self, numbers: Ints, delay: int) -> Problem:
        steps, lengths = lengths_of(numbers)
        scored = at_the_end(len(numbers), steps)
        parity = np.maximum(numbers, 0).sum(axis=0) % 2
        targets = np.where(scored, parity, NO_TARGET)
        return Problem(self, self.one_hot(numbers), targets, lengths, delay, scored)

    def parse(self, text: str) -> Problem:
        numbers = self.numbers_typed(text, BITS)
        if len(numbers) > self.longest:
            raise ValueError(f"at most {self.longest} bits; got {len(numbers)}.")
        return self.put(numbers[:, None], len(numbers))
