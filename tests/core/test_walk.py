"""The gradient of one loss on its way back: products of factors, and what arrives."""

import numpy as np
import pytest

from core.cells import GRU, LSTM, VanillaRNN
from core.flow import jacobians, path_matrix
from core.flow.walk import added, cell_route, walk
from core.sequence import forward

CELLS = {"rnn": VanillaRNN(), "lstm": LSTM(), "peephole": LSTM(peephole=True), "gru": GRU()}
T, H = 6, 4


def run(cell):
    rng = np.random.default_rng(3)
    params = {name: 1.5 * p + 0.1 for name, p in cell.init(3, H, rng).items()}
    trace = forward(cell, params, rng.normal(size=(T, 1, 3)))
    paths = path_matrix(trace, rng.normal(size=(T, 1, H)))
    return paths, jacobians(trace)


@pytest.mark.parametrize("name", CELLS)
def test_the_chain_of_factors_leads_from_the_loss_to_the_use(name):
    paths, jac = run(CELLS[name])
    found = walk(paths, jac)
    for t in range(T):
        start = np.zeros(found.factors.shape[-1])
        start[:H] = paths.grads.injected["h"][t, t]
        product, bound = np.eye(len(start)), 1.0
        for k in range(t, -1, -1):
            np.testing.assert_allclose(found.carried[t, k], np.linalg.norm(start @ product))
            np.testing.assert_allclose(found.product[t, k], np.linalg.norm(product, 2))
            np.testing.assert_allclose(found.bound[t, k], bound)
            assert found.product[t, k] <= bound * (1 + 1e-12)
            product = product @ found.factors[k]
            bound *= np.linalg.norm(found.factors[k], 2)
    assert not np.triu(found.carried, 1).any()


@pytest.mark.parametrize("name", ["lstm", "peephole"])
def test_the_direct_way_along_c_is_the_product_of_forget_gates(name):
    paths, jac = run(CELLS[name])
    found, f = cell_route(paths.trace, jac), paths.trace["f"][:, 0]
    t, k = 5, 2
    direct = np.diag(f[3] * f[4] * f[5])
    whole = jac["c", "c"][t + 1, k + 1]
    assert found.direct[t, k] == pytest.approx(np.linalg.norm(direct, 2))
    assert found.whole[t, k] == pytest.approx(np.linalg.norm(whole, 2))
    assert found.rest[t, k] == pytest.approx(np.linalg.norm(whole - direct, 2))
    np.testing.assert_allclose(np.diag(found.direct), 1)
    assert found.rest[3, 3] == 0
    one_step = jac["c", "c"][4, 3]
    if name == "lstm":  # within one step c reaches c along the gate alone, but for peepholes
        np.testing.assert_allclose(one_step, np.diag(f[3]), atol=1e-15)
    else:
        assert np.abs(one_step - np.diag(f[3])).max() > 1e-3


def test_a_cell_without_c_has_no_such_split():
    paths, jac = run(CELLS["gru"])
    with pytest.raises(ValueError, match="must have a state c"):
        cell_route(paths.trace, jac)


@pytest.mark.parametrize("name", CELLS)
def test_arrays_add_up_and_their_sizes_are_at_least_as_large(name):
    paths, _ = run(CELLS[name])
    for param in paths.trace.params:
        found = added(paths, param)
        for t in range(T):
            entries = [paths.contribution(t, k, param) for k in range(t + 1)]
            np.testing.assert_allclose(found.sums[t], np.linalg.norm(sum(entries)), atol=1e-14)
            assert found.sizes[t] == pytest.approx(sum(map(np.linalg.norm, entries)))
            assert found.sums[t] <= found.sizes[t] * (1 + 1e-12)
            uses = [paths.contribution(late, t, param) for late in range(t, T)]
            np.testing.assert_allclose(found.uses[t], np.linalg.norm(sum(uses)), atol=1e-14)
        assert found.total == pytest.approx(np.linalg.norm(paths.total(param)))
