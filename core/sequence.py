"""Running a cell over a sequence, forward and backward: the only time loops.

`forward` returns a `Trace`, which holds every gate, candidate, state and pre-activation of
every step; `backward` returns `Grads`, with the gradient of each of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from core.activations import ACTIVATIONS
from core.arrays import (
    Array,
    Bools,
    Ints,
    Params,
    as_float_array,
    frozen,
    outer_sum,
    require_names,
    require_shape,
)
from core.cells.base import Cell


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

    Steps past the end of a shorter sequence keep its last state; gates there are what the cell
    computed on the padding and reach nothing.
    Raises ValueError for a name that the cell does not trace.
    """

    def __init__(
        self, cell: Cell, params: Params, x: Array, lengths: Ints | None, held: Held | None
    ) -> None:
        self.cell, self.params, self.x = cell, params, x
        self.lengths, self.held = lengths, held
        self.T, self.B, self.D = x.shape
        self.H = params["W_x"].shape[-1]
        shape, blocks = (self.T, self.B, self.H), len(cell.gates)
        names = [quantity.name for quantity in cell.quantities]
        self.rows = {name: np.zeros((self.T + 1, self.B, self.H)) for name in cell.state}
        known = {*cell.state, *cell.gates, *(f"a_{gate}" for gate in cell.gates)}
        self.extra = {name: np.empty(shape) for name in names if name not in known}
        self.pre = np.empty((self.T, self.B, blocks * self.H))
        # A cell whose only gate is its state (the plain RNN) needs no second copy of it.
        self.act = self.rows["h"][1:] if cell.gates == ("h",) else np.empty_like(self.pre)
        self.recurrent_matrix = side_by_side(params["W_h"])
        self._names = names

    def __getitem__(self, name: str) -> Array:
        if name in self.rows:
            return self.rows[name][1:]
        if name in self.extra:
            return self.extra[name]
        if name in self.cell.gates:
            return self.block(self.act, self.cell.gates.index(name))
        if name.removeprefix("a_") in self.cell.gates and name.startswith("a_"):
            return self.block(self.pre, self.cell.gates.index(name[2:]))
        self.cell.quantity(name)
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def prev(self, name: str) -> Array:
        """State `name` before each step, (T, B, H); ValueError if it is not a state."""
        if name not in self.rows:
            states = ", ".join(self.rows)
            raise ValueError(f"prev() takes a state of the cell: {states}; got {name!r}.")
        return self.rows[name][:-1]

    def final(self, name: str) -> Array:
        """State `name` after each sequence's last step, (B, H)."""
        self.prev(name)
        return self.rows[name][-1]

    def ended(self) -> Bools | None:
        """(T, B) True at steps past the end of a shorter sequence; None if all are full."""
        if self.lengths is None:
            return None
        return np.asarray(np.arange(self.T)[:, None] >= self.lengths[None])

    # For cells ---------------------------------------------------------------------------

    def block(self, flat: Array, k: int) -> Array:
        """Gate block k of an array (T, B, G·H): a view (T, B, H)."""
        return flat[:, :, self.columns(k)]

    def columns(self, k: int) -> slice:
        """Where gate block k lies in an array (…, G·H)."""
        return slice(k * self.H, (k + 1) * self.H)

    def free(self, name: str) -> Array:
        """(T, B, H): 1 where gate `name` is free, 0 where a clamp holds it."""
        if self.held is None or name not in self.cell.gates:
            return np.ones((self.T, self.B, self.H))
        held = self.held.mask[:, :, self.columns(self.cell.gates.index(name))]
        return 1.0 - held

    def slope(self, name: str) -> Array:
        """φ'(a) behind quantity `name`, (T, B, H); zero where it is held."""
        function = self.cell.formula(name).function
        if function is None:  # a coupled gate has no activation of its own
            return np.zeros((self.T, self.B, self.H))
        slope = ACTIVATIONS[function].slope(self[name])
        if self.held is not None and name in self.cell.gates:
            slope = slope * self.free(name)
        return slope

    def affine_grads(self, d_pre: Array) -> Params:
        """∂L/∂W_x, ∂L/∂W_h, ∂L/∂b of pre-activations W_x x_t + W_h h_{t-1} + b."""
        return {
            "W_x": gate_by_gate(outer_sum(self.x, d_pre), self.H),
            "W_h": gate_by_gate(outer_sum(self.prev("h"), d_pre), self.H),
            "b": d_pre.sum(axis=(0, 1)).reshape(-1, 1, self.H),
        }


