"""Scenes of the pipes: what travels is what the core computed, and what is said comes back."""

import numpy as np
import pytest

from core.measure import axis_limit, update_parts
from core.valves import HANDLES, PLACES, RESULTS, results, sweep_handles, update
from pages.parts.pipes_section import numbers
from pages.parts.reading import model, reading
from pages.parts.scenes.pipe import pipe_scene
from pages.parts.scenes.pipes import PARTS, ROWS, trace_scene
from pages.parts.wire import pack, unpack
from tests.pages.visits import say, scene_at, settings, sound, visit, written

TEXTS = ("marianne", "", "a" * 30, "zq")
UPDATE, BOUND, PIPE = "gates.update", "gates.bound", "gates.pipe"


def given(at):
    now = settings(at, "gates")
    return {name: numbers(getattr(now, f"v_{name}")) for name in HANDLES}


# One pipe ----------------------------------------------------------------------------------


def test_every_place_of_the_valve_says_100_times_the_gate():
    scene = unpack(pack(pipe_scene(0.7)))
    assert len(scene["places"]) == 101
    for k, (place, text) in enumerate(zip(scene["places"], scene["texts"], strict=True)):
        assert scene["out"][k] == pytest.approx(100 * place, abs=1e-5)
        assert float(text) == pytest.approx(100 * place, abs=1e-12)
        assert scene["shares"][k] == f"{place:.2f}"


@pytest.mark.parametrize("gate", [0.0, 0.37, 0.123, 1e-9, 0.1 + 0.2, 1.0])
def test_a_link_may_name_any_gate(gate):
    scene = pipe_scene(gate)
    assert scene["places"][scene["at"]] == gate
    assert scene["places"] == sorted(set(scene["places"]))
    assert scene["out"][scene["at"]] == 100 * gate


def test_the_valve_that_was_turned_is_in_the_address():
    at = say(visit("gates"), PIPE, trigger=True, gate=0.25)
    sound(at)
    assert settings(at, "gates").gate == 0.25
    assert "gate" in at.query_params
    assert scene_at(at, PIPE)["at"] == 25


# An update by hand -------------------------------------------------------------------------


def test_what_the_pipes_show_is_the_cores_update():
    at = visit("gates")
    scene = scene_at(at, UPDATE)
    now = results(update(given(at)))[:, 0]
    np.testing.assert_array_equal(scene["now"], now.astype(np.float32))
    np.testing.assert_array_equal(scene["sweep"], sweep_handles(given(at)).astype(np.float32))
    for name in HANDLES:
        assert [PLACES[name][k] for k in scene["given"][name]] == given(at)[name]


def test_a_scripted_walk_ends_in_the_cores_clamped_step():
    """Move one handle of each kind, one after another, and read what the scene says each time."""
    at = visit("gates")
    held = given(at)
    walk = [("memory", 0, 55.0), ("f", 0, 0.2), ("new", 1, 100.0), ("i", 1, 0.37), ("o", 2, 1.0)]
    for handle, unit, value in walk:
        at = say(at, UPDATE, trigger=True, given=[handle, unit, value])
        sound(at)
        held[handle][unit] = value
        assert given(at) == held
        memory, new, f, i, o = (np.array(held[name]) for name in HANDLES)
        found = dict(zip(RESULTS, scene_at(at, UPDATE)["now"], strict=True))
        np.testing.assert_allclose(found["kept"], memory * f, rtol=1e-6)
        np.testing.assert_allclose(found["c"], memory * f + new * i, rtol=1e-6)
        np.testing.assert_allclose(found["h"], o * (memory * f + new * i), rtol=1e-6)
    again = visit("gates", {name: at.query_params[name] for name in at.query_params})
    np.testing.assert_array_equal(scene_at(again, UPDATE)["now"], scene_at(at, UPDATE)["now"])


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("v_memory", "80_60"),
        ("v_memory", "101_0_0"),
        ("v_memory", "-1_0_0"),
        ("v_new", "1_2_3_4"),
        ("v_new", "1.5_2_3"),
        ("v_f", "1.01_0_0"),
        ("v_i", "nan_0_0"),
        ("v_o", "0.123_0_0"),
    ],
)
def test_numbers_that_no_handle_can_take_are_replaced(name, raw):
    at = visit("gates", {name: raw})
    sound(at)
    assert "three" in at.warning[0].value
    assert getattr(settings(at, "gates"), name) == getattr(settings(visit("gates"), "gates"), name)


