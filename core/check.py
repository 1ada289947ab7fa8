"""Is the gradient right? Three ways to ask, none of which trusts the backward pass.

    quotients   (L(w + ε) - L(w - ε)) / 2ε for one weight and many ε: the centred difference
    along       the same for all weights at once, in one random direction v: v·∇L
    every       the same for every weight, one after another

The error of a centred difference has two parts. Taylor's series leaves L'''(w) ε² / 6 + …, which
falls with ε; and each loss is rounded to a double, about |L| 2⁻⁵³, which the division by 2ε makes
large again as ε falls. Source: Nocedal & Wright, Numerical Optimization (2006), section 8.1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Params
from core.cells import Cell
from core.readout import Loss, loss
from core.sequence import backward, forward

EPSILONS = tuple(10.0 ** (k / 4 - 12) for k in range(45))  # 1e-12 … 1e-1
USUAL_PLACE = 28
USUAL = EPSILONS[USUAL_PLACE]  # 1e-5: near the cube root of 2⁻⁵³, where both errors are alike
ANCHOR = 1e-2
Index = tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """The loss of one batch as a function of its parameters.

    x        (T, B, D)    targets, kind, at: as for `core.readout.loss`
    """

    cell: Cell
    params: Mapping[str, Array]
    readout: Mapping[str, Array]
    x: Array
    targets: ArrayLike
    kind: str = "cross-entropy"
    at: str = "every step"

    def parameters(self) -> Params:
        """All parameters of cell and readout by name."""
        return {**self.params, **self.readout}

    def loss(self, changed: Mapping[str, Array] | None = None) -> float:
        """L, with some parameters replaced."""
        return self._run(changed).value

    def gradient(self) -> Params:
        """∂L/∂(parameter) for all of them, by one backward pass."""
        trace = forward(self.cell, dict(self.params), self.x)
        losses = loss(dict(self.readout), trace["h"], self.targets, self.kind, self.at)
        return {**backward(trace, losses.d_h).params, **losses.params}

    def moved(self, name: str, index: Index, by: float) -> float:
        """L after adding `by` to one weight."""
        array = self.parameters()[name].copy()
        array[index] += by
        return self.loss({name: array})

    def require(self, name: str, index: Index) -> None:
        """Raise ValueError unless there is such a weight."""
        known = self.parameters()
        if name not in known:
            raise ValueError(f"name must be one of {', '.join(known)}; got {name!r}.")
        shape = known[name].shape
        inside = len(index) == len(shape) and all(
            0 <= i < n for i, n in zip(index, shape, strict=True)
        )
        if not inside:
            raise ValueError(f"index must lie inside {name} of shape {shape}; got {index}.")

    def _run(self, changed: Mapping[str, Array] | None) -> Loss:
        new = changed or {}
        params = {name: new.get(name, value) for name, value in self.params.items()}
        readout = {name: new.get(name, value) for name, value in self.readout.items()}
        h = forward(self.cell, params, self.x)["h"]
        return loss(readout, h, self.targets, self.kind, self.at)


@dataclass(frozen=True)
class Quotients:
    """Centred differences of one weight, for E values of ε; arrays are (E,).

    analytic     ∂L/∂w of the backward pass
    plus, minus  L(w + ε), L(w - ε)        estimate  their difference / 2ε
    relative     |estimate - analytic| / max(|estimate|, |analytic|); 0 where both are 0
    rounding     what rounding the losses may do to it: |L| 2⁻⁵³ / (ε max(|estimate|, |analytic|))
    truncation   what is left of Taylor's series: the parabola ∝ ε² through the measurement at
                 the ε nearest to ANCHOR, where it is the larger part of the error
    """

    epsilons: Array
    analytic: float
    plus: Array
    minus: Array
    estimate: Array
    relative: Array
    rounding: Array
    truncation: Array

    @property
    def best(self) -> int:
        """The place of the ε at which both agree best; 0 if none can be compared."""
        known = np.where(np.isfinite(self.relative), self.relative, np.inf)
        return int(known.argmin())


def quotients(
    question: Question, name: str, index: Index, epsilons: Sequence[float] = EPSILONS
) -> Quotients:
    """Compare one weight's gradient with its centred difference at every ε of `epsilons`.

    Raises ValueError for a weight that is not there, or for an ε that is not above 0.
    """
    question.require(name, index)
    if not all(epsilon > 0 for epsilon in epsilons):
        raise ValueError(f"epsilons must be above 0; got {list(epsilons)}.")
    steps = np.array(epsilons)
    analytic = float(question.gradient()[name][index])
    plus = np.array([question.moved(name, index, epsilon) for epsilon in epsilons])
    minus = np.array([question.moved(name, index, -epsilon) for epsilon in epsilons])
    with np.errstate(all="ignore"):
        estimate = (plus - minus) / (2.0 * steps)
        size = np.maximum(np.abs(estimate), abs(analytic))
        rounding = np.abs(plus + minus) / 2.0 * 2.0**-53 / (steps * size)
        relative = relative_error(estimate, analytic)
        anchor = np.abs(np.log(steps / ANCHOR)).argmin()
        truncation = relative[anchor] * (steps / steps[anchor]) ** 2
    return Quotients(steps, analytic, plus, minus, estimate, relative, rounding, truncation)


def relative_error(one: ArrayLike, other: ArrayLike) -> Array:
    """|one - other| / max(|one|, |other|), and 0 where both are 0."""
    a, b = np.asarray(one, dtype=np.float64), np.asarray(other, dtype=np.float64)
    with np.errstate(all="ignore"):
        size = np.maximum(np.abs(a), np.abs(b))
        return np.where(size == 0, 0.0, np.abs(a - b) / np.where(size == 0, 1.0, size))


@dataclass(frozen=True)
class Directional:
    """v·∇L against the centred difference of L along v, a random direction of length 1."""

    analytic: float
    plus: float
    minus: float
    estimate: float
    relative: float
    count: int


def along(question: Question, seed: int, epsilon: float = USUAL) -> Directional:
    """Check all weights at once with two losses; the seed draws the direction."""
    known, rng = question.parameters(), np.random.default_rng(seed)
    v = {name: rng.standard_normal(value.shape) for name, value in known.items()}
    length = np.sqrt(sum(float(np.sum(part * part)) for part in v.values()))
    grads = question.gradient()
    with np.errstate(all="ignore"):
        v = {name: part / length for name, part in v.items()}
        analytic = float(sum(float(np.sum(grads[name] * part)) for name, part in v.items()))
        plus, minus = (
            question.loss({name: value + sign * epsilon * v[name] for name, value in known.items()})
            for sign in (1.0, -1.0)
        )
        estimate = (plus - minus) / (2.0 * epsilon)
    count = sum(value.size for value in known.values())
    relative = float(relative_error(estimate, analytic))
    return Directional(analytic, plus, minus, estimate, relative, count)


@dataclass(frozen=True)
class Every:
    """All weights, one by one.

    analytic, estimate  gradients by name, of the backward pass and of centred differences
    relative            ‖analytic - estimate‖ / ‖analytic‖ over all of them
    worst               (name, index) of the largest relative error of a single weight
    worst_error         that error
    """

    analytic: Params
    estimate: Params
    relative: float
    worst: tuple[str, Index]
    worst_error: float
    count: int


def every(question: Question, epsilon: float = USUAL) -> Iterator[float | Every]:
    """Check each weight for itself: yields how much is done, 0…1, and last the answer."""
    known, analytic = question.parameters(), question.gradient()
    count = sum(value.size for value in known.values())
    estimate = {name: np.zeros(value.shape) for name, value in known.items()}
    done = 0
    for name, value in known.items():
        for index in np.ndindex(value.shape):
            plus, minus = (question.moved(name, index, sign * epsilon) for sign in (1.0, -1.0))
            with np.errstate(all="ignore"):
                estimate[name][index] = (plus - minus) / (2.0 * epsilon)
            done += 1
            if done % 100 == 0:
                yield done / count
    flat = [
        np.concatenate([grads[name].ravel() for name in known]) for grads in (analytic, estimate)
    ]
    errors = {name: relative_error(estimate[name], analytic[name]) for name in known}
    worst = max(known, key=lambda name: float(errors[name].max()))
    index = np.unravel_index(int(errors[worst].argmax()), errors[worst].shape)
    with np.errstate(all="ignore"):
        relative = float(np.linalg.norm(flat[0] - flat[1]) / np.linalg.norm(flat[0]))
    place = (worst, tuple(int(i) for i in index))
    yield Every(analytic, estimate, relative, place, float(errors[worst].max()), count)
