"""The path matrix and what truncation leaves of it."""

from dataclasses import replace

import numpy as np
import pytest
from cases import every_cell, problem

from core.flow import chunks, look_back, path_matrix, truncations
from core.sequence import backward, forward

TIGHT = {"rtol": 1e-10, "atol": 1e-12}


def alone(cell, T=7, **options):
    """A problem of one sequence whose loss reads h only."""
    p = problem(cell, shape=(T, 1, 3, 4), **options)
    return replace(p, d_final={name: np.zeros((1, 4)) for name in cell.state})


@every_cell
@pytest.mark.parametrize("clamped", [False, True], ids=["free", "clamped"])
def test_rows_and_total_are_the_gradients_of_backward(cell, clamped):
    p = alone(cell, clamped=clamped)
    trace, whole = p.trace(), p.grads().params
    paths = path_matrix(trace, p.d_h)
    for t in range(trace.T):
        only = np.zeros_like(p.d_h)
        only[t] = p.d_h[t]
        wanted = backward(trace, only).params
        for name in p.params:
            np.testing.assert_allclose(paths.row(t, name), wanted[name], **TIGHT)
    for name in p.params:
        np.testing.assert_allclose(paths.total(name), whole[name], **TIGHT)


@every_cell
def test_direct_and_indirect_terms_add_up(cell):
    p = alone(cell)
    paths = path_matrix(p.trace(), p.d_h)
    for name, array in p.params.items():
        parts = np.array([[paths.contribution(t, k, name) for k in range(7)] for t in range(7)])
        np.testing.assert_allclose(parts[5].sum(axis=0), paths.row(5, name), **TIGHT)
        flat = parts.reshape(7, 7, -1)
        np.testing.assert_allclose(paths.norms(name), np.linalg.norm(flat, axis=2), **TIGHT)
        assert not flat[np.triu_indices(7, 1)].any()
        assert parts[0, 0].shape == array.shape
        if array.ndim == 3 and name != "p":
            for block, gate in enumerate(cell.gates):
                last = array.shape[1] - 1
                np.testing.assert_allclose(
                    paths.entry(name, gate, last, 2), parts[:, :, block, last, 2], **TIGHT
                )


@every_cell
def test_chunks_are_what_a_framework_does_with_a_detached_state(cell):
    p = alone(cell)
    found = truncations(path_matrix(p.trace(), p.d_h), chunks(7, [3]))
    wanted = dict.fromkeys(p.params, 0.0)
    state = p.initial
    for first in range(0, 7, 3):
        part = slice(first, first + 3)
        trace = forward(cell, p.params, p.x[part], state)
        state = {name: trace.final(name) for name in cell.state}
        grads = backward(trace, p.d_h[part]).params
        wanted = {name: wanted[name] + grads[name] for name in wanted}
    for name in wanted:
        np.testing.assert_allclose(found.grads[name][0], wanted[name], **TIGHT)


@every_cell
def test_a_window_as_long_as_the_run_loses_nothing(cell):
    p = alone(cell)
    paths, whole = path_matrix(p.trace(), p.d_h), p.grads().params
    keep = np.concatenate([look_back(7, [1, 7, 99]), chunks(7, [1, 7, 99])])
    found = truncations(paths, keep)
    for name in whole:
        for m in (1, 2, 4, 5):
            np.testing.assert_allclose(found.grads[name][m], whole[name], **TIGHT)
        # A window of one use and chunks of one step are the same: the direct terms.
        np.testing.assert_array_equal(found.grads[name][0], found.grads[name][3])
    np.testing.assert_allclose(found.error[[1, 2, 4, 5]], 0, atol=1e-12)
    np.testing.assert_allclose(found.ratio[[1, 2, 4, 5]], 1, rtol=1e-12)
    np.testing.assert_allclose(found.angle[[1, 2, 4, 5]], 0, atol=1e-8)
    assert found.error[0] > 0.01
    assert found.angle[0] > 0.5
