"""What the lesson on the GRU says, computed again from the core."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest

from core.cells import GRU, LSTM, VanillaRNN
from core.conventions import both_forms, mistaken
from core.explain import Ref
from core.measure import distance, parameter_blocks
from core.sequence import forward
from core.stopwatch import TURNS
from core.sweeps import hold
from pages.parts.gru_section import BEFORE, NAMES
from pages.parts.numbers import show
from pages.parts.reading import model, reading, report
from tests.pages.test_claims import held_out_bits, moves, names, says, words
from tests.pages.visits import scenes, visit, written

TEXT = "marianne"
Z, R, N = (GRU().gates.index(gate) for gate in "zrn")


def held(values, typed=TEXT, name=BEFORE, steps=None):
    free = reading(name, typed)
    return reading(name, typed, hold(values, free.trace.T, free.trace.H, None, steps))


def bits_held(values):
    """Held-out bits with gates held: whether a network that was not trained for it suffers."""
    return model(BEFORE).bits_per_character(
        names()[1][:200], {k: np.array([v]) for k, v in values.items()}
    )


# One state, two gates ----------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_z_of_the_candidate_flows_in_and_one_minus_z_of_the_old_state_stays(name):
    trace = reading(name, TEXT).trace
    mixed = (1 - trace["z"]) * trace.prev("h") + trace["z"] * trace["n"]
    np.testing.assert_allclose(trace["h"], mixed, rtol=1e-12)
    assert trace.cell.state == ("h",)
    assert [q.name for q in trace.cell.quantities if q.kind == "gate"] == ["r", "z"]


@pytest.mark.parametrize("name", NAMES)
def test_the_handle_stands_elsewhere_for_each_letter_and_for_each_unit(name):
    z = reading(name, TEXT).trace["z"][:, 0]
    assert np.ptp(z, axis=0).min() > 0.05
    assert np.ptp(z, axis=1).min() > 0.2


# One handle, two jobs ----------------------------------------------------------------------


def test_at_z_0_h_stays_what_it_was_and_at_z_1_it_is_the_candidate():
    np.testing.assert_array_equal(moves(held({"z": 0.0}).trace), 0)
    trace = held({"z": 1.0}).trace
    np.testing.assert_array_equal(trace["h"], trace["n"])


def test_at_r_0_the_candidate_sees_only_the_letter():
    """The same letter, after whatever came before, makes the same candidate."""
    trace = held({"r": 0.0}, "anna").trace
    np.testing.assert_allclose(trace["n"][1], trace["n"][4], rtol=1e-12)
    assert (
        np.abs(reading(BEFORE, "anna").trace["n"][1] - reading(BEFORE, "anna").trace["n"][4]).max()
        > 0.1
    )


def test_at_r_1_the_candidate_sees_all_of_the_old_state():
    trace = held({"r": 1.0}).trace
    np.testing.assert_array_equal(trace["rh"], trace.prev("h"))


def test_with_z_1_and_r_1_the_equation_that_is_left_is_the_plain_networks():
    read = held({"z": 1.0, "r": 1.0})
    plain = {key: value[N : N + 1] for key, value in read.model.params.items()}
    np.testing.assert_allclose(
        forward(VanillaRNN(), plain, read.trace.x)["h"], read.trace["h"], atol=1e-12
    )


def test_the_network_was_not_trained_for_that():
    assert bits_held({"z": 1.0, "r": 1.0}) > bits_held({}) + 0.5
    free, plain = (read.loss.value for read in (reading(BEFORE, TEXT), held({"z": 1.0, "r": 1.0})))
    assert plain > 1.5 * free


def test_copy_from_step_4_on_freezes_h_and_what_the_network_expects():
    read = held({"z": 0.0}, steps=(3, 9))
    h, odds = read.trace["h"][:, 0], read.probabilities[:, 0]
    np.testing.assert_array_equal(h[3:], np.broadcast_to(h[2], h[3:].shape))
    np.testing.assert_array_equal(odds[3:], np.broadcast_to(odds[3], odds[3:].shape))
    assert np.abs(h[2] - h[1]).max() > 0.1


# Before the product, or after it -----------------------------------------------------------


def test_bits_of_both_forms_and_of_the_mistake_are_as_quoted():
    bits = [held_out_bits(name) for name in NAMES]
    wrong = mistaken(model(BEFORE)).bits_per_character(names()[1])
    figures = {"before": show(bits[0]), "after": show(bits[1]), "mistaken": show(wrong)}
    assert says("gru", "gru", "forms", **figures)
    assert abs(bits[0] - bits[1]) < 0.05
    assert wrong > bits[0] + 0.3
    assert wrong > held_out_bits("names-rnn")


def test_each_form_is_a_network_of_its_own_trained_on_the_same_names():
    one, other = (report(name) for name in NAMES)
    assert (one["data"], one["recipe"]) == (other["data"], other["recipe"])
    assert [made["cell"]["reset_after"] for made in (one, other)] == [False, True]
    assert np.abs(model(NAMES[0]).params["W_h"] - model(NAMES[1]).params["W_h"]).max() > 0.1


def test_the_second_bias_is_0_in_the_comparison_and_not_in_the_network_trained_with_it():
    _, after = both_forms(model(BEFORE).params, reading(BEFORE, TEXT).trace.x)
    assert not after.params["b_hn"].any()
    assert np.abs(model(NAMES[1]).params["b_hn"]).max() > 0.05


@pytest.mark.parametrize(("name", "products"), [(NAMES[0], 12), (NAMES[1], 1)])
def test_the_sum_of_the_candidate_has_a_product_for_each_unit_or_one(name, products):
    read = reading(name, TEXT)
    opened = read.explain(Ref("trace", "a_n", 3, 2))
    fed = [term for term in opened.terms if term.ref and term.ref.name in ("rh", "m")]
    assert len(fed) == products


def test_pytorch_resets_after_the_product_and_its_z_weighs_the_old_state():
    torch = pytest.importorskip("torch")
    cell, H, D = GRU(reset_after=True), 4, 3
    rng = np.random.default_rng(2)
    params = {k: rng.standard_normal(s) for k, s in cell.param_shapes(D, H).items()}
    x = rng.standard_normal((6, 1, D))
    theirs = torch.nn.GRU(D, H, dtype=torch.float64)
    sign = {R: 1.0, Z: -1.0, N: 1.0}  # σ(-a) = 1 - σ(a): their z is 1 - ours
    order = (R, Z, N)

    def rows(block):
        return torch.tensor(np.concatenate([sign[k] * block(k) for k in order]))

    with torch.no_grad():
        theirs.weight_ih_l0.copy_(rows(lambda k: params["W_x"][k].T))
        theirs.weight_hh_l0.copy_(rows(lambda k: params["W_h"][k].T))
        theirs.bias_ih_l0.copy_(rows(lambda k: params["b"][k, 0]))
        theirs.bias_hh_l0.copy_(torch.tensor(np.concatenate([np.zeros(2 * H), params["b_hn"][0]])))
        out, _ = theirs(torch.tensor(x))
    np.testing.assert_allclose(forward(cell, params, x)["h"], out.numpy(), atol=1e-12)


# How far apart? ----------------------------------------------------------------------------


def apart(typed, clamp=None):
    return distance(*both_forms(model(BEFORE).params, reading(BEFORE, typed).trace.x, clamp), "h")


@pytest.mark.parametrize("typed", [TEXT, "christopher", "z" * 30])
def test_the_mean_distance_is_as_quoted_and_nothing_at_the_first_step(typed):
    shares = apart(typed)
    assert shares[0] == 0
    assert shares[1:].min() > 0.01
    shown = written(visit("gru", {"text": typed}))
    assert f"**{show(100 * shares.mean())} %** on average" in shown


def test_the_chart_shows_the_distances_and_with_the_same_r_the_difference_is_gone():
    for query, clamp in (({}, None), ({"even": "1"}, {"r": np.full((1, 1, 1), 0.5)})):
        at = visit("gru", {"text": TEXT, **query})
        chart = scenes(at)["curves"]
        shares = apart(TEXT, clamp)
        assert f"h is {show(100 * shares.mean())} % apart" in chart["title"]
        np.testing.assert_allclose(chart["series"][0]["y"], shares, rtol=1e-6, atol=1e-12)
    assert np.abs(shares).max() < 1e-9


@pytest.mark.parametrize("typed", [TEXT, "anna", "q" * 12])
@pytest.mark.parametrize("r", [0.1, 0.5, 1.0])
def test_a_factor_that_is_the_same_for_all_units_may_stand_before_or_behind(typed, r):
    assert np.abs(apart(typed, {"r": np.full((1, 1, 1), r)})).max() < 1e-9


# Which gate is which? ----------------------------------------------------------------------


def test_z_plays_the_input_gate_and_one_minus_z_the_forget_gate():
    """The same update by an LSTM step: f held at 1 - z, coupled, with the GRU's candidate."""
    gru = reading(BEFORE, TEXT).trace
    cell = LSTM(coupled=True)
    params = cell.init(27, 12, np.random.default_rng(0))
    clamp = {"f": 1 - gru["z"], "g": gru["n"]}
    lstm = forward(cell, params, gru.x, clamp=clamp)
    np.testing.assert_allclose(lstm["i"], gru["z"], atol=1e-12)
    np.testing.assert_allclose(lstm["c"], gru["h"], atol=1e-12)


