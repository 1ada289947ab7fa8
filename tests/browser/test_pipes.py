"""The pipes: valves follow a mouse, a finger and keys without the server; digits are the core's."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from core.valves import HANDLES, RESULTS, results, update
from pages.parts.numbers import show
from pages.parts.pipes_section import numbers
from pages.parts.reading import reading
from pages.parts.scenes.squash import written
from tests.browser.dragging import pull
from tests.browser.looking import Scene, in_address, no_trouble, result
from tests.pages.visits import settings, visit

PIPE, UPDATE, BOUND = (f".st-key-gates-{name}" for name in ("pipe", "update", "bound"))
BORE = 72  # px that the valve of the one pipe travels where there is room
OFFSETS = """(root) => [...root.querySelectorAll(".v-streak[stroke-dasharray]")]
    .map((node) => node.getAttribute("stroke-dashoffset")).join()"""


def pipe(page):
    root = page.locator(f"{PIPE} .u-root")
    root.locator("svg").first.wait_for()
    root.scroll_into_view_if_needed()
    return root, root.get_by_role("slider", name="valve: the gate")


def stands(root, gate):
    """Everything that one pipe says is 100 × the gate at which its valve stands."""
    text = written(100 * gate)
    expect(root.locator(".w-number").last).to_have_text(text)
    expect(root.locator(".w-gate")).to_have_text(f"gate {gate:.2f}")
    expect(root.locator(".w-sum")).to_have_text(f"100 × {gate:.2f} = {text}")
    expect(root.locator("output.u-digits")).to_have_text(f"{gate:.2f}")
    tanks = root.locator(".v-tank")
    boxes = tanks.evaluate_all(
        """(all) => all.map((tank) => [...tank.querySelectorAll("rect")].map((rect) =>
            Number(rect.getAttribute("height"))))"""
    )
    (box, filled) = next(heights for heights in boxes if heights[1] != heights[0] or gate == 1)
    assert filled / box == pytest.approx(gate, abs=1e-3)


# One pipe ----------------------------------------------------------------------------------


def test_the_valve_follows_the_mouse_without_the_server(open_page):
    page = open_page("/gates?gate=0.5")
    root, grip = pipe(page)
    box = grip.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for dy in (18, -25, 36, -36, 5):
        page.mouse.move(x, y - dy)
        stands(root, round(0.5 + dy / BORE, 2))
    assert "gate=0.5" in page.url  # nothing is told while the hand is down
    page.mouse.up()
    in_address(page, gate="0.57")
    stands(root, 0.57)
    no_trouble(page)


def test_a_drag_sends_nothing_and_ends_where_the_hand_lets_go(open_page):
    page = open_page("/gates")
    root, grip = pipe(page)
    moved = pull(page, grip, [30, -72, -36])
    assert moved.sent == 0
    assert len(moved.frames) > 10
    in_address(page, gate="0.2")
    stands(root, 0.2)


def test_the_valve_follows_a_finger_and_the_page_stays(visitor):
    page = visitor(viewport={"width": 390, "height": 844}, has_touch=True).open("/gates")
    root, grip = pipe(page)
    before = grip.bounding_box()
    moved = pull(page, grip, [-23], finger=True)
    assert moved.sent == 0
    in_address(page, gate="0.2")  # 23 of 46 px
    stands(root, 0.2)
    assert grip.bounding_box()["y"] == pytest.approx(before["y"] + 23, abs=1)
    no_trouble(page)


def test_the_valve_obeys_the_keyboard(open_page):
    page = open_page("/gates")
    root, grip = pipe(page)
    grip.focus()
    for key, gate in (
        ("ArrowUp", 0.71), ("ArrowDown", 0.7), ("ArrowLeft", 0.69), ("ArrowRight", 0.7),
        ("PageDown", 0.6), ("PageUp", 0.7), ("End", 1.0), ("ArrowUp", 1.0), ("Home", 0.0),
        ("PageDown", 0.0), ("PageUp", 0.1), ("ArrowUp", 0.11),
    ):  # fmt: skip
        page.keyboard.press(key)
        expect(grip).to_have_attribute("aria-valuetext", f"{gate:.2f}")
        expect(grip).to_have_attribute("aria-valuenow", f"{gate:.15g}")
        stands(root, gate)
    in_address(page, gate="0.11")


def test_the_slider_and_the_valve_are_one(open_page):
    page = open_page("/gates")
    root, grip = pipe(page)
    knob = root.locator("input[type=range]")
    knob.focus()
    page.keyboard.press("End")
    stands(root, 1.0)
    expect(grip).to_have_attribute("aria-valuetext", "1.00")
    in_address(page, gate="1")
    grip.focus()
    page.keyboard.press("Home")
    expect(knob).to_have_value("0")
    in_address(page, gate="0")


def test_shut_is_still_and_open_flows(open_page):
    page = open_page("/gates?gate=0")
    root, grip = pipe(page)
    assert root.evaluate(OFFSETS) == ""
    grip.focus()
    page.keyboard.press("PageUp")
    page.wait_for_function(
        """(root) => root.querySelector(".v-streak[stroke-dashoffset]")""",
        arg=root.element_handle(),
    )
    first = root.evaluate(OFFSETS)
    page.wait_for_function(
        f"([root, first]) => ({OFFSETS})(root) !== first", arg=[root.element_handle(), first]
    )


def test_water_stands_still_where_nobody_sees_it_or_wants_it(visitor):
    page = visitor().open("/gates")
    root, _ = pipe(page)
    page.locator(BOUND).scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    first = root.evaluate(OFFSETS)
    page.wait_for_timeout(300)
    assert root.evaluate(OFFSETS) == first != ""
    calm = visitor(reduced_motion="reduce").open("/gates")
    root, _ = pipe(calm)
    first = root.evaluate(OFFSETS)
    calm.wait_for_timeout(300)
    assert root.evaluate(OFFSETS) == first
    expect(root.locator(".v-streak").first).to_be_hidden()


# An update by hand -------------------------------------------------------------------------


def update_root(page):
    root = page.locator(f"{UPDATE} .u-root")
    root.locator("svg, input").first.wait_for()
    root.scroll_into_view_if_needed()
    return root


def shown_of(held, name):
    return [
        show(float(np.float32(value))) for value in results(update(held))[RESULTS.index(name), 0]
    ]


def in_pipes(root):
    """The digits below the boxes and pipes of each row: by their order in a row."""
    rows = root.locator(".x-row").evaluate_all(
        """(all) => all.map((row) => [".x-digits", ".x-part"].flatMap((css) =>
            [...row.querySelectorAll(css)].map((node) => node.textContent)))"""
    )
    names = ("new", "memory", "c", "h", "kept", "written")
    return {name: [row[k] for row in rows] for k, name in enumerate(names)}


def test_a_scripted_walk_ends_in_the_cores_step(open_page):
    """Valves and boxes are moved by keys, then the three phases are run one after another."""
    page = open_page("/gates?v_phase=0")
    root = update_root(page)
    now = settings(visit("gates"), "gates")
    held = {name: numbers(getattr(now, f"v_{name}")) for name in HANDLES}
    moves = [
        ("forget gate, number 1", "f", 0, ["End", "PageDown", "ArrowDown"], 0.89),
        ("input gate, number 2", "i", 1, ["Home", "PageUp", "PageUp", "ArrowUp"], 0.21),
        ("output gate, number 3", "o", 2, ["End"], 1.0),
        ("memory, number 3", "memory", 2, ["End", "ArrowDown"], 99.0),
        ("new value, number 1", "new", 0, ["Home", "PageUp"], 10.0),
    ]
    for words, handle, unit, keys, value in moves:
        grip = root.get_by_role("slider", name=words)
        grip.focus()
        for key in keys:
            page.keyboard.press(key)
        held[handle][unit] = value
        in_address(page, **{f"v_{handle}": "_".join(f"{v:g}" for v in held[handle])})
    wanted = {name: shown_of(held, name) for name in RESULTS}
    seen = in_pipes(root)
    assert seen["kept"] == seen["c"] == seen["h"] == [""] * 3
    play_next = root.locator(".u-buttons button").nth(3)
    for phase, name in enumerate(("kept", "written", "h"), 1):
        play_next.click()
        in_address(page, **({"v_phase": str(phase)} if phase < 3 else {"v_f": "0.89_0.1_0.5"}))
        expect(root.locator(".x-chips .u-chip").nth(phase - 1)).to_have_attribute(
            "aria-pressed", "true"
        )
        expect(root.locator("output.u-where")).to_have_text(
            ("forget", "remember", "select")[phase - 1]
        )
        page.wait_for_timeout(1800)  # the water has to arrive
        assert in_pipes(root)[name] == wanted[name]
    assert in_pipes(root)["c"] == wanted["c"]
    no_trouble(page)


def test_a_valve_among_many_answers_without_the_server(open_page):
    page = open_page("/gates?v_f=0.5_0.5_0.5")
    root = update_root(page)
    grip = root.get_by_role("slider", name="forget gate, number 2")
    moved = pull(page, grip, [10, -13, -13])
    assert moved.sent == 0
    place = float(grip.get_attribute("aria-valuetext"))
    assert place == pytest.approx(0.0, abs=0.03)
    in_address(page, v_f=f"0.5_{place:g}_0.5")
    now = settings(visit("gates"), "gates")
    held = {name: numbers(getattr(now, f"v_{name}")) for name in HANDLES}
    held["f"] = [0.5, place, 0.5]
    for name in ("kept", "c", "h"):
        assert in_pipes(root)[name] == shown_of(held, name)


def test_the_same_numbers_in_boxes_can_be_typed(open_page):
    page = open_page("/gates?v_view=boxes")
    root = update_root(page)
    now = settings(visit("gates"), "gates")
    held = {name: numbers(getattr(now, f"v_{name}")) for name in HANDLES}
    for words, handle, typed, value in (
        ("forget gate, number 2", "f", "0.37", 0.37),
        ("memory, number 2", "memory", "250", 100.0),
        ("input gate, number 1", "i", "", 0.0),
    ):
        box = root.get_by_role("spinbutton", name=words)
        box.fill(typed)
        box.press("Enter")
        unit = int(words[-1]) - 1
        held[handle][unit] = value
        if f"{value:g}" not in ("0",):
            in_address(page, **{f"v_{handle}": "_".join(f"{v:g}" for v in held[handle])})
        boxes = root.locator(".x-block").last.locator("output")
        pairs = zip(shown_of(held, "c"), shown_of(held, "h"), strict=True)
        expect(boxes).to_have_text([text for pair in pairs for text in pair])
    root.locator(".x-looks button").first.click()
    expect(root.locator(".x-row")).to_have_count(3)
    assert in_pipes(root)["h"] == shown_of(held, "h")
    no_trouble(page)


# A trained network's valves ------------------------------------------------------------------


LABELS = """(all) => all.map((node) => node.getAttribute("aria-label"))
    .filter((label) => / step \\d+, unit \\d+: /.test(label))"""
SHARED = ("forget gate", "input gate", "output gate", "candidate", "cell state",
          "squashed cell state", "hidden state")  # fmt: skip


@pytest.mark.parametrize(
    ("text", "step", "unit"), [("marianne", 4, 1), ("otto", 2, 8), ("", 1, 12)]
)
def test_the_pipes_say_what_page_lstm_says(text, step, unit, open_page):
    """Both pages, opened at the same text, step and unit: the same digits for what they share."""
    ours = open_page(f"/gates?text={text}&step={step}&unit={unit}")
    root = ours.locator(f"{BOUND} .u-root")
    root.locator(".x-row").first.wait_for()
    mine = set(root.locator("[role=button]").evaluate_all(LABELS))
    theirs = open_page(f"/lstm?text={text}&step={step}&unit={unit}&phase=6")
    machine = Scene(theirs, "lstm").root
    said = set(machine.locator("[aria-label]").evaluate_all(LABELS))
    names = {label.split(", step")[0] for label in mine}
    assert set(SHARED) <= names
    checked = {label for label in mine if label.split(", step")[0] in SHARED}
    assert len(checked) >= 3 * len(SHARED)
    assert checked <= said
    read = reading("names-lstm", text)
    value = show(float(np.float32(read.trace["c"][step - 1, 0, unit - 1])))
    assert f"cell state, step {step}, unit {unit}: {value}" in checked
    first = (unit - 1) // 3 * 3
    digits = root.locator(".x-row").evaluate_all(
        "(all) => all.map((row) => [...row.querySelectorAll('.v-on')].map((n) => n.textContent))"
    )
    for k, row in enumerate(digits):
        wanted = [float(np.float32(read.trace[g][step - 1, 0, first + k])) for g in "fio"]
        assert row == [show(value) for value in wanted]


def test_a_link_carries_text_step_and_unit_to_page_lstm(open_page):
    page = open_page("/gates?text=otto")
    scene = Scene(page, "gates")
    scene.begin()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    in_address(page, step="2", phase="1")
    scene.root.get_by_role("button", name="units 4–6").click()
    in_address(page, unit="4")
    link = page.get_by_role("link", name=re.compile("inside the whole LSTM"))
    expect(link).to_have_attribute("href", re.compile(r"step=2.*unit=4|unit=4.*step=2"))
    link.click()
    expect(page.locator("h1").first).to_contain_text("The LSTM")
    in_address(page, text="otto", step="2", unit="4")
    expect(page.locator(".st-key-lstm-text input")).to_have_value("otto")
    no_trouble(page)


@pytest.mark.parametrize("name", ["f", "c", "h", "g"])
def test_a_number_of_the_pipes_opens(name, open_page):
    page = open_page("/gates?step=3&unit=5&phase=3")
    trace = reading("names-lstm", "marianne").trace
    words = {"f": "forget gate", "c": "cell state", "h": "hidden state", "g": "candidate"}[name]
    value = show(float(np.float32(trace[name][2, 0, 4])))
    scene = Scene(page, "gates")
    scene.root.get_by_role("button", name=f"{words}, step 3, unit 5: {value}", exact=True).click()
    expect(result(page, "gates")).to_have_text(value)
    in_address(page, sel=f"trace.{name}.2.4")


def test_letters_lead_to_their_steps(open_page):
    page = open_page("/gates?text=otto")
    scene = Scene(page, "gates")
    scene.root.get_by_role("button", name="step 5: reads o").click()
    in_address(page, step="5")
    expect(scene.words).to_have_text("step 5 of 5 reads o: select")
