"""The panel: which number a selection names, what it becomes, and what is opened beside it."""

import itertools
import re

import numpy as np
import pytest

from core.explain import Ref
from pages.parts.panel import SELECTION, _scene, fitting, follow, ref_of, sel_of
from pages.parts.reading import model, read_by, reading
from pages.parts.settings import parse
from tests.pages.test_settings import Every
from tests.pages.visits import say, scenes, settings, visit

MODELS = ("names-rnn", "names-lstm", "names-lstm-peephole", "names-gru", "names-gru-after")


@pytest.fixture(scope="module", params=MODELS)
def read(request):
    return reading(request.param, "anna")


def every_ref(read):
    """The first, a middle and the last place of every number there is."""
    last, H, K = read.trace.T - 1, read.trace.H, len(read.model.alphabet)
    for name in read.trace:
        first = -1 if name in read.trace.cell.state else 0
        for t, unit in itertools.product((first, 0, last), (0, H // 2, H - 1)):
            yield Ref("trace", name, t, unit)
            yield Ref("grads", name, t, unit)
    for t, k in itertools.product((0, last), (0, K - 1)):
        yield from (Ref(source, "y", t, k) for source in ("logits", "prediction"))
        yield from (Ref("input", "x", t, k), Ref("grads", "x", t, k))
        yield Ref("loss", "L", t, 0)
        yield Ref("injected", "h", t, min(k, H - 1))
    for name, t in itertools.product((*read.trace.cell.state, "a", "U", "W", "b"), (0, last)):
        yield Ref("length", name, t, 0)
    for name, array in (("U", "W_x"), ("W", "W_h"), ("b", "b")):
        blocks, rows, _ = read.params[array].shape
        yield from (Ref("d_weights", name, 0, 0), Ref("d_weights", name, rows - 1, blocks * H - 1))


@pytest.mark.parametrize(
    "sel", ["trace.h.2.0", "grads.a_f.10.11", "trace.c.-1.3", "prediction.y.0.26", "input.x.0.0"]
)
def test_a_selection_names_a_place_and_back(sel):
    assert sel_of(ref_of(sel)) == sel
    assert parse(Every, {"sel": [sel]}) == (Every(sel=sel), [])


@pytest.mark.parametrize(
    "sel",
    ["", "trace.h.2", "trace.h.2.0.1", "trace.h.-2.0", "trace.h.1000.0", "trace.h.2.-1",
     "model.h.0.0", "trace.h<b>.0.0", "trace..0.0", "trace.h.2.0\n", "TRACE.h.2.0",
     "trace.h.1e2.0"],
)  # fmt: skip
def test_what_is_no_selection_is_refused(sel):
    assert len(parse(Every, {"sel": [sel]})[1]) == 1


def test_every_number_of_a_reading_opens_in_the_panel(read):
    for ref in every_ref(read):
        scene = _scene(read, sel_of(ref), [])
        opened = read.explain(ref)
        assert scene["result"][0, 1] == opened.result
        assert scene["role"]
        assert scene["words"]
        assert len(scene["numbers"]) == len(scene["terms"]) + 1
        if scene["terms"]:
            products = scene["numbers"][:-1, 2].sum()
            np.testing.assert_allclose(products, scene["numbers"][-1, 0], rtol=1e-12, atol=1e-15)


def test_what_a_term_opens_is_the_value_it_shows(read):
    for ref in every_ref(read):
        scene = _scene(read, sel_of(ref), [])
        for (_, label, sel), (_, value, _) in zip(scene["terms"], scene["numbers"], strict=False):
            if not sel:
                continue
            opened = read.explain(ref_of(sel)).result
            if label.startswith("(1 -"):  # 1 − z opens z
                opened = 1 - opened
            elif label.startswith("e^"):  # an exponential opens its logit
                opened = np.exp(opened - read.loss.logits[ref.t, 0].max())
            assert opened == pytest.approx(value, rel=1e-12, abs=1e-300)


def test_beside_a_value_stands_its_gradient_and_the_other_way_round(read):
    pairs = {"trace": "grads", "grads": "trace", "logits": "prediction", "prediction": "logits"}
    for ref in every_ref(read):
        other = _scene(read, sel_of(ref), [])["other"]
        if ref.source not in pairs or (ref.source, ref.name) == ("grads", "x"):
            assert other is None
            continue
        words, sel, _, numbers = other
        assert words
        assert ref_of(sel) == Ref(pairs[ref.source], ref.name, ref.t, ref.unit)
        assert numbers[-1, 1] == read.explain(ref_of(sel)).result


def test_without_letters_there_is_no_loss_to_speak_of():
    silent = reading("names-rnn", "anna", driven=False)
    scene = _scene(silent, "trace.h.2.0", [])
    assert scene["other"] is None
    assert scene["read"] == ""


def test_a_selection_that_fits_stays(read):
    for ref in every_ref(read):
        assert fitting(sel_of(ref), read) == sel_of(ref)


@pytest.mark.parametrize(
    ("sel", "fits"),
    [
        ("trace.h.30.2", "trace.h.4.2"),
        ("prediction.y.30.2", "prediction.y.4.2"),
        ("trace.h.2.999", "trace.h.4.0"),
        ("trace.zz.2.0", "trace.h.4.0"),
        ("grads.zz.2.0", "trace.h.4.0"),
        ("injected.x.0.0", "trace.h.4.0"),
    ],
)
def test_a_selection_that_does_not_fit_becomes_the_nearest_that_does(sel, fits):
    assert fitting(sel, reading("names-rnn", "anna")) == fits


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize(
    "source", ["trace", "grads", "logits", "prediction", "input", "injected", "loss"]
)
def test_whatever_a_link_selects_fits_or_is_replaced(model, source):
    read = reading(model, "")
    names = ["h", "c", "f", "a_f", "z", "n", "x", "y", "L", "A_f", "__class__", "squashed_c"]
    for name, t, unit in itertools.product(names, (-1, 0, 5, 999), (0, 11, 26, 999)):
        sel = fitting(f"{source}.{name}.{t}.{unit}", read)
        assert read.has(ref_of(sel))
        assert _scene(read, sel, [sel])["sel"] == sel


def test_a_number_follows_the_step_at_which_it_was_open():
    assert follow("trace.h.2.5", 2, 3) == "trace.h.3.5"
    assert follow("grads.c.0.1", 0, 7) == "grads.c.7.1"


def test_a_number_of_another_step_stays():
    assert follow("trace.h.2.5", 3, 4) == "trace.h.2.5"


def test_a_weight_is_the_same_at_every_step():
    assert follow("weights.W.2.5", 2, 3) == "weights.W.2.5"


# The trail, through the page as a visitor clicks.


@pytest.fixture
def page():
    return visit("unrolled")


def trail(at):
    return [sel for sel, _ in scenes(at)["panel"]["trail"]]


def clicked(at, sel):
    return say(at, "panel", open=sel)


def test_drilling_down_leaves_a_trail_and_going_back_shortens_it(page):
    assert trail(page) == []
    way = ["trace.h.1.0", "trace.h.0.3", "trace.h.-1.2"]
    for sel in way:
        page = clicked(page, sel)
    assert scenes(page)["panel"]["sel"] == way[-1]
    assert trail(page) == ["trace.h.2.0", *way[:-1]]
    page = clicked(page, "trace.h.1.0")
    assert scenes(page)["panel"]["sel"] == "trace.h.1.0"
    assert trail(page) == ["trace.h.2.0"]
    assert settings(page, "unrolled").sel == "trace.h.1.0"
    assert page.query_params["sel"] == "trace.h.1.0"


def test_a_number_opened_in_the_scene_begins_anew(page):
    page = clicked(page, "trace.h.1.0")
    page = say(page, "unrolled", open="trace.h.5.2")
    assert scenes(page)["panel"]["sel"] == "trace.h.5.2"
    assert trail(page) == []


def test_a_trail_ends_where_a_new_cell_has_no_such_number(page):
    page = clicked(page, "trace.a_h.2.0")
    page = clicked(page, "trace.h.1.0")
    assert trail(page) == ["trace.h.2.0", "trace.a_h.2.0"]
    page.segmented_control(key="unrolled.cell").set_value("gru").run()
    assert not page.exception
    assert "trace.a_h.2.0" not in trail(page)


def test_the_selection_pattern_is_what_places_are_written_as(read):
    for ref in every_ref(read):
        assert re.fullmatch(SELECTION, sel_of(ref))


def test_an_entry_of_a_gradient_opens_into_the_uses_of_its_weight(read):
    H, blocks = read.trace.H, len(read.trace.cell.gates)
    column = (blocks - 1) * H + 4
    opened = read.explain(Ref("d_weights", "W", 2, column))
    assert opened.result == read.grads.params["W_h"][blocks - 1, 2, 4]
    assert len(opened.terms) == read.trace.T
    assert opened.sum == pytest.approx(opened.result)
    assert not read.has(Ref("d_weights", "W", 2, blocks * H))
    assert not read.has(Ref("d_weights", "V", 0, 0))
    scene = _scene(read, f"d_weights.W.2.{column}", [])
    assert scene["where"].endswith("over all steps")
    assert scene["read"] == ""
    assert follow(f"d_weights.W.2.{column}", 2, 5) == f"d_weights.W.2.{column}"


def test_a_letter_names_its_row_of_the_input_weights(read):
    k = read.inputs.index("n")
    opened = read.explain(Ref("d_weights", "U", k, 3))
    assert opened.symbol.endswith(r"[\mathrm{n},4]")
    assert opened.result == read.grads.params["W_x"][0, k, 3]
    assert [term.weight for term in opened.terms] == [letter == "n" for letter in read.symbols]


def test_a_step_without_a_loss_has_none_to_open():
    read = read_by(model("names-gru"), "names-gru", "anna", loss_at="last step")
    last = read.trace.T - 1
    assert [read.has(Ref("loss", "L", t, 0)) for t in range(last + 1)] == [False] * last + [True]
    assert read.explain(Ref("loss", "L", last, 0)).result == pytest.approx(read.loss.value)
    assert fitting("loss.L.1.0", read) == f"loss.L.{last}.0"
    assert _scene(read, "injected.h.1.3", [])["result"][0, 1] == 0
