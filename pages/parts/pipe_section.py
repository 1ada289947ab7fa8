"""Section "one pipe" of the page on gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.scenes.pipe import pipe_scene
from pages.parts.settings import PageState, number


@dataclass(frozen=True)
class PipeSettings:
    """What the page's settings must hold."""

    gate: float = number(0.7, 0.0, 1.0)


_scene = component("pipe")
_KEY = "gates.pipe"


@st.fragment
def pipe_section(state: PageState[Any]) -> None:
    """One pipe with one valve; the page's settings hold `gate`."""

    def turned() -> None:
        state.set(gate=st.session_state[_KEY].gate)

    _scene(key=_KEY, data=pipe_scene(state.now.gate), on_gate_change=turned)
    lesson("gates").show("pipe-try", title=False)
    state.save()
