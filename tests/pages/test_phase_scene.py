"""Scenes of the squashing and the phase section: what travels is what the core computed."""

import itertools
import math

import numpy as np
import pytest

from core.dynamics import KINDS, fixed_points, net, paths, run
from core.portrait import PLACES, PRESETS, START_AXIS, STARTS, STEPS, portrait
from pages.parts.phase_section import PhaseSettings, _question
from pages.parts.scenes.phase import Question, phase_scene
from pages.parts.scenes.squash import digits, squash_scene, written
from pages.parts.settings import parse
from pages.parts.wire import pack, unpack


def question(preset="memory", weights=None, start=None, with_input=True, seed=0):
    chosen = PRESETS[preset]
    return Question(preset, weights or chosen.weights, start or chosen.start, with_input, seed)


# Phase portrait --------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
def test_each_slider_passes_through_the_network_that_is_there(preset):
    q = question(preset)
    scene = unpack(pack(phase_scene(q)))
    alone = paths(run(net(q.weights, PRESETS[preset].U), PRESETS[preset].x(True), [q.start]))[0, 0]
    for s, slider in enumerate(scene["sliders"]):
        assert slider["values"][slider["at"]] == q.weights[s]
        np.testing.assert_allclose(scene["paths"][s, slider["at"]], alone, atol=1e-6)


def test_every_place_of_a_slider_is_the_network_with_that_weight():
    q = question("rotates")
    scene = phase_scene(q)
    for s, k in itertools.product(range(4), (0, 9, PLACES - 1)):
        weights = list(q.weights)
        weights[s] = scene["sliders"][s]["values"][k]
        other = net(weights, PRESETS["rotates"].U)
        alone = paths(run(other, PRESETS["rotates"].x(True), [q.start]))[0, 0]
        np.testing.assert_allclose(scene["paths"][s, k], alone, atol=1e-12)
        found = fixed_points(other)
        count = found.h.shape[1]
        np.testing.assert_allclose(scene["points"]["h"][s, k, :count], found.h[0], atol=1e-7)
        # the arrows: this weight's unit from the sweep, the other unit's from what is there
        step = other.step(scene["places"])[0] - scene["places"]
        unit = s // 2
        np.testing.assert_allclose(scene["flow"][s, k], step[:, unit], atol=1e-12)
        np.testing.assert_allclose(scene["flowHere"][1 - unit], step[:, 1 - unit], atol=1e-12)


def test_starts_of_the_grid_are_the_settings_a_drag_leads_to():
    scene = phase_scene(question())
    assert scene["starts"].shape == (STARTS, STARTS, STEPS + 1, 2)
    for i, j in ((0, 0), (13, 4), (20, 20)):
        np.testing.assert_allclose(
            scene["starts"][j, i, 0], (START_AXIS[i], START_AXIS[j]), atol=1e-12
        )


@pytest.mark.parametrize("preset", PRESETS)
def test_the_opened_sums_end_in_the_states_that_are_drawn(preset):
    scene = phase_scene(question(preset))
    opened, at = scene["opened"], scene["sliders"][0]["at"]
    np.testing.assert_allclose(opened[..., :4].sum(axis=-1), opened[..., 4], atol=1e-12)
    np.testing.assert_allclose(np.tanh(opened[..., 4]), opened[..., 5], atol=1e-12)
    np.testing.assert_allclose(opened[..., 5], scene["paths"][0, at, 1:], atol=1e-12)
    w = np.reshape(scene["weights"], (2, 2))
    before = scene["paths"][0, at, :-1]
    np.testing.assert_allclose(opened[..., 2:4], w * before[:, None], atol=1e-12)


def test_noisy_copies_begin_near_the_pattern_and_words_count_those_that_come_back():
    scene = phase_scene(question("patterns", with_input=False, seed=3))
    noisy, at = scene["noisy"], scene["sliders"][0]["at"]
    ends = noisy["paths"][0, at, :, -1]
    home = (np.abs(ends - noisy["pattern"]).max(axis=-1) < 0.02).sum()
    assert noisy["words"] == f"{home} of 8 noisy copies fall back into the pattern"
    again = phase_scene(question("patterns", with_input=False, seed=3))["noisy"]["paths"]
    assert (again == noisy["paths"]).all()
    assert phase_scene(question())["noisy"] is None


