"""How well a query and a key match: the four score functions, forward and backward.

    dot        score = q · k                              Luong, Pham & Manning 2015
    scaled     score = q · k / √H                         Vaswani et al. 2017
    general    score = qᵀ W k                             Luong, Pham & Manning 2015
    additive   score = vᵀ tanh(W_q q + W_k k)             Bahdanau, Cho & Bengio 2015

    T queries   S keys   B batch   Hq, Hk sizes of a query and a key   A hidden units (additive)

All queries meet all keys at once; there is no loop over steps.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Params, outer_sum

Shapes = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Matched:
    """What a score function computes.

    score   (T, B, S)
    between  what comes between query and score: "query" (T, B, Hk), which is multiplied with the
             keys, or the additive score's "hidden" (T, B, S, A)
    """

    score: Array
    between: Array


@dataclass(frozen=True)
class ScoreGrads:
    """∂L/∂ of queries (T, B, Hq), keys (S, B, Hk), parameters and what came between."""

    queries: Array
    keys: Array
    params: Params
    between: Array


class Score(ABC):
    """A score function; it has no state, its parameters are given."""

    title: str
    between: str = "query"  # the name under which what comes between is traced

    @abstractmethod
    def latex(self, query: str = "q", key: str = "k") -> str:
        """The rule, for queries and keys of these names."""

    @abstractmethod
    def shapes(self, query_size: int, key_size: int) -> Shapes:
        """Shapes of its parameters; ValueError for sizes that it cannot match."""

    @abstractmethod
    def match(self, params: Params, queries: Array, keys: Array) -> Matched:
        """Scores of all queries with all keys."""

    @abstractmethod
    def back(
        self, params: Params, queries: Array, keys: Array, made: Matched, d_score: Array
    ) -> ScoreGrads:
        """The gradients, given ∂L/∂score (T, B, S)."""


class Dot(Score):
    """Query times key, unit by unit; `scaled` divides by √H."""

    def __init__(self, scaled: bool = False) -> None:
        self.scaled = scaled
        self.title = "scaled dot product" if scaled else "dot product"

    def latex(self, query: str = "q", key: str = "k") -> str:
        return rf"{query} \cdot {key}" + (r" / \sqrt{H}" if self.scaled else "")

    def factor(self, key_size: int) -> float:
        """What multiplies the sum of products: 1 or 1/√H."""
        return float(1.0 / np.sqrt(key_size)) if self.scaled else 1.0

    def shapes(self, query_size: int, key_size: int) -> Shapes:
        if query_size != key_size:
            raise ValueError(
                f"a dot product needs queries and keys of one size; got {query_size}, {key_size}."
            )
        return {}

    def match(self, params: Params, queries: Array, keys: Array) -> Matched:
        query = queries * self.factor(keys.shape[2]) if self.scaled else queries
        return Matched(products(query, keys), query)

    def back(
        self, params: Params, queries: Array, keys: Array, made: Matched, d_score: Array
    ) -> ScoreGrads:
        d_query = gathered(d_score, keys)
        d_queries = d_query * self.factor(keys.shape[2]) if self.scaled else d_query
        return ScoreGrads(d_queries, spread(d_score, made.between), {}, d_query)


class General(Score):
    """A matrix between query and key: it may turn and stretch before they are compared."""

    title = "general (multiplicative)"

    def latex(self, query: str = "q", key: str = "k") -> str:
        return rf"{query}^\top W {key}"

    def shapes(self, query_size: int, key_size: int) -> Shapes:
        return {"W": (query_size, key_size)}

    def match(self, params: Params, queries: Array, keys: Array) -> Matched:
        query = queries @ params["W"]
        return Matched(products(query, keys), query)

    def back(
        self, params: Params, queries: Array, keys: Array, made: Matched, d_score: Array
    ) -> ScoreGrads:
        d_query = gathered(d_score, keys)
        d_W = outer_sum(np.ascontiguousarray(queries), d_query)
        return ScoreGrads(
            d_query @ params["W"].T, spread(d_score, made.between), {"W": d_W}, d_query
        )


class Additive(Score):
    """A layer of A tanh units over query and key, and a weight for each unit."""

    title = "additive"
    between = "hidden"

    def latex(self, query: str = "q", key: str = "k") -> str:
        return rf"v^\top \tanh(W_q {query} + W_k {key})"

    def shapes(self, query_size: int, key_size: int) -> Shapes:
        A = query_size  # as many hidden units as a query has
        return {"v": (A,), "W_q": (query_size, A), "W_k": (key_size, A)}

    def match(self, params: Params, queries: Array, keys: Array) -> Matched:
        from_query = queries @ params["W_q"]  # (T, B, A)
        from_key = (keys @ params["W_k"]).transpose(1, 0, 2)  # (B, S, A)
        hidden = from_query[:, :, None] + from_key  # (T, B, S, A)
        np.tanh(hidden, hidden)
        return Matched(hidden @ params["v"], hidden)

    def back(
        self, params: Params, queries: Array, keys: Array, made: Matched, d_score: Array
    ) -> ScoreGrads:
        hidden = made.between
        d_hidden = d_score[..., None] * params["v"]
        d_a = hidden * hidden  # ∂L/∂(argument of tanh) = ∂L/∂hidden (1 - hidden²)
        np.subtract(1.0, d_a, d_a)
        d_a *= d_hidden
        d_from_query = d_a.sum(axis=2)
        d_from_key = np.ascontiguousarray(d_a.sum(axis=0).transpose(1, 0, 2))
        d_params = {
            "v": d_score.reshape(-1) @ hidden.reshape(-1, hidden.shape[-1]),
            "W_q": outer_sum(np.ascontiguousarray(queries), d_from_query),
            "W_k": outer_sum(np.ascontiguousarray(keys), d_from_key),
        }
        return ScoreGrads(
            d_from_query @ params["W_q"].T, d_from_key @ params["W_k"].T, d_params, d_hidden
        )


SCORE_FUNCTIONS: Mapping[str, Score] = {
    "dot": Dot(),
    "scaled": Dot(scaled=True),
    "general": General(),
    "additive": Additive(),
}


def products(queries: Array, keys: Array) -> Array:
    """(T, B, H) with (S, B, H): every query times every key of its sequence, (T, B, S)."""
    by_sequence = np.matmul(queries.transpose(1, 0, 2), keys.transpose(1, 2, 0))
    return np.ascontiguousarray(by_sequence.transpose(1, 0, 2))


def gathered(weights: Array, rows: Array) -> Array:
    """Σ_s weights[t, b, s] · rows[s, b]: (T, B, S) and (S, B, H) to (T, B, H)."""
    by_sequence = np.matmul(weights.transpose(1, 0, 2), rows.transpose(1, 0, 2))
    return np.ascontiguousarray(by_sequence.transpose(1, 0, 2))


def spread(weights: Array, rows: Array) -> Array:
    """Σ_t weights[t, b, s] · rows[t, b]: (T, B, S) and (T, B, H) to (S, B, H)."""
    by_sequence = np.matmul(weights.transpose(1, 2, 0), rows.transpose(1, 0, 2))
    return np.ascontiguousarray(by_sequence.transpose(1, 0, 2))
