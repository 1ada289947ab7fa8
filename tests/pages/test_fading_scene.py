"""The page on fading and exploding gradients: what its scenes hold, and its extremes."""

import numpy as np
import pytest

from core.fading import BIASES, LENGTHS, RADII, Setup, by_bias, by_radius, distances
from core.reach import pairs
from pages.parts.fading_section import ACTIVATIONS, MEASURES, PRESETS
from pages.parts.scenes.fading import Question, fading_scene, nearest, written
from pages.parts.scenes.reach import reach_scene
from pages.parts.scenes.saturation import saturation_scene
from pages.parts.wire import pack, unpack
from tests.pages.node import run_module
from tests.pages.visits import say, scenes, settings, visit

PAGE = "gradients"
OWN = ("fading", "reach", "saturation")


def question(activation="tanh", measure="h", radius=0.9, bias=1.0, length=60, steps=60, **setup):
    return Question(Setup(activation, **setup), measure, radius, bias, length, steps)


def sound(at):
    assert [error.value for error in at.exception] == []
    assert [error.value for error in at.error] == []
    return scenes(at)


# Scenes ----------------------------------------------------------------------------------


@pytest.mark.parametrize("measure", MEASURES)
def test_both_families_pass_through_the_network_that_is_there(measure):
    q = question(measure=measure)
    scene = unpack(pack(fading_scene(q)))
    at_radius, at_bias = scene["radius"]["at"], scene["bias"]["at"]
    assert scene["radius"]["values"][at_radius] == q.radius
    assert scene["bias"]["values"][at_bias] == q.bias
    for c, cell in enumerate(scene["cells"]):
        one = scene["radius"]["powers"][at_radius, c]
        assert one.shape == (len(scene["distances"]),)
        wanted = by_radius(q.setup, cell["key"], q.bias, measure, 60).powers[at_radius]
        np.testing.assert_allclose(one, wanted, rtol=1e-6)
        if cell["gated"] is not None:
            np.testing.assert_allclose(
                scene["bias"]["powers"][at_bias, cell["gated"]], one, rtol=0, atol=1e-5
            )


def test_cells_without_a_cell_state_keep_their_hidden_state():
    found = {name: fading_scene(question(measure=name)) for name in MEASURES}
    c = [cell["key"] for cell in found["c"]["cells"]].index("gru")
    same = [found[name]["radius"]["powers"][:, c] for name in ("h", "c")]
    np.testing.assert_array_equal(*same)
    assert [cell["name"] for cell in found["c"]["cells"]] == [
        "RNN (h)", "LSTM (c)", "peephole LSTM (c)", "GRU (h)",
    ]  # fmt: skip


def test_the_pairs_are_of_the_network_that_the_sliders_say():
    q = question(radius=1.5, bias=3.0, length=200, steps=200, measure="c")
    scene = reach_scene(q, "lstm")
    wanted = pairs(q.setup, "lstm", 1.5, 3.0, "c", 60)
    np.testing.assert_array_equal(scene["powers"], wanted.powers)
    assert (scene["state"], reach_scene(q, "rnn")["state"]) == ("c", "h")
    assert "reaches 27 steps back" in reach_scene(question(), "rnn")["title"]
    assert "no factor falls" in reach_scene(question(bias=3.0), "lstm")["title"]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_axes_of_the_histograms_rise_and_hold_their_zones(activation):
    scene = saturation_scene(question(activation))
    for panel in scene["panels"]:
        places = [at for at, _ in panel["ticks"]]
        assert places == sorted(places)
        assert all(0 <= end <= 1 for zone in panel["zones"] for end in zone)
        assert panel["shares"].shape[0] == len(RADII)


def test_a_size_is_written_alike_by_python_and_by_the_browser():
    powers = np.concatenate([np.linspace(-330, 120, 997), np.linspace(-4, 6, 301), [0.0]])
    source = """
    import { size } from "./assets/components/fading/words.js";
    output([...new Float64Array(new Uint8Array(input).buffer)].map(size));
    """
    assert run_module(source, powers.astype("<f8").tobytes()) == [written(p) for p in powers]
    assert [written(p) for p in (-np.inf, np.inf, np.nan)] == ["0", "∞", "undefined"]


