"""Remedies: their first weights, the gradient that does not look back far, and their recipe."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from core import models, pretrain
from core.cells import GRU, LSTM, VanillaRNN
from core.flow import look_back, path_matrix, truncations
from core.gradient_left import gradient_left
from core.initial import random_orthogonal, with_forget_bias, with_identity, with_orthogonal
from core.look_back import loss_and_grads_within
from core.outcomes import Duel, duel
from core.recipes.memory import BUDGETS
from core.recipes.remedies import (
    CLIP,
    LOOK_BACK,
    ON,
    RATES,
    READ,
    RECIPES,
    REMEDIES,
    SEEDS,
    STEPS,
    RemedyRecipe,
    remedy_name,
)
from core.tasks import TASKS
from core.tasks.model import TaskModel
from core.training import Settings, loss_and_grads

RNN, LSTM_0 = "rnn", "lstm-0"


# First weights --------------------------------------------------------------------------------


def test_orthogonal_matrices_keep_every_length():
    rng = np.random.default_rng(0)
    for size in (1, 2, 7, 25):
        Q = random_orthogonal(size, rng)
        np.testing.assert_allclose(Q.T @ Q, np.eye(size), atol=1e-12)
    signs = [random_orthogonal(1, rng)[0, 0] for _ in range(40)]
    assert set(np.round(signs)) == {-1.0, 1.0}  # both halves of the group, rotations and mirrors
    params = GRU().init(3, 6, rng)
    changed = with_orthogonal(params, rng)
    for block in changed["W_h"]:
        np.testing.assert_allclose(block @ block.T, np.eye(6), atol=1e-12)
    assert changed["W_x"] is params["W_x"]
    assert not np.allclose(changed["W_h"][0], changed["W_h"][1])


def test_identity_and_forget_bias_change_nothing_else():
    params = LSTM().init(3, 4, np.random.default_rng(0))
    same = with_identity(params)
    assert (same["W_h"] == np.eye(4)).all()
    biased = with_forget_bias(LSTM(), params, 2.5)
    f = LSTM().gates.index("f")
    assert (biased["b"][f] == 2.5).all()
    assert (np.delete(biased["b"], f, 0) == np.delete(params["b"], f, 0)).all()
    assert (params["b"][f] == 1.0).all()  # what was given is not changed
    with pytest.raises(ValueError, match="forget gate"):
        with_forget_bias(VanillaRNN(), VanillaRNN().init(2, 2, np.random.default_rng(0)), 1.0)


@pytest.mark.parametrize("task", ON)
def test_what_a_remedy_does_not_change_is_drawn_alike(task):
    first = {name: remedy.first_model(TASKS[task], 3) for name, remedy in REMEDIES.items()}
    for name in ("orthogonal", "identity", "clipped", "identity-clipped", "truncated"):
        one, other = first[name], first[RNN]
        assert (one.params["W_x"] == other.params["W_x"]).all()
        assert (one.readout["V"] == other.readout["V"]).all()
        kept = (one.params["W_h"] == other.params["W_h"]).all()
        assert kept == (REMEDIES[name].start == "uniform"), name
    without, with_bias = first[LSTM_0].params, first["lstm-1"].params
    assert all((without[key] == with_bias[key]).all() for key in ("W_x", "W_h"))
    assert np.unique(with_bias["b"] - without["b"]).tolist() == [0.0, 1.0]
    for model in first.values():
        assert model.parameter_count == pytest.approx(BUDGETS[task], rel=0.06)


# The gradient within τ ------------------------------------------------------------------------


@pytest.mark.parametrize("cell", [VanillaRNN(), LSTM(), GRU()], ids=lambda cell: cell.title)
@pytest.mark.parametrize("tau", [1, 4, 9])
def test_looking_back_keeps_just_those_paths(cell, tau):
    """For a loss at the last step alone it is the sum of the last τ uses' contributions."""
    problem = TASKS["recall"].example(7, 0)
    model = TaskModel.init(cell, 5, np.random.default_rng(1), "recall")
    value, found = loss_and_grads_within(model, problem, tau)
    reading = model.read(problem)
    paths = path_matrix(reading.trace, reading.loss.d_h)
    wanted = truncations(paths, look_back(reading.trace.T, [tau])).grads
    assert value == pytest.approx(reading.loss.value)
    for name, array in wanted.items():
        np.testing.assert_allclose(found[name], array[0], atol=1e-13)
    for name, array in reading.loss.params.items():
        np.testing.assert_allclose(found[name], array, atol=1e-13)


