"""Gradient descent on the cliff by three rules, for many learning rates and limits at once.

    without    (w, b) ← (w, b) - η g
    by norm    g is shrunk to ‖g‖ = limit where it is longer: its direction stays
    by value   each of its two parts is cut to ±limit: its direction may change

The rules are those of core.optimizers, here with η and limit that differ along the batch (a test
compares them).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, as_float_array
from core.cliff.network import run

RULES = ("without", "norm", "value")
_EPSILON = 1e-6  # of clip_by_norm


@dataclass(frozen=True)
class Steps:
    """One update from each of many places (…), by each rule: the last axis but one of `change`.

    norm    (…, 3): ‖g‖, the same for each rule
    factor  (…): what clipping by norm multiplies g with, 1 where it is within the limit
    left    (…, 3, 2): what each rule leaves of g
    change  (…, 3, 2): what is added to w and to b
    length  (…, 3): of the change
    angle   (…, 3): degrees between the change and -g; NaN where either is zero
    to      (…, 3, 2): w and b afterwards
    """

    norm: Array
    factor: Array
    left: Array
    change: Array
    length: Array
    angle: Array
    to: Array


@dataclass(frozen=True)
class Paths:
    """Descent of K runs by each rule; index 0 of the steps is the start.

    at (n + 1, K, 3, 2): w and b; loss, norm, length, angle (n + 1, K, 3): the loss there, ‖g‖
    there, and the length and the turn of the step that is taken from there.
    """

    at: Array
    loss: Array
    norm: Array
    length: Array
    angle: Array

    @property
    def rows(self) -> Array:
        """(K, 3, n + 1, 6): w, b, loss, norm, length, angle, run by run and rule by rule."""
        rest = np.stack([self.loss, self.norm, self.length, self.angle], axis=-1)
        return np.moveaxis(np.concatenate([self.at, rest], axis=-1), 0, 2)


def factor_of(norm: Array, limit: Array) -> Array:
    """What clipping by norm multiplies a gradient of length `norm` with."""
    return np.minimum(1.0, limit / (norm + _EPSILON))


def clipped(g: Array, limit: Array) -> Array:
    """A gradient g (…, 3, 2), one copy a rule, as each rule leaves it; limit (…)."""
    out = g.copy()
    norm = np.hypot(g[..., 1, 0], g[..., 1, 1])
    out[..., 1, :] *= factor_of(norm, limit)[..., None]
    out[..., 2, :] = np.clip(g[..., 2, :], -limit[..., None], limit[..., None])
    return out


def steps_from(
    w: ArrayLike, b: ArrayLike, g: ArrayLike, rate: ArrayLike, limit: ArrayLike
) -> Steps:
    """One update by each rule from w, b (…), with gradient g (…, 2) there.

    rate, limit  broadcastable to (…); ValueError if one is not above 0
    """
    g = as_float_array(g, "g")
    copies = np.broadcast_to(g[..., None, :], (*g.shape[:-1], len(RULES), 2))
    here = np.stack(np.broadcast_arrays(as_float_array(w, "w"), as_float_array(b, "b")), axis=-1)
    here = np.broadcast_to(here[..., None, :], copies.shape)
    return _steps(here, copies, *_checked(rate, limit, g.shape[:-1]))


def descend(
    w: float, b: float, steps: int, rate: ArrayLike, limit: ArrayLike, updates: int
) -> Paths:
    """`updates` updates from one point, for K learning rates and limits side by side.

    steps        of the sequence
    rate, limit  (K,) or broadcastable to it; ValueError if one is not above 0
    """
    rate, limit = _checked(rate, limit, np.broadcast_shapes(np.shape(rate), np.shape(limit)))
    at = np.empty((updates + 1, *rate.shape, len(RULES), 2))
    loss, norm, length, angle = (np.empty(at.shape[:-1]) for _ in range(4))
    at[0] = (w, b)
    with np.errstate(all="ignore"):
        for k in range(updates + 1):
            found = run(at[k, ..., 0], at[k, ..., 1], steps)
            g = np.stack([found.d_w, found.d_b], axis=-1)
            step = _steps(at[k], g, rate, limit)
            loss[k], norm[k], length[k], angle[k] = found.loss, step.norm, step.length, step.angle
            if k < updates:
                at[k + 1] = step.to
    return Paths(at, loss, norm, length, angle)


def _steps(here: Array, g: Array, rate: Array, limit: Array) -> Steps:
    """here, g (…, 3, 2): where each rule stands and the gradient there."""
    with np.errstate(all="ignore"):
        left = clipped(g, limit)
        change = -rate[..., None, None] * left
        length, norm = np.hypot(*np.moveaxis(change, -1, 0)), np.hypot(*np.moveaxis(g, -1, 0))
        factor = factor_of(norm[..., 1], limit)
        return Steps(norm, factor, left, change, length, turn(change, -g), here + change)


def turn(a: Array, b: Array) -> Array:
    """Degrees between vectors a and b (…, 2), 0 to 180; NaN where one is zero or not finite.

    Both are brought to length 1 first, so that no product of theirs overflows or vanishes.
    """
    with np.errstate(all="ignore"):
        a, b = (v / np.abs(v).max(axis=-1, keepdims=True) for v in (a, b))
        cross = a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]
        degrees = np.degrees(np.abs(np.arctan2(cross, (a * b).sum(axis=-1))))
    return np.asarray(degrees)


def _checked(rate: ArrayLike, limit: ArrayLike, shape: tuple[int, ...]) -> tuple[Array, Array]:
    found = []
    for name, value in (("rate", rate), ("limit", limit)):
        array = as_float_array(value, name)
        if not (array > 0).all():
            raise ValueError(f"{name} must be above 0; got {array.min()}.")
        found.append(np.broadcast_to(array, shape))
    return found[0], found[1]
