"""Where a row of attention weights looks most, and what that says of the order of the inputs.

T outputs   S inputs
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from core.arrays import Array, Ints, as_float_array


@dataclass(frozen=True)
class Alignment:
    """What each output looks at most, counted; nothing is read into it.

    at       (T,): the input of the largest weight, the first one of equal ones
    largest  (T,): that weight
    most     (S,): the largest weight that an input gets from any output
    """

    at: Ints
    largest: Array
    most: Array

    @property
    def swaps(self) -> tuple[int, ...]:
        """Outputs t whose next output looks at an earlier input than they do."""
        return tuple(t for t in range(len(self.at) - 1) if self.at[t] > self.at[t + 1])

    @property
    def passed(self) -> tuple[int, ...]:
        """Inputs at which no output looks most."""
        return tuple(s for s in range(len(self.most)) if s not in self.at)

    @property
    def shared(self) -> dict[int, tuple[int, ...]]:
        """Inputs at which several outputs look most, with those outputs."""
        found = {s: tuple(t for t, at in enumerate(self.at) if at == s) for s in set(self.at)}
        return {int(s): found[s] for s in sorted(found) if len(found[s]) > 1}

    def doubled(self, inputs: Sequence[Hashable]) -> tuple[tuple[int, int], ...]:
        """Neighbouring equal inputs of which exactly one is looked at most by an output."""
        pairs = ((s, s + 1) for s in range(len(inputs) - 1) if inputs[s] == inputs[s + 1])
        looked = set(self.at.tolist())
        return tuple(pair for pair in pairs if len(looked & set(pair)) == 1)


def alignment(weight: Array) -> Alignment:
    """What rows of weights (T, S) look at most; ValueError for another shape."""
    rows = as_float_array(weight, "weight")
    if rows.ndim != 2 or 0 in rows.shape:
        raise ValueError(f"weight must have shape (T, S), none zero; got {rows.shape}.")
    return Alignment(rows.argmax(axis=1), rows.max(axis=1), rows.max(axis=0))
