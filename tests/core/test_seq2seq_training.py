"""Training an encoder-decoder: it learns, it can be interrupted, and its file can be read."""

from __future__ import annotations

import io
import json

import numpy as np
import pytest
from test_seq2seq import CELLS, LETTERS, PAIRS, SOUNDS, untrained

from core import models
from core.attention import Attention
from core.seq2seq.training import Course
from core.training import Settings

SETTINGS = Settings(epochs=40, batch_size=3, learning_rate=0.02, weight_decay=0.02, seed=5)


def course(score="general", cell="gru"):
    model = untrained(CELLS[cell], True, score, hidden_size=8)
    return Course(model, model.batch(PAIRS), SETTINGS)


def test_it_learns_and_says_how_far_it_is():
    run = course()
    first, *_, last = list(run.run())
    assert (first.step, last.step, last.steps) == (1, 80, 80)
    assert (last.epoch, last.epochs) == (40, 40)
    assert last.ends_epoch
    assert not first.ends_epoch
    assert last.loss < 0.1 * first.loss
    assert last.seconds_left == 0.0
    assert first.seconds_left == pytest.approx(79 * first.seconds)
    assert last.model is run.model
    assert [run.model.greedy(word, 6).tokens for word, _ in PAIRS] == [t for _, t in PAIRS]


@pytest.mark.parametrize("at", [1, 41])
@pytest.mark.parametrize("cell", ["gru", "lstm"])
def test_an_interrupted_training_gives_what_an_unbroken_one_gives(cell, at):
    unbroken, broken = course(cell=cell), course(cell=cell)
    for _ in unbroken.run():
        pass
    for progress in broken.run():
        if progress.step == at:
            break
    file = io.BytesIO()
    broken.store(file)
    file.seek(0)
    again = Course.restore(file, broken.pairs)
    assert (again.step, again.seconds) == (at, broken.seconds)
    for _ in again.run():
        pass
    for kind in ("params", "readout"):
        ours, theirs = getattr(again.model, kind), getattr(unbroken.model, kind)
        assert all((ours[name] == theirs[name]).all() for name in theirs)


def test_only_some_parameters_are_trained_where_asked():
    model = course("general").model
    changed = model.with_score(
        "additive", Attention("additive").init(8, 8, np.random.default_rng(1))
    )
    run = Course(changed, model.batch(PAIRS), SETTINGS, "attention.")
    losses = [progress.loss for progress in run.run()]
    assert losses[-1] < losses[0]
    for name, value in changed.params.items():
        same = (run.model.params[name] == value).all()
        assert same == (not name.startswith("attention."))
    assert (run.model.readout["V"] == model.readout["V"]).all()
    ours, theirs = changed.read(PAIRS), model.read(PAIRS)
    assert (ours.states == theirs.states).all()
    assert (ours.decoder["h"] == theirs.decoder["h"]).all()
    with pytest.raises(ValueError, match="must hold attention"):
        model.with_score("general")
    with pytest.raises(ValueError, match="no score function"):
        course(None).model.with_score("dot")


def test_a_course_that_is_none_is_refused():
    file = io.BytesIO()
    np.savez(file, about=np.array(json.dumps({"format": "x"})))
    file.seek(0)
    with pytest.raises(ValueError, match="format must be 'unrolled training 1'; got 'x'"):
        Course.restore(file, course().pairs)
    model = untrained(CELLS["gru"], True, None)
    with pytest.raises(ValueError, match="takes optimizer adam"):
        Course(model, model.batch(PAIRS), Settings(optimizer="sgd"))


@pytest.mark.parametrize("score", [None, "dot", "additive"])
@pytest.mark.parametrize("cell", CELLS)
def test_a_model_comes_back_from_its_file(cell, score):
    model = untrained(CELLS[cell], True, score)
    file = io.BytesIO()
    models.write_file(model, file)
    file.seek(0)
    back = models.read_file(file)
    assert (back.cell, back.source, back.target) == (model.cell, LETTERS, SOUNDS)
    assert back.attention == (None if score is None else Attention(score))
    assert list(back.params) == list(model.params)
    for name, value in model.params.items():
        assert (back.params[name] == value.astype(np.float32)).all()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"attention": "cosine"}, "score must be one of"),
        ({"attention": 3}, "attention must be a score's name or null"),
        ({"bidirectional": "yes"}, "bidirectional true or false"),
        ({"bidirectional": False}, "unknown: reversed.W_h"),
        ({"source": "abcde"}, "source symbols must be a list"),
        ({"target": ["X", "X", "Y"]}, "distinct symbols"),
        ({"target": ["X", "Y"]}, "target.E must have shape"),
        ({"cell": "LSTM", "options": {}}, "encoder.W_x must have shape"),
    ],
)
def test_a_file_that_does_not_fit_is_refused(change, says):
    model = untrained(CELLS["gru"], True, "dot")
    file = io.BytesIO()
    models.write_file(model, file)
    file.seek(0)
    with np.load(file) as stored:
        arrays = dict(stored)
    about = json.loads(str(arrays["about"])) | change
    other = io.BytesIO()
    np.savez(other, **{**arrays, "about": np.array(json.dumps(about))})
    other.seek(0)
    with pytest.raises(ValueError, match=says):
        models.read_file(other)