def test_a_minibatch_of_several_lengths_is_the_mean_of_its_sequences():
    task = TASKS["recall"]
    problem = task.pose(np.array([2, 9, 5]), np.random.default_rng(0), held_out=False)
    model = TaskModel.init(LSTM(), 4, np.random.default_rng(1), "recall")
    value, found = loss_and_grads_within(model, problem, 6)
    alone = [loss_and_grads_within(model, problem.pick(slice(k, k + 1)), 6) for k in range(3)]
    assert value == pytest.approx(np.mean([one for one, _ in alone]))
    for name, array in found.items():
        mean = np.mean([grads[name] for _, grads in alone], axis=0)
        np.testing.assert_allclose(array, mean, atol=1e-13)


def test_looking_back_over_everything_is_the_full_gradient():
    task = TASKS["adding"]
    problem = task.training(8, np.random.default_rng(0), (5, 12))
    model = TaskModel.init(VanillaRNN(), 4, np.random.default_rng(1), "adding")
    (value, found), (full, wanted) = (
        loss_and_grads_within(model, problem, 12),
        loss_and_grads(model, problem),
    )
    assert value == pytest.approx(full)
    for name, array in wanted.items():
        np.testing.assert_allclose(found[name], array, rtol=1e-12, atol=1e-15)


def test_looking_back_says_what_it_cannot_do():
    model = TaskModel.init(VanillaRNN(), 4, np.random.default_rng(1), "reber")
    problem = TASKS["reber"].example(6, 0)
    with pytest.raises(ValueError, match=r"last step only; got one at step 1"):
        loss_and_grads_within(model, problem, 3)
    with pytest.raises(ValueError, match="look_back"):
        loss_and_grads_within(model, problem, 0)


# How much is left -----------------------------------------------------------------------------


def test_an_orthogonal_linear_network_keeps_all_of_the_gradient():
    task = TASKS["recall"]
    model = TaskModel.init(VanillaRNN(activation="identity"), 6, np.random.default_rng(2), "recall")
    problem = task.measured(20).pick(slice(0, 5))
    kept = replace(model, params=with_orthogonal(model.params, np.random.default_rng(3)))
    np.testing.assert_allclose(gradient_left(kept, problem), 0.0, atol=1e-12)
    halved = replace(kept, params={**kept.params, "W_h": 0.5 * kept.params["W_h"]})
    np.testing.assert_allclose(gradient_left(halved, problem), np.log10(0.5) * np.arange(22))
    cut = gradient_left(halved, problem, look_back=4)
    assert np.isfinite(cut[:4]).all()
    assert (cut[4:] == -np.inf).all()
    with pytest.raises(ValueError, match="same length"):
        gradient_left(model, task.pose(np.array([3, 5]), np.random.default_rng(0), held_out=False))


def test_runs_are_told_apart_by_the_exact_rank_test():
    """The figures are those of tables of Mann and Whitney's U for five and five runs."""
    low, high = [0.1, 0.2, 0.3, 0.4, 0.5], [0.6, 0.7, 0.8, 0.9, 1.0]
    assert duel(high, low) == Duel(25.0, 25, 2 / 252)
    assert duel(low, high).better == -1
    assert duel([0.35, 0.6, 0.7, 0.8, 0.9], low) == Duel(23.0, 25, 8 / 252)
    assert duel(low, low) == Duel(12.5, 25, 1.0)
    assert duel([0.1, 0.2, 0.3, 0.9, 0.8], low).better == 0
    assert duel([1.0] * 5, [1.0] * 5).better == 0


# The recipe and its reports -------------------------------------------------------------------


def test_a_small_recipe_trains_and_is_repeatable(tmp_path, monkeypatch):
    recipe = RECIPES[remedy_name("adding", "identity-clipped")]
    tiny = replace(
        recipe,
        steps=20,
        rates=(0.001, 0.03),
        seeds=(4, 5, 6),
        choosing=2,
        settings=Settings(epochs=4),
    )
    monkeypatch.setattr(pretrain, "RECIPES", {"tiny": tiny})
    monkeypatch.setattr("core.tasks.base.MEASURED", 40)
    monkeypatch.setattr("core.tasks.base.CHOSEN_BY", 20)
    report = pretrain.pretrain("tiny", tmp_path, lambda line: None)
    assert [run["seed"] for run in report["runs"]] == [4, 5, 6]
    means = {e["rate"]: np.mean(e["accuracy"]) for e in report["rates"]["tried"]}
    assert means[report["rates"]["chosen"]] == max(means.values())
    assert report["runs"][0]["within_training"] == report["within_training"]
    assert report["curve"]["step"] == [5, 10, 15, 20]
    json.loads((tmp_path / "tiny.json").read_text("utf-8"), parse_constant=pytest.fail)
    again = tiny.fit(report["rates"]["chosen"], 4)
    stored = models.read_file(tmp_path / "tiny.npz")
    for name, array in stored.params.items():
        np.testing.assert_array_equal(array, again.last.params[name].astype(np.float32))