def test_how_it_is_drawn_and_how_far_it_ran_are_kept():
    at = say(visit("gates"), UPDATE, trigger=True, look="boxes")
    at = say(at, UPDATE, step=1)
    assert (settings(at, "gates").v_view, settings(at, "gates").v_phase) == ("boxes", 1)


# A trained network's valves ------------------------------------------------------------------


@pytest.mark.parametrize("typed", TEXTS)
def test_every_number_of_the_bound_pipes_is_the_networks(typed):
    read = reading("names-lstm", typed)
    trace, scene = read.trace, unpack(pack(trace_scene(read, "pipes")))
    assert scene["rows"] == [*ROWS, *PARTS]
    assert scene["now"].shape == (len(scene["rows"]), trace.T + 1, trace.H)
    for name in ROWS:
        row = scene["now"][ROWS.index(name)]
        np.testing.assert_array_equal(row[1:], trace[name][:, 0].astype(np.float32))
        assert not row[0].any()
    kept, written_ = update_parts(trace)
    np.testing.assert_array_equal(scene["now"][-2, 1:], kept[:, 0].astype(np.float32))
    np.testing.assert_array_equal(scene["now"][-1, 1:], written_[:, 0].astype(np.float32))
    assert scene["limits"]["c"] == axis_limit(trace["c"])
    for name, limit in {**dict.fromkeys(ROWS, 1.0), **scene["limits"]}.items():
        if name in ROWS:
            assert np.abs(trace[name]).max() <= limit


def test_the_rules_are_the_cells_own_formulas():
    cell = model("names-lstm").cell
    forget, remember, select = trace_scene(reading("names-lstm", "anna"), "pipes")["rules"]
    assert remember[-1] == cell.formula("c").latex
    assert select[-1] == cell.formula("h").latex
    assert forget[-1].removeprefix("c ← ") in remember[-1]


def test_a_number_that_was_pressed_is_open_and_goes_along():
    at = say(visit("gates"), BOUND, trigger=True, open="trace.f.3.4/5")
    sound(at)
    now = settings(at, "gates")
    assert (now.sel, now.unit) == ("trace.f.3.4", 5)
    trace = reading("names-lstm", "marianne").trace
    panel = scene_at(at, "gates.panel")
    assert panel["result"][0, 1] == np.float32(trace["f"][3, 0, 4])
    at = say(at, BOUND, step="6.2")
    now = settings(at, "gates")
    assert (now.step, now.phase, now.sel) == (6, 2, "trace.f.5.4")


def test_the_link_to_the_whole_lstm_carries_text_step_and_unit():
    at = visit("gates", {"text": "otto", "step": "3", "unit": "7", "sel": "trace.o.2.6"})
    links = [link.proto for link in at.get("page_link")]
    (href,) = (str(link) for link in links if "lstm" in str(link))
    for part in ("text=otto", "step=3", "unit=7", "sel=trace.o.2.6"):
        assert part in href
    lstm = visit("lstm", {"text": "otto", "step": "3", "unit": "7", "sel": "trace.o.2.6"})
    sound(lstm)
    assert not lstm.warning


def test_both_pages_open_the_same_number():
    query = {"text": "otto", "step": "3", "unit": "7", "sel": "trace.o.2.6"}
    ours, theirs = visit("gates", query), visit("lstm", query)
    np.testing.assert_array_equal(
        scene_at(ours, "gates.panel")["numbers"], scene_at(theirs, "lstm.panel")["numbers"]
    )


@pytest.mark.parametrize("typed", ["", "🙂", "   "])
def test_with_nothing_typed_no_valve_is_named(typed):
    at = visit("gates", {"text": typed})
    sound(at)
    assert "open widest" not in written(at)
