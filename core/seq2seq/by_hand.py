"""Attention held by hand: a share of a row's weights is taken to one input, and what is written.

    α_t = (1 - λ) α_t + λ onehot(s)        in the rows that are held; others stay as they are

All shares are copies of one batch. Where the network writes freely, a copy that writes another
symbol goes on from that symbol; where symbols are given, all copies read the same.

    T steps   B shares   S inputs   K symbols written, the end included
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Bools, Ints, as_float_array
from core.readout import softmax
from core.seq2seq.decoding import check_longest
from core.seq2seq.model import Seq2Seq
from core.seq2seq.vocabulary import NO_TARGET, Tokens


@dataclass(frozen=True)
class ByHand:
    """What was written with each share.

    shares         (B,)
    symbols        (T, B): the likeliest of each step, the end included; negative past it
    lengths        (B,): steps until the end was written, or all
    free           (T, B, S): weights as the network has them
    weight         (T, B, S): weights as they were used
    probabilities  (T, B, K)
    """

    shares: Array
    symbols: Ints
    lengths: Ints
    free: Array
    weight: Array
    probabilities: Array

    @property
    def there(self) -> Bools:
        """(T, B): steps up to the end that each share wrote."""
        return np.asarray(np.arange(len(self.symbols))[:, None] < self.lengths)

    def weights_by_share(self) -> Array:
        """(B, T, S) weights as they were used; NaN past the end."""
        held = np.where(self.there[:, :, None], self.weight, np.nan)
        return np.ascontiguousarray(held.transpose(1, 0, 2))

    def chances_by_share(self) -> Array:
        """(B, T): the probability of what was written; NaN past the end."""
        return np.where(self.there, self.probabilities.max(axis=2), np.nan).T

    def curves(self, row: int, most: int, least: float) -> tuple[tuple[int, ...], Array]:
        """The likeliest symbols of a step over all shares, and their probabilities by share.

        At most `most` of them, the likeliest first, that reach `least` with some share; the
        probabilities (guesses, B) are NaN where it has ended before that step.
        """
        here = np.where(self.there[row][:, None], self.probabilities[row], np.nan)
        highest = np.nanmax(here, axis=0)
        order = np.argsort(-highest, kind="stable")[:most]
        guesses = tuple(int(k) for k in order if highest[k] >= least)
        return guesses, here[:, guesses].T


def hold(
    model: Seq2Seq,
    tokens: Tokens,
    column: int,
    shares: ArrayLike,
    longest: int,
    row: int | None = None,
    given: Tokens | None = None,
) -> ByHand:
    """Write for one source while a share of the attention of step `row` is held at input `column`.

    shares   (B,) numbers from 0 (nothing is held) to 1 (all of it)
    row      from 0; None: every step
    given    what is fed instead of what was written (teacher forcing), without start and end
    Raises ValueError for a model without attention and for places that there are not.
    """
    check_longest(longest)
    part = as_float_array(shares, "shares")
    if part.ndim != 1 or not len(part) or not ((part >= 0) & (part <= 1)).all():
        raise ValueError(f"shares must be numbers (B,) from 0 to 1; got {part.tolist()}.")
    if not 0 <= column < len(tokens):
        raise ValueError(f"column must lie in 0…{len(tokens) - 1}; got {column}.")
    fed = None if given is None else model.target.encode(given)
    steps = longest if fed is None else len(fed) + 1
    encoded, B = model.encode([tokens]).copies(len(part)), len(part)
    to = np.zeros(len(tokens))
    to[column] = 1.0
    state: Mapping[str, ArrayLike] = encoded.final
    read = np.full(B, model.target.start, dtype=np.intp)
    ended, lengths = np.zeros(B, dtype=np.bool_), np.zeros(B, dtype=np.intp)
    found: list[tuple[Ints, Array, Array, Array]] = []
    while len(found) < steps and not ended.all():
        t = len(found)
        step = model.step(encoded, state, read)
        if step.attention is None:
            raise ValueError("model must have attention for its weights to be held.")
        free = used = step.attention["weight"][0]
        if row is None or row == t:
            used = (1.0 - part)[:, None] * free + part[:, None] * to
            step = model.step(encoded, state, read, held=used)
        best = step.logits.argmax(axis=1)
        lengths += ~ended
        found.append((np.where(ended, NO_TARGET, best), free, used, softmax(step.logits)))
        if fed is None:
            read, ended = best, ended | (best == model.target.end)
        elif t < len(fed):
            read = np.full(B, fed[t])
        state = step.state
    symbols, *arrays = (np.stack(kind) for kind in zip(*found, strict=True))
    return ByHand(part, symbols, lengths, *arrays)
