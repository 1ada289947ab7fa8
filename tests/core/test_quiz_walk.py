"""Questions about gradients on their way back: the core answers, mistakes are told apart."""

import numpy as np
import pytest

from core import models
from core.language import CharModel
from core.quiz import judge, mistakes, walk_question
from core.quiz.question import total
from core.readout import loss
from core.sequence import backward, forward

SEEDS = range(1, 31)
NETWORKS = ("names-rnn", "names-lstm-peephole", "names-gru", "names-gru-after")


def walked(name, typed="marianne", at="every step"):
    network: CharModel = models.load(name)
    batch = network.alphabet.encode(typed)
    trace = forward(network.cell, network.params, batch.x)
    return backward(trace, loss(network.readout, trace["h"], batch.targets, at=at).d_h)


@pytest.mark.parametrize("name", NETWORKS)
def test_answers_are_what_the_gradients_hold(name):
    grads = walked(name)
    trace, kinds = grads.trace, set()
    for seed in SEEDS:
        question = walk_question(grads, seed)
        assert question == walk_question(grads, seed)
        kinds.add(question.kind)
        assert total(question.pieces) == pytest.approx(question.answer, abs=1e-12)
        if question.kind == "joined":
            assert question.answer == grads["h"][question.t, 0, question.unit]
            own = question.pieces[0].right.value
            assert own == grads.injected["h"][question.t, 0, question.unit]
        else:
            gradient = question.pieces[0].right.given
            assert gradient.value == grads[gradient.name][question.t, 0, question.unit]
            fed = trace.prev("h") if "r" not in trace or "rh" not in trace else None
            if fed is not None:
                assert question.pieces[0].left.value in fed[question.t, 0]
    assert kinds == {"joined", "share"}


def test_only_shares_are_asked_where_the_last_step_alone_has_a_loss():
    grads = walked("names-lstm", at="last step")
    found = [walk_question(grads, seed) for seed in SEEDS]
    assert {question.kind for question in found if question} <= {"share"}


def test_the_state_after_the_step_is_a_mistake_of_its_own():
    grads = walked("names-rnn")
    question = next(q for q in (walk_question(grads, s) for s in SEEDS) if q.kind == "share")
    slip = next(m for m in mistakes(question) if m.kind == "state-after")
    assert slip.pieces[0].left.value in grads.trace["h"][question.t, 0]
    verdict = judge(question, slip.value)
    assert verdict.outcome == "not yet"
    assert "state-after" in [mistake.kind for mistake in verdict.mistakes]
    assert judge(question, question.answer).outcome == "right"


def test_half_of_what_meets_is_told_as_half():
    grads = walked("names-gru")
    question = next(q for q in (walk_question(grads, s) for s in SEEDS) if q.kind == "joined")
    verdict = judge(question, question.pieces[0].right.value)
    assert verdict.mistakes[0].kind == "alone"


def test_there_is_nothing_to_ask_of_one_step_and_bad_input_is_said():
    assert walk_question(walked("names-rnn", ""), 1) is None
    trace = walked("names-rnn").trace
    many = forward(trace.cell, trace.params, np.repeat(trace.x, 2, axis=1))
    with pytest.raises(ValueError, match="reads one sequence; got B = 2"):
        walk_question(backward(many, np.zeros_like(many["h"])), 1)
