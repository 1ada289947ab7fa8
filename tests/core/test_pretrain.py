"""Recipes, counting tables, and reports that agree with the shipped weights."""

import json

import numpy as np
import pytest

from core import models, ngrams, pretrain
from core.cells import GRU, LSTM, VanillaRNN
from core.corpus import DATA, split_names
from core.recipes.letters import RECIPES, LetterRecipe, fit, judge, measure
from core.training import Settings

TRAINING, HELD_OUT = split_names()
THREE = ("names-rnn", "names-lstm", "names-gru")
shipped = pytest.mark.parametrize("name", RECIPES)


def test_a_tenth_of_the_names_is_held_out():
    everything = DATA.read_text("utf-8").split()
    assert len(everything) == 8402
    assert sorted([*TRAINING, *HELD_OUT]) == sorted(everything)
    assert not set(TRAINING) & set(HELD_OUT)
    assert len(HELD_OUT) == 840
    assert split_names() == (TRAINING, HELD_OUT)


# Counting tables ---------------------------------------------------------------------------


def test_counts_see_each_symbol_behind_its_context():
    bigrams = ngrams.count(["aba", "b"], 1)
    assert bigrams[0, 1] == 1  # · a
    assert bigrams[0, 2] == 1  # · b
    assert bigrams[1, 2] == 1  # a b
    assert bigrams[2, 1] == 1  # b a
    assert bigrams[1, 0] == 1  # a ·
    assert bigrams[2, 0] == 1  # b ·
    assert bigrams.sum() == 6
    trigrams = ngrams.count(["aba", "b"], 2)
    assert trigrams[0, 0].sum() == 2
    assert (trigrams.sum(axis=0) == bigrams).all()


def test_smoothing_adds_the_same_to_each_symbol():
    counts = np.array([[3.0, 1.0, 0.0], [0.0, 0.0, 0.0]])
    np.testing.assert_allclose(
        ngrams.table(counts, 1.0), [[4 / 7, 2 / 7, 1 / 7], [1 / 3, 1 / 3, 1 / 3]]
    )
    backed = ngrams.table(counts, 1.0, back_off=True)
    np.testing.assert_allclose(backed[1], ngrams.table(counts.sum(axis=0), 1.0))
    with pytest.raises(ValueError, match="alpha must be above 0"):
        ngrams.table(counts, 0.0)


@pytest.mark.parametrize("back_off", [False, True])
@pytest.mark.parametrize("order", [0, 1, 2])
def test_tables_are_distributions(order, back_off):
    probabilities = ngrams.table(ngrams.count(TRAINING[:100], order), 0.1, back_off)
    assert probabilities.shape == (27,) * (order + 1)
    np.testing.assert_allclose(probabilities.sum(axis=-1), 1.0)


def test_bits_of_a_table_are_those_of_its_symbols_one_by_one():
    bigrams = ngrams.table(ngrams.count(TRAINING, 1))
    steps = [bigrams[a, b] for a, b in ((0, 1), (1, 4), (4, 1), (1, 0))]
    assert ngrams.bits_per_character(bigrams, ["ada"]) == pytest.approx(-np.log2(steps).mean())
    assert ngrams.bits_per_character(np.full(27, 1 / 27), ["ada"]) == pytest.approx(np.log2(27))


def test_a_longer_memory_needs_fewer_bits_and_the_best_smoothing_beats_add_one():
    tables = ngrams.compare(TRAINING, HELD_OUT)
    for figures in tables.values():
        assert figures["best_added"] <= figures["add_one"]
    best = [tables[name]["best_backed_off"] for name in ("unigram", "bigram", "trigram")]
    assert best == sorted(best, reverse=True)


# Recipes -----------------------------------------------------------------------------------


def test_recipes_compare_cells_and_nothing_else():
    small = {name: recipe for name, recipe in RECIPES.items() if name != "names-lstm-64"}
    assert len({(r.hidden_size, r.keep, r.settings) for r in small.values()}) == 1
    assert {RECIPES[name].cell for name in THREE} == {VanillaRNN(), LSTM(), GRU()}


def test_the_best_epoch_is_kept_where_asked():
    settings = Settings(epochs=3, batch_size=10, learning_rate=0.3, decay="none")
    for keep, choose in (("best", min), ("last", lambda values: values[-1])):
        model, curve = fit(LetterRecipe(LSTM(), 4, keep, settings), TRAINING[:60], HELD_OUT[:60])
        assert curve["epoch"] == [1, 2, 3]
        bits = model.bits_per_character(HELD_OUT[:60])
        assert bits == pytest.approx(choose(curve["held_out"]), abs=1e-4)


