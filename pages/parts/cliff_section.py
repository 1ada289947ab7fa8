"""Section "a step over the cliff" of the page on vanishing and exploding gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.cliff import LENGTHS, START, TARGET
from core.cliff.overflow import SIZE
from core.cliff.surface import B, W
from pages.parts.cliff_reading import CliffReading
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.panel import SELECTION, open_panel
from pages.parts.scenes.cliff import (
    FAR,
    LIMITS,
    RADII,
    RATES,
    UPDATES,
    Descent,
    cliff_scene,
    overflow_scene,
    place,
)
from pages.parts.settings import PageState, choice, number, pattern, whole


def _texts(values: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(f"{value:g}" for value in values)


@dataclass(frozen=True)
class CliffSettings:
    """What the page's settings must hold; w and b stand for the place of the grid next to them."""

    c_steps: str = choice("25", tuple(map(str, LENGTHS)))
    c_w: float = number(5.5, float(W[0]), float(W[-1]))
    c_b: float = number(-2.895, float(B[0]), float(B[-1]))
    c_rate: str = choice("1", _texts(RATES))
    c_limit: str = choice("0.5", _texts(LIMITS))
    c_step: int = whole(0, 0, UPDATES)
    c_radius: str = choice("2", _texts(RADII))
    c_sel: str = pattern("", f"({SELECTION})?", "a number such as d_weights.W.0.0")


_scene = component("cliff")
_overflow = component("overflow")
_KEY = "gradients.cliff"
_OVERFLOW = "gradients.overflow"


@st.fragment
def cliff_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The loss over (w, b), and descent on it. `view` is {"id": …, "step": …}."""
    words = lesson("gradients-cliff")
    words.show("cliff", start=f"{START:g}", target=f"{TARGET:g}")

    def moved() -> None:
        w, b = st.session_state[_KEY].point
        state.set(c_w=round(w, 3), c_b=round(b, 3), c_step=0)

    def slid(name: str) -> None:
        state.set(**{f"c_{name}": f"{getattr(st.session_state[_KEY], name):g}"})

    def stepped() -> None:
        state.set(c_step=st.session_state[_KEY].step)

    def opened() -> None:
        state.set(c_sel=st.session_state[_KEY].open)

    def home() -> None:
        state.set(**{name: state.default(name) for name in ("c_w", "c_b")}, c_step=0)

    def again() -> None:
        state.set(c_step=0)

    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        st.segmented_control(
            "Steps of the sequence",
            [str(length) for length in LENGTHS],
            key=state.widget("c_steps"),
            on_change=again,
            required=True,
            width="content",
        )
        if (state.now.c_w, state.now.c_b) != (state.default("c_w"), state.default("c_b")):
            st.button("Back to the wall", on_click=home, type="tertiary")
    q = question(state.now)
    _scene(
        key=_KEY,
        data={**cliff_scene(q), "view": view},
        on_point_change=moved,
        on_rate_change=lambda: slid("rate"),
        on_limit_change=lambda: slid("limit"),
        on_step_change=stepped,
        on_open_change=opened,
    )
    if state.now.c_sel:
        _, _, _, w, b = place(q)
        open_panel(state, CliffReading(w, b, q.steps), "c_sel")
    words.show("cliff-try", title=False, **figures())
    state.save()


@st.fragment
def overflow_section(state: PageState[Any]) -> None:
    """Where exploding ends: the largest number that can be written."""
    words = lesson("gradients-cliff")
    words.show("overflow", size=str(SIZE))

    def turned() -> None:
        state.set(c_radius=f"{st.session_state[_OVERFLOW].radius:g}")

    _overflow(
        key=_OVERFLOW,
        data=overflow_scene(float(state.now.c_radius)),
        on_radius_change=turned,
    )
    words.show("overflow-try", title=False, **overflow_figures())
    state.save()


def question(now: Any) -> Descent:
    """What the settings ask for."""
    return Descent(int(now.c_steps), now.c_w, now.c_b, float(now.c_rate), float(now.c_limit))


def figures() -> dict[str, str]:
    """What the text quotes of the descent that the page begins with."""
    q = question(CliffSettings())
    scene = cliff_scene(q)
    rows = scene["paths"]["rows"][RATES.index(q.rate)]  # (rule, update, 6)
    free, norm, value = rows
    _, _, _, w, b = place(q)
    return {
        "w": f"{w:g}",
        "b": f"{b:g}".replace("-", "−"),
        "rate": f"{q.rate:g}",
        "limit": f"{q.limit:g}",
        "gradient": show(float(free[0, 3])),
        "free_w": show(float(free[1, 0])),
        "free_b": show(float(free[1, 1])),
        "free_loss": show(float(free[1, 2])),
        "free_norm": show(float(free[1, 3])),
        "norm_length": show(float(norm[0, 4])),
        "value_length": show(float(value[0, 4])),
        "value_angle": f"{value[0, 5]:.0f}",
        "updates": str(UPDATES),
        "loss": show(float(free[0, 2])),
        "free_end": show(float(free[UPDATES, 2])),
        "norm_end": show(float(norm[UPDATES, 2])),
        "value_end": show(float(value[UPDATES, 2])),
    }


def overflow_figures() -> dict[str, str]:
    """What the text quotes of growth: the largest numbers, and when radius 2 is past them."""
    scene = overflow_scene(2.0)
    k = RADII.index(2.0)
    found = {"far": str(FAR)}
    for limit in scene["limits"]:
        found[limit["name"]] = limit["text"]
        found[f"{limit['name']}_step"] = str(limit["steps"][k])
    return found
