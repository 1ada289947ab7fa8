"""The cliff, the largest numbers and the border as scenes and on their page."""

import numpy as np
import pytest

from core.border import RADII as BORDER_RADII
from core.border import STEPS, Network
from core.cliff import LENGTHS, descend, run
from pages.parts import border_section as section
from pages.parts.border_section import BorderSettings, asked, measured
from pages.parts.cliff_reading import CliffReading
from pages.parts.cliff_section import CliffSettings, question
from pages.parts.panel import ref_of
from pages.parts.scenes.border import border_scene, nearest
from pages.parts.scenes.cliff import (
    LIMITS,
    RATES,
    UPDATES,
    Descent,
    cliff_scene,
    cut_off,
    overflow_scene,
)
from pages.parts.settings import parse
from pages.parts.wire import pack, unpack
from tests.pages.visits import say, scenes, settings, sound, visit

PAGE = "gradients"
Q = question(CliffSettings())


def test_a_place_says_what_a_descent_from_it_says():
    scene = unpack(pack(cliff_scene(Q)))
    i, j = scene["at"]
    rows = scene["paths"]["rows"][RATES.index(Q.rate)]
    loss, norm = scene["nodes"]["here"][j, i]
    for r, (w, b, after, length, angle) in enumerate(scene["nodes"]["rules"][j, i]):
        np.testing.assert_allclose(rows[r, 0, :4], [Q.w, Q.b, loss, norm], rtol=1e-5)
        np.testing.assert_allclose(rows[r, 0, 4:], [length, angle], rtol=1e-5, atol=1e-4)
        np.testing.assert_allclose(rows[r, 1, :3], [w, b, after], rtol=1e-4)
        np.testing.assert_allclose(scene["opened"]["to"][r], [w, b], rtol=1e-5)


def test_every_place_of_a_slider_is_a_descent_with_that_value():
    rows = cliff_scene(Q)["paths"]["rows"]
    assert rows.shape == (len(RATES) + len(LIMITS), 3, UPDATES + 2, 6)
    for k, (rate, limit) in ((0, (RATES[0], Q.limit)), (len(RATES) + 3, (Q.rate, LIMITS[3]))):
        alone = descend(Q.w, Q.b, Q.steps, rate, limit, 3)
        np.testing.assert_allclose(rows[k][:, :3, :2], np.moveaxis(alone.at[:3], 0, 1), rtol=1e-6)


def test_the_arithmetic_ends_in_the_digits_that_are_shown():
    opened = cliff_scene(Q)["opened"]
    at = run(Q.w, Q.b, Q.steps)
    np.testing.assert_allclose(opened["last"], [at.h[-1], at.loss])
    np.testing.assert_allclose(opened["left"][1], opened["g"] * opened["factor"], rtol=1e-9)
    np.testing.assert_allclose(opened["left"][2], np.clip(opened["g"], -Q.limit, Q.limit))
    moved = np.array(opened["from"]) - Q.rate * opened["left"]
    np.testing.assert_allclose(opened["to"], moved)
    assert opened["norm"] == pytest.approx(np.hypot(*opened["g"]))


def test_the_gradient_opens_into_its_uses_and_further_down_to_the_start():
    read = CliffReading(Q.w, Q.b, Q.steps)
    at = run(Q.w, Q.b, Q.steps)
    w, b = (read.explain(ref_of(f"d_weights.{name}.0.0")) for name in "Wb")
    assert w.result == pytest.approx(float(at.d_w), rel=1e-9)
    assert b.result == pytest.approx(float(at.d_b), rel=1e-9)
    np.testing.assert_allclose([term.product for term in w.terms], at.uses, rtol=1e-9)
    seen, todo = set(), [ref_of("d_weights.W.0.0")]
    while todo:
        ref = todo.pop()
        opened = read.explain(ref)
        if opened.function is None and not opened.note:
            assert opened.sum == pytest.approx(opened.result, rel=1e-12, abs=1e-300)
        new = {term.ref for term in opened.terms if term.ref and read.has(term.ref)} - seen
        seen |= new
        todo += new
    assert len(seen) == Q.steps  # ∂L/∂a_t of every step
    end = read.explain(ref_of(f"injected.h.{Q.steps - 1}.0"))
    assert end.result == pytest.approx(read.grads["h"][-1, 0, 0])


@pytest.mark.parametrize("steps", LENGTHS)
@pytest.mark.parametrize(("rate", "limit"), [(RATES[0], LIMITS[0]), (RATES[-1], LIMITS[-1])])
def test_extremes_of_all_sliders_hold_numbers(steps, rate, limit):
    for w, b in ((4.0, -3.975), (7.0, -1.605), (5.5, -2.895)):
        scene = unpack(pack(cliff_scene(Descent(steps, w, b, rate, limit))))
        assert np.isfinite(scene["loss"]).all()
        assert np.isfinite(scene["paths"]["rows"][..., :5]).all()  # an angle may be undefined
        assert np.isfinite(scene["nodes"]["rules"][..., :4]).all()


