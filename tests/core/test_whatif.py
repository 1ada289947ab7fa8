"""Where the answer of a problem comes from, what might stand there, and how answers are judged."""

import numpy as np
import pytest

from core.tasks import TASKS
from core.whatif import accepted, answered_at, answers, others, told_at

EVERY = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)


@pytest.mark.parametrize("seed", range(5))
def test_the_letter_tells_what_is_recalled_at_the_question(seed):
    found = TASKS["recall"].example(15, seed)
    assert found.symbols[told_at(found)] == found.wanted[answered_at(found)]
    assert found.symbols[answered_at(found)] == "?"


@pytest.mark.parametrize("seed", range(5))
def test_the_second_symbol_of_a_reber_word_returns(seed):
    found = TASKS["reber"].example(12, seed)
    assert told_at(found) == 1
    assert found.symbols[1] == found.wanted[answered_at(found)]
    assert answered_at(found) == len(found.symbols) - 2


@pytest.mark.parametrize("seed", range(5))
def test_the_first_marked_number_is_followed(seed):
    found = TASKS["adding"].example(20, seed)
    assert found.symbols[told_at(found)].endswith("*")
    assert not any(symbol.endswith("*") for symbol in found.symbols[: told_at(found)])


@EVERY
@pytest.mark.parametrize("delay", ["shortest", "longest"])
def test_there_is_always_something_else_that_might_stand_there(task, delay):
    found = task.example(getattr(task, delay), 3)
    for t in {0, told_at(found), len(found.symbols) - 1}:
        instead = others(found, t)
        assert 1 <= len(instead) <= 3
        assert instead.shape[1] == len(task.inputs)
        assert (instead != found.x[t, 0]).any(axis=1).all()


def test_what_might_stand_there_is_what_the_task_has_there():
    found = TASKS["recall"].example(15, 0)
    letters = {TASKS["recall"].inputs[k] for k in others(found, 0).argmax(axis=1)}
    assert letters == set("ABCD") - {found.symbols[0]}
    assert len(others(found, 1)) == 1  # x for y, y for x


@EVERY
def test_answers_are_judged_as_the_task_judges_them(task):
    found = task.example(task.measured_at[2], 1)
    T, K = len(found.x), len(task.outputs)
    rng = np.random.default_rng(0)
    runs = rng.dirichlet(np.ones(K), (6, T)) if K > 1 else rng.random((6, T, 1)) * 2
    judged = answers(found, runs, accepted(found))
    for level, run in enumerate(runs):
        wanted = task.right(found, run[:, None])[:, 0]
        np.testing.assert_array_equal(judged.right[level], wanted)
        if K > 1:
            np.testing.assert_array_equal(judged.said[level], run.argmax(axis=-1))
            np.testing.assert_array_equal(judged.odds[level], run.max(axis=-1))
        else:
            np.testing.assert_array_equal(judged.odds[level], run[:, 0])


def test_a_beginning_of_a_word_that_asks_nothing_scored_has_its_last_asked_step():
    found = TASKS["reber"].parse("BTBT")
    assert not found.scored.any()
    assert found.asked[answered_at(found), 0]
