"""Sections with many pipes: an update of the learner's own numbers, and a network's valves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.measure import update_parts
from core.valves import HANDLES, RESULTS
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.origin_section import origin_section
from pages.parts.panel import fitting, follow, open_panel, selection
from pages.parts.reading import MOST_STEPS, MOST_UNITS, Reading, reading, text_box
from pages.parts.scenes.pipes import trace_scene, update_scene
from pages.parts.settings import PageState, choice, pattern, whole

PHASES = 3
VIEWS = {"pipes": "pipes", "boxes": "boxes"}
AMOUNT = r"(100|\d{1,2})"
SHARE = r"(0(\.\d{1,2})?|1(\.0{1,2})?)"
MODEL = "names-lstm"


def three(default: str, one: str, says: str) -> Any:
    """A setting of three numbers, joined by _ as "80_40_60"."""
    return pattern(default, rf"{one}_{one}_{one}", f"three {says}, such as {default}")


@dataclass(frozen=True)
class PipesSettings:
    """What the page's settings must hold; step, phase and unit count from 1."""

    v_memory: str = three("80_60_40", AMOUNT, "whole numbers from 0 to 100")
    v_new: str = three("20_90_50", AMOUNT, "whole numbers from 0 to 100")
    v_f: str = three("0.9_0.1_0.5", SHARE, "numbers from 0 to 1")
    v_i: str = three("0_0.8_0.5", SHARE, "numbers from 0 to 1")
    v_o: str = three("1_0.5_0.2", SHARE, "numbers from 0 to 1")
    v_view: str = choice("pipes", tuple(VIEWS))
    v_phase: int = whole(PHASES, 0, PHASES)
    view: str = choice("pipes", tuple(VIEWS))
    unit: int = whole(1, 1, MOST_UNITS)
    step: int = whole(4, 1, MOST_STEPS)
    phase: int = whole(PHASES, 1, PHASES)
    sel: str = selection("trace.c.3.0")


_pipes = component("pipes")
UPDATE, BOUND = "gates.update", "gates.bound"


def numbers(joined: str) -> list[float]:
    """The numbers of a setting such as "80_40_60"."""
    return [float(part) for part in joined.split("_")]


@st.fragment
def update_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """Three pipes side by side, edited by the learner. `view` is {"id": …, "phase": …}."""
    words = lesson("gates")
    words.show("update")
    now = state.now
    given = {name: numbers(getattr(now, f"v_{name}")) for name in HANDLES}

    def changed() -> None:
        handle, unit, value = st.session_state[UPDATE].given
        row = numbers(getattr(state.now, f"v_{handle}"))
        row[unit] = value
        state.set(**{f"v_{handle}": "_".join(f"{v:g}" for v in row)})

    def looked() -> None:
        state.set(v_view=st.session_state[UPDATE].look)

    def stepped() -> None:
        state.set(v_phase=st.session_state[UPDATE].step)

    scene = update_scene(given, now.v_view)
    _pipes(
        key=UPDATE,
        data={**scene, "view": view},
        on_given_change=changed,
        on_look_change=looked,
        on_step_change=stepped,
    )
    third = show(scene["now"][RESULTS.index("c"), 2])
    words.show("update-try", title=False, third=third)
    state.save()


@st.fragment
def bound_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The valves of a trained network on the learner's text."""
    words = lesson("gates")
    words.show("bound")
    text_box(state)
    _network_at_work(state, view)
    words.show("bound-try", title=False)
    read = reading(MODEL, state.now.text)
    if read.trace.T > 1:  # before the first step the memory is empty
        words.show("bound-found", title=False, **extremes(read))
    origin_section(state)


@st.fragment
def _network_at_work(state: PageState[Any], view: dict[str, Any]) -> None:
    """The pipes, the link to page `lstm` and the panel.

    A fragment within that of the text box: what the scene says reruns this much and no more.
    """
    now = state.now
    read = reading(MODEL, now.text)

    def stepped() -> None:
        step, _, phase = st.session_state[BOUND].step.partition(".")
        sel = follow(state.now.sel, state.now.step - 1, int(step) - 1)
        state.set(step=int(step), phase=int(phase), sel=sel)

    def looked() -> None:
        state.set(view=st.session_state[BOUND].look)

    def paged() -> None:
        state.set(unit=st.session_state[BOUND].unit)

    def opened() -> None:
        sel, _, unit = st.session_state[BOUND].open.partition("/")
        state.set(sel=sel, unit=int(unit))

    _pipes(
        key=BOUND,
        data={**trace_scene(read, now.view), "view": view},
        on_step_change=stepped,
        on_look_change=looked,
        on_unit_change=paged,
        on_open_change=opened,
    )
    st.page_link(
        "pages/lessons/lstm.py",
        label="The same text, step and unit inside the whole LSTM",
        icon=":material/arrow_forward:",
        query_params=same_view(state, read),
    )
    open_panel(state, read)
    state.save()


def same_view(state: PageState[Any], read: Reading) -> dict[str, str]:
    """The settings of page `lstm` that show what is in view here."""
    now = state.now
    return {
        "text": now.text,
        "step": str(min(now.step, read.trace.T)),
        "unit": str(min(now.unit, read.trace.H)),
        "sel": fitting(now.sel, read),
    }


def extremes(read: Reading) -> dict[str, str]:
    """Where the forget gates of a reading open widest and close furthest, and what that does.

    The first step is left out: before it the memory is empty.
    """
    trace = read.trace
    gates = trace["f"][1:, 0]
    found = {}
    for name, flat in (("kept", gates.argmax()), ("lost", gates.argmin())):
        t, unit = divmod(int(flat), trace.H)
        gate, before = trace["f"][t + 1, 0, unit], trace.prev("c")[t + 1, 0, unit]
        found |= {
            f"{name}_unit": str(unit + 1),
            f"{name}_step": str(t + 2),
            f"{name}_gate": show(gate),
            f"{name}_before": show(before),
            f"{name}_after": show(update_parts(trace)[0][t + 1, 0, unit]),
        }
    return found
