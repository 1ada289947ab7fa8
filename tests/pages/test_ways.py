"""What arrives at the cell state along c and through h: curves, title and text."""

import numpy as np
import pytest

from core.flow import cell_state_split
from pages.parts.charts.ways import larger_along, way_curves
from pages.parts.learning import LearnSettings, learner
from tests.pages.visits import scene_at, sound, visit, written


def reading(**settings):
    return learner(LearnSettings(**settings))


@pytest.mark.parametrize("cell", ["lstm", "lstm-peephole"])
@pytest.mark.parametrize("loss_at", ["every", "last"])
def test_the_ways_add_up_to_the_gradient(cell, loss_at):
    read = reading(cell=cell, loss_at=loss_at)
    split = cell_state_split(read.trace, read.loss.d_h)
    np.testing.assert_allclose(sum(split.ways.values()), read.grads["c"], rtol=1e-10, atol=1e-14)
    assert ("p" in split.ways) == (cell == "lstm-peephole")
    slope = read.trace["o"] * read.trace.slope("squashed_c")
    np.testing.assert_allclose(split.ways["h"], slope * read.grads["h"], rtol=1e-10, atol=1e-14)
    assert not split.ways["c"][-1].any()  # as the text says of the last step
    assert larger_along(split)[-1] is False


def test_with_a_loss_at_the_end_nothing_new_joins():
    read = reading(cell="lstm", loss_at="last")
    split = cell_state_split(read.trace, read.loss.d_h)
    assert not split.parts["loss"][:-1].any()


@pytest.mark.parametrize("cell", ["lstm", "lstm-peephole"])
@pytest.mark.parametrize("text", ["", "marianne", "a" * 30])
def test_the_page_draws_and_names_them(cell, text):
    at = visit("bptt", {"cell": cell, "text": text})
    sound(at)
    read = reading(cell=cell, text=text)
    split = cell_state_split(read.trace, read.loss.d_h)
    wanted = way_curves(split, read.symbols, "")
    drawn = scene_at(at, "bptt.ways")
    assert [s["key"] for s in drawn["series"]] == [s["key"] for s in wanted["series"]]
    for got, want in zip(drawn["series"], wanted["series"], strict=True):
        np.testing.assert_allclose(got["y"], want["y"], rtol=1e-5)
    assert f"{sum(larger_along(split))} of {read.trace.T} steps" in drawn["title"]
    words = written(at)
    assert "An LSTM has a memory" in words
    assert ("a third way" in words) == (cell == "lstm-peephole")


@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_a_cell_without_a_cell_state_has_no_such_section(cell):
    at = visit("bptt", {"cell": cell})
    assert "An LSTM has a memory" not in written(at)
