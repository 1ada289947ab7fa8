"""The learning procedure on its page: the scene holds the core's numbers, links and clicks work."""

from types import SimpleNamespace

import numpy as np
import pytest

from core.optimizers import global_norm
from core.procedure import SCHEMES, Course, Rules, course, epoch, practice_names
from pages.parts import procedure_section as section
from pages.parts import views
from pages.parts.learning import fresh
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.procedure_section import course_figures, courses, rules_of, texts_of
from pages.parts.scenes.procedure import outcome, procedure_scene, scheme_title, schemes_scene
from tests.pages.visits import say, scene_at, settings, sound, visit, written

PAGE, KEY = "bptt", "bptt.procedure"
RULES = Rules(length=3, batch_size=8, rate=1.0, limit=0.25, seed=2)


def made(text="marianne", cell="rnn", rules=RULES):
    found = epoch(fresh(cell, rules.seed), texts_of(text), rules)
    return found, procedure_scene(found, rules)


@pytest.mark.parametrize("cell", ["rnn", "lstm", "gru"])
def test_every_number_of_the_scene_is_the_cores(cell):
    found, scene = made(cell=cell)
    for m, minibatch in enumerate(found.minibatches):
        for row, sequence in enumerate(minibatch.sequences):
            n = found.order[8 * m + row]
            T = sequence.count
            whole = minibatch.before.read(sequence.text)
            name = scene["names"][n]
            assert (name["letters"], name["targets"]) == (f"·{sequence.text}", f"{sequence.text}·")
            assert name["minibatch"] == m
            np.testing.assert_allclose(scene["h"][n, :T], whole.trace["h"][:, 0], atol=1e-12)
            np.testing.assert_allclose(scene["loss"][n, :T], whole.loss.steps[:, 0], rtol=1e-10)
            assert np.isnan(scene["loss"][n, T:]).all()
            assert scene["sums"][n] == pytest.approx(whole.loss.value)
            assert scene["norms"][n] == pytest.approx(global_norm(sequence.params))
            assert np.nansum(scene["parts"][n]) == pytest.approx(whole.loss.value)
            right = np.exp(-whole.loss.steps[:, 0])
            np.testing.assert_allclose(scene["odds"][n, :T, 3], right, rtol=1e-10)
            assert (np.diff(scene["odds"][n, :T, :3]) <= 0).all()
            top = whole.probabilities[:, 0].max(axis=-1)
            np.testing.assert_allclose(scene["odds"][n, :T, 0], top, rtol=1e-10)
        value, norm, used, after = scene["minibatches"][m]
        assert (value, norm) == (minibatch.value, minibatch.update.norm)
        assert scene["clipped"][m] == (norm > 0.25)
        assert used == pytest.approx(min(norm, 0.25), rel=1e-4)
        texts = [s.text for s in minibatch.sequences]
        again = minibatch.update.model.read(texts, mean=True).loss.value
        assert after == pytest.approx(again)
    assert any(scene["clipped"])
    assert scene["whole"].tolist() == [found.mean, found.before, found.after]
    assert show(found.after) in scene["titles"][3]


def test_the_epoch_begins_with_the_visitors_own_name_or_else_with_one_of_the_data():
    assert texts_of("zoe") == ("zoe", *practice_names()[1:])
    assert texts_of("") == practice_names()
    for text, says in (("zoe", "“zoe”, which is yours"), ("", "24 of the training names")):
        at = visit(PAGE, {"text": text})
        sound(at)
        assert scene_at(at, KEY)["names"][0]["targets"] == (text or practice_names()[0]) + "·"
        assert says in written(at)


def test_what_a_visitor_types_does_not_enter_the_courses_that_all_share():
    visit(PAGE, {"text": "zoe"})
    kept = dict(section._kept)
    visit(PAGE, {"text": "adalbert"})
    assert section._kept.keys() == kept.keys()


def test_who_waits_for_courses_hears_how_far_they_are():
    heard, rules = [], Rules(seed=4321)
    found = courses("rnn", rules, heard.append)
    assert heard == sorted(heard)
    assert heard[-1] == 1.0
    assert len(heard) == 4 * section.EPOCHS
    assert courses("rnn", rules, heard.append) is found
    assert len(heard) == 4 * section.EPOCHS


def test_a_place_is_kept_in_the_link_and_opens_again():
    at = visit(PAGE)
    say(at, KEY, place=[2, 5, 1, 3])
    sound(at)
    now = settings(at, PAGE)
    assert (now.l_zoom, now.l_name, now.l_step, now.l_frame) == ("batch", 6, 2, 3)
    link = {name: at.query_params[name] for name in at.query_params}
    view = scene_at(visit(PAGE, link), KEY)["view"]
    assert {**view, "id": 0} == {"id": 0, "zoom": "batch", "name": 5, "step": 1, "frame": 3}


def test_a_move_sends_no_data_but_other_data_begin_where_the_learner_is(monkeypatch):
    monkeypatch.setattr(views, "st", SimpleNamespace(session_state={}))
    first = views.held_view("x", 1, "anna", {"step": 0})
    assert first == {"id": 1, "step": 0}
    assert views.held_view("x", 1, "anna", {"step": 5}) == first
    assert views.held_view("x", 1, "otto", {"step": 5}) == {"id": 1, "step": 5}
    assert views.held_view("x", 2, "otto", {"step": 2}) == {"id": 2, "step": 2}


