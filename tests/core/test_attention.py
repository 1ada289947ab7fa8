"""Attention: weights that are weights, gradients of everything, numbers that open."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.attention import (
    SCORES,
    STATES,
    Attention,
    explain_context,
    explain_exponential,
    explain_hidden,
    explain_query,
    explain_score,
    explain_weight,
)
from core.explain import Explanation

CLOSE = {"rtol": 1e-10, "atol": 1e-11}
T, S, B, H, HV = 3, 4, 3, 5, 2
every_score = pytest.mark.parametrize("score", SCORES)


def problem(score, seed=0, masked=True, held=False, apart=False, key_size=H):
    """Attention over random states; with `apart`, values are not the keys."""
    rng = np.random.default_rng(seed)
    attention = Attention(score)
    params = {
        name: value + rng.normal(0, 0.5, value.shape)
        for name, value in attention.init(H, key_size, rng).items()
    }
    given = {
        "queries": rng.standard_normal((T, B, H)),
        "keys": rng.standard_normal((S, B, key_size)),
        "values": rng.standard_normal((S, B, HV)) if apart else None,
        "mask": np.arange(S)[:, None] < np.array([4, 1, 3]) if masked else None,
        "temperature": np.array([1.0, 0.3, 2.5]),
        "held": None,
    }
    if held:
        rows = np.full((T, B, S), np.nan)
        rows[1, 0] = [0.0, 0.25, 0.75, 0.0]
        rows[2, 2] = [0.0, 0.0, 1.0, 0.0]
        given["held"] = rows
    return attention, params, given


@every_score
@pytest.mark.parametrize("masked", [False, True], ids=["full", "padded"])
@pytest.mark.parametrize("held", [False, True], ids=["free", "held"])
@pytest.mark.parametrize("apart", [False, True], ids=["keys", "values"])
def test_every_value_and_every_gradient_equal_autograd(score, masked, held, apart):
    attention, params, given = problem(score, 1, masked, held, apart)
    d_context = np.random.default_rng(2).standard_normal((T, B, HV if apart else H))
    trace = attention.forward(params, **given)
    grads = attention.backward(trace, d_context)
    total = {name: np.zeros_like(value) for name, value in params.items()}
    for b in range(B):  # each sequence by itself, without its padding
        length = int(given["mask"][:, b].sum()) if masked else S
        of = {name: tensor(value) for name, value in params.items()}
        q, k = tensor(given["queries"][:, b]), tensor(given["keys"][:length, b])
        v = tensor(given["values"][:length, b]) if apart else k
        scores = torch_scores(score, of, q, k)
        weights = torch.softmax(scores / given["temperature"][b], dim=1)
        if held:
            fixed = torch.tensor(given["held"][:, b, :length])
            weights = torch.where(torch.isnan(fixed), weights, torch.nan_to_num(fixed))
        context = weights @ v
        for kept in (scores, weights, context):
            kept.retain_grad()
        (context * torch.tensor(d_context[:, b])).sum().backward()
        for name, value in (("score", scores), ("weight", weights), ("context", context)):
            row = np.s_[:, b] if name == "context" else np.s_[:, b, :length]
            close(trace[name][row], value.detach())
            close(grads[name][row], value.grad)
        close(grads.queries[:, b], q.grad)
        sent = grads.keys[:length, b] + (0 if apart else grads.values[:length, b])
        close(sent, k.grad)
        if apart:
            close(grads.values[:length, b], v.grad)
        for name, value in of.items():
            total[name] += value.grad.numpy()
    for name, summed in total.items():
        close(grads.params[name], summed)


def torch_scores(score, params, q, k):
    """(T, S), from the equations in the docstring of core/attention/scores.py."""
    if score == "additive":
        hidden = torch.tanh((q @ params["W_q"])[:, None] + (k @ params["W_k"])[None])
        return hidden @ params["v"]
    if score == "general":
        return q @ params["W"] @ k.T
    return q @ k.T / (np.sqrt(H) if score == "scaled" else 1.0)


def tensor(array):
    return torch.tensor(array, requires_grad=True)


def close(ours, theirs):
    np.testing.assert_allclose(ours, np.asarray(theirs), **CLOSE)


@every_score
def test_gradients_match_finite_differences(score):
    attention, params, given = problem(score, 3, held=True, apart=True)
    rng = np.random.default_rng(4)
    d_context = rng.standard_normal((T, B, HV))
    grads = attention.backward(attention.forward(params, **given), d_context)
    found = {"queries": grads.queries, "keys": grads.keys, "values": grads.values, **grads.params}
    for name, gradient in found.items():
        place = params if name in params else given
        direction, start = rng.standard_normal(gradient.shape), place[name]
        losses = []
        for step in (1e-6, -1e-6):
            place[name] = start + step * direction
            losses.append((attention.forward(params, **given)["context"] * d_context).sum())
        place[name] = start
        slope = (losses[0] - losses[1]) / 2e-6
        assert slope == pytest.approx((gradient * direction).sum(), rel=1e-6, abs=1e-8), name


@every_score
def test_weights_sum_to_one_and_masked_ones_are_nothing(score):
    attention, params, given = problem(score, 5)
    for size in (1e-4, 1.0, 1e4):
        given["queries"] = given["queries"] * size
        trace = attention.forward(params, **given)
        grads = attention.backward(trace, np.ones((T, B, H)))
        assert np.abs(trace["weight"].sum(axis=2) - 1.0).max() <= 1e-12
        hidden = ~given["mask"]
        assert (trace["weight"][:, hidden.T] == 0.0).all()
        assert (grads["score"][:, hidden.T] == 0.0).all()
        assert (grads["weight"][:, hidden.T] == 0.0).all()
        assert (grads.keys[hidden] == 0.0).all()
        assert (grads.values[hidden] == 0.0).all()


@pytest.mark.parametrize("top", [1e4, -1e4])
def test_extreme_scores_do_not_overflow(top):
    keys = np.array([top, top, -top, 0.0]).reshape(4, 1, 1)
    trace = Attention("dot").forward({}, np.ones((1, 1, 1)), keys)
    assert np.isfinite(trace["weight"]).all()
    assert abs(trace["weight"].sum() - 1.0) <= 1e-12
    assert trace["weight"][0, 0] == pytest.approx([0.5, 0.5, 0, 0] if top > 0 else [0, 0, 1, 0])


def test_a_cold_softmax_is_sharp_and_a_hot_one_even():
    attention, params, given = problem("general", masked=False)
    given["temperature"] = np.array([1e-3, 1.0, 1e6])
    weight = attention.forward(params, **given)["weight"]
    assert weight[:, 0].max(axis=1) == pytest.approx(1.0, abs=1e-6)
    assert weight[:, 2] == pytest.approx(0.25, abs=1e-4)


def test_a_held_row_is_the_weight_and_sends_nothing_to_scores():
    attention, params, given = problem("additive", held=True)
    trace = attention.forward(params, **given)
    grads = attention.backward(trace, np.ones((T, B, H)))
    assert (trace["weight"][1, 0] == [0.0, 0.25, 0.75, 0.0]).all()
    assert trace["context"][1, 0] == pytest.approx(
        0.25 * given["keys"][1, 0] + 0.75 * given["keys"][2, 0]
    )
    assert trace.held.sum() == 2
    assert (grads["score"][trace.held] == 0.0).all()
    assert np.abs(grads["weight"][1, 0]).max() > 0


# Opened ------------------------------------------------------------------------------------


@every_score
@pytest.mark.parametrize("held", [False, True], ids=["free", "held"])
def test_every_number_equals_what_it_opens_into(score, held):
    attention, params, given = problem(score, 7, held=held)
    trace = attention.forward(params, **given)
    for t, b, s in np.ndindex(T, B, S):
        own = bool(given["mask"][s, b])
        opened = explain_score(trace, t, b, s, STATES)
        holds(opened, trace["score"][t, b, s])
        assert bool(opened.note) is not own
        holds(explain_exponential(trace, t, b, s), trace["exponential"][t, b, s])
        opened = explain_weight(trace, t, b, s)
        assert opened.result == trace["weight"][t, b, s]
        if trace.held[t, b]:
            assert "by hand" in opened.note
        elif own:
            assert opened.sum == pytest.approx(trace["total"][t, b, 0], rel=1e-14)
            assert trace["exponential"][t, b, s] / opened.sum == pytest.approx(opened.result)
            assert len(opened.terms) == given["mask"][:, b].sum()
        else:
            assert opened.result == 0.0
        if score == "additive":
            for a in range(H):
                holds(explain_hidden(trace, t, b, s, a), trace["hidden"][t, b, s, a])
    for t, b, j in np.ndindex(T, B, H):
        holds(explain_context(trace, t, b, j), trace["context"][t, b, j])
        if score != "additive":
            holds(explain_query(trace, t, b, j), trace["query"][t, b, j])


def holds(opened: Explanation, number: float) -> None:
    """Products add up to the sum, and function(sum) is the number."""
    assert opened.result == number
    assert all(term.product == term.weight * term.value for term in opened.terms)
    if opened.terms:
        apply = {"exp": np.exp, "tanh": np.tanh, None: float}[opened.function]
        assert apply(sum(term.product for term in opened.terms)) == pytest.approx(
            number, rel=1e-12, abs=1e-13
        )


def test_terms_lead_to_the_numbers_that_they_show():
    attention, params, given = problem("additive", 8)
    trace = attention.forward(params, **given)
    for term in explain_score(trace, 1, 0, 2).terms:
        assert term.value == trace["hidden"][term.ref.t, 0, term.ref.position, term.ref.unit]
    sources = {"queries": trace.queries, "keys": trace.keys}
    for term in explain_hidden(trace, 1, 0, 2, 3).terms:
        assert term.value == sources[term.ref.source][term.ref.t, 0, term.ref.unit]
    for term in explain_context(trace, 1, 0, 2).terms:
        assert term.value == trace["weight"][1, 0, term.ref.unit]


# Bad input -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"mask": np.zeros((S, B), dtype=bool)}, "at least one position"),
        ({"mask": np.ones((S, B))}, "mask must be bools"),
        ({"temperature": 0.0}, "temperature must be above 0"),
        ({"temperature": np.nan}, "temperature must be above 0"),
        ({"held": np.full((T, B, S), 0.5)}, "a held row must"),
        ({"queries": np.zeros((T, B + 1, H))}, "keys must have shape"),
        ({"keys": np.zeros((S, B, H + 1))}, "of one size"),
        ({"queries": np.zeros((0, B, H))}, "none empty"),
        ({"held": np.zeros((T, S, B))}, "held must have shape"),
    ],
)
def test_bad_input_is_named(change, says):
    attention, params, given = problem("dot")
    with pytest.raises(ValueError, match=says):
        attention.forward(params, **{**given, **change})


def test_bad_scores_and_parameters_are_named():
    with pytest.raises(ValueError, match="score must be one of dot, scaled"):
        Attention("cosine")
    _, params, given = problem("general")
    with pytest.raises(ValueError, match="must also hold W"):
        Attention("general").forward({}, **given)
    with pytest.raises(ValueError, match="W must have shape"):
        Attention("general").forward({"W": params["W"][1:]}, **given)
    trace = Attention("general").forward(params, **given)
    with pytest.raises(ValueError, match="attention traces score"):
        trace["hidden"]
    with pytest.raises(ValueError, match="s must lie in 0…3; got 4"):
        explain_weight(trace, 0, 0, 4)
