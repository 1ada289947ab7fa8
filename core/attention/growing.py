"""What reading a sequence costs as it grows, for several sizes: the counts of `costs` together.

K hidden sizes   N lengths
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, frozen
from core.attention.costs import Cost, attention_cost, recurrence_cost
from core.cells import GRU, LSTM, Cell, VanillaRNN

SIZES = (16, 32, 64, 128, 256, 512, 1024)
LENGTHS = tuple(2**k for k in range(1, 14))
HEADS = 4
ATTENTION = "self-attention"
CELLS: Mapping[str, Cell] = {"plain RNN": VanillaRNN(), "GRU": GRU(), "LSTM": LSTM()}
FARTHEST = 2**20  # positions up to which a crossing is looked for
FLOOR = 1e-4  # ms; what a clock cannot tell from nothing


@dataclass(frozen=True)
class Growing:
    """Counts by name of what reads, (K, N); inputs have as many numbers as there are units.

    crosses_at  for each size the least length at which self-attention multiplies more than the
                GRU, or None     crossing (K,): the same as a place among the lengths, or NaN
    """

    sizes: tuple[int, ...]
    lengths: tuple[int, ...]
    rounds: dict[str, Array]
    multiplications: dict[str, Array]
    numbers: dict[str, Array]
    crosses_at: tuple[int | None, ...]
    crossing: Array


def growing(sizes: Sequence[int] = SIZES, lengths: Sequence[int] = LENGTHS) -> Growing:
    """All counts; lengths must be powers of two, one after another."""
    counted = {
        name: [[cost(name, T, H) for T in lengths] for H in sizes] for name in (*CELLS, ATTENTION)
    }

    def picked(what: str) -> dict[str, Array]:
        return {
            name: frozen(np.array([[getattr(c, what) for c in row] for row in rows], dtype=float))
            for name, rows in counted.items()
        }

    found = tuple(crosses("GRU", H) for H in sizes)
    places = [np.nan if at is None else np.log2(at / lengths[0]) for at in found]
    return Growing(
        tuple(sizes), tuple(lengths), picked("rounds"), picked("multiplications"),
        picked("numbers"), found, frozen(np.array(places)),
    )  # fmt: skip


def decades(*values: Array) -> tuple[int, int]:
    """Powers of ten (low, high) between which all finite values lie, at least one apart."""
    known = np.concatenate([row[np.isfinite(row)] for row in values])
    low, high = (int(f(np.log10(x))) for f, x in ((np.floor, known.min()), (np.ceil, known.max())))
    return low, max(high, low + 1)


def cost(name: str, T: int, H: int) -> Cost:
    """What one of `CELLS` or self-attention costs over T positions."""
    return (
        attention_cost(HEADS, T, H, H)
        if name == ATTENTION
        else recurrence_cost(CELLS[name], T, H, H)
    )


def crosses(cell: str, H: int) -> int | None:
    """The least length at which self-attention multiplies more than a cell does.

    Self-attention's count grows faster with the length, so that it stays above from there on.
    """

    def more(T: int) -> bool:
        return cost(ATTENTION, T, H).multiplications > cost(cell, T, H).multiplications

    if not more(FARTHEST):
        return None
    low, high = 0, FARTHEST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if more(middle) else (middle, high)
    return high


# What is done in each round, as `core.attention.costs` counts them.
ATTENTION_STEPS = (
    "q, k, v of every word", "every score", "divided by √d", "largest of each row",
    "difference from it", "exponential", "sum of each row", "quotient", "weighted sums of v",
    "W_o, the result",
)  # fmt: skip
RNN_STEPS = ("W h of the word before", "added up", "tanh")
RNN_FIRST = "W x of every word"


def rounds_done(T: int, at: int) -> tuple[list[float], float]:
    """After `at` rounds: how much of each word's state a plain RNN has, 0…1, and how much of
    every word's output self-attention has."""
    each = len(RNN_STEPS)
    states = [min(1.0, max(0.0, (at - 1 - t * each) / each)) for t in range(T)]
    return states, min(1.0, at / len(ATTENTION_STEPS))