def test_the_reset_gate_has_no_counterpart_and_the_output_gate_none_here():
    kinds = {
        cell.title: {q.words for q in cell.quantities if q.kind in ("gate", "state")}
        for cell in (GRU(), LSTM())
    }
    assert kinds["GRU"] == {"reset gate", "update gate", "hidden state"}
    assert kinds["LSTM"] == {
        "forget gate", "input gate", "output gate", "hidden state", "cell state",
    }  # fmt: skip


# What is learned ---------------------------------------------------------------------------


def learned(name):
    network = model(name)
    return sum(block.count for block in parameter_blocks(network.cell, network.params))


def test_numbers_learned_are_as_1_to_3_to_4():
    rnn, gru, lstm = (learned(name) for name in ("names-rnn", BEFORE, "names-lstm"))
    assert (gru, lstm) == (3 * rnn, 4 * rnn)
    assert [len(cell().gates) for cell in (VanillaRNN, GRU, LSTM)] == [1, 3, 4]
    extra = learned(NAMES[1]) - gru
    assert extra == model(NAMES[1]).params["b_hn"].size
    assert says(
        "gru", "gru", "count", units="12", rnn=f"{rnn:,}", gru=f"{gru:,}", lstm=f"{lstm:,}",
        ratio="1 : 3 : 4", extra=str(extra),
    )  # fmt: skip


