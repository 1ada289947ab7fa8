"""Symbols written by hand, judging, and rankings under other length normalisations."""

import numpy as np
import pytest

from core.attention import Attention
from core.cells import GRU, LSTM
from core.seq2seq.beam import search
from core.seq2seq.branches import branches, write_from
from core.seq2seq.judged import distance, judged, likeliest
from core.seq2seq.model import Seq2Seq
from core.seq2seq.ranking import places, scores
from core.seq2seq.vocabulary import NO_TARGET, Vocabulary

SOURCE, TARGET = Vocabulary(tuple("abcd")), Vocabulary(tuple("xyz"))
LONGEST = 7


@pytest.fixture(params=[(GRU(), None), (LSTM(), Attention("dot"))], ids=["gru", "lstm, dot"])
def model(request):
    cell, attention = request.param
    made = Seq2Seq.init(SOURCE, TARGET, cell, 6, 4, attention, True, np.random.default_rng(3))
    made.readout["V"] *= 6  # so that an untrained model prefers something
    return made


def test_copy_0_is_greedy_writing(model):
    found, greedy = branches(model, "abca", LONGEST), model.greedy("abca", LONGEST)
    kept = found.written[: found.lengths[0], 0].tolist()
    assert kept == [*greedy.symbols, *([TARGET.end] if greedy.ended else [])]
    for t, step in enumerate(greedy.steps):
        np.testing.assert_allclose(
            found.log_probabilities[t, 0], step.log_probabilities[0], atol=1e-12
        )


def test_a_copy_writes_the_chosen_symbol_and_goes_on_as_the_model_does(model):
    found = branches(model, "abca", LONGEST, ranks=3)
    for step in range(len(found.ranked)):
        for rank in range(3):
            copy = found.copy(step, rank)
            written = found.written[: found.lengths[copy], copy].tolist()
            assert written[:step] == found.written[:step, 0].tolist()
            assert written[step] == found.ranked[step, rank]
            # Forced with its own output, the model must want each later symbol that it wrote.
            ended = written[-1] == TARGET.end
            run = model.force("abca", TARGET.decode(written), ends=ended)
            assert run.logits[step + 1 :, 0].argmax(axis=1).tolist() == written[step + 1 :]
            np.testing.assert_allclose(
                np.exp(found.log_probabilities[: len(written), copy]),
                run.probabilities[:, 0],
                atol=1e-12,
            )
            assert np.isnan(found.log_probabilities[len(written) :, copy]).all()
            assert (found.written[len(written) :, copy] == NO_TARGET).all()


def test_there_is_no_copy_of_a_step_that_greedy_writing_does_not_have(model):
    found = branches(model, "ab", LONGEST)
    with pytest.raises(ValueError, match="step, rank must lie in"):
        found.copy(len(found.ranked), 1)
    with pytest.raises(ValueError, match="at least one beginning"):
        write_from(model, "ab", [], LONGEST)


def test_judging_counts_position_by_position_and_says_nothing_where_nothing_is_asked():
    log_p = np.log(np.full((4, 2, 4), 0.25))
    written = np.array([[0, 0], [1, 2], [3, 3], [NO_TARGET, 1]])
    found = judged(written, log_p, [0, 1, 3])
    assert found.wrong.tolist() == [[False, False], [False, True], [False, False], [False, True]]
    assert found.count[-1].tolist() == [0, 2]
    np.testing.assert_allclose(found.so_far[2], 3 * np.log(4))
    assert np.isnan(found.surprise[3]).all()  # past the right end, or past its own
    with pytest.raises(ValueError, match="right must hold"):
        judged(written, log_p, [])


def test_one_symbol_too_many_shifts_all_positions_and_is_one_change():
    assert distance("abcdef", "xabcdef") == 1
    assert sum(a != b for a, b in zip("abcdef", "xabcde", strict=True)) == 6
    assert distance("kitten", "sitting") == 3
    assert distance("", "abc") == distance("abc", "") == 3


def test_the_likeliest_come_first():
    log_p = np.log(np.array([[[0.1, 0.5, 0.4]]]))
    ranked, found = likeliest(log_p, 2)
    assert ranked.tolist() == [[[1, 2]]]
    np.testing.assert_allclose(np.exp(found), [[[0.5, 0.4]]])


def test_one_tree_ranked_under_a_power_is_the_search_under_that_power(model):
    powers = [0.0, 0.5, 1.0, 2.0]
    tree = search(model, "abca", 4, LONGEST)
    found = scores(tree, powers)
    for row, order, power in zip(found, places(found, tree), powers, strict=True):
        other = search(model, "abca", 4, LONGEST, power)
        assert [tree.finished[k] for k in order] == list(other.finished)
        np.testing.assert_allclose(
            row[order], [other.nodes[k].score for k in other.finished], rtol=1e-12
        )
    with pytest.raises(ValueError, match="powers must be"):
        scores(tree, [3.0])
