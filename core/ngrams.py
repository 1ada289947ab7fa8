"""Counting tables: what a model of letters achieves that remembers one or two letters only.

An n-gram table of order k predicts the next symbol from the k symbols before it, by counts:

    added       P(s | context) = (count(context, s) + α) / (count(context) + α K)
    backed off  P(s | context) = (count(context, s) + α K · P(s | shorter)) / (… + α K)

Order 0 is the unigram table, 1 the bigram, 2 the trigram. "Added" is add-α smoothing, α = 1
Laplace's; "backed off" spreads the same extra weight as the next lower order would (a Dirichlet
prior: MacKay & Peto 1995), and is the stronger of the two.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log

import numpy as np

from core.arrays import Array
from core.text import NAMES, Alphabet

ALPHAS = (0.003, 0.01, 0.03, 0.1, 0.3, 1.0)


def count(texts: Sequence[str], order: int, alphabet: Alphabet = NAMES) -> Array:
    """(K, …, K) how often each symbol (last axis) follows each context of `order` symbols.

    Contexts at the beginning of a text are filled with boundaries.
    """
    K = len(alphabet)
    counts = np.zeros((K,) * (order + 1))
    for text in texts:
        numbers = [0] * order + alphabet.numbers(text) + [0]
        for end in range(order, len(numbers)):
            counts[tuple(numbers[end - order : end + 1])] += 1
    return counts


def table(counts: Array, alpha: float = 1.0, back_off: bool = False) -> Array:
    """P(symbol | context) from counts: same shape, each row of the last axis sums to 1.

    Raises ValueError for an alpha that is not above 0: unseen symbols need some weight.
    """
    if not alpha > 0:
        raise ValueError(f"alpha must be above 0; got {alpha}.")
    K = counts.shape[-1]
    prior = np.full(K, 1.0 / K)
    if back_off and counts.ndim > 1:
        prior = table(counts.sum(axis=0), alpha, back_off)
    extra = alpha * K
    return np.asarray((counts + extra * prior) / (counts.sum(axis=-1, keepdims=True) + extra))


def bits_per_character(
    probabilities: Array, texts: Sequence[str], alphabet: Alphabet = NAMES
) -> float:
    """Mean -log₂ P over all symbols of `texts`, the boundary at each end included."""
    seen = count(texts, probabilities.ndim - 1, alphabet)
    return float(-(seen * np.log(probabilities)).sum() / seen.sum() / log(2.0))


def compare(
    train: Sequence[str], held_out: Sequence[str], alphabet: Alphabet = NAMES
) -> dict[str, dict[str, float]]:
    """Held-out bits per character of the three tables, counted on `train`.

    For each table: add-one smoothing, and the best α of `ALPHAS` for both kinds of smoothing.
    α is chosen on the held-out texts themselves, which can only flatter the tables.
    """
    result: dict[str, dict[str, float]] = {}
    for order, name in enumerate(("unigram", "bigram", "trigram")):
        counts = count(train, order, alphabet)
        figures = {
            (back_off, alpha): bits_per_character(
                table(counts, alpha, back_off), held_out, alphabet
            )
            for back_off in (False, True)
            for alpha in ALPHAS
        }
        result[name] = {"add_one": figures[False, 1.0]}
        for back_off, label in ((False, "best_added"), (True, "best_backed_off")):
            alpha = min(ALPHAS, key=lambda a, b=back_off: figures[b, a])  # type: ignore[misc]
            result[name][label] = figures[back_off, alpha]
            result[name][f"{label}_alpha"] = alpha
    return result
