"""Pages with a machine: scenes carry the core's numbers, and no link or hold makes them fail."""

from __future__ import annotations

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from core.cells import LSTM, VanillaRNN
from core.sweeps import POSITIONS, hold, sweep
from pages.parts.components import tokens
from pages.parts.reading import reading
from pages.parts.scenes.machine import gates_of, machine_scene, parts_of, rows_of
from pages.parts.wire import pack, unpack
from tests.pages.node import run_module
from tests.pages.visits import say, settings, sound, visit

LSTMS = ("names-lstm", "names-lstm-peephole", "names-lstm-relu", "names-lstm-peephole-relu")
GRUS = ("names-gru", "names-gru-after")


def scene_of(name="names-lstm", text="anna", held=None, unit=None, steps=None, **options):
    free = reading(name, text)
    cell = replace(free.trace.cell, **options)
    T, H = free.trace.T, free.trace.H
    clamp = hold(held or {}, T, H, unit, steps)
    read = reading(name, text, clamp, cell)
    runs = sweep(cell, free.model.params, free.trace.x, gates_of(cell), held, unit, steps)
    return read, unpack(pack(machine_scene(read, runs, held or {}, unit, steps)))


def row(scene, name):
    return scene["now"][scene["rows"].index(name)]


@pytest.mark.parametrize("name", [*LSTMS, *GRUS])
@pytest.mark.parametrize("text", ["", "anna", "z" * 30])
def test_scene_carries_the_trace(name, text):
    read, scene = scene_of(name, text)
    assert set(rows_of(read.trace.cell)) <= set(scene["rows"])
    for shown in rows_of(read.trace.cell):
        np.testing.assert_array_equal(row(scene, shown)[1:], read.trace[shown][:, 0].astype("f4"))


@pytest.mark.parametrize("name", LSTMS)
def test_both_parts_of_the_update_add_up_to_c(name):
    _, scene = scene_of(name)
    np.testing.assert_allclose(
        row(scene, "kept") + row(scene, "written"), row(scene, "c"), atol=1e-5
    )


@pytest.mark.parametrize("name", GRUS)
def test_both_shares_of_the_valve_make_up_h(name):
    _, scene = scene_of(name)
    z, rest, h, n = (row(scene, key) for key in ("z", "not_z", "h", "n"))
    np.testing.assert_allclose((z + rest)[1:], 1, atol=1e-6)
    np.testing.assert_allclose(h[1:], rest[1:] * h[:-1] + z[1:] * n[1:], atol=1e-6)


HOLDS = [
    *(("names-lstm-peephole", {"f": 0.4, "o": 0.9}, c) for c in ({}, {"coupled": True})),
    *((name, {"z": 0.4}, {}) for name in GRUS),
]


@pytest.mark.parametrize(("name", "others", "options"), HOLDS)
@pytest.mark.parametrize(("unit", "steps"), [(None, None), (3, (2, 5)), (None, (1, 2))])
def test_a_slider_at_rest_equals_its_place_in_the_sweep(name, others, options, unit, steps):
    for s, gate in enumerate(gates_of(reading(name, "").trace.cell)):
        held = {**others, gate: POSITIONS[7]}
        _, scene = scene_of(name, "anna", held, unit, steps, **options)
        np.testing.assert_allclose(scene["sweep"][s, 7], scene["now"], atol=1e-6)
        np.testing.assert_allclose(scene["sweptOdds"][s, 7], scene["odds"], atol=1e-6)
        np.testing.assert_array_equal(scene["sweptGuesses"][s, 7], scene["guesses"])


@pytest.mark.parametrize("name", ["names-lstm", *GRUS])
def test_the_last_guess_is_the_right_letter(name):
    read, scene = scene_of(name)
    alphabet = read.model.alphabet.symbols
    assert [alphabet[int(n)] for n in scene["guesses"][:, -1]] == list(read.targets)


