"""Every animated scene plays, pauses, steps, scrubs and obeys the keyboard."""

import pytest
from playwright.sync_api import expect

from tests.browser.looking import SCENES, Scene, in_address, no_trouble


@pytest.fixture(scope="module", params=SCENES)
def opened(request, lasting_visitor):
    """A scene on a page that several tests use, one after another."""
    return Scene(lasting_visitor().open(SCENES[request.param].path), request.param)


@pytest.fixture
def scene(opened):
    opened.begin()
    opened.root.locator("select.u-speed").select_option("1")
    opened.root.focus()
    return opened


def test_it_plays_pauses_and_steps(scene):
    scene.root.locator("select.u-speed").select_option("4")
    scene.press("play")
    scene.playing(True)
    scene.page.wait_for_function(
        "(input) => Number(input.value) >= 2", arg=scene.scrubber.element_handle()
    )
    scene.press("play")
    scene.playing(False)
    stopped = scene.frame
    assert 2 <= stopped < scene.last
    scene.page.wait_for_timeout(500)  # long enough for a frame at this speed
    assert scene.frame == stopped
    scene.press("next")
    scene.at(stopped + 1)
    scene.press("back")
    scene.at(stopped)
    scene.press("last")
    scene.at(scene.last)
    scene.press("first")
    scene.at(0)
    no_trouble(scene.page)


def test_it_plays_to_its_end_and_stops_there(scene):
    scene.root.locator("select.u-speed").select_option("4")
    scene.press("last")
    scene.press("back")
    scene.press("back")
    scene.at(scene.last - 2)
    scene.press("play")
    scene.at(scene.last)
    scene.playing(False)


def test_it_obeys_the_keyboard(scene):
    keys = scene.page.keyboard
    keys.press("ArrowRight")
    scene.at(1)
    keys.press("ArrowRight")
    scene.at(2)
    keys.press("ArrowLeft")
    scene.at(1)
    keys.press("End")
    scene.at(scene.last)
    keys.press("Home")
    scene.at(0)
    keys.press("Space")
    scene.playing(True)
    keys.press("Space")
    scene.playing(False)


def test_the_scrubber_moves_it_and_says_where_it_is(scene):
    box = scene.scrubber.bounding_box()
    middle = box["y"] + box["height"] / 2
    scene.page.mouse.click(box["x"] + box["width"] / 2, middle)
    there = scene.frame
    assert 0 < there < scene.last
    assert scene.scrubber.get_attribute("aria-valuetext") == scene.words.text_content()
    scene.scrubber.focus()
    scene.page.keyboard.press("ArrowRight")
    scene.at(there + 1)
    expect(scene.words).not_to_be_empty()


def test_the_keys_r_and_c_stay_in_the_scene(scene):
    before = scene.page.evaluate("performance.getEntriesByType('navigation').length")
    scene.page.keyboard.press("r")
    scene.page.keyboard.press("c")
    scene.page.wait_for_timeout(400)  # a dialog would have come by now
    no_trouble(scene.page)
    assert scene.page.evaluate("performance.getEntriesByType('navigation').length") == before
    scene.at(0)


def test_where_it_stops_is_in_the_address_and_a_reload_is_there(scene):
    name, place = scene.name, scene.place
    if place.key is None:
        pytest.skip("where this scene stands is in no address")
    scene.page.keyboard.press("ArrowRight")
    scene.at(1)
    in_phases = {"step": "1", "phase": "2"}
    in_steps = {place.key: str(1 + place.first)}
    in_address(scene.page, **(in_phases if place.phases > 1 else in_steps))
    scene.page.reload()
    Scene(scene.page, name).at(1)


CHANGES = """(root) => {
    const node = root.querySelector("path.n-bar-h, path.r-bars");
    window.changes = 0;
    const column = root.querySelectorAll(".n-column.n-future path.n-bar-h")[0] ?? node;
    new MutationObserver((list) => (window.changes += list.length)).observe(column, {
        attributes: true, attributeFilter: ["d"],
    });
}"""


@pytest.mark.parametrize("reduced", [False, True])
def test_with_reduced_motion_a_step_is_there_at_once(reduced, visitor):
    motion = "reduce" if reduced else "no-preference"
    scene = Scene(visitor(reduced_motion=motion).open("/unrolled"), "unrolled")
    scene.begin()
    scene.root.evaluate(CHANGES)
    scene.page.keyboard.press("ArrowRight")
    scene.at(1)
    in_address(scene.page, step="1")
    changes = scene.page.evaluate("window.changes")
    assert changes <= 2 if reduced else changes > 5


def test_with_reduced_motion_nothing_plays_by_itself(visitor):
    scene = Scene(visitor(reduced_motion="reduce").open("/"), "home")
    scene.playing(False)
    assert scene.frame == scene.last


def test_a_visitors_name_is_read_at_once(open_page):
    scene = Scene(open_page("/"), "home")
    scene.playing(True)


@pytest.mark.parametrize("name", ["home", "unrolled", "lstm", "gru"])
def test_a_shorter_text_while_it_plays_ends_where_the_text_ends(name, open_page):
    scene = Scene(open_page(SCENES[name].path), name)
    scene.begin()
    scene.root.locator("select.u-speed").select_option("4")
    scene.press("play")
    scene.page.wait_for_function(
        "(input) => Number(input.value) >= 3", arg=scene.scrubber.element_handle()
    )
    box = scene.page.locator(f".st-key-{name}-text input")
    box.fill("o")
    box.press("Enter")
    frames = 2 * SCENES[name].phases
    expect(scene.scrubber).to_have_attribute("max", str(frames - 1))
    scene.playing(False)
    scene.at(frames - 1)
    expect(scene.words).to_contain_text("of 2")
    expect(scene.words).to_contain_text("reads o")
    no_trouble(scene.page)


def test_a_new_text_of_the_same_length_is_named_in_the_transport(open_page):
    scene = Scene(open_page("/unrolled?text=anna"), "unrolled")
    expect(scene.words).to_have_text("step 5 of 5: reads a")
    box = scene.page.locator(".st-key-unrolled-text input")
    box.fill("otto")
    box.press("Enter")
    expect(scene.words).to_have_text("step 5 of 5: reads o")
    box.fill("alexandria")
    box.press("Enter")
    expect(scene.words).to_have_text("step 11 of 11: reads a")


def test_folding_ends_folded_and_is_in_the_address(open_page):
    scene = Scene(open_page("/unrolled"), "unrolled")
    fold = scene.root.locator("button.n-fold")
    expect(fold).to_have_text("Fold into a loop")
    fold.click()
    expect(fold).to_have_text("Unfold")
    in_address(scene.page, folded="1")
    shown = scene.root.locator(".n-column.n-past:visible")
    expect(shown).to_have_count(0)
    scene.page.reload()
    scene = Scene(scene.page, "unrolled")
    expect(scene.root.locator("button.n-fold")).to_have_text("Unfold")
    expect(scene.root.locator(".n-loop")).to_be_visible()
    scene.root.locator("button.n-fold").click()
    expect(scene.root.locator("button.n-fold")).to_have_text("Fold into a loop")
    scene.page.wait_for_url(lambda url: "folded" not in url)
    expect(scene.root.locator(".n-column.n-past:visible").first).to_be_visible()
