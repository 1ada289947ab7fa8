"""How gradients flow through time.

    paths       ∂L/∂W as a sum over losses t and uses k: the path matrix
    truncation  what is left of it if each loss looks back τ steps, or in chunks
    jacobians   every ∂s_t/∂s_k of one run; factors: the one-step Jacobians they are products of
    split       what ∂L/∂c_t of an LSTM is made of: the direct way through f, the ways through h
    radius      how fast gradients grow or fade with distance, over the spectral radius of W_h
    norms, overflow   how large a Jacobian is; where a run leaves float64

The batch axis carries the questions (one loss a copy) or the alternatives (one radius a copy), so
that no answer needs a Python loop over pairs of steps.
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
