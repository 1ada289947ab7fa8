"""axe-core on every page in both themes: no serious or critical violation that is ours."""

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
RUN = """() => axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
    violations
        .filter(({ impact }) => impact === "serious" || impact === "critical")
        .flatMap(({ id, help, nodes }) => nodes.map((node) => ({
            rule: id, help, at: node.target.flat().join(" "), html: node.html.slice(0, 160),
            why: node.failureSummary,
        }))))"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("page", PAGES)
def test_a_page_has_no_serious_violation_of_ours(page, scheme, visitor):
    arrived = visitor(color_scheme=scheme, reduced_motion="reduce")
    found = arrived.open(SCENES[page].path if page in SCENES else f"/{page}")
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


@pytest.mark.parametrize("page", PAGES)
def test_the_dark_theme_is_dark(page, visitor):
    arrived = visitor(color_scheme="dark", reduced_motion="reduce")
    found = arrived.open("/" if page == "home" else f"/{page}")
    ground = found.evaluate(
        "() => getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
    )
    assert ground == "rgb(15, 20, 27)"
    ink = found.locator(".u-root").first.evaluate("(root) => getComputedStyle(root).color")
    assert ink == "rgb(232, 236, 242)"


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_can_be_pressed_has_a_name(page, visitor):
    found = visitor(reduced_motion="reduce").open("/" if page == "home" else f"/{page}")
    for root in found.locator(".u-root").all():
        nameless = root.evaluate(
            """(root) => [...root.querySelectorAll("button, [role], input, select, [tabindex='0']")]
                .filter((node) => getComputedStyle(node).visibility !== "hidden")
                .filter((node) => node.getAttribute("role") !== "presentation")
                .filter((node) => !(node.getAttribute("aria-label") || node.textContent.trim()
                    || node.closest("label")))
                .map((node) => node.outerHTML.slice(0, 120))"""
        )
        assert nameless == []


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


@pytest.mark.parametrize("page", PAGES)
def test_the_keyboard_reaches_the_scene_and_opens_a_number(page, visitor):
    found = visitor(reduced_motion="reduce").open("/" if page == "home" else f"/{page}")
    target = found.locator(".u-root [role=button][tabindex='0']:visible").first
    target.focus()
    found.keyboard.press("Enter")
    found.wait_for_url(lambda url: "sel=" in url or "cell=" in url)
