"""Attention held by hand as a scene: every share of one row that can be held at one input."""

from __future__ import annotations

from typing import Any

from core.seq2seq.by_hand import ByHand, hold
from pages.parts.passage import label
from pages.parts.scenes.attend import names_of
from pages.parts.translation import LONGEST_WRITTEN, Typed, reference, translator

SHARES = tuple(k / 20 for k in range(21))
MOST_GUESSES = 5
LEAST = 0.02  # probability that a guess must reach somewhere to have a curve


def held(typed: Typed, score: str, forced: bool, row: int | None, column: int) -> ByHand:
    """All shares at once; row and column from 0, row None: every step."""
    right = reference(typed.task, typed.tokens) if forced else None
    longest = LONGEST_WRITTEN[typed.task]
    model = translator(typed.task, score)
    return hold(model, typed.tokens, column, SHARES, longest, row, right)


def hold_scene(
    typed: Typed, score: str, forced: bool, row: int, column: int, every: bool
) -> dict[str, Any]:
    """What assets/components/holding draws.

    Arrays have the shares as their leading axis and are NaN past what was written with a share.
    every  whether all steps are held, and not the chosen one alone
    """
    found = held(typed, score, forced, None if every else row, column)
    names = [label(symbol) for symbol in translator(typed.task, score).target.written]
    guesses, curves = found.curves(row, MOST_GUESSES, LEAST)
    return {
        "id": "/".join(map(str, [typed.task, score, forced, row, column, every, *typed.tokens])),
        "inputs": list(typed.tokens),
        "names": names_of(typed.tokens),
        "shares": list(SHARES),
        "texts": [f"{100 * share:.0f} %" for share in SHARES],
        "row": row,
        "column": column,
        "every": every,
        "outputs": [
            [names[k] for k in found.symbols[: found.lengths[b], b]] for b in range(len(SHARES))
        ],
        "weights": found.weights_by_share(),
        "chance": found.chances_by_share(),
        "guesses": [names[k] for k in guesses],
        "curves": curves,
        "forced": forced,
    }
