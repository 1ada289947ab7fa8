"""Encoder and decoder in a browser: it reads and writes, and every digit is the core's."""

import re

import numpy as np
from playwright.sync_api import expect

from core.seq2seq.branches import branches
from core.seq2seq.judged import judged
from core.seq2seq.ranking import scores
from pages.parts.numbers import show
from pages.parts.scenes.beam import POWERS
from pages.parts.translation import LONGEST_WRITTEN, reference, translator
from tests.browser.dragging import drag
from tests.browser.looking import Scene, in_address, no_trouble, panel, result

MODEL = translator("sound")
LONGEST = LONGEST_WRITTEN["sound"]


def part(page, name):
    root = page.locator(f".st-key-seq2seq-{name} .u-root")
    root.locator("svg text").first.wait_for()
    return root


def test_it_reads_hands_over_and_writes_and_a_mistake_by_hand_derails_it(open_page):
    word = "economist"
    page = open_page(f"/seq2seq?word={word}")
    run = MODEL.greedy(word, LONGEST)
    scene = Scene(page, "seq2seq")
    scene.begin()
    expect(scene.words).to_have_text("reads e, and t from the other end (1 of 9)")
    assert scene.last + 1 == len(word) + 1 + len(run.steps)
    scene.press("last")
    best = f"{100 * run.run.probabilities[-1, 0].max():.0f}%"
    expect(scene.words).to_contain_text(f"writes ‹end›, {best}")
    # A state opens at the unit that is pressed, in the panel with the same digits.
    state = scene.root.get_by_role("button", name="state of the decoder after step 2")
    state.focus()
    page.keyboard.press("Enter")
    h = run.run.decoder["h"][1, 0]
    unit = int(np.abs(h).argmax())
    in_address(page, sel=f"trace.h.1.{unit}")
    expect(result(page, "seq2seq")).to_have_text(show(float(np.float32(h[unit]))))
    guess = scene.root.get_by_role("button", name=re.compile("^step 1: EH, probability")).first
    guess.click()
    expect(result(page, "seq2seq")).to_have_text(show(run.run.probabilities[0, 0].max()))

    # Beside each other: the right first sound by hand, and all that follows is right.
    lanes = part(page, "forcing")
    right = reference("sound", tuple(word))
    found = branches(MODEL, word, max(len(right) + 1, len(run.steps)) + 4, 3)
    numbers = [*MODEL.target.encode(right).tolist(), MODEL.target.end]
    counts = judged(found.written, found.log_probabilities, numbers)
    wrong = int(counts.count[found.lengths[0] - 1, 0])
    expect(lanes.locator(".k-counts")).to_contain_text(f"running freely, {wrong} wrong symbols")
    lanes.get_by_role("button", name="step 1, IH: write this one instead").click()
    in_address(page, f_other="1.2")
    expect(lanes.locator(".k-says")).to_contain_text("With IH written by hand at step 1")
    expect(lanes.locator(".k-says")).to_contain_text("that is right")
    lanes.get_by_role("button", name="Let it write its own guess again").click()
    expect(lanes.locator(".k-counts")).to_contain_text(f"running freely, {wrong} wrong symbols")

    # What was written by hand was for that word; a sentence on what was left out moves nothing.
    lanes.get_by_role("button", name="step 1, IH: write this one instead").click()
    in_address(page, f_other="1.2")
    box = page.locator(".st-key-seq2seq-word input")
    box.fill("Únicorn 1")
    box.press("Enter")
    expect(page.get_by_text("Left out, because the network knows only a–z")).to_be_visible()
    written = " ".join(MODEL.greedy("unicorn", LONGEST).tokens)
    expect(lanes.locator(".k-says")).to_contain_text(f"Free running gives {written}")
    assert "f_other" not in page.url
    no_trouble(page)


def test_the_width_and_the_power_move_without_the_server(open_page):
    page = open_page("/seq2seq?word=spy&b_width=1")
    tree = part(page, "beam")
    expect(tree.locator(".t-title")).to_have_text("Width 1 is greedy: S AY P IY ‹end›")
    moved = drag(page, tree.get_by_label("width of the beam"), 0.15, moves=10)
    assert moved.sent == 0
    in_address(page, b_width="2")
    expect(tree.locator(".t-title")).to_have_text(re.compile("^Width 2 writes S P AY ‹end›: "))
    search = MODEL.beam("spy", 2, LONGEST)
    power = tree.get_by_label("power of the length")
    for k in (POWERS.index(1.0), 0):
        if k == 0:
            power.focus()
            page.keyboard.press("Home")
            in_address(page, b_power="0")
        found = sorted(scores(search, [POWERS[k]])[0].tolist(), reverse=True)
        shown = [show(float(np.float32(score))) for score in found]
        expect(tree.locator(".t-ranks tbody td:last-child")).to_have_text(shown)
    first = tree.get_by_role("button", name=re.compile("^S P: log p"))
    first.focus()
    page.keyboard.press("Enter")
    total = float(
        np.float32(sum(search.nodes[k].log_probability for k in search.path(search.best)[:2]))
    )
    expect(tree.locator(".t-sum")).to_contain_text(f"= {show(total)}")
    expect(panel(page, "seq2seq").first).to_be_visible()
    no_trouble(page)
