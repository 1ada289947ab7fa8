"""Section "how much of a gradient is left" of the page on vanishing and exploding gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.settings import PageState


@dataclass(frozen=True)
class FadingSettings:
    """What the page's settings must hold."""


@st.fragment
def fading_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The curves of all cells over the distance between two steps. `view` is {"id": …}."""
    state.save()
