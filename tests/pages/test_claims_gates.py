"""What the lessons on the LSTM and on phase portraits say, computed again from the core."""

import numpy as np
import pytest

from core.measure import parameter_blocks, relative_change
from core.portrait import COPIES, PRESETS, portrait
from core.sweeps import hold
from pages.parts.numbers import show
from pages.parts.reading import model, reading, report
from tests.pages.test_claims import held_out_bits, moves, names, says, words
from tests.pages.visits import scenes, visit

VARIANTS = {
    "plain": "names-lstm",
    "peephole": "names-lstm-peephole",
    "relu": "names-lstm-relu",
    "both": "names-lstm-peephole-relu",
}


def held(values, typed="marianne", name="names-lstm", steps=None):
    free = reading(name, typed)
    return reading(name, typed, hold(values, free.trace.T, free.trace.H, None, steps)).trace


# The LSTM --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", VARIANTS.values())
def test_each_gate_is_a_row_of_numbers_between_0_and_1(name):
    trace = reading(name, "marianne").trace
    for gate in "fio":
        assert ((trace[gate] > 0) & (trace[gate] < 1)).all()
        assert np.ptp(trace[gate], axis=0).max() > 0.1  # computed anew for every letter


@pytest.mark.parametrize("name", VARIANTS.values())
def test_with_the_forget_gate_at_0_c_is_only_what_this_step_writes(name):
    trace = held({"f": 0.0}, name=name)
    np.testing.assert_array_equal(trace["c"], trace["i"] * trace["g"])


def test_what_it_still_knows_then_reaches_it_through_h():
    one, other = (held({"f": 0.0}, typed) for typed in ("marianne", "corianne"))
    assert np.abs(one["c"][4] - other["c"][4]).max() > 0.01


def test_keep_all_from_step_4_on_freezes_c_while_h_still_moves():
    trace = held({"f": 1.0, "i": 0.0}, steps=(3, 9))
    assert not moves(trace, "c")[2:].any()
    assert moves(trace, "h")[2:].min() > 0.01


def test_both_speeds_are_as_quoted():
    here = {s: relative_change(reading("names-lstm", "marianne").trace, s).mean for s in "ch"}
    held_out = names()[1]
    on_names = {
        s: np.mean(
            [relative_change(reading("names-lstm", name).trace, s).mean for name in held_out[:150]]
        )
        for s in "ch"
    }
    quoted = report("names-lstm")["relative_change"]
    for state in "ch":
        assert on_names[state] == pytest.approx(quoted[state], rel=0.15)
        assert f"{show(100 * here[state])} %" in words("lstm")
        assert f"{show(100 * quoted[state])} %" in words("lstm")
    assert f"{len(held_out)} names" in words("lstm")


@pytest.mark.parametrize("name", VARIANTS.values())
def test_of_the_two_states_c_is_the_slower_but_not_slow(name):
    quoted = report(name)["relative_change"]
    assert 0.3 < quoted["c"] < quoted["h"]


def test_typing_a_twelve_times_turns_the_order_around():
    trace = reading("names-lstm", "a" * 12).trace
    c, h = (relative_change(trace, state).steps for state in "ch")
    assert (c[1:4] < h[1:4]).all()
    assert (c[5:] > h[5:]).all()
    assert h[-1] < 0.01
    sizes = np.abs(trace["c"][:, 0]).mean(axis=1)
    assert (np.diff(sizes[2:]) > 0).all()  # it keeps adding up
    limits = np.abs(trace["squashed_c"][-1])
    assert limits.max() > 0.999
    assert limits.min() < 0.5


def test_bits_of_the_variants_are_as_quoted_and_close_together():
    bits = {key: held_out_bits(name) for key, name in VARIANTS.items()}
    assert says("lstm", "lstm", "variants", **{key: show(value) for key, value in bits.items()})
    assert max(bits.values()) - min(bits.values()) < 0.05


def test_tanh_ends_at_1_and_relu_cuts_off_below_zero_with_no_limit_above():
    limits = {
        phi: scenes(visit("lstm", {"activation": phi, "text": "marianne"}))["lstm"]["limits"]
        for phi in ("tanh", "relu")
    }
    assert (limits["tanh"]["g"], limits["tanh"]["h"]) == (1, 1)
    assert limits["relu"]["g"] > 1
    trace = reading("names-lstm-relu", "marianne").trace
    assert trace["g"].min() == 0
    assert trace["h"].max() > 1


