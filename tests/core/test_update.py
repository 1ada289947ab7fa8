"""What each use adds to the gradient of a parameter, and what a step of descent does."""

import numpy as np
import pytest

from core.cells import GRU, VanillaRNN
from core.language import CharModel
from core.optimizers import SGD
from core.readout import loss
from core.sequence import backward, forward
from core.update import descent, gathered, moved, relative_steps, stepped, uses
from tests.core.cases import cells, every_cell, problem, relative_error

RATES = (0.0, 0.01, 0.3, 30.0)


def learned(cell, word="anna", at="every step", seed=3):
    model = CharModel.init(cell, 5, np.random.default_rng(seed))
    batch = model.alphabet.encode(word)
    trace = forward(cell, model.params, batch.x)
    taken = loss(model.readout, trace["h"], batch.targets, at=at)
    return model, batch, taken, backward(trace, taken.d_h)


@every_cell
def test_uses_add_up_to_the_gradient(cell):
    grads = problem(cell, seed=4, ragged=True, clamped=True).grads()
    for name in ("W_x", "W_h", "b"):
        added = uses(grads, name)
        assert added.shape == (grads.trace.T, *grads.params[name].shape)
        assert relative_error(added.sum(axis=0), grads.params[name]) < 1e-12
        assert relative_error(gathered(added)[0], grads.params[name]) < 1e-12
        np.testing.assert_array_equal(gathered(added)[-1], added[-1])


@cells("rnn-tanh", "lstm-peephole", "gru", "gru-reset_after")
@pytest.mark.parametrize("at", ["every step", "last step"])
def test_losses_after_a_step_are_those_of_the_moved_network(cell, at):
    model, batch, taken, grads = learned(cell, at=at)
    found = descent(grads, model.readout, taken, RATES, at)
    for rate, steps, after in zip(RATES, found.steps, found.after, strict=True):
        params = SGD(rate).step(model.params, grads.params) if rate else model.params
        readout = SGD(rate).step(model.readout, taken.params) if rate else model.readout
        again = loss(readout, forward(cell, params, batch.x)["h"], batch.targets, at=at)
        np.testing.assert_allclose(steps, again.steps, rtol=1e-13, atol=1e-13)
        assert after == pytest.approx(again.value, rel=1e-13)
    assert found.after[0] == pytest.approx(found.before)


def test_a_small_step_lowers_the_loss_by_the_squared_gradient():
    model, _, taken, grads = learned(GRU())
    rate = 1e-6
    found = descent(grads, model.readout, taken, [rate])
    squared = sum((g**2).sum() for g in (*grads.params.values(), *taken.params.values()))
    assert (found.before - found.after[0]) / rate == pytest.approx(squared, rel=1e-4)


def test_best_and_the_rate_at_which_the_loss_rises():
    model, _, taken, grads = learned(VanillaRNN())
    found = descent(grads, model.readout, taken, [1e-4, 0.05, 500.0])
    assert (found.best, found.rises) == (1, 2)
    assert descent(grads, model.readout, taken, [1e-4]).rises is None


@pytest.mark.filterwarnings("error")
def test_a_step_that_overflows_is_told_not_hidden():
    model, _, taken, grads = learned(VanillaRNN("relu"))
    found = descent(grads, model.readout, taken, [0.01, 1e300])
    assert np.isfinite(found.after).tolist() == [True, False]
    assert (found.best, found.rises) == (0, 1)


def test_a_parameter_after_each_step_and_how_much_of_it_changed():
    model, _, _, grads = learned(GRU())
    W, d_W = model.params["W_h"], grads.params["W_h"]
    after, shares = stepped(W, d_W, RATES), relative_steps(W, d_W, RATES)
    for rate, found, share in zip(RATES, after, shares, strict=True):
        np.testing.assert_allclose(found, moved(model.params, grads.params, rate)["W_h"])
        assert share == pytest.approx(np.linalg.norm(found - W) / np.linalg.norm(W))


def test_bad_input_is_said():
    model, _, taken, grads = learned(GRU())
    with pytest.raises(ValueError, match="param must be one of W_x, W_h, b; got 'p'"):
        uses(grads, "p")
    for rates in ([], [-1.0], [np.inf], [[0.1]]):
        with pytest.raises(ValueError, match="rates must be finite numbers of at least 0"):
            descent(grads, model.readout, taken, rates)
    held = problem(GRU(), clamped=True).grads()
    with pytest.raises(ValueError, match="no gate is held"):
        descent(held, model.readout, taken, [0.1])
