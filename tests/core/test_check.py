"""Checking gradients: the check itself is checked on losses whose derivatives are known."""

import numpy as np
import pytest

from core.cells import GRU, LSTM, VanillaRNN
from core.check import EPSILONS, Question, along, every, quotients, relative_error
from core.language import CharModel

CELLS = [VanillaRNN(), LSTM(peephole=True), GRU(reset_after=True)]


def question(cell, text="zondra", at="every step", seed=1):
    model = CharModel.init(cell, 4, np.random.default_rng(seed))
    batch = model.alphabet.encode(text)
    return Question(cell, model.params, model.readout, batch.x, batch.targets, at=at)


def parabola():
    """L = ½ (w h + c - 1)² with h = U x = 6: a linear unit, so that the third derivative is 0."""
    params = {
        "W_x": np.full((1, 1, 1), 2.0), "W_h": np.zeros((1, 1, 1)), "b": np.zeros((1, 1, 1)),
    }  # fmt: skip
    readout = {"V": np.full((1, 1), 0.5), "c": np.array([0.25])}
    x, targets = np.full((1, 1, 1), 3.0), np.ones((1, 1, 1))
    return Question(VanillaRNN("identity"), params, readout, x, targets, "squared error")


def test_the_centred_difference_of_a_parabola_is_exact_but_for_rounding():
    found = quotients(parabola(), "V", (0, 0))
    error = 0.5 * 6 + 0.25 - 1
    assert found.analytic == error * 6
    for epsilon, plus, minus in zip(EPSILONS, found.plus, found.minus, strict=True):
        assert plus == pytest.approx(0.5 * (error + 6 * epsilon) ** 2, rel=1e-14)
        assert minus == pytest.approx(0.5 * (error - 6 * epsilon) ** 2, rel=1e-14)
    np.testing.assert_array_equal(
        found.estimate, (found.plus - found.minus) / (2 * np.array(EPSILONS))
    )
    assert (found.relative < 4 * found.rounding + 1e-15).all()


def test_a_wrong_gradient_is_caught(monkeypatch):
    asked = parabola()
    right = asked.gradient()
    wrong = {**right, "V": 1.01 * right["V"]}
    monkeypatch.setattr(Question, "gradient", lambda self: wrong)
    assert quotients(asked, "V", (0, 0)).relative.min() == pytest.approx(0.01 / 1.01, rel=1e-3)
    assert along(asked, 0).relative > 1e-4
    *_, found = every(asked)
    assert found.worst == ("V", (0, 0))
    assert found.relative > 1e-3


@pytest.mark.parametrize("at", ["every step", "last step"])
@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_backward_and_difference_agree_at_the_best_epsilon(cell, at):
    asked = question(cell, at=at)
    rng = np.random.default_rng(3)
    for name, value in asked.parameters().items():
        index = tuple(int(rng.integers(n)) for n in value.shape)
        found = quotients(asked, name, index, [1e-3, 1e-4, 1e-5, 1e-6])
        assert found.relative[found.best] < 1e-5 or abs(found.analytic) < 1e-8


def test_the_error_falls_with_epsilon_squared_and_then_rises_with_rounding():
    asked = question(LSTM())
    strong = np.abs(asked.gradient()["b"]).argmax()
    found = quotients(asked, "b", (int(strong) // 4, 0, int(strong) % 4))
    at = {epsilon: k for k, epsilon in enumerate(np.round(np.log10(EPSILONS), 4))}
    assert found.relative[at[-2]] / found.relative[at[-3]] == pytest.approx(100, rel=0.02)
    assert found.truncation[at[-3]] == pytest.approx(found.relative[at[-3]], rel=0.02)
    assert -7 < np.log10(EPSILONS[found.best]) < -3
    tail = slice(0, at[-9] + 1)
    assert (found.relative[tail] < 30 * found.rounding[tail]).all()
    assert found.relative[tail].max() > 1e3 * found.relative[found.best]


def test_a_weight_of_a_letter_that_is_not_read_has_no_gradient_either_way():
    asked = question(VanillaRNN(), "ada")
    found = quotients(asked, "W_x", (0, 26, 1))  # z
    assert found.analytic == 0
    assert (found.estimate == 0).all()
    assert (found.relative == 0).all()


def test_a_loss_that_is_not_finite_stays_in_the_answer():
    asked = question(VanillaRNN("relu"))
    params = {**asked.params, "W_h": np.full((1, 4, 4), 1e200), "b": np.full((1, 1, 4), 1e200)}
    found = quotients(
        Question(asked.cell, params, asked.readout, asked.x, asked.targets), "V", (0, 0)
    )
    assert not np.isfinite(found.plus).any()
    assert found.best == 0


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_all_weights_together_and_one_by_one(cell):
    asked = question(cell, "ab")
    count = sum(value.size for value in asked.parameters().values())
    one = along(asked, 5)
    assert one.count == count
    assert one.relative < 1e-7
    assert one == along(asked, 5)
    *progress, found = every(asked)
    assert progress == sorted(progress)
    assert all(0 < done <= 1 for done in progress)
    assert found.count == count
    assert found.relative < 1e-8
    name, index = found.worst
    assert found.worst_error == relative_error(
        found.analytic[name][index], found.estimate[name][index]
    )
    np.testing.assert_array_equal(found.analytic["W_h"], asked.gradient()["W_h"])


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (
            lambda: quotients(parabola(), "Q", (0,)),
            "name must be one of W_x, W_h, b, V, c; got 'Q'",
        ),
        (lambda: quotients(parabola(), "V", (0, 1)), r"index must lie inside V of shape \(1, 1\)"),
        (lambda: quotients(parabola(), "V", (0,)), r"index must lie inside V"),
        (lambda: quotients(parabola(), "V", (0, 0), [0.0]), "epsilons must be above 0"),
    ],
)
def test_bad_input_is_refused_with_what_was_wrong(call, says):
    with pytest.raises(ValueError, match=says):
        call()
