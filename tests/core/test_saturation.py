"""From where on a gate is saturated, and what a gate of any size does to a memory."""

import numpy as np
import pytest

from core import models
from core.activations import ACTIVATIONS
from core.saturation import HIGH, LOW, carried, steepest, sum_at
from core.squash import squash


def test_saturated_means_what_the_reports_measure():
    made = models.report("names-lstm")["gates"]["f"]
    assert {f"share_below_{LOW}", f"share_above_{HIGH}"} < set(made)


@pytest.mark.parametrize("gate", [1e-9, LOW, 0.5, HIGH, 1 - 1e-9])
def test_the_sum_behind_a_gate_is_the_one_that_sigma_leads_to_it(gate):
    assert ACTIVATIONS["sigmoid"](np.array(sum_at(gate))) == pytest.approx(gate, rel=1e-6)


@pytest.mark.parametrize("gate", [0.0, 1.0, -0.1, 2.0, float("nan")])
def test_no_sum_leads_to_a_gate_that_sigma_never_reaches(gate):
    with pytest.raises(ValueError, match="gate must lie between 0 and 1"):
        sum_at(gate)


def test_beyond_the_bounds_the_slope_is_below_their_product():
    a = np.linspace(-20, 20, 4001)
    slope, y = squash(a)["sigmoid"].slope, squash(a)["sigmoid"].y
    outside = (y < LOW) | (y > HIGH)
    assert (slope[outside] < LOW * HIGH).all()
    assert (slope[~outside] >= LOW * HIGH - 1e-12).all()
    assert steepest() == slope.max()


def test_what_is_carried_is_the_memory_times_the_gate_whatever_the_gate():
    gates = np.array([-1.0, -0.8, 0.0, 0.25, 1.0])
    np.testing.assert_allclose(carried(100.0, gates), 100 * gates, atol=1e-12)