# And how long does a step take? --------------------------------------------------------------


def test_times_are_measured_when_the_page_opens_and_again_when_asked():
    at = visit("gru")
    assert says("gru", "gru", "time", turns=str(TURNS), ratio="1 : 3 : 4")
    tables = [table_of_times(at)]
    tables.append(table_of_times(at.button(key="gru.measure").click().run()))
    for table in tables:
        assert [row[:2] for row in table] == [
            ["RNN", "×\u00a01"], ["GRU", "×\u00a03"], ["LSTM", "×\u00a04"],
        ]  # fmt: skip
        for column in (2, 3):
            read = [
                re.fullmatch(r"([\d.]+)\u00a0µs \(×\u00a0([\d.]+)\)", row[column]) for row in table
            ]
            taken, times = ([float(found[k]) for found in read] for k in (1, 2))
            assert all(0 < microseconds < 1e5 for microseconds in taken)
            wanted = [microseconds / taken[0] for microseconds in taken]
            assert times == pytest.approx(wanted, rel=0.01, abs=0.06)
    assert tables[0] != tables[1]


def table_of_times(at):
    """Rows of cells of the table with the times."""
    table = next(m.value for m in at.markdown if m.value.startswith("| cell |"))
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in table.split("\n")[2:]]


# Try it ------------------------------------------------------------------------------------


def test_some_unit_keeps_what_it_has_and_its_valve_is_nearly_shut():
    trace = reading(BEFORE, TEXT).trace
    z, h = trace["z"][:, 0], trace["h"][:, 0]
    assert (z < 0.2).any()
    assert (z[3] < 0.2).any()  # at the step that the page opens with, too
    t, unit = np.argwhere(z[1:] < 0.2)[0] + (1, 0)
    reach = abs(trace["n"][t, 0, unit] - h[t - 1, unit])
    assert math.isclose(abs(h[t, unit] - h[t - 1, unit]), z[t, unit] * reach, rel_tol=1e-9)


def test_the_second_form_has_the_column_that_comes_in():
    for after in ("0", "1"):
        table = next(
            m.value for m in visit("gru", {"reset_after": after}).markdown if "| gate |" in m.value
        )
        assert bool(re.search(r"second bias", table)) == (after == "1")


def test_the_options_of_both_networks_are_the_layouts():
    assert [replace(model(name).cell) for name in NAMES] == [GRU(), GRU(reset_after=True)]
    assert "PyTorch" in words("gru")
