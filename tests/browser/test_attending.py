"""The map of weights fills as the decoder writes, opens, and is held: its digits are the core's."""

import numpy as np
from playwright.sync_api import expect

from core.attention import STATES, explain_context, explain_hidden, explain_score
from core.seq2seq.by_hand import hold
from pages.parts.numbers import show
from pages.parts.scenes.hold import SHARES
from pages.parts.translation import EXAMPLES, LONGEST_WRITTEN, translator
from tests.browser.dragging import drag
from tests.browser.looking import in_address, no_trouble

SENTENCE = tuple(EXAMPLES["french"].split())
LONGEST = LONGEST_WRITTEN["french"]


def digits(value):
    return show(float(np.float32(value)))


def percent(value):
    return f"{100 * value:.0f}%"


def test_rows_fill_as_outputs_are_written_and_a_cell_opens_to_the_cores_digits(open_page):
    page = open_page("/attention")
    root = page.locator(".st-key-attention-attend .u-root")
    model = translator("french", "additive")
    free = model.greedy(SENTENCE, LONGEST)
    trace, T = free.run.attention, len(free.steps)
    weight, outputs = trace["weight"][:, 0], [*free.tokens, "‹end›"]

    # Row by row: what is not yet written has no colour, and its arcs are not there.
    cells = root.locator(".a-cell")
    expect(cells).to_have_count(T * len(SENTENCE))
    expect(root.locator("input.u-scrubber")).to_have_value(str(T))
    root.focus()
    page.keyboard.press("Home")
    drawn = "(cells) => cells.map((cell) => Number(getComputedStyle(cell).opacity))"
    assert set(cells.evaluate_all(drawn)) == {0}
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(root.locator("output.u-where")).to_have_text(f"step 2 of {T}: {outputs[1]}")
    most = int(weight[1].argmax())
    says = f"{outputs[1]} looks most at “{SENTENCE[most]}”: weight {digits(weight[1, most])}"
    expect(root.locator(".a-title")).to_have_text(says)
    assert cells.evaluate_all(drawn) == [1.0] * 2 * len(SENTENCE) + [0.0] * (T - 2) * len(SENTENCE)
    strong = root.locator(".a-arc.a-strong:visible")
    widths = [float(found.get_attribute("stroke-width")) for found in strong.all()]
    assert max(widths) == np.round(15 * weight[1, most], 2)
    in_address(page, a_step="2")

    # Another cell by pointer, then by key: row, column and arc answer, and the arithmetic follows.
    page.keyboard.press("End")
    cursor = root.locator(".a-cursor")
    box = cursor.bounding_box()
    page.mouse.click(box["x"] + 2.5 * box["width"], box["y"] + 1.5 * box["height"])
    expect(root.locator(".a-map .a-on")).to_have_text([outputs[2], SENTENCE[4]])
    page.keyboard.press("ArrowLeft")
    t, s, unit = 2, 3, 0
    name = f"{outputs[t]} looks at “{SENTENCE[s]}”: {digits(weight[t, s])}"
    expect(cursor).to_have_attribute("aria-label", name)
    expect(cursor).to_be_focused()
    in_address(page, a_row="3", a_column="4")
    score, softmax, context = (root.locator(".a-card").nth(k) for k in range(3))
    of_score = explain_score(trace, t, 0, s, STATES)
    expect(score.locator(".a-rule > b")).to_have_text(digits(of_score.result))
    score.locator(".a-more").click()
    products = sorted((digits(term.product) for term in of_score.terms), key=str)
    shown = score.locator("tbody tr td:last-child").all_text_contents()
    assert sorted(shown, key=str) == products
    row = [
        digits(value) for name in ("score", "exponential", "weight") for value in trace[name][t, 0]
    ]
    numbers = softmax.locator("tbody td:nth-child(n + 2):nth-child(-n + 4)").all_text_contents()
    assert [numbers[k::3] for k in range(3)] == [row[k * 8 : k * 8 + 8] for k in range(3)]
    expect(softmax.locator("tfoot td").nth(2)).to_have_text(digits(trace["total"][t, 0, 0]))
    of_context = explain_context(trace, t, 0, unit, STATES)
    expect(context.locator("tbody td:last-child")).to_have_text(
        [digits(term.product) for term in of_context.terms]
    )
    expect(context.locator("tfoot td").last).to_have_text(digits(of_context.result))

    # A hidden unit of the score opens in the panel.
    first = score.locator("tbody button").first
    hidden = explain_hidden(trace, t, 0, s, int(first.text_content()) - 1, STATES)
    first.click()
    panel = page.locator(".st-key-attention-panel-a_sel .u-panel")
    expect(panel.locator(".p-result b")).to_have_text(show(hidden.result))
    no_trouble(page)


def test_a_share_held_changes_the_output_as_the_core_says_without_the_server(open_page):
    page = open_page("/attention?h_share=0")
    root = page.locator(".st-key-attention-hold .u-root")
    model = translator("french", "additive")
    found = hold(model, SENTENCE, 0, SHARES, LONGEST, row=0)
    knob = root.locator("input[type=range]")
    knob.scroll_into_view_if_needed()
    moved = drag(page, knob, 0.9)
    assert moved.sent == 0
    b = int(knob.input_value())
    assert 15 <= b < 20
    assert found.symbols[0, b] != found.symbols[0, 0]
    outputs = [
        model.target.written[k].replace("<end>", "‹end›")
        for k in found.symbols[: found.lengths[b], b]
    ]
    expect(root.locator(".h-said dd").nth(1).locator("> *")).to_have_text(outputs)
    chance = found.probabilities[0, b].max()
    expect(root.locator(".h-title")).to_contain_text(
        f"{100 * SHARES[b]:.0f} % of step 1 held at “the” at place 1: "
        f"step 1 writes {outputs[0]} instead of "
    )
    expect(root.locator(".h-title")).to_contain_text(f"with probability {digits(chance)}")
    rows = found.probabilities[np.arange(found.lengths[b]), b].max(axis=1)
    expect(root.locator("text.a-chance:not(:empty)")).to_have_text(
        ["P(output)", *(percent(value) for value in rows)]
    )
    in_address(page, h_share=f"{SHARES[b]:g}")

    # Every step, then nothing: back to what it writes alone.
    root.get_by_role("button", name="every step").click()
    in_address(page, h_where="all")
    every = hold(model, SENTENCE, 0, SHARES, LONGEST)
    outputs = [
        model.target.written[k].replace("<end>", "‹end›")
        for k in every.symbols[: every.lengths[b], b]
    ]
    expect(root.locator(".h-said dd").nth(1).locator("> *")).to_have_text(outputs)
    root.get_by_role("button", name="Let go").click()
    expect(root.locator(".h-title")).to_contain_text("Nothing is held")
    expect(root.locator(".h-said mark")).to_have_count(0)
    in_address(page, h_share="0")
    no_trouble(page)
