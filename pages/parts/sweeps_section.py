"""Section "forward, back, update" of the page on learning through time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.arrivals import gradient_sizes
from core.update import Descent
from pages.parts.chooser import chooser
from pages.parts.components import component
from pages.parts.learning import learner
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.opening import PARAMETERS
from pages.parts.panel import fitting, follow, open_panel, selection
from pages.parts.reading import MOST_STEPS
from pages.parts.scenes.sweeps import HIGHEST, LOWEST, steps_of, sweeps_scene
from pages.parts.settings import PageState, choice, number, whole

UPDATES = 2  # frames of the update, after those of both sweeps
LAST = 2 * MOST_STEPS + UPDATES - 1
MATRICES = {
    "W": "W, hidden to hidden",
    "U": "U, input to hidden",
    "b": "b, bias",
}
KEY = "bptt.scene"


@dataclass(frozen=True)
class SweepsSettings:
    """The frame of the animation, the number that is open, the parameter whose gradient is
    gathered, and the size of the step."""

    step: int = whole(LAST, 0, LAST)
    sel: str = selection("grads.h.3.0")
    matrix: str = choice("W", tuple(PARAMETERS))
    eta: float = number(0.1, 10**LOWEST, 10**HIGHEST)


_scene = component("bptt")


@st.fragment
def sweeps_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The unrolled network with its losses: both sweeps, and the update that they end in."""
    words, now = lesson("bptt"), state.now
    words.show("sweeps")
    read = learner(now)
    found = steps_of(read, now.eta)
    steps = read.trace.T
    last = 2 * steps + UPDATES - 1

    def stepped() -> None:
        before, after = min(state.now.step, last), st.session_state[KEY].step
        sel = fitting(state.now.sel, read)
        if (t := step_of(before, steps)) is not None and (to := step_of(after, steps)) is not None:
            sel = follow(sel, t, to)
        state.set(step=after if after < last else LAST, sel=sel)

    def opened() -> None:
        state.set(sel=st.session_state[KEY].open)

    def turned() -> None:
        state.set(eta=st.session_state[KEY].eta)

    chooser(state, "matrix", "Gradient of", MATRICES)
    _scene(
        key=KEY,
        data={**sweeps_scene(read, state.now.matrix, now.eta, found), "view": view},
        on_step_change=stepped,
        on_open_change=opened,
        on_eta_change=turned,
    )
    open_panel(state, read)
    words.show("sweeps-try", title=False, **lengths(now))
    figures = outcomes(found)
    words.show("update" if "rises" in figures else "update-down", title=False, **figures)
    words.show("update-try", title=False, **figures)
    state.save()


def lengths(now: Any) -> dict[str, str]:
    """What the text quotes of the walk back from a loss at the last step alone."""
    read = learner(replace(now, loss_at="last"))
    found = gradient_sizes(read.grads)["h"][:, 0]
    return {"last": str(read.trace.T), "end": show(found[-1]), "start": show(found[0])}


def outcomes(found: Descent) -> dict[str, str]:
    """What it quotes of the losses after steps of several sizes; "rises" only if one is too
    large."""
    figures = {
        "before": show(found.before),
        "best": show(found.rates[found.best]),
        "least": show(found.after[found.best]),
        "far": show(found.after[-1]),
    }
    if found.rises is not None:
        figures |= {
            "rises": show(found.rates[found.rises]),
            "risen": show(found.after[found.rises]),
        }
    return figures


def step_of(frame: int, steps: int) -> int | None:
    """The step that a frame shows, from 0: forward, then back; None in the update."""
    if frame < steps:
        return frame
    return 2 * steps - 1 - frame if frame < 2 * steps else None
