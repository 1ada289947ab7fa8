"""Attention held by hand, a cell of its map opened, and where it looks most."""

import numpy as np
import pytest

from core.attention import SCORES, STATES, Attention, explain_context, explain_score, explain_weight
from core.attention.opened import open_cell
from core.cells import GRU, LSTM
from core.seq2seq import Seq2Seq, Vocabulary
from core.seq2seq.alignment import alignment
from core.seq2seq.by_hand import hold

SHARES = (0.0, 0.3, 1.0)
TOKENS = ("b", "a", "d", "a")


def made(score="additive", cell=None, seed=3):
    source, target = Vocabulary(tuple("abcd")), Vocabulary(tuple("XYZ"))
    attention = None if score is None else Attention(score)
    rng = np.random.default_rng(seed)
    model = Seq2Seq.init(source, target, cell or GRU(), 6, 4, attention, True, rng)
    for name in model.params:  # far from zero, so that rows are not even
        model.params[name][...] *= 2.5
    return model


@pytest.mark.parametrize("score", SCORES)
def test_with_nothing_held_it_writes_what_it_writes_alone(score):
    model = made(score)
    alone = model.greedy(TOKENS, 7)
    found = hold(model, TOKENS, 2, SHARES, 7, row=1)
    T = len(alone.steps)
    assert found.lengths[0] == T
    expected = [*alone.symbols, *([model.target.end] if alone.ended else [])]
    assert found.symbols[:T, 0].tolist() == expected
    np.testing.assert_allclose(found.weight[:T, 0], alone.run.attention["weight"][:, 0], atol=1e-12)
    np.testing.assert_allclose(
        found.probabilities[:T, 0], alone.run.probabilities[:, 0], atol=1e-12
    )


@pytest.mark.parametrize("cell", [GRU(), LSTM()])
def test_a_share_moves_that_much_of_the_row_and_no_other(cell):
    found = hold(made(cell=cell), TOKENS, 2, SHARES, 5, row=1, given=("X", "Y"))
    to = np.eye(len(TOKENS))[2]
    for b, share in enumerate(SHARES):
        mixed = (1 - share) * found.free[1, b] + share * to
        np.testing.assert_allclose(found.weight[1, b], mixed, atol=1e-15)
        others = [t for t in range(len(found.weight)) if t != 1]
        np.testing.assert_array_equal(found.weight[others, b], found.free[others, b])
    np.testing.assert_allclose(found.weight.sum(axis=2), 1, atol=1e-12)


def test_all_of_it_gives_what_the_core_computes_with_a_held_row():
    model = made()
    given = ("Y", "X")
    found = hold(model, TOKENS, 3, SHARES, 9, row=None, given=given)
    rows = np.zeros((3, 1, 4))
    rows[:, :, 3] = 1.0
    run = model.force(TOKENS, given, held=rows)
    np.testing.assert_allclose(found.probabilities[:, 2], run.probabilities[:, 0], atol=1e-12)
    assert found.lengths.tolist() == [3, 3, 3]
    free = model.force(TOKENS, given)
    np.testing.assert_allclose(found.free[:, 2], free.attention["weight"][:, 0], atol=1e-12)


def test_what_was_written_differently_is_read_by_the_next_step():
    model = made(seed=11)
    found = hold(model, TOKENS, 0, SHARES, 6, row=0)
    for b in range(len(SHARES)):
        symbols = found.symbols[: found.lengths[b], b]
        held = np.full((len(symbols), 1, 4), np.nan)
        held[0, 0] = found.weight[0, b]
        ended = symbols[-1] == model.target.end
        written = model.target.decode(symbols)
        run = model.force(TOKENS, written, ends=bool(ended), held=held)
        np.testing.assert_allclose(
            found.probabilities[: len(symbols), b], run.probabilities[:, 0], atol=1e-12
        )
    assert len({tuple(found.symbols[:, b]) for b in range(len(SHARES))}) > 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"column": 4}, "column must lie in 0…3; got 4"),
        ({"shares": (0.5, 1.2)}, "shares must be numbers"),
        ({"shares": ()}, "shares must be numbers"),
        ({"longest": 0}, "longest"),
        ({"given": ("Q",)}, "Q"),
    ],
)
def test_places_that_there_are_not_are_named(change, says):
    asked = {"column": 0, "shares": SHARES, "longest": 4, **change}
    with pytest.raises(ValueError, match=says):
        hold(made(), TOKENS, **asked)


def test_without_attention_there_is_nothing_to_hold():
    with pytest.raises(ValueError, match="must have attention"):
        hold(made(None), TOKENS, 0, SHARES, 4)


@pytest.mark.parametrize("score", SCORES)
def test_an_opened_cell_says_what_the_explanations_say(score):
    trace = made(score).greedy(TOKENS, 6).run.attention
    t, s = len(trace["weight"]) - 1, 1
    cell, by_score = open_cell(trace, t, s), explain_score(trace, t, 0, s, STATES)
    assert cell.score == by_score.result == trace["score"][t, 0, s]
    assert cell.terms[:, -1].sum() == pytest.approx(cell.score, abs=1e-12)
    np.testing.assert_allclose(cell.terms[:, -1], [term.product for term in by_score.terms])
    assert (np.diff(np.abs(cell.terms[cell.order, -1])) <= 0).all()
    np.testing.assert_allclose(cell.row[:, 1] / cell.total, cell.row[:, 2], atol=1e-15)
    np.testing.assert_allclose(np.exp(cell.row[:, 0] - cell.largest), cell.row[:, 1], atol=1e-12)
    assert cell.row[s, 2] == explain_weight(trace, t, 0, s).result
    for unit in range(6):
        context = explain_context(trace, t, 0, unit, STATES)
        assert cell.context[unit] == context.result
        np.testing.assert_allclose(cell.products[:, unit], [x.product for x in context.terms])
    if score == "additive":
        total = cell.terms[:, 0] + cell.terms[:, 1]
        np.testing.assert_allclose(np.tanh(total), cell.terms[:, 2], atol=1e-12)
    with pytest.raises(ValueError, match="s must lie in"):
        open_cell(trace, 0, 4)


def test_an_alignment_counts_where_rows_look_most():
    weight = np.array(
        [[0.9, 0.1, 0, 0, 0], [0, 0.2, 0.8, 0, 0], [0, 0.6, 0.4, 0, 0], [0, 0.7, 0, 0.1, 0.2]]
    )
    found = alignment(weight)
    assert found.at.tolist() == [0, 2, 1, 1]
    assert found.swaps == (1,)
    assert found.passed == (3, 4)
    assert found.shared == {1: (2, 3)}
    assert found.doubled("abbcc") == ()
    assert found.doubled("abccd") == ((2, 3),)
    np.testing.assert_array_equal(found.most, weight.max(axis=0))
    with pytest.raises(ValueError, match="weight must have shape"):
        alignment(weight[0])
