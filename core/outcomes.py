"""What the training reports say of remedies: who is better than whom, and which gradients fade.

Everything is read or counted from `core.recipes.remedies`' reports; nothing is trained here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np

from core.arrays import Array
from core.influence import decades
from core.models import report
from core.recipes.remedies import REMEDIES, remedy_name

BASELINE = "rnn"
LEARNED = 0.9  # mean share of right answers from which on a remedy is said to learn the task
LUCK = 0.05  # a difference that luck makes less often than that is called one
LEAST = -16.0  # log10 of what still counts in a sum beside 1
KEPT = 0.01  # at least so much of the gradient at the longest distance counts as kept


@dataclass(frozen=True)
class Duel:
    """The runs of one remedy against those of another (Mann & Whitney 1947).

    won    pairs of a run of one and a run of the other in which the one is better; ties half
    pairs  how many pairs there are
    luck   share of all ways to deal the same runs into two such groups that are as lopsided
    """

    won: float
    pairs: int
    luck: float

    @property
    def better(self) -> int:
        """1 if the one is better, -1 if it is worse, 0 if they differ by no more than luck."""
        if self.luck > LUCK:
            return 0
        return 1 if 2 * self.won > self.pairs else -1


def duel(shares: Sequence[float], others: Sequence[float]) -> Duel:
    """Compare two groups of runs, each with its own seeds: exact, by dealing in all ways."""
    values, size = np.array([*shares, *others]), len(shares)
    # The rank of each among all; the pairs that a group wins follow from the sum of its ranks.
    ranks = 0.5 * (1.0 + np.sign(values[:, None] - values)).sum(axis=1)
    pairs, own = size * len(others), 0.5 * size * size
    deals = np.array(list(combinations(range(len(values)), size)))
    won, dealt = float(ranks[:size].sum() - own), ranks[deals].sum(axis=1) - own
    lopsided = np.abs(dealt - 0.5 * pairs) >= abs(won - 0.5 * pairs) - 1e-9
    return Duel(won, pairs, float(lopsided.mean()))


@dataclass(frozen=True)
class Outcome:
    """What one remedy came to on one task, over its S seeds.

    shares   (S,) right answers at the delays of training, with their mean
    baseline its runs against the baseline's
    other    against those of the remedy that differs in one thing only
    chance   the same delays' share of right answers by guessing
    """

    name: str
    made: Mapping[str, Any]
    shares: Array
    mean: float
    baseline: Duel
    other: Duel
    chance: float

    @property
    def learns(self) -> bool:
        return self.mean >= LEARNED

    @property
    def near_chance(self) -> bool:
        """Whether no run is told from chance: each interval of 95 % reaches down to it."""
        return all(run["interval"][0] <= self.chance for run in self.made["runs"])

    def left(self, when: str) -> Array:
        """(S, T) log10 of how much of the gradient is left by distance, "before" or "after"
        training; -∞ for exactly nothing."""
        curves = [run[when] for run in self.made["runs"]]
        return np.array([[-np.inf if v is None else v for v in curve] for curve in curves])

    def middle(self, when: str) -> Array:
        """(T,): the median of the seeds."""
        return np.asarray(np.median(self.left(when), axis=0))

    def ends(self, when: str) -> tuple[Array, Array]:
        """(T,), (T,): the least and the most of the seeds."""
        left = self.left(when)
        return left.min(axis=0), left.max(axis=0)

    def kept(self, when: str) -> float:
        """The share that is left at the longest distance, median of the seeds."""
        return float(10.0 ** self.middle(when)[-1])

    @property
    def largest_norm(self) -> float:
        """The largest gradient norm of all runs, before clipping; ∞ if one overflowed."""
        norms = [run["largest_norm"] for run in self.made["runs"]]
        return max(np.inf if norm is None else norm for norm in norms)

    @property
    def above_limit(self) -> tuple[int, int]:
        """Steps of all runs whose gradient norm was above 1, of how many steps."""
        runs = self.made["runs"]
        return sum(run["above_limit"] for run in runs), len(runs) * self.made["recipe"]["steps"]

    def answers(self, seed: int) -> tuple[int, int]:
        """Right answers of one run at the delays of training, of how many."""
        accuracy = self.made["accuracy"]
        low, high = accuracy["trained_on"]
        count = accuracy["count"] * sum(low <= delay <= high for delay in accuracy["delays"])
        run = next(run for run in self.made["runs"] if run["seed"] == seed)
        return round(run["within_training"] * count), count


def outcomes(task: str) -> dict[str, Outcome]:
    """All remedies on a task, in the order of `REMEDIES`."""
    made = {name: report(remedy_name(task, name)) for name in REMEDIES}
    shares = {
        name: [run["within_training"] for run in found["runs"]] for name, found in made.items()
    }
    return {
        name: Outcome(
            name,
            found,
            np.array(shares[name]),
            float(np.mean(shares[name])),
            duel(shares[name], shares[BASELINE]),
            duel(shares[name], shares[REMEDIES[name].against or BASELINE]),
            found["chance_within_training"],
        )
        for name, found in made.items()
    }


def shared_decades(found: Mapping[str, Outcome]) -> tuple[float, float]:
    """Whole decades that hold all curves, before and after training, but for what is below
    `LEAST`: beside the gradient of the question itself it is lost in the 16 digits of float64."""
    low, high = decades(*(o.left(when) for o in found.values() for when in ("before", "after")))
    return max(low, LEAST), high
