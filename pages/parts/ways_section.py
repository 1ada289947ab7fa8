"""Section "two ways into the cell state" of the page on learning through time."""

from __future__ import annotations

from typing import Any

import streamlit as st

from core.flow import cell_state_split
from pages.parts.charts.ways import larger_along, way_curves
from pages.parts.components import component
from pages.parts.learning import learner
from pages.parts.lesson import lesson
from pages.parts.settings import PageState


def ways_section(state: PageState[Any]) -> None:
    """For a cell with a cell state: what its gradient is made of. The settings hold
    LearnSettings."""
    read = learner(state.now)
    if "c" not in read.trace.cell.state:
        return
    words = lesson("bptt-ways")
    split = cell_state_split(read.trace, read.loss.d_h)
    along = larger_along(split)
    words.show("ways")
    if "p" in split.ways:
        st.markdown(words.fill("ways-peepholes"))
    title = f"More arrives along c than through h at {sum(along)} of {len(along)} steps"
    component("curves")(f"{state.page}.ways", way_curves(split, read.symbols, title))
    words.show("ways-try", title=False)
