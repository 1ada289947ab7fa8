"""What the sum behind a gate makes of a memory, and from where on the gate is saturated.

A gate is **saturated** above HIGH and below LOW, as in the models' reports: its slope is then
below LOW · HIGH, of ¼ at most, and what the loss asks of it hardly reaches its weights.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.activations import ACTIVATIONS
from core.arrays import Array, as_float_array
from core.cells import LSTM
from core.sequence import forward

LOW, HIGH = 0.1, 0.9


def sum_at(gate: float) -> float:
    """The pre-activation whose σ is `gate`; ValueError outside of 0…1."""
    if not 0.0 < gate < 1.0:
        raise ValueError(f"gate must lie between 0 and 1; got {gate}.")
    return float(np.log(gate) - np.log1p(-gate))


def steepest() -> float:
    """The slope of σ where it is steepest, at 0."""
    return ACTIVATIONS["sigmoid"].max_slope


def carried(memory: float, gates: ArrayLike) -> Array:
    """c after one LSTM step whose forget gate is held at each of `gates` (P,), and which writes
    nothing. The gates may be any numbers: what a gate below 0 would do is to be seen, too.
    """
    f = as_float_array(gates, "gates")
    cell = LSTM()
    params = {name: np.zeros(shape) for name, shape in cell.param_shapes(1, 1).items()}
    x = np.zeros((1, f.size, 1))
    clamp: dict[str, Array] = {"f": f.reshape(1, -1, 1), "i": np.zeros(1)}
    trace = forward(cell, params, x, initial={"c": memory}, clamp=clamp)
    return trace["c"][0, :, 0]
