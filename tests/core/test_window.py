"""The window that a truncation leaves open over the path matrix."""

import numpy as np
import pytest

from core.cells import LSTM
from core.flow import chunks, look_back, path_matrix
from core.flow.window import entry_norms, window
from core.sequence import forward


def test_a_window_begins_where_its_mask_does():
    every = np.ones(5, dtype=bool)
    found = window(look_back(5, [1, 3, 5]), every)
    np.testing.assert_array_equal(found.first, [[0, 1, 2, 3, 4], [0, 0, 0, 1, 2], [0, 0, 0, 0, 0]])
    assert found.kept.tolist() == [5, 12, 15]
    assert found.entries == 15
    np.testing.assert_allclose(found.reach, [1, 12 / 5, 3])
    cut = window(chunks(5, [2]), every)
    assert cut.first.tolist() == [[0, 0, 2, 2, 4]]
    assert cut.kept.tolist() == [7]  # 1 + 2 + 1 + 2 + 1


def test_only_rows_with_a_loss_count():
    last = np.arange(5) == 4
    found = window(chunks(5, [2, 3]), last)
    assert found.kept.tolist() == [1, 2]  # the last chunk is what is left over
    assert found.entries == 5


def test_a_mask_with_holes_is_no_window():
    keep = look_back(4, [4]).copy()
    keep[0, 3, 1] = False
    with pytest.raises(ValueError, match="one run of uses"):
        window(keep, np.ones(4, dtype=bool))


def test_an_entry_is_as_large_as_its_array_over_all_parameters():
    rng = np.random.default_rng(5)
    cell = LSTM(peephole=True)
    trace = forward(cell, cell.init(3, 4, rng), rng.normal(size=(5, 1, 3)))
    paths = path_matrix(trace, rng.normal(size=(5, 1, 4)))
    arrays = [paths.contribution(4, 1, name).ravel() for name in trace.params]
    assert entry_norms(paths)[4, 1] == pytest.approx(np.linalg.norm(np.concatenate(arrays)))
