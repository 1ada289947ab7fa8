"""axe-core on every page in both themes: no serious or critical violation that is ours."""

import re
from pathlib import Path

import axe_playwright_python
import pytest
from playwright.sync_api import expect

from tests.browser.looking import SCENES, Scene
from tests.pages.visits import PAGES

AXE = Path(axe_playwright_python.__file__).parent / "axe.min.js"
# What Streamlit 1.67 itself does: rule, and a part of the selector or of the element. Its menu
# puts groups of pages, which are no list items, into a list.
OF_STREAMLIT = [
    ("list", 'data-testid="stSidebarNavItems"'),
    ("listitem", '<li class="st-emotion-cache'),
]
# What opens a number where that is no part of a drawing: by the page's address.
OPENING = {
    "gradients": ".st-key-gradients-fading button.f-entry",
    "attention": ".st-key-attention-attend .a-card button.a-link",
}
RUN = """() => axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .flatMap(({ id, help, nodes }) => nodes.map((node) => ({
            rule: id, help, at: node.target.flat().join(" "), html: node.html.slice(0, 160),
            why: node.failureSummary,
        }))))"""


@pytest.fixture(scope="module", params=PAGES)
def arrived(request, lasting_visitor):
    """A page that several tests look at, one after another; it opens in light."""
    path = SCENES[request.param].path if request.param in SCENES else f"/{request.param}"
    return lasting_visitor(color_scheme="light", reduced_motion="reduce").open(path)


@pytest.fixture(params=["light", "dark"])
def found(arrived, request):
    """The page in a theme."""
    paper = {"light": "rgb(255, 255, 255)", "dark": "rgb(15, 20, 27)"}[request.param]
    arrived.emulate_media(color_scheme=request.param)
    expect(arrived.locator("[data-testid=stApp]")).to_have_css("background-color", paper)
    return arrived


def test_a_page_has_no_serious_violation_of_ours(found):
    found.evaluate(AXE.read_text("utf-8"))
    violations = found.evaluate(RUN)
    ours = [
        violation
        for violation in violations
        if not any(
            rule == violation["rule"] and part in violation["at"] + violation["html"]
            for rule, part in OF_STREAMLIT
        )
    ]
    assert ours == []


def test_scenes_write_in_the_ink_of_the_theme(found, request):
    ink = {"light": "rgb(27, 35, 48)", "dark": "rgb(232, 236, 242)"}
    scheme = request.node.callspec.params["found"]
    expect(found.locator(".u-root").first).to_have_css("color", ink[scheme])


def test_everything_that_can_be_pressed_has_a_name(arrived):
    for root in arrived.locator(".u-root").all():
        nameless = root.evaluate(
            """(root) => [...root.querySelectorAll("button, [role], input, select, [tabindex='0']")]
                .filter((node) => getComputedStyle(node).visibility !== "hidden")
                .filter((node) => node.getAttribute("role") !== "presentation")
                .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim()
                    || node.closest("label")))
                .map((node) => node.outerHTML.slice(0, 120))"""
        )
        assert nameless == []


def test_the_keyboard_reaches_the_scene_and_opens_a_number(arrived):
    named = OPENING.get(arrived.url.split("/")[-1], ".u-root [role=button][tabindex='0']:visible")
    arrived.locator(named).first.focus()
    arrived.keyboard.press("Enter")
    arrived.wait_for_url(re.compile("sel=|cell=|pair="))


@pytest.mark.parametrize("name", ["lstm", "gru"])
def test_in_a_window_of_another_width_every_bar_still_has_a_name(name, visitor):
    page = visitor(reduced_motion="reduce").open(f"/{name}")
    scene = Scene(page, name)
    before = scene.root.locator(".g-conveyor svg").last.bounding_box()["width"]
    page.set_viewport_size({"width": 1000, "height": 900})
    page.wait_for_function(
        "([svg, width]) => svg.isConnected === false || svg.clientWidth !== width",
        arg=[scene.root.locator(".g-conveyor svg").last.element_handle(), before],
    )
    expect(scene.root.locator(".g-hit[role=button]:not([aria-label])")).to_have_count(0)