@pytest.mark.parametrize(("name", "held"), [("names-lstm", {"f": 1.0}), (GRUS[1], {"z": 1.0})])
def test_axes_do_not_move_with_a_hold(name, held):
    assert scene_of(name, held=held)[1]["limits"] == scene_of(name)[1]["limits"]


def test_rules_follow_the_cell():
    plain, peephole = (scene_of(name)[1]["equations"] for name in LSTMS[:2])
    assert "W_{C}" in plain["g"]
    assert plain["kept"] == r"f_t \ast c_{t-1}"
    assert "p_{f}" in peephole["f"]
    assert scene_of(coupled=True)[1]["equations"]["i"] == "i_t = 1 - f_t"
    before, after = (scene_of(name)[1]["equations"] for name in GRUS)
    assert r"W (r_t \ast h_{t-1})" in before["n"]
    assert r"r_t \ast m_t" in after["n"]


def test_a_gate_that_nobody_holds_says_what_it_follows():
    assert scene_of(coupled=True)[1]["free"][1] == "free: 1 − f"
    assert scene_of()[1]["free"][1].startswith("free, mean 0.")


def test_a_cell_without_an_update_of_two_parts_is_refused():
    with pytest.raises(ValueError, match="keep a part and write a part"):
        parts_of(VanillaRNN())


# The layout in assets/components/<cell>/layout.js, for options that come on stdin.
LAYOUT = """
const { layout } = await import(`./assets/components/${"%s"}/layout.js`);
output(JSON.parse(input).map((options) => layout(options)));
"""
CELLS = {
    "lstm": [(name, {"coupled": c}) for name in LSTMS for c in (False, True)],
    "gru": [(name, {}) for name in GRUS],
}


@pytest.mark.parametrize("cell", CELLS)
def test_a_layout_asks_only_for_what_its_scene_has(cell):
    scenes = [scene_of(name, **options) for name, options in CELLS[cell]]
    options = [asdict(read.trace.cell) for read, _ in scenes]
    layouts = run_module(LAYOUT % cell, json.dumps(options).encode())
    roles = {*tokens()["quantity"], "ink"}
    for (_, scene), layout in zip(scenes, layouts, strict=True):
        rows = {*scene["rows"], "letter"}
        assert {part["row"] for part in layout["parts"] if "row" in part} <= rows
        assert {part["role"] for part in layout["parts"] if "role" in part} <= roles
        assert {part["of"] for part in layout["parts"] if "of" in part} <= rows
        for part in layout["parts"]:
            assert {part[key] for key in ("share", "rest", "old", "fresh") if key in part} <= rows
        assert {name for name in layout["rows"] if name} <= rows
        shown = {part["row"] for part in layout["parts"] if part["kind"] == "register"}
        assert set(scene["gates"]) <= shown
        for phase in layout["phases"]:
            named = {rule for rule in phase["rules"] if not rule.startswith("[")}
            assert named <= set(scene["equations"])
            blanks = phase["numbers"].replace("(", "").replace(")", "").split("{")[1:]
            assert {blank.split("}")[0].rstrip("-") for blank in blanks} <= rows


def page(name, **query):
    return visit(name, query)


LINKS = {
    "lstm": [
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
    ],
    "gru": [
        {},
        {"text": ""},
        {"text": "", "even": "1", "reset_after": "1"},
        {"text": "x" * 600},
        {"z": "1", "r": "0.37", "hold_unit": "16", "hold_steps": "31-"},
        {"text": "ab", "step": "31", "phase": "1", "unit": "16", "hold_steps": "9"},
        {"reset_after": "1", "sel": "trace.rh.1.1"},
        {"sel": "grads.h.-1.11"},
        {"sel": "trace.c.0.0"},
    ],
}


@pytest.mark.parametrize(("name", "query"), [(n, q) for n, links in LINKS.items() for q in links])
def test_the_page_stands_whatever_the_link_asks_for(name, query):
    at = page(name, **query)
    assert not at.exception
    assert at.get("bidi_component")


