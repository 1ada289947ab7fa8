"""What scenes carry to the browser, and what becomes of their reports."""

import numpy as np
import pytest

from pages.parts.reading import reading
from tests.pages.visits import say, scenes, settings, sound, visit

# The page on the unrolled network.


def test_each_cell_shows_its_own_network():
    for cell in ("rnn", "lstm", "gru"):
        at = visit("unrolled", {"cell": cell, "text": "anna"})
        scene = scenes(at)["unrolled"]
        trace = reading(f"names-{cell}", "anna").trace
        assert [state["name"] for state in scene["states"]] == list(trace.cell.state)
        for state in scene["states"]:
            now = state["values"][1:]
            np.testing.assert_array_equal(now, trace[state["name"]][:, 0].astype("f4"))


def test_without_letters_the_network_is_left_to_itself():
    scene = scenes(visit("unrolled", {"stage": "system", "text": "anna"}))["unrolled"]
    trace = reading("names-rnn", "anna", driven=False).trace
    assert not trace.x.any()
    np.testing.assert_array_equal(scene["states"][0]["values"][1:], trace["h"][:, 0].astype("f4"))


def test_the_likeliest_letters_stand_first():
    scene = scenes(visit("unrolled", {"text": "anna"}))["unrolled"]
    for odds, ranked in zip(scene["probabilities"], scene["ranked"], strict=True):
        assert list(odds[ranked]) == sorted(odds, reverse=True)[:3]


def test_a_step_in_the_scene_reaches_the_link_and_takes_the_open_number_along():
    at = visit("unrolled", {"step": "2", "sel": "trace.h.2.5"})
    at = say(at, "unrolled", step=4)
    sound(at)
    assert (settings(at, "unrolled").step, settings(at, "unrolled").sel) == (4, "trace.h.4.5")
    assert at.query_params["step"] == "4"
    assert scenes(at)["panel"]["sel"] == "trace.h.4.5"


def test_the_last_step_means_the_end_of_any_text():
    at = visit("unrolled", {"step": "2", "text": "anna"})
    at = say(at, "unrolled", step=4)
    assert "step" not in at.query_params


def test_folding_reaches_the_link():
    at = say(visit("unrolled"), "unrolled", folded=True)
    assert at.query_params["folded"] == "1"


@pytest.mark.parametrize("step", [0, 7, 30])
def test_a_step_past_the_end_of_a_shorter_text_is_harmless(step):
    at = visit("unrolled", {"step": str(step)})
    at.text_input(key="unrolled.text").set_value("a").run()
    sound(at)
    assert len(scenes(at)["unrolled"]["symbols"]) == 2


# The page inside the LSTM.


@pytest.mark.parametrize(
    ("preset", "held"),
    [
        ("keep", (1.0, 0.0, None, False)),
        ("forget", (0.0, None, None, False)),
        ("shut", (None, None, 0.0, False)),
        ("coupled", (None, None, None, True)),
        ("free", (None, None, None, False)),
    ],
)
def test_a_preset_holds_its_gates(preset, held):
    at = say(visit("lstm", {"o": "0.3"}), "lstm", trigger=True, preset=preset)
    sound(at)
    now = settings(at, "lstm")
    assert (now.f, now.i, now.o, now.coupled) == held


def test_a_gate_is_held_at_what_the_slider_said_and_let_go():
    at = say(visit("lstm"), "lstm", trigger=True, hold="f:0.35")
    sound(at)
    assert at.query_params["f"] == "0.35"
    gates = scenes(at)["lstm"]
    np.testing.assert_allclose(gates["now"][gates["rows"].index("f"), 1:], 0.35, rtol=1e-6)
    at = say(at, "lstm", trigger=True, hold="f:free")
    assert "f" not in at.query_params
