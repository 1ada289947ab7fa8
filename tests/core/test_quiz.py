"""Questions: the answer is the core's, the arithmetic beside it leads there, and what is said of
a wrong answer is so."""

from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import models, valves
from core.cells import GRU, LSTM, VanillaRNN
from core.quiz import KINDS, free_question, held_question, judge, mistakes, read_number
from core.quiz.held import VALUES
from core.quiz.question import Factor, Given, Piece, Question, total
from core.sequence import forward
from core.text import clean

SEEDS = range(1, 41)
NETWORKS = ("names-rnn", "names-lstm", "names-lstm-peephole", "names-lstm-relu", "names-gru",
            "names-gru-after")  # fmt: skip
TEXTS = ("marianne", "zq", "a" * 30, "x")


def traced(name, typed="marianne", **options):
    network = models.load(name)
    cell = replace(network.cell, **options)
    return forward(cell, network.params, network.alphabet.encode(clean(typed).letters).x)


def questions(name, typed="marianne", **options):
    trace = traced(name, typed, **options)
    found = (held_question(trace, seed) for seed in SEEDS)
    return trace, [question for question in found if question]


# Free questions --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_answer_of_a_free_question_is_that_of_a_step_with_its_gates_held(kind):
    for seed in SEEDS:
        question = free_question(kind, seed)
        held = {"memory": 0.0, "new": 0.0, "f": 1.0, "i": 0.0, "o": 1.0}
        places = {"c": "memory", "g": "new", "f": "f", "i": "i", "o": "o"}
        held |= {places[given.name]: given.value for given in question.givens}
        trace = valves.update(held)
        assert question.answer == trace["h" if kind == "select" else "c"][0, 0, 0]
        assert total(question.pieces) == pytest.approx(question.answer, abs=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_a_free_question_can_be_done_in_the_head_and_tells_mistakes_apart(kind):
    for seed in SEEDS:
        question = free_question(kind, seed)
        assert question.answer == pytest.approx(round(question.answer), abs=1e-9)
        assert all(given.value in (*valves.AMOUNTS, *VALUES, 0.5) for given in question.givens)
        for mistake in mistakes(question):
            if mistake.kind in ("ungated", "added", "alone"):
                assert abs(mistake.value - question.answer) > 3 * question.tolerance


def test_a_seed_draws_the_same_question_again_and_seeds_differ():
    for kind in KINDS:
        drawn = [free_question(kind, seed) for seed in SEEDS]
        assert drawn == [free_question(kind, seed) for seed in SEEDS]
        assert len(set(drawn)) > len(SEEDS) / 3


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match=r"kind must be one of forget, .*; got 'drop'"):
        free_question("drop", 1)


# Questions about a network ---------------------------------------------------------------


@pytest.mark.parametrize("typed", TEXTS)
@pytest.mark.parametrize("name", NETWORKS)
def test_the_answer_is_what_the_network_computes_with_just_this_hold(name, typed):
    trace, asked = questions(name, typed)
    for question in asked:
        held, t = question.held, question.t
        silenced = question.kind == "silenced"
        unit = question.unit if not silenced else int(held.symbol.split("[")[1][:-1]) - 1
        clamp = np.full((trace.T, 1, trace.H), np.nan)
        clamp[t - silenced, 0, unit] = held.value
        again = forward(trace.cell, trace.params, trace.x, clamp={held.name: clamp})
        assert question.answer == pytest.approx(again[question.asked.name][t, 0, question.unit])
        assert total(question.pieces) == pytest.approx(question.answer, abs=1e-12)
        own = trace[question.asked.name][t, 0, question.unit]
        assert question.before == (trace[held.name][t - silenced, 0, unit], own)
        assert abs(own - question.answer) > 0  # what the page shows already is not the answer


@pytest.mark.parametrize("coupled", [False, True])
def test_gates_are_asked_for_in_turn(coupled):
    _, asked = questions("names-lstm", coupled=coupled)
    assert [question.held.name for question in asked[:4]] == ["f", "i", "o", "f"]
    assert [question.asked.name for question in asked[:3]] == ["c", "c", "h"]
    _, asked = questions("names-gru")
    assert [question.held.name for question in asked[:4]] == ["z", "r", "z", "r"]
    _, asked = questions("names-rnn")
    assert {question.kind for question in asked} == {"silenced"}


def test_a_question_tells_the_mistakes_apart_wherever_a_text_allows_it():
    for name in NETWORKS:
        _, asked = questions(name)
        for question in asked:
            assert abs(question.before[1] - question.answer) > 2 * question.tolerance
            assert min(abs(given.value) for given in question.givens) > 0.02


def test_one_step_alone_and_states_that_are_zero_are_not_asked_for():
    for name in NETWORKS:
        assert held_question(traced(name, ""), 1) is None
    cell, rng = LSTM(), np.random.default_rng(0)
    params = {name: np.zeros_like(value) for name, value in cell.init(3, 2, rng).items()}
    assert held_question(forward(cell, params, np.zeros((4, 1, 3))), 1) is None
    with pytest.raises(ValueError, match="one sequence; got B = 2"):
        held_question(forward(cell, params, np.zeros((4, 2, 3))), 1)