WRONG = [{"hold_steps": "-3"}, {"sel": "<script>"}, {"step": "0"}, {"x": "1"}]


@pytest.mark.parametrize(
    ("name", "query"),
    [
        *(("lstm", query) for query in ({"f": "nan"}, {"o": "2"}, {"phase": "7"}, *WRONG)),
        *(("gru", query) for query in ({"z": "nan"}, {"r": "2"}, {"phase": "6"}, *WRONG)),
    ],
)
def test_what_a_link_says_wrongly_is_named(name, query):
    at = page(name, **query)
    assert not at.exception
    assert len(at.warning) == 1


@pytest.mark.parametrize(
    ("name", "switch", "column", "total"),
    [("lstm", "peephole", "peephole $p$", "1,956"), ("gru", "reset_after", "second bias", "1,452")],
)
def test_variants_load_the_network_trained_for_them(name, switch, column, total):
    at = page(name)
    assert not any(f"{column} |" in m.value for m in at.markdown)
    at.toggle(key=f"{name}.{switch}").set_value(True).run()
    assert not at.exception
    assert at.query_params[switch] == "1"
    table = next(m.value for m in at.markdown if f"{column} |" in m.value)
    assert f"**{total}**" in table


PRESETS = [
    ("lstm", {}, "free"),
    ("lstm", {"f": "1", "i": "0"}, "keep"),
    ("lstm", {"coupled": "1"}, "coupled"),
    ("lstm", {"coupled": "1", "f": "1"}, ""),
    ("gru", {"z": "0"}, "copy"),
    ("gru", {"z": "1", "r": "1"}, "plain"),
    ("gru", {"z": "0.95"}, ""),
]


@pytest.mark.parametrize(("name", "query", "preset"), PRESETS)
def test_the_preset_that_the_settings_are_is_marked(name, query, preset):
    found = next(
        unpack(c.proto.bytes)
        for c in page(name, **query).get("bidi_component")
        if c.proto.component_name == f"unrolled_{name}"
    )
    assert found["preset"] == preset
    assert preset == "" or preset in [entry[0] for entry in found["presets"]]


def test_gates_with_sliders_stand_in_the_order_in_which_they_are_computed():
    assert gates_of(LSTM()) == ("f", "i", "o")
    assert gates_of(reading("names-gru", "").trace.cell) == ("r", "z")


@pytest.mark.parametrize(
    ("preset", "held"),
    [
        ("copy", (None, 0.0)),
        ("overwrite", (None, 1.0)),
        ("whole", (1.0, None)),
        ("plain", (1.0, 1.0)),
        ("free", (None, None)),
    ],
)
def test_a_preset_of_the_gru_holds_its_gates_and_lets_go_of_others(preset, held):
    at = say(visit("gru", {"r": "0.3"}), "gru", trigger=True, preset=preset)
    sound(at)
    now = settings(at, "gru")
    assert (now.r, now.z) == held


def test_what_the_scene_says_of_step_unit_and_scope_becomes_settings():
    at = say(visit("gru"), "gru", step="6.2")
    now = settings(at, "gru")
    assert (now.step, now.phase, now.sel) == (6, 2, "trace.h.5.0")  # the open number goes along
    at = say(at, "gru", trigger=True, open="trace.z.2.7/8")
    assert (settings(at, "gru").sel, settings(at, "gru").unit) == ("trace.z.2.7", 8)
    at = say(at, "gru", trigger=True, scope="3:4-")
    sound(at)
    assert (settings(at, "gru").hold_unit, settings(at, "gru").hold_steps) == (3, "4-")


@pytest.mark.parametrize("said", ["c:0.5", "h:1", "sel:0"])
def test_only_a_gate_can_be_held(said):
    at = say(visit("gru"), "gru", trigger=True, hold=said)
    sound(at)
    assert not at.query_params
