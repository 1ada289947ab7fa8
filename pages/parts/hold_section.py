"""Section "hold it by hand" of the page on attention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.attend_figures import hold_figures
from pages.parts.attend_section import MOST_COLUMNS, MOST_ROWS, read_by
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.scenes.attend import Attended
from pages.parts.scenes.hold import hold_scene
from pages.parts.settings import PageState, choice, number, whole
from pages.parts.translation import kept, typed_by

WHERE = ("one", "all")


@dataclass(frozen=True)
class HoldSettings:
    """What the page's settings must hold, beside AttendSettings and TranslateSettings.

    h_row, h_column  the step and the input at which it is held, from 1; column 0 leaves the
                     choice to the page
    h_share          how much of it is held, from 0 to 1
    """

    h_row: int = whole(1, 1, MOST_ROWS)
    h_column: int = whole(0, 0, MOST_COLUMNS)
    h_where: str = choice("one", WHERE)
    h_share: float = number(1.0, 0.0, 1.0)


_scene = component("holding")


def place_of(now: Any, read: Attended) -> tuple[int, int]:
    """Step and input, from 0, that the settings name, or the nearest that there are.

    The input that is chosen for a learner is the first one, or the last one where the step looks
    most at the first.
    """
    T, S = read.weight.shape
    t = min(now.h_row, T) - 1
    if now.h_column:
        return t, min(now.h_column, S) - 1
    return t, S - 1 if int(read.weight[t].argmax()) == 0 else 0


@st.fragment
def hold_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The weights of one step, or of all, drawn to one input by hand.

    The page's settings hold HoldSettings, AttendSettings and TranslateSettings. view: the view's
    number and the share with which the scene begins.
    """
    words, key = lesson("attention"), f"{state.page}.hold"
    words.show("hold")

    def said(name: str) -> Any:
        return st.session_state[key][name]

    def chosen() -> None:
        t, s = (int(place) for place in said("cell").split("."))
        state.set(h_row=t + 1, h_column=s + 1)

    def spread() -> None:
        if said("where") in WHERE:
            state.set(h_where=said("where"))

    def released() -> None:
        state.set(h_share=round(float(said("share")), 2))

    now, typed = state.now, typed_by(state.now)
    read = read_by(now)
    t, s = place_of(now, read)
    asked = (typed.task, typed.tokens, now.a_score, read.forced, t, s, now.h_where == "all")
    scene = kept("attention/held", asked, lambda: hold_scene(typed, now.a_score, *asked[3:]))
    _scene(
        key=key,
        data={**scene, "view": view},
        on_cell_change=chosen,
        on_where_change=spread,
        on_share_change=released,
    )
    words.show("hold-try", title=False, **hold_figures())
    state.save()


def hold_view(now: Any, number: int) -> dict[str, Any]:
    """What the scene begins with."""
    return {"id": number, "share": now.h_share}
