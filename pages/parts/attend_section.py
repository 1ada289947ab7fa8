"""Section "where it looks" of the page on attention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.attention import SCORES
from pages.parts.attend_figures import look_figures
from pages.parts.chooser import chooser
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.looking import LOOKED_AT, Look, look_panel
from pages.parts.scenes.attend import Attended, attend_scene, attended, opened
from pages.parts.settings import PageState, choice, flag, pattern, whole
from pages.parts.translation import (
    LONGEST_READ,
    LONGEST_WRITTEN,
    kept,
    reference,
    typed_by,
)

MOST_ROWS = max(LONGEST_WRITTEN.values())
MOST_COLUMNS = max(LONGEST_READ.values())
MOST_UNITS = 512
TITLES = {"dot": "dot", "scaled": "scaled dot", "general": "general", "additive": "additive"}


@dataclass(frozen=True)
class AttendSettings:
    """What the page's settings must hold, beside TranslateSettings.

    a_row, a_column  the open cell, from 1; column 0 is the one that the row looks at most
    """

    a_score: str = choice("additive", SCORES)
    a_forced: bool = flag(False)
    a_step: int = whole(MOST_ROWS, 0, MOST_ROWS)
    a_row: int = whole(2, 1, MOST_ROWS)
    a_column: int = whole(0, 0, MOST_COLUMNS)
    a_unit: int = whole(1, 1, MOST_UNITS)
    a_sel: str = pattern("", LOOKED_AT, "a number such as attention.score.1.2")


_scene = component("attention")


def attend_controls(state: PageState[Any]) -> None:
    """Which model looks, and what its decoder reads: call it in the fragment of all sections."""
    typed = typed_by(state.now)
    chooser(state, "a_score", "Score function", TITLES)
    if reference(typed.task, typed.tokens) is not None:
        st.toggle(
            "Feed the right answer",
            key=state.widget("a_forced"),
            help="Teacher forcing: each step reads what is right, not what was written before.",
        )


def read_by(now: Any) -> Attended:
    """What the settings ask for, computed once for a visitor as long as they ask the same."""
    typed = typed_by(now)
    asked = (typed.task, typed.tokens, now.a_score, now.a_forced)
    return kept("attention/read", asked, lambda: attended(typed, now.a_score, now.a_forced))


def cell_of(now: Any, read: Attended) -> tuple[int, int]:
    """The cell (row, column), from 0, that the settings open, or the nearest that there is."""
    T, S = read.weight.shape
    t = min(now.a_row, T) - 1
    return t, (min(now.a_column, S) if now.a_column else int(read.weight[t].argmax()) + 1) - 1


@st.fragment
def attend_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The weights of a trained model as a map and as arcs, and any of them opened.

    The page's settings hold AttendSettings and TranslateSettings. view: the view's number; step,
    t and s (from 0, s = -1 for the largest) and unit (from 1), with which the scene begins.
    """
    words, key = lesson("attention"), f"{state.page}.attend"
    words.show("look")

    def said(name: str) -> Any:
        return st.session_state[key][name]

    def stepped() -> None:
        step = int(said("step"))
        state.set(a_step=step if step < rows else MOST_ROWS)

    def chosen() -> None:
        t, s = (int(place) for place in said("cell").split("."))
        state.set(a_row=t + 1, a_column=s + 1, a_sel="")

    def turned() -> None:
        state.set(a_unit=int(said("unit")))

    def asked() -> None:
        state.set(a_sel=Look(read).asked(str(said("sel") or ""), *cell))

    now = state.now
    read = read_by(now)
    rows, cell = len(read.weight), cell_of(now, read)
    _scene(
        key=key,
        data={**attend_scene(read), "opened": opened(read, *cell), "view": view},
        on_step_change=stepped,
        on_cell_change=chosen,
        on_unit_change=turned,
        on_sel_change=asked,
    )
    look_panel(state, read, "a_sel")
    words.show("look-try", title=False, **look_figures())
    state.save()


def attend_view(now: Any, number: int) -> dict[str, Any]:
    """What the scene begins with."""
    return {
        "id": number,
        "step": now.a_step,
        "t": now.a_row - 1,
        "s": now.a_column - 1,
        "unit": now.a_unit,
    }
