"""Gradients checked on the page: digits are the core's, clicks choose, the text says what is so."""

import numpy as np
import pytest

from core.check import EPSILONS, USUAL, along, every, quotients
from pages.parts.check_section import direction_figures, every_figures
from pages.parts.learning import learner
from pages.parts.lesson import lesson
from pages.parts.scenes.check import (
    check_scene,
    digits,
    nearest,
    place_of,
    precise,
    question_of,
    title,
)
from tests.pages.visits import say, scene_at, settings, sound, visit, written

PAGE, KEY = "bptt", "bptt.check"


def read_at(at):
    return learner(settings(at, PAGE))


@pytest.fixture(scope="module")
def opened():
    return visit(PAGE)


@pytest.fixture(scope="module")
def default(opened):
    read = read_at(opened)
    question = question_of(read)
    return read, question, quotients(question, "W_h", (0, 2, 4))


def test_the_scene_holds_all_weights_and_gradients(opened, default):
    read, question, _ = default
    scene = scene_at(opened, KEY)
    gradients = question.gradient()
    assert [m["name"] for m in scene["matrices"]] == list(question.parameters())
    for matrix in scene["matrices"]:
        shape = matrix["values"].shape
        assert shape == (len(matrix["blocks"]), len(matrix["rows"]), len(matrix["columns"]))
        exact = question.parameters()[matrix["name"]].reshape(shape)
        np.testing.assert_array_equal(matrix["values"], exact.astype(np.float32))
        own = gradients[matrix["name"]].reshape(shape)
        np.testing.assert_array_equal(matrix["grads"], own.astype(np.float32))
    np.testing.assert_allclose(gradients["W_h"], read.grads.params["W_h"], rtol=1e-12)


def test_digits_are_the_cores_at_every_epsilon(opened, default):
    _, _, found = default
    scene = scene_at(opened, KEY)
    assert scene["analytic"] == precise(found.analytic)
    for k in range(len(EPSILONS)):
        assert scene["plus"][k] == repr(float(found.plus[k]))
        assert scene["estimate"][k] == precise(found.estimate[k], found.analytic)
        same = scene["agree"][k]
        assert scene["estimate"][k][:same] == scene["analytic"][:same]
        assert scene["estimate"][k][same : same + 1] != scene["analytic"][
            same : same + 1
        ] or same == len(scene["analytic"])
        assert scene["relative"][k] == np.float32(found.relative[k])
    assert EPSILONS[scene["view"]["eps"]] == pytest.approx(USUAL)


@pytest.mark.parametrize(
    ("value", "like", "text"),
    [
        (0.28683178045423, None, "0.2868317805"),
        (-12.5, None, "−12.50000000"),
        (-0.0145940063545, None, "−0.01459400635"),
        (1.5e-7, None, "1.500000000×10⁻⁷"),
        (1.4e-7, 1.5e-7, "1.400000000×10⁻⁷"),
        (0.0, None, "0"),
        (0.0, 0.25, "0.0000000000"),
        (float("nan"), 0.25, "undefined"),
        (float("-inf"), None, "−∞"),
    ],
)
def test_ten_digits_of_a_gradient(value, like, text):
    assert precise(value, like) == text


def test_a_weight_is_chosen_by_a_press_and_is_in_the_link():
    at = visit(PAGE, {"cell": "lstm"})
    say(at, KEY, trigger=True, weight=["W_x", 1, 13, 7])
    sound(at)
    assert settings(at, PAGE).k_weight == "W_x.1.13.7"
    chosen = scene_at(at, KEY)["chosen"]
    assert (chosen["name"], chosen["at"]) == ("W_x", [1, 13, 7])
    assert chosen["symbol"] == r"W_{f,x}[\mathrm{m},8]"
    say(at, KEY, trigger=True, open=chosen["opens"])
    sound(at)
    panel = scene_at(at, "bptt.panel-k_sel")
    exact = question_of(read_at(at)).gradient()["W_x"][1, 13, 7]
    assert panel["result"][0, 1] == pytest.approx(exact, rel=1e-6)


