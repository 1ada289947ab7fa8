"""Section "squashing" of the page on the unrolled network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.scenes.squash import squash_scene
from pages.parts.settings import PageState, number

LARGEST = 1e300  # of a number that may be typed


@dataclass(frozen=True)
class SquashSettings:
    """What the page's settings must hold."""

    q_own: float = number(0.8, -LARGEST, LARGEST)


_scene = component("squash")
_KEY = "unrolled.squash"


@st.fragment
def squash_section(state: PageState[Any]) -> None:
    """One number through tanh, σ and ReLU; the page's settings hold `q_own`."""
    words = lesson("unrolled-squash")
    words.show("squash")
    scene = squash_scene(state.now.q_own)

    def dragged() -> None:
        state.set(q_own=st.session_state[_KEY].own)

    _scene(key=_KEY, data=scene, on_own_change=dragged)
    st.number_input(
        "Type your number exactly",
        key=state.widget("q_own"),
        min_value=-LARGEST,
        max_value=LARGEST,
        step=0.1,
        format="%.6g",
        width=260,
    )
    tanh, sigma, _ = (function["marked"] for function in scene["functions"])
    words.show(
        "squash-try",
        title=False,
        tanh_large=tanh["digits"][0],
        tanh_small=tanh["digits"][1],
        tanh_negative=tanh["digits"][2],
        sigma_small=sigma["digits"][1],
        slope_large=tanh["slopes"][0],
    )
    state.save()
