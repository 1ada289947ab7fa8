"""The lstm page: its scene carries the core's numbers, and no link or hold makes it fail."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.sweeps import POSITIONS, hold, sweep
from pages.parts.reading import reading
from pages.parts.scenes.lstm import HELD, PARTS, ROWS, lstm_scene
from pages.parts.wire import pack, unpack

APP = str(Path(__file__).parents[2] / "app.py")
MODELS = ("names-lstm", "names-lstm-peephole", "names-lstm-relu", "names-lstm-peephole-relu")


def scene_of(name="names-lstm", text="anna", held=None, unit=None, steps=None, coupled=False):
    free = reading(name, text)
    cell = replace(free.trace.cell, coupled=coupled)
    T, H = free.trace.T, free.trace.H
    clamp = hold(held or {}, T, H, unit, steps)
    read = reading(name, text, clamp, cell)
    runs = sweep(cell, free.model.params, free.trace.x, HELD, held, unit, steps)
    return read, unpack(pack(lstm_scene(read, runs, held or {}, unit, steps)))


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("text", ["", "anna", "z" * 30])
def test_scene_carries_the_trace(name, text):
    read, scene = scene_of(name, text)
    for k, row in enumerate(scene["rows"]):
        if row in PARTS:
            continue
        np.testing.assert_array_equal(scene["now"][k, 1:], read.trace[row][:, 0].astype("f4"))
    c = scene["rows"].index("c")
    kept, written = (scene["now"][scene["rows"].index(part)] for part in PARTS)
    np.testing.assert_allclose(kept + written, scene["now"][c], atol=1e-5)


@pytest.mark.parametrize("coupled", [False, True])
@pytest.mark.parametrize(("unit", "steps"), [(None, None), (3, (2, 5)), (None, (1, 2))])
def test_a_slider_at_rest_equals_its_place_in_the_sweep(coupled, unit, steps):
    for s, gate in enumerate(HELD):
        held = {"f": 0.4, "o": 0.9, gate: POSITIONS[7]}
        _, scene = scene_of("names-lstm-peephole", "anna", held, unit, steps, coupled)
        swept = scene["sweep"][s, 7]
        np.testing.assert_allclose(swept, scene["now"][: len(ROWS) + len(PARTS)], atol=1e-6)
        np.testing.assert_allclose(scene["sweptOdds"][s, 7], scene["odds"], atol=1e-6)
        np.testing.assert_array_equal(scene["sweptGuesses"][s, 7], scene["guesses"])


def test_the_last_guess_is_the_right_letter():
    read, scene = scene_of()
    alphabet = read.model.alphabet.symbols
    assert [alphabet[int(n)] for n in scene["guesses"][:, -1]] == list(read.targets)


def test_axes_do_not_move_with_a_hold():
    assert scene_of(held={"f": 1.0})[1]["limits"] == scene_of()[1]["limits"]


def test_rules_follow_the_cell():
    plain, peephole = scene_of()[1]["rules"], scene_of("names-lstm-peephole")[1]["rules"]
    assert [len(phase) for phase in plain] == [1, 4, 1, 1, 1, 1]
    assert [len(phase) for phase in peephole] == [1, 3, 1, 1, 1, 2]
    assert "W_{C}" in plain[1][2]
    assert "p_{f}" in peephole[1][0]
    assert scene_of(coupled=True)[1]["rules"][1][1] == "i_t = 1 - f_t"


def page(**query):
    at = AppTest.from_file(APP, default_timeout=30)
    for name, value in query.items():
        at.query_params[name] = value
    return at.switch_page("pages/lessons/lstm.py").run()


LINKS = [
    {},
    {"text": ""},
    {"text": "ß🙂 12 é"},
    {"text": "x" * 600},
    {"f": "1", "i": "0", "o": "0.37", "hold_unit": "16", "hold_steps": "31-"},
    {"text": "ab", "step": "31", "phase": "1", "unit": "16", "hold_steps": "9"},
    {"peephole": "1", "activation": "relu", "coupled": "1"},
    {"sel": "grads.c.-1.11"},
    {"sel": "input.x.0.26"},
    {"sel": "trace.zz.0.0"},
]


@pytest.mark.parametrize("query", LINKS)
def test_the_page_stands_whatever_the_link_asks_for(query):
    at = page(**query)
    assert not at.exception
    assert at.get("bidi_component")


@pytest.mark.parametrize(
    "query",
    [
        {"f": "nan"},
        {"o": "2"},
        {"hold_steps": "-3"},
        {"sel": "<script>"},
        {"step": "0"},
        {"x": "1"},
    ],
)
def test_what_a_link_says_wrongly_is_named(query):
    at = page(**query)
    assert not at.exception
    assert len(at.warning) == 1


def test_variants_load_the_network_trained_for_them():
    at = page()
    at.toggle(key="lstm.peephole").set_value(True).run()
    assert not at.exception
    assert at.query_params["peephole"] == "1"
    table = next(m.value for m in at.markdown if "peephole $p$" in m.value)
    assert "**1,956**" in table
