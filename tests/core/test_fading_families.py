"""What is left of a gradient after d steps: the families behind the page's sliders, all pairs of
steps, and the slopes behind the states."""

import numpy as np
import pytest

from core.fading import (
    BIASES,
    GATED,
    LENGTHS,
    LONGEST,
    OVERFLOW,
    RADII,
    REACHES,
    RUNS_ON,
    UNDERFLOW,
    ZERO,
    Setup,
    _ends,
    by_bias,
    by_radius,
    distances,
    theory,
)
from core.flow import jacobians, spectral_radius
from core.reach import FAINT, pairs
from core.slopes import slopes

NAMES = ("rnn", "lstm", "lstm-peephole", "gru")
SMALL = Setup(hidden_size=4, seed=3)
FEW = REACHES[0]


def own_network(setup, name, radius, bias, steps=12):
    """One network alone: its matrices scaled, its forget bias set."""
    trace = setup.run(name, [radius], [bias], steps)
    assert trace.B == 1
    return trace


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("measure", ["h", "c", "loss"])
def test_a_place_of_a_slider_is_what_its_network_alone_does(name, measure):
    state = "c" if measure == "c" and name in GATED else "h"
    for radius, bias in ((0.9, 1.0), (2.5, -2.0)):
        jac = jacobians(own_network(SMALL, name, radius, bias))[state, state][:, 0]
        wanted = (
            np.linalg.norm(SMALL.direction() @ jac, axis=-1)
            if measure == "loss"
            else np.linalg.norm(jac, 2, axis=(1, 2))
        )
        few = [distances(FEW).index(d) for d in range(13)]
        found = [by_radius(SMALL, name, bias, measure, FEW).powers[RADII.index(radius), few]]
        if name in GATED:
            found.append(by_bias(SMALL, name, radius, measure, FEW).powers[BIASES.index(bias), few])
        for powers in found:
            np.testing.assert_allclose(10**powers, wanted, rtol=1e-9)


def test_more_steps_only_go_on():
    short, long = (by_radius(SMALL, "lstm", 1.0, "h", steps).powers for steps in REACHES)
    np.testing.assert_allclose(long[:, : short.shape[1]], short, rtol=0, atol=1e-9)
    assert set(LENGTHS) <= set(distances(LONGEST))
    assert set(distances(FEW)) <= set(distances(LONGEST))


@pytest.mark.parametrize("name", NAMES)
def test_every_block_has_the_radius_that_the_slider_says(name):
    trace = SMALL.run(name, [2.0], [1.0], 1)
    np.testing.assert_allclose(spectral_radius(trace.params["W_h"] * trace.gain[0]), 2.0)
    if name in GATED:
        f = trace.cell.gates.index("f")
        np.testing.assert_allclose(trace["a_f"][0, 0], trace.x[0, 0] @ trace.params["W_x"][f])
        assert trace.x[0, 0, -1] == 1.0  # the bias, as an input that the forget gate alone sees


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "identity"])
def test_no_curve_of_the_rnn_is_above_its_bound(activation):
    for seed in (1, 2, 3):
        setup = Setup(activation, hidden_size=8, seed=seed)
        bound = theory(setup, LONGEST)[:, 0]
        assert (by_radius(setup, "rnn", 0.0, "h", LONGEST).powers <= bound + 1e-9).all()


def test_the_rate_is_no_bound_but_where_a_linear_network_goes():
    setup = Setup("identity", hidden_size=8)
    powers = by_radius(setup, "rnn", 0.0, "h", LONGEST).powers[1:]
    rate = theory(setup, LONGEST)[1:, 1]
    assert (powers[:, 1] > rate[:, 1]).all()
    growth = (powers[:, -1] - powers[:, -6]) / 50
    np.testing.assert_allclose(growth, np.log10(RADII[1:]), atol=0.01)


