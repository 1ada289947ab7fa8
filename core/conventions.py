"""The two forms of the GRU, on the same weights.

Before the product:  h̃ = tanh(U x + b + W (r ∗ h))           Cho et al. 2014
After the product:   h̃ = tanh(U x + b + r ∗ (W h + b_hn))    cuDNN, PyTorch, Keras

Weights of the first form can be read by the second with b_hn = 0. Nothing then complains, but it
is another network.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Params
from core.cells import GRU
from core.language import CharModel
from core.sequence import Trace, forward


def reset_later(params: Params) -> Params:
    """Weights of a GRU that resets before the product, as one that resets after it takes them."""
    return {**params, "b_hn": np.zeros((1, params["W_x"].shape[-1]))}


def both_forms(
    params: Params, x: ArrayLike, clamp: Mapping[str, ArrayLike] | None = None
) -> tuple[Trace, Trace]:
    """x (T, B, D) read by the same weights: reset before the product, and after it."""
    return (
        forward(GRU(), params, x, clamp=clamp),
        forward(GRU(reset_after=True), reset_later(params), x, clamp=clamp),
    )


def mistaken(model: CharModel) -> CharModel:
    """A model trained to reset before the product, whose weights are taken for the other form."""
    return replace(model, cell=GRU(reset_after=True), params=reset_later(model.params))
