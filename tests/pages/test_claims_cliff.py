"""What the lessons on the border and on the cliff say, computed again from the core."""

from itertools import pairwise

import numpy as np
import pytest

from core.activations import ACTIVATIONS
from core.border import RADII, SIZE, STEPS, Network, border
from core.cliff import START, TARGET, descend, run, surface
from core.cliff.overflow import SIZE as UNITS
from core.cliff.surface import wall
from core.flow import factors, scaled_to_radius
from core.sequence import forward
from pages.parts import border_section, cliff_section
from pages.parts.border_section import SEED
from pages.parts.cliff_section import CliffSettings, question
from pages.parts.numbers import show
from pages.parts.scenes.cliff import FAR, UPDATES, overflow_scene
from tests.pages.test_claims import says

PAGE, CLIFF, BORDER = "gradients", "gradients-cliff", "gradients-border"
Q = question(CliffSettings())


@pytest.fixture(scope="module")
def paths():
    return descend(Q.w, Q.b, Q.steps, Q.rate, Q.limit, UPDATES + 1)


# The cliff ----------------------------------------------------------------------------------


def test_the_sections_say_their_figures():
    assert says(PAGE, CLIFF, "cliff", start=f"{START:g}", target=f"{TARGET:g}")
    assert says(PAGE, CLIFF, "cliff-try", **cliff_section.figures())
    assert says(PAGE, CLIFF, "overflow", size=str(UNITS))
    assert says(PAGE, CLIFF, "overflow-try", **cliff_section.overflow_figures())
    assert says(PAGE, BORDER, "border-try", **border_section.figures())


def test_on_one_side_of_the_wall_the_state_runs_up_and_on_the_other_side_down():
    for w in (4.6, 5.5, 6.4):
        below, above = run(w, wall(w) - 0.05, 25).h, run(w, wall(w) + 0.05, 25).h
        assert below[-1] < START < above[-1]
        assert (np.diff(above) > 0).all()
        assert (np.diff(below) < 0).all()


def test_on_the_plains_the_gradient_is_small_and_on_the_wall_hundreds_of_times_larger():
    nodes = surface(25).nodes
    size = np.hypot(nodes.d_w, nodes.d_b)
    assert (size < 0.5).mean() > 0.9
    assert size.max() > 300 * np.quantile(size, 0.9)


def test_the_step_without_clipping_lands_where_the_gradient_is_exactly_0(paths):
    said = cliff_section.figures()
    assert said["free_norm"] == "0" == show(paths.norm[1, 0])
    assert (paths.norm[1:, 0] == 0).all()
    assert (paths.at[1:, 0] == paths.at[1, 0]).all()  # nothing leads back
    assert paths.loss[1, 0] < paths.loss[0, 0]  # it looks like a success
    assert (said["free_w"], said["free_b"]) == tuple(map(show, paths.at[1, 0].tolist()))
    h = run(*paths.at[1, 0], Q.steps).h
    assert ACTIVATIONS["sigmoid"].slope(h[1:]).max() == 0  # saturated


def test_by_norm_the_direction_stays_and_by_value_it_turns(paths):
    said = cliff_section.figures()
    assert paths.angle[0, 1] < 1e-6
    assert f"{paths.angle[0, 2]:.0f}" == said["value_angle"]
    assert paths.angle[0, 2] > 5
    assert show(paths.length[0, 1]) == said["norm_length"]
    assert show(paths.norm[0, 0]) == said["gradient"]


def test_losses_after_all_updates_are_as_quoted_and_clipping_is_no_cure(paths):
    said = cliff_section.figures()
    ends = [show(loss) for loss in paths.loss[UPDATES]]
    assert ends == [said["free_end"], said["norm_end"], said["value_end"]]
    for r in (1, 2):  # they come back to the wall more than once, and stay in the picture
        high = paths.loss[: UPDATES + 1, r] > 0.3
        assert sum(b and not a for a, b in pairwise(high)) > 1
        w, b = np.moveaxis(paths.at[: UPDATES + 1, r], -1, 0)
        assert ((w > 4) & (w < 7) & (b > -3.975) & (b < -1.605)).all()


def test_on_a_plain_all_three_rules_take_the_same_step():
    step = descend(5.5, -2.0, 25, Q.rate, Q.limit, 1).at[1]
    assert (step == step[0]).all()


def test_the_same_wall_is_gentle_or_sheer():
    b = np.linspace(wall(5.0) - 0.2, wall(5.0) + 0.2, 2001)
    largest = [np.abs(run(5.0, b, steps).d_b).max() for steps in (10, 25, 50)]
    assert largest[0] * 8 < largest[1]
    assert largest[1] * 8 < largest[2]


def test_the_largest_numbers_and_the_steps_at_which_they_end():
    said = cliff_section.overflow_figures()
    assert float(said["float64_step"]) > float(said["float32_step"]) > 0
    limits = overflow_scene(2.0)["limits"]
    at_one = [limit["steps"][0] for limit in limits]
    assert at_one == [0, 0]  # at radius 1 no number ends
    assert any(0 < step <= 100 for step in limits[0]["steps"])
    assert said["far"] == str(FAR)
    with np.errstate(all="ignore"):
        assert np.finfo(np.float64).max * np.float64(2) == np.inf
        assert np.isnan(np.float64("inf") * 0)
        assert np.isnan(np.float64("inf") - np.float64("inf"))


# The border ---------------------------------------------------------------------------------


def test_borders_are_as_quoted():
    said = border_section.figures()
    for activation, text in said.items():
        if activation in ACTIVATIONS:
            line = border(Network("rnn", activation, seed=SEED)).log10[:, -1]
            assert text == show(RADII[int((line >= 0).argmax())])
            assert (line >= 0).any()
    assert said["identity"] == "1.00"
    assert float(said["tanh"]) > 1
    assert float(said["sigmoid"]) > 4
    assert ACTIVATIONS["sigmoid"].max_slope == 0.25


def test_with_relu_about_half_of_the_units_pass_nothing():
    network = Network("rnn", "relu", seed=SEED)
    cell, rng = network.make(), np.random.default_rng(SEED)
    params = scaled_to_radius(cell, cell.init(SIZE, SIZE, rng), 1.5)
    trace = forward(cell, params, rng.normal(size=(STEPS, 1, SIZE)))
    dead = (factors(trace) == 0).all(axis=-1).mean()
    assert 0.35 < dead < 0.65


def test_with_tanh_slopes_stay_below_1():
    found = border(Network("rnn", "tanh", seed=SEED))
    k = RADII.index(1.0)
    assert found.rate[k] < 0.9  # a linear network would keep it at 1


def test_a_forget_bias_brightens_the_small_radii_and_no_lstm_stops_exploding_at_large_ones():
    small, large = [], []
    for bias in (-3.0, 1.0, 6.0):
        line = border(Network("lstm", forget_bias=bias, seed=SEED)).log10[:, -1]
        small.append(line[0])
        large.append(line[-13:].max())
    assert small[0] < -100 < -20 < small[1] < small[2]
    assert small[2] > -3
    assert min(large) > 3
