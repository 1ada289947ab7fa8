"""Writing: greedy, held, forced, and beams as trees of everything that was considered."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from test_seq2seq import CELLS, LETTERS, SOUNDS, untrained

from core.cells import VanillaRNN
from core.readout import log_softmax
from core.seq2seq import Seq2Seq, Vocabulary, write
from core.seq2seq.measure import edit_distance

WORDS = ("abc", "e", "dabea", "ccdea", "bad")


@pytest.fixture(scope="module", params=["none", "general"])
def model(request):
    score = None if request.param == "none" else request.param
    made = untrained(CELLS["gru"], True, score, seed=3)
    made.readout["V"] *= 3.0  # sharper, so that outputs differ
    made.readout["c"][SOUNDS.end] -= 0.5
    return made


@pytest.mark.parametrize("word", WORDS)
def test_greedy_takes_the_likeliest_symbol_of_each_step(model, word):
    found = model.greedy(word, 6)
    logits = np.stack([step.logits[0] for step in found.steps])
    chosen = [*found.symbols, SOUNDS.end] if found.ended else list(found.symbols)
    assert logits.argmax(axis=1).tolist() == chosen
    assert [int(step.read[0]) for step in found.steps] == [SOUNDS.start, *chosen[:-1]]
    likely = log_softmax(logits)[np.arange(len(chosen)), chosen]
    assert found.log_probability == pytest.approx(likely.sum(), rel=1e-14)
    # The steps in one trace are the same numbers, and are what teacher forcing gives.
    np.testing.assert_allclose(found.run.logits[:, 0], logits, rtol=1e-12, atol=1e-13)
    forced = model.force(word, found.tokens, found.ended)
    assert (forced.logits == found.run.logits).all()
    assert -forced.loss.value == pytest.approx(found.log_probability, rel=1e-12)


def test_many_sources_are_written_as_one_by_one(model):
    symbols, ended = write(model, model.encode(WORDS), 6)
    for b, word in enumerate(WORDS):
        alone = model.greedy(word, 6)
        column = symbols[:, b]
        assert column[column >= 0].tolist() == list(alone.symbols)
        assert ended[b] == alone.ended


def test_an_output_that_does_not_end_says_so(model):
    quiet = untrained(CELLS["gru"], True, "dot")
    quiet.readout["c"][SOUNDS.end] = -50.0
    for found in (quiet.greedy("abc", 4), quiet.beam("abc", 3, 4)):
        assert not found.ended
        assert len(found.tokens) == 4
        assert len(found.run.logits) == 4
    cut = [node for node in quiet.beam("abc", 3, 4).nodes if node.fate == "cut"]
    assert len(cut) == 3
    hasty = untrained(CELLS["gru"], True, "dot")
    hasty.readout["c"][SOUNDS.end] = 50.0
    assert hasty.greedy("abc", 4).tokens == hasty.beam("abc", 2, 4).tokens == ()


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("power", [0.0, 0.7, 1.0])
def test_a_beam_of_one_is_greedy(model, word, power):
    tree, greedy = model.beam(word, 1, 6, power), model.greedy(word, 6)
    assert (tree.tokens, tree.ended) == (greedy.tokens, greedy.ended)
    assert tree.log_probability == greedy.log_probability
    assert (tree.run.logits == greedy.run.logits).all()
    assert {node.fate for node in tree.nodes} <= {"kept", "ended", "cut"}


@pytest.mark.parametrize("width", [2, 5, 8])
def test_a_tree_holds_all_that_was_considered(model, width):
    tree = model.beam("dabea", width, 6, 0.7)
    alive = 1
    for t, step in enumerate(tree.steps):
        nodes = [node for node in tree.nodes if node.step == t]
        places = width - sum(node.fate == "ended" and node.step < t for node in tree.nodes)
        assert len(step.read) == alive
        assert len(nodes) == alive * min(places, len(SOUNDS) + 1)
        assert [node.total for node in nodes] == sorted((n.total for n in nodes), reverse=True)
        stay = [node for node in nodes if node.fate != "pruned"]
        assert stay == nodes[: len(stay)]
        assert len(stay) == min(places, len(nodes))
        for node in nodes:
            own = step.log_probabilities[node.row, node.symbol]
            before = tree.nodes[node.parent].total if node.parent >= 0 else 0.0
            assert node.log_probability == own
            assert node.total == before + own
            assert node.score == node.total / (t + 1) ** 0.7
            read = tree.nodes[node.parent].symbol if node.parent >= 0 else SOUNDS.start
            assert step.read[node.row] == read
            assert (node.fate == "ended") <= (node.symbol == SOUNDS.end)
        alive = sum(node.fate == "kept" for node in nodes)
    ended = [tree.nodes[place] for place in tree.finished if tree.nodes[place].fate == "ended"]
    assert [node.score for node in ended] == sorted((n.score for n in ended), reverse=True)
    assert tree.ended == bool(ended)
    assert tree.written(tree.best) == tree.tokens
    assert -tree.run.loss.value == pytest.approx(tree.log_probability, rel=1e-12)
    for place in tree.finished:  # forced, each gives the same log P
        run = model.force("dabea", tree.written(place), tree.nodes[place].fate == "ended")
        assert -run.loss.value == pytest.approx(tree.nodes[place].total, rel=1e-12)


def test_the_widest_beam_finds_the_best_of_all_short_outputs(model):
    """All outputs of at most two steps, tried one by one."""
    candidates = [(*rest, "end") for n in (0, 1) for rest in product(SOUNDS.symbols, repeat=n)]
    best = max(-model.force("bad", tokens[:-1]).loss.value for tokens in candidates)
    found = model.beam("bad", 8, 2, 0.0)
    assert found.ended
    assert found.log_probability == pytest.approx(best, rel=1e-12)


@pytest.mark.parametrize("width", [2, 3])
def test_a_wider_beam_can_end_below_greedy(width):
    """It drops the beginning that greedy writing goes on with: seen in one random network."""
    rng = np.random.default_rng(132)
    sounds = Vocabulary(tuple("UVWXYZ"))
    model = Seq2Seq.init(LETTERS, sounds, VanillaRNN(), 12, 6, None, False, rng)
    model.readout["V"] *= 3.0
    model.readout["c"][sounds.end] += 0.5
    for name in ("decoder.W_x", "decoder.W_h"):
        model.params[name] *= 4.0
    narrow, wide = model.beam("abc", 1, 12), model.beam("abc", width, 12)
    assert narrow.ended
    assert wide.ended
    assert wide.score < narrow.score - 0.02
    path = [narrow.nodes[place].symbol for place in narrow.path(narrow.best)]
    dropped = [
        node
        for node in wide.nodes
        if node.fate == "pruned"
        and [wide.nodes[place].symbol for place in wide.path(node.index)] == path[: node.step + 1]
    ]
    assert len(dropped) == 1


def test_weights_held_by_hand_change_what_is_written():
    model = untrained(CELLS["gru"], True, "general", seed=3)
    model.readout["V"] *= 6.0
    held = np.full((6, 5), np.nan)
    held[0] = np.eye(5)[4]
    free, forced = model.greedy("dabea", 6), model.greedy("dabea", 6, held=held)
    assert (forced.steps[0].attention["weight"][0, 0] == held[0]).all()
    assert (forced.run.attention["weight"][0, 0] == held[0]).all()
    assert np.abs(forced.steps[0].logits - free.steps[0].logits).max() > 1e-3
    every = np.stack([np.broadcast_to(np.eye(5)[s], (6, 5)) for s in range(5)], axis=1)
    outputs, _ = write(model, model.encode(["dabea"]).copies(5), 6, held=every)
    for s in range(5):
        alone = model.greedy("dabea", 6, held=every[:, s])
        column = outputs[:, s]
        assert column[column >= 0].tolist() == list(alone.symbols)


def test_a_step_after_a_step_is_the_run():
    model = untrained(CELLS["lstm"], True, "additive")
    run = model.force("abc", ("X", "Y"))
    encoded = model.encode(["abc"])
    state = encoded.final
    for t, symbol in enumerate((SOUNDS.start, 0, 1)):
        step = model.step(encoded, state, [symbol, symbol])  # one source, shared by two
        np.testing.assert_allclose(step.logits, np.repeat(run.logits[t], 2, axis=0), rtol=1e-12)
        state = step.state
        assert state["h"].shape == (2, 4)


@pytest.mark.parametrize(
    ("act", "says"),
    [
        (lambda m: m.greedy("abc", 0), "longest must be"),
        (lambda m: m.beam("abc", 0, 5), "width must be"),
        (lambda m: m.beam("abc", 9, 5), "width must be a whole number from 1 to 8"),
        (lambda m: m.beam("abc", 2, 5, -1.0), "length_power must lie in"),
        (lambda m: m.step(m.encode(["abc"]), {}, [9]), "symbols must be numbers"),
        (lambda m: m.force("abc", ("Q",)), "known; got 'Q'"),
        (lambda m: m.encode(["a", "b"]).copies(2), "takes one source"),
        (lambda m: m.read([("a", ("X",))], clamp={"z": 1.0}), "cannot be clamped"),
    ],
)
def test_bad_input_is_named(model, act, says):
    with pytest.raises(ValueError, match=says):
        act(model)


@pytest.mark.parametrize(
    ("written", "right", "edits"),
    [("", "", 0), ("abc", "abc", 0), ("abc", "abd", 1), ("", "abc", 3), ("kitten", "sitting", 3),
     ("ab", "ba", 2), ("abcd", "bcd", 1)],
)  # fmt: skip
def test_edit_distance_is_the_fewest_changes(written, right, edits):
    assert edit_distance(written, right) == edit_distance(right, written) == edits