# The page --------------------------------------------------------------------------------

CORNERS = [
    {"radius": radius, "bias": bias, "length": length, "activation": activation, "size": size,
     "measure": measure, "scale": scale, "cell": cell}
    for (radius, bias, length, activation, size, measure, scale, cell) in (
        (RADII[-1], BIASES[-1], LENGTHS[-1], "identity", "32", "c", 10.0, "lstm"),
        (RADII[-1], BIASES[0], LENGTHS[-1], "relu", "4", "loss", 0.0, "gru"),
        (RADII[0], BIASES[0], LENGTHS[0], "sigmoid", "4", "h", 10.0, "rnn"),
    )
]  # fmt: skip


@pytest.mark.parametrize("corner", CORNERS, ids=lambda corner: corner["activation"])
def test_at_its_extremes_the_page_draws_everything(corner):
    found = sound(visit(PAGE, {name: str(value) for name, value in corner.items()}))
    assert set(OWN) <= set(found)
    powers = found["fading"]["radius"]["powers"]
    assert np.abs(powers[..., 0]).max() < 1e-6  # at distance 0 nothing is lost
    assert not np.isnan(powers).any()


def test_numbers_beside_the_places_of_a_slider_are_moved_to_the_nearest():
    at = visit(PAGE, {"radius": "0.93", "bias": "1.2", "length": "55"})
    sound(at)
    now = settings(at, PAGE)
    assert (now.radius, now.bias, now.length) == (0.95, 1.0, 50)
    assert at.query_params["radius"] == "0.95"
    assert nearest(RADII, 1000) == RADII[-1]


def test_scenes_tell_what_was_chosen_in_them():
    at = visit(PAGE)
    for name, value in (("radius", 1.5), ("bias", 3.0), ("length", 100)):
        at = say(at, "gradients.fading", trigger=True, **{name: value})
        assert getattr(settings(at, PAGE), name) == value
    assert scenes(at)["fading"]["distances"][-1] == 200
    at = say(at, "gradients.fading", trigger=True, open=["gru", 40])
    assert (settings(at, PAGE).cell, settings(at, PAGE).pair) == ("gru", "40.0")
    view = scenes(at)["reach"]["view"]
    assert (view["t"], view["k"], view["turn"]) == (40, 0, 1)
    at = say(at, "gradients.saturation", trigger=True, radius=4.0)
    assert settings(at, PAGE).radius == 4.0
    at = say(at, "gradients.reach", pair="12.7")
    assert settings(at, PAGE).pair == "12.7"
    sound(at)


def test_a_drag_past_what_is_computed_brings_all_of_it():
    at = visit(PAGE)
    assert tuple(scenes(at)["fading"]["distances"]) == distances(60)
    at = say(at, "gradients.fading", trigger=True, longer=True)
    assert tuple(scenes(at)["fading"]["distances"]) == distances(200)
    at = say(at, "gradients.fading", trigger=True, length=50)
    assert tuple(scenes(at)["fading"]["distances"]) == distances(60)


@pytest.mark.parametrize("seed", [2, 5])
def test_presets_do_what_they_are_called_with_other_seeds_too(seed):
    def left(name, cell):
        p = {"activation": "tanh", **PRESETS[name]}
        setup = Setup(p["activation"], seed=seed)
        found = by_radius(setup, cell, p["bias"], p["measure"], 60)
        other = by_bias(setup, cell, p["radius"], p["measure"], 60) if cell == "lstm" else None
        power = found.powers[RADII.index(p["radius"]), -1]
        if other is not None:
            assert power == pytest.approx(other.powers[BIASES.index(p["bias"]), -1], abs=1e-6)
        return power

    assert left("Vanishing", "rnn") < -5
    assert left("Exploding", "rnn") > 10
    assert abs(left("The LSTM keeps", "lstm")) < 1.2
    assert left("The LSTM keeps", "rnn") < -5
    assert left("The LSTM forgets", "lstm") < left("The LSTM forgets", "rnn") < -5
    assert left("The LSTM explodes", "lstm") > 1.3
