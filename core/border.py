"""Where gradients stop fading and begin to explode: over spectral radius and length.

One untrained network a radius, all else alike, reads the same random input. What is measured is
the largest singular value of ∂h_t/∂h_0, by `core.flow.radius_map`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from core.arrays import Array, Ints
from core.cells import GRU, LSTM, Cell, VanillaRNN
from core.flow import measured_rate, radius_map

STEPS = 200
SIZE = 16  # hidden units, and inputs
RADII = tuple(float(f"{r:.3g}") for r in np.geomspace(0.25, 8.0, 61))  # 12 to each doubling
CELLS: dict[str, Cell] = {
    "rnn": VanillaRNN(),
    "lstm": LSTM(),
    "lstm-peephole": LSTM(peephole=True),
    "gru": GRU(),
}


@dataclass(frozen=True)
class Network:
    """Which networks. `activation` counts for the RNN, `forget_bias` for the LSTMs."""

    cell: str = "rnn"
    activation: str = "tanh"
    forget_bias: float = 0.0
    seed: int = 0

    def make(self) -> Cell:
        """The cell; ValueError for an unknown one."""
        if self.cell not in CELLS:
            raise ValueError(f"cell must be one of {', '.join(CELLS)}; got {self.cell!r}.")
        cell = CELLS[self.cell]
        return replace(cell, activation=self.activation) if isinstance(cell, VanillaRNN) else cell


@dataclass(frozen=True)
class Border:
    """A map over RADII and lengths 1 … STEPS.

    log10  (R, T): log10 ‖∂h_t/∂h_0‖, -∞ where it is exactly 0, ∞ or NaN past float64
    lost, gone  (R,): the first length at which it is not finite, or exactly 0; 0 if never
    rate   (R,): what a step multiplies it by, measured over the second half of the steps; NaN
           where fewer than two of them hold a finite number
    crossing  (T,): the smallest radius of RADII at which ‖∂h_t/∂h_0‖ is at least 1; NaN if none is
    """

    log10: Array
    lost: Ints
    gone: Ints
    rate: Array
    crossing: Array

    @property
    def powers(self) -> Array:
        """(R,): log10 of each radius, which is what a step adds in a linear network."""
        return np.log10(RADII)


def border(network: Network, progress: Callable[[float], None] | None = None) -> Border:
    """Measure the map; `progress` is told the share that is done."""
    cell = network.make()
    rng = np.random.default_rng(network.seed)
    params = cell.init(SIZE, SIZE, rng)
    if isinstance(cell, LSTM):
        params["b"][cell.gates.index("f")] += network.forget_bias
    x = rng.normal(size=(STEPS, 1, SIZE))
    found = radius_map(cell, params, x, RADII, progress=progress)
    grown = found.log10 >= 0.0
    crossing = np.where(grown.any(axis=0), np.array(RADII)[grown.argmax(axis=0)], np.nan)
    return Border(found.log10, found.lost, found.gone, measured_rate(found.log10), crossing)