@dataclass
class Grads(Mapping[str, Array]):
    """∂L/∂(everything) of one backward pass; arrays are read-only.

    grads["f"]           same name and shape as trace["f"]; for states the total derivative
    grads.params["W_x"]  same shape as params["W_x"]
    grads.x (T, B, D)    grads.initial["h"] (B, H): ∂L/∂h_0
    grads.injected["h"]  (T, B, H): ∂L_t/∂h_t as the losses put it in, step by step
    """

    trace: Trace
    d_pre: Array
    rows: dict[str, Array]
    injected: dict[str, Array]
    extra: dict[str, Array] = field(default_factory=dict)
    params: Params = field(default_factory=dict)
    _quantities: dict[str, Array] | None = None
    _x: Array | None = None

    def __getitem__(self, name: str) -> Array:
        trace = self.trace
        if name in self.rows:
            return self.rows[name][1:]
        if name in self.extra:
            return self.extra[name]
        if name.startswith("a_") and name[2:] in trace.cell.gates:
            return trace.block(self.d_pre, trace.cell.gates.index(name[2:]))
        trace.cell.quantity(name)
        if self._quantities is None:
            with np.errstate(all="ignore"):
                made = trace.cell.quantity_grads(trace, self)
            self._quantities = {key: frozen(value) for key, value in made.items()}
        return self._quantities[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.trace)

    def __len__(self) -> int:
        return len(self.trace)

    @property
    def x(self) -> Array:
        """∂L/∂x_t, (T, B, D)."""
        if self._x is None:
            with np.errstate(all="ignore"):
                self._x = frozen(self.d_pre @ side_by_side(self.trace.params["W_x"]).T)
        return self._x

    @property
    def initial(self) -> dict[str, Array]:
        """∂L/∂(initial state), (B, H) by state name."""
        return {name: rows[0] for name, rows in self.rows.items()}


def forward(
    cell: Cell,
    params: Params,
    x: ArrayLike,
    initial: Mapping[str, ArrayLike] | None = None,
    lengths: ArrayLike | None = None,
    clamp: Mapping[str, ArrayLike] | None = None,
) -> Trace:
    """Run `cell` over x (T, B, D) and keep every intermediate.

    initial  {"h": (B, H) or broadcastable, …}; zeros where absent
    lengths  (B,) whole numbers in 1…T; a shorter sequence keeps its last state
    clamp    {"f": broadcastable to (T, B, H)}: holds a gate where the value is not NaN; no
             gradient flows to a held gate's pre-activation
    Non-finite results are data and stay in the trace.
    Raises ValueError that says what was expected and what came.
    """
    params, D, H = cell.check_params(params)
    x = as_float_array(x, "x")
    if x.ndim != 3 or x.shape[2] != D:
        raise ValueError(f"x must have shape (T, B, D) with D = {D}; got {x.shape}.")
    T, B, _ = x.shape
    if T < 1 or B < 1:
        raise ValueError(f"x must have at least one step and one sequence; got {x.shape}.")
    trace = Trace(
        cell, params, x, _check_lengths(lengths, T, B), _check_clamp(cell, clamp, (T, B, H))
    )
    _set_initial(trace, initial)
    ended = trace.ended()
    with np.errstate(all="ignore"):
        np.matmul(
            x.reshape(T * B, D), side_by_side(params["W_x"]), out=trace.pre.reshape(T * B, -1)
        )
        trace.pre += params["b"].reshape(-1)
        step = cell.forward_step(trace)
        for t in range(T):
            step(t)
            if ended is not None:
                for rows in trace.rows.values():
                    np.copyto(rows[t + 1], rows[t], where=ended[t][:, None])
    for array in (*trace.rows.values(), *trace.extra.values(), trace.pre, trace.act):
        frozen(array)
    return trace


