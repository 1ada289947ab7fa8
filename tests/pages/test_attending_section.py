"""The sections on looking and on holding: what is asked, what is answered, at the extremes."""

import re

import numpy as np
import pytest

from core.attention import SCORES
from pages.parts.attend_figures import example
from pages.parts.hold_section import place_of
from pages.parts.looking import LOOKED_AT, Look, panel_scene
from pages.parts.scenes.attend import attend_scene, findings, opened
from pages.parts.scenes.hold import SHARES, hold_scene
from pages.parts.translation import LONGEST_READ, Typed, read_typed, reference
from tests.pages.visits import say, scene_at, settings, sound, visit

LOOK, HOLD = "attention.attend", "attention.hold"
SENTENCE = "the black dog slept in the hot sun"


@pytest.fixture(scope="module")
def french():
    return example("french", SENTENCE)


def test_a_cell_is_opened_and_its_numbers_follow_it(french):
    at = visit("attention", {"a_row": "7", "a_column": "8", "a_unit": "3"})
    sound(at)
    scene = scene_at(at, LOOK)
    assert (scene["opened"]["t"], scene["opened"]["s"]) == (6, 7)
    assert scene["view"] == {**scene["view"], "t": 6, "s": 7, "unit": 3}
    np.testing.assert_allclose(scene["weights"], french.weight, atol=1e-6)
    at = say(at, LOOK, cell="1.2")
    assert (settings(at, "attention").a_row, settings(at, "attention").a_column) == (2, 3)
    np.testing.assert_allclose(
        scene_at(at, LOOK)["opened"]["row"][:, 2], french.weight[1], atol=1e-6
    )


def test_numbers_behind_a_cell_open_in_the_panel():
    at = visit("attention")
    for asked, symbol in (("chance", r"\hat{y}"), ("between.4", "hidden"), ("key.2.5", "h_")):
        at = say(at, LOOK, trigger=True, sel=asked)
        sound(at)
        assert symbol in scene_at(at, "attention.panel-a_sel")["symbol"]
    for nothing in ("key.2.x", "no", ""):
        at = say(at, LOOK, trigger=True, sel=nothing)
        sound(at)
        assert settings(at, "attention").a_sel == ""


@pytest.mark.parametrize("score", SCORES)
def test_every_way_from_an_output_to_the_embeddings_is_open(score):
    read = example("sound", "table", score)
    look, seen = Look(read), set()
    sel = look.asked("chance", 1, 1)
    rng = np.random.default_rng(0)
    for _ in range(60):
        assert re.fullmatch(LOOKED_AT, sel)
        found = look.explain(sel)
        seen.add(sel.split(".")[0])
        scene = panel_scene(look, sel, found, [])
        assert scene["where"]
        onward = [sel for *_, sel in scene["terms"] if sel]
        sel = onward[rng.integers(len(onward))] if onward else look.asked("chance", 2, 0)
    assert {"output", "combined", "decoder/trace"} <= seen


def test_what_a_setting_names_and_is_not_there_is_left_out():
    look = Look(example("sound", "fox"))
    for sel in (
        "attention.weight.40.0",
        "attention.query.0.0",
        "reversed/grads.x.99.1",
        "output.p.0.999",
    ):
        assert re.fullmatch(LOOKED_AT, sel)
        assert look.explain(sel) is None
    sound(visit("attention", {"a_sel": "attention.weight.40.0"}))


