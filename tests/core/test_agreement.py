"""Agreement: the grammar knows which word decides, the network's gradients are right, and its
report is what its weights give."""

import numpy as np
import pytest

from core import models
from core.agreement.grammar import LECTURE, LONGEST, draw, parse, sentences
from core.agreement.lexicon import ENGLISH, FRENCH, WORDS
from core.agreement.network import Agreement, batch, loss_and_grads, numbers
from core.pretrain import pretrain
from core.recipes.agreement import HEADS, RECIPES, judge, measured

ATTRACTED = "the dogs behind the black house slept under the white moon"


def test_the_grammar_says_which_word_decides_each_form():
    read = parse(ATTRACTED.split())
    assert " ".join(read.forms) == (
        "les chiens derrière la noire maison dormaient sous la blanche lune"
    )
    assert read.decides == (1, 1, 2, 5, 5, 5, 1, 7, 10, 10, 10)
    assert parse(LECTURE).forms[:4] == ("le", "noir", "chien", "dormait")
    assert parse(LECTURE).held_out
    for broken in ((), ("the",), ("the", "dog"), ("dog", "slept"), (*LECTURE, "in"), ("x",) * 3):
        assert parse(broken) is None


def test_what_is_drawn_is_read_back_and_parted_by_content():
    rng = np.random.default_rng(0)
    lengths = set()
    for _ in range(300):
        one = draw(rng)
        lengths.add(len(one.words))
        assert parse(one.words) == one
        for word, form in zip(one.words, one.forms, strict=True):
            assert form in WORDS[word].forms
    assert min(lengths) == 3
    assert max(lengths) <= LONGEST
    assert all(one.held_out for one in sentences(20, rng, True))
    assert not any(one.held_out for one in sentences(20, rng, False))


@pytest.mark.parametrize("heads", HEADS)
def test_gradients_match_finite_differences(heads):
    rng = np.random.default_rng(heads)
    model = Agreement.init(8, heads, rng)
    given = batch(sentences(3, rng, False))
    _, grads = loss_and_grads(model, given)
    values = {**model.params, **model.readout}
    assert set(grads) == set(values)
    for name, value in values.items():
        busy = np.argwhere(grads[name])
        for place in map(tuple, busy[rng.integers(len(busy), size=3)]):
            ends = []
            for by in (1e-6, -1e-6):
                moved = value.copy()
                moved[place] += by
                after = {**values, name: moved}
                params = {n: after[n] for n in model.params}
                readout = {n: after[n] for n in model.readout}
                ends.append(loss_and_grads(Agreement(params, readout, heads), given)[0])
            assert grads[name][place] == pytest.approx(
                (ends[0] - ends[1]) / 2e-6, abs=1e-8, rel=1e-5
            )


def test_bad_input_is_named():
    with pytest.raises(ValueError, match=r"words must be among the 62 known; got \['dig'\]"):
        numbers(["the", "dig"])
    with pytest.raises(ValueError, match="1 to 15 words; got 16"):
        numbers(["the"] * 16)
    good = Agreement.init(8, 2, np.random.default_rng(0))
    with pytest.raises(ValueError, match="must have shapes"):
        Agreement({**good.params, "W_q": np.zeros((8, 4))}, good.readout, 2)
    with pytest.raises(ValueError, match="must part M"):
        Agreement(good.params, good.readout, 3)


@pytest.mark.parametrize("heads", HEADS)
def test_reports_are_what_the_stored_weights_give(heads):
    name = f"agreement-{heads}"
    model, report = models.load(name), models.report(name)
    assert model.heads == RECIPES[name].heads == heads
    asked = measured()
    found = judge(model, asked)
    assert {key: report[key] for key in found} == found
    assert len({one.words for one in asked}) > 950
    assert report["parameters"] == model.parameter_count
    assert len(ENGLISH) == 62
    assert len(set(FRENCH)) == len(FRENCH)


@pytest.mark.slow
def test_the_recipe_gives_the_shipped_network_again(tmp_path):
    again = pretrain("agreement-2", tmp_path)
    shipped = models.report("agreement-2")
    for key in ("agreeing", "sentences"):
        assert again[key]["right"] == pytest.approx(shipped[key]["right"], rel=0.01)
    for name, value in models.load("agreement-2").params.items():
        np.testing.assert_allclose(
            models.read_file(tmp_path / "agreement-2.npz").params[name], value, atol=1e-3
        )
