"""Encoder and decoder: a word or a sentence goes in, its sounds or its translation come out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.beam_section import BeamSettings, beam_section
from pages.parts.bottleneck_section import BottleneckSettings, bottleneck_section
from pages.parts.chrome import complain, view_number
from pages.parts.encode_section import EncodeSettings, encode_section
from pages.parts.forcing_section import ForcingSettings, forcing_section
from pages.parts.lesson import lesson
from pages.parts.settings import PageState
from pages.parts.translation import TranslateSettings, typed_controls


@dataclass(frozen=True)
class Settings(
    EncodeSettings, ForcingSettings, BeamSettings, BottleneckSettings, TranslateSettings
):
    """Settings of the sections, beside what is read, which all of them look at."""


words = lesson("seq2seq")
state = PageState("seq2seq", Settings)

st.title("One network reads, another one writes")
complain(state.complaints)
words.show("intro", title=False)


@st.fragment
def translating(views: dict[str, dict[str, Any]]) -> None:
    """What is read, and the sections, which a change of it reruns; each is a fragment of its own.

    views: what each section's scene begins with
    """
    typed = typed_controls(state)
    encode_section(state, views["encode"], typed)
    forcing_section(state, views["forcing"], typed)
    beam_section(state, views["beam"], typed)
    bottleneck_section(state, typed)
    state.save()


now = state.now
translating(
    {
        "encode": {"id": view_number(), "step": now.step, "part": now.part, "sel": now.sel},
        "forcing": {"id": view_number(), "step": now.f_step, "other": now.f_other},
        "beam": {
            "id": view_number(),
            "width": now.b_width,
            "power": now.b_power,
            "step": now.b_step,
            "node": now.b_node,
        },
    }
)
