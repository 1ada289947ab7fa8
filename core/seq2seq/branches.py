"""What comes of another symbol: greedy writing in which one symbol is replaced by hand.

A decoder reads what it wrote. To see what one symbol does to all that follow, it is replaced by
another likely one, and writing goes on greedily from there: one copy of the batch for each
replacement.

    T steps of the longest copy   B copies   R likeliest symbols of a step   K symbols written
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Ints
from core.readout import log_softmax
from core.seq2seq.decoding import check_longest, one_step
from core.seq2seq.model import Seq2Seq
from core.seq2seq.vocabulary import NO_TARGET, Tokens


@dataclass(frozen=True)
class Branches:
    """Copy 0 is greedy writing; copy 1 + k·(R - 1) + (r - 1) wrote at step k the symbol that came
    r-th there (r from 0), and went on greedily.

    ranked             (steps, R) symbol numbers, the likeliest of each greedy step first
    written            (T, B) symbol numbers, the end included, negative behind it
    log_probabilities  (T, B, K); past a copy's end NaN
    lengths            (B,) symbols written, the end included
    """

    ranked: Ints
    written: Ints
    log_probabilities: Array
    lengths: Ints

    def copy(self, step: int, rank: int) -> int:
        """The copy in which greedy's step `step` wrote its `rank`-th symbol."""
        steps, R = self.ranked.shape
        if not (0 <= step < steps and 0 <= rank < R):
            raise ValueError(f"step, rank must lie in {steps} × {R}; got {step}, {rank}.")
        return 0 if rank == 0 else 1 + step * (R - 1) + rank - 1


def write_from(
    model: Seq2Seq, tokens: Tokens, beginnings: Sequence[Sequence[int]], longest: int
) -> tuple[Ints, Array]:
    """Write greedily behind given beginnings (B of them, symbol numbers) of one source's output.

    Returns symbols (T, B), the end included and negative behind it, and their step's log
    probabilities (T, B, K), NaN behind the end.
    """
    check_longest(longest)
    if not beginnings:
        raise ValueError("there must be at least one beginning.")
    B, end = len(beginnings), model.target.end
    encoded = model.encode([tokens]).copies(B)
    state: Mapping[str, Array] = encoded.final
    symbols = np.full(B, model.target.start, dtype=np.intp)
    over = np.zeros(B, dtype=np.bool_)
    written: list[Ints] = []
    found: list[Array] = []
    while len(written) < longest and not over.all():
        step = one_step(model, encoded, state, symbols)
        log_p = log_softmax(step.logits)
        symbols = log_p.argmax(axis=1)
        for copy, beginning in enumerate(beginnings):
            if len(written) < len(beginning):
                symbols[copy] = beginning[len(written)]
        written.append(np.where(over, NO_TARGET, symbols))
        found.append(np.where(over[:, None], np.nan, log_p))
        over = over | (symbols == end)
        state = step.state
    return np.stack(written), np.stack(found)


def branches(model: Seq2Seq, tokens: Tokens, longest: int, ranks: int = 3) -> Branches:
    """Greedy writing, and what would come of each step's second, third … likeliest symbol."""
    greedy, log_p = write_from(model, tokens, [()], longest)
    path = greedy[:, 0].tolist()
    ranked = np.argsort(-log_p[:, 0], axis=1, kind="stable")[:, :ranks]
    beginnings = [()] + [
        (*path[:step], int(symbol)) for step in range(len(path)) for symbol in ranked[step, 1:]
    ]
    written, found = write_from(model, tokens, beginnings, longest)
    return Branches(ranked, written, found, (written != NO_TARGET).sum(axis=0))
