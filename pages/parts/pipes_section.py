"""Sections with many pipes: an update of the learner's own numbers, and a network's valves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.lesson import lesson
from pages.parts.panel import open_panel, selection
from pages.parts.reading import reading, text_box
from pages.parts.settings import PageState, choice, pattern, whole

MOST_UNITS, MOST_STEPS, PHASES = 16, 31, 3
VIEWS = {"pipes": "pipes", "boxes": "boxes"}
AMOUNT = r"(100|\d{1,2})(\.\d{1,2})?"
SHARE = r"(0(\.\d{1,2})?|1(\.00?)?)"


def three(default: str, one: str, says: str) -> Any:
    """A setting of three numbers, joined by _ as "80_40_60"."""
    return pattern(default, rf"{one}_{one}_{one}", f"three {says}, such as {default}")


@dataclass(frozen=True)
class PipesSettings:
    """What the page's settings must hold; step, phase and unit count from 1."""

    v_memory: str = three("80_60_40", AMOUNT, "numbers from 0 to 100")
    v_new: str = three("20_90_50", AMOUNT, "numbers from 0 to 100")
    v_f: str = three("0.9_0.1_0.5", SHARE, "numbers from 0 to 1")
    v_i: str = three("0_0.8_0.5", SHARE, "numbers from 0 to 1")
    v_o: str = three("1_0.5_0", SHARE, "numbers from 0 to 1")
    v_view: str = choice("pipes", tuple(VIEWS))
    v_phase: int = whole(PHASES, 0, PHASES)
    view: str = choice("pipes", tuple(VIEWS))
    unit: int = whole(1, 1, MOST_UNITS)
    step: int = whole(4, 1, MOST_STEPS)
    phase: int = whole(PHASES, 1, PHASES)
    sel: str = selection("trace.c.3.0")


@st.fragment
def update_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """Three pipes side by side, edited by the learner."""
    words = lesson("gates")
    words.show("update")
    words.show("update-try", title=False)
    state.save()


@st.fragment
def bound_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The valves of the trained network on the learner's text."""
    words = lesson("gates")
    words.show("bound")
    text_box(state)
    open_panel(state, reading("names-lstm", state.now.text))
    words.show("bound-try", title=False)
    state.save()
