"""Remedies side by side: a row and a run are opened with pointer and keys, and every digit is the
report's."""

from playwright.sync_api import expect

from core.outcomes import outcomes
from pages.parts.numbers import show
from pages.parts.remedy_words import TITLES
from tests.browser.looking import in_address, no_trouble

TASK = "adding"


def left(powers, distance):
    return show(10.0 ** powers[distance])


def test_a_row_and_a_run_open_with_the_digits_of_the_reports(open_page):
    found = outcomes(TASK)
    page = open_page("/gradients?r_remedy=orthogonal")
    root = page.locator(".st-key-gradients-remedies .u-root")
    root.locator(".m-plot svg").wait_for()
    means = [f"{100 * found[name].mean:.0f}%" for name in list(found)[:3]]
    assert root.locator(".m-mean b").all_text_contents()[:3] == means

    root.get_by_role("button", name=TITLES["gru"]).first.click()
    in_address(page, r_remedy="gru")
    said = root.locator(".m-said")
    far = len(found["gru"].middle("before")) - 1
    slide = root.locator("input[type=range]")
    slide.focus()
    for key, distance in (("End", far), ("ArrowLeft", far - 1), ("Home", 0)):
        page.keyboard.press(key)
        expect(said.locator("p").first).to_contain_text(f"{distance} step")
        digits = [left(found[name].middle("before"), distance) for name in ("gru", "rnn")]
        expect(said.locator("b")).to_have_text(digits)
    in_address(page, r_distance="0")

    run = root.get_by_role("button", name=f"{TITLES['gru']}, seed 4:")
    run.focus()
    page.keyboard.press("Enter")
    in_address(page, r_seed="4")
    right, asked = found["gru"].answers(4)
    expect(page.get_by_text(f"{right:,} right of {asked:,}")).to_be_visible()

    strip = root.locator(".m-strip").nth(1)
    place = strip.locator("[data-at='orthogonal.2'] .m-dot").bounding_box()
    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    in_address(page, r_remedy="orthogonal", r_seed="2")
    no_trouble(page)
