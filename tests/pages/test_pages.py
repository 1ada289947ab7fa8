"""Every page at the extremes of its controls, of links and of what people type."""

import dataclasses
import re
from dataclasses import asdict

import numpy as np
import pytest

from pages.parts.reading import LONGEST_TYPED
from pages.parts.settings import query_of
from tests.pages.test_settings import SCRIPT, settings_class
from tests.pages.visits import (
    PAGES,
    READING,
    ROOT,
    TITLES,
    TYPING,
    arrays,
    fresh,
    scenes,
    settings,
    sound,
    visit,
)

TEXTS = {
    "empty": "",
    "spaces": "   ",
    "long": "abcdefghij" * 50,
    "too long": "x" * 5000,
    "emoji": "🙂🎉👩‍👩‍👧‍👦",
    "accents": "Zoë Ångström Łódź naïve",
    "digits": "1234567890",
    "scripts": "Привет 你好 مرحبا नमस्ते",
    "markup": "*a* _b_ [c](javascript:alert(1)) $d$ `e` :material/home: # f",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "right to left": "\u202eabc\u202c שלום",
    "controls": "a\x00b\x07c\x1b[31md\r\ne\tf",
    "signs": "™ ℃ ① ﬁ İ ß",
    "unpaired": "a\ufffe\uffffb",
}
HOSTILE = {
    "nothing": "", "nan": "nan", "huge": "1e999", "negative": "-1", "script": SCRIPT,
    "digits": "9" * 5000, "controls": "\x00\u202e",
}  # fmt: skip
KINDS = ("text_input", "segmented_control", "slider", "number_input", "toggle", "checkbox",
         "selectbox", "radio", "select_slider")  # fmt: skip


def controls(at):
    """Widgets of settings; what a learner types as an answer is none."""
    for kind in KINDS:
        yield from ((kind, widget) for widget in at.get(kind) if "." in widget.key)


def extremes(page, kind, widget):
    """Values at the ends of what a control allows, or all of them."""
    if kind == "text_input":
        return list(TEXTS.values())
    if kind in ("toggle", "checkbox"):
        return [True, False]
    if kind in ("slider", "number_input"):
        return [widget.min, widget.max]
    if kind == "segmented_control":
        name = widget.key.split(".", 1)[1]
        field = next(f for f in dataclasses.fields(settings_class(page)) if f.name == name)
        with pytest.raises(ValueError, match="one of ") as refused:
            field.metadata["kind"].read("\x00")
        return str(refused.value).removeprefix("one of ").split(", ")
    if kind == "select_slider":  # whose options a test sees as texts
        name = widget.key.split(".", 1)[1]
        field = next(f for f in dataclasses.fields(settings_class(page)) if f.name == name)
        return [field.metadata["kind"].read(widget.options[end]) for end in (0, -1)]
    return list(widget.options)


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_by_its_link(page):
    at = visit(page)
    sound(at)
    assert len(at.title) == 1
    assert [warning.value for warning in at.warning] == []
    assert at.query_params == {}


def test_every_page_has_the_file_that_opens_the_door():
    """Without it a server's first visitor, come by a deep link, would not be let in."""
    doors = {page: ROOT / "pages" / f"{page}.py" for page in PAGES if page != "home"}
    assert {page for page, door in doors.items() if not door.is_file()} == set()
    assert len({door.read_text("utf-8") for door in doors.values()}) == 1


def test_the_root_is_the_start_page():
    at = fresh().run()
    assert at.session_state["page/last"] == "home"


@pytest.mark.parametrize("page", PAGES)
def test_every_control_can_be_moved_to_its_ends(page):
    """Each by itself: the others stand where a visit finds them."""
    at = visit(page)
    for kind, key, found in [(kind, w.key, w.value) for kind, w in controls(at)]:
        for value in [*extremes(page, kind, at_key(at, key)), found]:
            at_key(at, key).set_value(value).run()
            sound(at)
            kept = value[:LONGEST_TYPED] if isinstance(value, str) else value
            assert getattr(settings(at, page), key.split(".", 1)[1]) == kept


def at_key(at, key):
    return next(widget for _, widget in controls(at) if widget.key == key)