@pytest.mark.parametrize("cell", [VanillaRNN("relu"), LSTM(activation="relu"), GRU()])
def test_a_network_whose_state_overflows_gives_no_question_or_a_finite_one(cell):
    params = cell.init(2, 3, np.random.default_rng(0))
    params["W_h"] *= 1e200
    question = held_question(forward(cell, params, np.ones((9, 1, 2))), 1)
    assert question is None or np.isfinite(question.answer)


# Judging ---------------------------------------------------------------------------------


def gate(name, value):
    return Given(name, "gate", name, name, value, "gate")


def update(f=0.25, memory=80.0, i=0.5, new=40.0):
    c, g = Given("c", "memory", "c", "c", memory), Given("g", "new", "g", "g", new)
    pieces = (Piece(Factor(gate("f", f)), Factor(c)), Piece(Factor(gate("i", i)), Factor(g)))
    asked = Given("c", "memory", "c", "c", f * memory + i * new)
    return Question("update", asked, pieces, 1.0, 0.05)


@pytest.mark.parametrize(
    ("number", "kinds"),
    [
        (120, ["ungated"]),  # 80 + 40
        (100, ["ungated"]),  # 80 + 0.5 · 40
        (80.25 + 40.5, ["added"]),
        (0.75 * 80 + 0.5 * 40, ["complement"]),  # 80; with 1 − 0.5 the same
        (0.5 * 80 + 0.25 * 40, ["swapped"]),
        (20, ["alone"]),
        (-40, ["flipped"]),
        (400, ["point"]),
        (4, ["point"]),
        (61.7, []),
    ],
)
def test_a_mistake_is_named_by_the_number_to_which_it_leads(number, kinds):
    verdict = judge(update(), number)
    assert verdict.outcome == "not yet"
    assert [mistake.kind for mistake in verdict.mistakes] == kinds


def test_near_is_right_then_close_and_a_mistake_is_never_called_close():
    said = {n: judge(update(), n).outcome for n in (40, 41, 39, 41.01, 45, 45.01, 35)}
    assert said == {40: "right", 41: "right", 39: "right", 41.01: "close", 45: "close",
                    45.01: "not yet", 35: "close"}  # fmt: skip
    near = update(f=0.25, memory=80, i=0.9, new=20)  # 38; with the gates swapped 77
    ungated = judge(near, 40.0)  # 20 + 20: the input gate is missing, two beside the answer
    assert (ungated.outcome, ungated.mistakes[0].kind) == ("not yet", "ungated")


def test_the_squashing_that_is_missing_is_named():
    s, c = Given("s", "s", "c", "s", np.tanh(1.2)), Given("c", "c", "c", "c", 1.2)
    asked = Given("h", "h", "h", "h", 0.5 * np.tanh(1.2))
    question = Question("held", asked, (Piece(Factor(gate("o", 0.5)), Factor(s)),), 0.02, 0.01, c)
    assert [m.kind for m in judge(question, 0.6).mistakes] == ["unsquashed"]
    assert c in question.givens


def test_gates_that_change_places_in_a_blend_are_named():
    z, h, n = gate("z", 0.2), Given("h", "h", "h", "h", 0.9), Given("n", "n", "g", "n", -0.5)
    pieces = (Piece(Factor(z, True), Factor(h)), Piece(Factor(z), Factor(n)))
    question = Question("held", Given("h", "h", "h", "h", 0.62), pieces, 0.02, 0.01)
    assert total(pieces) == pytest.approx(0.62)
    assert [m.kind for m in judge(question, 0.2 * 0.9 - 0.8 * 0.5).mistakes] == ["complement"]


@given(st.floats(-1e6, 1e6))
def test_every_mistake_that_is_named_leads_to_the_number_typed(number):
    question = update()
    verdict = judge(question, number)
    for mistake in verdict.mistakes:
        assert abs(mistake.value - number) <= question.slack + 1e-6
        if mistake.pieces:
            assert total(mistake.pieces) == mistake.value
    assert verdict.outcome in ("right", "close", "not yet")


# What people type ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12.5", 12.5), ("12,5", 12.5), (" 12 , 5 ", 12.5), ("−3", -3), ("–3", -3), ("- 3", -3),
        ("+7", 7), ("1e-1", 0.1), ("1E2", 100), ("1e−1", 0.1), (".5", 0.5), (",5", 0.5),
        ("5.", 5), ("½", 0.5), ("2½", 2.5), ("−¼", -0.25), ("1/2", 0.5), ("-3/4", -0.75),
        ("１２", 12), ("007", 7), ("0", 0), ("\u00a040", 40),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed, number):
    assert read_number(typed) == number


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "abc", "1,2,3", "1.234,5", "12 apples", "nan", "inf", "-inf", "1e999", "--3", "3-",
     "1/0", "0x10", "1_0", "50%", "[", "<b>", "∞", "²", "1²", "x" * 5000, "9" * 41, "\x00",
     "1/2/3"],
)  # fmt: skip
def test_anything_else_is_refused_with_what_was_expected_and_what_came(typed):
    with pytest.raises(ValueError, match=r"Expected one number, such as .*; got") as refused:
        read_number(typed)
    said = str(refused.value)
    assert len(said) < 160
    assert (typed.strip()[:10] in said) if typed.strip() else ("got nothing" in said)


@given(st.text(max_size=60))
def test_no_text_breaks_it(typed):
    with suppress(ValueError):
        assert np.isfinite(read_number(typed))
