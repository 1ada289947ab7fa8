"""Where a gate comes from: the scene holds the core's numbers, and the text says what is so."""

import numpy as np
import pytest

from core.explain import explain
from core.saturation import HIGH, LOW, carried, sum_at
from core.sequence import backward
from core.squash import squash
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.origin_section import MODEL, figures
from pages.parts.reading import MOST_STEPS, MOST_UNITS, model, reading
from pages.parts.scenes.origin import MEMORY, PLACES, REACH, amount, origin_scene
from tests.pages.test_claims import names, words
from tests.pages.visits import say, scenes, settings, sound, visit, written

PAGE = "gates"


def scene(typed="marianne", step=3, unit=0, at=None):
    return origin_scene(reading(MODEL, typed), step, unit, at)


@pytest.mark.parametrize("typed", ["marianne", "", "q" * 30])
def test_the_products_shown_are_those_of_the_core_and_add_up_to_its_sum(typed):
    read = reading(MODEL, typed)
    for step in (0, read.trace.T - 1):
        for unit in range(read.trace.H):
            found = origin_scene(read, step, unit, None)
            opened = explain(read.trace, "a_f", step, 0, unit)
            weights, values, products = found["numbers"].T
            np.testing.assert_array_equal(products, weights * values)
            assert products.sum() == pytest.approx(opened.result, abs=1e-12)
            assert found["own"]["sums"] == [read.trace["a_f"][step, 0, unit]]
            assert found["own"]["functions"][0]["y"][0] == pytest.approx(
                read.trace["f"][step, 0, unit], abs=1e-15
            )
            assert len(found["terms"]) == len(products) == 2 + read.trace.H


def test_every_place_of_the_slider_is_the_cores():
    slider = scene()["slider"]
    sums = np.array(slider["sums"])
    assert len(sums) == PLACES
    assert (sums[0], sums[-1]) == (-REACH, REACH)
    assert (np.diff(sums) > 0).all()
    for function, name in zip(slider["functions"], ("sigmoid", "tanh"), strict=True):
        np.testing.assert_array_equal(function["y"], squash(sums)[name].y)
        np.testing.assert_array_equal(function["slope"], squash(sums)[name].slope)
        np.testing.assert_array_equal(function["left"], carried(MEMORY, function["y"]))
        assert "100" not in function["amounts"]
        assert "1.00" not in function["digits"]
    assert slider["bounds"] == [sum_at(LOW), sum_at(HIGH)]


@pytest.mark.parametrize(
    ("value", "text"),
    [(77.64, "77.6"), (99.97, "99.97"), (-99.99998, "≈ −100"), (100.0, "100"), (0.0, "0"),
     (99.94, "99.9")],
)  # fmt: skip
def test_an_amount_never_reads_as_the_whole_where_something_is_missing(value, text):
    assert amount(value) == text


def test_the_slider_is_in_the_link_and_comes_back():
    at = visit(PAGE)
    assert scenes(at)["origin"]["at"] is None
    say(at, "origin", trigger=True, sum=-1.1)
    assert settings(at, PAGE).from_a == -1.1
    assert at.query_params["from_a"] == "-1.1"
    say(at, "origin", trigger=True, sum="own")
    assert settings(at, PAGE).from_a is None
    assert scenes(at)["origin"]["at"] is None


def test_another_letter_and_unit_show_their_own_sum_and_an_open_number_follows():
    at = visit(PAGE, {"from_a": "2", "from_sel": "trace.a_f.3.0"})
    say(at, "origin", trigger=True, place=[5, 7])
    sound(at)
    now = settings(at, PAGE)
    assert (now.from_step, now.from_unit, now.from_a) == (6, 8, None)
    assert now.from_sel == "trace.a_f.5.0"
    assert scenes(at)["origin"]["step"] == 5
    assert scenes(at)["origin"]["own"]["sums"] == [reading(MODEL, "marianne").trace["a_f"][5, 0, 7]]


