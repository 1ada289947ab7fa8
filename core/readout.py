"""From hidden states to predictions and losses.

    y_t = c + V h_t        ŷ_t = softmax(y_t)        L_t = -log ŷ_t[target]   (cross-entropy)
                                                     L_t = ½ Σ_k (y_t - target)²  (squared error)

Source: Goodfellow, Bengio & Courville, Deep Learning (2016), equations 10.10-10.18.
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
    as_lengths,
    frozen,
    outer_sum,
    require_shape,
)

LOSSES = ("cross-entropy", "squared error")


def init_readout(hidden_size: int, output_size: int, rng: np.random.Generator) -> Params:
    """Fresh V (H, K), uniform in ±1/√H, and c (K,), zero."""
    bound = 1.0 / np.sqrt(hidden_size)
    return {"V": rng.uniform(-bound, bound, (hidden_size, output_size)), "c": np.zeros(output_size)}


def logits(readout: Params, h: Array) -> Array:
    """y = c + V h for h (…, H): (…, K)."""
    with np.errstate(all="ignore"):
        return h @ readout["V"] + readout["c"]


def softmax(y: Array) -> Array:
    """exp(y) / Σ exp(y) over the last axis, shifted by the maximum so that exp cannot overflow."""
    with np.errstate(all="ignore"):
        shifted = np.exp(y - y.max(axis=-1, keepdims=True))
        return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))


def log_softmax(y: Array) -> Array:
    """log softmax(y) over the last axis, without forming the softmax."""
    with np.errstate(all="ignore"):
        shifted = y - y.max(axis=-1, keepdims=True)
        return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)))


@dataclass(frozen=True)
class Loss:
    """A loss and its gradients.

    value        Σ of `steps`
    steps        (T, B) L_t, zero where no loss is taken
    logits       (T, B, K) y_t            prediction (T, B, K): ŷ_t, or y_t for squared error
    d_logits     (T, B, K) ∂L/∂y_t        d_h (T, B, H): ∂L_t/∂h_t, ready for `backward`
    params       {"V": (H, K), "c": (K,)}: ∂L/∂V, ∂L/∂c
    """

    kind: str
    value: float
    steps: Array
    logits: Array
    prediction: Array
    targets: Array
    d_logits: Array
    d_h: Array
    params: Params

    @property
    def so_far(self) -> Array:
        """(T, B): Σ of L up to each step."""
        with np.errstate(all="ignore"):
            return np.asarray(self.steps.cumsum(axis=0))


def loss(
    readout: Params,
    h: Array,
    targets: ArrayLike,
    kind: str = "cross-entropy",
    at: str = "every step",
    lengths: ArrayLike | None = None,
    weight: float = 1.0,
) -> Loss:
    """Loss of the predictions from h (T, B, H), with its gradients.

    targets  cross-entropy: class numbers (T, B), negative = no loss there;
             squared error: values (T, B, K), NaN = no loss there
    at       "every step", or "last step": each sequence's own last
    lengths  (B,): no loss past a sequence's end
    weight   factor on every L_t (1/number of terms makes the sum a mean)
    Raises ValueError that says what was expected and what came.
    """
    if kind not in LOSSES:
        raise ValueError(f"kind must be one of {', '.join(LOSSES)}; got {kind!r}.")
    h = as_float_array(h, "h")
    if h.ndim != 3:
        raise ValueError(f"h must have shape (T, B, H); got {h.shape}.")
    T, B, H = h.shape
    if readout["V"].ndim != 2 or readout["V"].shape[0] != H:
        raise ValueError(f"V must have shape (H, K) with H = {H}; got {readout['V'].shape}.")
    K = readout["V"].shape[1]
    require_shape(readout["c"], (K,), "c", "(K,)")
    taken = _steps_taken(T, B, at, lengths)
    y = logits(readout, h)
    target = as_float_array(targets, "targets")
    if kind == "cross-entropy":
        require_shape(target, (T, B), "targets", "(T, B)")
        if not np.all((target < K) & (target == np.floor(target))):
            raise ValueError(f"targets must be class numbers below K = {K}; got {target.max():g}.")
        taken &= target >= 0
        classes = np.where(taken, target, 0).astype(np.intp)
        one_hot = np.eye(K)[classes]
        prediction = softmax(y)
        steps = -np.take_along_axis(log_softmax(y), classes[..., None], axis=-1)[..., 0]
        with np.errstate(all="ignore"):
            d_y = prediction - one_hot
    else:
        require_shape(target, (T, B, K), "targets", "(T, B, K)")
        known = ~np.isnan(target)
        prediction = y
        with np.errstate(all="ignore"):
            d_y = np.where(known, y - np.where(known, target, 0.0), 0.0)
            steps = 0.5 * (d_y * d_y).sum(axis=-1)
    with np.errstate(all="ignore"):
        steps = np.where(taken, weight * steps, 0.0)
        d_y = np.where(taken[..., None], weight * d_y, 0.0)
        value = float(steps.sum())
        d_h = d_y @ readout["V"].T
        params = {"V": outer_sum(h, d_y), "c": d_y.sum(axis=(0, 1))}
    return Loss(
        kind, value, frozen(steps), frozen(y), frozen(prediction), frozen(target),
        frozen(d_y), frozen(d_h), params,
    )  # fmt: skip


def probability_of(prediction: Array, classes: ArrayLike) -> Array:
    """The probability that `prediction` (T, B, K) gives to one class at each step: (T, B).

    classes  (T, B) whole numbers from 0 to K - 1
    Raises ValueError for other shapes or numbers.
    """
    numbers = as_float_array(classes, "classes")
    T, B, K = prediction.shape
    require_shape(numbers, (T, B), "classes", "(T, B)")
    if not np.isin(numbers, np.arange(K)).all():
        raise ValueError(f"classes must be whole numbers from 0 to {K - 1}; got {classes!r}.")
    chosen = np.take_along_axis(prediction, numbers.astype(np.intp)[..., None], axis=-1)
    return np.asarray(chosen[..., 0])


def _steps_taken(T: int, B: int, at: str, lengths: ArrayLike | None) -> Bools:
    """(T, B) True where a loss is taken."""
    last = np.full(B, T) if lengths is None else as_lengths(lengths, T, B)
    t = np.arange(T)[:, None]
    if at == "every step":
        return np.asarray(t < last)
    if at == "last step":
        return np.asarray(t == last - 1)
    raise ValueError(f"at must be 'every step' or 'last step'; got {at!r}.")
