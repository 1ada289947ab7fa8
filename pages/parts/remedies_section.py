"""Section "remedies side by side" of the page on vanishing and exploding gradients."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from core.outcomes import LUCK, Outcome, outcomes
from core.recipes.remedies import LOOK_BACK, ON, REMEDIES, SEEDS, STEPS
from core.tasks import TASKS
from pages.parts.chooser import chooser
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.memory import SHORT
from pages.parts.remedy_tables import all_figures, run_words, runs_table
from pages.parts.remedy_words import (
    elsewhere,
    gradient_words,
    one_thing,
    overview,
    start_and_end,
    verdict,
)
from pages.parts.scenes.remedies import WHEN, remedies_scene
from pages.parts.settings import PageState, choice, whole
from pages.parts.verdicts import percent

FARTHEST = max(TASKS[task].trained_on[1] for task in ON)  # more than any distance


@dataclass(frozen=True)
class RemediesSettings:
    """What the page's settings must hold; a distance beyond the task's is its longest."""

    r_task: str = choice("adding", ON)
    r_when: str = choice("before", tuple(WHEN))
    r_remedy: str = choice("identity", tuple(REMEDIES))
    r_seed: int = whole(SEEDS[0], SEEDS[0], SEEDS[-1])
    r_distance: int = whole(FARTHEST, 0, FARTHEST)


_scene = component("remedies")
_KEY = "gradients.remedies"
_reports = cache(outcomes)


@st.fragment
def remedies_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """All remedies on one task. `view` is {"id": …, "remedy": …, "seed": …, "distance": …}."""
    words = lesson("gradients-remedies")
    words.show("remedies", **figures())
    _controls(state)
    task = state.now.r_task
    found = _reports(task)
    st.markdown(TASKS[task].words)

    def opened() -> None:
        remedy, _, seed = str(st.session_state[_KEY].open).partition(".")
        state.set(r_remedy=remedy, r_seed=int(seed))

    def walked() -> None:
        state.set(r_distance=int(st.session_state[_KEY].distance))

    _scene(
        key=_KEY,
        data={**remedies_scene(found, state.now.r_when), "view": view},
        on_open_change=opened,
        on_distance_change=walked,
    )
    _opened(state.now, found)
    words.show("remedies-read", title=False, **read_figures(task, found))
    with st.expander("All figures as a table"):
        st.markdown(all_figures(found))
    words.show("remedies-try", title=False)
    st.caption(words.fill("remedies-sources"))
    state.save()


def _controls(state: PageState[Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            "Task", list(ON), format_func=SHORT.get, key=state.widget("r_task"), required=True,
            width="content",
        )  # fmt: skip
        chooser(state, "r_when", "Gradient", WHEN)


def _opened(now: Any, found: dict[str, Outcome]) -> None:
    """The chosen remedy: what was measured of it, run by run."""
    name, seed = now.r_remedy, now.r_seed
    left, right = st.columns([4, 5], gap="large")
    left.markdown(f"{verdict(name, found)}\n\n{gradient_words(name, found)}")
    right.markdown(f"{run_words(found[name], seed)}\n\n{runs_table(found[name], seed)}")


def figures() -> dict[str, str]:
    """What the text quotes of the recipe."""
    return {
        "runs": str(len(SEEDS)),
        "steps": f"{STEPS:,}",
    }


def read_figures(task: str, found: dict[str, Outcome]) -> dict[str, str]:
    """What the text quotes of the reports."""
    other = next(name for name in ON if name != task)
    return {
        "tau": str(LOOK_BACK),
        "both": str(2 * len(SEEDS)),
        "limit": percent(LUCK),
        "overview": f"{overview(task, found)} {one_thing(found)}",
        "start_and_end": start_and_end(found),
        "elsewhere": elsewhere(task, found, other, _reports(other)),
    }