def test_clipping_bounds_what_a_step_moves_by(monkeypatch):
    """With plain gradient descent a step is rate × gradient: it tells clipped from unclipped."""
    moved = {}
    for name in ("identity", "identity-clipped"):
        recipe = RemedyRecipe(
            REMEDIES[name].cell, "adding", REMEDIES[name], steps=1,
            settings=Settings(epochs=1, batch_size=8, optimizer="sgd"),
        )  # fmt: skip
        run = recipe.fit(0.5, 1)
        pairs = [(run.last.params, run.first.params), (run.last.readout, run.first.readout)]
        squares = sum(((new[k] - old[k]) ** 2).sum() for new, old in pairs for k in old)
        moved[name] = np.sqrt(squares) / 0.5
        assert run.above_limit == 1
        assert run.largest_norm > 10.0
    assert moved["identity"] == pytest.approx(run.largest_norm)
    assert moved["identity-clipped"] == pytest.approx(CLIP, rel=1e-5)


@cache
def shipped(task, remedy):
    name = remedy_name(task, remedy)
    return RECIPES[name], models.report(name), models.load(name)


every = pytest.mark.parametrize(
    ("task", "remedy"), [(task, remedy) for task in ON for remedy in REMEDIES]
)


@every
def test_remedy_reports_describe_the_recipe(task, remedy):
    recipe, report, model = shipped(task, remedy)
    assert (model.cell, model.task) == (REMEDIES[remedy].cell, task)
    assert model.parameter_count == report["parameters"]
    told = report["recipe"]
    assert (told["steps"], told["rates"], told["seeds"]) == (STEPS, list(RATES), list(SEEDS))
    for name in ("against", "start", "forget", "clip", "look_back"):
        assert told[name] == getattr(REMEDIES[remedy], name)
    assert [run["seed"] for run in report["runs"]] == list(SEEDS)
    means = [np.mean(entry["accuracy"]) for entry in report["rates"]["tried"]]
    assert report["rates"]["chosen"] in [
        rate for rate, mean in zip(RATES, means, strict=True) if mean == max(means)
    ]
    for run in report["runs"]:
        low, high = run["interval"]
        assert low <= run["within_training"] <= high
        assert len(run["loss"]) == recipe.settings.epochs


@cache
def measured(task):
    """The held-out sequences of the longest delay in training: of the reports, and to read."""
    return TASKS[task].measured(TASKS[task].trained_on[1])


@pytest.mark.parametrize("task", ON)
@pytest.mark.parametrize("remedy", ["orthogonal", "gru", "lstm-1-truncated"])
def test_remedy_reports_agree_with_the_stored_weights(task, remedy):
    _, report, model = shipped(task, remedy)
    place = report["accuracy"]["delays"].index(TASKS[task].trained_on[1])
    share = report["accuracy"]["accuracy"][place]
    assert model.accuracy(measured(task)) == pytest.approx(share, abs=0.003)
    assert report["runs"][0]["within_training"] == report["within_training"]


@every
def test_gradient_curves_agree_with_the_first_and_the_stored_weights(task, remedy):
    _, report, model = shipped(task, remedy)
    run, look_back = report["runs"][0], REMEDIES[remedy].look_back
    reading = measured(task).pick(slice(0, READ))
    networks = {"before": REMEDIES[remedy].first_model(TASKS[task], SEEDS[0]), "after": model}
    for key, network in networks.items():
        found = gradient_left(network, reading, look_back)
        told = np.array([-np.inf if v is None else v for v in run[key]])
        np.testing.assert_allclose(found, told, atol=0.002)
    if look_back:
        assert run["before"][LOOK_BACK - 1] is not None
        assert run["before"][LOOK_BACK:] == [None] * (len(run["before"]) - LOOK_BACK)
