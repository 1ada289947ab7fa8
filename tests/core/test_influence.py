"""The gradient of one prediction, and what a replaced input leaves, against their definitions."""

import numpy as np
import pytest
from cases import every_cell, problem

from core.cells import GRU, LSTM, VanillaRNN
from core.influence import decades, influence, influence_held, magnitude, sizes, swap
from core.readout import init_readout, logits
from core.sequence import forward


def network(cell, H=4, D=3, K=2, seed=0, scale=1.0):
    rng = np.random.default_rng(seed)
    params = {name: scale * array for name, array in cell.init(D, H, rng).items()}
    readout = init_readout(H, K, rng)
    return params, {"V": readout["V"], "c": rng.normal(size=K)}


@every_cell
def test_the_gradient_of_a_prediction_is_that_of_finite_differences(cell):
    p = problem(cell)
    params, x = p.params, p.x[:, :1]
    T, _, D = x.shape
    rng = np.random.default_rng(1)
    readout = {"V": rng.normal(size=(4, 3)), "c": rng.normal(size=3)}
    t, out, step = T - 2, 1, 1e-6

    def prediction(x):
        return logits(readout, forward(cell, params, x)["h"])[t, :, out]

    found = influence(forward(cell, params, x), readout, t, out)
    nudges = np.eye(T * D).reshape(T * D, T, D).transpose(1, 0, 2) * step
    slopes = (prediction(x + nudges) - prediction(x - nudges)) / (2 * step)
    slopes = slopes.reshape(T, D)
    np.testing.assert_allclose(found.grads.x[:, 0], slopes, rtol=1e-5, atol=1e-8)
    np.testing.assert_allclose(found.x[:, 0], np.linalg.norm(slopes, axis=1), rtol=1e-5, atol=1e-8)


@every_cell
def test_what_is_read_later_cannot_matter(cell):
    params, readout = network(cell)
    trace = forward(cell, params, np.random.default_rng(2).normal(size=(6, 1, 3)))
    found = influence(trace, readout, 3, 0)
    assert (found.x[4:] == 0).all()
    assert (found.h[4:] == 0).all()
    assert found.x[3] > 0


def test_at_its_own_step_the_gradient_of_h_is_the_readouts_column():
    cell = VanillaRNN()
    params, readout = network(cell)
    trace = forward(cell, params, np.ones((5, 1, 3)))
    found = influence(trace, readout, 4, 1)
    np.testing.assert_array_equal(found.grads["h"][4, 0], readout["V"][:, 1])
    assert found.h[4, 0] == pytest.approx(np.linalg.norm(readout["V"][:, 1]), rel=1e-15)


@every_cell
def test_each_sequence_of_a_batch_has_its_own_gradient(cell):
    params, readout = network(cell)
    x = np.random.default_rng(3).normal(size=(5, 4, 3))
    together = influence(forward(cell, params, x), readout, 4, 0)
    for b in range(4):
        alone = influence(forward(cell, params, x[:, b : b + 1]), readout, 4, 0)
        np.testing.assert_allclose(together.x[:, b], alone.x[:, 0], rtol=1e-12)
        np.testing.assert_allclose(together.h[:, b], alone.h[:, 0], rtol=1e-12)


def test_the_influence_at_each_level_of_a_hold_is_that_of_the_held_network():
    params, readout = network(LSTM())
    x = np.random.default_rng(7).normal(size=(5, 1, 3))
    found = influence_held(LSTM(), params, readout, x, (4, 1), "f", (np.nan, 0.0, 0.7))
    for level, clamp in enumerate((None, {"f": np.array(0.0)}, {"f": np.array(0.7)})):
        alone = influence(forward(LSTM(), params, x, clamp=clamp), readout, 4, 1)
        np.testing.assert_allclose(found.x[:, level], alone.x[:, 0], rtol=1e-12)


@pytest.mark.parametrize(("t", "out"), [(-1, 0), (5, 0), (0, -1), (0, 2)])
def test_a_place_that_is_not_there_is_named(t, out):
    params, readout = network(VanillaRNN())
    trace = forward(VanillaRNN(), params, np.ones((5, 1, 3)))
    with pytest.raises(ValueError, match="must lie in 0…"):
        influence(trace, readout, t, out)


# Sizes and their logarithms ---------------------------------------------------------------


def test_a_norm_neither_overflows_nor_underflows_on_the_way():
    np.testing.assert_allclose(sizes(np.array([[3e200, 4e200]])), [5e200], rtol=1e-15)
    np.testing.assert_allclose(sizes(np.array([[3e-200, 4e-200]])), [5e-200], rtol=1e-15)
    assert sizes(np.zeros((2, 3))).tolist() == [0, 0]


