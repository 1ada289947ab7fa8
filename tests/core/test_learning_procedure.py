"""The learning procedure: its zooms add up, and updating earlier or later is what it says."""

from dataclasses import replace

import numpy as np
import pytest

from core.cells import GRU, LSTM, VanillaRNN
from core.corpus import split_names
from core.language import CharModel
from core.optimizers import global_norm
from core.procedure import (
    SCHEMES,
    Rules,
    course,
    epoch,
    mean_gradient,
    pieces,
    practice_names,
    update,
)
from core.procedure.schemes import grown
from core.sequence import forward
from core.training import loss_and_grads

CELLS = [VanillaRNN(), LSTM(), LSTM(peephole=True), GRU(), GRU(reset_after=True)]
NAMES = ("ann", "zondra", "otes", "grayce", "mae", "willamina")


def network(cell, seed=1, size=6):
    return CharModel.init(cell, size, np.random.default_rng(seed))


def vector(params):
    return np.concatenate([params[name].ravel() for name in sorted(params)])


def same(one, other, tolerance=1e-10):
    a, b = vector(one), vector(other)
    assert set(one) == set(other)
    assert np.linalg.norm(a - b) <= tolerance * np.linalg.norm(b)


@pytest.mark.parametrize("cell", CELLS, ids=str)
@pytest.mark.parametrize("length", [10, 30])
def test_one_sub_sequence_for_a_whole_sequence_is_the_full_gradient(cell, length):
    model = network(cell)
    batch = model.alphabet.batch(NAMES)
    value, grads = loss_and_grads(model, batch)
    cut_value, cut = mean_gradient(model, batch, length)
    assert cut_value == pytest.approx(value, rel=1e-12)
    same(cut, grads)
    (piece,) = pieces(model, "zondra", length)
    same(piece.params, {k: 7 * g for k, g in loss_and_grads(model, ["zondra"])[1].items()})


@pytest.mark.parametrize("cell", CELLS, ids=str)
@pytest.mark.parametrize("length", [1, 2, 4])
def test_sub_sequences_carry_the_state_and_cut_the_gradient(cell, length):
    model = network(cell)
    found = pieces(model, "willamina", length)
    whole = model.read("willamina")
    for name in cell.state:
        joined = np.concatenate([piece.trace[name] for piece in found])
        np.testing.assert_allclose(joined, whole.trace[name], atol=1e-14)
    assert sum(piece.loss.value for piece in found) == pytest.approx(whole.loss.value)
    full = vector(loss_and_grads(model, ["willamina"])[1])
    cut = vector(mean_gradient(model, model.alphabet.encode("willamina"), length)[1])
    assert np.linalg.norm(cut - full) > 1e-3 * np.linalg.norm(full)


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_what_the_walk_back_has_gathered_ends_in_the_whole_gradient(cell):
    piece = pieces(network(cell), "zondra", 4)[0]
    assert piece.gathered.shape == (4,)
    assert piece.gathered[0] == pytest.approx(global_norm(piece.params), rel=1e-12)
    last = last_step(piece)
    assert piece.gathered[-1] == pytest.approx(global_norm(last), rel=1e-12)


def last_step(piece):
    """What the last step alone adds: products of what it received with what it was fed."""
    trace, d = piece.trace, piece.grads.d_pre[-1, 0]
    H = trace.H
    blocks = {
        "W_x": np.outer(trace.x[-1, 0], d), "W_h": np.outer(trace.prev("h")[-1, 0], d), "b": d,
    }  # fmt: skip
    if hasattr(trace.cell, "reset_after"):
        recurrent = piece.trace.cell.param_grads(trace, only_last(piece))
        return {**recurrent, **readout(piece)}
    if getattr(trace.cell, "peephole", False):
        c, before = trace["c"][-1, 0], trace.prev("c")[-1, 0]
        blocks["p"] = np.concatenate([d[:H] * before, d[H : 2 * H] * before, d[3 * H :] * c])
    return {**blocks, **readout(piece)}


