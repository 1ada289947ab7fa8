"""Score functions side by side and self-attention: links, clicks, and what people type."""

import numpy as np
import pytest

from core.agreement.grammar import LECTURE
from core.agreement.lexicon import FRENCH
from core.attention import SCORES
from core.models import load, report
from pages.parts.scenes.scores import TEMPERATURES
from pages.parts.self_section import SENTENCES
from tests.pages.visits import arrays as all_arrays
from tests.pages.visits import say, scenes, settings, sound, visit, written

SCORES_KEY, SELF, COSTS, WAITS = (
    f"attention.{name}" for name in ("scores", "self", "costs", "waits")
)


def scene(at, name):
    return scenes(at)[name]


@pytest.mark.parametrize("task", ["sound", "french"])
def test_the_same_states_and_their_own_models_are_shown_for_any_states(task):
    for states in ("scaled", "additive"):
        at = visit("attention", {"task": task, "s_states": states, "s_tau": "1.4142"})
        sound(at)
        found = scene(at, "scores")
        assert [side["score"] for side in found["sides"]] == list(SCORES)
        assert found["view"]["k"] == TEMPERATURES.index(2**0.5)
        for side in found["sides"]:
            for weights in (side["same"], side["own"]):
                np.testing.assert_allclose(weights["weight"].sum(axis=2), 1.0, atol=1e-6)
                assert weights["guess"].max() < len(found["symbols"])
        own = next(side for side in found["sides"] if side["score"] == states)
        assert own["whose"] == "the score of this model"
        np.testing.assert_array_equal(own["same"]["weight"], own["own"]["weight"])


def test_a_score_that_was_learned_for_these_states_is_used_and_its_figures_stand_by_it():
    at = visit("attention", {"task": "sound", "s_states": "general"})
    sides = {side["score"]: side for side in scene(at, "scores")["sides"]}
    assert sides["additive"]["whose"] == "learned for these states, all else held"
    made = report("pronounce-general-as-additive")["same_states"]
    for score in ("dot", "scaled", "additive"):
        share = f"{100 * made[score]['accuracy']['share']:.1f} %"
        assert ["whole words right", share] == sides[score]["measured"][1][:2]
    base, fitted = load("pronounce-general"), load("pronounce-general-as-additive")
    tokens = tuple(scene(at, "scores")["inputs"])
    run = base.greedy(tokens, 26).run
    again = fitted.force(tokens, base.greedy(tokens, 26).tokens)
    np.testing.assert_array_equal(run.trace["h"], again.trace["h"])
    np.testing.assert_allclose(
        sides["additive"]["same"]["weight"][12], again.attention["weight"][:, 0], atol=1e-6
    )
    other = visit("attention", {"task": "sound", "s_states": "dot"})
    assert scene(other, "scores")["sides"][3]["measured"] == []


def test_a_score_opens_with_its_products_and_closes():
    at = visit("attention", {"task": "sound", "word": "phone", "s_states": "general"})
    at = say(at, SCORES_KEY, trigger=True, open=[3, 1, 2])
    sound(at)
    assert settings(at, "attention").s_open == "additive.1.2"
    opened = scene(at, "scores")["opened"]
    numbers = opened["numbers"]
    side = scene(at, "scores")["sides"][3]
    assert numbers[-1, 2] == pytest.approx(side["same"]["score"][1, 2], rel=1e-5)
    assert numbers[:-1, 2].sum() == pytest.approx(numbers[-1, 2], rel=1e-4)
    at = say(at, SCORES_KEY, trigger=True, open=[])
    assert scene(at, "scores")["opened"] is None
    beyond = visit("attention", {"task": "sound", "word": "a", "s_open": "dot.20.19"})
    sound(beyond)
    assert scene(beyond, "scores")["opened"] is None


def test_temperature_and_cell_are_kept_in_the_address():
    at = visit("attention", {"task": "sound", "word": "phone"})
    at = say(at, SCORES_KEY, tau=TEMPERATURES[-1], cell=[2, 3])
    sound(at)
    now = settings(at, "attention")
    assert (now.s_tau, now.s_row, now.s_place) == (TEMPERATURES[-1], 2, 3)


@pytest.mark.parametrize(("sentence", "heads"), list(zip(SENTENCES, ("1", "2", "4"), strict=True)))
def test_every_sentence_is_shown_with_its_sums(sentence, heads):
    at = visit("attention", {"x_sentence": sentence, "x_heads": heads, "x_cell": "9.99.99.99"})
    sound(at)
    found = scene(at, "selfattention")
    assert found["words"] == sentence.split()
    assert found["written"] == found["wanted"]
    size = found["size"]
    np.testing.assert_allclose(
        found["products"].sum(axis=3) / np.sqrt(size), found["score"], rtol=1e-3, atol=1e-3
    )
    np.testing.assert_allclose(found["shares"].sum(axis=2), found["head"], rtol=1e-3, atol=1e-4)
    np.testing.assert_allclose(found["weight"].sum(axis=2), 1.0, atol=1e-6)
    for vote in found["votes"]:
        np.testing.assert_allclose(vote["parts"].sum(axis=0), vote["logit"], rtol=1e-4, atol=1e-4)
        assert set(vote["forms"]) <= set(FRENCH)
    for values in all_arrays(found):
        assert np.isfinite(values).all()


@pytest.mark.parametrize(
    ("typed", "words", "says"),
    [
        ("", LECTURE, "There are no known words to read"),
        ("🙂 <b>x</b> привет 123", LECTURE, "has never seen them: “b” “x”"),
        ("dog the the slept", ("dog", "the", "the", "slept"), None),
        ("the dog " * 40, ("the", "dog") * 7 + ("the",), "Only the first 15 known words"),
        ("THE Cows, ran!", ("the", "cows", "ran"), None),
    ],
)
def test_any_sentence_may_be_typed(typed, words, says):
    at = visit("attention", {"x_sentence": typed})
    sound(at)
    assert tuple(scene(at, "selfattention")["words"]) == words
    assert tuple(scene(at, "waits")["words"]) == words
    if says:
        assert says in written(at)


def test_a_cell_and_a_round_are_kept_and_time_is_measured_on_request(monkeypatch):
    monkeypatch.setattr("pages.parts.costs_section.TIMED", (2, 4))
    at = visit("attention", {"k_units": "16"})
    assert len(scene(at, "costs")["charts"]) == 3
    at = say(at, SELF, cell=[0, 1, 2, 3])
    assert settings(at, "attention").x_cell == "0.1.2.3"
    at = say(at, WAITS, step=7)
    assert settings(at, "attention").k_round == 7
    next(b for b in at.button if b.label.startswith("Measure it here")).click().run()
    sound(at)
    timed = scene(at, "costs")["charts"][3]
    for line in timed["lines"]:
        assert np.isfinite(line["y"][:2]).all()
        assert np.isnan(line["y"][2:]).all()
    at = say(at, COSTS, slid=1024)
    assert settings(at, "attention").k_units == "1024"
    assert len(scene(at, "costs")["charts"]) == 3  # what was measured was another size
