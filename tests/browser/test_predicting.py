"""Predict first, as a learner does it: typing, committing, reading what was wrong, going on."""

import re

import pytest
from playwright.sync_api import expect

from core.quiz import free_question, held_question, mistakes
from pages.parts.numbers import show
from pages.parts.reading import reading
from pages.parts.scenes.squash import written
from tests.browser.looking import in_address, no_trouble

TRACED = {"lstm": "names-lstm", "unrolled": "names-rnn", "gru": "names-gru"}


def box(page, name):
    found = page.locator(f".st-key-{name}-answer input")
    found.scroll_into_view_if_needed()
    return found


def commit(page, name, typed):
    box(page, name).fill(typed)
    page.keyboard.press("Enter")


def said(page):
    return page.locator(".ask-root[role=alert]")


def shown(page):
    return page.locator(".ask-row").text_content()


def traced(name, seed=1, typed="marianne"):
    read = reading(TRACED[name], typed)
    return held_question(read.trace, seed, read.model.alphabet.symbols)


def test_a_wrong_answer_is_told_its_mistake_and_a_right_one_is_right(open_page):
    page = open_page("/gates?ask_seed=4")
    question = free_question("update", 4)
    wrong = mistakes(question)[0]
    assert wrong.kind == "ungated"
    expect(page.locator(".ask-blank")).to_have_text("?")
    commit(page, "gates", f"{wrong.value:g}")
    expect(said(page)).to_contain_text(f"You said {wrong.value:g}; it is {question.answer:g}.")
    expect(said(page)).to_contain_text("a gate is left out")
    expect(page.locator(".ask-shown")).to_have_text(f"{question.answer:g}")
    commit(page, "gates", f"{question.answer:g}")
    expect(said(page)).to_contain_text("Right.")
    expect(page.get_by_text("Right at once so far: 0 of 1.")).to_be_visible()
    no_trouble(page)


def test_what_is_no_number_stays_in_the_box_and_is_explained(open_page):
    page = open_page("/gates?ask_seed=4")
    commit(page, "gates", "a dozen <b>")
    expect(said(page)).to_have_text(re.compile("Expected one number.*got “a dozen <b>”"))
    assert said(page).locator("b").count() == 0
    expect(box(page, "gates")).to_have_value("a dozen <b>")
    expect(page.locator(".ask-blank")).to_have_text("?")
    commit(page, "gates", " −12,5 ")
    expect(said(page)).to_contain_text("You said −12.5")


def test_the_keyboard_is_enough(open_page):
    page = open_page("/gates?ask_seed=1")
    question = free_question("forget", 1)
    box(page, "gates").focus()
    page.keyboard.type(f"{question.answer:g}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(said(page)).to_contain_text("Right.")
    page.keyboard.press("Tab")
    expect(page.locator(".st-key-gates-another button")).to_be_focused()
    page.keyboard.press("Enter")
    in_address(page, ask_seed="2")
    expect(said(page)).to_have_count(0)
    expect(box(page, "gates")).to_have_value("")
    assert f"{free_question('remember', 2).givens[0].value:g}" in shown(page)


def test_a_link_opens_the_same_question_and_not_the_answer(visitor):
    mine = visitor().open("/lstm?text=grace&ask_seed=5")
    before = shown(mine)
    commit(mine, "lstm", "0.3")
    expect(said(mine)).to_be_visible()
    assert "0.3" not in mine.url
    theirs = visitor().open(mine.url.removeprefix(visitor().url))
    box(theirs, "lstm")
    assert shown(theirs) == before
    expect(theirs.locator(".ask-blank")).to_have_text("?")
    expect(said(theirs)).to_have_count(0)


@pytest.mark.parametrize("name", TRACED)
def test_a_network_is_asked_about_and_its_digits_are_the_cores(name, open_page):
    page = open_page(f"/{name}?text=marianne")
    question = traced(name)
    box(page, name)
    handed = page.locator(".ask-row dd:not(.ask-blank)").all_text_contents()
    assert handed == [show(given.value) for given in question.givens]
    section = page.locator(".ask-root").all_text_contents()
    assert not any(show(question.answer) in text for text in section)
    commit(page, name, f"{question.answer:.3f}")
    expect(said(page)).to_contain_text("Right.")
    expect(said(page)).to_contain_text(f"= {show(question.answer)}")
    wrong = next(m for m in mistakes(question) if m.pieces)
    commit(page, name, f"{wrong.value:.4f}")
    expect(said(page)).to_contain_text(f"You said {written(float(f'{wrong.value:.4f}'))}")
    expect(said(page).locator(".ask-wrong").first).to_contain_text("Your number")
    no_trouble(page)


def test_another_text_asks_another_question(open_page):
    page = open_page("/lstm?text=marianne")
    box(page, "lstm")
    before = shown(page)
    text = page.locator(".st-key-lstm-text input")
    text.fill("otto")
    text.press("Enter")
    expect(page.locator(".ask-row")).not_to_have_text(before)
    question = traced("lstm", typed="otto")
    expect(page.locator(".ask-row dd").first).to_have_text(show(question.givens[0].value))
    text.fill("")
    text.press("Enter")
    expect(page.get_by_text("Type at least one letter")).to_be_visible()
    no_trouble(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_numbers_can_be_told_from_the_page_in_both_schemes(scheme, visitor):
    page = visitor(color_scheme=scheme).open("/gates?ask_seed=4")
    box(page, "gates")
    colours = page.locator(".ask-row dd").evaluate_all(
        "(all) => all.map((node) => getComputedStyle(node).color)"
    )
    assert len(set(colours)) == len(colours)  # four quantities and the blank