HARD = {
    "zero": (0.0, 0.0, 0.0, 0.0),
    "identity": (1.0, 0.0, 0.0, 1.0),
    "all 3": (3.0, 3.0, 3.0, 3.0),
    "all -3": (-3.0, -3.0, -3.0, -3.0),
    "turn": (0.0, -3.0, 3.0, 0.0),
    "one row": (3.0, 3.0, 0.0, 0.0),
}


@pytest.mark.parametrize("weights", HARD.values(), ids=list(HARD))
@pytest.mark.parametrize("start", [(0.0, 0.0), (1.0, -1.0)])
def test_hard_networks_make_scenes_that_travel(weights, start):
    q = question("memory", weights=weights, start=start, seed=5)
    scene = unpack(pack(phase_scene(q)))
    for name in ("paths", "flow", "flowHere", "starts", "opened", "late"):
        assert np.isfinite(scene[name]).all(), name
    assert (scene["points"]["kind"] >= 0).any(axis=-1).all()
    assert scene["points"]["kind"].max() < len(KINDS)
    assert len(scene["basin"]["letters"]) == scene["basin"]["side"] ** 2


def test_a_border_stands_wherever_neighbours_differ():
    basin = phase_scene(question("patterns"))["basin"]
    n = basin["side"]
    letters = np.array(list(basin["letters"])).reshape(n, n)
    assert (np.isfinite(basin["right"]) == (letters[:, 1:] != letters[:, :-1])).all()
    assert (np.isfinite(basin["up"]) == (letters[1:] != letters[:-1])).all()


def test_settings_left_empty_are_the_presets_own():
    q = _question(parse(PhaseSettings, {"p_preset": ["rotates"], "p_w12": ["-0.3"]})[0])
    assert q.weights == (1.0, -0.3, 0.75, 1.0)
    assert q.start == PRESETS["rotates"].start
    assert not q.with_input


@pytest.mark.parametrize(
    ("name", "bad"), [("p_w11", "4"), ("p_w11", "nan"), ("p_start1", "2"), ("p_preset", "x")]
)
def test_a_bad_link_shows_the_preset(name, bad):
    settings, complaints = parse(PhaseSettings, {name: [bad]})
    assert settings == PhaseSettings()
    assert len(complaints) == 1


def test_attractors_are_counted_where_the_network_is():
    counts = {
        name: portrait(p, p.weights, p.start, False, 0).attractors() for name, p in PRESETS.items()
    }
    assert counts == {"memory": 2, "forgets": 1, "rotates": 0, "patterns": 4}


# Squashing -------------------------------------------------------------------------------


def test_marked_numbers_are_written_with_honest_digits():
    tanh, sigma, relu = (f["marked"]["digits"] for f in squash_scene(0.8)["functions"])
    assert tanh[:3] == ["0.9999", "0.0100", "−0.462"]
    assert sigma[:3] == ["0.993", "0.502", "0.378"]
    assert relu[:3] == ["5.00", "0.0100", "0"]


@pytest.mark.parametrize("size", [0.0009, 0.5, 0.9994, 0.99951, 1 - 1e-9, math.nextafter(1, 0)])
def test_what_does_not_reach_1_is_not_written_as_1(size):
    assert digits(size) != "1.00"
    assert digits(-size) == "−" + digits(size)
    assert digits(1.0) == "1.00"


@pytest.mark.parametrize("own", [0.0, -0.0, 1e300, -1e300, 1e-300, 6.0, -6.0, 700.0, -745.2])
def test_any_finite_number_can_be_typed(own):
    scene = unpack(pack(squash_scene(own)))
    for function in scene["functions"]:
        assert not np.isnan(function["marked"]["y"]).any()
        assert function["marked"]["digits"][3]


def test_a_place_of_the_slider_says_what_the_typed_number_says():
    scene = squash_scene(-2.35)
    k = scene["places"].index(-2.35)
    assert scene["texts"][k] == scene["marks"][3]["text"] == "−2.35"
    for function in scene["functions"]:
        assert function["family"]["digits"][k] == function["marked"]["digits"][3]
        assert function["family"]["slopes"][k] == function["marked"]["slopes"][3]


def test_inputs_are_written_as_they_were_given():
    assert [written(a) for a in (5, 0.01, -0.5, 0.0, -0.0, 0.30000000000000004, 1e300)] == [
        "5", "0.01", "−0.5", "0", "0", "0.3", "1.00×10³⁰⁰",
    ]  # fmt: skip
