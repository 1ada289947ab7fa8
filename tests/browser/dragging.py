"""Dragging a slider as a hand does, and what the browser did meanwhile, frame by frame."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from playwright.sync_api import Locator, Page

# Time between frames as the browser paints them, and the longest task of its script.
RECORD = """() => {
    window.frames_ = [];
    let last = null;
    const tick = (now) => {
        if (last !== null) window.frames_.push(now - last);
        last = now;
        window.recording_ = requestAnimationFrame(tick);
    };
    window.recording_ = requestAnimationFrame(tick);
}"""
STOP = "() => { cancelAnimationFrame(window.recording_); return window.frames_; }"


@dataclass(frozen=True)
class Drag:
    """frames: ms between two frames; sent: messages to the server while the hand was down."""

    frames: list[float]
    sent: int

    def within(self, ms: float) -> float:
        """Share of frames that took no longer."""
        return sum(frame <= ms for frame in self.frames) / len(self.frames)

    def quantile(self, q: float) -> float:
        return sorted(self.frames)[min(len(self.frames) - 1, int(q * len(self.frames)))]


def drag(
    page: Page, knob: Locator, to: float, moves: int = 60, there_and_back: bool = True
) -> Drag:
    """Press a range input at its knob, go to share `to` of its track (by way of both ends), and
    let go there."""
    knob.scroll_into_view_if_needed()
    box = knob.bounding_box()
    assert box is not None
    thumb = 20  # about the width of a knob: its middle never reaches the ends of the track
    span = box["width"] - thumb
    y = box["y"] + box["height"] / 2
    value, low, high = (
        float(part) for part in knob.evaluate("(i) => [i.value, i.min || 0, i.max]")
    )
    start = (value - low) / (high - low)
    stops = [1.0, 0.0, to] if there_and_back else [to]

    def x(share: float) -> float:
        return float(box["x"] + thumb / 2 + span * share)

    places = [(x(start), y)]
    here = start
    for stop in stops:
        places += [(x(here + (stop - here) * k / moves), y) for k in range(1, moves + 1)]
        here = stop
    return by_mouse(page, places)


def pull(page: Page, grip: Locator, by: list[float], moves: int = 60, finger: bool = False) -> Drag:
    """Take a grip and go up by so many px, one stop after another, each counted from where it
    was taken; let go at the last."""
    grip.scroll_into_view_if_needed()
    box = grip.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    places, here = [(x, y)], 0.0
    for stop in by:
        places += [(x, y - here - (stop - here) * k / moves) for k in range(1, moves + 1)]
        here = stop
    return by_finger(page, places) if finger else by_mouse(page, places)


def by_mouse(page: Page, places: list[tuple[float, float]]) -> Drag:
    """Press at the first place, go through the others, let go at the last."""
    with _sending(page) as sent:
        page.mouse.move(*places[0])
        page.mouse.down()
        page.evaluate(RECORD)
        for place in places[1:]:
            page.mouse.move(*place)
        frames = page.evaluate(STOP)
        during = len(sent)
        page.mouse.up()
    return Drag(frames, during)


def by_finger(page: Page, places: list[tuple[float, float]]) -> Drag:
    """As `by_mouse`, with a finger on a screen that feels it."""
    client = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        touched = [{"x": x, "y": y} for x, y in points]
        client.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touched})

    with _sending(page) as sent:
        touch("touchStart", places[0])
        page.evaluate(RECORD)
        for place in places[1:]:
            touch("touchMove", place)
        frames = page.evaluate(STOP)
        during = len(sent)
        touch("touchEnd")
    client.detach()
    return Drag(frames, during)


@contextmanager
def _sending(page: Page) -> Iterator[list[object]]:
    """The messages that go to the server meanwhile, in a list that grows."""
    sent: list[object] = []
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.webSocketFrameSent", lambda message: sent.append(message))
    yield sent
    client.detach()
