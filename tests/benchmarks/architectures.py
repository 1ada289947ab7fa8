"""The pages on encoder, decoder and attention, for `python -m tests.benchmarks.interaction`."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from playwright.sync_api import Browser, Page

from tests.benchmarks.acts import SCENE_BAR, Line, choosing, typing
from tests.benchmarks.timing import Turn, opened, take_turns
from tests.browser.running import Server

SENTENCES = (
    "the happy children heard an old strange man",
    "the bird found the old horses",
    "the black dog slept in the hot sun",
)
LONG = "/attention?task=sound&word=misunderstandings"
# Sliders inside scenes: what, path, scene, knob.
KNOBS = [
    *(
        (what, path, scene, "input.u-slide")
        for what, path, scene in (
            ("seq2seq: width of the beam", "/seq2seq?word=economist", ".st-key-seq2seq-beam"),
            ("attention: share held", "/attention", ".st-key-attention-hold"),
            ("attention: temperature", LONG, ".st-key-attention-scores"),
        )
    ),
]


def _writing(page: Page) -> Callable[[int], None]:
    box = page.locator(".st-key-attention-sentence input")

    def act(k: int) -> None:
        box.fill(SENTENCES[k % len(SENTENCES)])
        box.press("Enter")

    return act


def architecture_answers(
    browser: Browser, app: Server, empty: Server, count: int
) -> Iterator[Line]:
    """A key press or a click that needs Python, until its outcome is painted."""
    scene = ".st-key-{}".format
    blank = opened(browser, empty, "/", "[data-testid=stText]")
    writer = opened(browser, app, "/seq2seq", f"{scene('seq2seq-scene')} .u-root svg")
    reader = opened(browser, app, "/attention", f"{scene('attention-attend')} .u-root svg")
    text = ("[data-testid=stText]", "[data-testid=stText]")
    spell = typing(writer, "seq2seq-word")
    floor, *ours = take_turns(
        [
            Turn(blank, *text, "keydown", typing(blank, "word")),
            Turn(writer, scene("seq2seq-scene"), ".u-title", "keydown", spell),
            Turn(reader, scene("attention-attend"), ".u-title", "keydown", _writing(reader)),
        ],
        count,
    )
    for what, ms in zip(("seq2seq: a word typed", "attention: a sentence"), ours, strict=True):
        yield Line(what, ms, floor, "ms", SCENE_BAR)
    scores = choosing(reader, "attention-a_score", ("dot", "general"))
    floor, ms = take_turns(
        [
            Turn(blank, *text, "click", choosing(blank, "side", ("left", "right"))),
            Turn(reader, scene("attention-attend"), ".u-title", "click", scores),
        ],
        count,
    )
    yield Line("attention: another score function", ms, floor, "ms", SCENE_BAR)
    for page in (blank, writer, reader):
        page.context.close()
