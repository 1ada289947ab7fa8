"""Links: the first visitor of a server, copied addresses, and the way between pages."""

import re
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from pages.parts.table import GROUPS
from tests.browser.conftest import Visitor
from tests.browser.looking import (
    SCENES,
    Scene,
    evaluate_deep,
    in_address,
    no_trouble,
    panel,
    result,
    table,
)
from tests.browser.running import serve
from tests.pages.visits import READING, TYPING

DEEP = {
    "home": ("/home?text=grace", "See inside recurrent networks"),
    "unrolled": (
        "/unrolled?text=grace&cell=gru&step=3&sel=trace.h.3.5&folded=1",
        "The loop unrolls",
    ),
    "bptt": (
        "/bptt?text=grace&cell=gru&weights=fresh&loss_at=last&step=8&sel=d_weights.W.2.14",
        "The gradient walks back",
    ),
    "gradients": ("/gradients?radius=1.5&bias=3&cell=gru&pair=40.2", "Gradients fade"),
    "gates": ("/gates?text=grace&gate=0.37&v_f=1_0_0.5&step=3&phase=1", "A gate is a valve"),
    "compare": ("/compare?task=names&text=grace&rows=gates&gate=z&held=0.3&step=3", "See why one"),
    "seq2seq": ("/seq2seq?word=spy&step=2&b_width=2&f_other=1.2", "One network reads"),
    "lstm": ("/lstm?text=grace&f=0.25&step=3&phase=2&sel=trace.c.2.4", "The LSTM"),
    "gru": ("/gru?text=grace&z=0.25&reset_after=1&step=3&phase=2&sel=trace.n.2.4", "The GRU"),
}


@pytest.mark.parametrize(
    "page", ["unrolled", "gradients", "compare", "seq2seq"]
)  # one a group, for time
def test_the_first_visitor_of_a_server_may_come_by_a_deep_link(page, browser, tmp_path):
    """Before its first run of app.py Streamlit looks for pages by itself, and finds others."""
    path, title = DEEP.get(page, (f"/{page}", ""))
    with serve(tmp_path / "log.txt") as server:
        visitor = Visitor(browser, server.url)
        found = visitor.open(path)
        expect(found.locator("h1").first).to_contain_text(title)
        if page in READING:
            expect(found.locator(f".st-key-{page}-text input")).to_have_value("grace")
        no_trouble(found)
        expect(found.get_by_text("Page not found")).to_have_count(0)
        links = found.locator('[data-testid="stSidebarNavLink"]')
        expect(links).to_have_text(
            [entry.title for entries in GROUPS.values() for entry in entries]
        )
        box = found.locator('[data-testid="stMainBlockContainer"]').bounding_box()
        assert box["width"] > 800  # laid out wide
        assert visitor.troubles == []
        visitor.context.close()


def test_every_page_opens_from_the_menu(open_page):
    found = open_page("/")
    for entry in (entry for entries in GROUPS.values() for entry in entries):
        found.locator('[data-testid="stSidebarNavLink"]', has_text=entry.title).click()
        if entry.name in READING and entry.name not in TYPING:
            found.locator(f".st-key-{entry.name}-text").wait_for()
        found.locator(".u-root").first.wait_for()
        no_trouble(found)


