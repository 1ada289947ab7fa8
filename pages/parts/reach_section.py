"""Section "how far back each step reaches" of the page on vanishing and exploding gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.chooser import chooser
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.scenes.fading import CELLS, PAIRED, Question
from pages.parts.scenes.fading_figures import reach_figures
from pages.parts.scenes.reach import reach_scene
from pages.parts.settings import PageState, choice, pattern


@dataclass(frozen=True)
class ReachSettings:
    """What the page's settings must hold; the pair is "t.k", counted from the initial state 0."""

    cell: str = choice("rnn", tuple(CELLS))
    pair: str = pattern("60.30", r"\d{1,3}\.\d{1,3}", "two steps, such as 60.30")


_scene = component("reach")
_KEY = "gradients.reach"
_ELSEWHERE = "gradients/pairs"  # how often a pair was chosen outside of the scene


def open_pair(state: PageState[Any], cell: str, t: int, k: int) -> None:
    """Choose a cell and a pair of steps from outside of the scene (in a callback)."""
    st.session_state[_ELSEWHERE] = st.session_state.get(_ELSEWHERE, 0) + 1
    state.set(cell=cell, pair=f"{t}.{k}")


@st.fragment
def reach_section(state: PageState[Any], view: dict[str, Any], question: Question) -> None:
    """All pairs of steps of one cell, and the chain between two of them."""
    words = lesson("gradients")
    words.show("reach")
    chooser(state, "cell", "Cell", CELLS)

    def chosen() -> None:
        state.set(pair=str(st.session_state[_KEY].pair))

    t, k = (int(step) for step in state.now.pair.split("."))
    turn = st.session_state.get(_ELSEWHERE, 0)
    place = {"id": f"{view['id']}/{turn}", "turn": turn, "t": t, "k": min(t, k)}
    scene = reach_scene(question, state.now.cell)
    _scene(key=_KEY, data={**scene, "view": place}, on_pair_change=chosen)
    if question.length > PAIRED:
        st.caption(f"The first {PAIRED} of {question.length} steps.")
    words.show("reach-try", title=False, **reach_figures())
    state.save()
