"""Backpropagation through time, on the learner's own text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.check_section import CheckSettings, check_section
from pages.parts.chrome import complain, view_number
from pages.parts.learning import LearnSettings, learn_controls, learner
from pages.parts.lesson import lesson
from pages.parts.paths_section import PathsSettings, paths_section
from pages.parts.predict import AskSettings, predict_section, walking
from pages.parts.procedure_section import ProcedureSettings, procedure_section
from pages.parts.settings import PageState
from pages.parts.sweeps_section import SweepsSettings, sweeps_section
from pages.parts.truncation_section import TruncationSettings, truncation_section
from pages.parts.ways_section import ways_section


@dataclass(frozen=True)
class Settings(
    SweepsSettings,
    PathsSettings,
    TruncationSettings,
    ProcedureSettings,
    CheckSettings,
    AskSettings,
    LearnSettings,
):
    """Settings of the sections, beside the network and the text that all of them look at."""


words = lesson("bptt")
state = PageState("bptt", Settings)

st.title("The gradient walks back the way the states came")
complain(state.complaints)
words.show("intro", title=False)


@st.fragment
def learning(views: dict[str, dict[str, Any]]) -> None:
    """What is read, and the sections, which a change of it reruns; each is a fragment of its own.

    views: what each section's scene begins with
    """
    learn_controls(state)
    sweeps_section(state, views["sweeps"])
    predict_section(state, walking(learner(state.now)))
    paths_section(state, views["paths"])
    ways_section(state)
    truncation_section(state, views["truncation"])
    procedure_section(state, views["procedure"])
    check_section(state, views["check"])
    state.save()


learning(
    {
        "sweeps": {"id": view_number(), "step": state.now.step, "sel": state.now.sel},
        "paths": {
            "id": view_number(),
            "t": state.now.p_t,
            "k": state.now.p_k,
            "open": state.now.p_open,
        },
        "truncation": {"id": view_number(), "tau": state.now.t_tau},
        "procedure": {"id": view_number()},
        "check": {"id": view_number()},
    }
)
