"""The cells under test with all their options, and random problems for them.

A problem always has random biases and random initial states: with zeros, a wrong bias or a
forgotten initial state would pass every comparison.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import pytest

from core.cells import GRU, LSTM, Cell, VanillaRNN
from core.sequence import Grads, Trace, backward, forward

CELLS = {f"rnn-{phi}": VanillaRNN(phi) for phi in ("tanh", "relu", "sigmoid", "identity")}
for _peephole, _phi, _coupled in product((False, True), ("tanh", "relu"), (False, True)):
    _options = ("peephole" * _peephole, "relu" * (_phi == "relu"), "coupled" * _coupled)
    CELLS["-".join(filter(None, ("lstm", *_options)))] = LSTM(_peephole, _phi, _coupled)
CELLS |= {"gru": GRU(), "gru-reset_after": GRU(reset_after=True)}

every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS.keys())


def cells(*ids: str) -> pytest.MarkDecorator:
    """Parametrise over some of CELLS."""
    return pytest.mark.parametrize("cell", [CELLS[name] for name in ids], ids=ids)


@dataclass(frozen=True)
class Problem:
    """Everything that goes into forward and backward; the loss is linear in the states.

    L = Σ d_h ∗ h over each sequence's own steps + Σ d_final ∗ (state after its last step)
    """

    cell: Cell
    params: dict[str, np.ndarray]
    x: np.ndarray
    initial: dict[str, np.ndarray]
    lengths: np.ndarray | None
    clamp: dict[str, np.ndarray]
    d_h: np.ndarray
    d_final: dict[str, np.ndarray]

    def trace(self) -> Trace:
        return forward(self.cell, self.params, self.x, self.initial, self.lengths, self.clamp)

    def grads(self) -> Grads:
        return backward(self.trace(), self.d_h, self.d_final)

    def losses(self) -> np.ndarray:
        """The loss of each sequence, (B,)."""
        trace = self.trace()
        own = np.where(running(trace)[:, :, None], self.d_h, 0.0)
        result = (own * trace["h"]).sum(axis=(0, 2))
        for name, d_state in self.d_final.items():
            result += (d_state * trace.final(name)).sum(axis=1)
        return result

    def copies(self, n: int) -> Problem:
        """The batch n times over, (T, n·B, ·); all arrays are fresh and may be changed."""

        def many(array: np.ndarray, axis: int) -> np.ndarray:
            return np.concatenate([array] * n, axis=axis)

        return replace(
            self,
            x=many(self.x, 1),
            initial={name: many(array, 0) for name, array in self.initial.items()},
            lengths=None if self.lengths is None else many(self.lengths, 0),
            clamp={name: many(array, 1) for name, array in self.clamp.items()},
            d_h=many(self.d_h, 1),
            d_final={name: many(array, 0) for name, array in self.d_final.items()},
        )


def problem(
    cell: Cell,
    seed: int = 0,
    shape: tuple[int, int, int, int] = (5, 3, 2, 4),
    ragged: bool = False,
    clamped: bool = False,
) -> Problem:
    """A random problem of shape (T, B, D, H).

    ragged: sequences of different lengths, one of them full. clamped: every gate is held at
    about a fifth of all places.
    """
    rng = np.random.default_rng(seed)
    T, B, D, H = shape
    params = cell.init(D, H, rng)
    params = {name: value + rng.normal(0, 0.4, value.shape) for name, value in params.items()}
    lengths = rng.integers(1, T + 1, B) if ragged else None
    if lengths is not None:
        lengths[rng.integers(B)] = T
    clamp = {}
    if clamped:
        for gate in cell.gates:
            clamp[gate] = np.where(
                rng.random((T, B, H)) < 0.2, rng.uniform(0, 1, (T, B, H)), np.nan
            )
    return Problem(
        cell,
        params,
        x=rng.standard_normal((T, B, D)),
        initial={name: rng.standard_normal((B, H)) for name in cell.state},
        lengths=lengths,
        clamp=clamp,
        d_h=rng.standard_normal((T, B, H)),
        d_final={name: rng.standard_normal((B, H)) for name in cell.state},
    )


def running(trace: Trace) -> np.ndarray:
    """(T, B): True at the steps that belong to a sequence."""
    lengths = np.full(trace.B, trace.T) if trace.lengths is None else trace.lengths
    return np.arange(trace.T)[:, None] < lengths


def off_the_kinks(trace: Trace, margin: float = 1e-3) -> bool:
    """Whether every argument of a ReLU is at least `margin` away from its kink."""
    if getattr(trace.cell, "activation", "") != "relu":
        return True
    names = ("a_h",) if trace.cell.state == ("h",) else ("a_g", "c")
    return all(bool(np.all(np.abs(trace[name]) > margin)) for name in names)


def relative_error(found: np.ndarray, wanted: np.ndarray, floor: float = 1e-3) -> float:
    """‖found - wanted‖ / (‖found‖ + ‖wanted‖), with a floor for what vanishes altogether."""
    scale = np.linalg.norm(found) + np.linalg.norm(wanted)
    return float(np.linalg.norm(found - wanted) / max(scale, floor))
