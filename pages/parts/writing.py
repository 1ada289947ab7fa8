"""The section in which a larger network writes names."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import streamlit as st

from pages.parts.lesson import lesson
from pages.parts.reading import model, report
from pages.parts.settings import PageState

WRITER = "names-lstm-64"
COUNT = 24
_NAMES = Path(__file__).parents[2] / "assets" / "data" / "names.txt"


@cache
def _known() -> frozenset[str]:
    return frozenset(_NAMES.read_text("utf-8").split())


def writing(state: PageState[Any]) -> None:
    """Show the section: its words, temperature and seed, and the names written with them.

    Settings: w_temperature, w_seed.
    """
    words, made = lesson("unrolled"), report(WRITER)
    words.show(
        "write",
        units=str(made["hidden_size"]),
        bits=f"{made['bits_per_character']['held_out']:.2f}",
        bigram=f"{made['tables']['bigram']['best_backed_off']:.2f}",
    )
    _written(state)


@st.fragment
def _written(state: PageState[Any]) -> None:
    left, right = st.columns([3, 1])
    left.slider("Temperature", 0.1, 2.0, step=0.1, key=state.widget("w_temperature"))
    right.number_input("Seed", 0, 9999, step=1, key=state.widget("w_seed"))
    now = state.now
    rng = np.random.default_rng(now.w_seed)
    names = model(WRITER).write(COUNT, rng, now.w_temperature)
    known = sum(name in _known() for name in names)
    shown = [
        (name.capitalize() or "(nothing)") + ("°" if name in _known() else "") for name in names
    ]
    st.markdown(" · ".join(f"**{name}**" for name in shown))
    st.caption("° is in the list of names")
    lesson_figures = {
        "known": str(known),
        "new": str(COUNT - known),
        "count": str(COUNT),
        "total": f"{len(_known()):,}",
    }
    lesson("unrolled").show("written", title=False, **lesson_figures)
    state.save()
