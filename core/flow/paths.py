"""The path matrix: which use of a weight answers for which loss.

The same W is used at every step, so ∂L/∂W is a sum over losses t and uses k ≤ t:

    ∂L/∂W = Σ_t ∂L_t/∂W,    ∂L_t/∂W = Σ_{k ≤ t} fed_k ⊗ ∂L_t/∂a_k

where a_k is what W computes at step k and fed_k what it multiplies there. The entry k = t is the
direct term; an entry k < t has come back through t - k recurrent steps.

One backward pass over T copies of the trace finds all of them: copy t carries L_t alone.
Source: Werbos, "Backpropagation through time", Proc. IEEE 78 (1990); Pascanu, Mikolov & Bengio,
"On the difficulty of training recurrent neural networks", ICML 2013, equations 3-5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Bools, as_float_array, require_shape
from core.flow.copies import copies, require_one
from core.formula import Value
from core.influence import sizes
from core.sequence import Grads, Trace, backward


def path_matrix(trace: Trace, d_h: ArrayLike) -> Paths:
    """The path matrix of one sequence; d_h (T, 1, H) is what the loss of each step injects.

    Raises ValueError for more than one sequence or another shape.
    """
    require_one(trace)
    d_h = as_float_array(d_h, "d_h")
    T = trace.T
    require_shape(d_h, (T, 1, trace.H), "d_h", "(T, 1, H)")
    alone = np.zeros((T, T, trace.H))
    alone[np.arange(T), np.arange(T)] = d_h[:, 0]
    return Paths(trace, backward(copies(trace, np.arange(1, T + 1)), alone))


@dataclass(frozen=True)
class Paths:
    """Contributions to ∂L/∂W by loss step t and use step k; both count from 0.

    trace  of the one sequence
    grads  with batch T: grads["a_f"][k, t] is ∂L_t/∂a_{f,k}
    """

    trace: Trace
    grads: Grads

    def norms(self, param: str) -> Array:
        """‖contribution of use k to ∂L_t/∂(param)‖ over all gates, (T, T): row t, column k."""
        with np.errstate(all="ignore"):
            blocks = [
                sizes(fed)[:, None] * sizes(received)
                for fed, received in (self._use(param, g) for g in self._blocks(param))
            ]
            return self._past(sizes(np.stack(blocks, axis=-1)).T)

    def contribution(self, t: int, k: int, param: str) -> Array:
        """What use k adds to ∂L_t/∂(param), in the parameter's shape."""
        self._check(t=t, k=k)
        if k > t:
            return np.zeros_like(self._array(param))
        with np.errstate(all="ignore"):
            uses = (self._use(param, g) for g in self._blocks(param))
            blocks = np.stack([np.outer(fed[k], received[k, t]) for fed, received in uses])
        return blocks.reshape(self._array(param).shape)

    def entry(self, param: str, gate: str, row: int, col: int) -> Array:
        """Contributions to the one weight [row, col] of a gate's block, (T, T), with their sign."""
        fed, received = self._use(param, self._block_of(param, gate))
        if not (0 <= row < fed.shape[1] and 0 <= col < self.trace.H):
            raise ValueError(
                f"row, col must lie within {param} = {(fed.shape[1], self.trace.H)}; "
                f"got {(row, col)}."
            )
        with np.errstate(all="ignore"):
            return self._past((fed[:, row, None] * received[:, :, col]).T)

    def row(self, t: int, param: str) -> Array:
        """∂L_t/∂(param)."""
        self._check(t=t)
        keep = np.zeros((1, self.trace.T, self.trace.T), dtype=bool)
        keep[0, t] = True
        return np.asarray(self.kept(keep, param)[0])

    def total(self, param: str) -> Array:
        """∂L/∂(param), over all losses and uses."""
        return np.asarray(self.kept(np.ones((1, self.trace.T, self.trace.T), bool), param)[0])

    def kept(self, keep: Bools, param: str) -> Array:
        """Gradients made of some entries only: keep (M, T, T) → (M, *shape of the parameter).

        The sum over t comes first, as copies share what they are fed: (M, k) vectors instead of
        (M, t, k) matrices. A mask that keeps an entry which is not finite yields NaN.
        """
        T = self.trace.T
        if np.ndim(keep) != 3 or np.shape(keep)[1:] != (T, T):
            raise ValueError(f"keep must have shape (M, T, T) with T = {T}; got {np.shape(keep)}.")
        chosen: Bools = np.asarray(keep, dtype=bool) & np.tri(T, dtype=bool)
        weights = np.ascontiguousarray(chosen.transpose(2, 0, 1), dtype=np.float64)  # (k, M, t)
        blocks = []
        for g in self._blocks(param):
            fed, received = self._use(param, g)
            fed_fine, fine = (np.all(np.isfinite(a), axis=-1) for a in (fed, received))
            lost = ~(fine & fed_fine[:, None])
            if lost.any():  # (k, t)
                fed = np.where(np.isfinite(fed), fed, 0.0)
                received = np.where(np.isfinite(received), received, 0.0)
            with np.errstate(all="ignore"):
                block = np.tensordot(fed, weights @ received, (0, 0)).swapaxes(0, 1)  # (M, R, H)
            block[(chosen & lost.T).any(axis=(1, 2))] = np.nan
            blocks.append(block)
        return np.stack(blocks, axis=1).reshape(len(keep), *self._array(param).shape)

    def _use(self, param: str, block: int) -> tuple[Array, Array]:
        """What the block multiplies at step k, (T, R), and ∂L_t/∂(what it computes), (k, t, H).

        A parameter of a single row acts element by element: its factor then goes to the right.
        """
        trace = self.trace
        factor, receiver = trace.cell.param_use(param, block)
        received, one = self.grads[receiver], np.ones((trace.T, 1))
        if not isinstance(factor, Value):
            return one, received
        if factor.name == "x":
            fed = trace.x
        else:
            fed = trace.prev(factor.name) if factor.shift else trace[factor.name]
        with np.errstate(all="ignore"):
            if param == "W_h":
                fed = trace.gained(fed)
            if self._array(param).shape[-2] > 1:
                return fed[:, 0], received
            return one, fed * received

    def _blocks(self, param: str) -> range:
        array = self._array(param)
        return range(len(array) if array.ndim == 3 else 1)

    def _block_of(self, param: str, gate: str) -> int:
        if self._array(param).ndim == 2:
            return 0
        cell = self.trace.cell
        for block in self._blocks(param):
            if cell.param_use(param, block)[1] in (f"a_{gate}", gate):
                return block
        if gate in cell.gates and len(self._blocks(param)) == len(cell.gates):
            return cell.gates.index(gate)
        raise ValueError(f"gate must be one that {param} feeds; got {gate!r}.")

    def _array(self, param: str) -> Array:
        params = self.trace.params
        if param not in params:
            raise ValueError(f"param must be one of {', '.join(params)}; got {param!r}.")
        return params[param]

    def _past(self, matrix: Array) -> Array:
        """Zero where the use is later than the loss, also past float64."""
        return np.where(np.tri(self.trace.T, dtype=bool), matrix, 0)

    def _check(self, **steps: int) -> None:
        for name, step in steps.items():
            if not 0 <= step < self.trace.T:
                raise ValueError(f"{name} must lie in 0…{self.trace.T - 1}; got {step}.")
