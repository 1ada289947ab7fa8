"""What saturation does to a gradient: the states of the plain RNN and the slopes behind them.

On its way back through a unit a gradient is multiplied by φ'(a), which follows from h = φ(a): for
tanh it is 1 - h². A unit near its limits passes on next to nothing. Here are all steps and units
of one run, at every spectral radius.

    saturated  slope below 1 - 0.97² of the largest: |h| > 0.97 for tanh, h outside of
               0.015…0.985 for σ; for ReLU, a unit that is off, slope 0
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from core.activations import ACTIVATIONS
from core.arrays import Array, frozen
from core.fading import KEPT, RADII, Setup

NEAR_LIMIT = 0.97
BINS = 40
DECADES = (-4, 8)  # of |h| where φ has no limits


@dataclass(frozen=True)
class Slopes:
    """Shares of all steps and units, at every place of RADII.

    h          (P, bins) shares of h, or of |h| decade by decade where φ is unbounded
    edges      (bins + 1,) of h; with decades log10 |h|, the first bin for 0 and all below the
               lowest decade, the last for all above the highest and what is not finite
    slope      (P, BINS) shares of φ'(a), from 0 to the largest slope
    saturated  (P,) share as defined above
    mean       (P,) mean slope
    typical    (P,) log10 of their geometric mean
    product    (P,) log10 of as many typical slopes as there are steps, multiplied
    """

    h: Array
    edges: Array
    decades: bool
    slope: Array
    steepest: float
    saturated: Array
    mean: Array
    typical: Array
    product: Array


@lru_cache(maxsize=KEPT)
def slopes(setup: Setup, steps: int) -> Slopes:
    """Of the RNN over its first `steps` steps."""
    trace = setup.run("rnn", RADII, [0.0] * len(RADII), steps)
    phi = ACTIVATIONS[setup.activation]
    h, slope = (
        array.swapaxes(0, 1).reshape(len(RADII), -1) for array in (trace["h"], trace.slope("h"))
    )
    bounded = bool(np.isfinite([phi.low, phi.high]).all())
    limit = (1 - NEAR_LIMIT**2) * phi.max_slope
    with np.errstate(all="ignore"):
        seen = h if bounded else np.log10(np.abs(h))
        logs = np.log10(slope)
    low, high = (phi.low, phi.high) if bounded else (DECADES[0] - 1, DECADES[1] + 1)
    bins = BINS if bounded else high - low
    edges = np.linspace(low, high, int(bins) + 1)
    seen = np.clip(np.where(np.isnan(seen), np.inf, seen), low, high)
    return Slopes(
        frozen(_shares(seen, edges)),
        edges,
        not bounded,
        frozen(_shares(slope, np.linspace(0, phi.max_slope, BINS + 1))),
        phi.max_slope,
        (slope < limit).mean(axis=1),
        slope.mean(axis=1),
        logs.mean(axis=1),
        logs.mean(axis=1) * trace.T,
    )


def steepest(activation: str, steps: int) -> float:
    """log10 of as many of the largest slopes of an activation as there are steps, multiplied."""
    return float(steps * np.log10(ACTIVATIONS[activation].max_slope))


def _shares(values: Array, edges: Array) -> Array:
    """(P, N) values within evenly spaced edges (n + 1,) → (P, n) shares of each row."""
    bins = len(edges) - 1
    place = (values - edges[0]) / (edges[-1] - edges[0]) * bins
    # A value on an edge belongs above it, whatever rounding made of it; the last edge below.
    place = np.clip(np.floor(place + 1e-9), 0, bins - 1).astype(np.intp)
    place += np.arange(len(values))[:, None] * bins
    counts = np.bincount(place.ravel(), minlength=len(values) * bins)
    return np.asarray(counts.reshape(len(values), bins) / values.shape[1])