def test_an_end_is_told_with_its_distance():
    radii = np.array(RADII)
    ends = by_radius(Setup(), "rnn", 0.0, "h", LONGEST).ends
    assert ends[radii == 0].tolist() == [[ZERO, 1]]
    assert (ends[radii > 0, 0] == RUNS_ON).all()
    shut = by_radius(Setup("relu", hidden_size=4), "rnn", 0.0, "h", LONGEST)  # all units off
    assert shut.ends[RADII.index(0.9)].tolist() == [ZERO, 3]
    assert np.isfinite(shut.powers[RADII.index(0.9), :3]).all()
    tiny = by_radius(Setup("sigmoid", scale=4.0), "rnn", 0.0, "h", LONGEST)
    kind, step = tiny.ends[RADII.index(0.1)]
    assert kind == UNDERFLOW
    assert tiny.powers[RADII.index(0.1), distances(LONGEST).index(step // 10 * 10)] < -300
    powers = np.array([[0.0, 200.0, np.inf]])
    assert _ends(powers, np.array([0]), np.array([37])).tolist() == [[OVERFLOW, 37]]


@pytest.mark.parametrize("name", NAMES)
def test_all_pairs_are_the_jacobians_and_lie_under_the_product_of_norms(name):
    found = pairs(SMALL, name, 1.5, 1.0, "h", 10)
    jac = jacobians(own_network(SMALL, name, 1.5, 1.0, 10))
    lower = np.tril_indices(11)
    wanted = np.linalg.norm(jac["h", "h"], 2, axis=(2, 3))[lower]
    np.testing.assert_allclose(10 ** found.powers[lower], wanted, rtol=1e-9)
    assert (found.powers[lower] <= found.chains[lower] + 1e-9).all()
    norms = [np.linalg.norm(jac.all[t, t - 1], 2) for t in range(1, 11)]
    np.testing.assert_allclose(10**found.factors, norms, rtol=1e-9)
    np.testing.assert_allclose(10 ** found.chains[7, 3], np.prod(norms[3:7]), rtol=1e-9)


def test_the_reach_is_how_far_back_a_step_still_sees():
    found = pairs(Setup(), "rnn", 0.9, 0.0, "h", 60)
    row = found.powers[-1]
    assert (row[60 - found.reach :] >= FAINT).all()
    assert row[60 - found.reach - 1] < FAINT
    assert pairs(Setup("identity"), "rnn", 1.5, 0.0, "h", 20).reach == 20
    assert pairs(Setup(), "rnn", 0.0, 0.0, "h", 5).reach == 0


@pytest.mark.parametrize("activation", ["tanh", "sigmoid", "relu", "identity"])
def test_shares_are_counted_over_all_steps_and_units(activation):
    setup = Setup(activation, hidden_size=8)
    found = slopes(setup, 50)
    k = RADII.index(3.0)
    trace = setup.run("rnn", [3.0], [0.0], 50)
    h, slope = trace["h"].ravel(), trace.slope("h").ravel()
    np.testing.assert_allclose(found.h.sum(axis=1), 1.0)
    np.testing.assert_allclose(found.slope.sum(axis=1), 1.0)
    np.testing.assert_allclose(found.mean[k], slope.mean())
    if found.decades:
        assert found.h[k, 0] == pytest.approx((np.abs(h) < 1e-4).mean())
    else:
        counts, _ = np.histogram(h, found.edges)
        np.testing.assert_allclose(found.h[k], counts / h.size)
    if activation == "tanh":
        assert found.saturated[k] == pytest.approx((np.abs(h) > 0.97).mean())
        assert 10 ** found.product[k] == pytest.approx(np.exp(np.log(slope).mean()) ** 50)
    if activation == "sigmoid":
        assert found.saturated[k] == pytest.approx(((h < 0.015) | (h > 0.985)).mean())
    if activation == "relu":
        assert found.saturated[k] == pytest.approx((h == 0).mean())
        assert found.product[k] == -np.inf
