"""One cell of a map of weights, opened: every number between query and key, and the context.

    S keys   H size of a query, a key and a value   A hidden units (additive)

The numbers are those that `Attention.forward` traced; sums over them equal the traced results.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Ints, frozen
from core.attention.attention import AttentionTrace


@dataclass(frozen=True)
class OpenedCell:
    """How the weight of one query on one key came about, and what it brings into the context.

    names         LaTeX of the columns of `terms`
    terms         (n, columns): the last one is the product that is added up to the score
    order         (n,): terms by the size of their product, the largest first
    score         the traced one
    row           (S, 3): score, exponential and weight of every key; 0 where masked
    largest       the score that is taken off before exponentials are formed
    total         Σ of the exponentials
    temperature
    held          whether the row is held by hand, so that it is not a softmax
    values        (S, Hv)          products (S, Hv): weight · value
    context       (Hv,): Σ of the products, as traced
    """

    names: tuple[str, ...]
    terms: Array
    order: Ints
    score: float
    row: Array
    largest: float
    total: float
    temperature: float
    held: bool
    values: Array
    products: Array
    context: Array


def open_cell(trace: AttentionTrace, t: int, s: int, b: int = 0) -> OpenedCell:
    """Open the weight of query t on key s; ValueError for a place that there is not."""
    T, B, S = trace["weight"].shape
    for name, value, end in (("t", t, T), ("s", s, S), ("b", b, B)):
        if not 0 <= value < end:
            raise ValueError(f"{name} must lie in 0…{end - 1}; got {value}.")
    names, terms = _terms(trace, t, s, b)
    row = np.stack([trace[name][t, b] for name in ("score", "exponential", "weight")], axis=1)
    values = trace.values[:, b]
    with np.errstate(all="ignore"):
        products = trace["weight"][t, b][:, None] * values
    return OpenedCell(
        names,
        frozen(terms),
        np.argsort(-np.abs(terms[:, -1]), kind="stable"),
        float(trace["score"][t, b, s]),
        frozen(row),
        float(trace["largest"][t, b, 0]),
        float(trace["total"][t, b, 0]),
        float(trace.temperature[b]),
        bool(trace.held[t, b]),
        values,
        frozen(products),
        trace["context"][t, b],
    )


def _terms(trace: AttentionTrace, t: int, s: int, b: int) -> tuple[tuple[str, ...], Array]:
    """Columns and rows of the sum that is the score."""
    key = trace.keys[s, b]
    with np.errstate(all="ignore"):
        if "hidden" in trace:
            hidden, v = trace["hidden"][t, b, s], trace.params["v"]
            from_query = trace.queries[t, b] @ trace.params["W_q"]
            from_key = key @ trace.params["W_k"]
            stacked = np.stack([from_query, from_key, hidden, v, v * hidden], axis=1)
            return (r"W_q q", r"W_k k", r"\tanh", "v", r"v\,\tanh"), stacked
        query = trace["query"][t, b]
        name = {"general": r"W^{\top}q", "scaled": r"q/\sqrt{}H"}.get(trace.attention.score, "q")
        return (name, "k", r"q\,k"), np.stack([query, key, query * key], axis=1)
