"""The way in: three networks read the visitor's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.chrome import complain, view_number
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.panel import open_panel, selection
from pages.parts.reading import LONGEST_TYPED, reading, report, text_box
from pages.parts.scenes.readers import readers_scene
from pages.parts.settings import PageState, choice, text
from pages.parts.table import GROUPS

READERS = ("rnn", "lstm", "gru")


@dataclass(frozen=True)
class Settings:
    text: str = text("marianne", LONGEST_TYPED)
    cell: str = choice("lstm", READERS)
    sel: str = selection("trace.h.2.0")


_readers = component("readers")
words = lesson("home")
state = PageState("home", Settings)

st.title("See inside recurrent networks")
complain(state.complaints)
words.show("intro", title=False)


@st.fragment
def names(view: dict[str, Any]) -> None:
    """The box for a name, the three networks that read it, and the panel."""
    text_box(state, "Your name")
    readings = {cell: reading(f"names-{cell}", state.now.text) for cell in READERS}

    def opened() -> None:
        cell, sel = st.session_state["home.readers"].open.split("/")
        state.set(cell=cell, sel=sel)

    scene = readers_scene(readings)
    _readers("home.readers", {**scene, "view": view}, on_open_change=opened)
    open_panel(state, readings[state.now.cell])
    state.save()


names({"id": view_number(), "open": f"{state.now.cell}/{state.now.sel}"})
made = report(f"names-{READERS[0]}")
words.show(
    "reading",
    units=str(made["hidden_size"]),
    names=f"{made['data']['train']:,}",
    **{
        cell: f"{report(f'names-{cell}')['bits_per_character']['held_out']:.2f}" for cell in READERS
    },
    bigram=f"{made['tables']['bigram']['best_backed_off']:.2f}",
    unigram=f"{made['tables']['unigram']['best_backed_off']:.2f}",
)
words.show("lessons")
for entries in GROUPS.values():
    for entry in entries:
        if entry.name != "home":
            st.page_link(entry.page(), label=f"**{entry.title}**")
            st.markdown(entry.says)
words.show("promises")
