"""How gradients flow through time: paths, Jacobians, truncation, radius.

All of it rests on the batch axis: a backward pass over copies of one run answers one question a
copy, so that no answer needs a Python loop over pairs of steps.
"""

from core.flow.factors import carried, factors, products, products_from_start
from core.flow.jacobians import Jacobians, jacobian_norms, jacobians
from core.flow.norms import largest, spectral_radius
from core.flow.overflow import Overflow, first_lost, first_overflow
from core.flow.paths import Paths, path_matrix
from core.flow.radius import (
    RadiusMap,
    bounds,
    measured_rate,
    radius_map,
    scaled_to_radius,
    with_bias_input,
)
from core.flow.split import CellStateSplit, cell_state_split
from core.flow.truncation import Truncation, chunks, look_back, truncations

__all__ = [
    "CellStateSplit",
    "Jacobians",
    "Overflow",
    "Paths",
    "RadiusMap",
    "Truncation",
    "bounds",
    "carried",
    "cell_state_split",
    "chunks",
    "factors",
    "first_lost",
    "first_overflow",
    "jacobian_norms",
    "jacobians",
    "largest",
    "look_back",
    "measured_rate",
    "path_matrix",
    "products",
    "products_from_start",
    "radius_map",
    "scaled_to_radius",
    "spectral_radius",
    "truncations",
    "with_bias_input",
]
