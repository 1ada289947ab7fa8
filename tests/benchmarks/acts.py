"""What a benchmark does on a page, and how it says what that took."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

SCENE_BAR, CPU_BAR, LOAD_BAR, FRAME_BAR = 1.6, 1.75, 1.25, 16.7
JITTER = 1.0  # ms by which two clock ticks of one screen may differ
NAMES = ("grace", "anna", "otto", "marianne", "ada")  # the first differs from every start


@dataclass(frozen=True)
class Line:
    """One row of the table: a figure, what it is compared with, and the bar."""

    what: str
    ours: float
    empty: float
    unit: str
    bar: float

    @property
    def ratio(self) -> float:
        return self.ours / self.empty

    def __str__(self) -> str:
        verdict = "met" if self.ratio <= self.bar else "MISSED"
        figures = f"{self.ours:>9.1f} {self.empty:>9.1f} {self.unit:<3} {self.ratio:>6.2f}"
        return f"{self.what:<58} {figures} {self.bar:>6} {verdict}"


def typing(page: Page, key: str) -> Callable[[int], None]:
    box = page.locator(f".st-key-{key} input")

    def act(k: int) -> None:
        box.fill(NAMES[k % len(NAMES)])
        box.press("Enter")

    return act


def numbering(page: Page, key: str) -> Callable[[int], None]:
    box = page.locator(f".st-key-{key} input")

    def act(k: int) -> None:
        box.fill(str(k + 2))
        box.press("Enter")

    return act


def choosing(page: Page, key: str, labels: tuple[str, ...]) -> Callable[[int], None]:
    def act(k: int) -> None:
        page.locator(f".st-key-{key} button", has_text=labels[(k + 1) % len(labels)]).first.click()

    return act
