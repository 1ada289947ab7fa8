"""What the lesson on gates says, computed again from the core. Where a gate comes from:
test_origin.py."""

import numpy as np
import pytest

from core.valves import HANDLES, RESULTS, SHARES, pass_through, results, sweep_handles, update
from pages.parts.numbers import show
from pages.parts.pipes_section import extremes, numbers
from pages.parts.reading import model, reading
from tests.pages.test_claims import says
from tests.pages.visits import settings, visit

HELD = {name: numbers(getattr(settings(visit("gates"), "gates"), f"v_{name}")) for name in HANDLES}


@pytest.fixture(scope="module")
def trace():
    return reading("names-lstm", "marianne").trace


# One pipe ----------------------------------------------------------------------------------


def test_at_0_nothing_passes_and_at_1_everything_does():
    assert pass_through(100, [0.0, 1.0]).tolist() == [0.0, 100.0]


def test_a_quarter_passes_at_one_place_of_the_valve_and_of_100_times_0_7_there_are_70_left():
    passed = pass_through(100, SHARES)
    assert [SHARES[k] for k in np.flatnonzero(passed == 25)] == [0.25]
    assert pass_through(100, [0.7])[0] == pytest.approx(70)


# An update ---------------------------------------------------------------------------------


def test_forget_remember_select_in_this_order():
    kept, _, c, h = results(update(HELD))[:, 0]
    memory, new, f, i, o = (np.array(HELD[name]) for name in HANDLES)
    np.testing.assert_allclose(kept, memory * f)
    np.testing.assert_allclose(c, kept + new * i)
    np.testing.assert_allclose(h, c * o)


def test_what_goes_out_is_a_copy_and_the_memory_keeps_all_that_it_has():
    c = sweep_handles(HELD)[HANDLES.index("o"), :, RESULTS.index("c")]
    assert (c == c[0]).all()


def test_two_valves_replace_the_second_number():
    replaced = {**HELD, "f": [HELD["f"][0], 0, HELD["f"][2]], "i": [HELD["i"][0], 1, HELD["i"][2]]}
    assert update(replaced)["c"][0, 0, 1] == HELD["new"][1]
    for one in ("f", "i"):  # neither does it alone
        assert update({**HELD, one: replaced[one]})["c"][0, 0, 1] != HELD["new"][1]


def test_with_its_output_gate_shut_the_third_number_is_kept_without_being_shown():
    shut = update({**HELD, "o": [*HELD["o"][:2], 0.0]})
    assert shut["c"][0, 0, 2] == update(HELD)["c"][0, 0, 2] > 0
    assert shut["h"][0, 0, 2] == 0
    assert update(HELD)["h"][0, 0, 2] > 0
    assert says("gates", "gates", "update-try", third=show(shut["c"][0, 0, 2]))


def test_no_number_touches_another_one():
    for name in HANDLES:
        moved = {**HELD, name: [*HELD[name][:1], 1.0, *HELD[name][2:]]}
        before, after = results(update(HELD))[:, 0], results(update(moved))[:, 0]
        np.testing.assert_array_equal(before[:, [0, 2]], after[:, [0, 2]])


def test_what_stands_in_the_memory_in_the_end_is_what_the_next_update_begins_with(trace):
    np.testing.assert_array_equal(trace.prev("c")[1:], trace["c"][:-1])


# The network's valves ----------------------------------------------------------------------


def test_the_network_sets_its_valves_anew_for_each_letter(trace):
    for gate in "fio":
        assert (np.abs(np.diff(trace[gate][:, 0], axis=0)).max(axis=1) > 0.1).all()


def test_numbers_may_be_negative_and_the_memory_large_before_tanh_bounds_it(trace):
    assert trace["c"].min() < 0
    assert trace["g"].min() < 0
    assert np.abs(trace["c"]).max() > 1
    assert model("names-lstm").cell.activation == "tanh"
    np.testing.assert_allclose(trace["h"], trace["o"] * np.tanh(trace["c"]), atol=1e-15)


def test_a_valve_is_nearly_shut_at_one_letter_and_wide_open_at_the_next(trace):
    for gate in "fio":
        shut, open_ = trace[gate][:-1, 0] < 0.1, trace[gate][1:, 0] > 0.9
        assert (shut & open_).any()


def test_a_new_value_has_another_sign_than_what_the_box_held(trace):
    assert (trace["g"][1:] * trace.prev("c")[1:] < 0).any()


@pytest.mark.parametrize("typed", ["marianne", "otto", "a"])
def test_the_two_valves_to_go_to_are_the_widest_and_the_narrowest_of_all_forget_gates(typed):
    read = reading("names-lstm", typed)
    figures, trace = extremes(read), read.trace
    gates = trace["f"][1:, 0]
    for name, gate in (("kept", gates.max()), ("lost", gates.min())):
        t, unit = int(figures[f"{name}_step"]) - 1, int(figures[f"{name}_unit"]) - 1
        assert trace["f"][t, 0, unit] == gate
        assert figures[f"{name}_gate"] == show(gate)
        before = trace.prev("c")[t, 0, unit]
        assert figures[f"{name}_before"] == show(before)
        assert figures[f"{name}_after"] == show(gate * before)
    if typed == "marianne":
        assert says("gates", "gates", "bound-found", **figures)
