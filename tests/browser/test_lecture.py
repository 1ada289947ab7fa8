"""A lecture on learning through time, given with the keyboard on one screen: forward, back, a
path, a truncation, an explosion, clipping. Every number read out is the core's."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from core.cliff import descend
from core.fading import RADII, Setup, by_radius, distances
from core.flow import look_back, path_matrix, truncations
from core.sequence import backward
from pages.parts.cliff_section import CliffSettings, question
from pages.parts.learning import LearnSettings, learner
from pages.parts.numbers import show
from pages.parts.scenes.fading import written
from pages.parts.scenes.truncation import degrees, percent
from tests.browser.looking import Scene, no_trouble

TEXT = "otto"


@pytest.fixture(scope="module")
def lecture(lasting_visitor):
    return lasting_visitor(reduced_motion="reduce").open(f"/bptt?text={TEXT}&loss_at=last&step=0")


@pytest.fixture(scope="module")
def read():
    return learner(LearnSettings(text=TEXT, loss_at="last"))


def digits(value):
    return show(float(np.float32(value)))


def scene_of(page, key):
    root = page.locator(f".st-key-{key} .u-root")
    root.locator("svg").first.wait_for()
    root.scroll_into_view_if_needed()
    return root


def press(page, key, times=1):
    for _ in range(times):
        page.keyboard.press(key)


def test_forward_and_back(lecture, read):
    T, scene = read.trace.T, Scene(lecture, "bptt")
    scene.begin()
    press(lecture, "ArrowRight", T - 1)
    scene.at(T - 1)
    loss = read.loss.steps[-1, 0]
    assert loss == read.loss.value  # the loss is taken at the last step alone
    expect(scene.root.locator(".b-count")).to_have_text(f"loss so far: {show(loss)}")
    press(lecture, "ArrowRight", T)
    scene.at(2 * T - 1)
    d_W = backward(read.trace, read.loss.d_h).params["W_h"]
    said = scene.root.locator(".b-of-gathered .b-said")
    expect(said).to_have_text(f"{T} of {T} uses: ‖·‖ {show(np.linalg.norm(d_W))}")


def test_a_path(lecture, read):
    root = scene_of(lecture, "bptt-paths")
    cursor = root.locator(".j-cursor")
    norms = path_matrix(read.trace, read.loss.d_h).norms("W_h")
    cursor.focus()
    press(lecture, "End")
    press(lecture, "ArrowLeft", 2)
    said = re.search(r"step (\d+).* step (\d+)", cursor.get_attribute("aria-label") or "")
    assert said
    t, k = (int(number) - 1 for number in said.groups())
    assert t == read.trace.T - 1
    assert k < t
    expect(cursor).to_have_attribute("aria-label", re.compile(f": {digits(norms[t, k])}$"))
    expect(root.locator(".u-title")).to_contain_text(digits(norms[t, k]))


def test_a_truncation(lecture, read):
    root = scene_of(lecture, "bptt-truncation")
    knob = root.locator("input[type=range]")
    knob.focus()
    press(lecture, "Home")
    for tau in (1, 2):
        left = truncations(path_matrix(read.trace, read.loss.d_h), look_back(read.trace.T, [tau]))
        expect(root.locator(".t-form.t-look .t-figures b")).to_have_text(
            [percent(left.error[0]), degrees(left.angle[0]), percent(left.ratio[0])]
        )
        press(lecture, "ArrowRight")
    no_trouble(lecture)


def test_an_explosion_and_clipping(lecture):
    lecture.get_by_role("link", name="Gradients that fade or explode").click()
    root = scene_of(lecture, "gradients-fading")
    lecture.locator("button", has_text="Exploding").first.click()
    lecture.wait_for_url(re.compile("activation=identity"))
    radius = float(re.search(r"radius=([\d.]+)", lecture.url)[1])
    assert radius in RADII
    found = by_radius(Setup(activation="identity"), "rnn", 1.0, "h", 60)
    power = found.powers[RADII.index(radius), distances(60).index(60)]
    assert power > 3
    first = root.locator("button.f-entry .f-digits").first
    expect(first).to_have_text(written(float(np.float32(power))))

    root, q = scene_of(lecture, "gradients-cliff"), question(CliffSettings())
    step = descend(q.w, q.b, q.steps, q.rate, q.limit, 1)
    lengths = root.locator(".c-length-row td")
    expect(lengths).to_have_text([digits(value) for value in step.length[0]])
    assert step.length[0, 1] == pytest.approx(q.rate * q.limit, rel=1e-5)
    root.get_by_role("slider", name="limit of clipping").focus()
    press(lecture, "Home")
    expect(lengths.first).to_have_text(digits(step.length[0, 0]))  # it knows no limit
    expect(lengths.nth(1)).not_to_have_text(digits(step.length[0, 1]))
    no_trouble(lecture)
