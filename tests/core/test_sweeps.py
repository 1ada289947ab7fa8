"""Sweeps: every alternative in the batch is the run that one would make alone."""

from __future__ import annotations

import numpy as np
import pytest

from core.cells import LSTM
from core.readout import init_readout, logits, softmax
from core.sequence import forward
from core.sweeps import POSITIONS, hold, sweep

T, D, H = 6, 4, 5


@pytest.fixture(params=[LSTM(), LSTM(peephole=True, activation="relu"), LSTM(coupled=True)])
def network(request):
    rng = np.random.default_rng(5)
    params = {k: v + rng.normal(0, 0.4, v.shape) for k, v in request.param.init(D, H, rng).items()}
    return request.param, params, rng.normal(size=(T, 1, D))


def test_hold_covers_all_units_and_steps_by_default():
    clamp = hold({"f": 0.25}, T, H)
    assert clamp["f"].shape == (T, 1, H)
    assert (clamp["f"] == 0.25).all()


def test_hold_of_one_unit_from_a_step_on_leaves_the_rest_free():
    clamp = hold({"o": 1.0}, T, H, unit=2, steps=(3, T))["o"]
    assert (clamp[3:, 0, 2] == 1.0).all()
    assert np.isnan(clamp).sum() == T * H - 3


@pytest.mark.parametrize(
    ("unit", "steps"), [(H, None), (-1, None), (None, (2, 2)), (None, (0, T + 1))]
)
def test_hold_refuses_places_that_are_not_there(unit, steps):
    with pytest.raises(ValueError, match="must"):
        hold({"f": 0.5}, T, H, unit, steps)


@pytest.mark.parametrize(("unit", "steps"), [(None, None), (3, None), (None, (2, 3)), (1, (1, T))])
def test_each_position_equals_the_run_made_alone(network, unit, steps):
    cell, params, x = network
    held = {"i": 0.3}
    runs = sweep(cell, params, x, ("f", "i", "o"), held, unit, steps)
    for s, gate in enumerate(runs.gates):
        for p in (0, 7, 20):
            clamp = hold({**held, gate: POSITIONS[p]}, T, H, unit, steps)
            alone = forward(cell, params, x, clamp=clamp)
            for name in ("f", "i", "g", "o", "c", "h", "squashed_c"):
                np.testing.assert_allclose(
                    runs.of(name)[s, p], alone[name][:, 0], rtol=0, atol=1e-13
                )


def test_last_run_is_the_network_left_alone(network):
    cell, params, x = network
    runs = sweep(cell, params, x, ("f",), {"f": 0.1, "o": 0.2})
    alone = forward(cell, params, x)
    for name in ("f", "o", "c", "h"):
        np.testing.assert_allclose(runs.free(name), alone[name][:, 0], rtol=0, atol=1e-13)


def test_probabilities_are_those_of_the_readout(network):
    cell, params, x = network
    readout = init_readout(H, D, np.random.default_rng(1))
    runs = sweep(cell, params, x, ("o",))
    split = runs.split(runs.probabilities(readout))
    assert split.shape == (1, len(POSITIONS), T, D)
    np.testing.assert_array_equal(split[0], softmax(logits(readout, runs.of("h")[0])))
    np.testing.assert_allclose(split.sum(axis=-1), 1.0)


def test_sweep_refuses_an_unknown_gate_and_more_than_one_sequence(network):
    cell, params, x = network
    with pytest.raises(ValueError, match="gates of a sweep"):
        sweep(cell, params, x, ("z",))
    with pytest.raises(ValueError, match=r"\(T, 1, D\)"):
        sweep(cell, params, np.zeros((T, 2, D)), ("f",))