def test_what_is_not_finite_stays_so():
    found = sizes(np.array([[1.0, np.inf], [1.0, np.nan]]))
    assert found[0] == np.inf
    assert np.isnan(found[1])
    log = magnitude(np.array([0.0, 100.0, -0.1, np.inf, np.nan]))
    assert log[:4].tolist() == [-np.inf, 2, -1, np.inf]
    assert np.isnan(log[4])


def test_an_exploding_network_gives_infinities_and_no_error():
    cell = VanillaRNN(activation="identity")
    params, readout = network(cell, scale=1e3)
    trace = forward(cell, params, np.ones((200, 1, 3)))
    found = influence(trace, readout, 199, 0)
    assert not np.isfinite(found.x[0, 0])
    assert np.isfinite(found.x[199, 0])


@pytest.mark.parametrize(
    ("entries", "ends"),
    [
        ([-2.5, 0.2], (-3, 1)),
        ([-np.inf, np.nan, np.inf], (-1, 0)),
        ([3.0], (3, 4)),
        ([-300.1, 2.0], (-301, 2)),
    ],
)
def test_decades_hold_all_that_is_finite(entries, ends):
    assert decades(np.array(entries)) == ends


# Replaced inputs --------------------------------------------------------------------------


@every_cell
def test_a_trace_is_the_distance_to_the_sequences_read_otherwise(cell):
    params, _ = network(cell)
    rng = np.random.default_rng(4)
    x, others = rng.normal(size=(7, 1, 3)), rng.normal(size=(3, 3))
    found = swap(cell, params, x, 2, others)
    own = forward(cell, params, x)
    for name in cell.state:
        np.testing.assert_allclose(found.own(name)[0], own[name][:, 0], rtol=1e-12, atol=1e-14)
        apart = []
        for other in others:
            changed = x.copy()
            changed[2, 0] = other
            apart.append(forward(cell, params, changed)[name][:, 0] - own[name][:, 0])
        wanted = np.sqrt((np.array(apart) ** 2).mean(axis=(0, 2)))
        np.testing.assert_allclose(found.left(name)[0], wanted, rtol=1e-9, atol=1e-14)
        assert (found.left(name)[0, :2] == 0).all()
        assert found.left(name)[0, 2] > 0


def test_levels_of_a_hold_run_side_by_side():
    cell = LSTM()
    params, _ = network(cell)
    rng = np.random.default_rng(5)
    x, others = rng.normal(size=(6, 1, 3)), rng.normal(size=(2, 3))
    found = swap(cell, params, x, 0, others, "f", (np.nan, 0.0, 0.5))
    for level, clamp in enumerate((None, {"f": np.array(0.0)}, {"f": np.array(0.5)})):
        alone = forward(cell, params, x, clamp=clamp)
        np.testing.assert_allclose(found.own("c")[level], alone["c"][:, 0], rtol=1e-12)
    # With nothing kept of c, only h carries the input on.
    assert found.left("c")[1, 5] < found.left("c")[2, 5]


def test_a_gru_that_never_updates_keeps_no_trace():
    params, _ = network(GRU())
    x = np.random.default_rng(6).normal(size=(4, 1, 3))
    found = swap(GRU(), params, x, 1, np.ones((1, 3)), "z", (0.0,))
    assert (found.left("h") == 0).all()


@pytest.mark.parametrize(
    ("x", "t", "others", "says"),
    [
        (np.ones((4, 2, 3)), 0, np.ones((1, 3)), r"x must have shape \(T, 1, D\)"),
        (np.ones((4, 1, 3)), 4, np.ones((1, 3)), "t must lie in 0…3; got 4"),
        (np.ones((4, 1, 3)), 0, np.ones((0, 3)), "at least one input"),
        (np.ones((4, 1, 3)), 0, np.ones(3), "at least one input"),
        (np.ones((4, 1, 3)), 0, np.ones((1, 2)), r"others must have shape \(M, D\)"),
    ],
)
def test_bad_input_is_said(x, t, others, says):
    params, _ = network(VanillaRNN())
    with pytest.raises(ValueError, match=says):
        swap(VanillaRNN(), params, x, t, others)


def test_a_gate_that_the_cell_does_not_have_is_named():
    params, _ = network(VanillaRNN())
    with pytest.raises(ValueError, match="gates in clamp must be among: h"):
        swap(VanillaRNN(), params, np.ones((4, 1, 3)), 0, np.ones((1, 3)), "f", (0.5,))
