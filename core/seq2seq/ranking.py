"""The finished sequences of a beam search under other length normalisations.

What is kept and pruned on the way is decided by log P alone, so that one tree serves all powers:
only the order at the end differs.

    P powers   F finished sequences
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Ints, as_float_array
from core.seq2seq.beam import Tree


def scores(tree: Tree, powers: ArrayLike) -> Array:
    """(P, F): log P / length^power of `tree.finished`, the length with the end included."""
    exponents = as_float_array(powers, "powers")
    if exponents.ndim != 1 or not ((exponents >= 0) & (exponents <= 2)).all():
        raise ValueError(f"powers must be a list of numbers in 0…2; got {exponents.tolist()}.")
    nodes = [tree.nodes[place] for place in tree.finished]
    totals = np.array([node.total for node in nodes])
    lengths = np.array([float(node.step + 1) for node in nodes])
    return np.asarray(totals / lengths ** exponents[:, None])


def places(found: Array, tree: Tree) -> Ints:
    """(P, F): places in `tree.finished` in the order of `scores`, those that wrote an end first."""
    ended = np.array([tree.nodes[place].fate == "ended" for place in tree.finished])
    return np.stack([np.lexsort((-row, ~ended)) for row in found])
