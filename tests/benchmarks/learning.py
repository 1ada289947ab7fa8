"""The pages on learning through time, for `python -m tests.benchmarks.interaction`."""

from __future__ import annotations

from collections.abc import Iterator

from playwright.sync_api import Browser

from tests.benchmarks.acts import SCENE_BAR, Line, choosing, typing
from tests.benchmarks.timing import Turn, opened, take_turns
from tests.browser.running import Server

LONG_TEXT = "abcdefghijklmnopqrstuvwxyzabcd"  # 30 letters
FADING, CLIFF = ".st-key-gradients-fading", ".st-key-gradients-cliff"
# Sliders inside scenes: what, path, scene, knob.
KNOBS = [
    ("bptt: size of the step", f"/bptt?text={LONG_TEXT}", ".st-key-bptt-scene", "input.u-slide"),
    ("bptt: look-back", f"/bptt?text={LONG_TEXT}", ".st-key-bptt-truncation", "input.u-slide"),
    ("bptt: epsilon", "/bptt", ".st-key-bptt-check", "input.u-slide"),
    *(
        (f"gradients: {words}", path, FADING, f"input[aria-label^='{words}']")
        for words, path in (
            ("spectral radius", "/gradients?length=200"),
            ("forget", "/gradients?length=200"),
            ("length", "/gradients?length=200"),
        )
    ),
    ("gradients: learning rate", "/gradients", CLIFF, "input[aria-label*='learning']"),
    ("gradients: limit of clipping", "/gradients", CLIFF, "input[aria-label='limit of clipping']"),
    ("gradients: largest number", "/gradients", ".st-key-gradients-overflow", "input.u-slide"),
]


def learning_answers(browser: Browser, app: Server, empty: Server, count: int) -> Iterator[Line]:
    """A key press or a click that needs Python, until its outcome is painted."""
    blank = opened(browser, empty, "/", "[data-testid=stText]")
    bptt = opened(browser, app, "/bptt?text=ada", ".st-key-bptt-scene .u-root svg")
    gradients = opened(browser, app, "/gradients", f"{FADING} .u-root svg")
    text = ("[data-testid=stText]", "[data-testid=stText]")
    type_text = typing(bptt, "bptt-text")
    typed = [
        Turn(blank, *text, "keydown", typing(blank, "word")),
        Turn(bptt, ".st-key-bptt-scene", ".b-count", "keydown", type_text),
        # Another text than the one that the turn before it has left.
        Turn(bptt, ".st-key-bptt-truncation", ".u-title", "keydown", lambda k: type_text(k + 2)),
    ]
    activations = choosing(gradients, "gradients-activation", ("tanh", "σ", "ReLU"))
    followed = choosing(gradients, "gradients-measure", ("hidden state", "cell state"))
    clicked = [
        Turn(blank, *text, "click", choosing(blank, "side", ("left", "right"))),
        Turn(
            bptt,
            ".st-key-bptt-scene",
            ".b-rules",
            "click",
            choosing(bptt, "bptt-cell", ("RNN", "GRU")),
        ),
        Turn(gradients, FADING, ".u-title", "click", activations),
        Turn(gradients, FADING, ".u-title", "click", followed),
        Turn(
            gradients,
            ".st-key-gradients-reach",
            ".u-title",
            "click",
            choosing(gradients, "gradients-cell", ("RNN", "GRU")),
        ),
        Turn(
            gradients,
            ".st-key-gradients-border",
            ".u-title",
            "click",
            choosing(gradients, "gradients-m_activation", ("linear", "tanh")),
        ),
    ]
    floor, *ours = take_turns(typed, count)
    for what, ms in zip(("bptt: a text typed, sweeps", "bptt: truncation"), ours, strict=True):
        yield Line(what, ms, floor, "ms", SCENE_BAR)
    floor, *ours = take_turns(clicked, count)
    names = (
        "bptt: another cell", "gradients: another activation", "gradients: another state followed",
        "gradients: pairs of another cell", "gradients: another map",
    )  # fmt: skip
    for what, ms in zip(names, ours, strict=True):
        yield Line(what, ms, floor, "ms", SCENE_BAR)
    for page in (blank, bptt, gradients):
        page.context.close()
