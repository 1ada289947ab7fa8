"""Self-attention: a sequence that asks itself.

    q_t = x_t W_q    k_t = x_t W_k    v_t = x_t W_v        in each of n heads, d numbers each
    weights = softmax over s of q_t · k_s / √d             s ≤ t only, if causal
    head_t = Σ_s weight_ts v_s          output_t = [head 1, …, head n]_t W_o

Nothing says where in the sequence a position stands unless x does. No position waits for
another: all of it is products of whole arrays.

    T positions   B batch   D size of x   n heads   d size of a head   H = n d

Source: Vaswani et al. 2017, equations 1 and section 3.2.2, without biases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import (
    Array,
    Params,
    as_float_array,
    as_lengths,
    frozen,
    outer_sum,
    require_names,
    require_shape,
)
from core.attention.attention import Attention, AttentionGrads, AttentionTrace

PARAMS = ("W_q", "W_k", "W_v", "W_o")


@dataclass(frozen=True)
class SelfTrace:
    """Everything that one self-attention computed; arrays are read-only.

    query, key, value  (T, B, n, d)
    score, weight      (T, B, n, T): from position t, of head n, to position s; weight is 0
                       where it may not look
    head               (T, B, n, d)          output  (T, B, D)
    inner              the same as an `AttentionTrace` whose batch is B · n (head h of sequence b
                       is b · n + h), for `explain_score` and the others
    """

    params: Params
    x: Array
    heads: int
    causal: bool
    inner: AttentionTrace
    output: Array

    def _split(self, array: Array) -> Array:
        T, Bn = array.shape[:2]
        return array.reshape(T, Bn // self.heads, self.heads, *array.shape[2:])

    @property
    def query(self) -> Array:
        return self._split(self.inner.queries)

    @property
    def key(self) -> Array:
        return self._split(self.inner.keys)

    @property
    def value(self) -> Array:
        return self._split(self.inner.values)

    @property
    def score(self) -> Array:
        return self._split(self.inner["score"])

    @property
    def weight(self) -> Array:
        return self._split(self.inner["weight"])

    @property
    def head(self) -> Array:
        return self._split(self.inner["context"])


@dataclass(frozen=True)
class SelfGrads:
    """∂L/∂ of x (T, B, D), of the parameters, and of everything inside (`inner`)."""

    x: Array
    params: Params
    inner: AttentionGrads


@dataclass(frozen=True)
class SelfAttention:
    """Self-attention with some heads; causal: no position looks behind itself.

    Raises ValueError for a number of heads below 1.
    """

    heads: int = 1
    causal: bool = False

    def __post_init__(self) -> None:
        whole = isinstance(self.heads, (int, np.integer)) and not isinstance(self.heads, bool)
        if not whole or self.heads < 1:
            raise ValueError(f"heads must be a whole number of at least 1; got {self.heads!r}.")

    def init(self, input_size: int, hidden_size: int, rng: np.random.Generator) -> Params:
        """Fresh W_q, W_k, W_v (D, H) and W_o (H, D), uniform in ±1/√(rows)."""
        self._check_size(hidden_size)
        shapes = dict.fromkeys(PARAMS[:3], (input_size, hidden_size))
        shapes["W_o"] = (hidden_size, input_size)
        return {
            name: rng.uniform(-1.0, 1.0, shape) / np.sqrt(shape[0])
            for name, shape in shapes.items()
        }

    def forward(self, params: Params, x: ArrayLike, lengths: ArrayLike | None = None) -> SelfTrace:
        """All positions of x (T, B, D) look at all positions, or at those up to their own.

        lengths  (B,): what stands past the end of a shorter sequence is not looked at
        Raises ValueError that says what was expected and what came.
        """
        x = as_float_array(x, "x")
        if x.ndim != 3 or 0 in x.shape:
            raise ValueError(f"x must have shape (T, B, D), none of them 0; got {x.shape}.")
        T, B, D = x.shape
        params, H = self._check_params(params, D)
        q, k, v = (
            (x @ params[name]).reshape(T, B * self.heads, H // self.heads) for name in PARAMS[:3]
        )
        seen = np.ones((T, B, T), dtype=np.bool_)
        if self.causal:
            seen &= np.tri(T, dtype=np.bool_)[:, None]
        if lengths is not None:
            seen &= np.arange(T) < as_lengths(lengths, T, B)[:, None]
        inner = Attention("scaled").forward({}, q, k, v, np.repeat(seen, self.heads, axis=1))
        output = inner["context"].reshape(T, B, H) @ params["W_o"]
        return SelfTrace(params, x, self.heads, self.causal, inner, frozen(output))

    def backward(self, trace: SelfTrace, d_output: ArrayLike) -> SelfGrads:
        """Gradients of everything, given ∂L/∂output (T, B, D)."""
        d_output = as_float_array(d_output, "d_output")
        require_shape(d_output, trace.output.shape, "d_output", "(T, B, D)")
        params, (T, B, _) = trace.params, trace.x.shape
        H = params["W_o"].shape[0]
        heads = trace.inner["context"].reshape(T, B, H)
        d_heads = (d_output @ params["W_o"].T).reshape(trace.inner["context"].shape)
        inner = trace.inner.attention.backward(trace.inner, d_heads)
        found = {"W_o": outer_sum(heads, d_output)}
        d_x = np.zeros_like(trace.x)
        for name, d in (("W_q", inner.queries), ("W_k", inner.keys), ("W_v", inner.values)):
            d_rows = d.reshape(T, B, H)
            found[name] = outer_sum(trace.x, d_rows)
            d_x += d_rows @ params[name].T
        return SelfGrads(frozen(d_x), {name: found[name] for name in PARAMS}, inner)

    def _check_params(self, params: Params, D: int) -> tuple[Params, int]:
        require_names(params, PARAMS, "parameters of self-attention")
        missing = sorted(set(PARAMS) - set(params))
        if missing:
            raise ValueError(f"params of self-attention must also hold {', '.join(missing)}.")
        checked = {name: as_float_array(value, name) for name, value in params.items()}
        H = checked["W_o"].shape[0]
        for name in PARAMS:
            wanted = (H, D) if name == "W_o" else (D, H)
            require_shape(checked[name], wanted, name, "by the sizes of x and the heads")
        self._check_size(H)
        return checked, H

    def _check_size(self, hidden_size: int) -> None:
        if hidden_size % self.heads:
            raise ValueError(
                f"hidden_size must be a multiple of the {self.heads} heads; got {hidden_size}."
            )
