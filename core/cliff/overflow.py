"""How far a state can grow: a linear network runs until its numbers can no longer be written.

h_t = W h_{t-1}, W of a chosen spectral radius. For this network the Jacobian of every step is W,
so that a gradient grows on its way back as the state does on its way forward.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from core.arrays import Array, Ints, frozen
from core.cells import VanillaRNN
from core.sequence import forward

SIZE = 8
LARGEST = {"float32": float(np.finfo(np.float32).max), "float64": float(np.finfo(np.float64).max)}
LOG_LARGEST = {kind: float(np.log10(size)) for kind, size in LARGEST.items()}


@dataclass(frozen=True)
class Growth:
    """Networks that differ only in their radius (R,), run for T steps.

    log_norm  (R, T + 1): log10 of ‖h_t‖, +inf from where it overflowed, -inf where it is zero
    ends      {"float32": (R,), "float64": (R,)}: the first step at which an entry of h_t is beyond
              the largest number of that kind; 0 if there is none
    """

    radii: Array
    log_norm: Array
    ends: dict[str, Ints]


@cache
def weights(seed: int) -> Array:
    """W (SIZE, SIZE), Gaussian, brought to spectral radius 1."""
    W = np.random.default_rng(seed).normal(size=(SIZE, SIZE))
    return frozen(np.asarray(W / np.abs(np.linalg.eigvals(W)).max()))


@cache
def growth(radii: tuple[float, ...], steps: int, seed: int = 0) -> Growth:
    """Run one network a radius forward from the same state of length 1."""
    cell, W, count = VanillaRNN("identity"), weights(seed), len(radii)
    params = {"W_x": np.zeros((1, 1, SIZE)), "W_h": W[None], "b": np.zeros((1, 1, SIZE))}
    x, start = np.zeros((steps, count, 1)), np.full(SIZE, SIZE**-0.5)
    rows = forward(cell, params, x, initial={"h": start}, gain=radii).rows["h"]
    h = rows.swapaxes(0, 1)  # (R, T + 1, SIZE)
    with np.errstate(all="ignore"):
        # From the first entry that is not finite on, nothing that follows is a number.
        largest = np.abs(h).max(axis=-1)
        over = np.maximum.accumulate(~np.isfinite(largest), axis=1)
        scaled = h / np.where(largest > 0, largest, 1.0)[..., None]
        log_norm = np.log10(largest) + np.log10(np.sqrt((scaled**2).sum(axis=-1)))
        log_norm = np.where(over, np.inf, np.where(largest > 0, log_norm, -np.inf))
        ends = {
            kind: np.where((past := over | (largest > top)).any(axis=1), past.argmax(axis=1), 0)
            for kind, top in LARGEST.items()
        }
    return Growth(np.array(radii), frozen(log_norm), ends)
