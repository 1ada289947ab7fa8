"""Choosing a path by pointer and by key, and dragging τ: the digits are the core's."""

import re

import numpy as np
from playwright.sync_api import expect

from core.flow import chunks, look_back, path_matrix, truncations
from pages.parts.numbers import show
from pages.parts.reading import reading
from pages.parts.scenes.paths import alone, paths_scene, walked
from pages.parts.scenes.truncation import degrees, percent
from tests.browser.dragging import drag
from tests.browser.looking import in_address, no_trouble

TEXT = "marianne"


def digits(value):
    return show(float(np.float32(value)))


def shown(locator, values):
    expect(locator).to_have_text([digits(value) for value in values])


def test_a_path_is_chosen_by_pointer_and_key_and_every_digit_is_the_cores(open_page):
    page = open_page(f"/bptt?text={TEXT}&p_open=use")
    root = page.locator(".st-key-bptt-paths .u-root")
    triangle, cursor = root.locator(".j-triangle"), root.locator(".j-cursor")
    triangle.scroll_into_view_if_needed()
    read = reading("names-rnn", TEXT)
    found = walked(read)
    scene = paths_scene(read, found, "W")
    norms, walk = scene["norms"], found.walk
    at = "loss at step {}, W used at step {}: {}"
    expect(cursor).to_have_attribute("aria-label", at.format(6, 2, digits(norms[5, 1])))

    # By pointer: two entries to the right of the cursor and two rows down.
    box = cursor.bounding_box()
    cell = box["height"]
    page.mouse.click(box["x"] + 2.5 * cell, box["y"] + 2.5 * cell)
    expect(cursor).to_have_attribute("aria-label", at.format(8, 4, digits(norms[7, 3])))
    in_address(page, p_t="8", p_k="4")
    # By key: back to an earlier use, and up a row.
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowUp")
    t, k = 6, 2
    expect(cursor).to_have_attribute("aria-label", at.format(t + 1, k + 1, digits(norms[t, k])))
    expect(cursor).to_be_focused()
    in_address(page, p_t="7", p_k="3")

    steps = range(t, k, -1)
    chain = root.locator(".b-cell:not(.b-names)")
    expect(chain).to_have_count(t - k + 2)
    factors = [digits(walk.stretch[j]) for j in steps]
    start = digits(walk.carried[t, t])
    expect(chain.locator(".b-norm")).to_have_text([start, *factors, re.compile(r"^\s*$")])
    arriving = [start, *(digits(walk.carried[t, j - 1]) for j in steps), digits(norms[t, k])]
    expect(chain.locator("> b")).to_have_text(arriving)
    shown(root.locator(".b-verdict b"), [walk.product[t, k], walk.bound[t, k]])
    shown(root.locator(".b-term:visible b"), [norms[t, t - q] for q in range(t + 1)])
    expect(root.locator(".b-foot")).to_contain_text(f"of size {digits(scene['sums'][t])}.")

    # What is open follows, and the gradient in it opens in turn.
    values = found.paths.contribution(t, k, "W_h")[0]
    expect(root.locator(".b-readout")).to_contain_text(f"= {digits(values[0, 0])}")
    page.mouse.move(2, 2)  # off the matrix, which would be pointed at when the page scrolls
    root.locator(".b-grid").focus()
    page.keyboard.press("Enter")
    single = alone(read, t).grads["a_h"][k, 0, 0]
    panel = page.locator(".st-key-bptt-panel-p_sel .u-panel")
    expect(panel.locator(".p-result b")).to_have_text(show(single))

    # A term is chosen in the equation; the walk of its gradient stops at each factor.
    root.locator(".b-term").nth(2).click()
    expect(cursor).to_have_attribute("aria-label", at.format(7, 5, digits(norms[6, 4])))
    root.locator(".u-buttons button").first.click()
    expect(root.locator(".b-later")).to_have_count(3)
    expect(root.locator("output.u-where")).to_have_text(f"∂L₇/∂h₇: {start}")
    no_trouble(page)


def test_tau_is_dragged_without_the_server_and_both_gradients_are_the_cores(open_page):
    page = open_page(f"/bptt?text={TEXT}&cell=lstm")
    root = page.locator(".st-key-bptt-truncation .u-root")
    knob = root.locator("input[type=range]")
    knob.scroll_into_view_if_needed()
    moved = drag(page, knob, 0.72)
    assert moved.sent == 0
    assert len(moved.frames) > 10
    tau = int(knob.input_value()) + 1
    assert 5 <= tau <= 8
    read = reading("names-lstm", TEXT)
    paths, T = path_matrix(read.trace, read.loss.d_h), read.trace.T
    for form, masks in (("look", look_back), ("chunk", chunks)):
        left = truncations(paths, masks(T, [tau]))
        expect(root.locator(f".t-form.t-{form} .t-figures b")).to_have_text(
            [percent(left.error[0]), degrees(left.angle[0]), percent(left.ratio[0])]
        )
        kept = int(masks(T, [tau]).sum())
        words = root.locator(f".t-{form} .t-count")
        expect(words).to_contain_text(f"keeps {kept} of {T * (T + 1) // 2} contributions")
    in_address(page, t_tau=str(tau))
    no_trouble(page)
