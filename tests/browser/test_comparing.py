"""Four cells side by side in a browser: colours, the hold, what is pressed and what is said."""

import re
from bisect import bisect_left
from itertools import pairwise

import numpy as np
import pytest
from playwright.sync_api import expect

from core.tasks import TASKS
from core.whatif import answered_at
from pages.parts.answering import TITLES, answering, model
from pages.parts.numbers import show
from tests.browser.dragging import drag
from tests.browser.looking import Scene, in_address, no_trouble, panel, result

SEED, DELAY = 1, 20
# The pixels of every heatmap: name → rows of [r, g, b], as many as it has cells.
PIXELS = """(root) => {
    const read = (canvas) => {
        const { width, height } = canvas;
        const data = canvas.getContext("2d").getImageData(0, 0, width, height).data;
        const one = (_, k) => [...data.slice(4 * k, 4 * k + 3)];
        return [canvas.dataset.name, Array.from({ length: width * height }, one)];
    };
    return Object.fromEntries([...root.querySelectorAll("canvas.k-canvas")].map(read));
}"""


def digits(value):
    return show(float(np.float32(value)))


def problem(task="recall", delay=DELAY):
    return TASKS[task].example(delay, SEED)


def readings(task="recall", delay=DELAY, clamp=None):
    posed = problem(task, delay)
    t = answered_at(posed)
    out = int(posed.targets[t, 0])
    found = {}
    for cell in TITLES:
        gates = model(task, cell).cell.gates
        held = {gate: np.array(v) for gate, v in (clamp or {}).items() if gate in gates}
        found[cell] = answering(cell, posed, (t, out), held or None)
    return found


@pytest.fixture(scope="module")
def window(lasting_visitor):
    return lasting_visitor(reduced_motion="reduce", viewport={"width": 1280, "height": 1000})


def lightness(colour):
    return 0.21 * colour[0] + 0.72 * colour[1] + 0.07 * colour[2]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_same_value_has_the_same_colour_in_every_panel(scheme, visitor):
    """All states of all cells in one order of values: then the colours are in order, too."""
    page = visitor(color_scheme=scheme, reduced_motion="reduce").open(
        f"/compare?delay={DELAY}&seed={SEED}"
    )
    drawn = Scene(page, "compare").root.evaluate(PIXELS)
    seen = []
    for cell, read in readings().items():
        for name in read.trace.cell.state:
            values = read.trace[name][:, 0].T.astype("f4").ravel()
            cells = drawn[f"{cell}/{name}"]
            assert len(cells) == len(values)
            seen += zip(values.tolist(), cells, strict=True)
    assert len(drawn) == 6
    for sign in (1, -1):
        inside = sorted((abs(v), lightness(c)) for v, c in seen if 0 < sign * v <= 1)
        assert len(inside) > 100
        step = [b[1] - a[1] for a, b in pairwise(inside)]
        # Rounded channels may differ by one; a second scale would differ by far more.
        assert max(step) <= 1.01 if scheme == "light" else min(step) >= -1.01


def test_a_legend_says_the_one_scale(window):
    page = window.open(f"/compare?delay={DELAY}&seed={SEED}")
    bars = Scene(page, "compare").root.locator(".k-bar")
    expect(bars).to_have_count(1)
    high = float(bars.get_attribute("data-high"))
    assert float(bars.get_attribute("data-low")) == -high
    largest = max(np.abs(r.trace[n]).max() for r in readings().values() for n in r.trace.cell.state)
    assert largest <= high
    page.close()


def test_a_cell_of_a_heatmap_that_is_pressed_opens(window):
    page = window.open(f"/compare?delay={DELAY}&seed={SEED}")
    scene = Scene(page, "compare")
    read = readings()["gru"]
    t, unit = 5, 3
    canvas = scene.root.locator('canvas[data-name="gru/h"]')
    canvas.scroll_into_view_if_needed()
    box = canvas.bounding_box()
    wide, tall = box["width"] / read.trace.T, box["height"] / read.trace.H
    page.mouse.click(box["x"] + (t + 0.5) * wide, box["y"] + (unit + 0.5) * tall)
    in_address(page, cell="gru", sel=f"trace.h.{t}.{unit}")
    expect(result(page, "compare")).to_have_text(digits(read.trace["h"][t, 0, unit]))
    expect(panel(page, "compare")).to_contain_text(f"GRU, step {t + 1}")
    no_trouble(page)
    page.close()


def test_the_keyboard_chooses_a_unit_and_opens_it(window):
    page = window.open(f"/compare?delay={DELAY}&seed={SEED}")
    scene = Scene(page, "compare")
    scene.begin()
    heatmap = scene.root.locator('[role=button][aria-label^="LSTM, cell state"]')
    heatmap.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    scene.at(1)
    value = digits(readings()["lstm"].trace["c"][1, 0, 2])
    expect(heatmap).to_have_attribute("aria-label", re.compile(f"step 2, unit 3: {value}\\."))
    page.keyboard.press("Enter")
    in_address(page, sel="trace.c.1.2")
    expect(result(page, "compare")).to_have_text(value)
    page.close()


