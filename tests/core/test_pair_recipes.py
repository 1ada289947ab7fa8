"""Recipes of encoder-decoders, the letter table, and reports that agree with the weights."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from core import models, pretrain
from core.attention import SCORES
from core.french import split_sentences
from core.letter_table import LetterTable, align, learn
from core.pronunciations import pronunciations, split_pronunciations
from core.recipes.french import RECIPES as FRENCH
from core.recipes.french import alignment
from core.recipes.pairs import join
from core.recipes.pronounce import RECIPES as PRONOUNCE
from core.recipes.pronounce import SAME_STATES, STATES_OF
from core.seq2seq.measure import beam_census, error_rate, judged, versus, wilson, write_all

RECIPES = {**PRONOUNCE, **FRENCH}
every_recipe = pytest.mark.parametrize("name", RECIPES)
both = pytest.mark.parametrize("task", ["pronounce", "french"])
READ_AGAIN = 100
BEST = "french-dot"


def test_the_words_are_split_once_and_for_all():
    parts = split_pronunciations()
    assert [len(part) for part in parts] == [10200, 600, 1200]
    assert sorted(word for part in parts for word, _ in part) == sorted(
        word for word, _ in pronunciations()
    )
    assert split_pronunciations() == parts


@both
def test_recipes_differ_in_the_score_alone(task):
    recipes = [RECIPES[f"{task}-{score}"] for score in ("none", *SCORES)]
    assert len({replace(recipe, score=None) for recipe in recipes}) == 1
    assert [recipe.score for recipe in recipes] == [None, *SCORES]
    sizes = {recipe.hidden_size for recipe in recipes[1:]}
    assert len(sizes) == 1
    assert recipes[0].hidden_size > sizes.pop()


@both
def test_without_attention_there_are_as_many_parameters(task):
    counts = {s: models.report(f"{task}-{s}")["parameters"] for s in ("none", *SCORES)}
    assert counts["none"] >= max(counts.values())


@every_recipe
def test_reports_describe_the_recipe(name):
    recipe, report, model = RECIPES[name], models.report(name), models.load(name)
    assert model.cell == recipe.cell
    assert (model.source, model.target) == recipe.vocabularies()
    assert model.hidden_size == recipe.hidden_size == report["hidden_size"]
    assert model.parameter_count == report["parameters"]
    assert report["recipe"]["attention"] == recipe.score
    assert report["recipe"]["seed"] == recipe.settings.seed
    assert report["data"] == recipe.data()
    assert report["seconds"] < 20 * 60
    curve = report["curve"]
    assert curve["epoch"] == list(range(1, recipe.settings.epochs + 1))
    assert curve["development"][report["kept_epoch"] - 1] == min(curve["development"])
    assert report["test"]["accuracy"]["count"] == report["data"]["test"] == 1200


@every_recipe
def test_reports_agree_with_the_weights(name):
    """The first test pairs, read again; a tie may fall otherwise on another machine."""
    report, model = models.report(name), models.load(name)
    test = RECIPES[name].split()[2][:READ_AGAIN]
    written = write_all(model, [source for source, _ in test], report["longest"])
    again = [own == tuple(right) for own, (_, right) in zip(written, test, strict=True)]
    told = [character == "1" for character in report["test"]["right"][:READ_AGAIN]]
    assert sum(a != b for a, b in zip(again, told, strict=True)) <= 1
    wrong = {entry["source"]: entry["written"] for entry in report["wrong"]}
    ours = {join(source): " ".join(own) for (source, _), own in zip(test, written, strict=True)}
    assert sum(ours[source] != wrong[source] for source in ours.keys() & wrong.keys()) <= 1


@every_recipe
def test_figures_of_a_report_agree_with_each_other(name):
    report = models.report(name)
    for found in (report["test"], report.get("letter_table", report)["test"]):
        whole, lengths = found["accuracy"], found["by_length"]
        assert whole["right"] == found["right"].count("1") == sum(lengths["right"])
        assert whole["share"] == whole["right"] / whole["count"]
        assert whole["interval"] == pytest.approx(wilson(whole["share"], 1200), abs=1e-5)
        assert sum(lengths["count"]) == whole["count"] == len(found["right"])
        rate = found["error_rate"]
        assert rate["rate"] == rate["errors"] / rate["symbols"]
        assert rate["interval"][0] <= rate["rate"] <= rate["interval"][1]
    census = report["beam"]
    for entry in census["widths"]:
        for kind in ("score", "log_p"):
            counts = [entry[f"{kind}_{order}"] for order in ("above", "equal", "below")]
            assert sum(counts) == census["count"]
        assert len(entry["below"]) == entry["score_below"]
        assert entry["same_output"] <= entry["score_equal"]


@both
def test_attention_helps_and_most_where_inputs_are_long(task):
    without = models.report(f"{task}-none")["test"]
    for score in SCORES if task == "french" else ("dot", "general", "additive"):
        found = models.report(f"{task}-{score}")["test"]
        assert found["accuracy"]["interval"][0] > without["accuracy"]["share"]
        assert found["error_rate"]["interval"][1] < without["error_rate"]["interval"][0]
        gains = np.array(found["by_length"]["right"]) - np.array(without["by_length"]["right"])
        gains = gains / np.array(found["by_length"]["count"])
        assert gains[-3:].mean() > gains[:3].mean() + 0.05


def test_the_sentence_of_the_lecture_is_translated_without_training_on_it():
    for name in FRENCH:
        lecture = models.report(name)["lecture"]
        assert lecture["in_training"] is False
        written = models.load(name).greedy(lecture["english"].split(), 24)
        assert written.ended
        assert " ".join(written.tokens) == lecture["written"]
        assert lecture["right"] == (lecture["written"] == lecture["french"])
    assert models.report(BEST)["lecture"]["right"]


def test_the_best_aligned_score_is_known_and_its_weights_agree():
    found = {name: models.report(name)["alignment"] for name in FRENCH}
    assert found.pop("french-none") is None
    assert max(found, key=lambda name: found[name]["words"]["share"]) == BEST
    again = alignment(models.load(BEST), split_sentences()[2])
    for part, counted in again.items():
        assert abs(counted["right"] - found[BEST][part]["right"]) <= 2
        assert counted["count"] == found[BEST][part]["count"]


def test_another_score_was_learned_on_the_same_states():
    base, other = models.load(STATES_OF), models.load(SAME_STATES)
    assert (base.attention.score, other.attention.score) == ("general", "additive")
    for name, value in base.params.items():
        if not name.startswith("attention."):
            assert (other.params[name] == value).all(), name
    found = models.report(SAME_STATES)["same_states"]
    assert (
        found["additive"]["accuracy"]["right"]
        == (models.report(SAME_STATES)["test"]["accuracy"]["right"])
    )
    for score in ("dot", "scaled"):  # not learned for these states: worse
        assert found[score]["error_rate"]["interval"][0] > found["additive"]["error_rate"]["rate"]


# The letter table ----------------------------------------------------------------------------


def test_letters_are_aligned_in_order():
    scores = {"p": {("P",): -1.0}, "h": {(): -1.0}, "x": {("K", "S"): -0.5}, "o": {("AA",): -1.0}}
    assert align("xo", ("K", "S", "AA"), scores) == [("K", "S"), ("AA",)]
    assert align("ph", ("P",), scores) == [("P",), ()]
    assert align("p", ("A", "B", "C", "D"), scores) == [("A", "B", "C", "D")]


def test_a_table_is_learned_from_words():
    table = learn([("ba", ("B", "AA")), ("bat", ("B", "AA", "T")), ("tax", ("T", "AA", "K", "S"))])
    assert table.said == {"a": ("AA",), "b": ("B",), "t": ("T",), "x": ("K", "S")}
    assert table.read("bax") == ("B", "AA", "K", "S")
    assert table.read("bé") == ("B",)


def test_the_reported_table_has_the_reported_figures():
    report = models.report("pronounce-general")["letter_table"]
    said = {letter: tuple(sounds.split()) for letter, sounds in report["said"].items()}
    table = LetterTable({letter: {sounds: 1} for letter, sounds in said.items()})
    test = split_pronunciations()[2]
    words, right = [w for w, _ in test], [p for _, p in test]
    written = [table.read(word) for word in words]
    again = error_rate(written, right)
    assert again["rate"] == report["test"]["error_rate"]["rate"]
    assert (
        sum(a == b for a, b in zip(written, right, strict=True))
        == (report["test"]["accuracy"]["right"])
    )
    for name in PRONOUNCE:
        assert models.report(name)["letter_table"] == report
        assert models.report(name)["test"]["error_rate"]["interval"][1] < again["rate"] / 3


# Measures ---------------------------------------------------------------------------------------


def test_figures_of_one_way_to_write():
    found = judged(["a", "bc", "de"], [("X",), ("Y",), ()], [("X",), ("Y", "Z"), ("X", "Y", "Z")])
    assert found["accuracy"]["share"] == 1 / 3
    assert found["error_rate"]["rate"] == 4 / 6
    assert found["right"] == "100"
    assert found["by_length"]["length"] == [1, 2]
    assert found["by_length"]["error_rate"] == [0.0, 4 / 5]


def test_two_models_are_compared_on_the_same_pairs():
    found = versus("1110100", "0010000")
    assert (found.one, found.other) == (3, 0)
    assert found.luck == pytest.approx(2 / 2**3)
    assert versus("0" * 9 + "1", "1" * 9 + "0").luck == pytest.approx(2 * (1 + 10) / 2**10)
    assert versus("10", "10").luck == versus("10", "01").luck == 1.0
    right = {s: models.report(f"pronounce-{s}")["test"]["right"] for s in ("none", *SCORES)}
    assert versus(right["general"], right["none"]).luck < 1e-4
    assert versus(right["general"], right["scaled"]).luck < 1e-3
    with pytest.raises(ValueError, match="of the same pairs"):
        versus("1", "10")


def test_a_census_counts_each_word_once():
    model = models.load("pronounce-none")
    test = split_pronunciations()[2][:6]
    words, right = [w for w, _ in test], [p for _, p in test]
    census = beam_census(model, words, (2,), 20, 1.0, right)
    wide = [model.beam(word, 2, 20) for word in words]
    assert census["widths"][0]["right"] == sum(
        tree.tokens == tokens for tree, tokens in zip(wide, right, strict=True)
    )
    scores = [
        tree.score - model.beam(word, 1, 20).score for word, tree in zip(words, wide, strict=True)
    ]
    assert census["widths"][0]["score_above"] == sum(gain > 1e-9 for gain in scores)
    assert census["widths"][0]["score_below"] == sum(gain < -1e-9 for gain in scores)


def test_pretraining_writes_weights_and_a_report(tmp_path, monkeypatch):
    few = [(word, sounds) for word, sounds in pronunciations() if len(word) == 3]
    settings = replace(PRONOUNCE["pronounce-dot"].settings, epochs=2, batch_size=20)
    tiny = replace(PRONOUNCE["pronounce-dot"], hidden=6, embedding_size=3, settings=settings)
    monkeypatch.setattr(type(tiny), "split", lambda self: (few[:60], few[60:70], few[70:80]))
    monkeypatch.setattr(type(tiny), "judge_further", lambda self, stored: {})
    monkeypatch.setattr(pretrain, "RECIPES", {"tiny": tiny})
    lines = []
    report = pretrain.pretrain("tiny", tmp_path, lines.append)
    assert json.loads((tmp_path / "tiny.json").read_text("utf-8")) == report
    assert report["steps"] == 6
    assert any("s left" in line for line in lines)
    first = (tmp_path / "tiny.npz").read_bytes()
    pretrain.pretrain("tiny", tmp_path, lines.append)
    assert (tmp_path / "tiny.npz").read_bytes() == first
    with pytest.raises(ValueError, match="need an encoder–decoder; got CharModel"):
        tiny.judge_stored(models.load("names-rnn"))


@pytest.mark.slow
def test_the_quickest_pair_recipe_trains_to_the_reported_figures(tmp_path):
    fresh = pretrain.pretrain(BEST, tmp_path, lambda line: None)
    share = models.report(BEST)["test"]["accuracy"]["share"]
    assert fresh["test"]["accuracy"]["share"] == pytest.approx(share, abs=0.02)
