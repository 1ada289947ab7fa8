"""The training loop: it learns, repeats itself for a seed, and reports what it does."""

from itertools import pairwise

import numpy as np
import pytest
import torch

from core.cells import GRU, LSTM, VanillaRNN
from core.language import CharModel
from core.optimizers import global_norm
from core.text import NAMES
from core.training import Settings, loss_and_grads, train

NAMES_TO_LEARN = ["anna", "hannah", "otto", "bob", "eve", "ada", "elle", "nan"] * 4


def fresh(cell=None, hidden_size=8, seed=0):
    return CharModel.init(cell or LSTM(), hidden_size, np.random.default_rng(seed))


def run(settings, model=None):
    return list(train(model or fresh(), NAMES_TO_LEARN, settings))


@pytest.mark.parametrize("cell", [VanillaRNN(), LSTM(), GRU()], ids=lambda cell: cell.title)
@pytest.mark.parametrize(
    "settings",
    [
        Settings(epochs=60, batch_size=8, learning_rate=0.03),
        Settings(epochs=40, batch_size=8, learning_rate=0.5, optimizer="sgd"),
    ],
    ids=lambda settings: settings.optimizer,
)
def test_training_learns_a_few_names(cell, settings):
    model = fresh(cell)
    before = model.bits_per_character(NAMES_TO_LEARN)
    after = run(settings, model)[-1].model.bits_per_character(NAMES_TO_LEARN)
    assert before > 4.0
    assert after < 1.5


def test_a_seed_fixes_the_run():
    def course(seed):
        return [
            (progress.loss, progress.gradient_norm)
            for progress in run(Settings(epochs=2, batch_size=5, seed=seed))
        ]

    assert course(0) == course(0) != course(1)


def test_progress_counts_steps_and_epochs():
    progress = run(Settings(epochs=3, batch_size=10))  # 32 names: 4 steps an epoch
    assert [p.step for p in progress] == list(range(1, 13))
    assert {p.steps for p in progress} == {12}
    assert [p.step for p in progress if p.ends_epoch] == [4, 8, 12]
    assert [p.epoch for p in progress] == [0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3]
    assert all(a.seconds <= b.seconds for a, b in pairwise(progress))


def test_the_given_model_and_earlier_steps_stay_as_they_were():
    model = fresh()
    before = model.params["W_x"].copy()
    first, *_, last = run(Settings(epochs=1, batch_size=8), model)
    assert (model.params["W_x"] == before).all()
    assert not (first.model.params["W_x"] == last.model.params["W_x"]).all()


def test_the_first_loss_is_that_of_the_untrained_model():
    model = fresh()
    (progress,) = run(Settings(epochs=1, batch_size=99), model)
    bits = model.bits_per_character(NAMES_TO_LEARN)
    assert progress.loss / np.log(2) == pytest.approx(bits)
    value, grads = loss_and_grads(model, NAMES.batch(NAMES_TO_LEARN))
    assert progress.loss == pytest.approx(value)
    assert progress.gradient_norm == pytest.approx(global_norm(grads))


def test_a_step_is_that_of_pytorch():
    """One clipped Adam step of nn.RNN and nn.Linear on the same padded minibatch."""
    model = fresh(VanillaRNN(), 6)
    batch = NAMES.batch(NAMES_TO_LEARN)
    rnn = torch.nn.RNN(27, 6, dtype=torch.float64)
    linear = torch.nn.Linear(6, 27, dtype=torch.float64)
    pairs = [
        (rnn.weight_ih_l0, model.params["W_x"][0].T),
        (rnn.weight_hh_l0, model.params["W_h"][0].T),
        (rnn.bias_ih_l0, model.params["b"][0, 0]),
        (rnn.bias_hh_l0, np.zeros(6)),
        (linear.weight, model.readout["V"].T),
        (linear.bias, model.readout["c"]),
    ]
    with torch.no_grad():
        for theirs, ours in pairs:
            theirs.copy_(torch.tensor(ours))
    rnn.bias_hh_l0.requires_grad_(False)  # our cells have one bias
    learned = [p for p in (*rnn.parameters(), *linear.parameters()) if p.requires_grad]
    h, _ = rnn(torch.tensor(batch.x))
    loss = torch.nn.functional.cross_entropy(
        linear(h).reshape(-1, 27), torch.tensor(batch.targets).reshape(-1), ignore_index=-1
    )
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(learned, 0.01)
    torch.optim.Adam(learned, lr=0.05).step()

    (progress,) = run(Settings(epochs=1, batch_size=99, learning_rate=0.05, clip=0.01), model)
    assert progress.loss == pytest.approx(loss.item(), rel=1e-12)
    assert progress.gradient_norm == pytest.approx(norm.item(), rel=1e-10)
    after = progress.model
    np.testing.assert_allclose(
        after.params["W_x"][0], rnn.weight_ih_l0.detach().numpy().T, rtol=1e-6, atol=1e-9
    )
    np.testing.assert_allclose(
        after.params["W_h"][0], rnn.weight_hh_l0.detach().numpy().T, rtol=1e-6, atol=1e-9
    )
    np.testing.assert_allclose(
        after.readout["V"], linear.weight.detach().numpy().T, rtol=1e-6, atol=1e-9
    )


def test_the_learning_rate_decays_as_asked():
    assert Settings(decay="none", learning_rate=0.3).rate(0.9) == 0.3
    linear, cosine = Settings(decay="linear"), Settings(decay="cosine")
    assert linear.rate(0.0) == cosine.rate(0.0) == linear.learning_rate
    assert linear.rate(1.0) == pytest.approx(0.01 * linear.learning_rate)
    assert cosine.rate(1.0) == pytest.approx(0.01 * cosine.learning_rate)
    assert cosine.rate(0.25) > linear.rate(0.25) > linear.rate(0.5)
    rates = [p.learning_rate for p in run(Settings(epochs=2))]
    assert rates == sorted(rates, reverse=True)


@pytest.mark.parametrize("clip_by", ["norm", "value"])
def test_clipping_bounds_the_first_step(clip_by):
    settings = Settings(
        epochs=1, batch_size=99, optimizer="sgd", learning_rate=1.0, clip=0.01, clip_by=clip_by
    )
    model = fresh()
    (progress,) = run(settings, model)
    moved = {name: model.params[name] - progress.model.params[name] for name in model.params}
    largest = max(np.abs(value).max() for value in moved.values())
    assert largest <= 0.01 * (1 + 1e-9)
    if clip_by == "norm":
        assert global_norm(moved) <= 0.01 * (1 + 1e-9)
    assert progress.gradient_norm > 0.01


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"optimizer": "magic"}, "optimizer must be one of adam, sgd; got 'magic'"),
        ({"decay": "x"}, "decay must be one of"),
        ({"clip_by": "x"}, "clip_by must be one of"),
        ({"epochs": 0}, "epochs must be at least 1; got 0"),
        ({"batch_size": 0}, "batch_size must be at least 1"),
    ],
)
def test_bad_settings_are_named(change, message):
    with pytest.raises(ValueError, match=message):
        Settings(**change)


def test_no_names_are_named():
    with pytest.raises(ValueError, match="at least one text"):
        next(train(fresh(), [], Settings()))
