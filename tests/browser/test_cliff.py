"""The cliff and the border in a browser: the point and the crosshair move without the server, and
every digit is the core's."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from core.border import RADII, border
from core.cliff import descend, growth
from pages.parts.border_section import BorderSettings, asked
from pages.parts.cliff_section import CliffSettings, question
from pages.parts.numbers import show
from pages.parts.scenes import cliff as scene
from tests.browser.dragging import by_mouse, drag
from tests.browser.looking import in_address, no_trouble


@pytest.fixture(scope="module")
def page(lasting_visitor):
    return lasting_visitor().open("/gradients")


def root_of(page, name):
    found = page.locator(f".st-key-gradients-{name} .u-root")
    found.locator("svg").first.wait_for()
    found.scroll_into_view_if_needed()
    page.mouse.move(1, 1)  # where it points at nothing
    return found


def digits(root, row):
    return root.locator(f".c-{row}-row td").all_text_contents()


def of_core(w, b, rate=1.0, limit=0.5, n=0):
    """What the table says after n updates: row by row, a column a rule."""
    found = descend(w, b, 25, rate, limit, n + 1)
    written = {
        name: [show(float(np.float32(v))) for v in getattr(found, name)[n]]
        for name in ("loss", "norm", "length")
    }
    angles = [f"{a:.1f}°" if np.isfinite(a) else "no step" for a in found.angle[n]]
    after = [show(float(np.float32(v))) for v in found.loss[n + 1]]
    return {**written, "angle": angles, "after": after}


def shows(root, wanted):
    expect(root.locator(".c-length-row td")).to_have_text(wanted["length"])
    assert {row: digits(root, row) for row in wanted} == wanted


def test_steps_from_any_place_are_the_cores(page):
    q, root = question(CliffSettings()), root_of(page, "cliff")
    shows(root, of_core(q.w, q.b))
    assert digits(root, "angle")[1:] == ["0.0°", "14.1°"]
    # by mouse, over the wall and back to a place on the plain
    box, point = root.locator("svg.c-map").bounding_box(), root.locator(".c-point")
    middle = point.bounding_box()
    start = (middle["x"] + middle["width"] / 2, middle["y"] + middle["height"] / 2)
    goal = (box["x"] + box["width"] * 0.8, start[1] - 30)
    path = [
        tuple(a + (b - a) * k / 40 for a, b in zip(start, goal, strict=True)) for k in range(41)
    ]
    moved = by_mouse(page, path)
    assert moved.sent == 0
    w, b = map(float, re.findall(r"[-\d.]+", point.get_attribute("aria-valuetext"))[:2])
    shows(root, of_core(w, b))
    in_address(page, c_w=f"{w:g}", c_b=f"{b:g}")
    # by keyboard, one place on
    point.focus()
    page.keyboard.press("ArrowRight")
    shows(root, of_core(round(w + 0.1, 3), b))
    in_address(page, c_w=f"{w + 0.1:g}")
    page.get_by_role("button", name="Back to the wall").click()
    page.wait_for_url(lambda url: "c_w" not in url)
    shows(root, of_core(q.w, q.b))


def test_sliders_and_the_descent_are_the_cores_and_the_sum_opens(page):
    q, root = question(CliffSettings()), root_of(page, "cliff")
    limit = root.get_by_role("slider", name="limit of clipping")
    moved = drag(page, limit, 0.72, moves=15)
    assert moved.sent == 0
    chosen = scene.LIMITS[int(limit.input_value())]
    assert chosen > q.limit
    shows(root, of_core(q.w, q.b, limit=chosen))
    in_address(page, c_limit=f"{chosen:g}")
    root.locator(".u-buttons button").nth(3).click()
    expect(root.locator("output.u-where")).to_have_text("after 1 update")
    shows(root, of_core(q.w, q.b, limit=chosen, n=1))
    expect(root.locator(".u-title")).to_contain_text("After 1 update")
    root.locator("summary").click()
    root.locator("[data-open='d_weights.W.0.0']").press("Enter")
    in_address(page, c_sel="d_weights.W.0.0")
    panel = page.locator(".st-key-gradients-panel-c_sel .u-panel")
    gradient = show(float(scene.cliff_scene(q)["opened"]["g"][0]))
    expect(panel.locator(".p-result b")).to_have_text(gradient)
    expect(root.locator("[data-open='d_weights.W.0.0']")).to_have_text(gradient)
    knob = root_of(page, "overflow").get_by_role("slider")
    knob.focus()
    page.keyboard.press("ArrowRight")
    radius = scene.RADII[int(knob.input_value())]
    grown = growth((radius,), scene.FAR)
    for kind in ("float32", "float64"):
        words = f"{kind} overflowed at step {grown.ends[kind][0]}"
        expect(root_of(page, "overflow").locator(".u-title")).to_contain_text(words)
    in_address(page, c_radius=f"{radius:g}")
    no_trouble(page)


def test_the_crosshair_reads_the_cores_map(page):
    root, now = root_of(page, "border"), BorderSettings()
    found = border(asked(now))

    def says(k, length):
        value = show(10.0 ** float(np.float32(found.log10[k, length - 1])))
        text = re.escape(f"radius {show(RADII[k])}, length {length}: {value}.")
        expect(root.locator(".m-said")).to_have_text(re.compile(text))

    k = RADII.index(now.m_radius)
    says(k, now.m_length)
    handle = root.locator(".m-handle")
    handle.focus()
    for key in ("ArrowUp", "Shift+ArrowRight", "ArrowLeft"):
        page.keyboard.press(key)
    says(k + 1, now.m_length + 9)
    in_address(page, m_radius=f"{RADII[k + 1]:g}", m_length=str(now.m_length + 9))
    box = root.locator("svg.m-map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 13)
    page.wait_for_url(re.compile(f"m_radius={RADII[-1]:g}(&|$)"))
    expect(root.locator(".m-said")).to_contain_text("radius 8.00")
    no_trouble(page)