@pytest.mark.parametrize("name", VARIANTS.values())
def test_there_are_four_of_everything_whatever_the_length_of_the_text(name):
    network = model(name)
    blocks = parameter_blocks(network.cell, network.params)
    assert len(blocks) == 4
    assert len({tuple(block.shapes[w] for w in ("W_x", "W_h", "b")) for block in blocks}) == 1
    total = sum(block.count for block in blocks)
    assert total == sum(values.size for values in network.params.values())


def test_coupled_gates_which_it_was_not_trained_for_cost_it_its_guesses():
    def bits(coupled):
        network = model("names-lstm")
        cell = type(network.cell)(coupled=coupled)
        return type(network)(cell, network.params, network.readout).bits_per_character(names()[1])

    assert bits(True) > bits(False) + 0.1


# Phase portraits -------------------------------------------------------------------------


def picture(preset, with_input=False, seed=0, weights=None):
    chosen = PRESETS[preset]
    return portrait(chosen, weights or chosen.weights, chosen.start, with_input, seed)


def here(found):
    """Fixed points and kinds of the network that is there."""
    at = found.sliders[0][1]
    kinds = found.points.kind[0, at]
    return found.points.h[0, at][kinds >= 0], kinds[kinds >= 0]


def path(found):
    return found.paths[0, found.sliders[0][1]]


def test_a_fixed_point_is_a_place_that_the_rule_leads_to_itself():
    for name, preset in PRESETS.items():
        W = np.array(preset.weights).reshape(2, 2)
        for h in here(picture(name))[0]:
            np.testing.assert_allclose(np.tanh(W @ h), h, atol=1e-7)


def test_a_pulse_of_a_half_is_undone_and_a_pulse_of_1_carries_the_memory_over():
    silent, pulsed = path(picture("memory")), path(picture("memory", with_input=True))
    before_second, end = pulsed[13], pulsed[-1]
    assert PRESETS["memory"].pulses == ((8, 0.5), (14, 1.0))
    assert np.abs(pulsed[8] - silent[8]).max() > 0.05
    np.testing.assert_allclose(before_second, silent[13], atol=0.1)
    assert (np.sign(before_second) == -np.sign(end)).all()
    np.testing.assert_allclose(end, pulsed[-3], atol=0.02)  # and there it stays


def test_four_patterns_are_stored_one_in_each_corner():
    h, kinds = here(picture("patterns"))
    corners = h[kinds == 0]
    assert {tuple(np.sign(corner)) for corner in corners} == {
        (a, b) for a in (-1, 1) for b in (-1, 1)
    }
    assert len(corners) == 4
    assert np.abs(corners).min() > 0.9


def test_every_disturbed_copy_is_completed_to_its_pattern_or_to_another():
    others = 0
    for seed in range(1, 9):
        found = picture("patterns", seed=seed)
        ends = found.noisy.paths[0, found.sliders[0][1]][:, -1]
        h, kinds = here(found)
        distance = np.abs(ends[:, None] - h[kinds == 0]).max(axis=-1)
        assert (distance.min(axis=1) < 0.01).all()
        home = np.abs(ends - found.noisy.pattern).max(axis=-1) < 0.01
        assert home.sum() == found.noisy.home
        others += COPIES - found.noisy.home
    assert others > 0


def test_a_rotation_has_no_attracting_point_and_its_turn_is_measured():
    found = picture("rotates")
    assert found.attractors() == 0
    assert found.turn[0, found.sliders[0][1]] > 2


def test_pulling_both_own_weights_down_merges_two_attractors_and_the_saddle():
    _, w12, w21, _ = PRESETS["memory"].weights
    kinds = [
        sorted(here(picture("memory", weights=(w, w12, w21, w)))[1].tolist())
        for w in (1.25, 1.0, 0.75, 0.25, 0.0)
    ]
    assert kinds[:3] == [[0, 0, 1]] * 3
    assert kinds[-2:] == [[0]] * 2
    near = here(picture("memory", weights=(0.55, w12, w21, 0.55)))[0]
    assert np.abs(near).max() < np.abs(here(picture("memory"))[0]).max()
