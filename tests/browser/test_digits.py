"""The digits on the screen are the core's: opened numbers, their sums, predictions."""

import re
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from playwright.sync_api import expect

from core.explain import Ref
from core.sweeps import hold
from pages.parts.numbers import show
from pages.parts.reading import reading
from tests.browser.looking import Scene, in_address, no_trouble, panel, result, table

TEXT = "grace"
SELECTIONS = {
    "rnn": ["trace.h.3.5", "grads.h.2.0", "prediction.y.1.1", "input.x.2.18"],
    "lstm": ["trace.f.3.0", "grads.c.1.7", "logits.y.5.26"],
    "gru": ["trace.n.4.6", "grads.r.3.1", "injected.h.2.2"],
}


def digits(value):
    """As the browser has it: numbers travel as float32."""
    return show(float(np.float32(value)))


def percent(value):
    hundredths = 100 * float(np.float32(value))
    if 0 < hundredths < 0.5:
        return "<1%"
    return f"{Decimal(hundredths).quantize(Decimal(1), rounding=ROUND_HALF_UP)}%"


def opened(read, sel):
    source, name, t, unit = sel.split(".")
    return read.explain(Ref(source, name, int(t), int(unit)))


def rows(read, sel):
    """What the panel's table must hold for a selection: the sum, opened as far as it opens."""
    found = opened(read, sel)
    if found.function and len(found.terms) == 1:
        found = read.explain(found.terms[0].ref)
    terms = [
        [
            "" if term.weight_label == "1" else digits(term.weight),
            digits(term.value),
            digits(term.product),
        ]
        for term in found.terms
        if len(found.terms) <= 6 or np.float32(term.product) != 0
    ]
    return [*terms, [digits(found.sum)]] if found.terms else None


@pytest.fixture(scope="module")
def window(lasting_visitor):
    """A visitor whose pages several tests look at."""
    return lasting_visitor(reduced_motion="reduce")


@pytest.mark.parametrize(
    ("cell", "sel"), [(c, sel) for c, sels in SELECTIONS.items() for sel in sels]
)
def test_every_digit_of_an_opened_number_is_the_cores(cell, sel, window):
    read = reading(f"names-{cell}", TEXT)
    page = window.open(f"/unrolled?text={TEXT}&cell={cell}&sel={sel}")
    expect(result(page, "unrolled")).to_have_text(digits(opened(read, sel).result))
    wanted = rows(read, sel)
    if wanted is None:
        expect(panel(page, "unrolled")).to_contain_text("it is given")
    else:
        assert table(page, "unrolled") == wanted
    page.close()


@pytest.mark.parametrize("cell", SELECTIONS)
def test_a_click_on_a_unit_opens_it(cell, window):
    read = reading(f"names-{cell}", TEXT)
    page = window.open(f"/unrolled?text={TEXT}&cell={cell}")
    scene = Scene(page, "unrolled")
    for t, unit in ((0, 0), (3, 7), (5, 11)):
        value = digits(read.trace["h"][t, 0, unit])
        hit = scene.root.locator(
            f'[aria-label="hidden state, step {t + 1}, unit {unit + 1}: {value}"]'
        )
        hit.click()
        expect(result(page, "unrolled")).to_have_text(value)
        expect(hit).to_have_class(re.compile("n-selected"))
        assert table(page, "unrolled") == rows(read, f"trace.h.{t}.{unit}")
    page.close()


@pytest.mark.parametrize("cell", SELECTIONS)
def test_predictions_are_the_cores(cell, window):
    read = reading(f"names-{cell}", TEXT)
    page = window.open(f"/unrolled?text={TEXT}&cell={cell}")
    guesses = Scene(page, "unrolled").root.locator(".n-guess")
    found = guesses.evaluate_all("""(all) => all.map((node) =>
        [node.querySelector(".n-guess-letter").textContent, node.lastChild.textContent])""")
    alphabet = read.model.alphabet.symbols
    wanted = []
    for t, odds in enumerate(read.probabilities[:, 0]):
        likeliest = [*odds.argsort()[::-1][:3], alphabet.index(read.targets[t])]
        wanted += [[alphabet[k], percent(odds[k])] for k in likeliest]
    assert found == wanted
    page.close()