def only_last(piece):
    d_pre = np.zeros_like(piece.grads.d_pre)
    d_pre[-1] = piece.grads.d_pre[-1]
    return replace(piece.grads, d_pre=d_pre)


def readout(piece):
    d_y = piece.loss.d_logits[-1, 0]
    return {"V": np.outer(piece.trace["h"][-1, 0], d_y), "c": d_y}


@pytest.mark.parametrize("length", [3, 30])
def test_the_zooms_add_up(length):
    model = network(VanillaRNN())
    rules = Rules(length=length, batch_size=4, rate=0.5, seed=3)
    found = epoch(model, NAMES, rules)
    assert sorted(s.text for m in found.minibatches for s in m.sequences) == sorted(NAMES)
    assert found.count == sum(len(name) + 1 for name in NAMES)
    now = model
    for minibatch in found.minibatches:
        assert minibatch.before is now
        batch = model.alphabet.batch([s.text for s in minibatch.sequences])
        value, grads = mean_gradient(now, batch, length)
        assert minibatch.value == pytest.approx(value, rel=1e-12)
        same(minibatch.grads, grads)
        assert minibatch.update.norm == pytest.approx(global_norm(grads), rel=1e-12)
        now = minibatch.update.model
        for name, moved in {**now.params, **now.readout}.items():
            old = {**minibatch.before.params, **minibatch.before.readout}[name]
            np.testing.assert_allclose(moved, old - 0.5 * minibatch.grads[name], atol=1e-15)
    total = sum(p.loss.value for m in found.minibatches for s in m.sequences for p in s.pieces)
    assert found.mean == pytest.approx(total / found.count, rel=1e-12)
    assert found.before == pytest.approx(loss_and_grads(model, NAMES)[0], rel=1e-12)
    assert found.after == pytest.approx(loss_and_grads(now, NAMES)[0], rel=1e-12)


