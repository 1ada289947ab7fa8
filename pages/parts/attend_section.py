"""Section "what it looks at" of the page on attention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.attention import SCORES
from pages.parts.settings import PageState, choice, flag


@dataclass(frozen=True)
class AttendSettings:
    """What the page's settings must hold, beside TranslateSettings."""

    a_score: str = choice("additive", SCORES)
    a_forced: bool = flag(False)


@st.fragment
def attend_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The weights of the trained model as a map, and any of them opened."""
    state.save()
