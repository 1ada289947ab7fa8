"""Section "phase portrait" of the page on the unrolled network."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.dynamics import WEIGHTS
from core.portrait import HIGH, LOW, PRESETS, START_AXIS, STEPS
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.scenes.phase import Question, phase_scene
from pages.parts.settings import PageState, choice, flag, number, whole

NAMES = {
    "memory": "Memory",
    "forgets": "Forgets",
    "rotates": "Rotates",
    "patterns": "Patterns",
}


@dataclass(frozen=True)
class PhaseSettings:
    """What the page's settings must hold; a weight or a start of None is the preset's own."""

    p_preset: str = choice("memory", tuple(PRESETS))
    p_input: bool = flag(False)
    p_w11: float | None = number(None, LOW, HIGH)
    p_w12: float | None = number(None, LOW, HIGH)
    p_w21: float | None = number(None, LOW, HIGH)
    p_w22: float | None = number(None, LOW, HIGH)
    p_start1: float | None = number(None, -1.0, 1.0)
    p_start2: float | None = number(None, -1.0, 1.0)
    p_seed: int = whole(0, 0, 9999)
    p_step: int = whole(STEPS, 0, STEPS)


_OWN = dict.fromkeys((*(f"p_{w}" for w in WEIGHTS), "p_start1", "p_start2"))
_scene = component("phase")
_KEY = "unrolled.phase"


@st.fragment
def phase_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The plane of two hidden units. `view` is {"id": …, "step": …}, as a full run saw it."""
    words = lesson("unrolled-phase")
    words.show("phase")
    _controls(state)
    question = _question(state.now)

    def weighed() -> None:
        s, value = st.session_state[_KEY].weight
        own = PRESETS[state.now.p_preset].weights[s] == value
        state.set(**{f"p_{WEIGHTS[s]}": None if own else value})

    def started() -> None:
        i, j = st.session_state[_KEY].start
        state.set(p_start1=START_AXIS[i], p_start2=START_AXIS[j])

    def stepped() -> None:
        state.set(p_step=st.session_state[_KEY].step)

    _scene(
        key=_KEY,
        data={**_remembered(question), "view": view},
        on_weight_change=weighed,
        on_start_change=started,
        on_step_change=stepped,
    )
    words.show("phase-try", title=False)
    state.save()


def _controls(state: PageState[Any]) -> None:
    def chosen() -> None:
        state.set(**_OWN)

    def disturb() -> None:
        state.set(p_seed=state.now.p_seed % 9999 + 1)

    def quiet() -> None:
        state.set(p_seed=0)

    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            "Network",
            list(NAMES),
            format_func=NAMES.get,
            key=state.widget("p_preset"),
            on_change=chosen,
            required=True,
        )
        st.toggle("Input", key=state.widget("p_input"))
        st.button("Noisy copies", on_click=disturb, icon=":material/scatter_plot:")
        if state.now.p_seed:
            st.button("Without copies", on_click=quiet, type="tertiary")
        if any(getattr(state.now, name) is not None for name in _OWN):
            st.button("Back to the preset", on_click=chosen, type="tertiary")


def _question(now: Any) -> Question:
    preset = PRESETS[now.p_preset]
    own = [getattr(now, f"p_{weight}") for weight in WEIGHTS]
    w11, w12, w21, w22 = (
        value if mine is None else mine for value, mine in zip(preset.weights, own, strict=True)
    )
    h1, h2 = preset.start
    return Question(
        preset=now.p_preset,
        weights=(w11, w12, w21, w22),
        start=(
            h1 if now.p_start1 is None else now.p_start1,
            h2 if now.p_start2 is None else now.p_start2,
        ),
        with_input=now.p_input,
        seed=now.p_seed,
    )


def _remembered(question: Question) -> dict[str, Any]:
    """The scene that this visitor saw last, if nothing was asked anew: a step costs nothing."""
    store = st.session_state
    if store.get(f"{_KEY}/question") != question:
        store[f"{_KEY}/scene"] = phase_scene(question)
        store[f"{_KEY}/question"] = question
    scene: dict[str, Any] = store[f"{_KEY}/scene"]
    return scene