def backward(trace: Trace, d_h: ArrayLike, d_final: Mapping[str, ArrayLike] | None = None) -> Grads:
    """Backpropagate through time.

    d_h      (T, B, H): ∂L_t/∂h_t as injected by the loss of each step. What is injected past
             the end of a shorter sequence is ignored.
    d_final  {"c": (B, H), …}: gradient that enters each sequence's last state from outside
             (a decoder, the next chunk); added to that of its own last step.
    Raises ValueError that says what was expected and what came.
    """
    T, B, H = trace.T, trace.B, trace.H
    d_h = as_float_array(d_h, "d_h")
    require_shape(d_h, (T, B, H), "d_h", "(T, B, H)")
    ended = trace.ended()
    rows = {name: np.zeros((T + 1, B, H)) for name in trace.rows}
    rows["h"][1:] = d_h if ended is None else np.where(ended[:, :, None], 0.0, d_h)
    if d_final:
        require_names(d_final, trace.cell.state, "states in d_final")
        last = np.full(B, T) if trace.lengths is None else trace.lengths
        for name, value in d_final.items():
            d_last = as_float_array(value, f"d_final[{name!r}]")
            require_shape(d_last, (B, H), f"d_final[{name!r}]", "(B, H)")
            rows[name][last, np.arange(B)] += d_last
    injected = {name: array[1:].copy() for name, array in rows.items()}
    extra = {name: np.zeros((T, B, H)) for name in trace.cell.recurrent_intermediates}
    grads = Grads(trace, np.empty_like(trace.pre), rows, injected, extra)
    with np.errstate(all="ignore"):
        step = trace.cell.backward_step(trace, grads)
        for t in range(T - 1, -1, -1):
            step(t)
        grads.params = trace.cell.param_grads(trace, grads)
    for array in (*rows.values(), *extra.values(), *injected.values(), grads.d_pre):
        frozen(array)
    return grads


def side_by_side(W: Array) -> Array:
    """(G, K, H) → (K, G·H): the blocks of all gates in one matrix."""
    blocks, rows, columns = W.shape
    return np.ascontiguousarray(W.transpose(1, 0, 2)).reshape(rows, blocks * columns)


def gate_by_gate(W: Array, hidden_size: int) -> Array:
    """(K, G·H) → (G, K, H): the inverse of `side_by_side`."""
    return np.ascontiguousarray(W.reshape(W.shape[0], -1, hidden_size).transpose(1, 0, 2))


def _set_initial(trace: Trace, initial: Mapping[str, ArrayLike] | None) -> None:
    if not initial:
        return
    require_names(initial, trace.cell.state, "states in initial")
    for name, value in initial.items():
        array = as_float_array(value, f"initial[{name!r}]")
        try:
            trace.rows[name][0] = array
        except ValueError as error:
            raise ValueError(
                f"initial[{name!r}] must have shape (B, H) = {(trace.B, trace.H)}; "
                f"got {array.shape}."
            ) from error


def _check_lengths(lengths: ArrayLike | None, T: int, B: int) -> Ints | None:
    if lengths is None:
        return None
    array = as_float_array(lengths, "lengths")
    require_shape(array, (B,), "lengths", "(B,)")
    if not np.all((array >= 1) & (array <= T) & (array == np.floor(array))):
        raise ValueError(f"lengths must be whole numbers from 1 to T = {T}; got {array.tolist()}.")
    return array.astype(np.intp)


def _check_clamp(
    cell: Cell, clamp: Mapping[str, ArrayLike] | None, shape: tuple[int, int, int]
) -> Held | None:
    if not clamp:
        return None
    require_names(clamp, cell.gates, "gates in clamp")
    values = np.full((*shape[:2], len(cell.gates), shape[2]), np.nan)
    for name, value in clamp.items():
        array = as_float_array(value, f"clamp[{name!r}]")
        try:
            values[:, :, cell.gates.index(name)] = array
        except ValueError as error:
            raise ValueError(
                f"clamp[{name!r}] must be broadcastable to (T, B, H) = {shape}; got {array.shape}."
            ) from error
    flat = values.reshape(*shape[:2], -1)
    mask = ~np.isnan(flat)
    return Held(mask, np.where(mask, flat, 0.0)) if mask.any() else None
