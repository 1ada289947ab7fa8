"""The loss over all (w, b) of a window: a plateau, a plateau, and a wall between them.

The wall stands where the start h_0 is a fixed point of the step, b = σ⁻¹(h_0) - w h_0: on its one
side the state runs up, on its other side down, and the longer the sequence the less it takes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from core.arrays import Array
from core.cliff.network import START, Run, run

LENGTHS = (10, 25, 50)  # steps of a sequence

# The window. Its places step along the wall, whose slope is -h_0 = -0.6: three steps of b go with
# two of w, so that places on the wall are places of the grid.
W = np.round(4.0 + 0.025 * np.arange(121), 3)
B = np.round(-3.975 + 0.03 * np.arange(80), 3)
EVERY = (2, 4)  # a point can be put on every second b and every fourth w


@dataclass(frozen=True)
class Surface:
    """What the window holds for sequences of one length.

    loss   (80, 121): L over b (rows, from below) and w
    nodes  the places where a point can be put, b by w: run, gradients and all
    """

    steps: int
    loss: Array
    nodes: Run

    @property
    def w(self) -> Array:
        """(31,) places of a point along w."""
        return W[:: EVERY[1]]

    @property
    def b(self) -> Array:
        """(40,) places of a point along b."""
        return B[:: EVERY[0]]

    def nearest(self, w: float, b: float) -> tuple[int, int]:
        """(column, row) of the place nearest to a point."""
        return int(np.abs(self.w - w).argmin()), int(np.abs(self.b - b).argmin())


@cache
def surface(steps: int) -> Surface:
    """The window for sequences of so many steps; the same for everybody."""
    return Surface(
        steps,
        run(W[None, :], B[:, None], steps).loss,
        run(W[None, :: EVERY[1]], B[:: EVERY[0], None], steps),
    )


def wall(w: float) -> float:
    """The b at which h_0 is a fixed point for this w: the middle of the wall."""
    return float(np.log(START / (1.0 - START)) - w * START)
