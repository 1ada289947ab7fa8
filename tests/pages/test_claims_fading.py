"""What the lesson says about fading gradients, computed again from the core.

The name of a test is the sentence of the lesson that it holds to account.
"""

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.fading import INPUTS, LONGEST, RADII, Setup, by_radius
from core.flow import jacobians, largest, products_from_start, spectral_radius
from pages.parts.fading_section import PRESETS, FadingSettings
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.scenes.fading import written
from pages.parts.scenes.fading_figures import fading_figures, reach_figures, saturation_figures
from tests.pages.visits import visit
from tests.pages.visits import written as words_of

T = 60


def run(name, radius=0.9, bias=1.0, activation="tanh", steps=T):
    return Setup(activation).run(name, [radius], [bias], steps)


def left(name, radius=0.9, bias=1.0, activation="tanh", d=T, state="h"):
    """The largest singular value, by another road than the page's."""
    trace = run(name, radius, bias, activation, d)
    place = trace.cell.state.index(state) * trace.H
    block = slice(place, place + trace.H)
    return float(largest(products_from_start(trace)[d, 0, block, block]))


def text(value):
    return written(float(np.log10(value)))


@pytest.fixture(scope="module")
def page():
    return words_of(visit("gradients"))


def test_the_page_says_these_figures_and_what_the_networks_read(page):
    words = lesson("gradients")
    for section, figures in (
        ("fading-try", fading_figures()),
        ("reach-try", reach_figures()),
        ("saturation", saturation_figures()),
        ("saturation-try", saturation_figures()),
    ):
        assert words.fill(section, **figures) in page
    now = FadingSettings()
    assert words.fill("fading", units=now.size, seed="1", inputs=str(INPUTS), scale="1") in page
    assert (now.radius, now.bias, now.length, now.activation) == (0.9, 1.0, T, "tanh")
    x = Setup().inputs()
    assert x.shape == (LONGEST, 1, 4)
    assert abs(x.mean()) < 0.1
    assert x.std() == pytest.approx(1.0, abs=0.1)


def test_every_block_is_scaled_to_one_spectral_radius():
    for name in ("rnn", "lstm", "lstm-peephole", "gru"):
        np.testing.assert_allclose(spectral_radius(Setup().params(name)["W_h"]), 1.0)


def test_the_textbook_case():
    figures = fading_figures()
    assert PRESETS["Vanishing"] == {
        "activation": "tanh",
        "radius": 0.9,
        "bias": 1.0,
        "measure": "h",
    }
    assert figures["rnn"] == text(left("rnn"))
    assert figures["linear"] == text(left("rnn", activation="identity"))
    assert figures["sigma"] == text(left("rnn", activation="sigmoid"))
    alike = [Setup(activation).params("rnn") for activation in ("tanh", "identity", "sigmoid")]
    assert all((params["W_h"] == alike[0]["W_h"]).all() for params in alike)
    assert (run("rnn").slope("h") < 1).all()
    assert ACTIVATIONS["sigmoid"].max_slope == 0.25
    assert left("rnn", activation="sigmoid") < left("rnn") < left("rnn", activation="identity")


def test_the_rate_is_no_bound_and_a_linear_network_runs_alongside():
    figures = fading_figures()
    assert figures["first"] == text(left("rnn", d=1))
    assert figures["rate"] == "0.900"
    assert left("rnn", d=1) > 0.9
    powers = by_radius(Setup("identity"), "rnn", 0.0, "h", LONGEST).powers[RADII.index(0.9)]
    assert (powers[-1] - powers[-6]) / 50 == pytest.approx(np.log10(0.9), abs=0.003)


def test_what_the_forget_bias_buys():
    figures = fading_figures()
    found = [left("lstm", bias=bias) for bias in (0.0, 1.0, 3.0)]
    assert [figures[f"lstm_{b}"] for b in (0, 1, 3)] == [text(value) for value in found]
    assert found[0] < left("rnn") < found[1] < found[2]
    assert run("lstm", bias=0.0)["f"].std() < 0.1
    assert abs(run("lstm", bias=0.0)["f"].mean() - 0.5) < 0.01
    assert abs(run("gru")["z"].mean() - 0.5) < 0.01
    assert figures["gru"] == text(left("gru"))
    assert run("lstm", bias=3.0)["f"].mean() > 0.9


def test_no_gate_stops_an_explosion():
    figures, preset = fading_figures(), PRESETS["The LSTM explodes"]
    assert (preset["radius"], preset["bias"], preset["measure"]) == (3.0, 3.0, "c")
    early, late = (left("lstm", 3.0, 3.0, d=d, state="c") for d in (T, LONGEST))
    assert figures["exploding"] == text(early) == show(early)
    assert figures["later"] == text(late)
    assert early > 100
    assert 0.1 < late / early < 10  # the growth has ended
    endless = left("rnn", 1.5, activation="identity", d=LONGEST)
    assert figures["endless"] == text(endless)
    assert endless > left("rnn", 1.5, activation="identity") ** 3


def test_up_to_one_and_a_half_the_curve_ends_higher_at_every_place():
    figures = fading_figures()
    ends = by_radius(Setup(), "rnn", 0.0, "h", T).powers[:, -1]
    k = RADII.index(1.5)
    assert (np.diff(ends[: k + 1]) > 0).all()
    assert not (np.diff(ends[k:]) > 0).all()
    assert figures["waver_low"] == written(ends[k + 1 :].min())
    assert figures["waver_high"] == written(ends[k + 1 :].max())
    assert figures["linear_most"] == text(left("rnn", 4.0, activation="identity"))


def test_every_single_factor_has_a_norm_above_1_and_yet_the_product_fades():
    figures, jac = reach_figures(), jacobians(run("rnn"))["h", "h"]
    norms = np.array([largest(jac[t, t - 1]) for t in range(1, T + 1)])
    assert norms.min() > 1
    assert (figures["low"], figures["high"]) == (show(norms.min()), show(norms.max()))
    assert figures["chain"] == show(norms[T - 30 :].prod())
    assert figures["product"] == text(largest(jac[T, T - 30]))


def test_which_cells_have_a_band_along_the_diagonal_only():
    """The RNN and the GRU; with b_f = 3 the LSTM's triangle is light down to its corner."""
    assert left("gru") < 1e-9
    assert left("rnn") < 1e-5
    assert left("lstm", bias=3.0) > 0.1


def test_a_saturated_unit_has_a_slope_below_a_tenth():
    figures = saturation_figures()
    assert figures["limit"] == "0.97"
    assert figures["slope"] == show(1 - 0.97**2)
    assert 1 - 0.97**2 < 0.1


def test_a_large_radius_stretches_and_saturates():
    figures = saturation_figures()
    assert figures["linear"] == text(left("rnn", 2.0, activation="identity"))
    assert figures["tanh"] == text(left("rnn", 2.0))
    shares = [(np.abs(run("rnn", radius)["h"]) > 0.97).mean() for radius in RADII]
    assert figures["saturated"] == f"{100 * shares[RADII.index(2.0)]:.0f} %"
    assert (np.diff(shares) >= 0).all()
    assert RADII[next(k for k, share in enumerate(shares) if share > 0.1)] == 2.0  # the question


def test_sigma_is_far_from_its_limits_and_half_of_the_relus_are_off():
    figures = saturation_figures()
    h = run("rnn", activation="sigmoid")["h"]
    assert h.min() > 0.1
    assert h.max() < 0.9
    assert figures["quarter"] == text(0.25**T)
    off = (run("rnn", activation="relu")["h"] == 0).mean()
    assert figures["off"] == f"{100 * off:.0f} %"
