"""Gradients of parameters, inputs and initial states against centred finite differences."""

from dataclasses import replace

import numpy as np
from cases import Problem, every_cell, off_the_kinks, problem, relative_error
from hypothesis import assume, given
from hypothesis import strategies as st

STEP = 1e-5
TOLERANCE = 1e-6

shapes = st.tuples(*(st.integers(1, high) for high in (5, 3, 3, 4)))
seeds = st.integers(0, 2**32 - 1)


def random_problem(cell, seed, shape, ragged, clamped) -> Problem:
    found = problem(cell, seed, shape, ragged, clamped)
    assume(off_the_kinks(found.trace()))
    return found


def difference(p: Problem, array: np.ndarray) -> np.ndarray:
    """∂L/∂array, entry by entry, for an array that `p` holds; it is left as it was."""
    result = np.empty_like(array)
    for place in np.ndindex(array.shape):
        kept = array[place]
        losses = []
        for nudge in (STEP, -STEP):
            array[place] = kept + nudge
            losses.append(p.losses().sum())
        array[place] = kept
        result[place] = (losses[0] - losses[1]) / (2 * STEP)
    return result


@every_cell
@given(seed=seeds, shape=shapes, ragged=st.booleans(), clamped=st.booleans())
def test_parameter_gradients(cell, seed, shape, ragged, clamped):
    p = random_problem(cell, seed, shape, ragged, clamped)
    grads = p.grads()
    assert grads.params.keys() == p.params.keys()
    for name, value in p.params.items():
        assert relative_error(grads.params[name], difference(p, value)) < TOLERANCE, name


@every_cell
@given(seed=seeds, shape=shapes, ragged=st.booleans(), clamped=st.booleans())
def test_input_and_initial_gradients(cell, seed, shape, ragged, clamped):
    p = random_problem(cell, seed, shape, ragged, clamped)
    grads = p.grads()
    assert relative_error(grads.x, difference(p, p.x)) < TOLERANCE
    for name, value in p.initial.items():
        assert relative_error(grads.initial[name], difference(p, value)) < TOLERANCE, name


@every_cell
@given(seed=seeds, shape=shapes)
def test_gradients_of_a_loss_on_the_final_state_alone(cell, seed, shape):
    p = random_problem(cell, seed, shape, ragged=True, clamped=False)
    p = replace(p, d_h=np.zeros_like(p.d_h))
    assert relative_error(p.grads().x, difference(p, p.x)) < TOLERANCE


@every_cell
def test_nothing_past_the_end_of_a_sequence_has_a_gradient(cell):
    p = replace(problem(cell, ragged=True), lengths=np.array([2, 5, 3]))
    grads = p.grads()
    for name in grads:
        assert not grads[name][2:, 0].any(), name
        assert not grads[name][3:, 2].any(), name
    assert not grads.x[2:, 0].any()
    assert not grads.injected["h"][2:, 0].any()


@every_cell
def test_the_padding_is_never_read(cell):
    p = replace(problem(cell, ragged=True), lengths=np.array([2, 5, 3]))
    dirty_x, dirty_d_h = p.x.copy(), p.d_h.copy()
    for b, length in enumerate(p.lengths):
        dirty_x[length:, b] = np.nan
        dirty_d_h[length:, b] = np.inf
    clean, dirty = p.grads(), replace(p, x=dirty_x, d_h=dirty_d_h).grads()
    for name in p.params:
        np.testing.assert_array_equal(dirty.params[name], clean.params[name])
    for name in clean:
        np.testing.assert_array_equal(dirty[name], clean[name])
        np.testing.assert_array_equal(dirty.trace[name], clean.trace[name])


@every_cell
def test_a_held_gate_passes_nothing_to_its_pre_activation(cell):
    p = problem(cell, clamped=True)
    grads = p.grads()
    for gate in cell.gates:
        held = ~np.isnan(p.clamp[gate])
        assert held.any()
        assert not grads[f"a_{gate}"][held].any()
        np.testing.assert_array_equal(grads.trace[gate][held], p.clamp[gate][held])
