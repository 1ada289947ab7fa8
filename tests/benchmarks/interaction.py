"""The app beside an empty Streamlit page: `python -m tests.benchmarks.interaction`.

Both run as servers of their own with the same configuration, and take turns, so that they share
whatever else the machine does; figures are medians, and bars are ratios. The empty page has one
fragment with a text box, a choice between two words, and a line of text that repeats both.
"""

from __future__ import annotations

import argparse
import base64
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from tests.benchmarks.acts import (
    CPU_BAR,
    FRAME_BAR,
    JITTER,
    LOAD_BAR,
    SCENE_BAR,
    Line,
    choosing,
    numbering,
    typing,
)
from tests.benchmarks.architectures import KNOBS as MORE_KNOBS
from tests.benchmarks.architectures import architecture_answers
from tests.benchmarks.learning import KNOBS, learning_answers
from tests.benchmarks.timing import WAIT, WORK, Turn, opened, take_turns
from tests.browser.dragging import Drag, drag, pull
from tests.browser.running import FLAGS, ROOT, Server, installed_browser, serve

EMPTY_APP = """
import streamlit as st

st.set_page_config(page_title="Empty", layout="wide")


@st.fragment
def only():
    word = st.text_input("Word", "anna", key="word")
    side = st.segmented_control("Side", ["left", "right"], default="left", key="side")
    st.text(f"{word} {side}")


only()
"""
LONG_TEXT = "abcdefghijklmnopqrstuvwxyzabcd"  # 30 letters


# What is measured -------------------------------------------------------------------------


def answers(browser: Browser, app: Server, empty: Server, count: int) -> Iterator[Line]:
    """A key press or a click that needs Python, until its outcome is painted."""
    blank = opened(browser, empty, "/", "[data-testid=stText]")
    unrolled = opened(browser, app, "/unrolled?text=ada", ".st-key-unrolled-scene .u-root svg")
    lstm = opened(browser, app, "/lstm?text=ada", ".st-key-lstm-scene .u-root svg")
    compare = opened(browser, app, "/compare", ".st-key-compare-scene .u-root .k-stage")
    text = ("[data-testid=stText]", "[data-testid=stText]")
    units = unrolled.locator(".st-key-unrolled-scene [aria-label^='hidden state, step 2, unit']")
    strip = lstm.locator(".st-key-lstm-scene .g-conveyor .g-hit[aria-label^='cell state, step 2']")
    presets = lstm.locator(".st-key-lstm-scene .g-presets button")
    scene, panel = ".st-key-{}-scene", ".st-key-{}-panel"
    of_unrolled, of_lstm = scene.format("unrolled"), scene.format("lstm")
    heatmap = compare.locator(".st-key-compare-scene canvas[data-name='gru/h']")
    cells = choosing(unrolled, "unrolled-cell", ("RNN", "GRU"))
    typed = [
        Turn(blank, *text, "keydown", typing(blank, "word")),
        Turn(unrolled, of_unrolled, ".u-where", "keydown", typing(unrolled, "unrolled-text")),
        Turn(lstm, of_lstm, ".u-where", "keydown", typing(lstm, "lstm-text")),
        Turn(
            compare,
            scene.format("compare"),
            ".k-top",
            "keydown",
            numbering(compare, "compare-seed"),
        ),
    ]
    result = (".p-result", "click")
    clicked = [
        Turn(blank, *text, "click", choosing(blank, "side", ("left", "right"))),
        Turn(unrolled, of_unrolled, ".n-rules", "click", cells),
        Turn(unrolled, panel.format("unrolled"), *result, lambda k: units.nth(k % 12).click()),
        Turn(lstm, panel.format("lstm"), *result, lambda k: strip.nth(k % 12).click()),
        Turn(lstm, of_lstm, ".g-sliders", "click", lambda k: presets.nth((k + 1) % 4).click()),
        Turn(
            compare,
            panel.format("compare"),
            *result,
            lambda k: heatmap.click(position={"x": 30 + 25 * (k % 12), "y": 10}, force=True),
        ),
    ]
    floor, *ours = take_turns(typed, count)
    names = ("unrolled: a text typed", "lstm: a text typed", "compare: another sequence")
    for what, ms in zip(names, ours, strict=True):
        yield Line(what, ms, floor, "ms", SCENE_BAR)
    floor, *ours = take_turns(clicked, count)
    names = (
        "unrolled: another cell", "unrolled: a number opened", "lstm: a number opened",
        "lstm: a preset of holds", "compare: a number opened",
    )  # fmt: skip
    for what, ms in zip(names, ours, strict=True):
        yield Line(what, ms, floor, "ms", SCENE_BAR)
    for page in (blank, unrolled, lstm, compare):
        page.context.close()