@pytest.mark.parametrize("page", PAGES)
def test_controls_moved_one_after_another_hold(page):
    """Each control to each of its ends, on top of what the others were left at."""
    at = visit(page)
    for key, kind in [(w.key, k) for k, w in controls(at)]:
        shown = next((w for _, w in controls(at) if w.key == key), None)
        for value in extremes(page, kind, shown) if shown else []:
            found = [w for k, w in controls(at) if (k, w.key) == (kind, key)]
            if not found:  # some controls come and go with others
                continue
            found[0].set_value(value).run()
            sound(at)


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("page", PAGES)
def test_a_link_may_carry_any_text(page, text):
    if "text" not in {f.name for f in dataclasses.fields(settings_class(page))}:
        pytest.skip("this page reads no text")
    at = visit(page, {"text": text})
    sound(at)
    assert settings(at, page).text == text[:LONGEST_TYPED]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("🙂", "Left out"),
        ("a1", "Left out, because the network knows only a–z: 1"),
        ("x" * 31, "Only the first 30 letters are read"),
        ("", "No letters"),
        ("Zoë", None),
    ],
)
@pytest.mark.parametrize("page", READING)
def test_what_was_changed_in_a_text_is_said(page, typed, says):
    at = visit(page, TYPING.get(page))
    at.text_input(key=f"{page}.text").set_value(typed).run()
    words = "\n".join(caption.value for caption in at.caption)
    if says:
        assert says in words
    else:
        assert not re.search("Left out|Only the first|No letters", words)


