"""Self-attention against PyTorch, what may not be seen, and what it costs."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.attention import SelfAttention, explain_score, explain_weight
from core.attention.costs import attention_cost, measured, recurrence_cost
from core.cells import GRU, LSTM, VanillaRNN
from core.sequence import forward

T, B, D, H = 5, 3, 4, 6
LENGTHS = np.array([5, 2, 4])


def problem(heads, causal):
    rng = np.random.default_rng(heads)
    attention = SelfAttention(heads, causal)
    return attention, attention.init(D, H, rng), rng.standard_normal((T, B, D))


def close(ours, theirs):
    np.testing.assert_allclose(ours, np.asarray(theirs), rtol=1e-10, atol=1e-11)


@pytest.mark.parametrize("ragged", [False, True], ids=["full", "padded"])
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize("heads", [1, 2, 3])
def test_values_and_gradients_equal_torch(heads, causal, ragged):
    attention, params, x = problem(heads, causal)
    d_output = np.random.default_rng(9).standard_normal(x.shape)
    trace = attention.forward(params, x, LENGTHS if ragged else None)
    grads = attention.backward(trace, d_output)
    of = {name: torch.tensor(value, requires_grad=True) for name, value in params.items()}
    x_t = torch.tensor(x, requires_grad=True)
    parts = [
        (x_t @ of[name]).reshape(T, B, heads, H // heads).permute(1, 2, 0, 3)
        for name in ("W_q", "W_k", "W_v")
    ]
    seen = torch.ones(B, 1, T, T, dtype=torch.bool)
    if causal:
        seen = seen & torch.tril(torch.ones(T, T, dtype=torch.bool))
    if ragged:
        seen = seen & (torch.arange(T) < torch.tensor(LENGTHS)[:, None])[:, None, None]
    head = torch.nn.functional.scaled_dot_product_attention(*parts, attn_mask=seen)
    output = head.permute(2, 0, 1, 3).reshape(T, B, H) @ of["W_o"]
    (output * torch.tensor(d_output)).sum().backward()
    close(trace.output, output.detach())
    close(grads.x, x_t.grad)
    for name, value in of.items():
        close(grads.params[name], value.grad)


def test_one_module_of_torch_is_the_same():
    attention, params, _ = problem(2, False)
    rng = np.random.default_rng(3)
    params = {n: rng.standard_normal((H, H)) for n in params}
    x = rng.standard_normal((T, B, H))
    module = torch.nn.MultiheadAttention(H, 2, bias=False, dtype=torch.float64)
    with torch.no_grad():
        rows = np.concatenate([params[name].T for name in ("W_q", "W_k", "W_v")])
        module.in_proj_weight.copy_(torch.tensor(rows))
        module.out_proj.weight.copy_(torch.tensor(params["W_o"].T.copy()))
        x_t = torch.tensor(x)
        output, weights = module(x_t, x_t, x_t, average_attn_weights=False)
    trace = attention.forward(params, x)
    close(trace.output, output)
    close(trace.weight.transpose(1, 2, 0, 3), weights)


def test_what_may_not_be_seen_has_no_weight():
    attention, params, x = problem(2, True)
    trace = attention.forward(params, x, LENGTHS)
    weight = trace.weight
    assert np.abs(weight.sum(axis=3) - 1.0).max() <= 1e-12
    for t, b in np.ndindex(T, B):
        may = (np.arange(T) <= t) & (np.arange(T) < LENGTHS[b])
        assert (weight[t, b][:, ~may] == 0.0).all()
    changed = x.copy()
    changed[3:] += 1.0
    assert (attention.forward(params, changed, LENGTHS).output[:3] == trace.output[:3]).all()


def test_numbers_of_each_head_open():
    attention, params, x = problem(2, True)
    trace = attention.forward(params, x)
    for t, b, n, s in np.ndindex(T, B, 2, T):
        batch = b * 2 + n
        score = explain_score(trace.inner, t, batch, s)
        assert score.result == trace.score[t, b, n, s]
        assert score.sum == pytest.approx(score.result, rel=1e-12, abs=1e-14)
        opened = explain_weight(trace.inner, t, batch, s)
        assert opened.result == trace.weight[t, b, n, s]
        assert len(opened.terms) == (t + 1 if s <= t else 0)


@pytest.mark.parametrize("cell", [VanillaRNN(), LSTM(), GRU()], ids=lambda cell: cell.title)
def test_numbers_kept_are_those_of_the_trace(cell):
    trace = forward(cell, cell.init(D, H, np.random.default_rng(0)), np.zeros((7, 1, D)))
    own = 0 if trace.act.base is trace.rows["h"] else trace.act.size
    held = sum(array.size for array in (*trace.rows.values(), *trace.extra.values()))
    assert recurrence_cost(cell, 7, D, H).numbers == held + trace.pre.size + own


def test_numbers_kept_by_self_attention_are_those_of_its_trace():
    attention, params, _ = problem(2, False)
    trace = attention.forward(params, np.zeros((7, 1, D)))
    inner = trace.inner
    arrays = (inner.queries, inner.keys, inner.values, trace.output, *inner.arrays.values())
    assert attention_cost(2, 7, D, H).numbers == sum(array.size for array in arrays)


def test_multiplications_are_counted():
    """Written out for the smallest case, product by product."""
    assert recurrence_cost(VanillaRNN(), 1, 2, 3).multiplications == 2 * 3 + 3 * 3
    assert recurrence_cost(GRU(), 1, 2, 3).multiplications == 3 * (2 * 3 + 3 * 3) + 3 * 3
    found = attention_cost(1, 2, 2, 3).multiplications
    projections, dots, mixed = 2 * 3 * 3 * 2, 2 * 2 * 3, 2 * 2 * 3
    assert found == projections + 2 * 3 * 2 + 2 * 3 + dots + mixed


def test_recurrence_waits_longer_and_attention_holds_more_as_the_length_grows():
    short, long = (recurrence_cost(GRU(), T, D, H) for T in (10, 1000))
    assert long.rounds > 90 * short.rounds
    assert long.multiplications == 100 * short.multiplications
    few, many = (attention_cost(1, T, D, H) for T in (10, 1000))
    assert few.rounds == many.rounds
    assert many.multiplications > 1000 * few.multiplications
    assert many.numbers > 1000 * few.numbers


def test_time_is_measured_by_the_clock_given():
    ticks = iter(range(1000))
    found = measured(GRU(), 1, [2, 3], D, H, lambda: float(next(ticks)))
    assert found == ([1.0, 1.0], [1.0, 1.0])


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (lambda: SelfAttention(0), "heads must be"),
        (lambda: SelfAttention(2).init(D, 5, np.random.default_rng(0)), "multiple of the 2"),
        (lambda: SelfAttention(4).forward(problem(1, False)[1], np.zeros((T, B, D))), "multiple"),
        (lambda: SelfAttention().forward({}, np.zeros((T, B, D))), "must also hold W_k"),
        (lambda: SelfAttention().forward({}, np.zeros((T, D))), "x must have shape"),
    ],
)
def test_bad_input_is_named(act, says):
    with pytest.raises(ValueError, match=says):
        act()
