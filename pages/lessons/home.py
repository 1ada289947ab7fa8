"""The way in: three networks read the visitor's name."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.parts.chrome import complain
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.reading import LONGEST_TYPED, reading, report, text_box
from pages.parts.scenes.readers import readers_scene
from pages.parts.settings import PageState, text
from pages.parts.table import GROUPS

READERS = ("names-rnn", "names-lstm", "names-gru")


@dataclass(frozen=True)
class Settings:
    text: str = text("marianne", LONGEST_TYPED)


_readers = component("readers")
words = lesson("home")
state = PageState("home", Settings)

st.title("See inside recurrent networks")
complain(state.complaints)
words.show("intro", title=False)


@st.fragment
def names() -> None:
    """The box for a name, and the three networks that read it."""
    text_box(state, "Your name")
    _readers("home.readers", readers_scene([reading(name, state.now.text) for name in READERS]))
    state.save()


names()
made = report(READERS[0])
words.show(
    "reading",
    units=str(made["hidden_size"]),
    names=f"{made['data']['train']:,}",
    **{
        name.removeprefix("names-"): f"{report(name)['bits_per_character']['held_out']:.2f}"
        for name in READERS
    },
    bigram=f"{made['tables']['bigram']['best_backed_off']:.2f}",
    unigram=f"{made['tables']['unigram']['best_backed_off']:.2f}",
)
words.show("lessons")
for entries in GROUPS.values():
    for entry in entries:
        if entry.name != "home":
            st.page_link(entry.page(), label=f"**{entry.title}**  \n{entry.says}")
words.show("promises")
