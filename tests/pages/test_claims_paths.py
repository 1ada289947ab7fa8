"""What the lessons on paths and on truncation say, computed again from the core."""

import numpy as np
import pytest

from core.flow import chunks, jacobians, look_back, path_matrix, truncations
from core.flow.walk import added
from core.readout import loss
from pages.parts import paths_section, truncation_section
from pages.parts.learning import CELLS
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.reading import reading
from tests.pages.test_claims import words

EXAMPLE = "marianne"


def read(cell, text=EXAMPLE):
    return reading(f"names-{cell}", text)


def paths(cell, last=False):
    found = read(cell)
    d_h = found.loss.d_h
    if last:
        targets = found.loss.targets
        d_h = loss(found.readout, found.trace["h"], targets, at="last step").d_h
    return path_matrix(found.trace, d_h)


def cuts(cell, masks, last=False):
    found = paths(cell, last)
    T = found.trace.T
    return truncations(found, masks(T, list(range(1, T + 1))))


def test_both_lessons_are_on_the_page_with_their_figures():
    page = words("bptt")
    for name, module in (("bptt-paths", paths_section), ("bptt-truncation", truncation_section)):
        section = name.removeprefix("bptt-")
        assert lesson(name).fill(section) in page
        assert lesson(name).fill(f"{section}-try", **module.figures()) in page


# Paths -----------------------------------------------------------------------------------


def test_sizes_do_not_add_and_arrays_do():
    found, said = paths("rnn"), paths_section.figures()
    entries = [found.contribution(5, k, "W_h") for k in range(6)]
    assert said["sizes"] == show(sum(np.linalg.norm(entry) for entry in entries))
    assert said["sum"] == show(np.linalg.norm(sum(entries)))
    whole = sum(found.row(t, "W_h") for t in range(found.trace.T))
    np.testing.assert_allclose(whole, read("rnn").grads.params["W_h"], atol=1e-12)
    h, d_a = read("rnn").trace.prev("h")[:, 0], read("rnn").grads["a_h"][:, 0]
    swept = [np.linalg.norm(np.outer(h[k], d_a[k])) for k in range(len(h))]
    np.testing.assert_allclose(added(found, "W_h").uses, swept, atol=1e-12)


def test_each_of_the_factors_can_stretch_and_their_product_does_not():
    jac, said = jacobians(read("rnn").trace), paths_section.figures()
    factors = [jac.all[j + 1, j] for j in (5, 4, 3, 2)]  # ∂h_6/∂h_5 … ∂h_3/∂h_2
    norms = [np.linalg.norm(factor, 2) for factor in factors]
    assert min(norms) > 1
    assert said["factors"] == str(len(norms))
    assert (said["least"], said["most"]) == (show(min(norms)), show(max(norms)))
    assert said["bound"] == show(np.prod(norms))
    product = np.linalg.norm(np.linalg.multi_dot(factors), 2)
    assert said["product"] == show(product)
    assert product < 1


@pytest.mark.parametrize("cell", CELLS)
def test_the_first_use_of_w_contributes_nothing_and_that_of_u_and_b_does(cell):
    found = paths(cell)
    assert not found.norms("W_h")[:, 0].any()
    assert found.norms("W_x")[:, 0].all()
    assert found.norms("b")[:, 0].all()


def test_in_the_lstm_the_ways_through_h_weigh_more_for_most_pairs():
    trace = read("lstm").trace
    jac, f = jacobians(trace)["c", "c"], trace["f"][:, 0]
    larger = []
    for t in range(trace.T):
        for k in range(t):
            direct = np.diag(f[k + 1 : t + 1].prod(axis=0))
            rest = jac[t + 1, k + 1] - direct
            larger.append(np.linalg.norm(rest, 2) > np.linalg.norm(direct, 2))
    assert paths_section.figures()["through"] == f"{100 * np.mean(larger):.0f}"
    assert np.mean(larger) > 0.5


def test_there_is_one_row_in_which_the_direct_term_is_not_the_largest():
    norms = paths("rnn").norms("W_h")
    rows = [t + 1 for t in range(len(norms)) if norms[t].max() > norms[t, t]]
    assert [paths_section.figures()["row"]] == [str(row) for row in rows]


def test_a_nearly_empty_row_of_a_factor_belongs_to_a_saturated_unit():
    trace = read("rnn").trace
    rows = np.linalg.norm(
        jacobians(trace).all[np.arange(1, trace.T + 1), np.arange(trace.T)], axis=-1
    )
    saturated = np.abs(trace["h"][:, 0]) > 0.97
    empty = rows < 0.1 * rows.max(axis=1, keepdims=True)
    assert saturated.sum() > 10
    assert (empty & saturated).sum() > 0.7 * empty.sum()


# Truncation ------------------------------------------------------------------------------


def test_the_same_tau_is_not_the_same_reach():
    look, chunk, said = cuts("rnn", look_back), cuts("rnn", chunks), truncation_section.figures()
    off = {"look": look.error[3], "chunk": chunk.error[3], "chunk_longer": chunk.error[7]}
    for name, error in off.items():
        assert said[name] == f"{show(100 * error)} %"
    assert (said["tau"], said["longer"]) == ("4", "8")
    assert off["look"] < off["chunk_longer"] < off["chunk"]
    reach = [row.sum() for row in chunks(8, [4])[0]]
    assert reach == [1, 2, 3, 4] * 2
    assert np.mean(reach) == (4 + 1) / 2


def test_it_turns_more_than_it_shrinks():
    look, said = cuts("rnn", look_back), truncation_section.figures()
    assert said["length"] == f"{show(100 * look.ratio[0])} %"
    assert said["angle"] == f"{show(look.angle[0])}°"
    aside = look.ratio * np.sin(np.radians(look.angle))
    assert (aside[:-1] > 1.2 * np.abs(1 - look.ratio[:-1])).all()


def test_a_longer_chunk_can_be_worse_and_a_longer_look_back_is_not():
    chunk, said = cuts("lstm", chunks), truncation_section.figures()
    good, bad = int(said["good"]), int(said["bad"])
    assert good < bad
    assert said["lstm_good"] == f"{show(100 * chunk.error[good - 1])} %"
    assert said["lstm_bad"] == f"{show(100 * chunk.error[bad - 1])} %"
    assert chunk.error[bad - 1] > 2 * chunk.error[good - 1]
    for cell in CELLS:
        assert (np.diff(cuts(cell, look_back).error) < 0).all()


@pytest.mark.parametrize("cell", CELLS)
def test_with_one_loss_at_the_end_only_the_last_chunk_learns(cell):
    said = truncation_section.figures()
    steps, almost = int(said["steps"]), int(said["almost"])
    assert steps == read(cell).trace.T
    assert int(said["rest"]) == steps - int(said["tau"]) * (steps // int(said["tau"]))
    left = cuts(cell, chunks, last=True)
    assert left.error[almost - 1] == pytest.approx(left.error[0], rel=1e-12)


def test_the_readout_takes_no_step_back():
    """∂L/∂V is made of h_t and the error at the same step: nothing in it comes from another one."""
    found = read("rnn")
    h, d_y = found.trace["h"][:, 0], found.loss.d_logits[:, 0]
    by_step = np.einsum("th,tk->thk", h, d_y)
    np.testing.assert_allclose(found.loss.params["V"], by_step.sum(axis=0), atol=1e-12)
    assert "V" not in paths("rnn").trace.params
