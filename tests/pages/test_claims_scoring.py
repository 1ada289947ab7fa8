"""What the lesson says about score functions, self-attention and costs, computed again.

The name of a test is the sentence of the lesson that it holds to account.
"""

from math import comb

import pytest

from core import models
from core.agreement.lexicon import AGREEING
from core.agreement.reading import read
from core.attention import SCORES
from core.attention.growing import ATTENTION, HEADS, LENGTHS, SIZES, cost
from core.recipes.agreement import judge, measured
from pages.parts.costs_section import figures as cost_figures
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.scenes.scores import sides
from pages.parts.scores_section import compared, scaled_figures, spread
from pages.parts.self_section import FAR, figures
from pages.parts.translation import (
    LONGEST_WRITTEN,
    TASKS,
    report_of,
    translator,
    typed_by,
)
from tests.pages.visits import settings, visit, written


@pytest.fixture(scope="module")
def visited():
    return visit("attention")


@pytest.fixture(scope="module")
def page(visited):
    return written(visited)


def test_the_page_says_these_figures(page):
    for section, found in (("self", figures()), ("self-try", figures())):
        assert lesson("attention-self").fill(section, **found) in page
    for section in ("waits", "costs", "costs-try"):
        assert lesson("attention-self").fill(section, **cost_figures()) in page
    for section in ("scaled", "scaled-try"):
        assert lesson("attention-scores").fill(section, **scaled_figures()) in page


def test_on_the_states_here_scaled_ones_lie_root_h_less_apart(visited, page):
    now = settings(visited, "attention")
    task = now.task
    made = {score: translator(task, score) for score in SCORES}
    found = sides(made, now.s_states, typed_by(now).tokens, LONGEST_WRITTEN[task])
    said = spread(found, made, now)
    assert lesson("attention-scores").fill("scores-try", **compared(task), **said) in page
    dot, scaled = (side.same.score.std() for side in found[:2])
    H = made["dot"].hidden_size
    assert dot / scaled == pytest.approx(H**0.5)
    shown = [said["dot_spread"], said["scaled_spread"], said["root"], said["H"]]
    assert shown == [show(float(dot)), show(float(scaled)), show(H**0.5), str(H)]


@pytest.mark.parametrize("task", TASKS)
def test_there_is_a_difference_where_luck_would_hardly_make_it(task):
    """By the exact binomial of the inputs that one model gets right and the other does not."""
    said = compared(task)["compared"]
    names = {"dot": "dot", "scaled": "scaled dot", "general": "general", "additive": "additive"}
    right = {score: report_of(task, score)["test"]["right"] for score in SCORES}
    count = 0
    for one in SCORES:
        for other in SCORES:
            pairs = list(zip(right[one], right[other], strict=True))
            wins, losses = pairs.count(("1", "0")), pairs.count(("0", "1"))
            n = wins + losses
            luck = 2 * sum(comb(n, k) for k in range(wins, n + 1)) / 2**n
            claim = f"{names[one]} gets {wins} right that {names[other]} does not, against {losses}"
            assert (claim in said) is (wins > losses and luck < 0.01)
            count += claim in said
    assert ("Every other difference" in said) is (count > 0)
    assert said.endswith("more than 1 % of cases: there is none to speak of.")


def test_divided_by_the_root_the_largest_weight_stays_where_it_was():
    found = scaled_figures()
    assert float(found["top_large"]) > 0.9
    assert float(found["top_small"]) < 0.55
    assert abs(float(found["scaled_large"]) - float(found["scaled_small"])) < 0.03
    ratio = float(found["spread_large"]) / float(found["spread_small"])
    assert ratio == pytest.approx((int(found["large"]) / int(found["small"])) ** 0.5, rel=0.05)


def test_head_2_looks_at_what_decides_and_head_1_does_not():
    two = judge(models.load("agreement-2"), measured())
    said = figures()
    for kind in AGREEING:
        assert [said[f"{kind}_1"], said[f"{kind}_2"]] == [
            show(value) for value in two["weight_on_deciding"][kind]
        ]
    for kind in ("adjective", "verb"):
        one, other = two["weight_on_deciding"][kind]
        assert other > 0.9
        assert one < 0.1
    assert two["agreeing"]["right"] == two["agreeing"]["asked"]


def test_the_same_network_without_attention_gets_less_than_half():
    alone = judge(models.load("agreement-0"), measured())["agreeing"]
    assert figures()["alone_percent"] == f"{100 * alone['right'] / alone['asked']:.0f}"
    assert alone["right"] / alone["asked"] < 0.5


def test_the_verb_that_is_far_asks_its_subject_and_not_the_nearer_noun():
    words = FAR.split()
    for heads in (1, 2, 4):
        reading = read(models.load(f"agreement-{heads}"), words)
        assert reading.guesses == list(reading.sentence.forms)
    verb, subject, nearer = (words.index(word) for word in ("slept", "dogs", "house"))
    assert reading.sentence.decides[verb] == subject
    weight = read(models.load("agreement-2"), words).by_head("weight")[1, verb]
    assert weight[subject] > 0.9 > 0.1 > weight[nearer]
    singular = read(models.load("agreement-2"), FAR.replace("dogs", "dog").split())
    plural = read(models.load("agreement-2"), words)
    changed = [a for a, b in zip(plural.guesses, singular.guesses, strict=True) if a != b]
    assert changed == ["les", "chiens", "dormaient"]


def test_self_attention_takes_as_many_rounds_for_any_number_of_words():
    said = cost_figures()
    rounds = {cost(ATTENTION, T, H).rounds for T in LENGTHS for H in SIZES}
    assert rounds == {int(said["attention_rounds"])}
    assert said["rnn_short"] == str(cost("plain RNN", 8, 64).rounds)
    assert said["rnn_long"] == str(cost("plain RNN", 64, 64).rounds)
    waits = [cost("plain RNN", T, 64).rounds for T in LENGTHS]
    assert waits == sorted(set(waits))


def test_self_attention_multiplies_more_from_there_on_and_keeps_more():
    said = cost_figures()
    for cell, H, key in (
        ("GRU", 64, "gru_from"),
        ("LSTM", 64, "lstm_from"),
        ("GRU", 512, "gru_from_large"),
    ):
        at = int(said[key].replace(",", ""))
        more = [
            cost(ATTENTION, T, H).multiplications > cost(cell, T, H).multiplications
            for T in range(1, 4 * at)
        ]
        assert more == [False] * (at - 1) + [True] * (3 * at)
    kept = cost(ATTENTION, 1024, 64).numbers / cost(ATTENTION, 512, 64).numbers
    assert said["kept_times"] == show(kept)
    assert kept > 3
    assert said["heads"] == str(HEADS)
    assert float(said["gru_kept_times"]) == pytest.approx(2, abs=0.01)
