"""Jacobians between states, their factors, and how large they are."""

from dataclasses import replace

import numpy as np
import pytest
import torch
from cases import CELLS, cells, every_cell, problem
from torch_cells import gru_step, lstm_step, vanilla_step

from core.cells import GRU, LSTM, VanillaRNN
from core.flow import (
    carried,
    cell_state_split,
    factors,
    jacobian_norms,
    jacobians,
    largest,
    path_matrix,
    products,
    products_from_start,
    spectral_radius,
)
from core.flow.factors import columns
from core.sequence import backward, forward

TIGHT = {"rtol": 1e-10, "atol": 1e-12}


def alone(cell, T=6, **options):
    return problem(cell, shape=(T, 1, 3, 4), **options)


def by_backward(p, first, end):
    """∂s_end/∂s_first, (S, S), by one backward pass over the batch of basis vectors."""
    trace, S = p.trace(), 4 * len(p.cell.state)
    part = replace(
        p,
        x=p.x[first:end],
        initial={name: trace.rows[name][first] for name in p.cell.state},
        clamp={name: value[first:end] for name, value in p.clamp.items()},
    ).copies(S)
    seeds = dict(zip(p.cell.state, np.split(np.eye(S), S // 4, axis=1), strict=True))
    grads = backward(part.trace(), np.zeros((end - first, S, 4)), seeds)
    return np.concatenate([grads.initial[name] for name in p.cell.state], axis=1)


@every_cell
@pytest.mark.parametrize("clamped", [False, True], ids=["free", "clamped"])
def test_products_of_factors_equal_a_backward_pass_over_basis_vectors(cell, clamped):
    p = alone(cell, clamped=clamped)
    trace = p.trace()
    F, every = factors(trace)[:, 0], jacobians(trace).all
    for k in range(7):
        np.testing.assert_array_equal(every[k, k], np.eye(len(every[0, 0])))
        assert not every[:k, k].any()
        for t in range(k + 1, 7):
            wanted = by_backward(p, k, t)
            np.testing.assert_allclose(every[t, k], wanted, **TIGHT)
            chain = F[k] if t == k + 1 else np.linalg.multi_dot(F[k:t][::-1])
            np.testing.assert_allclose(chain, wanted, **TIGHT)
    np.testing.assert_allclose(products(trace)[:, 0], every[-1], **TIGHT)
    np.testing.assert_allclose(products_from_start(trace)[:, 0], every[:, 0], **TIGHT)
    for name in cell.state:
        found = list(carried(trace, name))
        np.testing.assert_allclose(
            np.stack(found)[:, 0], jacobians(trace)[name, name][:, 0], **TIGHT
        )
    norms = np.linalg.norm(every[:, :, :4, :4], 2, axis=(2, 3))
    np.testing.assert_allclose(jacobian_norms(trace), norms, rtol=1e-10, atol=1e-12)


@every_cell
def test_what_a_loss_asks_of_an_earlier_state_is_its_own_gradient_times_the_jacobian(cell):
    p = alone(cell, clamped=True)
    paths, found = path_matrix(p.trace(), p.d_h), jacobians(p.trace())["h", "h"]
    for t in range(6):
        for k in range(t + 1):
            wanted = p.d_h[t, 0] @ found[t + 1, k + 1]
            np.testing.assert_allclose(paths.grads["h"][k, t], wanted, **TIGHT)


@cells("rnn-tanh", "lstm", "lstm-peephole", "gru", "gru-reset_after")
def test_jacobians_are_those_of_autograd(cell):
    p = alone(cell, T=4)
    step = {LSTM: lstm_step, GRU: gru_step}.get(type(cell), vanilla_step)
    params = {name: torch.tensor(value) for name, value in p.params.items()}

    def run(*start):
        state = dict(zip(cell.state, start, strict=True))
        for t in range(1, 4):
            now = step(cell, params, torch.tensor(p.x[t]), state, lambda gate, value: value)
            state = {name: now[name] for name in cell.state}
        return tuple(state[name] for name in cell.state)

    trace = p.trace()
    start = tuple(torch.tensor(trace.rows[name][1]) for name in cell.state)
    wanted = torch.autograd.functional.jacobian(run, start)
    found = jacobians(trace)
    for i, to in enumerate(cell.state):
        for j, origin in enumerate(cell.state):
            np.testing.assert_allclose(
                found[to, origin][4, 1], wanted[i][j][0, :, 0].numpy(), **TIGHT
            )


@cells("rnn-tanh", "lstm-peephole-coupled", "gru")
def test_jacobians_are_centred_differences(cell):
    p, eps = alone(cell), 1e-6
    found = jacobians(p.trace())
    for name in cell.state:
        for unit in range(4):
            ends = []
            for sign in (1, -1):
                moved = {key: value.copy() for key, value in p.initial.items()}
                moved[name][0, unit] += sign * eps
                ends.append(replace(p, initial=moved).trace()["h"][:, 0])
            wanted = (ends[0] - ends[1]) / (2 * eps)
            np.testing.assert_allclose(found["h", name][1:, 0, :, unit], wanted, atol=1e-8)


@every_cell
def test_past_the_end_of_a_shorter_sequence_the_state_is_handed_on_as_it_is(cell):
    p = problem(cell, ragged=True, shape=(40, 3, 2, 4))
    trace = p.trace()
    F, J = factors(trace), products_from_start(trace)
    for b, length in enumerate(p.lengths):
        np.testing.assert_array_equal(
            F[length:, b], np.tile(np.eye(F.shape[-1]), (40 - length, 1, 1))
        )
        assert np.abs(F[:length, b] - np.eye(F.shape[-1])).min(axis=0).max() > 0
        np.testing.assert_array_equal(J[length:, b], J[length, b][None].repeat(41 - length, axis=0))
    for name in cell.state:
        own = columns(cell.state, name, F.shape[-1])
        np.testing.assert_allclose(np.stack(list(carried(trace, name))), J[:, :, own, own], **TIGHT)


@cells(*(key for key in CELLS if key.startswith("lstm")))
@pytest.mark.parametrize("clamped", [False, True], ids=["free", "clamped"])
def test_the_ways_to_the_cell_state_add_up_to_its_gradient(cell, clamped):
    p = problem(cell, clamped=clamped)
    gain = np.array([0.5, 1.0, 2.0])
    trace = forward(cell, p.params, p.x, p.initial, clamp=p.clamp, gain=gain)
    split = cell_state_split(trace, p.d_h)
    wanted = backward(trace, p.d_h)["c"]
    np.testing.assert_allclose(sum(split.parts.values()), wanted, rtol=0, atol=1e-12)
    # With what leaves c for h shut off, the memory's own way is all there is.
    shut = forward(cell, p.params, p.x, p.initial, clamp={"o": np.zeros(1)})
    only = cell_state_split(shut, p.d_h).parts
    assert not any(part.any() for name, part in only.items() if name != "direct")


def test_a_cell_without_a_cell_state_cannot_be_split():
    p = problem(GRU())
    with pytest.raises(ValueError, match="must be an LSTM"):
        cell_state_split(p.trace(), p.d_h)


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_norms_hold_wherever_their_result_does(scale):
    J = np.random.default_rng(0).standard_normal((6, 5, 5))
    size, radius = np.linalg.norm(J, 2, axis=(1, 2)), np.abs(np.linalg.eigvals(J)).max(axis=1)
    np.testing.assert_allclose(largest(scale * J) / scale, size, rtol=1e-12)
    np.testing.assert_allclose(spectral_radius(scale * J) / scale, radius, rtol=1e-12)


def test_norms_of_what_is_not_finite_say_so():
    J = np.zeros((3, 2, 2))
    J[0, 0, 1], J[1, 1, 1] = -np.inf, np.nan
    for size in (largest(J), spectral_radius(J)):
        np.testing.assert_array_equal(size, [np.inf, np.nan, 0.0])
    assert largest(np.ones((2, 3))) == pytest.approx(np.sqrt(6))


def test_an_overflowing_run_has_jacobians_without_a_warning():
    p = alone(VanillaRNN("identity"), T=60)
    trace = forward(p.cell, {**p.params, "W_h": p.params["W_h"] * 1e9}, p.x)
    assert not np.isfinite(jacobian_norms(trace)[-1, 0])
    assert np.isfinite(jacobian_norms(trace)[3, 1])
