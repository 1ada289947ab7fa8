"""First recurrent weights other than the uniform ones of `Cell.init`, as remedies propose them.

Each function returns new parameters; those given are not changed.
"""

from __future__ import annotations

import numpy as np

from core.arrays import Array, Params
from core.cells import Cell


def with_orthogonal(params: Params, rng: np.random.Generator) -> Params:
    """`params` with each gate block of W_h (G, H, H) a random orthogonal matrix, W Wᵀ = I.

    It neither stretches nor shrinks: ‖W v‖ = ‖v‖ for every v, before an activation bends it.
    Source: Saxe, McClelland & Ganguli 2014.
    """
    blocks, hidden_size, _ = params["W_h"].shape
    W = np.stack([random_orthogonal(hidden_size, rng) for _ in range(blocks)])
    return {**params, "W_h": W}


def with_identity(params: Params) -> Params:
    """`params` with each gate block of W_h the identity: at first each unit keeps its own value.

    Source: Le, Jaitly & Hinton 2015, for ReLU units. They also draw the other weights smaller
    (normal, 0.001); here those stay as they are, so that one thing is changed.
    """
    blocks, hidden_size, _ = params["W_h"].shape
    return {**params, "W_h": np.tile(np.eye(hidden_size), (blocks, 1, 1))}


def with_forget_bias(cell: Cell, params: Params, bias: float) -> Params:
    """`params` with b_f = `bias` for all units; ValueError for a cell without a forget gate.

    Sources: Gers, Schmidhuber & Cummins 2000; Jozefowicz, Zaremba & Sutskever 2015.
    """
    if "f" not in cell.gates:
        raise ValueError(f"cell must have a forget gate; {cell.title} has {', '.join(cell.gates)}.")
    b = params["b"].copy()
    b[cell.gates.index("f")] = bias
    return {**params, "b": b}


def random_orthogonal(size: int, rng: np.random.Generator) -> Array:
    """A (size, size) orthogonal matrix, uniform among all: Q of a normal matrix, its signs set.

    Source: Mezzadri 2007, "How to generate random matrices from the classical compact groups".
    """
    Q, R = np.linalg.qr(rng.standard_normal((size, size)))
    return np.asarray(Q * np.sign(np.diag(R)))
