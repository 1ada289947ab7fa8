"""What arrives at each hidden state on the way back: from its own loss, and from later steps.

∂L/∂h_t = ∂L_t/∂h_t + (what step t + 1 sends back)
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.influence import sizes
from core.sequence import Grads


@dataclass(frozen=True)
class Arrivals:
    """The two parts of ∂L/∂h_t, each (T, B, H); `carried` is zero at the last step."""

    own: Array
    carried: Array


def arrivals(grads: Grads) -> Arrivals:
    """Split the gradient of every hidden state by where it came from."""
    own = grads.injected["h"]
    with np.errstate(all="ignore"):
        return Arrivals(own, grads["h"] - own)


def gradient_sizes(grads: Grads) -> dict[str, Array]:
    """‖∂L/∂·‖ of each state by its name, and as "a" of all pre-activations together: (T, B)."""
    found = {name: sizes(grads[name]) for name in grads.trace.cell.state}
    return {**found, "a": sizes(grads.d_pre)}
