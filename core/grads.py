"""What a backward pass over a sequence leaves behind: the gradient of everything it computed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from core.arrays import Array, Params, frozen
from core.trace import Trace, side_by_side


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
    _views: dict[str, Array] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Array:
        if name not in self._views:
            self.trace.cell.quantity(name)  # says which names there are
            with np.errstate(all="ignore"):
                made = self.trace.cell.quantity_grads(self.trace, self)
            self._views |= {key: frozen(value) for key, value in made.items()}
        return self._views[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.trace)

    def __len__(self) -> int:
        return len(self.trace)

    def __contains__(self, name: object) -> bool:
        return name in self.trace

    @cached_property
    def x(self) -> Array:
        """∂L/∂x_t, (T, B, D)."""
        trace = self.trace
        with np.errstate(all="ignore"):
            # One product for all steps: `@` on three axes would make T small ones.
            d_pre, W_x = self.d_pre.reshape(trace.T * trace.B, -1), trace.params["W_x"]
            return frozen(np.dot(d_pre, side_by_side(W_x).T).reshape(trace.x.shape))

    @property
    def initial(self) -> dict[str, Array]:
        """∂L/∂(initial state), (B, H) by state name."""
        return {name: rows[0] for name, rows in self.rows.items()}

    def freeze(self) -> None:
        """Make every array read-only, and from here on reachable by name."""
        arrays = (*self.rows.values(), *self.extra.values(), *self.injected.values(), self.d_pre)
        for array in (*arrays, *self.params.values()):
            frozen(array)
        gates = self.trace.cell.gates
        self._views = {
            **{f"a_{gate}": self.trace.block(self.d_pre, k) for k, gate in enumerate(gates)},
            **{name: rows[1:] for name, rows in self.rows.items()},
            **self.extra,
        }
