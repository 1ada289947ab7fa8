"""What people type: it is read, or a sentence says why not; it is never run or shown as markup."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import SCENES, Scene, no_trouble

TYPED = {
    "emoji": ("🙂🎉", "Left out, because the network knows only a–z: 🙂 🎉", 1),
    "mixed": ("Zoë 🙂 3", "Left out", 4),
    "empty": ("", "No letters", 1),
    "long": ("abcdefghij" * 50, "Only the first 30 letters are read", 31),
    "scripts": ("Привет 你好", "Left out", 1),
    "markup": ("<b>hi</b> **x** $y$", "Left out", 7),
}


@pytest.fixture(scope="module", params=["home", "unrolled", "lstm", "gru"])
def page(request, lasting_visitor):
    found = lasting_visitor(reduced_motion="reduce").open(SCENES[request.param].path)
    found.set_default_timeout(30_000)
    return request.param, found


@pytest.mark.parametrize(("typed", "says", "steps"), TYPED.values(), ids=TYPED)
def test_a_sentence_says_what_was_left_out(page, typed, says, steps):
    name, window = page
    box = window.locator(f".st-key-{name}-text input")
    box.fill("anna")
    box.press("Enter")
    expect(
        window.locator('[data-testid="stCaptionContainer"]').filter(has_text=says)
    ).to_have_count(0)
    box.fill(typed)
    box.press("Enter")
    message = window.locator('[data-testid="stCaptionContainer"]').filter(has_text=says)
    expect(message).to_be_visible()
    assert message.locator("b, strong, .katex, script").count() == 0
    scene = Scene(window, name)
    frames = steps * SCENES[name].phases
    expect(scene.scrubber).to_have_attribute("max", str(frames - 1))
    no_trouble(window)


def test_letters_of_a_text_stand_in_the_scene_as_text(open_page):
    scene = Scene(open_page("/unrolled?text=<b>hi</b>"), "unrolled")
    expect(scene.root.locator(".n-letter-text")).to_have_text(["·", "b", "h", "i", "b"])


def test_temperature_and_seed_write_the_same_names_again(open_page):
    page = open_page("/unrolled?w_seed=7&w_temperature=0.5")
    shown = page.locator('[data-testid="stMarkdown"]', has_text=" · ").last
    first = shown.text_content()
    box = page.locator(".st-key-unrolled-w_seed input")
    box.fill("8")
    box.press("Enter")
    expect(shown).not_to_have_text(first)
    box.fill("7")
    box.press("Enter")
    expect(shown).to_have_text(first)
