"""A slider of a scene answers without the server; where it is let go, Python says the same."""

import re

import numpy as np
import pytest
from playwright.sync_api import expect

from core.dynamics import net, paths, run
from core.portrait import PRESETS
from core.squash import squash
from core.sweeps import POSITIONS, hold
from pages.parts.numbers import show
from pages.parts.reading import reading
from tests.browser.dragging import drag
from tests.browser.looking import Scene, in_address, no_trouble

TEXT = "marianne"
NAMES = "(all) => all.map((node) => node.getAttribute('aria-label'))"


def digits(value):
    return show(float(np.float32(value)))


@pytest.mark.parametrize(("gate", "place"), [("f", 0.2), ("o", 0.0)])
def test_a_held_gate_is_redrawn_without_the_server_and_python_agrees(gate, place, open_page):
    page = open_page(f"/lstm?text={TEXT}&step=5")
    scene = Scene(page, "lstm")
    knob = scene.root.locator(".g-slider input[type=range]").nth("fio".index(gate))
    moved = drag(page, knob, place)
    assert moved.sent == 0
    assert len(moved.frames) > 10
    chosen = POSITIONS[int(knob.input_value())]
    assert chosen == pytest.approx(place, abs=0.051)
    said = scene.root.locator(".g-slider output").nth("fio".index(gate))
    expect(said).to_have_text(f"held at {show(chosen)}")
    in_address(page, **{gate: f"{chosen:.15g}"})
    free = reading("names-lstm", TEXT)
    trace = reading("names-lstm", TEXT, hold({gate: chosen}, free.trace.T, free.trace.H)).trace
    for t, unit, name, words in ((8, 0, "c", "cell state"), (4, 7, "h", "hidden state")):
        wanted = f"{words}, step {t + 1}, unit {unit + 1}: {digits(trace[name][t, 0, unit])}"
        expect(scene.root.locator(f'.g-hit[aria-label="{wanted}"]').first).to_be_attached()
    no_trouble(page)


@pytest.mark.parametrize(("gate", "place"), [("z", 0.2)])
def test_a_held_gate_of_the_gru_turns_the_valve_without_the_server(gate, place, open_page):
    page = open_page(f"/gru?text={TEXT}&step=5&unit=2")
    scene = Scene(page, "gru")
    knob = scene.root.locator(".g-slider input[type=range]").nth("rz".index(gate))
    moved = drag(page, knob, place)
    assert moved.sent == 0
    assert len(moved.frames) > 10
    chosen = POSITIONS[int(knob.input_value())]
    assert chosen == pytest.approx(place, abs=0.051)
    in_address(page, **{gate: f"{chosen:.15g}"})
    free = reading("names-gru", TEXT)
    trace = reading("names-gru", TEXT, hold({gate: chosen}, free.trace.T, free.trace.H)).trace
    wanted = f"hidden state, step 9, unit 1: {digits(trace['h'][8, 0, 0])}"
    expect(scene.root.locator(f'.g-hit[aria-label="{wanted}"]').first).to_be_attached()
    stands = f"mixing valve, unit 2: {digits(trace['z'][4, 0, 1])} of the candidate"
    expect(scene.root.locator(f'[aria-label^="{stands}"]')).to_be_visible()
    no_trouble(page)


def test_the_valve_follows_the_hand(open_page):
    """Half way through a drag the handle stands where that place of the sweep has z."""
    page = open_page(f"/gru?text={TEXT}&step=5&phase=5")
    scene = Scene(page, "gru")
    knob = scene.root.locator(".g-slider input[type=range]").last
    box = knob.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.5, y)
    page.mouse.down()
    heights = []
    for share in (0.8, 0.2):
        page.mouse.move(box["x"] + box["width"] * share, y)
        chosen = POSITIONS[int(knob.input_value())]
        handle = scene.root.locator(f'[aria-label^="mixing valve, unit 1: {show(chosen)} of"]')
        expect(handle).to_be_visible()
        heights.append(handle.bounding_box()["y"])
    assert heights[0] > heights[1] + 20  # down for the new, up for the old
    assert "z=" not in page.url
    page.mouse.up()
    in_address(page, z=f"{chosen:.15g}")