def test_a_gradient_beyond_the_limit_is_shortened_and_keeps_its_direction():
    model = network(VanillaRNN())
    _, grads = loss_and_grads(model, NAMES)
    free = update(model, grads, Rules(rate=1.0, limit=100.0))
    short = update(model, grads, Rules(rate=1.0, limit=0.1))
    assert (free.clipped, short.clipped) == (False, True)
    assert free.used == free.norm == short.norm == global_norm(grads)
    assert short.used == pytest.approx(0.1, rel=1e-4)
    one, other = (vector(made.model.params) - vector(model.params) for made in (free, short))
    assert one @ other == pytest.approx(np.linalg.norm(one) * np.linalg.norm(other))


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_a_trace_grown_step_by_step_with_the_same_weights_is_the_trace(cell):
    model = network(cell)
    x = model.alphabet.encode("grayce").x
    whole, behind = forward(cell, model.params, x), None
    for t in range(len(x)):
        behind = grown(model, x[: t + 1], behind)
    for name in whole:
        np.testing.assert_allclose(behind[name], whole[name], atol=1e-14)
    begun = grown(model, x[3:4], None, forward(cell, model.params, x[:3]))
    for name in cell.state:
        np.testing.assert_allclose(begun.final(name)[0], whole[name][3, 0], atol=1e-14)


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_updated_per_epoch_one_epoch_is_one_step_along_the_full_gradient(cell):
    model = network(cell)
    value, grads = loss_and_grads(model, NAMES)
    after = update(model, grads, Rules(rate=0.7)).model
    found = course("epoch", model, NAMES, Rules(length=30, rate=0.7), epochs=1)
    assert found.bits[0] * np.log(2) == pytest.approx(value, rel=1e-12)
    assert (found.bits[:-1] == found.bits[0]).all()
    assert found.bits[-1] * np.log(2) == pytest.approx(loss_and_grads(after, NAMES)[0], rel=1e-9)
    assert found.updates.tolist() == [0, 0, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("cell", CELLS, ids=str)
def test_a_sequence_of_one_step_is_learned_alike_step_by_step_and_as_a_whole(cell):
    rules = Rules(rate=0.7)
    online, whole = (course(s, network(cell), ["", ""], rules, 2) for s in ("step", "sequence"))
    np.testing.assert_allclose(online.bits, whole.bits, rtol=1e-12)
    assert online.updates.tolist() == whole.updates.tolist() == [0, 1, 2, 3, 4]


def test_with_steps_too_small_to_matter_online_sums_up_to_the_whole_sequence():
    """While the weights hardly move, Σ_t of the updates is one update with Σ_t of the losses."""
    model, rate = network(LSTM()), 1e-6
    online = course("step", model, ["zondra"], Rules(length=30, rate=rate), 1)
    whole = course("sequence", model, ["zondra"], Rules(length=30, rate=7 * rate), 1)
    fall = online.bits[0] - online.bits[1]
    assert fall > 0
    assert fall == pytest.approx(whole.bits[0] - whole.bits[1], rel=1e-3)


def test_a_minibatch_of_all_is_an_epoch_and_of_one_a_sequence():
    model = network(GRU())
    for size, scheme in ((1, "sequence"), (6, "epoch")):
        rules = Rules(batch_size=size, rate=0.5)
        one, other = (course(s, model, NAMES, rules, 2) for s in ("minibatch", scheme))
        np.testing.assert_array_equal(one.bits, other.bits)
        np.testing.assert_array_equal(one.updates, other.updates)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_same_seed_gives_the_same_course_and_all_see_the_same_data(scheme):
    model, heard = network(VanillaRNN()), []
    runs = [course(scheme, model, NAMES, Rules(seed=k), 2, heard.append) for k in (4, 4, 5)]
    np.testing.assert_array_equal(runs[0].bits, runs[1].bits)
    assert scheme == "epoch" or not np.array_equal(runs[0].bits, runs[2].bits)
    assert runs[0].seen.tolist() == list(range(13))
    steps = sum(len(name) + 1 for name in NAMES)
    made = {"step": 2 * steps, "sequence": 12, "minibatch": 4, "epoch": 2}[scheme]
    assert runs[0].updates[-1] == made
    assert (np.diff(runs[0].updates) >= 0).all()
    assert heard == [0.5, 1.0] * 3


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_course_that_overflows_says_at_which_update_and_goes_on(scheme):
    found = course(scheme, network(VanillaRNN("relu")), NAMES, Rules(rate=1e200), 2)
    assert found.failed is not None
    first = int(np.argmax(~np.isfinite(found.bits)))
    assert found.updates[first] == found.failed > 0
    assert not np.isfinite(found.bits[first:]).any()
    assert len(found.bits) == 13


def test_practice_names_are_held_in_and_always_the_same():
    names = practice_names()
    assert len(set(names)) == len(names) == 24
    assert set(names) <= set(split_names()[0])
    assert practice_names() == names
    assert len(practice_names(5)) == 5


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: Rules(length=0), "length must be at least 1; got 0"),
        (lambda: Rules(batch_size=0), "batch_size must be at least 1; got 0"),
        (lambda: Rules(rate=0.0), "rate must be above 0; got 0.0"),
        (lambda: Rules(limit=-1.0), "limit must be above 0; got -1.0"),
        (lambda: practice_names(0), r"count must lie in 1…\d+; got 0"),
        (lambda: epoch(network(VanillaRNN()), [], Rules()), "at least one text; got"),
        (lambda: epoch(network(VanillaRNN()), "ann", Rules()), "at least one text; got 'ann'"),
        (lambda: course("year", network(VanillaRNN()), NAMES, Rules()), "scheme must be one of"),
        (lambda: course("step", network(VanillaRNN()), NAMES, Rules(), 0), "epochs must be"),
    ],
)
def test_bad_input_is_refused_with_what_was_wrong(call, says):
    with pytest.raises(ValueError, match=says):
        call()
