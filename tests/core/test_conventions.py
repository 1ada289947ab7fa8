"""The two forms of the GRU: where they agree, where not, and what frameworks call z."""

from __future__ import annotations

import numpy as np
import pytest

from core import models
from core.cells import GRU
from core.conventions import both_forms, mistaken, reset_later
from core.measure import distance
from core.sequence import forward


@pytest.fixture(scope="module")
def model():
    return models.load("names-gru")


@pytest.fixture(scope="module")
def x(model):
    return model.read("marianne").trace.x


def test_the_first_form_is_the_models_own(model, x):
    before, after = both_forms(model.params, x)
    np.testing.assert_array_equal(before["h"], model.read("marianne").trace["h"])
    assert after.cell == GRU(reset_after=True)
    assert not after.params["b_hn"].any()


def test_forms_differ_from_the_second_step_on(model, x):
    apart = distance(*both_forms(model.params, x), "h")
    assert apart[0] == 0
    assert apart[1:].min() > 0.05


@pytest.mark.parametrize("r", [0.0, 0.3, 0.5, 1.0])
def test_forms_agree_where_r_is_the_same_for_all_units(model, x, r):
    before, after = both_forms(model.params, x, {"r": np.full((1, 1, 1), r)})
    np.testing.assert_allclose(before["h"], after["h"], atol=1e-12)


def test_forms_differ_where_r_tells_units_apart(model, x):
    r = np.linspace(0, 1, 12).reshape(1, 1, 12)
    assert distance(*both_forms(model.params, x, {"r": r}), "h")[1:].min() > 0.01


def test_weights_taken_for_the_other_form_are_read_without_complaint_but_worse(model):
    names = ["marianne", "christopher", "anna", "grace"]
    taken = mistaken(model)
    assert taken.readout is model.readout
    assert taken.bits_per_character(names) > model.bits_per_character(names) + 0.2


def test_a_z_that_weighs_the_old_state_is_one_minus_ours():
    """σ(-a) = 1 - σ(a): turn the sign of what computes z, and swap its two uses."""
    rng = np.random.default_rng(5)
    cell = GRU(reset_after=True)
    params = reset_later(cell.init(3, 4, rng))
    x = rng.standard_normal((6, 1, 3))
    ours = forward(cell, params, x)
    turned = {key: value.copy() for key, value in params.items()}
    for key in ("W_x", "W_h", "b"):
        turned[key][cell.gates.index("z")] *= -1
    theirs = forward(cell, turned, ours.x[:1])
    np.testing.assert_allclose(theirs["z"][0], 1 - ours["z"][0], rtol=1e-12)
