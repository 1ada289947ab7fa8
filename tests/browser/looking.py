"""Looking at a scene as a visitor does: its controls, its digits, what it says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Locator, Page, expect


@dataclass(frozen=True)
class Place:
    """Where a scene is, and what its address says when it has come to rest at a frame."""

    path: str
    css: str
    key: str | None  # the setting that holds the step
    phases: int = 1  # frames that a step takes; with several, "phase" is a setting, too
    first: int = 0  # what the setting calls the first step


SCENES = {
    "home": Place("/", ".st-key-home-readers", None),
    "unrolled": Place("/unrolled", ".st-key-unrolled-scene", "step"),
    "phase": Place("/unrolled", ".st-key-unrolled-phase", "p_step"),
    "bptt": Place("/bptt", ".st-key-bptt-scene", "step"),
    "gates": Place("/gates", ".st-key-gates-bound", "step", 3),
    "lstm": Place("/lstm", ".st-key-lstm-scene", "step", 6),
    "gru": Place("/gru", ".st-key-gru-scene", "step", 5),
    "compare": Place("/compare", ".st-key-compare-scene", "step", first=1),
    "seq2seq": Place("/seq2seq", ".st-key-seq2seq-scene", "step"),
}


class Scene:
    def __init__(self, page: Page, name: str) -> None:
        self.page, self.name, self.place = page, name, SCENES[name]
        self.root: Locator = page.locator(f"{self.place.css} .u-root").first
        self.scrubber = self.root.locator("input.u-scrubber")
        self.words = self.root.locator("output.u-where")
        self.root.wait_for()
        self.root.scroll_into_view_if_needed()

    @property
    def frame(self) -> int:
        return int(self.scrubber.input_value())

    @property
    def last(self) -> int:
        return int(self.scrubber.get_attribute("max") or 0)

    def press(self, name: str) -> None:
        """One of the buttons: first, back, play, next, last."""
        order = ("first", "back", "play", "next", "last")
        self.root.locator(".u-buttons button").nth(order.index(name)).click()

    def playing(self, is_so: bool) -> None:
        button = self.root.locator(".u-buttons button").nth(2)
        expect(button).to_have_attribute("aria-label", re.compile("pause" if is_so else "play"))

    def at(self, frame: int) -> None:
        """Wait until the scene has come to a frame."""
        expect(self.scrubber).to_have_value(str(frame))

    def begin(self) -> None:
        """Bring it to its first frame, with the keyboard on it."""
        self.root.focus()
        self.page.keyboard.press("Home")
        self.at(0)


def panel(page: Page, name: str) -> Locator:
    return page.locator(f".st-key-{name}-panel .u-panel")


def result(page: Page, name: str) -> Locator:
    """The digits of the number that is open."""
    return panel(page, name).locator(".p-result b")


def table(page: Page, name: str) -> list[list[str]]:
    """The rows of the open sum: weight, value, product; last the sum alone."""
    script = """(root) => [...root.querySelectorAll("tbody tr")].map((row) =>
        [...row.querySelectorAll(".p-number")].map((cell) => cell.textContent))"""
    rows: list[list[str]] = panel(page, name).evaluate(script)
    total = panel(page, name).locator("tfoot .p-number").text_content()
    return [*rows, [total or ""]]


def in_address(page: Page, **wanted: str) -> None:
    """Wait until the address holds these settings."""
    for name, value in wanted.items():
        page.wait_for_url(re.compile(rf"[?&]{name}={re.escape(value)}(&|$)"))


def no_trouble(page: Page) -> None:
    expect(page.locator('[data-testid="stException"]')).to_have_count(0)
    expect(page.locator('[role="dialog"]')).to_have_count(0)


def evaluate_deep(page: Page, script: str) -> Any:
    """Run a function (elements) => … over all elements, those in shadow trees too."""
    return page.evaluate(
        f"""() => {{
            const all = [];
            const walk = (root) => {{
                for (const node of root.querySelectorAll("*")) {{
                    all.push(node);
                    if (node.shadowRoot) walk(node.shadowRoot);
                }}
            }};
            walk(document);
            return ({script})(all);
        }}"""
    )
