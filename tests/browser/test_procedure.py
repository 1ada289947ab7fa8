"""The learning procedure and the check of a gradient, as a visitor sees them: digits are the
core's, a press goes into a cell, a weight is chosen by hand and by key."""

import re

import pytest
from playwright.sync_api import expect

from core.check import quotients
from core.procedure import Rules, epoch
from pages.parts.learning import fresh
from pages.parts.numbers import show
from pages.parts.procedure_section import texts_of
from pages.parts.reading import reading
from pages.parts.scenes.check import precise, question_of
from tests.browser.dragging import drag
from tests.browser.looking import in_address, no_trouble

RULES = Rules(length=4, batch_size=4, rate=0.1, limit=1.0, seed=1)


@pytest.fixture(scope="module")
def page(lasting_visitor):
    """One page for all: each test goes on from where it likes."""
    found = lasting_visitor(reduced_motion="reduce").open("/bptt")
    found.locator(".st-key-bptt-check .u-root .k-number").first.wait_for()
    return found


def root(page, name):
    found = page.locator(f".st-key-bptt-{name} .u-root").first
    found.scroll_into_view_if_needed()
    return found


def test_each_zoom_shows_the_cores_digits_and_a_press_goes_into_a_cell(page):
    found = epoch(fresh("rnn", 1), texts_of("marianne"), RULES)
    m = found.order.tolist().index(0) // 4
    minibatch = found.minibatches[m]
    own = next(s for s in minibatch.sequences if s.text == "marianne")
    scene = root(page, "procedure")
    cards, words = scene.locator(".l-card"), scene.locator("output.u-where")
    expect(words).to_have_text(f"step 3 of 9: the loss, {show(own.pieces[0].loss.steps[2, 0])}")
    h = own.pieces[0].trace["h"][2, 0]
    numbers = scene.locator("svg .l-digits").all_text_contents()
    assert numbers[: len(h)] == [show(float(value)) for value in h]

    cards.nth(1).click()
    expect(words).to_have_text(f"back at step 1: gathered {show(own.pieces[0].gathered[0])}")
    in_address(page, l_zoom="piece")
    said = scene.locator("svg .l-digits").all_text_contents()
    for k in range(4):
        piece = own.pieces[0]
        for value in (piece.loss.steps[k, 0], piece.received[k], piece.gathered[k]):
            assert show(float(value)) in said

    cards.nth(2).click()
    expect(words).to_have_text(f"updated: mean loss {show(minibatch.after_value)}")
    totals = scene.locator("svg .l-total").all_text_contents()
    assert {show(minibatch.value), show(minibatch.update.norm)} <= set(totals)
    expect(cards.nth(2)).to_contain_text(f"{minibatch.count} steps, {minibatch.count} losses")

    cards.nth(3).click()
    expect(words).to_have_text(f"the mean over the epoch: {show(found.mean)}")
    losses = scene.locator("svg .l-beside").all_text_contents()
    assert losses == [show(one.value) for one in found.minibatches]
    scene.get_by_role("button", name=re.compile("^minibatch 1:")).press("Enter")
    first = found.minibatches[0]
    expect(words).to_have_text(f"updated: mean loss {show(first.after_value)}")
    scene.get_by_role(
        "button", name=f"sub-sequence 2 of {first.sequences[1].text}; zoom in"
    ).click()
    expect(words).to_contain_text("back at step 5: gathered")
    scene.get_by_role("button", name=re.compile("^step 5, reads")).click()
    value = first.sequences[1].pieces[1].loss.steps[0, 0]
    expect(words).to_have_text(re.compile(f"^step 5 of .*: the loss, {show(float(value))}$"))
    scene.get_by_role("button", name="loss of step 5").click()
    opened = page.locator(".st-key-bptt-panel-l_sel .p-result b")
    expect(opened).to_have_text(show(float(value)))
    no_trouble(page)


def test_a_weight_is_compared_at_every_epsilon_without_the_server(page):
    read = reading("names-rnn", "marianne")
    question = question_of(read)
    scene = root(page, "check")
    numbers = scene.locator(".k-number")
    scene.get_by_role("button", name=re.compile(r"^W\[4, 6\]: ")).click()
    in_address(page, k_weight="W_h.0.3.5")
    found = quotients(question, "W_h", (0, 3, 5))
    expect(numbers.first).to_have_text(precise(found.analytic))

    moved = drag(page, scene.locator("input[type=range]"), 0.8)
    assert moved.sent == 0
    knob = int(scene.locator("input[type=range]").input_value())
    k = knob
    assert numbers.all_text_contents() == [
        precise(found.analytic),
        repr(float(found.plus[k])),
        repr(float(found.minus[k])),
        precise(float(found.estimate[k]), found.analytic),
        show(float(found.relative[k])),
    ]
    in_address(page, k_eps=str(knob))

    scene.get_by_role("button", name=re.compile(r"^W\[4, 6\]: ")).focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    in_address(page, k_weight="W_h.0.4.6")
    below = quotients(question, "W_h", (0, 4, 6))
    expect(numbers.first).to_have_text(precise(below.analytic))
    scene.get_by_role("button", name="open its sum").click()
    opened = page.locator(".st-key-bptt-panel-k_sel .p-result b")
    expect(opened).to_have_text(show(below.analytic))
    no_trouble(page)
