"""What the lesson on both sweeps says, computed again from the core."""

import numpy as np
import pytest

from core.sequence import backward, forward
from core.update import descent, uses
from pages.parts.learning import CELLS, WEIGHTS, LearnSettings, learner
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.opening import PARAMETERS
from pages.parts.scenes.sweeps import rates, steps_of
from pages.parts.sweeps_section import lengths, outcomes
from tests.pages.visits import visit, written

EVERY = [(cell, weights) for cell in CELLS for weights in WEIGHTS]
each = pytest.mark.parametrize(("cell", "weights"), EVERY)


@each
def test_the_gradient_is_a_sum_over_the_steps_that_use_the_weight(cell, weights):
    grads = learner(LearnSettings(cell=cell, weights=weights)).grads
    for param in PARAMETERS.values():
        np.testing.assert_allclose(
            uses(grads, param).sum(axis=0), grads.params[param], rtol=1e-10, atol=1e-12
        )


@each
def test_a_gradient_says_how_much_the_loss_changes_with_its_weight(cell, weights):
    read = learner(LearnSettings(cell=cell, weights=weights))
    small = 1e-6
    W = read.params["W_h"].copy()
    W[0, 3, 5] += small
    h = forward(read.trace.cell, {**read.params, "W_h": W}, read.trace.x)["h"]
    y = h @ read.readout["V"] + read.readout["c"]
    odds = y - np.log(np.exp(y).sum(axis=-1, keepdims=True))
    classes = [read.outputs.index(letter) for letter in read.targets]
    after = -sum(odds[t, 0, k] for t, k in enumerate(classes))
    change = (after - read.loss.value) / small
    assert change == pytest.approx(read.grads.params["W_h"][0, 3, 5], rel=1e-3, abs=1e-5)


@each
def test_the_first_use_of_W_adds_exactly_0(cell, weights):
    grads = learner(LearnSettings(cell=cell, weights=weights)).grads
    assert not uses(grads, "W_h")[0].any()
    assert uses(grads, "W_h")[1].any()


@each
def test_a_use_of_U_adds_to_the_row_of_its_letter_alone(cell, weights):
    read = learner(LearnSettings(cell=cell, weights=weights))
    added = uses(read.grads, "W_x")
    for t, letter in enumerate(read.symbols):
        rows = np.flatnonzero(added[t].any(axis=(0, 2)))
        assert rows.tolist() == [read.inputs.index(letter)]
    row = read.inputs.index("a")
    twice = [t for t, letter in enumerate(read.symbols) if letter == "a"]
    assert len(twice) == 2  # marianne
    np.testing.assert_allclose(
        added[twice, :, row].sum(axis=0), read.grads.params["W_x"][:, row], rtol=1e-10
    )


@each
def test_all_that_an_early_step_learns_from_the_last_loss_has_come_back(cell, weights):
    read = learner(LearnSettings(cell=cell, weights=weights, loss_at="last"))
    d_h = np.zeros_like(read.loss.d_h)
    d_h[-1] = read.loss.d_h[-1]
    np.testing.assert_array_equal(read.loss.d_h, d_h)
    again = backward(read.trace, d_h)
    figures = lengths(LearnSettings(cell=cell, weights=weights))
    assert figures == {
        "last": "9",
        "end": show(np.linalg.norm(again["h"][-1, 0])),
        "start": show(np.linalg.norm(again["h"][0, 0])),
    }


@each
def test_of_a_whole_name_some_step_of_the_slider_is_too_large(cell, weights):
    found = steps_of(learner(LearnSettings(cell=cell, weights=weights)), 0.1)
    figures = outcomes(found)
    k = int(np.argmin(found.after))
    assert figures["least"] == show(found.after[k])
    assert figures["best"] == show(rates()[k])
    assert 0 < k < len(rates()) - 1
    assert found.after[k] < found.before
    first = k + int(np.argmax(found.after[k:] > found.before))
    assert (figures["rises"], figures["risen"]) == (show(rates()[first]), show(found.after[first]))
    assert figures["far"] == show(found.after[-1])


@each
def test_at_the_left_end_nearly_nothing_changes(cell, weights):
    read = learner(LearnSettings(cell=cell, weights=weights))
    found = descent(read.grads, read.readout, read.loss, [rates()[0]])
    assert abs(found.after[0] - found.before) < 0.03 * found.before


def test_some_letters_gain_and_some_pay():
    found = steps_of(learner(LearnSettings()), 0.1)
    change = found.steps[found.rates.tolist().index(0.1), :, 0] - found.steps[0, :, 0]
    assert (change < 0).any()
    assert (change > 0).any()


@pytest.mark.parametrize("query", [{}, {"text": "", "loss_at": "last"}])
def test_the_page_says_these_figures(query):
    at = visit("bptt", query)
    now = LearnSettings(**query)
    found = outcomes(steps_of(learner(now), 0.1))
    assert ("rises" in found) == (not query)
    words = lesson("bptt")
    said = written(at)
    assert words.fill("update" if "rises" in found else "update-down", **found) in said
    assert words.fill("update-try", **found) in said
    assert words.fill("sweeps-try", **lengths(now)) in said
