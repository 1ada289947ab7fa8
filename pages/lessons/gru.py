"""The GRU: the cell as a machine with a mixing valve, its two forms, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.parts.chrome import complain, view_number
from pages.parts.components import component
from pages.parts.gru_section import BEFORE, NAMES, counts, forms, times
from pages.parts.lesson import lesson
from pages.parts.machine_section import (
    Machine,
    Preset,
    first_view,
    machine_at_work,
    steps_held,
)
from pages.parts.panel import selection
from pages.parts.parameters import parameter_table
from pages.parts.predict import AskSettings, about, predict_section
from pages.parts.reading import LONGEST_TYPED, MOST_STEPS, MOST_UNITS, model, reading, text_box
from pages.parts.settings import PageState, flag, number, text, whole

PRESETS = {
    "free": Preset("free", "both gates as the network sets them", {}),
    "copy": Preset("copy", "update gate 0: h stays what it was", {"z": 0.0}),
    "overwrite": Preset("overwrite", "update gate 1: h is the candidate", {"z": 1.0}),
    "whole": Preset("no reset", "reset gate 1: the candidate sees all of h", {"r": 1.0}),
    "plain": Preset("as a plain RNN", "update gate 1, reset gate 1", {"z": 1.0, "r": 1.0}),
}
PHASES = 5


@dataclass(frozen=True)
class Settings(AskSettings):
    """r, z: what each gate is held at; hold_unit 0 is all units. Unit and step count from 1.
    even: whether the comparison of both forms gives all units the same r."""

    text: str = text("marianne", LONGEST_TYPED)
    r: float | None = number(None, 0.0, 1.0)
    z: float | None = number(None, 0.0, 1.0)
    hold_unit: int = whole(0, 0, MOST_UNITS)
    hold_steps: str = steps_held()
    reset_after: bool = flag(False)
    even: bool = flag(False)
    unit: int = whole(1, 1, MOST_UNITS)
    step: int = whole(4, 1, MOST_STEPS)
    phase: int = whole(PHASES, 1, PHASES)
    sel: str = selection("trace.h.3.0")


words = lesson("gru")
state = PageState("gru", Settings)
machine = Machine(state, component("gru"), PRESETS, lambda now: NAMES[now.reset_after])

st.title("The GRU, a memory with a mixing valve")
complain(state.complaints)
words.show("intro", title=False)


@st.fragment
def cell(view: dict[str, int]) -> None:
    """Controls, the cell, and what was measured on this text."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        text_box(state)
    with right:
        st.toggle("Reset after the product", key=state.widget("reset_after"))
    machine_at_work(machine, view)
    words.show("hold")
    forms(state, words)
    words.show("map")
    words.show("count", **counts())
    free = reading(NAMES[state.now.reset_after], state.now.text)
    st.markdown(parameter_table(free.trace.cell, free.trace.params))
    predict_section(state, about(free))


cell(first_view(state, view_number()))
times(words, model(BEFORE))
words.show("try")