def test_a_gradient_opens_down_to_the_output_weight(window):
    read = readings()["lstm"]
    page = window.open(f"/compare?delay={DELAY}&seed={SEED}&rows=gradient&sel=grads.h.3.1")
    expect(result(page, "compare")).to_have_text(digits(read.influence.grads["h"][3, 0, 1]))
    box = panel(page, "compare")
    expect(box).to_contain_text("gradient of the prediction y of", ignore_case=True)
    t, out = read.answer
    page.goto(page.url.replace("sel=grads.h.3.1", f"sel=injected.h.{t}.0"))
    expect(result(page, "compare")).to_have_text(digits(read.readout["V"][0, out]))
    page.close()


def test_under_the_pointer_all_cells_are_read_out(window):
    page = window.open(f"/compare?delay={DELAY}&seed={SEED}")
    scene = Scene(page, "compare")
    box = scene.root.locator('canvas[data-name="lstm/c"]').bounding_box()
    read = readings()["lstm"]
    wide, tall = box["width"] / read.trace.T, box["height"] / read.trace.H
    page.mouse.move(box["x"] + 4.5 * wide, box["y"] + 0.5 * tall)
    tip = scene.root.locator(".u-tip")
    value = digits(read.trace["c"][4, 0, 0])
    expect(tip).to_contain_text(f"LSTM, cell state, step 5, unit 1: {value}")
    for title in TITLES.values():
        expect(tip).to_contain_text(f"{title}: trace in h")
    page.close()


def test_a_held_gate_is_redrawn_without_the_server_and_python_agrees(open_page):
    page = open_page(f"/compare?delay={DELAY}&seed={SEED}&gate=f")
    scene = Scene(page, "compare")
    before = scene.root.evaluate(PIXELS)
    knob = scene.root.locator(".k-hold input[type=range]")
    moved = drag(page, knob, 0.0)
    assert moved.sent == 0
    assert len(moved.frames) > 10
    in_address(page, held="0")
    expect(scene.root.locator(".k-hold output")).to_have_text("0")
    drawn = scene.root.evaluate(PIXELS)
    assert drawn["lstm/c"] != before["lstm/c"]
    assert drawn["rnn/h"] == before["rnn/h"]
    held = readings(clamp={"f": 0.0})
    heatmap = scene.root.locator('[role=button][aria-label^="LSTM, cell state"]')
    value = digits(held["lstm"].trace["c"][-1, 0, 0])
    expect(heatmap).to_have_attribute("aria-label", re.compile(f"unit 1: {re.escape(value)}\\."))
    for cell, read in held.items():
        t = read.answer[0]
        says = TASKS["recall"].outputs[int(read.predictions[t].argmax())]
        line = scene.root.locator(".k-line", has=page.get_by_text(TITLES[cell], exact=True))
        expect(line).to_contain_text(f"says {says},")
    scene.root.get_by_role("button", name="let go").click()
    page.wait_for_url(lambda url: "held=" not in url)
    expect(scene.root.locator(".k-hold output")).to_have_text("free")
    assert scene.root.evaluate(PIXELS) == before
    no_trouble(page)


def test_while_the_hand_is_down_the_heatmap_is_that_place_of_the_sweep(open_page):
    page = open_page(f"/compare?delay={DELAY}&seed={SEED}&gate=z")
    scene = Scene(page, "compare")
    knob = scene.root.locator(".k-hold input[type=range]")
    box = knob.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.9, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.5, y, steps=4)
    place = int(knob.input_value()) / 10
    page.wait_for_timeout(100)
    drawn = scene.root.evaluate(PIXELS)["gru/h"]
    values = readings(clamp={"z": place})["gru"].trace["h"][:, 0].T.ravel()
    positive = [(v, lightness(c)) for v, c in zip(values, drawn, strict=True) if v > 0]
    shades = [shade for _, shade in sorted(positive)]
    assert all(b <= a + 1.01 for a, b in pairwise(shades))
    assert "held=" not in page.url
    page.mouse.up()
    in_address(page, held=f"{place:.15g}")


def test_a_symbol_that_is_pressed_is_followed(window):
    page = window.open("/compare?task=parity&delay=12&seed=1")
    scene = Scene(page, "compare")
    scene.root.locator('[aria-label^="step 4 reads"]').click()
    in_address(page, source="4")
    expect(scene.root.locator(".k-source")).to_have_attribute(
        "aria-label", re.compile("^step 4 reads")
    )
    page.close()


def test_a_longer_delay_goes_to_the_new_end(window):
    page = window.open(f"/compare?delay={DELAY}&seed={SEED}")
    scene = Scene(page, "compare")
    slider = page.locator(".st-key-compare-delay").locator("[role=slider], input").first
    slider.focus()
    page.keyboard.press("ArrowRight")
    delays = TASKS["recall"].measured_at
    longer = delays[bisect_left(delays, DELAY) + 1]
    in_address(page, delay=str(longer))
    scene.at(longer + 1)
    expect(scene.words).to_contain_text(f"of {longer + 2}")
    no_trouble(page)
    page.close()
