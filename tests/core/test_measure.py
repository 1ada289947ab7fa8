"""Measurements: figures that pages put into sentences and curves."""

from __future__ import annotations

import numpy as np
import pytest

from core import models
from core.cells import GRU, LSTM
from core.measure import (
    axis_limit,
    complement,
    distance,
    leading,
    parameter_blocks,
    relative_change,
    update_parts,
)
from core.recipes.letters import measure
from core.sequence import forward


@pytest.fixture(scope="module")
def model():
    return models.load("names-lstm")


@pytest.mark.parametrize("name", ["c", "h"])
def test_relative_change_of_one_name_is_what_the_reports_measure(model, name):
    change = relative_change(model.read("marianne").trace, name)
    assert change.mean == pytest.approx(measure(model, ["marianne"])["relative_change"][name])
    assert np.isnan(change.steps[0])
    assert np.nanmean(change.steps) == pytest.approx(change.mean)


def test_relative_change_by_hand():
    cell = LSTM()
    trace = forward(cell, cell.init(2, 1, np.random.default_rng(0)), np.ones((3, 1, 2)))
    c = trace["c"][:, 0, 0]
    expected = abs(c[2] - c[1]) / ((abs(c[1]) + abs(c[2])) / 2)
    assert relative_change(trace, "c").steps[2] == pytest.approx(expected)


def test_relative_change_is_undefined_for_one_step_and_for_a_state_that_stays_zero(model):
    assert np.isnan(relative_change(model.read("").trace, "c").mean)
    frozen = model.read("anna", clamp={"f": np.ones(1), "i": np.zeros(1)}).trace
    assert np.isnan(relative_change(frozen, "c").mean)


def test_relative_change_refuses_a_batch(model):
    with pytest.raises(ValueError, match="one sequence"):
        relative_change(model.read(["anna", "otto"]).trace, "c")


def test_parts_of_the_update_add_up_to_the_cell_state(model):
    trace = model.read("marianne").trace
    kept, written = update_parts(trace)
    np.testing.assert_array_equal(kept + written, trace["c"])


def test_parts_of_the_update_add_up_to_the_state_of_a_gru():
    trace = models.load("names-gru").read("marianne").trace
    kept, written = update_parts(trace)
    np.testing.assert_allclose(kept + written, trace["h"], rtol=1e-12)
    np.testing.assert_array_equal(kept, complement(trace, "z") * trace.prev("h"))


def test_a_plain_rnn_keeps_no_part_of_its_state():
    with pytest.raises(ValueError, match="keep a part and write a part; RNN does not"):
        update_parts(models.load("names-rnn").read("anna").trace)


def test_distance_by_hand():
    cell = GRU()
    params = cell.init(2, 3, np.random.default_rng(0))
    one, other = (forward(cell, params, x) for x in (np.ones((4, 1, 2)), np.zeros((4, 1, 2))))
    h, g = one["h"][:, 0], other["h"][:, 0]
    expected = [np.mean(np.abs(h[t] - g[t])) / np.mean(np.abs(h)) for t in range(4)]
    np.testing.assert_allclose(distance(one, other, "h"), expected)
    np.testing.assert_array_equal(distance(one, one, "h"), 0)


def test_distance_is_undefined_where_there_is_nothing_to_compare_with():
    frozen = models.load("names-gru").read("anna", clamp={"z": np.zeros(1)}).trace
    assert np.isnan(distance(frozen, frozen, "h")).all()


def test_distance_refuses_what_does_not_lie_side_by_side(model):
    one, other, two = (model.read(text).trace for text in ("anna", "marianne", ["anna", "otto"]))
    for pair in ((one, other), (two, two)):
        with pytest.raises(ValueError, match="two single sequences"):
            distance(*pair, "h")


def test_leading_lists_the_likeliest_and_the_right_one():
    odds = np.array([[0.1, 0.6, 0.3], [0.2, 0.2, 0.6]])
    chosen, values = leading(odds, np.array([0, 2]), 2)
    assert chosen.tolist() == [[1, 2, 0], [2, 0, 2]]
    np.testing.assert_allclose(values, [[0.6, 0.3, 0.1], [0.6, 0.2, 0.6]])


@pytest.mark.parametrize(
    ("most", "limit"), [(0.0, 1), (0.99, 1), (1.2, 1.5), (2.0, 2), (3.4, 4), (7.0, 8), (31.0, 40)]
)
def test_axis_limit_is_a_round_number_that_holds_everything(most, limit):
    assert axis_limit(np.array([most, -most / 2, np.inf, np.nan])) == limit


def test_axis_limit_of_nothing_finite():
    assert axis_limit(np.array([np.nan])) == 1.0


@pytest.mark.parametrize("cell", [LSTM(), LSTM(peephole=True), GRU(), GRU(reset_after=True)])
def test_blocks_count_every_parameter_once(cell):
    params = cell.init(7, 3, np.random.default_rng(0))
    blocks = parameter_blocks(cell, params)
    assert [block.gate for block in blocks] == list(cell.gates)
    assert sum(block.count for block in blocks) == sum(a.size for a in params.values())
