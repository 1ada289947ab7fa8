"""Optimizers and clipping, step for step beside PyTorch's."""

import numpy as np
import pytest
import torch

from core.optimizers import SGD, Adam, clip_by_norm, clip_by_value, global_norm

SHAPES = {"W": (3, 4), "b": (4,), "V": (4, 2)}


def draws(seed, steps=25):
    rng = np.random.default_rng(seed)

    def one(scale):
        return {name: scale * rng.normal(size=shape) for name, shape in SHAPES.items()}

    return one(1.0), [one(10.0 ** rng.uniform(-4, 2)) for _ in range(steps)]


def run_torch(make, start, grads, rates):
    params = {name: torch.tensor(value, requires_grad=True) for name, value in start.items()}
    optimizer = make(params)
    for grad, rate in zip(grads, rates, strict=True):
        for group in optimizer.param_groups:
            group["lr"] = rate
        for name, param in params.items():
            param.grad = torch.tensor(grad[name])
        optimizer.step()
    return {name: param.detach().numpy() for name, param in params.items()}


def run_ours(optimizer, start, grads, rates):
    params = start
    for grad, rate in zip(grads, rates, strict=True):
        optimizer.learning_rate = rate
        params = optimizer.step(params, grad)
    return params


def decayed(params):
    """PyTorch's parameter groups for our rule: decay for weights, none for biases."""
    weights = [param for name, param in params.items() if not name.startswith("b")]
    biases = [param for name, param in params.items() if name.startswith("b")]
    return [{"params": weights}, {"params": biases, "weight_decay": 0.0}]


CASES = {
    "sgd": (lambda: SGD(0.1), lambda p: torch.optim.SGD(p.values(), lr=0.1)),
    "momentum": (
        lambda: SGD(0.1, momentum=0.9),
        lambda p: torch.optim.SGD(p.values(), lr=0.1, momentum=0.9),
    ),
    "adam": (lambda: Adam(0.01), lambda p: torch.optim.Adam(p.values(), lr=0.01)),
    "adam, other constants": (
        lambda: Adam(0.01, betas=(0.5, 0.8), epsilon=1e-3),
        lambda p: torch.optim.Adam(p.values(), lr=0.01, betas=(0.5, 0.8), eps=1e-3),
    ),
    "adam with decay": (
        lambda: Adam(0.01, weight_decay=0.3),
        lambda p: torch.optim.AdamW(decayed(p), lr=0.01, weight_decay=0.3),
    ),
}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("case", CASES)
def test_updates_equal_those_of_pytorch(case, seed):
    ours, theirs = CASES[case]
    start, grads = draws(seed)
    rates = np.linspace(0.1, 0.001, len(grads))
    expected = run_torch(theirs, start, grads, rates)
    result = run_ours(ours(), start, grads, rates)
    for name in SHAPES:
        # Beyond the order of the last rounding (torch fuses products into sums) nothing differs.
        np.testing.assert_allclose(result[name], expected[name], rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("limit", [1e-3, 1.0, 1e9])
def test_clipping_by_norm_equals_pytorch(limit):
    _, (grads, *_) = draws(0)
    params = [torch.zeros(shape, dtype=torch.float64) for shape in SHAPES.values()]
    for param, grad in zip(params, grads.values(), strict=True):
        param.grad = torch.tensor(grad)
    norm_before = torch.nn.utils.clip_grad_norm_(params, limit).item()
    clipped, norm = clip_by_norm(grads, limit)
    assert norm == pytest.approx(norm_before, rel=1e-15)
    for param, grad in zip(params, clipped.values(), strict=True):
        np.testing.assert_allclose(grad, param.grad.numpy(), rtol=1e-15)


def test_clipping_by_norm_keeps_the_direction():
    _, (grads, *_) = draws(1)
    clipped, norm = clip_by_norm(grads, norm_limit := 0.5 * global_norm(grads))
    assert norm == global_norm(grads)
    assert global_norm(clipped) == pytest.approx(norm_limit, rel=1e-6)
    ratio = np.concatenate([(clipped[name] / grads[name]).ravel() for name in grads])
    np.testing.assert_allclose(ratio, ratio[0])


def test_clipping_by_value_cuts_each_entry():
    clipped, norm = clip_by_value({"a": np.array([3.0, -0.1]), "b": np.array([-4.0])}, 0.5)
    assert clipped["a"].tolist() == [0.5, -0.1]
    assert clipped["b"].tolist() == [-0.5]
    assert norm == pytest.approx(np.sqrt(25.01))


def test_small_gradients_are_left_alone():
    grads = {"a": np.array([0.3, 0.4])}
    assert clip_by_norm(grads, 1.0) == (grads, 0.5)
    assert clip_by_value(grads, 1.0)[0]["a"].tolist() == [0.3, 0.4]


def test_exploded_gradients_are_data():
    grads = {"a": np.array([1e200, 1.0])}
    assert clip_by_norm(grads, 1.0)[1] == np.inf
    assert np.isnan(clip_by_norm({"a": np.array([np.nan])}, 1.0)[1])
    assert not np.isfinite(SGD(1.0).step({"a": np.ones(2)}, {"a": np.array([np.inf, 1.0])})["a"][0])
    assert not np.isfinite(Adam(1.0).step({"a": np.ones(1)}, {"a": np.array([np.nan])})["a"][0])


@pytest.mark.parametrize("make", [lambda: SGD(0.1, 0.9), lambda: Adam(0.1, weight_decay=0.1)])
def test_the_given_arrays_are_not_changed(make):
    start, grads = draws(2, steps=3)
    before = {name: value.copy() for name, value in start.items()}
    grads_before = [{name: value.copy() for name, value in grad.items()} for grad in grads]
    run_ours(make(), start, grads, [0.1] * 3)
    for name in SHAPES:
        assert (start[name] == before[name]).all()
        assert all((a[name] == b[name]).all() for a, b in zip(grads, grads_before, strict=True))


def test_a_parameter_without_a_gradient_stays():
    start, (grads, *_) = draws(3)
    result = Adam(0.1).step(start, {"W": grads["W"]})
    assert result["b"] is start["b"]
    assert not (result["W"] == start["W"]).all()


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: SGD(0.0), "learning_rate must be above 0; got 0.0"),
        (lambda: SGD(0.1, momentum=1.0), "momentum"),
        (lambda: Adam(0.1, betas=(0.9, 1.0)), "betas"),
        (lambda: Adam(0.1, weight_decay=-1.0), "weight_decay"),
        (lambda: clip_by_norm({}, 0.0), "limit"),
        (lambda: clip_by_value({}, -1.0), "limit"),
        (lambda: SGD(0.1).step({"a": np.ones(1)}, {"z": np.ones(1)}), "gradients must be among"),
    ],
)
def test_bad_input_is_named(act, message):
    with pytest.raises(ValueError, match=message):
        act()