def test_pressing_the_sum_opens_it_below_and_the_panel_above_stays():
    at = visit(PAGE)
    count = len(at.get("bidi_component"))
    above = scenes(at)["panel"]["sel"]
    say(at, "origin", trigger=True, open="trace.a_f.3.0")
    sound(at)
    assert len(at.get("bidi_component")) > count
    assert scenes(at)["panel"]["sel"] == "trace.a_f.3.0"  # the last panel of the page
    assert settings(at, PAGE).sel == above


def test_a_place_past_the_end_of_a_text_is_its_end():
    at = visit(PAGE, {"text": "al", "from_step": str(MOST_STEPS), "from_unit": str(MOST_UNITS)})
    sound(at)
    found = scenes(at)["origin"]
    assert (found["step"], found["unit"]) == (2, 11)
    assert found["letters"] == ["·", "a", "l"]


# What the text says -----------------------------------------------------------------------


def test_the_section_says_its_figures():
    assert lesson("gates-origin").fill("origin-try", **figures()) in words(PAGE)


def test_at_minus_1_1_sigma_lets_a_quarter_through_and_tanh_turns_the_memory_over():
    sigma, tanh = (f for f in scene()["slider"]["functions"])
    k = scene()["slider"]["sums"].index(-1.1)
    assert (sigma["digits"][k], tanh["digits"][k]) == ("0.250", "−0.800")
    assert tanh["amounts"][k] == "−80.0"
    said = figures()
    assert (said["sigma_negative"], said["tanh_negative"]) == ("0.250", "−0.800")
    assert said["turned"] == "−80.0"
    assert said["memory"] == "100"


def test_where_a_sign_is_wanted_the_lstm_uses_tanh():
    network = model(MODEL)
    assert network.cell.formula("g").function == "tanh"
    assert {network.cell.formula(gate).function for gate in "fio"} == {"sigmoid"}


def test_the_slopes_are_as_quoted():
    said = figures()
    slope = squash([0.0, sum_at(HIGH), sum_at(LOW), 6.0])["sigmoid"].slope
    assert float(said["steepest"]) == slope[0] == slope.max()
    assert float(said["slope"]) == pytest.approx(slope[1])
    assert float(said["slope"]) == pytest.approx(slope[2])
    assert said["slope_six"] == show(slope[3])
    assert said["bound"] == show(sum_at(HIGH)) == show(-sum_at(LOW))
    assert squash([sum_at(HIGH)])["sigmoid"].y[0] == pytest.approx(HIGH)


def test_what_the_loss_asks_of_a_gate_is_multiplied_by_the_slope_before_it_reaches_the_weights():
    read = reading(MODEL, "marianne")
    grads = backward(read.trace, read.loss.d_h)
    f = read.trace["f"]
    np.testing.assert_allclose(grads["a_f"], grads["f"] * f * (1 - f), atol=1e-15)
    h = read.trace.prev("h")[:, 0]
    np.testing.assert_allclose(grads.params["W_h"][1], h.T @ grads["a_f"][:, 0], atol=1e-12)


def test_shares_of_saturated_gates_are_those_of_names_it_never_saw():
    held_out = names()[1]
    network, said = model(MODEL), figures()
    batch = network.alphabet.batch(held_out)
    trace = network.read(batch).trace
    read = np.arange(trace.T)[:, None] < batch.lengths
    shares = {
        gate: ((trace[gate][read] > HIGH).mean(), (trace[gate][read] < LOW).mean())
        for gate in "fio"
    }
    assert said["open_f"] == f"{100 * shares['f'][0]:.0f}"
    assert said["shut_f"] == f"{100 * shares['f'][1]:.0f}"
    for gate in "fio":
        assert said[f"share_{gate}"] == f"{100 * sum(shares[gate]):.0f}"
    assert said["count"] == str(len(held_out))
    assert all(sum(share) > 1 / 3 for share in shares.values())  # "many such gates"


def test_some_unit_is_shut_at_one_letter_and_open_at_the_next():
    f = reading(MODEL, "marianne").trace["f"][:, 0]
    assert ((f[:-1] < LOW) & (f[1:] > HIGH)).any()


def test_a_gate_is_computed_from_the_old_state_and_the_letter():
    found = scene()
    roles = [role for _, role in found["terms"]]
    assert roles == ["y", "x", *["h"] * 12]
    assert "{" not in written(visit(PAGE))
