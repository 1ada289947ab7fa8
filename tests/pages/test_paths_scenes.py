"""Path explorer and truncation: scenes against the core, settings at their ends."""

import numpy as np
import pytest

from core.flow import chunks, look_back, path_matrix, truncations
from core.sequence import backward
from pages.parts.learning import CELLS, learner
from pages.parts.paths_section import PathsSettings, chosen_pair
from pages.parts.scenes.paths import PARAMETERS, alone, contribution, paths_scene, walked
from pages.parts.scenes.truncation import chunked, looking, truncation_scene
from tests.pages.visits import say, scene_at, settings, sound, visit

PAGE = "bptt"
KEY, OTHER = "bptt.paths", "bptt.truncation"


class Now(PathsSettings):
    """Settings as the page has them."""

    def __init__(self, **values):
        plain = {"cell": "rnn", "weights": "trained", "seed": 1, "loss_at": "every"}
        for name, value in {**plain, "text": "anna", **values}.items():
            object.__setattr__(self, name, value)


@pytest.mark.parametrize("cell", CELLS)
def test_the_scene_says_what_the_core_says(cell):
    read = learner(Now(cell=cell))
    found = walked(read)
    whole = read.grads.params
    for letter in PARAMETERS:
        name = PARAMETERS[letter][0]
        if name not in read.params:
            continue
        scene = paths_scene(read, found, letter)
        T = len(scene["letters"])
        assert scene["total"] == pytest.approx(np.linalg.norm(whole[name]), rel=1e-10)
        for t in range(T):
            single = alone(read, t)
            assert single.loss.value == pytest.approx(float(read.loss.steps[t, 0]))
            row = np.linalg.norm(single.grads.params[name])
            assert scene["sums"][t] == pytest.approx(row, rel=1e-10, abs=1e-14)
            for k in range(t + 1):
                opened = contribution(read, found, letter, t, k)
                size = np.linalg.norm(opened["values"])
                assert scene["norms"][t, k] == pytest.approx(size, abs=1e-14)
                product = opened["received"]
                if opened["kind"] != "same":
                    product = opened["fed"][..., None] * product[:, None]
                if opened["kind"] == "outer":
                    np.testing.assert_allclose(opened["values"], product, atol=1e-14)
                for g, (receiver, _, _) in enumerate(opened["gates"]):  # what the panel opens
                    np.testing.assert_allclose(
                        opened["received"][g], single.grads[receiver][k, 0], atol=1e-14
                    )


def test_an_entry_of_a_factor_of_the_rnn_is_a_slope_times_a_weight():
    read = learner(Now())
    scene = paths_scene(read, walked(read), "W")
    made = scene["made"]
    assert made["slope"] == r"\tanh'"
    for j, factor in enumerate(scene["factors"]):
        np.testing.assert_allclose(factor, made["slopes"][j][:, None] * made["weights"].T)
    gated = learner(Now(cell="gru"))
    assert paths_scene(gated, walked(gated), "W")["made"] is None


def test_where_only_the_last_step_has_a_loss_there_is_one_row():
    read = learner(Now(loss_at="last", cell="gru"))
    scene = paths_scene(read, walked(read), "W")
    assert scene["lossy"] == [False] * 4 + [True]
    assert not scene["norms"][:-1].any()
    assert chosen_pair(Now(p_t=2, p_k=2), read) == (4, 1)
    np.testing.assert_allclose(scene["sums"][-1], np.linalg.norm(read.grads.params["W_h"]))


@pytest.mark.parametrize("cell", CELLS)
def test_truncated_gradients_are_the_cores(cell):
    read = learner(Now(cell=cell))
    scene = truncation_scene(read)
    T, paths = read.trace.T, path_matrix(read.trace, read.loss.d_h)
    for form, masks in zip(scene["forms"], (look_back, chunks), strict=True):
        left = truncations(paths, masks(T, scene["taus"]))
        np.testing.assert_array_equal(form["error"], left.error)
        assert form["error"][-1] == pytest.approx(0, abs=1e-12)
        for tau, first in zip(scene["taus"], form["first"], strict=True):
            keep = masks(T, [tau])[0]
            for t in range(T):
                assert keep[t].tolist() == [first[t] <= k <= t for k in range(T)]
    full = backward(read.trace, read.loss.d_h).params
    size = np.sqrt(sum((g**2).sum() for g in full.values()))
    kept = truncations(paths, look_back(T, [2]))
    miss = np.sqrt(sum(((kept.grads[n][0] - full[n]) ** 2).sum() for n in full))
    assert scene["forms"][0]["error"][1] == pytest.approx(miss / size, rel=1e-9)


def test_chunks_are_counted_in_words():
    assert chunked(9, 4) == "2 chunks of 4, and a last one of 1"
    assert chunked(9, 3) == "3 chunks of 3"
    assert chunked(9, 9) == "one chunk of 9: nothing is cut"
    assert looking(1) == "every loss reaches its own step alone"


@pytest.mark.parametrize(
    "query",
    [
        {"text": "", "p_of": "p", "p_open": "factor.31", "t_tau": "31", "p_k": "nan",
         "p_sel": "grads.c.40.9"},
        {"text": "x" * 30, "cell": "lstm-peephole", "p_of": "p", "p_open": "use", "p_t": "31",
         "p_sel": "grads.a_o.1.3", "weights": "fresh", "loss_at": "last"},
    ],
)  # fmt: skip
def test_any_link_opens_both_sections(query):
    at = visit(PAGE, query)
    sound(at)
    scene, other = scene_at(at, KEY), scene_at(at, OTHER)
    now = settings(at, PAGE)
    read = learner(now)
    assert scene["letters"] == other["letters"] == list(read.symbols)
    t, k = chosen_pair(now, read)
    assert k <= t < read.trace.T
    if now.p_open == "use":
        assert (scene["chosen"]["t"], scene["chosen"]["k"]) == (t, k)
    else:
        assert scene["chosen"] is None
    carried = walked(read).walk.carried
    np.testing.assert_allclose(scene["carried"], carried, rtol=1e-5, atol=1e-30)


def test_what_the_scenes_say_is_in_the_link_and_an_open_number_follows():
    at = visit(PAGE, {"p_open": "use"})
    say(at, KEY, pair="7.3")
    say(at, KEY, trigger=True, sel="grads.a_h.3.5")
    sound(at)
    assert "$L_{8}$" in "\n".join(caption.value for caption in at.caption)
    say(at, KEY, pair="8.2")
    say(at, KEY, trigger=True, parameter="U")
    say(at, OTHER, tau=6)
    sound(at)
    now = settings(at, PAGE)
    assert (now.p_t, now.p_k, now.p_of, now.p_sel, now.t_tau) == (9, 3, "U", "grads.a_h.2.5", 6)
    scene = scene_at(at, KEY)
    assert (scene["chosen"]["t"], scene["chosen"]["k"], scene["parameter"]) == (8, 2, "U")
    assert at.query_params["t_tau"] == "6"
