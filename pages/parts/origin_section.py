"""Section "where a gate comes from" of the page on gates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.saturation import HIGH, LOW, carried, steepest, sum_at
from core.squash import squash
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.panel import SELECTION, follow, open_panel
from pages.parts.reading import MOST_STEPS, MOST_UNITS, reading, report
from pages.parts.scenes.origin import MEMORY, REACH, origin_scene
from pages.parts.settings import PageState, number, pattern, whole

MODEL = "names-lstm"


@dataclass(frozen=True)
class OriginSettings:
    """What the page's settings must hold: where the slider stands (None: at the network's own
    sum), which gate it is, both counted from 1, and the number that is open."""

    from_a: float | None = number(None, -REACH, REACH)
    from_step: int = whole(4, 1, MOST_STEPS)
    from_unit: int = whole(1, 1, MOST_UNITS)
    from_sel: str = pattern("", f"({SELECTION})?", "a number such as trace.a_f.3.0")


_scene = component("origin")
_KEY = "gates.origin"
OWN = "own"  # what the scene says when the slider goes back to the network's own sum


@st.fragment
def origin_section(state: PageState[Any]) -> None:
    """A forget gate from its inputs to its valve; the page's settings hold OriginSettings."""
    words = lesson("gates-origin")
    words.show("origin")
    now = state.now
    read = reading(MODEL, now.text)
    step = min(now.from_step, read.trace.T)
    unit = min(now.from_unit, read.trace.H)

    def dragged() -> None:
        a = st.session_state[_KEY].sum
        state.set(from_a=None if a == OWN else a)

    def placed() -> None:
        t, j = st.session_state[_KEY].place
        sel = state.now.from_sel and follow(state.now.from_sel, step - 1, t)
        state.set(from_step=t + 1, from_unit=j + 1, from_sel=sel, from_a=None)

    def opened() -> None:
        state.set(from_sel=st.session_state[_KEY].open)

    scene = origin_scene(read, step - 1, unit - 1, now.from_a)
    _scene(
        key=_KEY,
        data=scene,
        on_sum_change=dragged,
        on_place_change=placed,
        on_open_change=opened,
    )
    if now.from_sel:
        open_panel(state, read, "from_sel")
    words.show("origin-try", title=False, **figures())
    state.save()


def figures() -> dict[str, str]:
    """What the text quotes: slopes of σ, a gate of tanh, and shares measured on held-out names."""
    made = report(MODEL)
    turned = squash([-1.1, 6.0])
    low, high = (
        {gate: made["gates"][gate][f"share_{side}"] for gate in "fio"}
        for side in (f"below_{LOW}", f"above_{HIGH}")
    )
    shares = {f"share_{gate}": f"{100 * (low[gate] + high[gate]):.0f}" for gate in "fio"}
    return {
        "memory": f"{MEMORY:.0f}",
        "low": f"{LOW}",
        "high": f"{HIGH}",
        "bound": show(sum_at(HIGH)),
        "steepest": f"{steepest():g}",
        "slope": f"{LOW * HIGH:g}",
        "slope_six": show(float(turned["sigmoid"].slope[1])),
        "turned": show(float(carried(MEMORY, turned["tanh"].y[:1])[0])),
        "tanh_negative": show(float(turned["tanh"].y[0])),
        "sigma_negative": show(float(turned["sigmoid"].y[0])),
        "open_f": f"{100 * high['f']:.0f}",
        "shut_f": f"{100 * low['f']:.0f}",
        "count": str(made["data"]["held_out"]),
        **shares,
    }
