"""The gradient of one loss on its way back: what each factor of the chain does to it.

    ∂L_t/∂s_k = ∂L_t/∂h_t · ∂h_t/∂s_{t-1} … ∂s_{k+1}/∂s_k

s is what a step hands to the next, as in `core.flow.jacobians`. A factor stretches the gradient by
its largest singular value at most, so the norm of the product of factors is at most the product
of their norms; it is less wherever what one factor stretches most, the next one does not.
Source: Pascanu, Mikolov & Bengio, ICML 2013, section 2.1.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.flow.jacobians import Jacobians
from core.flow.norms import largest
from core.flow.paths import Paths
from core.influence import sizes
from core.sequence import Trace


@dataclass(frozen=True)
class Walk:
    """Norms by loss step t and use step k (rows and columns, from 0; zero for k > t).

    carried  (T, T) ‖∂L_t/∂s_k‖, the gradient of L_t when it has come back to step k
    factors  (T, S, S) ∂s_k/∂s_{k-1}, [to, from]; factor 0 leads to the initial state
    stretch  (T,) largest singular value of each factor
    product  (T, T) largest singular value of ∂s_t/∂s_k, the product of factors t … k + 1
    bound    (T, T) the product of those factors' own
    """

    carried: Array
    factors: Array
    stretch: Array
    product: Array
    bound: Array


def walk(paths: Paths, jac: Jacobians) -> Walk:
    """Follow the gradient of every loss; both of the same run."""
    T, past = paths.trace.T, np.tri(paths.trace.T, dtype=bool)
    now = np.arange(T)
    start = paths.grads.injected["h"][now, now]  # (T, H): ∂L_t/∂h_t
    reached, H = jac.all[1:, 1:], paths.trace.H
    place = jac.states.index("h") * H
    with np.errstate(all="ignore"):
        arrived = (start[:, None, None] @ reached[:, :, place : place + H])[:, :, 0]
        factors = jac.all[now + 1, now]
        stretch = largest(factors)
        bound = np.zeros((T, T))
        for t in range(T):
            bound[t, t] = 1.0
            bound[t, :t] = np.multiply.accumulate(stretch[t:0:-1])[::-1]
        return Walk(
            np.where(past, sizes(arrived), 0.0),
            factors,
            stretch,
            np.where(past, largest(reached), 0.0),
            bound,
        )


@dataclass(frozen=True)
class CellRoute:
    """How c_t depends on c_k, (T, T) each: largest singular values.

    whole   ∂c_t/∂c_k, over all ways
    direct  along c alone: the product of the forget gates of steps k + 1 … t, unit by unit
    rest    the difference of the two: all ways that pass through h, or through a peephole
    """

    whole: Array
    direct: Array
    rest: Array


def cell_route(trace: Trace, jac: Jacobians) -> CellRoute:
    """The split for a cell with a cell state c and a forget gate f; ValueError for another."""
    if "c" not in trace.cell.state or "f" not in trace.cell.gates:
        raise ValueError(f"the cell must have a state c and a gate f; got {trace.cell.title}.")
    T, H, f = trace.T, trace.H, trace["f"][:, 0]
    whole = jac["c", "c"][1:, 1:]
    direct = np.zeros((T, T, H))
    with np.errstate(all="ignore"):
        for t in range(T):
            direct[t, t] = 1.0
            direct[t, :t] = np.multiply.accumulate(f[t:0:-1], axis=0)[::-1]
        rest = whole - direct[..., None] * np.eye(H)
        past = np.tri(T, dtype=bool)
        return CellRoute(
            np.where(past, largest(whole), 0.0),
            direct.max(axis=-1),
            np.where(past, largest(rest), 0.0),
        )


@dataclass(frozen=True)
class Added:
    """The entries of the path matrix and their sums, as norms. Norms do not add; arrays do.

    norms  (T, T) of each contribution
    sums   (T,) of ∂L_t/∂(param), the sum of a row's arrays; total: of ∂L/∂(param)
    uses   (T,) of what each use adds to ∂L/∂(param), the sum of a column's arrays
    sizes  (T,) the sum of a row's norms, which is at least as large as that of the sum
    """

    norms: Array
    sums: Array
    uses: Array
    total: float
    sizes: Array


def added(paths: Paths, param: str) -> Added:
    """One parameter's path matrix; ValueError for a parameter that the cell does not have."""
    T = paths.trace.T
    rows = np.eye(T, dtype=bool)[:, :, None].repeat(T, axis=2)
    keep = np.concatenate([rows, rows.swapaxes(1, 2), np.ones((1, T, T), dtype=bool)])
    found, norms = sizes(paths.kept(keep, param).reshape(2 * T + 1, -1)), paths.norms(param)
    with np.errstate(all="ignore"):
        return Added(norms, found[:T], found[T:-1], float(found[-1]), norms.sum(axis=1))
