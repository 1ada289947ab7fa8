"""Timing what a visitor does in the browser: from the event until its outcome is painted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median

from playwright.sync_api import Browser, Error, Page

from tests.browser.running import Server

WAIT = 60_000

# From the event to the first frame after the one in which the watched text had changed.
WATCH = """([css, inner, kind]) => {
    const deep = (root) => {
        const found = root.querySelector(css);
        if (found) return found;
        for (const node of root.querySelectorAll("*")) {
            const below = node.shadowRoot && deep(node.shadowRoot);
            if (below) return below;
        }
        return null;
    };
    const roots = [...document.querySelectorAll(css + ", " + css + " *")];
    const shadow = roots.map((node) => node.shadowRoot).find(Boolean);
    const read = () => (shadow ?? document).querySelector(inner)?.textContent;
    const before = read();
    window.answer_ = new Promise((resolve, reject) => {
        setTimeout(() => reject(new Error(`${css} ${inner} still says: ${before}`)), 20000);
        window.addEventListener(kind, (event) => {
            const look = () => {
                if (read() === before) return requestAnimationFrame(look);
                requestAnimationFrame((now) => resolve(now - event.timeStamp));
            };
            requestAnimationFrame(look);
        }, { capture: true, once: true });
    });
}"""
# What the main thread does in each frame, from its first callback until it is laid out.
WORK = """() => {
    window.work_ = [];
    const channel = new MessageChannel();
    let start = 0;
    channel.port1.onmessage = () => window.work_.push(performance.now() - start);
    const tick = () => {
        start = performance.now();
        channel.port2.postMessage(0);
        requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
}"""


@dataclass
class Turn:
    """An action that is timed again and again: on which page, what to watch, how to do it."""

    page: Page
    css: str
    inner: str
    kind: str
    act: Callable[[int], None]
    times: list[float] = field(default_factory=list)

    def take(self, k: int) -> None:
        """Do it once more; a key press that the page lost is told and does not count."""
        self.page.evaluate(WATCH, [self.css, self.inner, self.kind])
        self.act(k)
        try:
            self.times.append(self.page.evaluate("window.answer_"))
        except Error as lost:
            print(f"(lost: {lost.message.splitlines()[0]})", flush=True)


def opened(browser: Browser, server: Server, path: str, ready: str) -> Page:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce", locale="en-GB"
    )
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.goto(server.url + path)
    page.locator(ready).first.wait_for()
    page.wait_for_load_state("networkidle")
    return page


def take_turns(turns: list[Turn], count: int) -> list[float]:
    """Median of each; the first two rounds only warm up."""
    for k in range(count + 2):
        for turn in turns:
            turn.take(k)
            turn.page.wait_for_timeout(120)  # nobody is quicker; the server comes to rest
    return [median(turn.times[2:]) for turn in turns]
