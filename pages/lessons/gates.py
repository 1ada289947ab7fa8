"""Gates: the water pipe, three things a memory does with it, and the pipes of a trained network."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.parts.chrome import complain, view_number
from pages.parts.lesson import lesson
from pages.parts.origin_section import OriginSettings
from pages.parts.pipe_section import PipeSettings, pipe_section
from pages.parts.pipes_section import PipesSettings, bound_section, update_section
from pages.parts.predict import FreeSettings, free, predict_section
from pages.parts.reading import LONGEST_TYPED
from pages.parts.settings import PageState, text


@dataclass(frozen=True)
class Settings(PipeSettings, PipesSettings, OriginSettings, FreeSettings):
    """Settings of the sections, beside the text that the trained network reads."""

    text: str = text("marianne", LONGEST_TYPED)


words = lesson("gates")
state = PageState("gates", Settings)

st.title("A gate is a valve")
complain(state.complaints)
words.show("intro", title=False)
pipe_section(state)
update_section(state, {"id": view_number(), "phase": state.now.v_phase})
bound_section(
    state,
    {
        "id": view_number(),
        "step": state.now.step - 1,
        "phase": state.now.phase - 1,
        "unit": state.now.unit - 1,
        "sel": state.now.sel,
    },
)
predict_section(state, free(state))
