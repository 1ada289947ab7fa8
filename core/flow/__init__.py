"""How gradients flow through time: paths, Jacobians, truncation, radius.

All of it rests on the batch axis: a backward pass over copies of one run answers one question a
copy, so that no answer needs a Python loop over pairs of steps.
"""

from core.flow.jacobians import Jacobians, jacobians
from core.flow.norms import largest, spectral_radius
from core.flow.paths import Paths, path_matrix
from core.flow.truncation import Truncation, chunks, look_back, truncations

__all__ = [
    "Jacobians",
    "Paths",
    "Truncation",
    "chunks",
    "jacobians",
    "largest",
    "look_back",
    "path_matrix",
    "spectral_radius",
    "truncations",
]
