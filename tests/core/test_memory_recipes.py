"""Recipes of the task models, and shipped reports that agree with the shipped weights."""

from dataclasses import replace

import numpy as np
import pytest

from core import models, pretrain
from core.recipes.memory import (
    BUDGETS,
    RATES,
    RECIPES,
    TaskRecipe,
    measure_accuracy,
    summary,
    wilson,
)
from core.tasks import CELLS, TASKS, model_name
from core.training import Settings

shipped = pytest.mark.parametrize("name", RECIPES)
QUICKEST = "parity-rnn"


def test_every_cell_does_every_task():
    assert set(RECIPES) == {model_name(t, c) for t in TASKS for c in CELLS}


@pytest.mark.parametrize("task", TASKS)
def test_recipes_of_a_task_differ_in_the_cell_alone(task):
    recipes = [RECIPES[model_name(task, cell)] for cell in CELLS]
    assert len({replace(recipe, cell=CELLS["rnn"]) for recipe in recipes}) == 1
    assert [recipe.cell for recipe in recipes] == list(CELLS.values())


@pytest.mark.parametrize("task", TASKS)
def test_parameter_counts_are_comparable(task):
    loaded = [models.load(model_name(task, cell)) for cell in CELLS]
    counts = [model.parameter_count for model in loaded]
    assert max(counts) / min(counts) < 1.06
    assert all(abs(count / BUDGETS[task] - 1) < 0.08 for count in counts)
    assert all(8 <= model.hidden_size <= 25 for model in loaded)


def test_the_wilson_interval_is_the_published_one():
    """81 of 263: Newcombe 1998, table I, method 3."""
    assert wilson(81 / 263, 263) == pytest.approx([0.2553, 0.3662], abs=1e-4)
    assert wilson(0.0, 20) == pytest.approx([0.0, 0.1611], abs=1e-4)
    assert wilson(1.0, 20)[1] == 1.0


def test_the_summary_says_how_far_a_network_holds():
    accuracy = {
        "delays": [1, 4, 8, 12, 20, 40, 80],
        "accuracy": [0.2, 1.0, 0.98, 0.95, 0.9, 0.6, 0.95],
        "chance": [0.5] * 7,
        "trained_on": [4, 12],
    }
    found = summary(accuracy, TASKS["recall"])
    assert found["within_training"] == pytest.approx((1.0 + 0.98 + 0.95) / 3)
    assert found["beyond_training"] == pytest.approx((0.9 + 0.6 + 0.95) / 3)
    assert found["holds_until"] == 20  # it fails at 40; that 80 is better again is luck
    assert found["learned"] is True
    uneven = summary({**accuracy, "accuracy": [1.0, 1.0, 0.8, 1.0, 1.0, 1.0, 1.0]}, TASKS["recall"])
    assert uneven["learned"] is False
    assert uneven["holds_until"] == 4
    failed = summary({**accuracy, "accuracy": [0.5] * 7}, TASKS["recall"])
    assert failed["learned"] is False
    assert failed["holds_until"] is None
    assert summary(accuracy, TASKS["names"])["learned"] is None


def test_the_best_rate_of_the_grid_is_kept(tmp_path, monkeypatch):
    tiny = TaskRecipe(
        CELLS["gru"], "parity", 100, (2, 3), (0.0001, 0.05), Settings(epochs=4, batch_size=32)
    )
    monkeypatch.setattr(pretrain, "RECIPES", {"tiny": tiny})
    lines = []
    report = pretrain.pretrain("tiny", tmp_path, lines.append)
    tried = report["rates"]["tried"]
    assert [entry["rate"] for entry in tried] == [0.0001, 0.05]
    assert report["rates"]["chosen"] == max(tried, key=lambda entry: entry["accuracy"])["rate"]
    assert report["otherwise_trained"]["accuracy"]["trained_on"] == [2, 3]
    assert report["curve"]["step"] == [25, 50, 75, 100]
    assert "accuracy" in lines[-1]
    model = models.read_file(tmp_path / "tiny.npz")
    assert measure_accuracy(model) == report["accuracy"]
    first = (tmp_path / "tiny.npz").read_bytes()
    pretrain.pretrain("tiny", tmp_path, lines.append)
    assert (tmp_path / "tiny.npz").read_bytes() == first


def test_all_cells_see_the_same_minibatches():
    first = [
        next(RECIPES[f"recall-{cell}"]._minibatches((20, 30), Settings(seed=1))).x for cell in CELLS
    ]
    assert all((x == first[0]).all() for x in first)


@shipped
def test_reports_describe_the_recipe(name):
    recipe, report, model = RECIPES[name], models.report(name), models.load(name)
    assert (model.cell, model.task) == (recipe.cell, recipe.task)
    assert model.hidden_size == recipe.hidden_size == report["hidden_size"]
    assert model.parameter_count == report["parameters"]
    assert report["recipe"]["steps"] == recipe.steps
    assert report["recipe"]["seed"] == recipe.settings.seed
    assert [entry["rate"] for entry in report["rates"]["tried"]] == list(RATES)
    assert report["rates"]["chosen"] in RATES
    assert len(report["curve"]["loss"]) == recipe.settings.epochs
    assert report["final_loss"] == report["curve"]["loss"][-1]
    assert ("otherwise_trained" in report) == (recipe.otherwise is not None)


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=() if name.endswith("-gru") else pytest.mark.slow)
        for name in RECIPES
    ],
)
def test_reports_agree_with_the_weights(name):
    """Chance, counts and intervals exactly; accuracies but for an answer or two on an edge."""
    report, again = models.report(name), measure_accuracy(models.load(name))
    for key, value in report["accuracy"].items():
        if key in ("accuracy", "interval", "rms_error", "legal_elsewhere"):
            np.testing.assert_allclose(again[key], value, atol=0.003)
        else:
            assert again[key] == value, key
    task = TASKS[RECIPES[name].task]
    found = summary(report["accuracy"], task)
    assert found == {key: report[key] for key in found}
    for share, (low, high) in zip(again["accuracy"], again["interval"], strict=True):
        assert 0.0 <= low <= share <= high <= 1.0


@pytest.mark.slow
def test_the_quickest_task_recipe_trains_to_the_reported_figures(tmp_path):
    fresh = pretrain.pretrain(QUICKEST, tmp_path, lambda line: None)
    report = models.report(QUICKEST)
    for key in ("within_training", "beyond_training"):
        assert fresh[key] == pytest.approx(report[key], abs=0.05)
    otherwise = (made["otherwise_trained"]["within_training"] for made in (fresh, report))
    assert next(otherwise) == pytest.approx(next(otherwise), abs=0.05)