def test_the_valve_itself_can_be_turned(open_page):
    page = open_page(f"/gru?text={TEXT}&step=5&phase=5&unit=2")
    scene = Scene(page, "gru")
    handle = scene.root.locator('[aria-label^="mixing valve"]')
    box = handle.bounding_box()
    x, y = box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 3
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x, y - 300, steps=6)
    expect(handle).to_have_attribute("aria-label", re.compile("^mixing valve, unit 2: 0 of"))
    assert "z=" not in page.url
    page.mouse.move(x, y - 280, steps=2)
    page.mouse.up()
    in_address(page, z="0")
    expect(scene.root.locator(".g-slider output").last).to_have_text("held at 0")
    assert "sel=" not in page.url  # it was turned, not pressed
    free = reading("names-gru", TEXT)
    trace = reading("names-gru", TEXT, hold({"z": 0.0}, free.trace.T, free.trace.H)).trace
    assert not trace["h"].any()
    for t in (0, 8):
        wanted = f"hidden state, step {t + 1}, unit 1: 0"
        expect(scene.root.locator(f'.g-hit[aria-label="{wanted}"]').first).to_be_attached()
    no_trouble(page)


def test_before_the_blend_the_valve_stands_as_the_last_step_left_it(open_page):
    page = open_page(f"/gru?text={TEXT}&step=5&phase=4&unit=2")
    scene = Scene(page, "gru")
    handle = scene.root.locator('[aria-label="mixing valve, unit 2: as the last step left it"]')
    box = handle.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.75, box["y"] - 100, steps=4)
    page.mouse.up()
    scene.root.focus()
    page.keyboard.press("ArrowRight")
    z = digits(reading("names-gru", TEXT).trace["z"][4, 0, 1])
    expect(scene.root.locator(f'[aria-label^="mixing valve, unit 2: {z} of"]')).to_be_visible()
    assert "z=" not in page.url


def test_while_the_hand_is_down_the_scene_shows_that_place_of_the_sweep(open_page):
    """Half way through a drag: bars of c as Python has them for the gate held there."""
    page = open_page(f"/lstm?text={TEXT}&step=5&phase=6")
    scene = Scene(page, "lstm")
    knob = scene.root.locator(".g-slider input[type=range]").first
    box = knob.bounding_box()
    y = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * 0.5, y)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.3, y)
    chosen = POSITIONS[int(knob.input_value())]
    free = reading("names-lstm", TEXT)
    trace = reading("names-lstm", TEXT, hold({"f": chosen}, free.trace.T, free.trace.H)).trace
    shown = scene.root.locator(".g-digits")
    expect(
        shown.filter(has_text=re.compile(f"^{re.escape(digits(trace['c'][4, 0, 0]))}$"))
    ).not_to_have_count(0)
    assert "f=" not in page.url
    page.mouse.up()
    in_address(page, f=f"{chosen:.15g}")


@pytest.mark.parametrize(("weight", "index"), [("w21", 2)])
def test_a_weight_of_the_phase_portrait_moves_without_the_server_and_python_agrees(
    weight, index, open_page
):
    page = open_page("/unrolled?p_step=24")
    scene = Scene(page, "phase")
    knob = scene.root.locator(".p-weights input[type=range]").nth(index)
    moved = drag(page, knob, 0.4)
    assert moved.sent == 0
    assert len(moved.frames) > 10
    page.wait_for_url(re.compile(rf"p_{weight}=[-\d.]+"))
    chosen = float(re.search(rf"p_{weight}=([-\d.]+)", page.url)[1])
    preset = PRESETS["memory"]
    weights = list(preset.weights)
    weights[index] = chosen
    states = paths(run(net(weights, preset.U), preset.x(False), [preset.start]))[0, 0]
    for value in states[24]:
        expect(scene.root).to_contain_text(digits(value))
    no_trouble(page)


def test_the_learners_own_number_is_squashed_while_it_moves(open_page):
    page = open_page("/unrolled")
    root = page.locator(".st-key-unrolled-squash .u-root")
    knob = root.locator("input[type=range]")
    moved = drag(page, knob, 0.6, moves=30)
    assert moved.sent == 0
    page.wait_for_url(re.compile("q_own="))
    own = float(re.search(r"q_own=([-\d.]+)", page.url)[1])
    expect(page.locator(".st-key-unrolled-q_own input")).to_have_value(f"{own:.6g}")
    value = show(float(squash(np.array([own]))["sigmoid"].y[0]))
    expect(root).to_contain_text(f") = {value}")


def test_keys_move_a_slider_and_its_last_place_is_told(open_page):
    page = open_page(f"/lstm?text={TEXT}")
    scene = Scene(page, "lstm")
    knob = scene.root.locator(".g-slider input[type=range]").first
    knob.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    chosen = POSITIONS[int(knob.input_value())]
    in_address(page, f=f"{chosen:.15g}")