def test_the_largest_numbers_are_cut_off_and_never_rounded_up():
    assert cut_off(1.7976931348623157e308) == "1.797…×10³⁰⁸"
    scene = overflow_scene(2.0)
    assert [limit["text"] for limit in scene["limits"]] == ["3.402…×10³⁸", "1.797…×10³⁰⁸"]
    assert scene["slider"]["values"][scene["slider"]["at"]] == 2.0


def test_what_is_dragged_is_in_the_link_and_comes_back():
    at = visit(PAGE)
    say(at, "gradients.cliff", trigger=True, point=[5.199999, -2.7150001])
    now = settings(at, PAGE)
    assert (now.c_w, now.c_b, now.c_step) == (5.2, -2.715, 0)
    say(at, "gradients.cliff", trigger=True, rate=0.2)
    say(at, "gradients.cliff", trigger=True, limit=50)
    say(at, "gradients.cliff", trigger=True, open="d_weights.W.0.0")
    say(at, "gradients.overflow", trigger=True, radius=1.5)
    say(at, "gradients.border", trigger=True, pick=[48, 30])
    sound(at)
    query = dict(at.query_params)
    wanted = {"c_w": "5.2", "c_rate": "0.2", "c_limit": "50", "c_radius": "1.5", "m_radius": "4"}
    wanted |= {"c_sel": "d_weights.W.0.0"}
    assert wanted.items() <= query.items()
    again = visit(PAGE, query)
    sound(again)
    found = scenes(again)
    assert found["cliff"]["at"] == [12, 21]
    assert found["border"]["view"]["at"] == [48, 30]
    assert found["overflow"]["slider"]["values"][found["overflow"]["slider"]["at"]] == 1.5


@pytest.mark.parametrize(
    "query",
    [
        {"c_steps": "50", "c_w": "4.013", "c_b": "-1.7", "c_rate": "5", "c_limit": "0.02",
         "c_step": "30", "c_radius": "20", "c_sel": "grads.h.24.0",
         "m_cell": "lstm", "m_bias": "6", "m_length": "200", "m_radius": "8", "m_seed": "9999"},
        {"c_steps": "10", "c_w": "7", "c_rate": "0.01", "c_limit": "50", "c_radius": "1",
         "c_sel": "trace.h.24.0", "m_cell": "rnn", "m_activation": "relu", "m_radius": "0.25",
         "m_length": "1"},
    ],
)  # fmt: skip
def test_the_page_stands_at_the_extremes_of_its_controls(query):
    at = visit(PAGE, query)
    sound(at)
    assert not at.warning


# The border ---------------------------------------------------------------------------------


def test_the_map_travels_whole_and_names_its_border():
    network = asked(BorderSettings())
    found = measured(network)
    scene = unpack(pack(border_scene(network, found)))
    assert scene["log"].shape == (len(BORDER_RADII), STEPS)
    np.testing.assert_allclose(scene["log"], found.log10, rtol=1e-6)
    assert scene["texts"][nearest(1.02)] == "1.00"
    assert [scene["texts"][k] for k, _ in scene["ticks"]] == [
        "0.250", "0.500", "1.00", "2.00", "4.00", "8.00",
    ]  # fmt: skip
    assert nearest(1e9) == len(BORDER_RADII) - 1


def test_titles_say_what_the_map_holds():
    for activation, seed in (("identity", 1), ("tanh", 1), ("sigmoid", 1), ("sigmoid", 0)):
        network = Network("rnn", activation, seed=seed)
        found = measured(network)
        title = border_scene(network, found)["title"]
        assert title.startswith({"identity": "linear", "sigmoid": "σ"}.get(activation, activation))
        assert title.endswith("up to 8") == (found.log10[:, -1] < 0).all()
    assert title.endswith("up to 8")


def test_settings_that_a_cell_does_not_have_make_no_other_map():
    plain = parse(BorderSettings, {"m_cell": ["gru"], "m_bias": ["5"], "m_activation": ["relu"]})[0]
    assert asked(plain) == asked(parse(BorderSettings, {"m_cell": ["gru"]})[0])


def test_a_map_is_measured_once_and_only_so_many_are_kept(monkeypatch):
    made = []

    def measure(network, progress):
        made.append(network)
        progress(1.0)
        return network

    monkeypatch.setattr(section, "border", measure)
    monkeypatch.setattr(section, "_maps", type(section._maps)())
    for seed in [*range(section.KEPT + 3), section.KEPT]:
        measured(Network(seed=seed))
    assert len(made) == section.KEPT + 3
    assert len(section._maps) == section.KEPT
