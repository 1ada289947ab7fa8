"""The gain along the batch, and how gradients grow with radius and length."""

from dataclasses import replace

import numpy as np
import pytest
from cases import cells, every_cell, problem, relative_error

from core.activations import ACTIVATIONS
from core.cells import VanillaRNN
from core.explain import explain, explain_param
from core.flow import (
    bounds,
    factors,
    first_lost,
    first_overflow,
    jacobian_norms,
    jacobians,
    look_back,
    measured_rate,
    path_matrix,
    radius_map,
    scaled_to_radius,
    spectral_radius,
    truncations,
    with_bias_input,
)
from core.sequence import backward, forward

GAIN = np.array([0.5, 1.0, 1.7])


@every_cell
def test_a_copy_with_a_gain_is_a_network_with_scaled_recurrent_weights(cell):
    p = problem(cell, ragged=True, clamped=True)
    trace = forward(cell, p.params, p.x, p.initial, p.lengths, p.clamp, GAIN)
    grads, F, total = backward(trace, p.d_h, p.d_final), factors(trace), 0.0
    for b, gain in enumerate(GAIN):
        own = replace(p, params={**p.params, "W_h": gain * p.params["W_h"]})
        alone = own.grads()
        for name in trace:
            np.testing.assert_allclose(trace[name][:, b], alone.trace[name][:, b], atol=1e-13)
            np.testing.assert_allclose(grads[name][:, b], alone[name][:, b], atol=1e-13)
        np.testing.assert_allclose(F[:, b], factors(alone.trace)[:, b], atol=1e-13)
        one = replace(own, d_h=np.zeros_like(p.d_h), d_final={})
        one.d_h[:, b] = p.d_h[:, b]
        one = replace(
            one, d_final={n: d * (np.arange(3) == b)[:, None] for n, d in p.d_final.items()}
        )
        total += gain * one.grads().params["W_h"]  # ∂(gain · W)/∂W
    np.testing.assert_allclose(grads.params["W_h"], total, atol=1e-13)


@cells("rnn-tanh", "lstm-peephole", "gru", "gru-reset_after")
def test_gradients_under_a_gain_are_centred_differences(cell):
    p, eps = problem(cell), 1e-6
    rng = np.random.default_rng(1)
    direction = {name: rng.standard_normal(value.shape) for name, value in p.params.items()}
    found = backward(forward(cell, p.params, p.x, p.initial, gain=GAIN), p.d_h).params

    def loss(by):
        params = {name: value + by * direction[name] for name, value in p.params.items()}
        return (p.d_h * forward(cell, params, p.x, p.initial, gain=GAIN)["h"]).sum()

    slope = sum((found[name] * direction[name]).sum() for name in found)
    wanted = (loss(eps) - loss(-eps)) / (2 * eps)
    assert relative_error(np.array(slope), np.array(wanted)) < 1e-8


@cells("rnn-tanh", "lstm", "gru", "gru-reset_after")
def test_numbers_of_a_copy_with_a_gain_can_be_opened(cell):
    p = problem(cell)
    grads = backward(forward(cell, p.params, p.x, p.initial, gain=GAIN), p.d_h)
    for name in grads:
        for of in (grads, grads.trace):
            opened = explain(of, name, 2, 2, 1)
            total = sum(term.product for term in opened.terms)
            assert total == pytest.approx(opened.sum, abs=1e-14)
            phi = ACTIVATIONS[opened.function or "identity"]
            assert phi(np.array(total)) == pytest.approx(opened.result, abs=1e-14)
    opened = explain_param(grads, "W_h", (len(cell.gates) - 1, 0, 1))
    assert sum(term.product for term in opened.terms) == pytest.approx(opened.result, abs=1e-13)


@cells("rnn-tanh", "lstm", "gru", "gru-reset_after")
def test_paths_of_a_copy_with_a_gain_add_up(cell):
    p = problem(cell, shape=(5, 1, 2, 4))
    trace = forward(cell, p.params, p.x, p.initial, gain=[1.5])
    paths, whole = path_matrix(trace, p.d_h), backward(trace, p.d_h).params
    for name in whole:
        np.testing.assert_allclose(paths.total(name), whole[name], rtol=1e-10, atol=1e-12)


