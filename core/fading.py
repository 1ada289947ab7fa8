"""How much of a gradient is left after d steps, in fresh networks: what the page's sliders sweep.

    reach_d = ‖∂h_d/∂h_0‖    the largest factor by which d steps stretch a gradient on its way
                             from h_d back to h_0 (largest singular value)

All networks read the same seeded noise. Each recurrent block of each is scaled to one spectral
radius ρ, so that the radius is a dial: the batch axis runs over its places, or over those of the
forget bias. For the RNN with the largest slope of its activation, theory says

    reach_d ≤ (σ_max(W) · max φ')^d          a bound, for every d
    (ρ(W) · max φ')^d                        the rate at which it goes in the long run if all
                                             slopes were the largest; no bound for every d

Source: Pascanu, Mikolov & Bengio, ICML 2013, section 2.
    P places of a slider, n distances
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.activations import ACTIVATIONS
from core.arrays import Array, Ints, Params, frozen
from core.cells import GRU, LSTM, Cell, VanillaRNN
from core.flow import bounds, largest, scaled_to_radius, with_bias_input
from core.influence import magnitude, sizes
from core.initial import with_forget_bias
from core.sequence import forward
from core.tangents import Tangents, tangents
from core.trace import Trace

LONGEST, INPUTS = 200, 4  # steps; entries of x_t
RADII = (
    *(k / 10 for k in range(8)),
    *(k / 20 for k in range(16, 26)),
    *(k / 10 for k in range(13, 20)),
    *(2 + k / 4 for k in range(5)),
    3.5,
    4.0,
)  # fmt: skip  finer around 1
BIASES = tuple(k / 2 for k in range(-4, 11))
LENGTHS = (*range(10, 101, 10), *range(120, LONGEST + 1, 20))
REACHES = (60, LONGEST)  # steps that are computed: few answer sooner, and most questions need few
_DISTANCES = (*range(21), *range(22, 61, 2), *range(65, 101, 5), *range(110, LONGEST + 1, 10))
MEASURES = ("h", "c", "loss")
GATED = ("lstm", "lstm-peephole")
KEPT = 256  # families of curves that a server remembers
TINY = -250.0  # a zero that comes after a power below this one is an underflow

RUNS_ON, ZERO, UNDERFLOW, OVERFLOW = range(4)


def distances(steps: int) -> tuple[int, ...]:
    """The distances at which a run of so many steps is measured."""
    return tuple(d for d in _DISTANCES if d <= steps)


@dataclass(frozen=True)
class Setup:
    """Which fresh networks, and what they read.

    activation  of the plain RNN; the other cells have their own
    scale       of the input: x_t is standard normal times it
    """

    activation: str = "tanh"
    hidden_size: int = 16
    seed: int = 1
    scale: float = 1.0

    def cell(self, name: str) -> Cell:
        """The cell called rnn, lstm, lstm-peephole or gru; KeyError for another name."""
        return {
            "rnn": VanillaRNN(self.activation),
            "lstm": LSTM(),
            "lstm-peephole": LSTM(peephole=True),
            "gru": GRU(),
        }[name]

    def inputs(self) -> Array:
        """(LONGEST, 1, INPUTS); a shorter sequence is its beginning."""
        rng = np.random.default_rng((self.seed, 0))
        return self.scale * rng.standard_normal((LONGEST, 1, INPUTS))

    def params(self, name: str) -> Params:
        """Fresh parameters, each recurrent block at spectral radius 1; forget bias 0."""
        cell = self.cell(name)
        params = cell.init(INPUTS, self.hidden_size, np.random.default_rng((self.seed, 1)))
        params = scaled_to_radius(cell, params, 1.0)
        return with_forget_bias(cell, params, 0.0) if name in GATED else params

    def run(self, name: str, radii: Sequence[float], biases: Sequence[float], steps: int) -> Trace:
        """One copy for each pair of radius and forget bias, (P,) both; no bias without a gate."""
        cell, params, x = self.cell(name), self.params(name), self.inputs()[:steps]
        if name in GATED:
            params, x = with_bias_input(cell, params, x, "f", biases)
        else:
            x = np.broadcast_to(x, (steps, len(radii), INPUTS))
        return forward(cell, params, x, gain=radii)

    def direction(self) -> Array:
        """v (H,), of length 1: the loss of a step is L = v · h."""
        v = np.random.default_rng((self.seed, 2)).standard_normal(self.hidden_size)
        return np.asarray(v / np.sqrt(v @ v))


@dataclass(frozen=True)
class Curves:
    """What is left at each of `distances` of a run's steps, at P places of a slider.

    powers  (P, n): log10; -∞ for an exact 0, ∞ or NaN past what float64 holds
    ends    (P, 2): RUNS_ON, ZERO, UNDERFLOW or OVERFLOW, and the distance at which that begins
    """

    powers: Array
    ends: Ints


def by_radius(setup: Setup, name: str, bias: float, measure: str, steps: int) -> Curves:
    """At every place of RADII; `bias` is the LSTMs' forget bias.

    measure  h: ‖∂h_d/∂h_0‖; c: ‖∂c_d/∂c_0‖ of a cell that has c; loss: ‖∂L/∂h_0‖, L = v · h_d
    """
    return _by_radius(setup, name, bias if name in GATED else 0.0, _measured(name, measure), steps)


def by_bias(setup: Setup, name: str, radius: float, measure: str, steps: int) -> Curves:
    """At every place of BIASES, at one spectral radius; for the LSTMs."""
    return _by_bias(setup, name, radius, _measured(name, measure), steps)


def left(setup: Setup, name: str, radius: float, bias: float, measure: str, distance: int) -> float:
    """log10 of what one network alone leaves at one distance."""
    trace = setup.run(name, [radius], [bias], distance)
    size, _ = _left(setup, trace, _measured(name, measure), (distance,))
    return float(magnitude(size)[0, 0])


def _measured(name: str, measure: str) -> str:
    return "h" if measure == "c" and name not in GATED else measure


@lru_cache(maxsize=KEPT)
def _by_radius(setup: Setup, name: str, bias: float, measure: str, steps: int) -> Curves:
    trace = setup.run(name, RADII, [bias] * len(RADII), steps)
    return _curves(setup, trace, measure)


@lru_cache(maxsize=KEPT)
def _by_bias(setup: Setup, name: str, radius: float, measure: str, steps: int) -> Curves:
    trace = setup.run(name, [radius] * len(BIASES), BIASES, steps)
    return _curves(setup, trace, measure)


def _curves(setup: Setup, trace: Trace, measure: str) -> Curves:
    size, found = _left(setup, trace, measure, distances(trace.T))
    powers = magnitude(size).T
    ends = _ends(powers, found.zero, found.overflowed)
    ends.setflags(write=False)
    return Curves(frozen(powers), ends)


def _left(setup: Setup, trace: Trace, measure: str, steps: Sequence[int]) -> tuple[Array, Tangents]:
    """What is left at each of `steps`, (n, P), and the Jacobians that say so."""
    found = tangents(trace, "c" if measure == "c" else "h", steps)
    with np.errstate(all="ignore"):
        loss = measure == "loss"
        return (sizes(setup.direction() @ found.J) if loss else largest(found.J)), found


def _ends(powers: Array, zero: Ints, overflowed: Ints) -> Ints:
    finite = np.where(np.isfinite(powers), powers, np.inf).min(axis=1)
    kind = np.where(zero > 0, np.where(finite < TINY, UNDERFLOW, ZERO), RUNS_ON)
    kind = np.where(overflowed > 0, OVERFLOW, kind)
    return np.stack([kind, np.where(overflowed > 0, overflowed, zero)], axis=1)


@lru_cache(maxsize=KEPT)
def theory(setup: Setup, steps: int) -> Array:
    """log10 of both theoretical curves of the RNN at every place of RADII, (P, 2, n): the bound
    by the largest singular value, and the rate by the spectral radius."""
    slope = ACTIVATIONS[setup.activation].max_slope
    W = setup.params("rnn")["W_h"][0]
    return frozen(np.array([bounds(W, slope * radius, distances(steps)) for radius in RADII]))
