"""What every trained network is: a recurrent cell with its parameters, and a readout.

Letter models (`core.language`) and task models (`core.tasks.model`) add what they read; training
and model files work on either.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Params
from core.cells import Cell
from core.readout import Loss
from core.sequence import Trace

State = Mapping[str, ArrayLike]


@dataclass(frozen=True)
class Pass:
    """One pass over a batch: what the cell did, what it predicted and how wrong that was."""

    trace: Trace
    loss: Loss

    @property
    def logits(self) -> Array:
        """(T, B, K): what the readout makes of each state."""
        return self.loss.logits

    @property
    def probabilities(self) -> Array:
        """(T, B, K): each step's prediction; for squared error the predicted values."""
        return self.loss.prediction


@dataclass(frozen=True)
class Network(ABC):
    """A cell, its parameters and the readout's V (H, K) and c (K,)."""

    cell: Cell
    params: Params
    readout: Params

    @abstractmethod
    def read(
        self,
        given: Any,
        initial: State | None = None,
        clamp: State | None = None,
        mean: bool = False,
    ) -> Pass:
        """Read a batch: the loss is the sum over all answers, or with `mean` the mean."""

    @property
    def hidden_size(self) -> int:
        return int(self.params["W_x"].shape[-1])

    @property
    def parameter_count(self) -> int:
        return sum(a.size for a in (*self.params.values(), *self.readout.values()))

    def check(self, input_size: int, output_size: int, what: str) -> None:
        """Raise ValueError unless cell and readout fit each other and these sizes."""
        _, D, H = self.cell.check_params(self.params)
        if input_size != D:
            raise ValueError(f"the cell must read {what}; its W_x has D = {D}.")
        if set(self.readout) != {"V", "c"}:
            raise ValueError(f"readout must hold V and c; got {', '.join(sorted(self.readout))}.")
        wanted = ((H, output_size), (output_size,))
        got = (np.shape(self.readout["V"]), np.shape(self.readout["c"]))
        if got != wanted:
            raise ValueError(
                f"readout must have V {wanted[0]} and c {wanted[1]}; got {got[0]}, {got[1]}."
            )
