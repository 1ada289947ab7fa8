"""Attention: what the decoder looks at while it writes, on the learner's own word or sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.attend_section import (
    AttendSettings,
    attend_controls,
    attend_section,
    attend_view,
)
from pages.parts.chrome import complain, view_number
from pages.parts.hold_section import HoldSettings, hold_section, hold_view
from pages.parts.lesson import lesson
from pages.parts.scores_section import ScoresSettings, scores_section
from pages.parts.self_section import SelfSettings, self_section
from pages.parts.settings import PageState, choice, text
from pages.parts.translation import LONGEST_TYPED, TASKS, TranslateSettings, typed_controls


@dataclass(frozen=True)
class Settings(AttendSettings, HoldSettings, ScoresSettings, SelfSettings, TranslateSettings):
    """Settings of the sections, beside the input that all of them read; the page begins where
    looks cross."""

    task: str = choice("french", tuple(TASKS))
    word: str = text("knight", LONGEST_TYPED)


words = lesson("attention")
state = PageState("attention", Settings)

st.title("The decoder looks back, and chooses where")
complain(state.complaints)
words.show("intro", title=False)


@st.fragment
def attending(views: dict[str, dict[str, Any]]) -> None:
    """What is read, and the sections, which a change of it reruns; each is a fragment of its own.

    views: what each section's scene begins with
    """
    given, asked = st.columns([3, 2], gap="medium")
    with given:
        typed_controls(state)
    with asked:
        attend_controls(state)
    attend_section(state, views["attend"])
    hold_section(state, views["hold"])
    scores_section(state, views["scores"])
    state.save()


number = view_number()
attending(
    {
        "attend": attend_view(state.now, number),
        "hold": hold_view(state.now, number),
        "scores": {"id": number},
    }
)
self_section(state, {"self": {"id": number}, "waits": {"id": number, "step": state.now.k_round}})
