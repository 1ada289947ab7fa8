"""Encoder and decoder against PyTorch, run without padding; finite differences; batches."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torch_cells import gru_step, lstm_step, vanilla_step

from core.attention import SCORES, Attention, explain_weight
from core.cells import GRU, LSTM, VanillaRNN
from core.explain import Explanation
from core.seq2seq import (
    END,
    START,
    Seq2Seq,
    Vocabulary,
    explain_combined,
    explain_output,
    loss_and_grads,
)
from core.seq2seq.vocabulary import minibatches

LETTERS, SOUNDS = Vocabulary(tuple("abcde")), Vocabulary(("X", "Y", "Z"))
PAIRS = [("abc", ("X", "Y")), ("e", ("Z", "X", "Y", "Y")), ("dabea", ()), ("cc", ("Y",))]
CELLS = {"rnn": VanillaRNN(), "lstm": LSTM(), "gru": GRU()}
every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
both_ways = pytest.mark.parametrize("both", [False, True], ids=["one way", "both ways"])
any_score = pytest.mark.parametrize("score", [None, *SCORES])


def untrained(cell, both, score, seed=0, hidden_size=4):
    """A model with random biases, too."""
    rng = np.random.default_rng(seed)
    attention = None if score is None else Attention(score)
    made = Seq2Seq.init(LETTERS, SOUNDS, cell, hidden_size, 3, attention, both, rng)
    for values in (made.params, made.readout):
        for name in values:
            values[name] = values[name] + rng.normal(0, 0.4, values[name].shape)
    return made


@every_cell
@both_ways
@any_score
def test_every_value_and_every_gradient_equal_autograd(cell, both, score):
    model = untrained(cell, both, score)
    pairs = model.batch(PAIRS)
    run = model.read(pairs)
    grads = model.grads(run)
    of = {n: tensor(value) for n, value in {**model.params, **model.readout}.items()}
    total = 0.0
    for b, (source, target) in enumerate(PAIRS):  # each pair by itself, without padding
        loss, kept = torch_pair(model, of, source, target)
        total = total + loss
        loss.backward()
        S, T = len(source), len(target) + 1
        close(run.states[:S, b], kept["states"].detach())
        assert (run.states[S:, b] == 0.0).all()
        close(run.decoder["h"][:T, b], kept["h"].detach())
        close(run.logits[:T, b], kept["logits"].detach())
        direct = kept["h"].grad  # of outputs and attention; what comes from later steps is apart
        close(grads.decoder.injected["h"][:T, b], direct)
        if score is None:
            assert (grads.states == 0.0).all()
            continue
        close(grads.states[:S, b], kept["states"].grad)
        close(run.attention["weight"][:T, b, :S], kept["weight"].detach())
        close(run.combined[:T, b], kept["combined"].detach())
        close(grads.combined[:T, b], kept["combined"].grad)
        for name in ("score", "weight", "context"):
            ours = grads.attention[name][:T, b]
            close(ours if name == "context" else ours[:, :S], kept[name].grad)
        assert (run.attention["weight"][:, b, S:] == 0.0).all()
        assert (grads.states[S:, b] == 0.0).all()
    close(run.loss.value, total.detach())
    for name, value in of.items():
        close(grads.params[name], np.zeros(value.shape) if value.grad is None else value.grad)


def torch_pair(model, of, source, target):
    """Loss and intermediates of one pair, from the equations in core/seq2seq/model.py."""
    take = {VanillaRNN: vanilla_step, LSTM: lstm_step, GRU: gru_step}[type(model.cell)]

    def read(group, numbers, table, state):
        params = {n.split(".")[1]: v for n, v in of.items() if n.startswith(f"{group}.")}
        rows = []
        for number in numbers:
            now = take(model.cell, params, of[table][number][None], state, lambda gate, v: v)
            state = {name: now[name] for name in model.cell.state}
            rows.append(now["h"])
        return torch.cat(rows), state

    half = model.hidden_size // (1 + model.bidirectional)
    zero = {name: torch.zeros(1, half, dtype=torch.float64) for name in model.cell.state}
    numbers = [LETTERS.symbols.index(letter) for letter in source]
    states, last = read("encoder", numbers, "source.E", zero)
    if model.bidirectional:
        back, first = read("reversed", numbers[::-1], "source.E", zero)
        states = torch.cat([states, back.flip(0)], dim=1)
        last = {name: torch.cat([last[name], first[name]], dim=1) for name in last}
    wanted = [SOUNDS.symbols.index(sound) for sound in target]
    h, _ = read("decoder", [3, *wanted], "target.E", last)
    kept = {"states": states, "h": h}
    features = h
    if model.attention is not None:
        score = {
            "dot": lambda: h @ states.T,
            "scaled": lambda: h @ states.T / np.sqrt(model.hidden_size),
            "general": lambda: h @ of["attention.W"] @ states.T,
            "additive": lambda: (
                torch.tanh((h @ of["attention.W_q"])[:, None] + states @ of["attention.W_k"])
                @ of["attention.v"]
            ),
        }[model.attention.score]()
        weight = torch.softmax(score, dim=1)
        context = weight @ states
        both = torch.cat([context, h], dim=1)
        features = torch.tanh(both @ of["combine.W_c"] + of["combine.b_c"])
        kept |= {"score": score, "weight": weight, "context": context, "combined": features}
    logits = features @ of["V"] + of["c"]
    kept["logits"] = logits
    for value in kept.values():
        value.retain_grad()
    loss = torch.nn.functional.cross_entropy(logits, torch.tensor([*wanted, 3]), reduction="sum")
    return loss, kept


def tensor(array):
    return torch.tensor(array, requires_grad=True)


def close(ours, theirs):
    np.testing.assert_allclose(ours, np.asarray(theirs), rtol=1e-10, atol=1e-11)


@pytest.mark.parametrize(
    ("cell", "both", "score"),
    [("rnn", True, "dot"), ("lstm", True, "scaled"), ("gru", False, "general"),
     ("gru", True, "additive"), ("lstm", False, None), ("rnn", True, None)],
)  # fmt: skip
def test_gradients_match_finite_differences(cell, both, score):
    model = untrained(CELLS[cell], both, score, seed=1)
    pairs, rng = model.batch(PAIRS), np.random.default_rng(2)
    _, grads = loss_and_grads(model, pairs)
    for values in (model.params, model.readout):
        for name, start in values.items():
            direction = rng.standard_normal(start.shape)
            losses = []
            for step in (1e-5, -1e-5):
                values[name] = start + step * direction
                losses.append(model.read(pairs, mean=True).loss.value)
            values[name] = start
            slope = (losses[0] - losses[1]) / 2e-5
            assert slope == pytest.approx((grads[name] * direction).sum(), rel=1e-5, abs=1e-8), name


def test_padding_and_neighbours_change_nothing():
    model = untrained(GRU(), True, "additive")
    together = model.read(model.batch(PAIRS))
    for b, pair in enumerate(PAIRS):
        alone = model.read([pair])
        T = len(pair[1]) + 1
        close(together.logits[:T, b], alone.logits[:, 0])
    close(together.loss.value, sum(model.read([pair]).loss.value for pair in PAIRS))


@both_ways
@pytest.mark.parametrize("score", [None, "general"])
def test_numbers_behind_attention_open(both, score):
    model = untrained(LSTM(), both, score)
    run = model.read(PAIRS)
    T, _, K = run.logits.shape
    for t, b in np.ndindex(T, 2):
        for k in range(K):
            holds(explain_output(model, run, t, b, k), run.logits[t, b, k])
        for unit in range(model.hidden_size if score else 0):
            holds(explain_combined(model, run, t, b, unit), run.combined[t, b, unit])
    if score is None:
        with pytest.raises(ValueError, match="without attention has no h̃"):
            explain_combined(model, run, 0, 0, 0)
    else:
        assert explain_weight(run.attention, 0, 0, 1).result == run.attention["weight"][0, 0, 1]


def holds(opened: Explanation, number: float) -> None:
    assert opened.result == number
    total = sum(term.product for term in opened.terms)
    apply = np.tanh if opened.function else float
    assert apply(total) == pytest.approx(number, rel=1e-12, abs=1e-14)


# Symbols and batches -------------------------------------------------------------------------


def test_symbols_are_numbers_and_back():
    assert SOUNDS.encode(("Z", "X")).tolist() == [2, 0]
    assert SOUNDS.decode([2, 0, 3, 1]) == ("Z", "X")
    assert SOUNDS.read[SOUNDS.start] == START
    assert SOUNDS.written[SOUNDS.end] == END
    assert LETTERS.unknown("abzéz9") == ("z", "é", "9")
    assert Vocabulary.of(["ba", "ca"]).symbols == ("a", "b", "c")


@pytest.mark.parametrize("symbols", [(), ("a", "a"), ("a", ""), ("a", END), (START,), (1, 2)])
def test_a_vocabulary_that_is_none_is_refused(symbols):
    with pytest.raises(ValueError, match="a vocabulary needs distinct symbols"):
        Vocabulary(symbols)


@pytest.mark.parametrize("typed", ["", "9", "é", "漢字", "a b", "\U0001f600" * 60, "x" * 600])
def test_hostile_input_gets_a_sentence(typed):
    model = untrained(GRU(), True, "dot")
    says = "a source must have" if not typed else "symbols must be among the 5 known; got"
    for act in (lambda: model.encode([typed]), lambda: model.greedy(typed, 5)):
        with pytest.raises(ValueError, match=says) as raised:
            act()
        assert len(str(raised.value)) < 200
    with pytest.raises(ValueError, match="at least one source"):
        model.encode([])


def test_a_batch_reads_the_start_and_writes_the_end():
    pairs = untrained(GRU(), True, None).batch(PAIRS)
    assert pairs.inputs[:, 1].tolist() == [3, 2, 0, 1, 1]
    assert pairs.targets[:, 1].tolist() == [2, 0, 1, 1, 3]
    assert pairs.targets[:, 2].tolist() == [3, -1, -1, -1, -1]
    assert pairs.source_lengths.tolist() == [3, 1, 5, 2]
    assert pairs.symbols == 3 + 5 + 1 + 2
    few = pairs.pick(np.array([0, 3]))
    assert (len(few.source), len(few.inputs), len(few)) == (3, 3, 2)


def test_minibatches_have_every_pair_once():
    model = untrained(GRU(), True, None)
    pairs = model.batch([(letter * n, ("X",) * n) for letter in "abcd" for n in range(1, 12)])
    groups = list(minibatches(pairs, 5, np.random.default_rng(0)))
    assert len(groups) == 9
    seen = [
        (int(group.source[0, b]), int(group.source_lengths[b]))
        for group in groups
        for b in range(len(group))
    ]
    assert sorted(seen) == [(letter, n) for letter in range(4) for n in range(1, 12)]
    assert max(int(np.ptp(group.source_lengths)) for group in groups) <= 2
    with pytest.raises(ValueError, match="batch_size"):
        next(minibatches(pairs, 0, np.random.default_rng(0)))


# Parameters ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"source.E": None}, "must hold source.E"),
        ({"decoder.W_h": None}, "must hold decoder.W_h"),
        ({"W_x": np.zeros(1)}, "unknown: W_x"),
        ({"combine.W_c": np.zeros((4, 4))}, "combine.W_c must have shape"),
        ({"source.E": np.zeros((4, 3))}, "source.E must have shape"),
    ],
)
def test_parameters_that_do_not_fit_are_named(change, says):
    model = untrained(GRU(), True, "dot")
    params = {n: v for n, v in {**model.params, **change}.items() if v is not None}
    with pytest.raises(ValueError, match=says):
        Seq2Seq(GRU(), params, model.readout, LETTERS, SOUNDS, Attention("dot"), True)


def test_two_directions_share_the_hidden_size():
    with pytest.raises(ValueError, match="must be even for two directions; got 5"):
        untrained(GRU(), True, "dot", hidden_size=5)
    assert untrained(GRU(), False, "dot", hidden_size=5).hidden_size == 5