@pytest.mark.parametrize(
    "query",
    [
        {"k_weight": "p.2.0.99", "cell": "gru"},
        {"k_weight": "c.9.99.99", "text": "", "loss_at": "last"},
        {"k_weight": "p.9.0.3", "cell": "lstm-peephole", "k_eps": "44"},
        {"k_weight": "V.0.11.26", "k_eps": "0", "k_direction": "9999", "weights": "fresh"},
        {"k_weight": "b.3.0.2", "cell": "lstm", "text": "z" * 40, "k_sel": "d_weights.b.0.38"},
    ],
)
def test_any_weight_that_a_link_names_or_the_nearest_is_shown(query):
    at = visit(PAGE, query)
    sound(at)
    assert not at.warning
    scene = scene_at(at, KEY)
    question = question_of(read_at(at))
    name, place = scene["chosen"]["name"], tuple(scene["chosen"]["at"])
    assert nearest(question, name, place) == (name, place)
    exact = question.gradient()[name][place_of(question, name, place)]
    assert scene["analytic"] == precise(float(exact))


def test_another_direction_and_every_weight_on_request():
    at = visit(PAGE, {"text": "al"})
    first = direction_figures(along(question_of(read_at(at)), 1))
    assert lesson("bptt-check").fill("all", **first) in written(at)
    next(b for b in at.button if b.label == "Another direction").click().run()
    second = direction_figures(along(question_of(read_at(at)), 2))
    assert first != second
    assert lesson("bptt-check").fill("all", **second) in written(at)
    next(b for b in at.button if b.label.startswith("Check every")).click().run()
    sound(at)
    *_, found = every(question_of(read_at(at)))
    figures = every_figures(read_at(at), found)
    assert lesson("bptt-check").fill("every", **figures) in written(at)
    assert figures["losses"] == f"{2 * found.count:,}"
    next(b for b in at.button if b.label == "Show me that weight").click().run()
    sound(at)
    name, index = found.worst
    chosen = scene_at(at, KEY)["chosen"]
    assert (chosen["name"], chosen["at"][3 - len(index) :]) == (name, list(index))
    # "small gradients look worst": what moves it is of the size that rounding may have
    gap = abs(found.analytic[name][index] - found.estimate[name][index])
    assert gap < 10 * 2.0**-53 * read_at(at).loss.value / USUAL


# What the text says -----------------------------------------------------------------------


def test_a_tenth_of_epsilon_takes_two_digits_of_error_away_until_rounding_takes_over(default):
    _, _, found = default
    power = np.round(np.log10(found.epsilons), 3)
    error = {p: found.relative[power == p][0] for p in (-2, -3, -8, -10, -12)}
    assert np.log10(error[-2] / error[-3]) == pytest.approx(2, abs=0.2)
    assert error[-12] > error[-10] > error[-8] > error[-3]
    assert -6 < np.log10(found.epsilons[found.best]) < -3


def test_far_to_the_left_the_two_losses_share_most_of_their_digits(default):
    _, _, found = default
    assert digits(abs(found.plus[0] / found.minus[0] - 1)) >= 11


def test_the_loss_does_not_depend_on_the_weight_of_a_letter_that_does_not_occur(default):
    read, question, _ = default
    assert "q" not in read.symbols
    found = quotients(question, "W_x", (0, read.inputs.index("q"), 0))
    assert found.analytic == 0
    assert (found.estimate == 0).all()
    assert title(found) == "Two ways to one number: both say exactly 0"
    scene = check_scene(read, question, "W_x", (0, read.inputs.index("q"), 0), found)
    assert scene["analytic"] == "0"
    assert set(scene["estimate"]) == {"0"}


def test_the_title_counts_the_digits_on_which_both_agree(opened, default):
    _, _, found = default
    assert f"agree to {digits(found.relative.min())} digits" in scene_at(opened, KEY)["title"]
    assert [digits(x) for x in (0.0, 1e-17, 3e-12, 0.2, 3.0)] == [16, 16, 11, 0, 0]


def test_any_wrong_entry_would_move_the_direction_check(default, monkeypatch):
    _, question, _ = default
    right = question.gradient()
    for name in right:
        wrong = {**right, name: right[name] + 0.01 * np.abs(right[name]).max()}
        monkeypatch.setattr(type(question), "gradient", lambda self, wrong=wrong: wrong)
        assert along(question, 1).relative > 1e-5
