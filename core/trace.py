"""What a forward pass over a sequence leaves behind: every quantity of every step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.activations import ACTIVATIONS
from core.arrays import Array, Bools, Ints, Params, frozen, outer_sum
from core.cells.base import Cell

Rearrange = Callable[[NDArray[Any]], NDArray[Any]]
RecurrentProduct = Callable[[Array, Array, Array], Array]


@dataclass(frozen=True)
class Held:
    """Gates held by a clamp, laid out as the gates are: (T, B, G·H)."""

    mask: Bools
    values: Array


class Trace(Mapping[str, Array]):
    """Everything one forward pass computed, by name; arrays are read-only.

    trace["f"]       (T, B, H): a gate, candidate, state, intermediate or pre-activation ("a_f")
    trace.prev("c")  (T, B, H): c_{t-1}, starting at the initial state
    trace.final("h") (B, H): the state after each sequence's own last step
    trace.x (T, B, D), trace.params, trace.lengths (B,) or None, trace.T, .B, .D, .H
    trace.gain (B,) or None: copy b ran with gain[b] · W_h

    Steps past the end of a shorter sequence keep its last state; x is zero there, whatever the
    padding was, and the gates are what the cell makes of that; they reach nothing.
    Raises ValueError for a name that the cell does not trace.
    """

    def __init__(
        self,
        cell: Cell,
        params: Params,
        x: Array,
        lengths: Ints | None,
        held: Held | None,
        gain: Array | None = None,
    ) -> None:
        self.cell, self.params, self.gain = cell, params, gain
        self.lengths, self.held = lengths, held
        self.T, self.B, self.D = x.shape
        ended = self.ended()
        self.x = frozen(x.copy() if ended is None else np.where(ended[:, :, None], 0.0, x))
        self.H = params["W_x"].shape[-1]
        shape, blocks = (self.T, self.B, self.H), len(cell.gates)
        names = tuple(quantity.name for quantity in cell.quantities)
        self.rows = {name: np.zeros((self.T + 1, self.B, self.H)) for name in cell.state}
        known = {*cell.state, *cell.gates, *(f"a_{gate}" for gate in cell.gates)}
        self.extra = {name: np.empty(shape) for name in names if name not in known}
        self.pre = np.empty((self.T, self.B, blocks * self.H))
        # A cell whose only gate is its state (the plain RNN) needs no second copy of it.
        self.act = self.rows["h"][1:] if cell.gates == ("h",) else np.empty_like(self.pre)
        self._names = names
        self._views: dict[str, Array] = {}

    def __getitem__(self, name: str) -> Array:
        view = self._views.get(name)
        if view is None:
            self.cell.quantity(name)  # says which names there are
            raise KeyError(name)
        return view

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def prev(self, name: str) -> Array:
        """State `name` before each step, (T, B, H); ValueError if it is not a state."""
        self._require_state(name, "prev()")
        return self.rows[name][:-1]

    def final(self, name: str) -> Array:
        """State `name` after each sequence's last step, (B, H)."""
        self._require_state(name, "final()")
        last: Array = self.rows[name][-1]
        return last

    def ended(self) -> Bools | None:
        """(T, B) True at steps past the end of a shorter sequence; None if all are full."""
        if self.lengths is None:
            return None
        ended: Bools = np.arange(self.T)[:, None] >= self.lengths[None]
        return ended

    def rearranged(self, steps: Rearrange, states: Rearrange) -> Trace:
        """The same numbers in another layout: `steps` rearranges arrays (T, B, …), `states` those
        of T + 1 rows. Views stay views; all sequences of the result run to the end."""
        other = copy(self)
        other.x = steps(self.x)
        other.T, other.B = other.x.shape[:2]
        other.lengths = None
        other.rows = {name: states(rows) for name, rows in self.rows.items()}
        other.extra = {name: steps(array) for name, array in self.extra.items()}
        other.pre = steps(self.pre)
        other.act = other.rows["h"][1:] if self.cell.gates == ("h",) else steps(self.act)
        if self.gain is not None:
            each = np.broadcast_to(self.gain[:, None], (self.T, self.B, 1))
            other.gain = steps(each)[0, :, 0]
        if self.held is not None:
            other.held = Held(steps(self.held.mask), steps(self.held.values))
        other.freeze()
        return other

    # For cells ---------------------------------------------------------------------------

    def freeze(self) -> None:
        """Make every array read-only, and from here on reachable by name."""
        for array in (*self.rows.values(), *self.extra.values(), self.pre, self.act):
            frozen(array)
        self._views = {
            **{f"a_{gate}": self.block(self.pre, k) for k, gate in enumerate(self.cell.gates)},
            **{gate: self.block(self.act, k) for k, gate in enumerate(self.cell.gates)},
            **{name: rows[1:] for name, rows in self.rows.items()},
            **self.extra,
        }

    def block(self, flat: Array, k: int) -> Array:
        """Gate block k of an array (T, B, G·H): a view (T, B, H)."""
        return flat[:, :, self.columns(k)]

    def recurrent_matrix(self, gates: slice = slice(None)) -> Array:
        """W_h of these gates side by side, (H, G·H): one product serves them all."""
        return side_by_side(self.params["W_h"][gates])

    def recurrent_product(self) -> RecurrentProduct:
        """(rows (B, ·), matrix, out): rows times W_h, each with the gain of its copy."""
        if self.gain is None:
            return np.dot
        gain = self.gain[:, None]

        def product(rows: Array, W: Array, out: Array) -> Array:
            np.dot(rows, W, out)
            out *= gain
            return out

        return product

    def gained(self, fed: Array) -> Array:
        """What W_h is fed (T, B, ·), as ∂L/∂W_h counts it: times the gain of its copy."""
        return fed if self.gain is None else fed * self.gain[:, None]

    def through(self, weight: Array, gate: int) -> Array:
        """diag(weight_t) W of one gate for weight (T, B, H), as a Jacobian: (T, B, to, from)."""
        W: Array = self.params["W_h"][gate].T
        return np.asarray(self.gained(weight)[..., None] * W)

    def recurrent_matrix_T(self, gates: slice = slice(None)) -> Array:
        """Its transpose, (G·H, H), as an array of its own: the product it serves reads rows."""
        return np.ascontiguousarray(self.recurrent_matrix(gates).T)

    def columns(self, k: int) -> slice:
        """Where gate block k lies in an array (…, G·H)."""
        return slice(k * self.H, (k + 1) * self.H)

    def free(self, name: str) -> Array:
        """(T, B, H): 1 where gate `name` is free, 0 where a clamp holds it."""
        held = self._held(name)
        return np.ones((self.T, self.B, self.H)) if held is None else np.where(held, 0.0, 1.0)

    def slope(self, name: str) -> Array:
        """φ'(a) behind quantity `name`, (T, B, H); zero where it is held."""
        function = self.cell.function(name)
        if function is None:  # a coupled gate has no activation of its own
            return np.zeros((self.T, self.B, self.H))
        slope, held = ACTIVATIONS[function].slope(self[name]), self._held(name)
        if held is not None:
            slope[held] = 0.0
        return slope

    def slopes_into(self, out: Array) -> list[Array]:
        """φ'(a) behind every gate into out (T, B, G·H), zero where held; its blocks, as views."""
        blocks = [self.block(out, k) for k in range(len(self.cell.gates))]
        for gate, block in zip(self.cell.gates, blocks, strict=True):
            function = self.cell.function(gate)
            if function is None:  # a coupled gate has no activation of its own
                block.fill(0.0)
            else:
                ACTIVATIONS[function].slope(self[gate], block)
        if self.held is not None:
            np.copyto(out, 0.0, where=self.held.mask)
        return blocks

    def _require_state(self, name: str, asker: str) -> None:
        if name not in self.rows:
            states = ", ".join(self.rows)
            raise ValueError(f"{asker} takes a state of the cell: {states}; got {name!r}.")

    def _held(self, name: str) -> Bools | None:
        if self.held is None or name not in self.cell.gates:
            return None
        held: Bools = self.held.mask[:, :, self.columns(self.cell.gates.index(name))]
        return held

    def affine_grads(self, d_pre: Array) -> Params:
        """∂L/∂W_x, ∂L/∂W_h, ∂L/∂b of pre-activations W_x x_t + W_h h_{t-1} + b."""
        return {
            "W_x": gate_by_gate(outer_sum(self.x, d_pre), self.H),
            "W_h": gate_by_gate(outer_sum(self.gained(self.prev("h")), d_pre), self.H),
            "b": outer_sum(np.ones((self.T, self.B, 1)), d_pre).reshape(-1, 1, self.H),
        }


def side_by_side(W: Array) -> Array:
    """(G, K, H) → (K, G·H): the blocks of all gates in one matrix."""
    blocks, rows, columns = W.shape
    return np.ascontiguousarray(W.transpose(1, 0, 2)).reshape(rows, blocks * columns)


def gate_by_gate(W: Array, hidden_size: int) -> Array:
    """(K, G·H) → (G, K, H): the inverse of `side_by_side`."""
    return np.ascontiguousarray(W.reshape(W.shape[0], -1, hidden_size).transpose(1, 0, 2))
