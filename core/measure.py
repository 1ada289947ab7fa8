"""Measuring what a network did, for pages to say in a sentence or a curve."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Ints
from core.cells import Cell
from core.formula import Factor, Product, Value
from core.sequence import Trace


@dataclass(frozen=True)
class Change:
    """How much a state changes from one step to the next, measured against its own size.

    steps  (T,) mean over units of |v_t - v_{t-1}|, divided by the mean of |v| over all units and
           all steps but the first; NaN at the first step, whose predecessor is the zero start
    mean   the mean of `steps`: what the models' reports call relative_change
    """

    steps: Array
    mean: float


def relative_change(trace: Trace, name: str) -> Change:
    """How fast state `name` of a single sequence changes. NaN where the state is always zero, or
    where there is only one step."""
    if trace.B != 1:
        raise ValueError(f"relative_change reads one sequence; got B = {trace.B}.")
    steps = np.full(trace.T, np.nan)
    if trace.T == 1:
        return Change(steps, float("nan"))
    now, before = trace[name][1:, 0], trace.prev(name)[1:, 0]
    with np.errstate(all="ignore"):
        steps[1:] = np.abs(now - before).mean(axis=1) / np.abs(now).mean()
    return Change(steps, float(steps[1:].mean()))


def update_products(cell: Cell) -> tuple[Product, Product]:
    """The two terms of the sum that renews the memory, the last of the cell's states: what is
    kept of the old one, and what is written to it.

    Raises ValueError for a cell that renews it otherwise.
    """
    parts = cell.formula(cell.state[-1]).parts
    kept, written = parts if len(parts) == 2 else (None, None)
    if not isinstance(kept, Product) or not isinstance(written, Product):
        raise ValueError(f"a cell must keep a part and write a part; {cell.title} does not.")
    return kept, written


def update_parts(trace: Trace) -> tuple[Array, Array]:
    """The two terms of the new memory, (T, B, H) each: of an LSTM's c_t they are f_t ∗ c_{t-1} and
    i_t ∗ c̃_t, of a GRU's h_t they are (1 - z_t) ∗ h_{t-1} and z_t ∗ h̃_t."""
    kept, written = update_products(trace.cell)
    with np.errstate(all="ignore"):
        return (
            _factor(trace, kept.weight) * _factor(trace, kept.value),
            _factor(trace, written.weight) * _factor(trace, written.value),
        )


def complement(trace: Trace, gate: str) -> Array:
    """1 - gate (T, B, H): what a gate that serves twice leaves to the other side."""
    return 1.0 - trace[gate]


def _factor(trace: Trace, factor: Factor) -> Array:
    if not isinstance(factor, Value) or factor.shift not in (0, -1):
        raise ValueError(f"{factor} is not a traced quantity of this or of the last step.")
    array = trace.prev(factor.name) if factor.shift else trace[factor.name]
    return 1.0 - array if factor.complement else array


def distance(one: Trace, other: Trace, name: str) -> Array:
    """How far apart two traces of the same sequence are in `name`, step by step: (T,) the mean over
    units of |difference|, divided by the mean of |one| over all units and steps. NaN where that
    is zero. Raises ValueError for batches and for traces of different shapes."""
    if one.B != 1 or one[name].shape != other[name].shape:
        raise ValueError(
            f"distance compares two single sequences; got {one[name].shape}, {other[name].shape}."
        )
    with np.errstate(all="ignore"):
        apart: Array = np.abs(one[name] - other[name]).mean(axis=(1, 2)) / np.abs(one[name]).mean()
    return apart


def leading(probabilities: Array, targets: Ints, count: int) -> tuple[Ints, Array]:
    """The likeliest symbols and the right one: numbers and probabilities, (…, count + 1).

    The first `count` along the last axis are the likeliest, largest first; the last is the
    target, whether or not it is among them. `targets` broadcasts against (…,).
    """
    order = np.argsort(-probabilities, axis=-1, kind="stable")[..., :count]
    right = np.broadcast_to(targets, probabilities.shape[:-1])[..., None]
    chosen = np.concatenate([order, right], axis=-1)
    return chosen, np.take_along_axis(probabilities, chosen, axis=-1)


def axis_limit(*arrays: Array) -> float:
    """A round number, at least 1, that no finite entry exceeds: the end of a shared axis."""
    sizes = [np.abs(a[np.isfinite(a)]) for a in arrays]
    most = max((float(s.max()) for s in sizes if s.size), default=0.0)
    power = 10.0 ** np.floor(np.log10(max(most, 1.0)))
    return float(next(k * power for k in (1, 1.5, 2, 3, 4, 5, 6, 8, 10) if k * power >= most))


@dataclass(frozen=True)
class Block:
    """The parameters of one gate: shape by parameter name, and how many numbers they are."""

    gate: str
    shapes: Mapping[str, tuple[int, ...]]

    @property
    def count(self) -> int:
        return sum(int(np.prod(shape)) for shape in self.shapes.values())


def parameter_blocks(cell: Cell, params: Mapping[str, Array]) -> tuple[Block, ...]:
    """The learned parameters gate by gate, in the order of `cell.gates`.

    Of an LSTM's peepholes, i, f and o have a row each and the candidate none.
    """
    found = []
    for k, gate in enumerate(cell.gates):
        shapes = {name: params[name].shape[1:] for name in ("W_x", "W_h")}
        shapes["b"] = params["b"].shape[2:]
        if "p" in params and gate in ("i", "f", "o"):
            shapes["p"] = params["p"].shape[2:]
        if "b_hn" in params and k == len(cell.gates) - 1:
            shapes["b_hn"] = params["b_hn"].shape[1:]
        found.append(Block(gate, shapes))
    return tuple(found)