@pytest.mark.parametrize("task", ["sound", "french"])
@pytest.mark.parametrize("given", ["", "sun " * 60, "Привет 1 žluťoučký", "a"])
def test_any_input_has_a_map_whose_rows_are_weights(task, given):
    name = {"sound": "word", "french": "sentence"}[task]
    at = visit(
        "attention", {"task": task, name: given, "a_row": "26", "a_column": "20", "h_where": "all"}
    )
    sound(at)
    scene = scene_at(at, LOOK)
    T, S = scene["weights"].shape
    assert 1 <= S <= LONGEST_READ[task]
    assert (scene["opened"]["t"], scene["opened"]["s"]) == (T - 1, S - 1)
    np.testing.assert_allclose(scene["weights"].sum(axis=1), 1, atol=1e-6)
    held = scene_at(at, HOLD)
    there = np.isfinite(held["weights"]).all(axis=2)
    np.testing.assert_allclose(held["weights"].sum(axis=2)[there], 1, atol=1e-6)
    assert there.sum(axis=1).tolist() == [len(written) for written in held["outputs"]]
    assert held["outputs"][0] == scene["outputs"]


def test_with_the_right_answer_fed_rows_are_what_is_right():
    at = visit("attention", {"task": "sound", "word": "through", "a_forced": "1"})
    sound(at)
    scene = scene_at(at, LOOK)
    assert scene["forced"]
    assert tuple(scene["outputs"][:-1]) == reference("sound", tuple("through"))
    unknown = visit("attention", {"task": "sound", "word": "zzqx", "a_forced": "1"})
    sound(unknown)
    assert not scene_at(unknown, LOOK)["forced"]


def test_holding_is_told_and_kept_in_the_address():
    at = visit("attention", {"task": "sound", "word": "fox", "h_share": "0.5"})
    at = say(at, HOLD, cell="2.0", where="all", share=0.25)
    sound(at)
    now = settings(at, "attention")
    assert (now.h_row, now.h_column, now.h_where, now.h_share) == (3, 1, "all", 0.25)
    scene = scene_at(at, HOLD)
    assert (scene["row"], scene["column"], scene["every"]) == (2, 0, True)
    assert at.query_params["h_share"] in ("0.25", ["0.25"])


def test_the_scene_of_a_held_row_has_the_free_row_first_and_all_on_one_last(french):
    scene = hold_scene(french.typed, french.score, False, 0, 3, False)
    np.testing.assert_allclose(scene["weights"][0], french.weight, atol=1e-12)
    assert scene["weights"][-1, 0].tolist() == [float(s == 3) for s in range(8)]
    assert len(scene["outputs"]) == len(SHARES)
    assert tuple(scene["outputs"][0]) == french.outputs
    assert scene["curves"].shape == (len(scene["guesses"]), len(SHARES))
    best = [scene["guesses"][k] for k in np.nanargmax(scene["curves"], axis=0)]
    assert best == [written[0] for written in scene["outputs"]]


def test_the_input_chosen_for_a_learner_is_not_the_one_already_looked_at():
    class Now:
        h_row, h_column = 1, 0

    for word in ("fox", "knight"):
        read = example("sound", word)
        t, s = place_of(Now, read)
        assert t == 0
        assert s != read.weight[0].argmax()


def test_findings_are_what_the_weights_show(french):
    for read in (french, example("sound", "letter"), example("sound", "fox", "dot")):
        at = read.weight.argmax(axis=1)
        for finding in findings(read):
            assert all(at[t] == s for t, s in finding["cells"])
            assert not set(finding["columns"]) - set(range(len(read.typed.tokens)))
            if finding["kind"] == "passed":
                assert not set(finding["columns"]) & set(at[: read.said].tolist())
            if finding["kind"] == "swap":
                (t, s), (later, earlier) = finding["cells"]
                assert later == t + 1
                assert earlier < s
    kinds = {finding["kind"] for finding in attend_scene(french)["findings"]}
    assert "order" not in kinds


def test_an_input_of_one_symbol_has_one_weight():
    read = example("sound", "a")
    assert np.allclose(read.weight, 1)
    cell = opened(read, 0, 0)
    assert cell["row"].tolist() == [[pytest.approx(cell["figures"][0]), 1.0, 1.0]]
    assert read.typed == Typed("sound", ("a",), ())
    assert read_typed("sound", "") == ((), ())