def test_terms_open_in_turn_and_the_trail_leads_back(window):
    read = reading("names-rnn", TEXT)
    page = window.open(f"/unrolled?text={TEXT}&sel=trace.h.3.5")
    box = panel(page, "unrolled")
    for unit, t in ((2, 2), (9, 1), (0, 0)):
        box.locator(
            "tbody button.p-link", has_text=re.compile(rf"^h{t + 1}\[{unit + 1}\]$")
        ).click()
        expect(result(page, "unrolled")).to_have_text(digits(read.trace["h"][t, 0, unit]))
        in_address(page, sel=f"trace.h.{t}.{unit}")
    trail = box.locator(".p-trail button")
    expect(trail).to_have_count(3)
    trail.nth(1).click()
    expect(result(page, "unrolled")).to_have_text(digits(read.trace["h"][2, 0, 2]))
    expect(trail).to_have_count(1)
    trail.nth(0).click()
    expect(result(page, "unrolled")).to_have_text(digits(read.trace["h"][3, 0, 5]))
    expect(trail).to_have_count(0)
    page.close()


def test_the_gradient_is_one_click_away_and_opens_down_to_the_loss(window):
    read = reading("names-rnn", TEXT)
    page = window.open(f"/unrolled?text={TEXT}&sel=trace.h.3.5")
    box = panel(page, "unrolled")
    box.locator(".p-other button").click()
    expect(result(page, "unrolled")).to_have_text(digits(read.grads["h"][3, 0, 5]))
    assert table(page, "unrolled") == rows(read, "grads.h.3.5")
    box.locator("tbody button.p-link").first.click()
    expect(result(page, "unrolled")).not_to_have_text(digits(read.grads["h"][3, 0, 5]))
    page.close()


def test_zeros_of_a_long_sum_can_be_listed(window):
    page = window.open(f"/unrolled?text={TEXT}&sel=trace.h.3.5")
    box = panel(page, "unrolled")
    listed = box.locator("tbody tr")
    few = listed.count()
    box.get_by_role("button", name=re.compile("products are zero")).click()
    expect(listed).to_have_count(1 + 27 + 12)
    box.get_by_role("button", name="hide what is zero").click()
    expect(listed).to_have_count(few)
    page.close()


def test_the_open_number_goes_along_with_the_steps(window):
    read = reading("names-rnn", TEXT)
    page = window.open(f"/unrolled?text={TEXT}&step=1&sel=trace.h.1.4")
    scene = Scene(page, "unrolled")
    scene.at(1)
    scene.root.focus()
    page.keyboard.press("ArrowRight")
    expect(result(page, "unrolled")).to_have_text(digits(read.trace["h"][2, 0, 4]))
    page.close()


def test_the_home_page_opens_numbers_of_all_three_networks(window):
    page = window.open(f"/?text={TEXT}")
    scene = Scene(page, "home")
    for cell in SELECTIONS:
        read = reading(f"names-{cell}", TEXT)
        strip = scene.root.locator(
            f'[aria-label^="{read.trace.cell.title}, hidden state after step 2"]'
        )
        box = strip.bounding_box()
        row = box["height"] / 12
        strip.click(position={"x": box["width"] / 2, "y": row * 6.5})
        expect(result(page, "home")).to_have_text(digits(read.trace["h"][1, 0, 6]))
        assert table(page, "home") == rows(read, "trace.h.1.6")
    no_trouble(page)
    page.close()


def test_every_number_of_the_machine_is_the_cores(window):
    """Strips of the machine and of the conveyor, by what they say to a screen reader."""
    free = reading("names-lstm", TEXT)
    clamp = hold({"f": 0.25}, free.trace.T, free.trace.H, None, None)
    read = reading("names-lstm", TEXT, clamp)
    page = window.open(f"/lstm?text={TEXT}&f=0.25&step=3&phase=6")
    names = (
        Scene(page, "lstm")
        .root.locator(".g-hit[aria-label]")
        .evaluate_all("(all) => all.map((node) => node.getAttribute('aria-label'))")
    )
    words = {q.words: q.name for q in read.trace.cell.quantities}
    seen = 0
    for name in names:
        found = re.fullmatch(r"(.+), step (\d+), unit (\d+): (.+)", name)
        if not found or found[1] not in words:
            continue
        value = read.trace[words[found[1]]][int(found[2]) - 1, 0, int(found[3]) - 1]
        assert found[4] == digits(value), name
        seen += 1
    assert seen > 6 * read.trace.T * read.trace.H
    page.close()


