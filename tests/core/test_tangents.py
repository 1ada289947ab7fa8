"""Forward-mode Jacobians equal those of the backward pass, for each copy of a batch."""

import numpy as np
import pytest

from core.cells import GRU, LSTM, VanillaRNN
from core.flow import jacobians, largest
from core.sequence import forward
from core.tangents import tangents

T, H, D = 6, 4, 3
GAINS = np.array([0.0, 0.7, 1.0, 2.5])
CELLS = [
    VanillaRNN(),
    VanillaRNN("sigmoid"),
    VanillaRNN("relu"),
    LSTM(),
    LSTM(peephole=True),
    LSTM(coupled=True, peephole=True),
    LSTM(activation="relu"),
    GRU(),
    GRU(reset_after=True),
]


def run(cell, gains=GAINS, steps=T, **more):
    rng = np.random.default_rng(3)
    params = {
        name: value + 0.4 * rng.standard_normal(value.shape)
        for name, value in cell.init(D, H, rng).items()
    }
    x = np.repeat(rng.standard_normal((steps, 1, D)), len(gains), axis=1)
    initial = {name: rng.standard_normal(H) for name in cell.state}
    return forward(cell, params, x, initial=initial, gain=gains, **more)


def alone(trace, b):
    """One copy of a batch, as a run of its own with the scaled matrices."""
    params = {**trace.params, "W_h": trace.params["W_h"] * trace.gain[b]}
    initial = {name: trace.prev(name)[0, b] for name in trace.cell.state}
    return forward(trace.cell, params, trace.x[:, b : b + 1], initial=initial)


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_every_copy_has_the_jacobians_of_its_own_network(cell):
    trace = run(cell)
    for state in cell.state:
        found = tangents(trace, state, (0, 1, 3, T)).J
        for b in range(len(GAINS)):
            wanted = jacobians(alone(trace, b))[state, state][[0, 1, 3, T], 0]
            np.testing.assert_allclose(found[:, b], wanted, rtol=1e-9, atol=1e-13)


@pytest.mark.parametrize("cell", [LSTM(), GRU()], ids=str)
def test_a_held_gate_lets_no_gradient_through(cell):
    gate = cell.gates[1]
    trace = run(cell, np.ones(1), clamp={gate: 0.6})
    wanted = jacobians(trace)["h", "h"][T, 0]
    np.testing.assert_allclose(tangents(trace, "h", (T,)).J[0, 0], wanted, rtol=1e-9, atol=1e-13)


def test_a_longer_run_only_adds_steps():
    whole = run(LSTM(), steps=9)
    initial = {name: whole.prev(name)[0] for name in ("h", "c")}
    short = forward(LSTM(), whole.params, whole.x[:4], initial=initial, gain=GAINS)
    np.testing.assert_array_equal(
        tangents(whole, "c", (1, 4, 9)).J[:2], tangents(short, "c", (1, 4)).J
    )


def growing(gains, steps=400):
    """A linear network of one unit: ∂h_t/∂h_0 is its gain to the power t."""
    cell = VanillaRNN("identity")
    params = {"W_x": np.zeros((1, 1, 1)), "W_h": np.ones((1, 1, 1)), "b": np.zeros((1, 1, 1))}
    return forward(cell, params, np.zeros((steps, len(gains), 1)), gain=np.array(gains))


def test_the_step_is_named_at_which_a_number_leaves_float64():
    found = tangents(growing([1.0, 10.0, 0.1, 0.0, -10.0]), "h", (5, 100, 400))
    assert found.overflowed.tolist() == [0, 309, 0, 0, 309]  # 10^308 still is a number
    assert found.zero.tolist() == [0, 0, 324, 1, 0]  # 10^-323 is the smallest
    assert np.isfinite(found.J[1]).all()
    assert largest(found.J)[:, 0].tolist() == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("state", "steps", "says"),
    [("c", (1,), "state must be one of h"), ("h", (3, 2), "steps must rise within 0…6"),
     ("h", (7,), "steps must rise"), ("h", (-1,), "steps must rise")],
)  # fmt: skip
def test_what_is_not_there_is_refused(state, steps, says):
    with pytest.raises(ValueError, match=says):
        tangents(run(VanillaRNN()), state, steps)


def test_a_sequence_that_has_ended_carries_its_jacobian_on_unchanged():
    whole, short = (
        tangents(run(VanillaRNN(), lengths=lengths), "h", (3, 6)).J
        for lengths in (None, [3, 3, 3, 3])
    )
    assert np.array_equal(short[0], whole[0])
    assert np.array_equal(short[1], short[0])
    assert not np.array_equal(whole[1], whole[0])
