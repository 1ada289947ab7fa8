"""Where a gate comes from: the slider answers without the server, the sum opens."""

import re

import pytest
from playwright.sync_api import expect

from core.explain import explain
from pages.parts.numbers import show
from pages.parts.reading import reading
from pages.parts.scenes.origin import origin_scene
from tests.browser.dragging import drag
from tests.browser.looking import in_address, no_trouble

MODEL = "names-lstm"


def origin(page):
    found = page.locator(".st-key-gates-origin .u-root")
    found.locator(".o-answer svg").wait_for()
    found.scroll_into_view_if_needed()
    return found


def scene(step=3, unit=0):
    return origin_scene(reading(MODEL, "marianne"), step, unit, None)


def results(root):
    return root.locator(".o-result").all_text_contents()


def test_the_sum_moves_without_the_server_and_every_digit_is_the_cores(open_page):
    page = open_page("/gates?text=marianne")
    root = origin(page)
    knob = root.locator("input[type=range]")
    moved = drag(page, knob, 0.35)
    assert moved.sent == 0
    assert len(moved.frames) > 10
    slider, k = scene()["slider"], int(knob.input_value())
    sigma, tanh = slider["functions"]
    text = slider["texts"][k]
    assert results(root) == [
        f"σ({text}) = {sigma['digits'][k]}",
        f"tanh({text}) = {tanh['digits'][k]}",
    ]
    expect(root.locator(".o-slope")).to_have_text(f"slope of σ {sigma['slopes'][k]}")
    expect(root.locator(".o-title.o-strong")).to_have_text(
        [f"100 → {sigma['amounts'][k]}", f"100 → {tanh['amounts'][k]}"]
    )
    in_address(page, from_a=f"{slider['sums'][k]:.15g}")
    no_trouble(page)


def test_a_gate_below_zero_turns_the_memory_over(open_page):
    page = open_page("/gates?from_a=-1.1")
    root = origin(page)
    assert results(root) == ["σ(−1.1) = 0.250", "tanh(−1.1) = −0.800"]
    turned = root.get_by_text("turned over", exact=True)
    expect(turned.nth(0)).to_be_hidden()
    expect(turned.nth(1)).to_be_visible()
    expect(root.locator(".o-title.o-strong").nth(1)).to_have_text("100 → −80.0")


def test_the_network_has_a_sum_of_its_own_to_which_the_slider_goes_back(open_page):
    page = open_page("/gates?text=marianne&from_a=4")
    root = origin(page)
    own = scene()["own"]
    back = root.get_by_role("button", name="the network’s own sum")
    expect(back).to_have_attribute("aria-pressed", "false")
    back.click()
    expect(back).to_have_attribute("aria-pressed", "true")
    assert results(root)[0] == f"σ({own['texts'][0]}) = {own['functions'][0]['digits'][0]}"
    expect(root.locator("output")).to_have_text(own["texts"][0])
    page.wait_for_url(lambda url: "from_a" not in url)


@pytest.mark.parametrize(("name", "which"), [("a_f", "the sum"), ("f", "the network's own gate")])
def test_the_sum_and_the_gate_open_below(name, which, open_page):
    page = open_page("/gates?text=marianne")
    root = origin(page)
    root.get_by_role("button", name=re.compile(f"^open {which}")).press("Enter")
    in_address(page, from_sel=f"trace.{name}.3.0")
    opened = explain(reading(MODEL, "marianne").trace, name, 3, 0, 0)
    panel = page.locator(".st-key-gates-panel-from_sel .u-panel")
    expect(panel.locator(".p-result b")).to_have_text(show(opened.result))
    no_trouble(page)


def test_another_letter_and_unit_bring_their_own_products(open_page):
    page = open_page("/gates?text=marianne")
    root = origin(page)
    root.get_by_role("button", name="step 6, reads a").click()
    in_address(page, from_step="6")
    root.get_by_role("button", name="unit 8", exact=True).click()
    in_address(page, from_unit="8")
    found = scene(5, 7)
    expect(root.locator(".o-total")).to_contain_text(f"= {found['own']['texts'][0]}")
    factors = root.locator(".o-factors").all_text_contents()
    assert factors[2] == " × ".join(show(float(v)) for v in found["numbers"][2][[1, 0]])
    expect(root.get_by_role("button", name="unit 8", exact=True)).to_be_focused()
