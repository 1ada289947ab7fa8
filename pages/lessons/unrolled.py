"""The loop unrolls into a chain: what a recurrent network is, on the visitor's own text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.chrome import complain, view_number
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.panel import fitting, follow, open_panel, selection
from pages.parts.reading import LONGEST_TYPED, reading, report, text_box
from pages.parts.scenes.unrolled import unrolled_scene
from pages.parts.settings import PageState, choice, flag, text, whole

CELLS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
UNITS = {"all": "all", "few": "first four"}
LAST = 30


@dataclass(frozen=True)
class Settings:
    text: str = text("marianne", LONGEST_TYPED)
    cell: str = choice("rnn", tuple(CELLS))
    units: str = choice("all", tuple(UNITS))
    folded: bool = flag(False)
    step: int = whole(LAST, 0, LAST)
    sel: str = selection("trace.h.2.0")


_scene = component("unrolled")
words = lesson("unrolled")
state = PageState("unrolled", Settings)

st.title("The loop unrolls into a chain")
complain(state.complaints)
words.show("intro", title=False)


@st.fragment
def network(view: dict[str, Any]) -> None:
    """Controls, the animated network, and the panel that opens its numbers."""
    left, middle, right = st.columns([3, 2, 2])
    with left:
        text_box(state)
    with middle:
        st.segmented_control(
            "Cell", list(CELLS), format_func=CELLS.get, key=state.widget("cell"), required=True
        )
    with right:
        st.segmented_control(
            "Units shown",
            list(UNITS),
            format_func=UNITS.get,
            key=state.widget("units"),
            required=True,
        )
    read = reading(f"names-{state.now.cell}", state.now.text)
    last = read.trace.T - 1

    def stepped() -> None:
        before, after = min(state.now.step, last), st.session_state["unrolled.scene"].step
        sel = follow(fitting(state.now.sel, read), before, after)
        state.set(step=after if after < last else LAST, sel=sel)

    def opened() -> None:
        state.set(sel=st.session_state["unrolled.scene"].open)

    def folded() -> None:
        state.set(folded=st.session_state["unrolled.scene"].folded)

    scene = unrolled_scene(read, state.now.units, view["folded"])
    _scene(
        key="unrolled.scene",
        data={**scene, "view": view},
        on_step_change=stepped,
        on_open_change=opened,
        on_folded_change=folded,
    )
    open_panel(state, read)
    state.save()


network(
    {
        "id": view_number(),
        "step": state.now.step,
        "sel": state.now.sel,
        "folded": state.now.folded,
    }
)
words.show("try")
