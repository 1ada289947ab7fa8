"""Dragging a slider as a hand does, and what the browser did meanwhile, frame by frame."""

from __future__ import annotations

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
    sent = 0

    def count(*_: object) -> None:
        nonlocal sent
        sent += 1

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
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    client.on("Network.webSocketFrameSent", count)

    def x(share: float) -> float:
        return float(box["x"] + thumb / 2 + span * share)

    page.mouse.move(x(start), y)
    page.mouse.down()
    page.evaluate(RECORD)
    here = start
    for stop in stops:
        for k in range(1, moves + 1):
            page.mouse.move(x(here + (stop - here) * k / moves), y)
        here = stop
    frames = page.evaluate(STOP)
    during = sent
    page.mouse.up()
    client.detach()
    return Drag(frames, during)