@every_cell
def test_weights_can_be_scaled_to_any_radius(cell):
    params = cell.init(3, 6, np.random.default_rng(0))
    for radius in (0.0, 1.0, 2.5):
        scaled = scaled_to_radius(cell, params, radius)
        np.testing.assert_allclose(spectral_radius(scaled["W_h"]), radius, rtol=1e-12)
        assert all(scaled[name] is params[name] for name in params if name != "W_h")
    with pytest.raises(ValueError, match="radius must be a finite number"):
        scaled_to_radius(cell, params, np.nan)
    with pytest.raises(ValueError, match="must have a radius above 0"):
        scaled_to_radius(cell, {**params, "W_h": np.zeros_like(params["W_h"])}, 1.0)


@cells("rnn-tanh", "lstm-peephole", "gru")
def test_an_input_stands_for_a_bias_that_varies_along_the_batch(cell):
    p, gate = problem(cell, shape=(5, 1, 2, 4)), cell.gates[1 % len(cell.gates)]
    params, x = with_bias_input(cell, p.params, p.x, gate, [-2.0, 0.0, 3.0])
    trace = forward(cell, params, x, p.initial)
    for b, bias in enumerate((-2.0, 0.0, 3.0)):
        own = {**p.params, "b": p.params["b"].copy()}
        own["b"][cell.gates.index(gate)] += bias
        wanted = forward(cell, own, p.x, p.initial)
        np.testing.assert_allclose(trace["h"][:, b], wanted["h"][:, 0], atol=1e-14)
    with pytest.raises(ValueError, match="gate must be one of"):
        with_bias_input(cell, p.params, p.x, "q", [0.0])


def random_run(cell, H=16, T=120, seed=0):
    rng = np.random.default_rng(seed)
    return cell.init(3, H, rng), rng.standard_normal((T, 1, 3))


def test_a_linear_network_grows_by_its_spectral_radius():
    params, x = random_run(VanillaRNN("identity"))
    radii = np.array([0.3, 0.9, 1.0, 1.1, 2.0])
    found = radius_map(VanillaRNN("identity"), params, x, radii)
    np.testing.assert_allclose(measured_rate(found.log10), radii, rtol=1e-2)
    # A pair of complex eigenvalues makes the norm swing about its trend: longer runs do better.
    long = radius_map(VanillaRNN("identity"), params, np.tile(x, (4, 1, 1)), radii)
    np.testing.assert_allclose(measured_rate(long.log10), radii, rtol=1e-3)


@cells("rnn-tanh", "rnn-sigmoid", "rnn-relu", "rnn-identity")
@pytest.mark.parametrize("radius", [0.5, 1.0, 3.0])
def test_no_network_exceeds_its_bound(cell, radius):
    params, x = random_run(cell, T=60)
    params = scaled_to_radius(cell, params, radius)
    norms = jacobian_norms(forward(cell, params, x))
    slope = ACTIVATIONS[cell.activation].max_slope
    gap = np.subtract.outer(np.arange(61), np.arange(61))
    by_size, by_radius = bounds(params["W_h"][0], slope, np.arange(61))
    with np.errstate(divide="ignore"):
        assert np.all(np.log10(norms)[gap >= 0] <= by_size[gap[gap >= 0]] + 1e-9)
    assert np.all(by_radius <= by_size + 1e-12)
    np.testing.assert_allclose(by_radius, np.arange(61) * np.log10(radius * slope), atol=1e-12)


@cells("rnn-tanh", "lstm-peephole", "gru-reset_after")
def test_the_map_holds_the_norms_of_each_network_by_itself(cell):
    params, x = random_run(cell, H=5, T=45)
    told = []
    found = radius_map(cell, params, x, [0.5, 2.0], told.append)
    assert told == sorted(told)
    assert told[-1] == 1.0
    for r, radius in enumerate((0.5, 2.0)):
        own = forward(cell, scaled_to_radius(cell, params, radius), x)
        np.testing.assert_allclose(
            found.log10[r], np.log10(jacobian_norms(own)[1:, 0]), rtol=1e-8, atol=1e-8
        )
    assert not found.lost.any()
    if "c" in cell.state:
        by_c = radius_map(cell, params, x, [2.0], state="c").log10[0]
        np.testing.assert_allclose(by_c, np.log10(jacobian_norms(own, "c", "c")[1:, 0]), rtol=1e-8)


def test_the_map_says_where_numbers_end():
    cell = VanillaRNN("identity")
    params, x = random_run(cell)
    found = radius_map(cell, params, x, [1e6, 1.0, 1e-6, 0.0])
    assert (found.lost > 0).tolist() == [True, False, False, False]
    assert (found.gone > 0).tolist() == [False, False, True, True]
    lost, gone = found.lost[0], found.gone[2]
    assert np.isfinite(found.log10[0, : lost - 1]).all()
    assert not np.isfinite(found.log10[0, lost - 1])
    assert np.isneginf(found.log10[2, gone - 1])
    assert found.gone[3] == 1
    assert first_overflow(found.trace).b == 0
    assert np.isnan(measured_rate(np.array([np.nan, 0.0, np.inf, 1.0]))).item()


