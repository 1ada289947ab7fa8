"""The map over radius and length: its rows are networks, its border is where 1 is."""

import numpy as np
import pytest

from core.border import RADII, SIZE, STEPS, Network, border
from core.cells import LSTM
from core.flow import jacobians, largest, scaled_to_radius
from core.sequence import forward


@pytest.mark.parametrize("network", [Network(), Network("lstm", forget_bias=2.0, seed=3)])
def test_a_row_is_the_network_with_that_radius(network):
    found = border(network)
    cell, rng = network.make(), np.random.default_rng(network.seed)
    params = cell.init(SIZE, SIZE, rng)
    if isinstance(cell, LSTM):
        params["b"][1] += network.forget_bias
    x = rng.normal(size=(STEPS, 1, SIZE))
    for k in (0, 30, 45):
        own = scaled_to_radius(cell, params, RADII[k])
        J = jacobians(forward(cell, own, x[:30]))["h", "h"][1:, 0]
        np.testing.assert_allclose(found.log10[k, :30], np.log10(largest(J)), atol=1e-8)


def test_the_border_of_a_linear_network_is_radius_1_and_its_rate_the_radius():
    found = border(Network("rnn", "identity"))
    np.testing.assert_allclose(found.rate, RADII, rtol=1e-3)
    assert (found.crossing[99:] == 1.0).all()
    assert 1.0 in RADII
    np.testing.assert_allclose(10**found.powers, RADII)


def test_the_crossing_is_the_smallest_radius_that_has_not_faded():
    found = border(Network())
    for t in (0, 9, 99, 199):
        k = RADII.index(found.crossing[t])
        assert found.log10[k, t] >= 0
        assert (found.log10[:k, t] < 0).all()


def test_progress_runs_to_the_end_and_an_unknown_cell_is_named():
    shares = []
    border(Network(), shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    with pytest.raises(ValueError, match="cell must be one of rnn, lstm"):
        Network("elman").make()