@pytest.mark.parametrize("raw", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("page", PAGES)
def test_a_hostile_link_opens_the_page_and_says_what_was_wrong(page, raw):
    """Every setting that cannot be this is named, and stands at its default; the others take it."""
    good, bad = [], []
    for field in dataclasses.fields(settings_class(page)):
        try:
            field.metadata["kind"].read(raw)
        except ValueError:
            bad.append(field.name)
        else:
            good.append(field.name)
    at = visit(page, dict.fromkeys(bad, raw))
    sound(at)
    assert len(at.warning) == bool(bad)
    for name in bad:
        assert f"{name} = " in at.warning[0].value
    assert asdict(settings(at, page)) == asdict(settings_class(page)())
    at = visit(page, dict.fromkeys(good, raw))
    sound(at)
    assert not at.warning


@pytest.mark.parametrize("page", PAGES)
def test_a_link_full_of_nonsense_opens_the_page(page):
    names = [f.name for f in dataclasses.fields(settings_class(page))]
    query = {**dict.fromkeys(names, "<b>"), "utm_source": "x", "q": ["1", "2"], "__proto__": "1"}
    at = visit(page, query)
    sound(at)
    assert "This page has no setting" in at.warning[0].value


@pytest.mark.parametrize("page", READING)
def test_a_repeated_setting_counts_once(page):
    at = visit(page, {"text": ["anna", "otto"]})
    sound(at)
    assert settings(at, page).text == "otto"


def other_values(page):
    """Settings that all differ from the defaults, as one link."""
    given = {
        "home": {"text": "otto"},
        "unrolled": {
            "text": "otto", "cell": "gru", "units": "few", "stage": "input", "folded": True,
            "step": 3, "sel": "grads.z.1.4", "w_temperature": 1.3, "w_seed": 77, "q_own": -0.25,
            "p_preset": "patterns", "p_input": True, "p_w11": -1.25, "p_start1": 0.5, "p_seed": 3,
            "p_step": 7,
        },
        "bptt": {
            "text": "otto", "cell": "lstm-peephole", "weights": "fresh", "seed": 5,
            "loss_at": "last", "step": 7, "sel": "d_weights.U.13.30", "matrix": "U", "eta": 0.25,
            "l_length": "2", "l_batch": "8", "l_rate": "1", "l_limit": "0.5", "l_seed": 7,
            "l_zoom": "piece", "l_name": 5, "l_step": 3, "l_frame": 4, "l_sel": "trace.h.1.4",
            "l_axis": "updates", "k_weight": "W_x.2.13.7", "k_eps": 3, "k_direction": 9,
            "k_sel": "d_weights.W.3.4",
        },
        "gradients": {
            "radius": 1.5, "bias": -2.0, "length": 100, "activation": "relu", "measure": "loss",
            "size": "8", "seed": 5, "scale": 0.5, "cell": "gru", "pair": "44.4",
        },
        "gates": {
            "text": "otto", "gate": 0.123, "v_memory": "100_0_7", "v_new": "1_2_3",
            "v_f": "1_0.25_0", "v_i": "0.01_1_0.5", "v_o": "0_0.99_0.1", "v_view": "boxes",
            "v_phase": 1, "view": "boxes", "unit": 8, "step": 2, "phase": 1, "sel": "trace.f.1.7",
            "from_a": 1.5, "from_step": 2, "from_unit": 3, "from_sel": "trace.a_f.1.2",
        },
        "lstm": {
            "text": "otto", "f": 0.25, "i": 1.0, "o": 0.0, "hold_unit": 2, "hold_steps": "2-",
            "coupled": True, "peephole": True, "activation": "relu", "unit": 3, "step": 2,
            "phase": 4, "sel": "grads.c.1.2",
        },
        "gru": {
            "text": "otto", "r": 0.0, "z": 0.25, "hold_unit": 2, "hold_steps": "2-", "even": True,
            "reset_after": True, "unit": 3, "step": 2, "phase": 4, "sel": "trace.m.1.2",
        },
        "compare": {
            "task": "reber", "delay": 30, "seed": 7, "rows": "gates", "gate": "f", "held": 0.35,
            "own": "BTBTXSETE", "text": "otto", "cells": "rnn,lstm", "source": 3, "asked": 5,
            "step": 4, "cell": "rnn", "sel": "grads.h.2.1",
        },
        "seq2seq": {
            "task": "french", "word": "otto", "sentence": "the cat slept", "step": 3,
            "part": "encoder", "sel": "trace.h.1.4", "f_right": "le chat dormait", "f_step": 2,
            "f_other": "1.2", "f_lane": "free", "f_sel": "prediction.y.1.3", "b_width": 5,
            "b_power": 0.5, "b_step": 2, "b_node": "2.3", "b_sel": "prediction.y.0.3",
            "n_score": "dot",
        },
    }  # fmt: skip
    cls = settings_class(page)
    names = {f.name for f in dataclasses.fields(cls)}
    wanted = {"ask_seed": 7, "ask_kind": "select", **given.get(page, {})}
    return cls(**{name: value for name, value in wanted.items() if name in names})


@pytest.mark.parametrize("page", PAGES)
def test_a_link_with_all_settings_restores_them(page):
    wanted = other_values(page)
    at = visit(page, query_of(wanted))
    sound(at)
    assert not at.warning
    assert asdict(settings(at, page)) == asdict(wanted)
    assert {name: at.query_params[name] for name in at.query_params} == query_of(wanted)
    for _, widget in controls(at):
        prefix, _, name = widget.key.partition(".")
        if prefix == page and hasattr(wanted, name):
            assert widget.value == getattr(wanted, name)


@pytest.mark.parametrize("page", PAGES)
def test_the_link_of_a_page_opens_the_same_scenes_for_somebody_else(page):
    mine = visit(page, query_of(other_values(page)))
    theirs = visit(page, {name: mine.query_params[name] for name in mine.query_params})
    for name, scene in scenes(mine).items():
        again = scenes(theirs)[name]
        for a, b in zip(arrays(scene), arrays(again), strict=True):
            np.testing.assert_array_equal(a, b)
        assert {k for k in scene if scene[k] is None} == {k for k in again if again[k] is None}


@pytest.mark.parametrize("to", READING)
@pytest.mark.parametrize("page", READING)
def test_typed_text_is_there_on_the_other_pages(page, to):
    at = visit(page, TYPING.get(page))
    at.text_input(key=f"{page}.text").set_value("grace").run()
    visit(to, at=at)
    sound(at)
    assert settings(at, to).text == "grace"
    for name, value in TYPING.get(to, {}).items():
        at.segmented_control(key=f"{to}.{name}").set_value(value).run()
    assert at.text_input(key=f"{to}.text").value == "grace"


@pytest.mark.parametrize("page", PAGES)
def test_a_page_is_found_again_as_it_was_left(page):
    wanted = other_values(page)
    at = visit(page, query_of(wanted))
    elsewhere = next(name for name in PAGES if name != page)
    visit(elsewhere, at=at)
    visit(page, at=at)
    sound(at)
    assert asdict(settings(at, page)) == asdict(wanted)


def test_titles_are_all_different():
    assert len(set(TITLES.values())) == len(TITLES)
