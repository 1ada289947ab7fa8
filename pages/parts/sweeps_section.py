"""Section "forward, backward, update" of the page on learning through time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.learning import learner
from pages.parts.panel import open_panel, selection
from pages.parts.reading import MOST_STEPS
from pages.parts.settings import PageState, whole

UPDATES = 2  # frames of the update, after those of both sweeps
LAST = 2 * MOST_STEPS + UPDATES - 1


@dataclass(frozen=True)
class SweepsSettings:
    """The frame of the animation and the number that is open."""

    step: int = whole(LAST, 0, LAST)
    sel: str = selection("grads.h.3.0")


@st.fragment
def sweeps_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The unrolled network with its losses: both sweeps, and the update that they end in."""
    read = learner(state.now)
    open_panel(state, read)
    state.save()
