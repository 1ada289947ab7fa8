"""One step of gradient descent, taken apart: what each use adds to ∂L/∂W, and what a step does.

    ∂L/∂W = Σ_t fed_t ⊗ ∂L/∂a_t        θ ← θ - η ∂L/∂θ

fed_t is what W multiplies at step t. Source: Werbos, "Backpropagation through time", Proc. IEEE
78 (1990); Goodfellow, Bengio & Courville, Deep Learning (2016), equations 10.22-10.28.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Params, as_float_array
from core.formula import Factor, Value
from core.readout import Loss, loss
from core.sequence import Grads, Trace, forward


def uses(grads: Grads, param: str) -> Array:
    """What the use at each step adds to ∂L/∂(param), summed over the batch: (T, *its shape).

    param  one that every gate has a block of: W_x, W_h or b
    Raises ValueError for another one.
    """
    trace, known = grads.trace, ("W_x", "W_h", "b")
    if param not in known:
        raise ValueError(f"param must be one of {', '.join(known)}; got {param!r}.")
    blocks = []
    with np.errstate(all="ignore"):
        for block in range(len(trace.cell.gates)):
            factor, receiver = trace.cell.param_use(param, block)
            fed = fed_to(trace, factor)
            blocks.append(fed.swapaxes(1, 2) @ grads[receiver])
    return np.stack(blocks, axis=1)


def gathered(added: Array) -> Array:
    """The sum as the sweep back finds it: entry t is Σ_{k ≥ t} of what the uses add (T, …)."""
    with np.errstate(all="ignore"):
        return np.asarray(np.cumsum(added[::-1], axis=0)[::-1])


@dataclass(frozen=True)
class Descent:
    """Steps of several sizes from the same weights along the same gradient.

    rates   (N,) η            steps (N, T, B): L_t with the weights after each
    before  L before the step; after (N,): L after it, ∞ or NaN where it overflowed
    """

    rates: Array
    before: float
    steps: Array

    @property
    def after(self) -> Array:
        with np.errstate(all="ignore"):
            return np.asarray(self.steps.sum(axis=(1, 2)))

    @property
    def right(self) -> Array:
        """(N, T, B): the probability of the right output after each, 1 where no loss is taken."""
        with np.errstate(all="ignore"):
            return np.asarray(np.exp(-self.steps))

    @property
    def best(self) -> int:
        """Which η leaves the smallest loss of these; the first, if none is finite."""
        return int(np.argmin(np.where(np.isfinite(self.after), self.after, np.inf)))

    @property
    def rises(self) -> int | None:
        """The first η beyond the best one after which the loss is larger than before, or not
        finite; None if there is none."""
        worse = ~(self.after <= self.before)
        later = np.flatnonzero(worse[self.best :])
        return int(self.best + later[0]) if later.size else None


def descent(
    grads: Grads, readout: Params, taken: Loss, rates: ArrayLike, at: str = "every step"
) -> Descent:
    """Take θ - η ∂L/∂θ for every η in `rates` (N,), all parameters and the readout alike, and
    run the same sequences with it.

    grads, taken  of the pass from which the steps go
    Raises ValueError if a rate is negative or not finite, or if a gate is held: what a step is
    to do then is another question.
    """
    eta = as_float_array(rates, "rates")
    if eta.ndim != 1 or not eta.size or not (np.isfinite(eta) & (eta >= 0)).all():
        raise ValueError(f"rates must be finite numbers of at least 0, (N,); got {rates!r}.")
    trace = grads.trace
    if trace.held is not None:
        raise ValueError("grads must be of a pass in which no gate is held; got one with a clamp.")
    steps = np.empty((eta.size, trace.T, trace.B))
    for n, rate in enumerate(eta.tolist()):
        run = forward(
            trace.cell, moved(trace.params, grads.params, rate), trace.x,
            {name: rows[0] for name, rows in trace.rows.items()}, trace.lengths,
        )  # fmt: skip
        after = moved(readout, taken.params, rate)
        steps[n] = loss(after, run["h"], taken.targets, taken.kind, at, trace.lengths).steps
    return Descent(eta, taken.value, steps)


def moved(params: Params, gradient: Params, rate: float) -> Params:
    """θ - η ∂L/∂θ for every parameter."""
    with np.errstate(all="ignore"):
        return {name: value - rate * gradient[name] for name, value in params.items()}


def relative_steps(param: Array, gradient: Array, rates: ArrayLike) -> Array:
    """‖η ∂L/∂θ‖ / ‖θ‖, the share by which a step of each size changes a parameter: (N,)."""
    eta = as_float_array(rates, "rates")
    with np.errstate(all="ignore"):
        return np.asarray(eta * (np.linalg.norm(gradient) / np.linalg.norm(param)))


def stepped(param: Array, gradient: Array, rates: ArrayLike) -> Array:
    """One parameter after a step of each size: (N, *its shape)."""
    eta = as_float_array(rates, "rates")
    with np.errstate(all="ignore"):
        return np.asarray(param - np.multiply.outer(eta, gradient))


def fed_to(trace: Trace, factor: Factor) -> Array:
    """(T, B, R): what a parameter multiplies; R = 1 for one that is added as it is."""
    if not isinstance(factor, Value):
        return np.ones((trace.T, trace.B, 1))
    if factor.name == "x":
        return trace.x
    return trace.prev(factor.name) if factor.shift else trace[factor.name]
