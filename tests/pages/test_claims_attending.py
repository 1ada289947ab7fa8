"""What the lesson on attention says, computed again from the core."""

import numpy as np
import pytest

from core.attention import SCORES
from core.seq2seq.by_hand import hold
from pages.parts.attend_figures import SCORE, hold_figures, look_figures
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.scenes.hold import SHARES
from pages.parts.translation import EXAMPLES, LONGEST_WRITTEN, TASKS, translator
from tests.pages.test_claims import words

SENTENCE = tuple(EXAMPLES["french"].split())


def written(task, tokens, score=SCORE):
    """The greedy output without its end, and its rows of weights."""
    found = translator(task, score).greedy(tokens, LONGEST_WRITTEN[task])
    return found.tokens, found.run.attention["weight"][:, 0]


def held(row, column, task="french", tokens=SENTENCE):
    """What the model writes at a step, by the share of it that is held."""
    model = translator(task, SCORE)
    found = hold(model, tokens, column, SHARES, LONGEST_WRITTEN[task], row=row)
    return [model.target.written[k] for k in found.symbols[row]]


def test_the_lesson_is_on_the_page_with_its_figures():
    page, text = words("attention"), lesson("attention")
    for section in ("intro", "look", "hold"):
        assert text.fill(section) in page
    assert text.fill("look-try", **look_figures()) in page
    assert text.fill("hold-try", **hold_figures()) in page


def test_two_words_trade_places():
    said = look_figures()
    out, weight = written("french", SENTENCE)
    t = out.index(said["first"])
    assert (said["second"], said["first_at"], said["second_at"]) == (out[t + 1], "dog", "black")
    here, there = SENTENCE.index("dog"), SENTENCE.index("black")
    assert here == there + 1
    assert weight[t].argmax() == here
    assert weight[t + 1].argmax() == there
    assert said["first_weight"] == show(weight[t, here])
    assert said["second_weight"] == show(weight[t + 1, there])


@pytest.mark.parametrize("score", SCORES)
def test_they_do_with_every_score_function(score):
    out, weight = written("french", SENTENCE, score)
    assert " ".join(out) == "le chien noir dormait dans le soleil chaud"
    assert weight.argmax(axis=1)[[1, 2]].tolist() == [2, 1]


def test_some_letters_get_no_sound():
    said = look_figures()
    out, weight = written("sound", tuple("knight"))
    passed = set(range(6)) - set(weight[: len(out)].argmax(axis=1).tolist())
    assert {"knight"[s] for s in passed} == set(
        said["silent"].replace("*", "").replace(" or ", ", ").split(", ")
    )
    out, weight = written("sound", tuple(said["doubled"]))
    at = set(weight[: len(out)].argmax(axis=1).tolist())
    assert said["doubled"][2] == said["doubled"][3]
    assert len(at & {2, 3}) == 1
    out, weight = written("sound", tuple(said["shared"]))
    at = weight[: len(out)].argmax(axis=1)
    assert at[-1] == at[-2] == said["shared"].index("x")
    assert said["shared_sounds"] == " and ".join(out[-2:])


def test_the_end_looks_at_no_word_in_particular():
    out, weight = written("french", SENTENCE)
    assert len(weight) == len(out) + 1
    assert look_figures()["end_weight"] == show(weight[-1].max())
    assert weight[-1].max() < 0.5


def test_the_score_functions_do_not_agree_on_table():
    looks = {tuple(written("sound", tuple("table"), score)[1].argmax(axis=1)) for score in SCORES}
    assert len(looks) > 1


def test_the_article_looks_at_its_noun():
    said = hold_figures()
    out, weight = written("french", SENTENCE)
    noun = SENTENCE.index(said["noun"])
    assert said["article"] == out[0] == "le"
    assert weight[0].argmax() == noun == 2
    assert (said["noun_weight"], said["the_weight"]) == (show(weight[0, 2]), show(weight[0, 0]))
    at_the, at_noun = held(0, 0), held(0, noun)
    first = next(k for k, word in enumerate(at_the) if word != "le")
    assert said["share"] == f"{100 * SHARES[first]:.0f} %"
    assert set(at_the[first:]) == {said["instead"]}
    assert said["instead"] in ("la", "les", "l'")
    assert set(at_noun) == {"le"}


def test_a_silent_letter_is_heard_once_it_is_looked_at():
    said = hold_figures()
    word = tuple(said["silent"])
    assert word[0] == said["letter"] == "k"
    assert 0 not in written("sound", word)[1].argmax(axis=1)
    first = held(0, 0, "sound", word)
    turn = next(k for k, sound in enumerate(first) if sound != first[0])
    assert said["silent_share"] == f"{100 * SHARES[turn]:.0f} %"
    assert set(first[turn:]) == {said["becomes"]} == {"K"}
    assert set(first[:turn]) == {said["was"]} == {"N"}


def test_a_weight_is_not_always_needed():
    out, weight = written("french", SENTENCE)
    sun = SENTENCE.index("sun")
    assert weight[3].argmax() != sun
    assert set(held(3, sun)) == {out[3]} == {hold_figures()["fourth"]}
    others = {
        translator("french", score).target.written[
            hold(translator("french", score), SENTENCE, sun, (1.0,), 20, row=3).symbols[3, 0]
        ]
        for score in SCORES
    }
    assert len(others) > 1


@pytest.mark.parametrize("task", TASKS)
@pytest.mark.parametrize("score", SCORES)
def test_each_row_shares_out_a_weight_of_1(task, score):
    tokens = SENTENCE if task == "french" else tuple("through")
    np.testing.assert_allclose(written(task, tokens, score)[1].sum(axis=1), 1, atol=1e-12)
