"""Section "one pipe" of the page on gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.lesson import lesson
from pages.parts.settings import PageState, number


@dataclass(frozen=True)
class PipeSettings:
    """What the page's settings must hold."""

    gate: float = number(0.7, 0.0, 1.0)


@st.fragment
def pipe_section(state: PageState[Any]) -> None:
    """One pipe with one valve; the page's settings hold `gate`."""
    words = lesson("gates")
    words.show("pipe-try", title=False)
    state.save()
