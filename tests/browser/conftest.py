"""One app and one browser for all tests; a fresh visitor, with a window of his own, for each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from tests.browser.running import FLAGS, Server, installed_browser, serve

WAIT = 30_000  # ms that anything on a page may take on a busy machine
# Streamlit asks for these beside the page that a deep link names, and does without them.
expect.set_options(timeout=WAIT)
HARMLESS = re.compile(r"host-config|_stcore/health|ERR_NAME_NOT_RESOLVED|ERR_INTERNET_DISCONNECTED")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with serve(tmp_path_factory.mktemp("server") / "log.txt") as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=installed_browser(), args=FLAGS)
        yield found
        found.close()


class Visitor:
    """Opens pages in a browser context of his own and writes down what goes wrong in them."""

    def __init__(self, browser: Browser, url: str, **options: Any) -> None:
        options = {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB", **options}
        self.context: BrowserContext = browser.new_context(**options)
        self.context.set_default_timeout(WAIT)
        self.url = url
        self.troubles: list[str] = []

    def open(self, path: str = "/") -> Page:
        """A page that has come to rest: its title and its scenes are there."""
        page = self.context.new_page()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.troubles.append(f"{error}"))
        page.goto(self.url + path)
        at_rest(page)
        return page

    def _heard(self, message: ConsoleMessage) -> None:
        where = (message.location or {}).get("url", "")
        if message.type == "error" and not HARMLESS.search(f"{message.text} {where}"):
            self.troubles.append(f"{message.text} ({where})")


def at_rest(page: Page) -> None:
    """Wait until a page has its title, its scenes, and no script that runs."""
    page.locator("h1").first.wait_for()
    page.locator(".u-root svg, .u-root p").first.wait_for()
    page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()


def _visitors(browser: Browser, server: Server) -> Iterator[Any]:
    """Makes visitors; in the end nothing may have gone wrong for any of them."""
    made: list[Visitor] = []

    def arrive(**options: Any) -> Visitor:
        made.append(Visitor(browser, server.url, **options))
        return made[-1]

    yield arrive
    troubles = [trouble for each in made for trouble in each.troubles]
    for each in made:
        each.context.close()
    assert troubles == []


visitor = pytest.fixture(_visitors, name="visitor")
lasting_visitor = pytest.fixture(_visitors, name="lasting_visitor", scope="module")


@pytest.fixture
def open_page(visitor: Any) -> Any:
    """Opens a path for one visitor with an ordinary window."""
    return visitor().open
