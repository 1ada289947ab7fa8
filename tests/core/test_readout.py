"""Readout and losses: finite differences, PyTorch, and what is left out of the sum."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.readout import (
    Loss,
    init_readout,
    log_softmax,
    logits,
    loss,
    probability_of,
    softmax,
)

T, B, H, K = 4, 3, 5, 6
KINDS = ("cross-entropy", "squared error")


def question(kind: str, seed: int = 0) -> tuple[dict[str, np.ndarray], np.ndarray, np.ndarray]:
    """Readout with random biases, states (T, B, H), and targets of which some are missing."""
    rng = np.random.default_rng(seed)
    readout = init_readout(H, K, rng)
    readout["c"] = rng.standard_normal(K)
    h = rng.standard_normal((T, B, H))
    if kind == "cross-entropy":
        targets = rng.integers(0, K, (T, B)).astype(float)
        targets[1, 0] = -1
        return readout, h, targets
    targets = rng.standard_normal((T, B, K))
    targets[2, 1, 3] = np.nan
    return readout, h, targets


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("at", ["every step", "last step"])
@pytest.mark.parametrize("lengths", [None, (4, 1, 3)])
def test_gradients_match_finite_differences(
    kind: str, at: str, lengths: tuple[int, ...] | None
) -> None:
    readout, h, targets = question(kind)

    def made() -> Loss:
        return loss(readout, h, targets, kind, at, lengths, weight=0.7)

    found = made()
    pairs = ((h, found.d_h), (readout["V"], found.params["V"]), (readout["c"], found.params["c"]))
    for array, gradient in pairs:
        numeric = np.empty_like(array)
        for index in np.ndindex(array.shape):
            kept = array[index]
            array[index] = kept + 1e-6
            above = made().value
            array[index] = kept - 1e-6
            numeric[index] = (above - made().value) / 2e-6
            array[index] = kept
        scale = max(1e-3, float(np.linalg.norm(numeric) + np.linalg.norm(gradient)))
        assert np.linalg.norm(numeric - gradient) / scale < 1e-6


@pytest.mark.parametrize("kind", KINDS)
def test_values_and_gradients_match_torch(kind: str) -> None:
    readout, h, targets = question(kind, seed=4)
    found = loss(readout, h, targets, kind)
    V, c, states = (torch.tensor(a, requires_grad=True) for a in (readout["V"], readout["c"], h))
    y = states @ V + c
    if kind == "cross-entropy":
        flat = torch.tensor(targets.reshape(-1), dtype=torch.long)
        total = torch.nn.functional.cross_entropy(
            y.reshape(-1, K), flat, reduction="sum", ignore_index=-1
        )
    else:
        known = torch.tensor(~np.isnan(targets))
        wanted = torch.tensor(np.nan_to_num(targets))
        total = (0.5 * (y - wanted) ** 2)[known].sum()
    total.backward()
    assert abs(found.value - total.item()) < 1e-10
    for mine, theirs in (
        (found.d_h, states), (found.params["V"], V), (found.params["c"], c),
    ):  # fmt: skip
        assert theirs.grad is not None
        np.testing.assert_allclose(mine, theirs.grad.numpy(), rtol=0, atol=1e-10)


def test_losses_past_the_end_and_without_target_are_zero() -> None:
    readout, h, targets = question("cross-entropy")
    found = loss(readout, h, targets, lengths=(4, 2, 3))
    taken = np.array([[0, 1, 1], [1, 1, 1], [1, 0, 1], [1, 0, 0]], dtype=bool)
    taken[0, 0], taken[1, 0] = True, False
    assert ((found.steps != 0) == taken).all()
    assert ((found.d_h != 0).any(axis=2) == taken).all()


def test_a_loss_at_the_last_step_is_at_each_sequences_own() -> None:
    readout, h, _ = question("cross-entropy")
    found = loss(readout, h, np.zeros((T, B)), at="last step", lengths=(4, 1, 3))
    assert np.argwhere(found.steps.T).tolist() == [[0, 3], [1, 0], [2, 2]]


@pytest.mark.parametrize("size", [1e4, 1e300])
def test_extreme_logits_give_probabilities_and_a_finite_or_infinite_loss(size: float) -> None:
    y = np.array([size, 0.0, -size])
    assert softmax(y).tolist() == [1.0, 0.0, 0.0]
    assert log_softmax(y)[0] == 0.0
    assert log_softmax(y)[2] == -2 * size


def test_overflowed_states_are_data() -> None:
    readout, h, targets = question("cross-entropy")
    h[2, 1, 0] = np.inf
    found = loss(readout, h, targets)
    assert not np.isfinite(found.value)
    assert np.isfinite(found.steps[0]).all()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("weight", [1.0, 0.0, 1e300])
@pytest.mark.parametrize("size", [1e154, 1e308, np.inf, np.nan])
def test_whatever_overflows_does_so_in_silence(kind: str, weight: float, size: float) -> None:
    readout, h, targets = question(kind)
    h[2:] = size
    found = loss(readout, h, targets, kind, weight=weight)
    assert found.steps.shape == (T, B)
    assert np.isfinite(found.logits[:2]).all()
    assert np.isfinite(found.d_h[0]).all()


def test_predictions_sum_to_one() -> None:
    readout, h, targets = question("cross-entropy")
    found = loss(readout, h, targets)
    np.testing.assert_allclose(found.prediction.sum(axis=-1), 1.0, rtol=0, atol=1e-12)
    np.testing.assert_array_equal(found.logits, logits(readout, h))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"kind": "hinge"}, "kind must be one of cross-entropy, squared error; got 'hinge'"),
        ({"at": "sometimes"}, "at must be 'every step' or 'last step'; got 'sometimes'"),
        ({"targets": np.zeros((T, B + 1))}, r"targets must have shape \(T, B\)"),
        ({"targets": np.full((T, B), K)}, "targets must be class numbers below K = 6; got 6"),
        ({"targets": np.full((T, B), 0.5)}, "targets must be class numbers"),
        ({"h": np.zeros((T, B, H + 1))}, r"V must have shape \(H, K\) with H = 6"),
        ({"h": np.zeros((T, H))}, r"h must have shape \(T, B, H\)"),
        ({"lengths": (1, 2)}, r"lengths must have shape \(B,\)"),
        ({"lengths": (1, 2, np.nan)}, "lengths must be whole numbers from 1 to T = 4; got .*nan"),
        ({"lengths": (1, 2, 0)}, "lengths must be whole numbers from 1 to T = 4; got"),
        ({"lengths": (1, 2, 5)}, "lengths must be whole numbers from 1 to T = 4; got"),
        ({"lengths": (1, 2, 1.5)}, "lengths must be whole numbers from 1 to T = 4; got"),
        ({"targets": "next"}, "targets must be an array of numbers; got 'next'"),
        (
            {"targets": np.full((T, B), np.nan)},
            "targets must be class numbers below K = 6; got nan",
        ),
    ],
)
def test_bad_input_is_said(change: dict[str, object], says: str) -> None:
    readout, h, targets = question("cross-entropy")
    arguments = {"h": h, "targets": targets, **change}
    with pytest.raises(ValueError, match=says):
        loss(readout, **arguments)  # type: ignore[arg-type]


def test_a_readout_of_the_wrong_shape_is_said() -> None:
    readout, h, targets = question("cross-entropy")
    with pytest.raises(ValueError, match=r"V must have shape \(H, K\) with H = 5; got \(5,\)"):
        loss({**readout, "V": np.zeros(H)}, h, targets)
    with pytest.raises(ValueError, match=r"c must have shape \(K,\) = \(6,\); got \(1,\)"):
        loss({**readout, "c": np.zeros(1)}, h, targets)


def test_the_probability_of_a_class_is_that_of_its_loss():
    readout, h = init_readout(4, 5, np.random.default_rng(2)), np.ones((3, 2, 4))
    classes = np.array([[0, 4], [1, 2], [3, 3]])
    taken = loss(readout, h, classes)
    np.testing.assert_allclose(probability_of(taken.prediction, classes), np.exp(-taken.steps))
    np.testing.assert_allclose(taken.so_far[-1], taken.steps.sum(axis=0))
    for wrong in (classes[:2], classes + 3, classes - 1, classes + 0.5):
        with pytest.raises(ValueError, match="classes must"):
            probability_of(taken.prediction, wrong)