def test_a_number_opens_with_the_weights_that_its_minibatch_had():
    at = visit(PAGE, {"l_name": 7, "l_step": 2, "l_batch": "8", "l_rate": "3"})
    say(at, KEY, trigger=True, open="trace.h.1.4")
    sound(at)
    rules = rules_of(settings(at, PAGE))
    found, scene = made(rules=rules)
    panel = scene_at(at, "bptt.panel-l_sel")
    assert panel["result"][0, 1] == pytest.approx(scene["h"][6, 1, 4], abs=1e-6)
    before = found.minibatches[scene["names"][6]["minibatch"]].before
    assert before is not found.minibatches[0].before
    say(at, KEY, place=[0, 6, 2, 99])
    assert settings(at, PAGE).l_sel == ""


@pytest.mark.parametrize(
    "query",
    [
        {"l_name": "24", "l_step": "31", "l_frame": "98", "text": "al"},
        {"l_zoom": "piece", "l_length": "1", "l_rate": "10", "l_limit": "none", "cell": "gru"},
        {"l_zoom": "epoch", "l_batch": "2", "l_sel": "trace.h.30.11", "cell": "lstm-peephole"},
        {"l_length": "all", "l_axis": "updates", "text": "", "l_seed": "9999"},
    ],
)
def test_extremes_open(query):
    at = visit(PAGE, query)
    sound(at)
    assert not at.warning
    found = scene_at(at, f"{KEY}.schemes")
    assert [series["key"] for series in found["series"]] == list(SCHEMES)


def test_the_courses_are_those_of_the_core_and_their_ends_are_said():
    rules = Rules(rate=3.0, limit=1.0, seed=1)
    found = courses("rnn", rules)
    scene = schemes_scene(found, 24, 27, "seen")
    for series, own in zip(scene["series"], found, strict=True):
        names, epochs = practice_names(), section.EPOCHS
        again = course(own.scheme, fresh("rnn", 1), names, rules, epochs)
        np.testing.assert_array_equal(series["bits"], again.bits)
        assert series["says"] == course_figures(found)[f"end_{own.scheme}"]
        assert show(float(again.bits[-1])) in series["says"]
    best = min(found, key=lambda one: one.bits[-1])
    assert scene["title"].startswith("Here the loss ends lowest when weights are updated after")
    assert f"after every {best.scheme}" in scene["title"].split(", and worse")[0]


def test_what_went_wrong_is_said():
    def one(scheme, *bits, failed=None):
        return Course(scheme, np.arange(len(bits)), np.arange(len(bits)), np.array(bits), failed)

    nan = float("nan")
    lost = one("step", 4.0, nan, failed=12)
    worse, fine = one("sequence", 4.0, 5.0), one("epoch", 4.0, 3.0)
    assert outcome(lost) == "not a number after update 12"
    assert outcome(worse) == "5.00 bits: worse than at first"
    assert outcome(fine) == "3.00 bits"
    said = scheme_title([lost, worse, fine])
    assert said == (
        "Here the loss ends lowest when weights are updated after every epoch, and worse than it "
        "began after every step and after every sequence"
    )
    assert scheme_title([lost, worse]) == "At this learning rate all four end worse than they began"


# What the text says -----------------------------------------------------------------------


def test_counts_norms_and_clipping_are_as_quoted():
    at = visit(PAGE, {"l_batch": "2", "l_limit": "0.25"})
    rules = rules_of(settings(at, PAGE))
    found, _ = made(rules=rules)
    figures = {
        "steps": str(sum(len(text) + 1 for text in texts_of("marianne"))),
        "minibatches": "12",
        "clipped": str(sum(m.update.norm > 0.25 for m in found.minibatches)),
        "norm": show(max(m.update.norm for m in found.minibatches)),
    }
    assert lesson("bptt-procedure").fill("procedure-try", **figures) in written(at)


def test_as_many_updates_were_made_as_are_quoted():
    steps = sum(len(name) + 1 for name in practice_names())
    per_epoch = {"step": steps, "sequence": 24, "minibatch": 6, "epoch": 1}
    said = written(visit(PAGE))
    found = courses("rnn", rules_of(settings(visit(PAGE), PAGE)))
    figures = course_figures(found)
    for scheme, n in per_epoch.items():
        assert figures[f"updates_{scheme}"] == f"{n * section.EPOCHS:,}"
    assert lesson("bptt-procedure").fill("schemes-try", **figures) in said


def test_with_sub_sequences_of_one_step_nothing_walks_back_over_a_state():
    found, _ = made(rules=Rules(length=1))
    for minibatch in found.minibatches:
        for sequence in minibatch.sequences:
            for piece in sequence.pieces:
                assert piece.trace.T == 1
                np.testing.assert_array_equal(piece.grads["h"], piece.grads.injected["h"])


def test_clipped_at_a_quarter_the_same_losses_move_the_weights_by_less():
    free, short = (
        made(rules=Rules(rate=0.1, limit=k, seed=1))[0].minibatches[0] for k in (1, 0.25)
    )
    assert free.value == short.value
    assert short.update.clipped

    def moved(minibatch):
        before, after = minibatch.before.params, minibatch.update.model.params
        return np.sqrt(sum(np.sum((before[name] - after[name]) ** 2) for name in before))

    assert moved(short) < moved(free)