@every_cell
def test_extreme_weights_give_results_without_a_warning(cell):
    p = problem(cell, shape=(40, 1, 2, 4))
    for gain in (1e300, 1e8, 1e-300, 0.0):
        trace = forward(cell, p.params, p.x, p.initial, gain=[gain])
        paths = path_matrix(trace, p.d_h)
        found = truncations(paths, look_back(40, [1, 20, 40]))
        assert found.error.shape == (3,)
        assert paths.norms("W_h").shape == (40, 40)
        assert jacobians(trace).all.shape[:2] == (41, 41)
        assert jacobian_norms(trace).shape == (41, 41)
        first_lost(paths.grads)


def test_an_overflow_is_told_by_step_and_name():
    cell = VanillaRNN("relu")
    params = {"W_x": np.ones((1, 1, 1)), "W_h": np.full((1, 1, 1), 1e10), "b": np.zeros((1, 1, 1))}
    trace = forward(cell, params, np.ones((40, 1, 1)))
    found = first_overflow(trace)
    assert (found.step, found.name, found.b) == (31, "a_h", 0)  # h_t = 1e10 ** t
    assert np.isfinite(trace["h"][30]).all()
    assert np.isinf(trace["h"][31]).all()
    paths = path_matrix(trace, np.ones((40, 1, 1)))
    assert np.isfinite(paths.norms("W_h")[:15]).all()
    assert np.isfinite(paths.kept(look_back(40, [1]) & (np.arange(40) < 31), "W_h")).all()
    lost = first_lost(backward(trace, np.ones((40, 1, 1))))
    assert (lost.step, lost.name) == (8, "h")
    assert first_overflow(forward(cell, params, np.zeros((40, 1, 1)))) is None


@cells("lstm-relu", "lstm-peephole-relu")
def test_an_overflow_past_a_loss_does_not_touch_its_gradient(cell):
    params = {
        name: value * 0 + 1 for name, value in cell.init(1, 1, np.random.default_rng()).items()
    }
    trace = forward(cell, params, np.ones((60, 1, 1)), gain=[1e10])
    end = first_overflow(trace).step
    assert 5 < end < 59
    paths = path_matrix(trace, np.ones((60, 1, 1)))
    for name in params:
        norms = paths.norms(name)
        assert np.isfinite(norms[:5]).all()
        assert not np.isfinite(norms[end + 1 :]).all()
        assert np.isfinite(paths.row(4, name)).all()


P = problem(VanillaRNN(), shape=(5, 1, 2, 4))
BATCH = problem(VanillaRNN())


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        (lambda: forward(P.cell, P.params, P.x, gain=[1.0, 2.0]), r"gain must have shape \(B,\)"),
        (lambda: path_matrix(BATCH.trace(), BATCH.d_h), "trace must be of one whole sequence"),
        (lambda: path_matrix(P.trace(), np.zeros((5, 4))), r"d_h must have shape \(T, 1, H\)"),
        (lambda: path_matrix(P.trace(), P.d_h).norms("V"), "param must be one of W_x, W_h, b; got"),
        (lambda: path_matrix(P.trace(), P.d_h).row(5, "b"), "t must lie in 0…4; got 5"),
        (lambda: path_matrix(P.trace(), P.d_h).entry("b", "f", 0, 0), "gate must be one that b"),
        (lambda: path_matrix(P.trace(), P.d_h).entry("W_h", "h", 4, 0), "row, col must lie within"),
        (lambda: path_matrix(P.trace(), P.d_h).kept(np.ones((5, 5)), "b"), "keep must have shape"),
        (lambda: look_back(5, [0]), "taus must be whole numbers of at least 1"),
        (lambda: jacobians(P.trace())["h", "c"], "state must be one of h; got 'c'"),
        (lambda: spectral_radius(np.ones(3)), "J must hold matrices"),
        (lambda: radius_map(P.cell, P.params, P.x, [np.nan]), "radii must be finite numbers"),
        (lambda: radius_map(P.cell, P.params, BATCH.x, [1.0]), r"x must have shape \(T, 1, D\)"),
    ],
)
def test_bad_input_is_answered_by_a_sentence(ask, says):
    with pytest.raises(ValueError, match=says):
        ask()