def test_pretraining_writes_weights_and_a_report(tmp_path, monkeypatch):
    tiny = LetterRecipe(VanillaRNN(), 3, settings=Settings(epochs=1, batch_size=500))
    monkeypatch.setattr(pretrain, "RECIPES", {"tiny": tiny})
    lines = []
    report = pretrain.pretrain("tiny", tmp_path, lines.append)
    assert json.loads((tmp_path / "tiny.json").read_text("utf-8")) == report
    model = models.read_file(tmp_path / "tiny.npz")
    assert model.bits_per_character(HELD_OUT) == report["bits_per_character"]["held_out"]
    assert "bits per character" in lines[-1]
    first = (tmp_path / "tiny.npz").read_bytes()
    pretrain.pretrain("tiny", tmp_path, lines.append)
    assert (tmp_path / "tiny.npz").read_bytes() == first
    with pytest.raises(ValueError, match="recipe must be one of tiny; got 'huge'"):
        pretrain.pretrain("huge", tmp_path)


@pytest.mark.parametrize("arguments", [[], ["nonsense"], ["names-rnn", "names-gru"]])
def test_the_command_names_its_recipes(arguments, capsys):
    assert pretrain.main(arguments) == 2
    assert "names-rnn" in capsys.readouterr().out


# Shipped weights ---------------------------------------------------------------------------


def test_every_recipe_is_shipped_and_nothing_else():
    assert models.names() == sorted(pretrain.RECIPES)


@shipped
def test_reports_describe_the_recipe(name):
    recipe, report = RECIPES[name], models.report(name)
    model = models.load(name)
    assert model.cell == recipe.cell
    assert model.hidden_size == recipe.hidden_size == report["hidden_size"]
    assert model.parameter_count == report["parameters"]
    for key, value in vars(recipe.settings).items():
        assert report["recipe"][key] == value
    assert report["recipe"]["keep"] == recipe.keep
    assert len(report["curve"]["held_out"]) == recipe.settings.epochs


@shipped
def test_reports_agree_with_the_weights(name):
    report, again = models.report(name), judge(models.load(name), TRAINING, HELD_OUT)
    figures = {key: report[key] for key in ("bits_per_character", "tables", "better_than")}
    for key, value in [*figures.items(), *((k, report[k]) for k in ("relative_change", "gates"))]:
        assert flat(again[key]) == pytest.approx(flat(value), abs=1e-6)
    # A draw next to a rounding boundary may fall on the other side on another machine.
    same = sum(
        a == b for a, b in zip(report["samples"]["first"], again["samples"]["first"], strict=True)
    )
    assert same >= 38


@shipped
def test_models_beat_the_tables_by_the_margin_reported(name):
    report = models.report(name)
    bits = models.load(name).bits_per_character(HELD_OUT)
    tables = ngrams.compare(TRAINING, HELD_OUT)
    for table, margin in report["better_than"].items():
        least = min(tables[table]["best_added"], tables[table]["best_backed_off"])
        assert least - bits == pytest.approx(margin, abs=1e-6)
    assert report["better_than"]["bigram"] > 0.2
    assert report["better_than"]["unigram"] > 0.5


def test_the_three_cells_share_seed_and_size():
    reports = [models.report(name) for name in THREE]
    for shared in (
        lambda report: report["recipe"],
        lambda report: report["hidden_size"],
        lambda report: report["data"],
    ):
        assert all(shared(report) == shared(reports[0]) for report in reports)


@shipped
def test_samples_are_counted_once(name):
    samples = models.report(name)["samples"]
    parts = ("in_training_set", "in_held_out_set", "new")
    assert sum(samples[part] for part in parts) == samples["count"] == 200


def test_measures_are_those_of_the_definition():
    model, names = models.load("names-lstm"), HELD_OUT[:5]
    measured = measure(model, names)
    change, size, forget = [], [], []
    for name in names:
        trace = model.read(name).trace
        c = trace["c"][:, 0]
        change.extend(np.abs(c[1:] - c[:-1]).ravel())
        size.extend(np.abs(c[1:]).ravel())
        forget.extend(trace["f"].ravel())
    assert measured["relative_change"]["c"] == pytest.approx(np.mean(change) / np.mean(size))
    gate = measured["gates"]["f"]
    assert gate["mean"] == pytest.approx(np.mean(forget))
    assert gate["share_below_0.1"] == pytest.approx(np.mean(np.array(forget) < 0.1))
    assert gate["share_above_0.9"] == pytest.approx(np.mean(np.array(forget) > 0.9))
    assert set(measured["gates"]) == {"i", "f", "o"}
    assert measure(models.load("names-rnn"), names)["gates"] == {}


@pytest.mark.slow
def test_the_smallest_recipe_trains_to_the_reported_figure(tmp_path):
    fresh = pretrain.pretrain("names-rnn", tmp_path, lambda line: None)
    reported = models.report("names-rnn")["bits_per_character"]["held_out"]
    assert fresh["bits_per_character"]["held_out"] == pytest.approx(reported, abs=0.02)


def flat(value, prefix=""):
    """The numbers in nested dicts, by path."""
    if isinstance(value, dict):
        return {
            k: v for key, inner in value.items() for k, v in flat(inner, f"{prefix}/{key}").items()
        }
    return {prefix: value} if isinstance(value, (int, float)) else {}
