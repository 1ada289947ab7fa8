"""A slider's whole range, computed before anybody moves it.

A lesson reads one sequence, so the batch axis is free: it carries the alternatives. All
positions of all sliders are one call of `forward`, and dragging is a look-up in the result.

    P positions of a slider        S sliders: the gates that can be held
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Params, as_float_array, require_names
from core.cells import Cell
from core.readout import logits, softmax
from core.sequence import Trace, forward

POSITIONS = tuple(k / 20 for k in range(21))


def hold(
    values: Mapping[str, float],
    T: int,
    H: int,
    unit: int | None = None,
    steps: tuple[int, int] | None = None,
) -> dict[str, Array]:
    """A clamp for `forward` that holds each gate of `values` at its value: (T, 1, H) by name.

    unit   hold only this unit; steps: hold only at these, first and one past the last, counted
           from 0. None holds all of them.
    Raises ValueError for a unit or steps that are not there.
    """
    if unit is not None and not 0 <= unit < H:
        raise ValueError(f"unit must lie in 0…{H - 1}; got {unit}.")
    first, end = steps or (0, T)
    if not 0 <= first < end <= T:
        raise ValueError(f"steps must be a range within 0…{T}; got ({first}, {end}).")
    units = slice(None) if unit is None else slice(unit, unit + 1)
    clamp = {name: np.full((T, 1, H), np.nan) for name in values}
    for name, value in values.items():
        clamp[name][first:end, :, units] = value
    return clamp


@dataclass(frozen=True)
class Sweep:
    """Every alternative of S sliders with P positions each.

    trace  the batch they were run in; of("c") is one quantity of it, (S, P, T, H). Its last
           sequence is the network left alone, `free("c")` (T, H).
    """

    gates: tuple[str, ...]
    positions: tuple[float, ...]
    trace: Trace

    def of(self, name: str) -> Array:
        return self.split(self.trace[name])

    def free(self, name: str) -> Array:
        return self.trace[name][:, -1]

    def probabilities(self, readout: Params) -> Array:
        """What a readout predicts in each alternative, (T, B, K)."""
        return softmax(logits(readout, self.trace["h"]))

    def split(self, array: Array) -> Array:
        """An array (T, B, …) of this batch as (S, P, T, …)."""
        swept = array[:, :-1].swapaxes(0, 1)
        return swept.reshape(len(self.gates), len(self.positions), *swept.shape[1:])


def sweep(
    cell: Cell,
    params: Mapping[str, ArrayLike],
    x: ArrayLike,
    gates: Sequence[str],
    held: Mapping[str, float] | None = None,
    unit: int | None = None,
    steps: tuple[int, int] | None = None,
    positions: Sequence[float] = POSITIONS,
) -> Sweep:
    """Run x (T, 1, D) once for each position of each gate's slider.

    held  gates that stay held while another one is moved; a slider's own entry gives way to
          its position. unit and steps are those of `hold` and go for all holds alike.
    Raises ValueError for a gate that the cell does not have, or for more than one sequence.
    """
    held = dict(held or {})
    require_names(dict.fromkeys((*gates, *held)), cell.gates, "gates of a sweep")
    x = as_float_array(x, "x")
    if x.ndim != 3 or x.shape[1] != 1:
        raise ValueError(f"x must have shape (T, 1, D) for a sweep; got {x.shape}.")
    weights = {name: as_float_array(value, name) for name, value in params.items()}
    T, H, P = x.shape[0], weights["W_x"].shape[-1], len(positions)
    columns = len(gates) * P + 1
    place = hold(dict.fromkeys((*gates, *held), 1.0), T, H, unit, steps)
    levels = {name: np.full(columns, held.get(name, np.nan)) for name in place}
    for k, gate in enumerate(gates):
        levels[gate][k * P : (k + 1) * P] = positions
    for level in levels.values():
        level[-1] = np.nan  # the network left alone
    clamp = {name: place[name] * levels[name][:, None] for name in place}
    everywhere = np.broadcast_to(x, (T, columns, x.shape[2]))
    return Sweep(tuple(gates), tuple(positions), forward(cell, weights, everywhere, clamp=clamp))
