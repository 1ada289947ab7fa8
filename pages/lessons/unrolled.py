"""The loop unrolls into a chain: what a recurrent network is, on the visitor's own text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.chooser import chooser
from pages.parts.chrome import complain, view_number
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.panel import fitting, follow, open_panel, selection
from pages.parts.phase_section import PhaseSettings, phase_section
from pages.parts.predict import AskSettings, about, predict_section
from pages.parts.reading import LONGEST_TYPED, model, reading, text_box
from pages.parts.scenes.unrolled import unrolled_scene
from pages.parts.settings import PageState, choice, flag, number, text, whole
from pages.parts.squash_section import SquashSettings, squash_section
from pages.parts.writing import writing

CELLS = {"rnn": "RNN", "lstm": "LSTM", "gru": "GRU"}
UNITS = {"all": "all", "few": "first four"}
STAGES = {"system": "system", "input": "+ input", "prediction": "+ prediction"}
LAST = 30


@dataclass(frozen=True)
class Settings(PhaseSettings, SquashSettings, AskSettings):
    text: str = text("marianne", LONGEST_TYPED)
    cell: str = choice("rnn", tuple(CELLS))
    units: str = choice("all", tuple(UNITS))
    stage: str = choice("prediction", tuple(STAGES))
    folded: bool = flag(False)
    step: int = whole(LAST, 0, LAST)
    sel: str = selection("trace.h.2.0")
    w_temperature: float = number(0.8, 0.1, 2.0)
    w_seed: int = whole(1, 0, 9999)


_scene = component("unrolled")
words = lesson("unrolled")
state = PageState("unrolled", Settings)

st.title("The loop unrolls into a chain")
complain(state.complaints)
words.show("intro", title=False)


@st.fragment
def network(view: dict[str, Any]) -> None:
    """The controls of the chain, the chain, and what to predict of it."""
    row = st.container(horizontal=True, gap="medium")
    text_box(state, box=row)
    for name, label, options in (
        ("cell", "Cell", CELLS),
        ("stage", "Show", STAGES),
        ("units", "Units", UNITS),
    ):
        chooser(state, name, label, options, box=row)
    chain(view)
    made = model("names-rnn")
    words.show("chain", units=str(made.hidden_size), parameters=f"{made.parameter_count:,}")
    predict_section(state, about(reading(f"names-{state.now.cell}", state.now.text)))


@st.fragment
def chain(view: dict[str, Any]) -> None:
    """The animated network, and the panel that opens its numbers.

    A fragment within that of its controls: what the scene says reruns this much and no more.
    """
    now = state.now
    read = reading(f"names-{now.cell}", now.text, driven=now.stage != "system")
    last = read.trace.T - 1

    def stepped() -> None:
        before, after = min(state.now.step, last), st.session_state["unrolled.scene"].step
        sel = follow(fitting(state.now.sel, read), before, after)
        state.set(step=after if after < last else LAST, sel=sel)

    def opened() -> None:
        state.set(sel=st.session_state["unrolled.scene"].open)

    def folded() -> None:
        state.set(folded=st.session_state["unrolled.scene"].folded)

    scene = unrolled_scene(read, now.units, now.stage, view["folded"])
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
squash_section(state)
phase_section(state, {"id": view_number(), "step": state.now.p_step})
writing(state)
