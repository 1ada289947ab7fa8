"""Score functions and self-attention: a drag needs no server, a cell has the core's digits."""

import numpy as np
from playwright.sync_api import expect

from core import models
from core.agreement.reading import read
from core.attention import Attention
from core.attention.costs import attention_cost, recurrence_cost
from core.attention.side_by_side import rescored
from core.cells import GRU
from pages.parts.numbers import show
from pages.parts.scenes.scores import TEMPERATURES
from tests.browser.dragging import drag
from tests.browser.looking import in_address, no_trouble

WORD = "phone"
SENTENCE = "the dogs behind the black house slept under the white moon"


def scene(page, name):
    root = page.locator(f".st-key-attention-{name} .u-root")
    root.locator("svg text").first.wait_for()
    return root


def digits(value):
    """As the browser, which reads single precision."""
    return show(float(np.float32(value)))


def test_the_temperature_moves_all_maps_without_the_server_and_a_score_opens(open_page):
    page = open_page(f"/attention?task=sound&word={WORD}&s_states=general&s_row=1&s_place=2")
    root = scene(page, "scores")
    model = models.load("pronounce-general")
    run = model.greedy(tuple(WORD), 26).run
    params = models.load("pronounce-general-as-additive").group("attention")
    made = rescored(model, run, Attention("additive"), params, TEMPERATURES)

    said = root.locator(".s-said")
    expect(said).to_have_count(8)
    additive = said.nth(3)
    expect(additive).to_contain_text(f"{digits(made.weight[12, 1, 2])} on o")
    knob = root.get_by_label("temperature of the softmax")
    moved = drag(page, knob, 1.0, moves=25)
    assert moved.sent == 0
    assert len(moved.frames) > 10
    expect(additive).to_contain_text(f"{digits(made.weight[24, 1, 2])} on o")
    expect(additive).to_contain_text(f"{made.entropy[24, 1]:.2f} bits")
    in_address(page, s_tau="64")

    cursor = root.locator(".s-cursor").nth(3)
    cursor.focus()
    page.keyboard.press("ArrowRight")
    expect(additive).to_contain_text(f"{digits(made.weight[24, 1, 3])} on n")
    expect(said.nth(0)).to_contain_text(" on n")  # the place is one in all maps
    in_address(page, s_place="3")
    root.get_by_role("button", name="Open this score").nth(3).click()
    total = root.locator(".s-sum tfoot .s-product")
    expect(total).to_have_text(digits(made.score[1, 3]))
    in_address(page, s_open="additive.1.3")
    no_trouble(page)


def test_a_word_asks_and_its_sums_are_the_cores_and_costs_are_looked_up(open_page):
    page = open_page(f"/attention?x_sentence={SENTENCE.replace(' ', '+')}&x_cell=1.6.1.0")
    root = scene(page, "self")
    reading = read(models.load("agreement-2"), SENTENCE.split())
    weight, score, head = (reading.by_head(name) for name in ("weight", "score", "head"))
    expect(root.locator(".q-title")).to_contain_text(f"puts {digits(weight[1, 6, 1])} of its")
    tables = root.locator(".q-table")
    ends = tables.nth(0).locator("tfoot tr").last.locator("td").last
    expect(ends).to_have_text(digits(score[1, 6, 1]))
    expect(tables.nth(1).locator(".q-at td").nth(3)).to_have_text(digits(weight[1, 6, 1]))
    root.get_by_role("button", name="unit after").click()
    expect(tables.nth(2).locator("tfoot td").last).to_have_text(digits(head[1, 6, 1]))
    root.locator(".q-cursor").nth(0).focus()
    page.keyboard.press("ArrowUp")
    expect(root.locator(".q-title")).to_contain_text(f"“house” puts {digits(weight[0, 5, 1])}")
    in_address(page, x_cell="0.5.1.1")
    root.get_by_role("button", name="slept asks").click()
    expect(root.locator(".q-note")).to_contain_text("“dogs”")
    in_address(page, x_cell=f"0.6.{weight[0, 6].argmax()}.1")

    costs = scene(page, "costs")
    knob = costs.get_by_label("units, H")
    moved = drag(page, knob, 1.0, moves=20)
    assert moved.sent == 0
    counts = costs.locator(".o-chart").nth(1).locator("dd")
    wanted = (recurrence_cost(GRU(), 64, 1024, 1024), attention_cost(4, 64, 1024, 1024))
    for place, cost in zip((1, 3), wanted, strict=True):
        value = cost.multiplications
        text = f"{value:,}" if value < 2**24 else digits(value)
        expect(counts.nth(place)).to_have_text(text)
    in_address(page, k_units="1024")
    no_trouble(page)
