"""Valves by hand: an update is the core's own step, a sweep is each update that it stands for."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cells import LSTM
from core.sequence import forward
from core.valves import (
    AMOUNTS,
    HANDLES,
    MOST,
    PLACES,
    RESULTS,
    SHARES,
    pass_through,
    results,
    sweep_handles,
    update,
)

HELD = {
    "memory": [80.0, 60.0, 40.0],
    "new": [20.0, 90.0, 50.0],
    "f": [0.9, 0.1, 0.5],
    "i": [0.0, 0.8, 0.5],
    "o": [1.0, 0.5, 0.0],
}
shares = st.lists(st.sampled_from(SHARES), min_size=3, max_size=3)
amounts = st.lists(st.sampled_from(AMOUNTS), min_size=3, max_size=3)


def by_hand(held):
    """The three lines of the lesson, in plain NumPy."""
    memory, new, f, i, o = (np.array(held[name]) for name in HANDLES)
    kept, written = memory * f, new * i
    c = kept + written
    return dict(zip(RESULTS, (kept, written, c, o * c), strict=True))


@settings(max_examples=40, deadline=None)
@given(amounts, amounts, shares, shares, shares)
def test_forget_remember_select_are_one_clamped_step(memory, new, f, i, o):
    held = dict(zip(HANDLES, (memory, new, f, i, o), strict=True))
    found = dict(zip(RESULTS, results(update(held))[:, 0], strict=True))
    for name, wanted in by_hand(held).items():
        np.testing.assert_allclose(found[name], wanted, rtol=1e-15, atol=0)


def test_it_is_the_cell_with_random_weights_too_once_all_gates_are_held():
    """Held gates leave nothing of the weights: any LSTM with ReLU makes the same step."""
    cell, rng = LSTM(activation="relu"), np.random.default_rng(3)
    params = cell.init(4, 3, rng)
    clamp = {gate: np.array(HELD[gate])[None, None] for gate in "fio"}
    clamp["g"] = np.array(HELD["new"])[None, None]
    trace = forward(
        cell,
        params,
        rng.normal(size=(1, 1, 4)),
        initial={"c": np.array([HELD["memory"]]), "h": rng.normal(size=(1, 3))},
        clamp=clamp,
    )
    ours = update(HELD)
    for name in ("c", "h"):
        np.testing.assert_array_equal(ours[name], trace[name])


def test_each_place_of_each_handle_is_the_update_with_it_there():
    swept = sweep_handles(HELD)
    assert swept.shape == (len(HANDLES), len(SHARES), len(RESULTS), 3)
    for k, name in enumerate(HANDLES):
        for p in (0, 37, 100):
            for unit in range(3):
                moved = {key: list(row) for key, row in HELD.items()}
                moved[name][unit] = PLACES[name][p]
                alone = results(update(moved))[:, 0, unit]
                np.testing.assert_array_equal(swept[k, p, :, unit], alone)


def test_at_its_own_place_a_handle_changes_nothing():
    swept, now = sweep_handles(HELD), results(update(HELD))[:, 0]
    for k, name in enumerate(HANDLES):
        for unit in range(3):
            place = PLACES[name].index(HELD[name][unit])
            np.testing.assert_array_equal(swept[k, place, :, unit], now[:, unit])


def test_what_passes_a_valve_is_the_amount_times_the_gate():
    np.testing.assert_array_equal(pass_through(MOST, SHARES), MOST * np.array(SHARES))
    assert pass_through(100, [0.0, 1.0]).tolist() == [0.0, 100.0]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"memory": [-1.0, 0, 0]}, "memory must not be negative; got -1"),
        ({"f": [np.nan, 0, 0]}, "f must not be negative; got nan"),
        ({"o": "open"}, "o must be an array of numbers"),
        ({"r": [1, 1, 1]}, "what is held must be among"),
        ({"new": [1.0, 2.0]}, r"broadcastable to \(B, H\); got memory \(1, 3\), new \(1, 2\)"),
    ],
)
def test_what_cannot_be_held_is_said(changes, says):
    with pytest.raises(ValueError, match=says):
        update({**HELD, **changes})


def test_what_is_missing_is_said():
    with pytest.raises(ValueError, match="missing: new, o"):
        update({name: HELD[name] for name in ("memory", "f", "i")})