@pytest.mark.parametrize("after", [False, True])
def test_every_number_of_the_gru_machine_is_the_cores(after, window):
    name = "names-gru-after" if after else "names-gru"
    free = reading(name, TEXT)
    read = reading(name, TEXT, hold({"z": 0.35}, free.trace.T, free.trace.H))
    page = window.open(f"/gru?text={TEXT}&z=0.35&step=3&unit=5&phase=5&reset_after={int(after)}")
    scene = Scene(page, "gru")
    names = scene.root.locator(".g-hit[aria-label]").evaluate_all(
        "(all) => all.map((node) => node.getAttribute('aria-label'))"
    )
    words = {q.words: q.name for q in read.trace.cell.quantities}
    seen = set()
    for label in names:
        found = re.fullmatch(r"(.+), step (\d+), unit (\d+): (.+)", label)
        if not found or found[1] not in words:
            continue
        value = read.trace[words[found[1]]][int(found[2]) - 1, 0, int(found[3]) - 1]
        assert found[4] == digits(value), label
        seen.add((words[found[1]], found[2]))
    assert {name for name, _ in seen} == {"h", "r", "z", "n", "m" if after else "rh"}
    assert len(seen) > 4 * read.trace.T
    h_prev, h, z, n = (
        digits(read.trace[name][t, 0, 4]) for name, t in (("h", 1), ("h", 2), ("z", 2), ("n", 2))
    )
    expect(scene.root.locator(f'[aria-label^="mixing valve, unit 5: {z} of"]')).to_be_visible()
    in_brackets = [f"({v})" if v.startswith("−") else v for v in (h_prev, n)]
    rest = digits(1 - read.trace["z"][2, 0, 4])
    blend = f"{rest} × {in_brackets[0]} + {z} × {in_brackets[1]}\n= {h}"
    assert scene.root.locator(".g-numbers").last.text_content() == blend
    page.close()


@pytest.mark.parametrize("sel", ["trace.h.2.4", "trace.rh.1.0", "grads.z.2.3", "trace.r.2.3"])
def test_opened_numbers_of_a_held_valve_are_the_cores(sel, window):
    free = reading("names-gru", TEXT)
    read = reading("names-gru", TEXT, hold({"z": 0.35}, free.trace.T, free.trace.H))
    page = window.open(f"/gru?text={TEXT}&z=0.35&sel={sel}")
    expect(result(page, "gru")).to_have_text(digits(opened(read, sel).result))
    assert table(page, "gru") == rows(read, sel)
    page.close()


def test_the_handle_of_the_valve_opens_its_number(window):
    read = reading("names-gru", TEXT)
    page = window.open(f"/gru?text={TEXT}&step=4&unit=3&phase=5")
    scene = Scene(page, "gru")
    scene.root.locator('[aria-label^="mixing valve"]').click()
    expect(result(page, "gru")).to_have_text(digits(read.trace["z"][3, 0, 2]))
    in_address(page, sel="trace.z.3.2")
    page.close()


@pytest.mark.parametrize("sel", ["trace.c.2.4", "trace.o.1.0", "grads.f.2.3", "prediction.y.2.1"])
def test_opened_numbers_of_held_gates_are_the_cores(sel, window):
    free = reading("names-lstm", TEXT)
    clamp = hold({"f": 0.25}, free.trace.T, free.trace.H, None, None)
    read = reading("names-lstm", TEXT, clamp)
    page = window.open(f"/lstm?text={TEXT}&f=0.25&sel={sel}")
    expect(result(page, "lstm")).to_have_text(digits(opened(read, sel).result))
    assert table(page, "lstm") == rows(read, sel)
    page.close()
