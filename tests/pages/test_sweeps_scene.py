"""The picture of learning: what it is given is what the core computed, at all its settings."""

import itertools

import numpy as np
import pytest

from core.readout import loss
from core.sequence import forward
from core.update import moved
from pages.parts.learning import CELLS, LearnSettings, fresh, learner
from pages.parts.opening import PARAMETERS
from pages.parts.scenes.sweeps import equations, places, rates, steps_of, sweeps_scene, verdict
from pages.parts.sweeps_section import step_of
from pages.parts.wire import pack, unpack
from tests.pages.visits import arrays, say, scene_at, settings, sound, visit


def scene(shown="W", eta=0.1, **changes):
    read = learner(LearnSettings(**changes))
    return read, sweeps_scene(read, shown, eta, steps_of(read, eta))


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("shown", PARAMETERS)
def test_matrices_are_those_of_the_core_and_open_where_they_are_pressed(cell, shown):
    read, drawn = scene(shown, cell=cell)
    matrix, H, T = drawn["matrix"], read.trace.H, read.trace.T
    gradient = read.grads.params[PARAMETERS[shown]]
    for (i, row), block in itertools.product(
        enumerate(matrix["places"]), range(len(read.trace.cell.gates))
    ):
        columns = slice(block * H, (block + 1) * H)
        np.testing.assert_allclose(matrix["gathered"][0, i, columns], gradient[block, row])
        np.testing.assert_allclose(
            matrix["value"][i, columns], read.params[PARAMETERS[shown]][block, row]
        )
    left_out = np.delete(gradient, matrix["places"], axis=1)
    assert not left_out.any()  # rows that are not drawn have no gradient
    np.testing.assert_allclose(matrix["added"].sum(axis=0), matrix["gathered"][0])
    k = drawn["update"]["at"]
    np.testing.assert_allclose(
        matrix["after"][k], matrix["value"] - drawn["update"]["rates"][k] * matrix["gathered"][0]
    )
    assert matrix["gatheredNorms"][0] == pytest.approx(np.linalg.norm(gradient))
    assert matrix["added"].shape[0] == T


@pytest.mark.parametrize("cell", CELLS)
def test_what_arrives_is_what_the_gradient_is_made_of(cell):
    read, drawn = scene(cell=cell, loss_at="last")
    of_h = next(grad for grad in drawn["grads"] if grad["name"] == "h")["values"]
    own, carried = drawn["arrived"]["own"], drawn["arrived"]["carried"]
    np.testing.assert_allclose(own + carried, of_h, atol=1e-15)
    assert not own[:-1].any()
    assert not carried[-1].any()
    assert drawn["asked"] == [False] * (read.trace.T - 1) + [True]
    assert drawn["norms"]["a"][0] == pytest.approx(
        np.sqrt(sum((read.grads[f"a_{g}"][0] ** 2).sum() for g in read.trace.cell.gates))
    )


@pytest.mark.parametrize("loss_at", ["every", "last"])
def test_losses_after_the_step_are_those_of_the_moved_network(loss_at):
    read, drawn = scene(eta=0.37, cell="gru", loss_at=loss_at)
    k = drawn["update"]["at"]
    assert drawn["update"]["rates"][k] == 0.37
    run = forward(read.trace.cell, moved(read.params, read.grads.params, 0.37), read.trace.x)
    again = loss(
        moved(read.readout, read.loss.params, 0.37), run["h"], read.loss.targets, at=read.loss_at
    )
    np.testing.assert_allclose(drawn["update"]["steps"][k], again.steps[:, 0])
    assert drawn["update"]["after"][k] == pytest.approx(again.value)


@pytest.mark.parametrize("typed", ["", "q", "abcdefghij" * 3])
@pytest.mark.parametrize("weights", ["trained", "fresh"])
@pytest.mark.parametrize("cell", CELLS)
def test_the_scene_travels_at_the_ends_of_its_settings(cell, weights, typed):
    for shown, eta in itertools.product(PARAMETERS, (0.001, 10.0)):
        _, drawn = scene(shown, eta, cell=cell, weights=weights, text=typed)
        seen = unpack(pack(drawn))
        assert seen["symbols"][0] == "·"
        assert len(seen["update"]["rates"]) == len(rates())
        shares = seen["matrix"].pop("shares")  # of nothing, infinitely much changes
        assert np.isfinite(shares).all() == seen["matrix"]["value"].any()
        assert all(np.isfinite(values).all() for values in arrays(seen))


def test_the_verdict_says_what_the_losses_say():
    read = learner(LearnSettings())
    found = steps_of(read, 0.1)
    words = verdict(found)
    least, worse = found.rates[found.best], found.rates[found.rises]
    best, _, rest = words.partition("; ")
    assert best == f"η = {least:.3f} leaves the least loss here"
    assert rest == f"from η = {worse:.3f} on it is larger than before"
    assert found.after.min() == found.after[found.best] < found.before
    assert (found.after[found.best : found.rises] <= found.before).all()
    assert found.after[found.rises] > found.before
    one = steps_of(learner(LearnSettings(text="")), 0.1)
    assert one.rises is None
    assert verdict(one).endswith("leaves the least loss here")


def test_fresh_weights_are_a_function_of_cell_and_seed():
    one, again, other = fresh("gru", 3), fresh("gru", 3), fresh("gru", 4)
    assert one is again
    assert not np.array_equal(one.params["W_h"], other.params["W_h"])
    assert one.cell == learner(LearnSettings(cell="gru")).model.cell


def test_a_slider_between_its_places_keeps_the_learners_own():
    assert 0.37 in places(0.37)
    assert len(places(0.1)) == len(rates())


def test_every_rule_of_the_picture_is_one_of_the_core():
    cell = learner(LearnSettings(cell="rnn")).trace.cell
    flat = [" ".join(latex for latex, _ in parts) for parts in equations(cell, "W")["backward"]]
    assert cell.grad_formula("h").latex in flat
    assert cell.grad_formula("a_h").latex in flat
    assert any(r"h_{t-1} \, ⊗ \, \partial L/\partial a_t" in rule for rule in flat)
    gru = learner(LearnSettings(cell="gru")).trace.cell
    flat = [parts[0][0] for parts in equations(gru, "W")["backward"]]
    assert any(r"(r \ast h)_t \, ⊗ \, \partial L/\partial a_{\tilde h,t}" in rule for rule in flat)


def test_steps_are_numbered_forward_and_then_back():
    assert [step_of(frame, 3) for frame in range(8)] == [0, 1, 2, 2, 1, 0, None, None]


def test_the_open_number_goes_along_with_the_walk_back():
    at = visit("bptt", {"text": "anna", "step": "6", "sel": "grads.h.3.2"})  # T = 5: back, step 4
    say(at, "bptt.scene", step=7)
    sound(at)
    assert (settings(at, "bptt").step, settings(at, "bptt").sel) == (7, "grads.h.2.2")
    say(at, "bptt.scene", step=7, open="d_weights.W.1.2")
    say(at, "bptt.scene", step=8, open="d_weights.W.1.2")
    assert settings(at, "bptt").sel == "d_weights.W.1.2"
    say(at, "bptt.scene", step=8, open="d_weights.W.1.2", eta=0.5)
    assert settings(at, "bptt").eta == 0.5
    drawn = scene_at(at, "bptt.scene")["update"]
    assert drawn["rates"][drawn["at"]] == pytest.approx(0.5)
