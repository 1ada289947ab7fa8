"""Vanishing and exploding gradients: how much of one is left, step by step, and what helps."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.parts.border_section import BorderSettings, border_section
from pages.parts.chrome import complain, view_number
from pages.parts.cliff_section import CliffSettings, cliff_section, overflow_section
from pages.parts.fading_section import FadingSettings, fading_section
from pages.parts.lesson import lesson
from pages.parts.remedies_section import RemediesSettings, remedies_section
from pages.parts.settings import PageState


@dataclass(frozen=True)
class Settings(RemediesSettings, BorderSettings, CliffSettings, FadingSettings):
    """Settings of the sections; each prefixes its own, the first one does not."""


words = lesson("gradients")
state = PageState("gradients", Settings)

st.title("Gradients fade, or they explode")
complain(state.complaints)
words.show("intro", title=False)
fading_section(state, {"id": view_number()})
border_section(
    state, {"id": view_number(), "radius": state.now.m_radius, "length": state.now.m_length}
)
cliff_section(state, {"id": view_number(), "step": state.now.c_step})
overflow_section(state)
remedies_section(
    state,
    {
        "id": view_number(),
        "remedy": state.now.r_remedy,
        "seed": state.now.r_seed,
        "distance": state.now.r_distance,
    },
)
