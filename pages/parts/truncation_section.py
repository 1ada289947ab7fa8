"""Section "truncation" of the page on learning through time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from pages.parts.components import component
from pages.parts.learning import learner
from pages.parts.lesson import lesson
from pages.parts.reading import MOST_STEPS, reading
from pages.parts.scenes.truncation import truncation_scene
from pages.parts.settings import PageState, whole


@dataclass(frozen=True)
class TruncationSettings:
    """What the page's settings must hold: the look-back τ, which is the chunk length, too."""

    t_tau: int = whole(4, 1, MOST_STEPS)


_scene = component("truncation")
EXAMPLE = "marianne"  # what the text quotes figures of


@st.fragment
def truncation_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """Both ways to cut the gradient short, and what is left of it.

    The page's settings hold TruncationSettings and LearnSettings. view: the view's number, and
    the τ with which the scene begins.
    """
    words, key = lesson("bptt-truncation"), f"{state.page}.truncation"
    now, read = state.now, learner(state.now)
    words.show("truncation")

    def released() -> None:
        state.set(t_tau=int(st.session_state[key].tau))

    about = [now.cell, now.weights, now.seed, now.loss_at, "".join(read.symbols)]
    scene = {**truncation_scene(read), "id": "/".join(map(str, about)), "view": view}
    _scene(key=key, data=scene, on_tau_change=released)
    words.show("truncation-try", title=False, **figures())
    state.save()


@cache
def figures() -> dict[str, str]:
    """What the text quotes of trained networks that read EXAMPLE: the same for everybody."""
    tau, longer = TruncationSettings.t_tau, 2 * TruncationSettings.t_tau
    look, chunk = truncation_scene(reading("names-rnn", EXAMPLE))["forms"]
    _, lstm = truncation_scene(reading("names-lstm", EXAMPLE))["forms"]
    steps, good, bad = len(look["errors"]), 4, 7
    return {
        "tau": str(tau),
        "look": look["errors"][tau - 1],
        "chunk": chunk["errors"][tau - 1],
        "longer": str(longer),
        "chunk_longer": chunk["errors"][longer - 1],
        "length": look["lengths"][0],
        "angle": look["angles"][0],
        "good": str(good),
        "lstm_good": lstm["errors"][good - 1],
        "bad": str(bad),
        "lstm_bad": lstm["errors"][bad - 1],
        "steps": str(steps),
        "rest": str(steps % tau),
        "almost": str(steps - 1),
    }
