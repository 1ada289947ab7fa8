"""The encoder: a cell that reads the source, in one direction or in both.

The second direction reads each sequence from its own end to its start. Its states are put back
in the order of the source, so that at each position stand, side by side, what was read up to
there and what follows from there on.

    S source positions   B batch   M embedding size   H hidden size (each direction H/2 of two)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Bools, Ints, Params, frozen
from core.cells import Cell
from core.grads import Grads
from core.sequence import backward, forward
from core.trace import Trace

DIRECTIONS = ("encoder", "reversed")  # groups of parameters: left to right, right to left


@dataclass(frozen=True)
class Encoded:
    """A batch of sources, read.

    numbers  (S, B) symbol numbers          lengths (B,)
    traces   one, or two: left to right and right to left. Step t of the second one reads
             position lengths - 1 - t
    states   (S, B, H): what stands at each position; 0 past the end of a shorter source
    final    {"h": (B, H), …}: the last states, the decoder's first: the whole message where
             there is no attention
    mask     (S, B): True at positions of the source
    """

    numbers: Ints
    lengths: Ints
    traces: tuple[Trace, ...]
    states: Array
    final: Mapping[str, Array]
    mask: Bools

    def copies(self, count: int) -> Encoded:
        """One source (B = 1) `count` times over, as views."""
        if len(self.lengths) != 1:
            raise ValueError(f"copies() takes one source; got {len(self.lengths)}.")
        S, _, H = self.states.shape
        return Encoded(
            np.broadcast_to(self.numbers, (S, count)),
            np.broadcast_to(self.lengths, (count,)),
            self.traces,
            np.broadcast_to(self.states, (S, count, H)),
            {name: np.broadcast_to(value, (count, H)) for name, value in self.final.items()},
            np.broadcast_to(self.mask, (S, count)),
        )


def read_source(
    cell: Cell, params: tuple[Params, ...], x: Array, numbers: Ints, lengths: Ints
) -> Encoded:
    """Read x (S, B, M), the embedded `numbers`, by one cell or by one for each direction."""
    S = len(x)
    mask: Bools = np.arange(S)[:, None] < lengths
    own = None if mask.all() else lengths
    traces = [forward(cell, params[0], x, lengths=own)]
    sides = [traces[0]["h"]]
    if len(params) > 1:
        turned = turn(lengths, S)
        traces.append(forward(cell, params[1], taken(x, turned), lengths=own))
        sides.append(taken(traces[1]["h"], turned))
    states = np.concatenate(sides, axis=2)
    states[~mask] = 0.0
    final = {
        name: np.concatenate([trace.final(name) for trace in traces], axis=1) for name in cell.state
    }
    return Encoded(numbers, lengths, tuple(traces), frozen(states), final, mask)


def source_grads(
    encoded: Encoded, d_states: Array, d_final: Mapping[str, Array]
) -> tuple[tuple[Grads, ...], Array]:
    """Gradients of each direction, and ∂L/∂x (S, B, M), given ∂L/∂states and ∂L/∂final."""
    S = len(encoded.states)
    found: list[Grads] = []
    d_x = np.zeros_like(encoded.traces[0].x)
    for place, trace in enumerate(encoded.traces):
        columns = slice(place * trace.H, (place + 1) * trace.H)
        turned = turn(encoded.lengths, S) if place else None
        d_h = d_states[:, :, columns]
        grads = backward(
            trace,
            d_h if turned is None else taken(d_h, turned),
            {name: value[:, columns] for name, value in d_final.items()},
        )
        found.append(grads)
        d_x += grads.x if turned is None else taken(grads.x, turned)
    return tuple(found), d_x


def turn(lengths: Ints, S: int) -> Ints:
    """(S, B): where step t of the other direction reads; the same steps past the end.

    It is its own inverse.
    """
    t = np.arange(S)[:, None]
    return np.where(t < lengths, lengths - 1 - t, t)


def taken(rows: Array, places: Ints) -> Array:
    """rows[places[t, b], b]: (S, B, ·)."""
    return np.take_along_axis(rows, places[:, :, None], axis=0)