def cpu_seconds(pid: int) -> float:
    """User and system time of a process so far."""
    said = subprocess.run(
        ["ps", "-o", "cputimes=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    stat = Path(f"/proc/{pid}/stat")
    if stat.exists():
        fields = stat.read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / 100
    return float(said.stdout or "nan")


def work(browser: Browser, app: Server, empty: Server, count: int) -> Iterator[Line]:
    """Processor time of the server for a rerun: of a fragment, and of a whole page."""
    places = [
        ("empty", empty, "/", "[data-testid=stText]", "word"),
        ("home", app, "/", ".st-key-home-readers .u-root svg", "home-text"),
        ("unrolled", app, "/unrolled", ".st-key-unrolled-scene .u-root svg", "unrolled-text"),
        ("lstm", app, "/lstm", ".st-key-lstm-scene .u-root svg", "lstm-text"),
        ("bptt", app, "/bptt", ".st-key-bptt-scene .u-root svg", "bptt-text"),
        ("compare", app, "/compare?task=names", ".st-key-compare-scene .k-stage", "compare-text"),
    ]
    still = '[data-testid="stApp"][data-test-script-state="notRunning"]'
    found: dict[str, tuple[float, float]] = {}
    for name, server, path, ready, key in places:
        page = opened(browser, server, path, ready)
        act = typing(page, key)

        def costs(do: Callable[[int], None], page: Page = page, server: Server = server) -> float:
            for k in range(3):
                do(k)
                page.wait_for_timeout(250)
            before = cpu_seconds(server.pid)
            for k in range(3, count + 3):
                do(k)
                page.wait_for_timeout(250)
                page.locator(still).wait_for()
            return 1000 * (cpu_seconds(server.pid) - before) / count

        fragment = costs(act)
        page.locator("h1, [data-testid=stText]").first.click()
        whole = costs(lambda _, page=page: page.keyboard.press("r"))  # type: ignore[misc]
        found[name] = (fragment, whole)
        page.context.close()
    for k, what in enumerate(("a text typed (fragment)", "rerun of the whole page")):
        for name in ("home", "unrolled", "bptt", "lstm", "compare"):
            yield Line(f"{name}: {what}", found[name][k], found["empty"][k], "ms", CPU_BAR)


def first_load(browser: Browser, server: Server, path: str, ready: str) -> tuple[float, float]:
    """Seconds until a page is painted, and MB received, by a browser that knows nothing yet."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB")
    context.set_default_timeout(WAIT)
    page = context.new_page()
    client = context.new_cdp_session(page)
    client.send("Network.enable")
    received = [0.0]

    def finished(event: dict[str, Any]) -> None:
        received[0] += event["encodedDataLength"]

    def framed(event: dict[str, Any]) -> None:
        payload = event["response"]["payloadData"]
        binary = event["response"]["opcode"] == 2
        received[0] += len(base64.b64decode(payload)) if binary else len(payload)

    client.on("Network.loadingFinished", finished)
    client.on("Network.webSocketFrameReceived", framed)
    page.goto(server.url + path)
    page.locator(ready).first.wait_for()
    seconds = page.evaluate(
        "() => new Promise((r) => requestAnimationFrame((now) => r(now / 1000)))"
    )
    page.wait_for_load_state("networkidle")
    context.close()
    return seconds, received[0] / 1e6


def loads(browser: Browser, app: Server, empty: Server, count: int) -> Iterator[Line]:
    places = [
        ("empty", empty, "/", "[data-testid=stText]"),
        ("home", app, "/", ".st-key-home-readers .u-root svg"),
        ("unrolled", app, "/unrolled", ".st-key-unrolled-scene .u-root svg"),
        ("lstm", app, "/lstm", ".st-key-lstm-scene .u-root svg"),
        ("bptt", app, "/bptt", ".st-key-bptt-scene .u-root svg"),
        ("gradients", app, "/gradients", ".st-key-gradients-fading .u-root svg"),
        ("compare", app, "/compare", ".st-key-compare-scene .u-root .k-stage"),
        ("seq2seq", app, "/seq2seq", ".st-key-seq2seq-scene .u-root svg"),
        ("attention", app, "/attention", ".st-key-attention-attend .u-root svg"),
    ]
    times: dict[str, list[tuple[float, float]]] = {name: [] for name, *_ in places}
    for _ in range(count):
        for name, server, path, ready in places:
            times[name].append(first_load(browser, server, path, ready))
    for k, unit in enumerate(("s", "MB")):
        for name, *_ in places[1:]:
            ours, empty_one = (median(pair[k] for pair in times[n]) for n in (name, "empty"))
            yield Line(f"{name}: first load", ours, empty_one, unit, LOAD_BAR)


def drags(browser: Browser, app: Server) -> Iterator[str]:
    """Sliders and grips inside scenes, for texts of thirty letters."""
    places = [
        ("lstm: forget gate", f"/lstm?text={LONG_TEXT}", ".st-key-lstm-scene", ".g-slider input"),
        (
            "gru: update gate",
            f"/gru?text={LONG_TEXT}",
            ".st-key-gru-scene",
            ".g-slider:nth-child(2) input",
        ),
        ("compare: forget gate", "/compare?gate=f", ".st-key-compare-scene", ".k-hold input"),
        (
            "unrolled: weight of two units",
            "/unrolled",
            ".st-key-unrolled-phase",
            ".p-weights input",
        ),
        ("unrolled: squashing", "/unrolled", ".st-key-unrolled-squash", "input[type=range]"),
        *KNOBS,
        *MORE_KNOBS,
    ]
    for what, path, css, inner in places:
        page = opened(browser, app, path, f"{css} .u-root svg")
        page.evaluate(WORK)
        knob = page.locator(f"{css} .u-root {inner}").first
        yield smoothness(what, page, drag(page, knob, 0.35, moves=120))
    grips = [
        ("gates: the valve", ".st-key-gates-pipe", [20.0, -72.0, 10.0]),
        ("gates: one valve of nine", ".st-key-gates-update", [10.0, -20.0, 5.0]),
    ]
    for what, css, by in grips:
        page = opened(browser, app, "/gates", f"{css} .u-root svg")
        page.evaluate(WORK)
        grip = page.locator(f"{css} .u-root [role=slider]").first
        yield smoothness(what, page, pull(page, grip, by, moves=120))


def smoothness(what: str, page: Page, moved: Drag) -> str:
    """A row of the table: how long frames took, and how long the page worked in each."""
    spent = sorted(page.evaluate("window.work_"))
    share = 100 * moved.within(FRAME_BAR + JITTER)
    frames = "/".join(f"{moved.quantile(q):.1f}" for q in (0.5, 0.95, 1))
    effort = "/".join(
        f"{spent[min(len(spent) - 1, int(q * len(spent)))]:.1f}" for q in (0.5, 0.95, 1)
    )
    verdict = "met" if share == 100 else "MISSED"
    page.context.close()
    return (
        f"{what:<32} {len(moved.frames):>5} {share:>8.1f} % {frames:>18} {effort:>16} "
        f"{moved.sent:>6} {verdict}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=15, help="how often each action is timed")
    parser.add_argument("--loads", type=int, default=5, help="how often each page is loaded")
    options = parser.parse_args()
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        (scratch / "app.py").write_text(EMPTY_APP)
        shutil.copytree(ROOT / ".streamlit", scratch / ".streamlit")
        app = stack.enter_context(serve(scratch / "app.log"))
        empty = stack.enter_context(serve(scratch / "empty.log", scratch))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
        head = f"{'':<58} {'ours':>9} {'empty':>9} {'':<3} {'ratio':>6} {'bar':>6}"
        parts = (
            ("A control that needs Python, until painted", answers, options.count),
            ("Learning through time: as above", learning_answers, options.count),
            ("Encoder, decoder, attention: as above", architecture_answers, options.count),
            ("Server processor time of a rerun", work, 2 * options.count),
            ("First load, nothing cached", loads, options.loads),
        )
        for title, measure, count in parts:
            print(f"\n{title} (medians of {count})\n{head}", flush=True)
            for line in measure(browser, app, empty, count):
                print(line, flush=True)
        print(f"\nDrag of a slider inside a scene: frames within {FRAME_BAR} ms (± {JITTER} ms)")
        print(
            f"{'':<32} {'frames':>5} {'within':>9} {'50/95/longest ms':>19} "
            f"{'work ms':>15} {'sent':>7}"
        )
        for row in drags(browser, app):
            print(row, flush=True)
        browser.close()


if __name__ == "__main__":
    main()
