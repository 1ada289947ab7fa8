"""Attention: scores become weights that sum to 1, and the weights mix the values.

    α_ts = exp(score_ts / τ) / Σ_s' exp(score_ts' / τ)        over the positions that may be seen
    context_t = Σ_s α_ts · value_s

τ is a temperature: 1 in training, below 1 sharper, above 1 flatter.

    T queries   S keys and values   B batch   Hq, Hk, Hv their sizes   A hidden units (additive)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import (
    Array,
    Bools,
    Params,
    as_float_array,
    frozen,
    require_names,
    require_shape,
)
from core.attention.scores import SCORE_FUNCTIONS, Matched, Score, gathered, products, spread

SCORES = tuple(SCORE_FUNCTIONS)


@dataclass(frozen=True)
class AttentionTrace:
    """Everything one attention computed, by name; arrays are read-only.

    tr["score"]        (T, B, S); what a masked position would score is there, too
    tr["exponential"]  (T, B, S): exp((score - largest) / τ); 0 where masked
    tr["largest"]      (T, B, 1): the largest score of the positions that may be seen
    tr["total"]        (T, B, 1): Σ of the exponentials
    tr["weight"]       (T, B, S); exactly 0 where masked
    tr["context"]      (T, B, Hv)
    tr["query"]        (T, B, Hk): what is multiplied with the keys (all scores but additive)
    tr["hidden"]       (T, B, S, A): hidden units of the additive score
    tr.queries, tr.keys, tr.values, tr.temperature (B,)
    tr.mask            (1, B, S) or (T, B, S): True where a position may be seen; or None
    tr.held            (T, B): True where a row of weights is held by hand
    """

    attention: Attention
    params: Params
    queries: Array
    keys: Array
    values: Array
    mask: Bools | None
    temperature: Array
    held: Bools
    arrays: dict[str, Array]

    def __getitem__(self, name: str) -> Array:
        if name not in self.arrays:
            raise ValueError(f"attention traces {', '.join(self.arrays)}; got {name!r}.")
        return self.arrays[name]

    def __contains__(self, name: object) -> bool:
        return name in self.arrays

    def matched(self) -> Matched:
        """The scores with what was computed on the way."""
        return Matched(self["score"], self[self.attention.function.between])


@dataclass(frozen=True)
class AttentionGrads:
    """∂L/∂(everything) of one attention; arrays are read-only.

    g["context"], g["weight"], g["score"], g["query"], g["hidden"]  shaped as in the trace
    g.queries (T, B, Hq), g.keys (S, B, Hk), g.values (S, B, Hv), g.params
    Where values are the keys, what reaches both is g.keys + g.values.
    """

    trace: AttentionTrace
    queries: Array
    keys: Array
    values: Array
    params: Params
    arrays: dict[str, Array]

    def __getitem__(self, name: str) -> Array:
        if name not in self.arrays:
            raise ValueError(f"there are gradients of {', '.join(self.arrays)}; got {name!r}.")
        return self.arrays[name]

    def __contains__(self, name: object) -> bool:
        return name in self.arrays


@dataclass(frozen=True)
class Attention:
    """Attention with one of `SCORES`; parameters are a plain dict of arrays.

    Raises ValueError for a score that there is not.
    """

    score: str = "additive"

    def __post_init__(self) -> None:
        if self.score not in SCORE_FUNCTIONS:
            raise ValueError(f"score must be one of {', '.join(SCORES)}; got {self.score!r}.")

    @property
    def function(self) -> Score:
        return SCORE_FUNCTIONS[self.score]

    def param_shapes(self, query_size: int, key_size: int) -> dict[str, tuple[int, ...]]:
        """Shape of each parameter: {}, {}, {"W"} or {"v", "W_q", "W_k"}."""
        return self.function.shapes(query_size, key_size)

    def init(self, query_size: int, key_size: int, rng: np.random.Generator) -> Params:
        """Fresh parameters, uniform in ±1/√Hq."""
        bound = 1.0 / np.sqrt(query_size)
        shapes = self.param_shapes(query_size, key_size)
        return {name: rng.uniform(-bound, bound, shape) for name, shape in shapes.items()}

    def check_params(self, params: Params, query_size: int, key_size: int) -> Params:
        """Parameters as float64 arrays; ValueError if one is missing, unknown or misshapen."""
        shapes = self.param_shapes(query_size, key_size)
        require_names(params, tuple(shapes), f"parameters of {self.function.title} attention")
        missing = sorted(set(shapes) - set(params))
        if missing:
            raise ValueError(f"params of attention must also hold {', '.join(missing)}.")
        checked = {name: as_float_array(value, name) for name, value in params.items()}
        for name, shape in shapes.items():
            require_shape(checked[name], shape, name, "by the sizes of query and key")
        return checked

    def forward(
        self,
        params: Params,
        queries: ArrayLike,
        keys: ArrayLike,
        values: ArrayLike | None = None,
        mask: ArrayLike | None = None,
        temperature: ArrayLike = 1.0,
        held: ArrayLike | None = None,
    ) -> AttentionTrace:
        """All T queries (T, B, Hq) attend to all S keys (S, B, Hk) at once.

        values       (S, B, Hv); None: the keys
        mask         bools, True where a position may be attended to: (S, B), or (T, B, S) where
                     it differs from query to query; None: everywhere
        temperature  above 0: one for all, or (B,)
        held         (T, B, S): rows without NaN are held as the weights of their query, others
                     are free; a held row is ≥ 0, sums to 1, and is 0 where masked. No gradient
                     flows from its weights to scores
        Raises ValueError that says what was expected and what came.
        """
        q, k = as_float_array(queries, "queries"), as_float_array(keys, "keys")
        v = k if values is None else as_float_array(values, "values")
        for name, array in (("queries", q), ("keys", k), ("values", v)):
            if array.ndim != 3 or 0 in array.shape:
                raise ValueError(f"{name} must have three axes, none empty; got {array.shape}.")
        T, B, _ = q.shape
        S = k.shape[0]
        require_shape(k, (S, B, k.shape[2]), "keys", "(S, B, Hk)")
        require_shape(v, (S, B, v.shape[2]), "values", "(S, B, Hv)")
        params = self.check_params(params, q.shape[2], k.shape[2])
        seen = _as_mask(mask, (T, B, S))
        tau = _as_temperature(temperature, B)
        with np.errstate(all="ignore"):
            made = self.function.match(params, q, k)
            arrays = _softmax(made.score, seen, tau)
            fixed, is_held = _as_held(held, seen, (T, B, S))
            if fixed is not None:
                np.copyto(arrays["weight"], fixed, where=is_held[..., None])
            arrays["context"] = gathered(arrays["weight"], v)
        arrays[self.function.between] = made.between
        # Views of what was given stay writable for the giver; what was made here is sealed.
        sealed = {name: frozen(array.view()) for name, array in arrays.items()}
        q, k, v = (frozen(array.view()) for array in (q, k, v))
        return AttentionTrace(self, params, q, k, v, seen, tau, is_held, sealed)

    def backward(self, trace: AttentionTrace, d_context: ArrayLike) -> AttentionGrads:
        """Gradients of everything, given ∂L/∂context (T, B, Hv)."""
        d_context = as_float_array(d_context, "d_context")
        require_shape(d_context, trace["context"].shape, "d_context", "(T, B, Hv)")
        weight = trace["weight"]
        with np.errstate(all="ignore"):
            d_weight = products(d_context, trace.values)
            if trace.mask is not None:
                d_weight *= trace.mask
            mean = (weight * d_weight).sum(axis=2, keepdims=True)
            d_score = weight * (d_weight - mean) / trace.temperature[:, None]
            if trace.held.any():
                d_score[trace.held] = 0.0
            back = self.function.back(
                trace.params, trace.queries, trace.keys, trace.matched(), d_score
            )
            d_values = spread(weight, d_context)
        arrays = {"context": d_context, "weight": d_weight, "score": d_score}
        arrays[self.function.between] = back.between
        sealed = {name: frozen(array.view()) for name, array in arrays.items()}
        return AttentionGrads(trace, back.queries, back.keys, d_values, back.params, sealed)


def _softmax(score: Array, mask: Bools | None, temperature: Array) -> dict[str, Array]:
    """Weights over the last axis of score (T, B, S), with what was computed on the way."""
    seen = score if mask is None else np.where(mask, score, -np.inf)
    largest = seen.max(axis=2, keepdims=True)
    # Differences first: they are ≤ 0, so that no score and no temperature makes exp overflow.
    exponential = np.exp((seen - largest) / temperature[:, None])
    total = exponential.sum(axis=2, keepdims=True)
    return {
        "score": score,
        "largest": largest,
        "exponential": exponential,
        "total": total,
        "weight": exponential / total,
    }


def _as_mask(mask: ArrayLike | None, shape: tuple[int, int, int]) -> Bools | None:
    """(1, B, S) or (T, B, S); None if everything may be seen."""
    if mask is None:
        return None
    _, B, S = shape
    array = np.asarray(mask)
    if array.dtype != np.bool_ or array.shape not in ((S, B), shape):
        raise ValueError(
            f"mask must be bools of shape (S, B) = {(S, B)} or (T, B, S) = {shape}; "
            f"got {array.dtype} {array.shape}."
        )
    seen: Bools = array.T[None] if array.ndim == 2 else array
    if not seen.any(axis=2).all():
        raise ValueError("mask must leave each query at least one position to attend to.")
    return None if seen.all() else seen


def _as_temperature(temperature: ArrayLike, B: int) -> Array:
    tau = as_float_array(temperature, "temperature")
    if tau.shape not in ((), (B,)) or not (tau > 0).all():
        raise ValueError(
            f"temperature must be above 0, one or (B,) = {(B,)} of them; got {tau.tolist()}."
        )
    return np.broadcast_to(tau, (B,))


def _as_held(
    held: ArrayLike | None, mask: Bools | None, shape: tuple[int, int, int]
) -> tuple[Array | None, Bools]:
    """The held rows, and (T, B) which rows are held."""
    if held is None:
        return None, np.zeros(shape[:2], dtype=np.bool_)
    fixed = as_float_array(held, "held")
    require_shape(fixed, shape, "held", "(T, B, S)")
    is_held = np.asarray(np.isfinite(fixed).all(axis=2))
    rows = fixed[is_held]
    unseen = np.zeros(1) if mask is None else np.where(mask, 0.0, fixed)[is_held]
    if (rows < 0).any() or (np.abs(rows.sum(axis=1) - 1.0) > 1e-9).any() or unseen.any():
        raise ValueError(
            "a held row must be ≥ 0, sum to 1 and be 0 where masked; "
            f"got rows with sums {np.unique(rows.sum(axis=1).round(3)).tolist()[:5]}."
        )
    return fixed, is_held
