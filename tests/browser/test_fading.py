"""Fading gradients: sliders answer without the server, and every digit is the core's."""

import re

import numpy as np
from playwright.sync_api import expect

from core.fading import RADII, Setup, by_radius, distances
from core.reach import pairs
from core.slopes import slopes
from pages.parts.scenes.fading import written
from tests.browser.dragging import drag
from tests.browser.looking import in_address, no_trouble

FOLLOWED = ("rnn", "lstm", "lstm-peephole", "gru")


def digits(power):
    return written(float(np.float32(power)))


def left(d, radius, steps=60):
    """What the legend must say at a distance."""
    k, place = RADII.index(radius), distances(steps).index(d)
    return [digits(by_radius(Setup(), name, 1.0, "h", steps).powers[k, place]) for name in FOLLOWED]


def scene(page, name):
    root = page.locator(f".st-key-gradients-{name} .u-root")
    root.locator("svg text").first.wait_for()
    return root


def radius_of(knob):
    return RADII[int(knob.input_value())]


def test_the_radius_moves_all_curves_and_the_histograms_without_the_server(open_page):
    page = open_page("/gradients")
    curves, histograms = scene(page, "fading"), scene(page, "saturation")
    said = curves.locator("button.f-entry .f-digits")
    knob, other = curves.get_by_label("spectral radius"), histograms.get_by_label("spectral radius")
    moved = drag(page, knob, 0.8, moves=25)
    assert moved.sent == 0
    assert len(moved.frames) > 10
    radius = radius_of(knob)
    assert 1.5 < radius < 3
    assert said.all_text_contents() == left(60, radius)
    assert radius_of(other) == radius  # the sliders of one setting go together
    in_address(page, radius=f"{radius:g}")
    share = slopes(Setup(), 60).saturated[RADII.index(radius)]
    expect(histograms.locator(".u-title")).to_contain_text(f"{100 * share:.0f}% of the states")

    chart = curves.locator("[role=slider]")
    chart.focus()
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    assert said.all_text_contents() == left(52, radius)
    expect(chart).to_have_attribute("aria-valuetext", re.compile("^distance 52: RNN "))

    # Beyond the steps that were computed, the rest is asked for; the curves are never blank.
    length = curves.get_by_label("length of the sequence")
    length.focus()
    page.keyboard.press("End")
    in_address(page, length="200")
    chart.focus()
    page.keyboard.press("End")
    expect(said.first).to_have_text(left(200, radius, 200)[0])
    assert said.all_text_contents() == left(200, radius, 200)
    expect(curves.locator(".u-title")).to_contain_text("200 steps multiply")
    no_trouble(page)


def test_a_number_opens_its_chain_and_the_keyboard_walks_the_pairs(open_page):
    page = open_page("/gradients?bias=3")
    curves, matrix = scene(page, "fading"), scene(page, "reach")
    curves.get_by_role("button", name="open the chain of the LSTM over 60 steps").click()
    in_address(page, cell="lstm", pair="60.0")
    found = pairs(Setup(), "lstm", 0.9, 3.0, "h", 60)
    arrives = matrix.locator("dd.r-strong")
    expect(arrives).to_have_text(digits(found.powers[60, 0]))
    expect(arrives).to_have_text(curves.locator("button.f-entry .f-digits").nth(1).text_content())
    cursor = matrix.locator(".j-cursor")
    cursor.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowRight"):
        page.keyboard.press(key)
    expect(cursor).to_have_attribute(
        "aria-label", f"from step 58 back to step 1: {digits(found.powers[58, 1])}"
    )
    expect(matrix.locator("dd.r-other")).to_have_text(digits(found.chains[58, 1]))
    in_address(page, pair="58.1")
    no_trouble(page)
