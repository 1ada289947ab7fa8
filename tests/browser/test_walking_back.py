"""Learning, walked through by hand: every digit on the way is the core's."""

import numpy as np
import pytest
from playwright.sync_api import expect

from pages.parts.learning import LearnSettings, learner
from pages.parts.numbers import show
from pages.parts.scenes.sweeps import steps_of, sweeps_scene
from tests.browser.dragging import drag
from tests.browser.looking import Scene, in_address, no_trouble, result, table

TEXT = "anna"


@pytest.fixture(scope="module")
def page(lasting_visitor):
    visitor = lasting_visitor(reduced_motion="reduce", viewport={"width": 1280, "height": 1400})
    return visitor.open(f"/bptt?text={TEXT}&step=0")


@pytest.fixture(scope="module")
def drawn():
    read = learner(LearnSettings(text=TEXT))
    return read, sweeps_scene(read, "W", 0.1, steps_of(read, 0.1))


def shown(column, css):
    """Digits of a column that are visible: what has not come about yet has opacity 0."""
    script = """(root, css) => [...root.querySelectorAll(css)]
        .filter((node) => node.closest("[opacity='0']") === null)
        .map((node) => node.textContent)"""
    return column.evaluate(script, css)


def test_forward_back_and_update_show_the_digits_of_the_core(page, drawn):
    read, wanted = drawn
    scene = Scene(page, "bptt")
    T, columns = read.trace.T, scene.root.locator("g.b-column")
    count, said = scene.root.locator(".b-count"), scene.root.locator(".b-of-gathered .b-said")
    expect(columns).to_have_count(T)
    scene.begin()
    for t in range(T):
        scene.at(t)
        expect(count).to_have_text(f"loss so far: {show(read.loss.steps[: t + 1].sum())}")
        expect(columns.nth(t).locator(".b-digits").nth(1)).to_have_text(show(read.loss.steps[t, 0]))
        assert shown(columns.nth(t), ".b-size .b-strong") == []
        expect(said).to_have_text("nothing yet")
        page.keyboard.press("ArrowRight")
    for gathered, t in enumerate(reversed(range(T)), start=1):
        scene.at(T + gathered - 1)
        norms = [np.linalg.norm(read.grads[name][t, 0]) for name in ("h", "a_h")]
        added = np.linalg.norm(np.outer(read.trace.prev("h")[t, 0], read.grads["a_h"][t, 0]))
        assert shown(columns.nth(t), ".b-size .b-strong") == [show(v) for v in (*norms, added)]
        sum_so_far = read.trace.prev("h")[t:, 0].T @ read.grads["a_h"][t:, 0]
        length = show(np.linalg.norm(sum_so_far))
        expect(said).to_have_text(f"{gathered} of {T} uses: ‖·‖ {length}")
        page.keyboard.press("ArrowRight")
    scene.at(2 * T)
    page.keyboard.press("ArrowRight")
    scene.at(2 * T + 1)
    before, after = (
        show(v) for v in (read.loss.value, wanted["update"]["after"][wanted["update"]["at"]])
    )
    expect(count).to_have_text(f"loss: {before} → {after}")
    no_trouble(page)


def test_an_entry_of_the_gathered_matrix_opens_into_its_uses(page, drawn):
    read, _ = drawn
    scene = Scene(page, "bptt")
    scene.root.get_by_role("button", name="3 Update").click()
    matrix = scene.root.locator(".b-of-gathered .b-hold")
    matrix.focus()
    for key in ("ArrowDown", "ArrowDown", "ArrowRight"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")
    in_address(page, sel="d_weights.W.2.1")
    expect(result(page, "bptt")).to_have_text(show(read.grads.params["W_h"][0, 2, 1]))
    rows = table(page, "bptt")
    uses = read.trace.prev("h")[:, 0, 2] * read.grads["a_h"][:, 0, 1]
    assert [row[2] for row in rows[:-1]] == [show(product) for product in uses]
    length = scene.root.get_by_role("button", name="length of the gradient of h, step 3:")
    length.click()
    in_address(page, sel="length.h.2.0")
    expect(result(page, "bptt")).to_have_text(show(np.linalg.norm(read.grads["h"][2, 0])))
    no_trouble(page)


def test_dragging_the_size_of_the_step_changes_the_losses_without_the_server(page, drawn):
    read, wanted = drawn
    scene = Scene(page, "bptt")
    knob = scene.root.locator("input.u-slide")
    moved = drag(page, knob, 0.62)
    assert moved.sent == 0
    k = int(knob.input_value())
    update = wanted["update"]
    assert k > update["at"]
    expect(scene.root.locator(".b-count")).to_have_text(
        f"loss: {show(read.loss.value)} → {show(update['after'][k])}"
    )
    digits = scene.root.locator("g.b-column .b-digits.b-new")
    expect(digits).to_have_text([show(value) for value in update["steps"][k]])
    expect(scene.root.locator(".b-rate")).to_have_text(update["texts"][k])
    in_address(page, eta=f"{update['rates'][k]:.15g}")
    no_trouble(page)