def test_an_address_copied_from_one_window_opens_the_same_view_in_another(visitor):
    mine = visitor().open("/unrolled")
    box = mine.locator(".st-key-unrolled-text input")
    box.fill("grace")
    box.press("Enter")
    in_address(mine, text="grace")
    mine.locator(".st-key-unrolled-cell button", has_text="GRU").click()
    in_address(mine, cell="gru")
    scene = Scene(mine, "unrolled")
    scene.begin()
    mine.keyboard.press("ArrowRight")
    mine.keyboard.press("ArrowRight")
    scene.at(2)
    in_address(mine, step="2")
    scene.root.locator('[aria-label^="hidden state, step 4, unit 6:"]').click()
    in_address(mine, sel="trace.h.3.5")
    expect(panel(mine, "unrolled")).to_contain_text("step 4, reading a")

    theirs = visitor().open(mine.url.removeprefix(visitor().url))
    again = Scene(theirs, "unrolled")
    again.at(2)
    expect(theirs.locator(".st-key-unrolled-text input")).to_have_value("grace")
    expect(again.words).to_have_text(scene.words.text_content())
    expect(result(theirs, "unrolled")).to_have_text(result(mine, "unrolled").text_content())
    assert table(theirs, "unrolled") == table(mine, "unrolled")
    names = """(all) => all.filter((node) => node.getAttribute("role") === "button")
        .map((node) => node.getAttribute("aria-label"))"""
    assert evaluate_deep(theirs, names) == evaluate_deep(mine, names)
    chosen = theirs.locator(".st-key-unrolled-cell [aria-checked=true]")
    expect(chosen).to_have_text("GRU")
    marked = again.root.locator(".n-selected")
    expect(marked).to_have_attribute("aria-label", re.compile("^hidden state, step 4, unit 6"))


def test_held_gates_are_in_a_copied_address(visitor):
    mine = visitor().open("/lstm?text=grace")
    scene = Scene(mine, "lstm")
    scene.root.locator(".g-presets button", has_text="keep all").click()
    in_address(mine, f="1", i="0")
    said = scene.root.locator(".g-slider output")
    expect(said.first).to_have_text("held at 1.00")
    theirs = Scene(visitor().open(mine.url.removeprefix(visitor().url)), "lstm")
    assert theirs.root.locator(".g-slider output").all_text_contents() == said.all_text_contents()
    names = """(root) => [...root.querySelectorAll(".g-hit")]
        .map((hit) => hit.getAttribute("aria-label"))"""
    assert theirs.root.evaluate(names) == scene.root.evaluate(names)


def test_leaving_a_page_and_coming_back_keeps_text_and_view(open_page):
    page = open_page("/unrolled?text=grace&cell=lstm&step=2")
    Scene(page, "unrolled").at(2)
    links = page.locator('[data-testid="stSidebarNavLink"]')
    links.filter(has_text="Inside the LSTM").click()
    expect(page.locator(".st-key-lstm-text input")).to_have_value("grace")
    Scene(page, "lstm")
    links.filter(has_text="The unrolled network").click()
    expect(page.locator(".st-key-unrolled-text input")).to_have_value("grace")
    Scene(page, "unrolled").at(2)
    in_address(page, cell="lstm", step="2")
    no_trouble(page)


def test_the_browsers_back_button_leads_back(open_page):
    """With a second press: Streamlit writes an entry for the page and one for its settings."""
    page = open_page("/unrolled?text=grace")
    page.locator('[data-testid="stSidebarNavLink"]', has_text="Inside the LSTM").click()
    Scene(page, "lstm")
    in_address(page, text="grace")
    page.go_back()
    page.wait_for_timeout(500)  # the page may write its address again
    if "/lstm" in page.url:
        page.go_back()
    Scene(page, "unrolled")
    expect(page.locator(".st-key-unrolled-text input")).to_have_value("grace")
    no_trouble(page)


@pytest.mark.parametrize("name", ["unrolled", "lstm", "gru", "compare"])
def test_a_hostile_link_shows_the_page_and_a_sentence(name, open_page):
    query = urlencode(
        {"step": "1e999", "sel": "<script>", "text": "<img src=x onerror=alert(1)>", "zz": "1"}
    )
    page = open_page(f"{SCENES[name].path}?{query}")
    warning = page.locator('[data-testid="stAlert"]')
    expect(warning).to_contain_text("step =")
    expect(warning).to_contain_text("sel =")
    expect(warning).to_contain_text("no setting “zz”")
    no_trouble(page)
    assert page.locator("img[src=x], script[src=x]").count() == 0
    page.wait_for_url(lambda url: "zz" not in url and "sel" not in url)
