"""The LSTM: the cell as a machine, the conveyor of its memory, and gates held by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace

import streamlit as st

from core.measure import relative_change
from pages.parts.charts.steps import draw, step_curves
from pages.parts.chooser import chooser
from pages.parts.chrome import complain, view_number
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.machine_section import (
    Machine,
    Preset,
    first_view,
    machine_at_work,
    steps_held,
)
from pages.parts.numbers import show
from pages.parts.panel import selection
from pages.parts.parameters import parameter_table
from pages.parts.predict import AskSettings, about, predict_section
from pages.parts.reading import (
    LONGEST_TYPED,
    MOST_STEPS,
    MOST_UNITS,
    Reading,
    reading,
    report,
    text_box,
)
from pages.parts.settings import PageState, choice, flag, number, text, whole

INSIDE = {"tanh": "tanh", "relu": "ReLU"}
PRESETS = {
    "free": Preset("free", "all gates as the network sets them", {}),
    "keep": Preset("keep all", "forget gate 1, input gate 0", {"f": 1.0, "i": 0.0}),
    "forget": Preset("forget all", "forget gate 0", {"f": 0.0}),
    "shut": Preset("output shut", "output gate 0", {"o": 0.0}),
    "coupled": Preset("coupled", "input gate = 1 − forget gate", {"coupled": True}),
}
PHASES = 6
CHANGE = "change of one step, as a share of the state's mean size"


@dataclass(frozen=True)
class Settings(AskSettings):
    """f, i, o: what each gate is held at; hold_unit 0 is all units. Unit and step count from 1."""

    text: str = text("marianne", LONGEST_TYPED)
    f: float | None = number(None, 0.0, 1.0)
    i: float | None = number(None, 0.0, 1.0)
    o: float | None = number(None, 0.0, 1.0)
    hold_unit: int = whole(0, 0, MOST_UNITS)
    hold_steps: str = steps_held()
    coupled: bool = flag(False)
    peephole: bool = flag(False)
    activation: str = choice("tanh", tuple(INSIDE))
    unit: int = whole(1, 1, MOST_UNITS)
    step: int = whole(4, 1, MOST_STEPS)
    phase: int = whole(PHASES, 1, PHASES)
    sel: str = selection("trace.c.3.0")


words = lesson("lstm")
state = PageState("lstm", Settings)


def model_name(now: Settings) -> str:
    """The shipped model that was trained with the options chosen."""
    peephole = "-peephole" if now.peephole else ""
    return f"names-lstm{peephole}" + ("-relu" if now.activation == "relu" else "")


machine = Machine(
    state,
    component("lstm"),
    PRESETS,
    model_name,
    lambda now, cell: replace(cell, coupled=now.coupled),
)

st.title("The LSTM, a memory with gates")
complain(state.complaints)
words.show("intro", title=False)


@st.fragment
def cell(view: dict[str, int]) -> None:
    """Controls, the cell, and what was measured on this text."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        text_box(state)
    with right, st.popover("Variants of the cell", width="stretch"):
        st.toggle("Peepholes: gates also see the cell state", key=state.widget("peephole"))
        chooser(state, "activation", "Squashing of candidate and cell state", INSIDE)
        st.caption("Each variant is a network of its own, trained on the same names.")
    machine_at_work(machine, view)
    words.show("hold")
    name = model_name(state.now)
    free = reading(name, state.now.text)
    speed(free, name)
    words.show("variants", **compared())
    words.show("learned")
    st.markdown(parameter_table(free.trace.cell, free.trace.params))
    predict_section(state, about(free))


def speed(read: Reading, name: str) -> None:
    """How fast both states change, on this text and on names the network was not trained on.

    Gates are the network's own here, so that a hold does not send and draw the chart again.
    """
    measured = {state_name: relative_change(read.trace, state_name) for state_name in ("c", "h")}
    everywhere = report(name)["relative_change"]
    words.show(
        "speed",
        here_c=percent(measured["c"].mean),
        here_h=percent(measured["h"].mean),
        names_c=percent(everywhere["c"]),
        names_h=percent(everywhere["h"]),
        verdict=verdict(everywhere),
        count=str(report(name)["data"]["held_out"]),
    )
    slower = measured["c"].mean < measured["h"].mean
    title = f"On this text the {'cell' if slower else 'hidden'} state is the slower of the two"
    names = {"c": "cell state c", "h": "hidden state h"}
    curves = {key: (names[key], change.steps) for key, change in measured.items()}
    if read.trace.T > 1:
        draw("lstm.change", step_curves(read.symbols, curves, title, CHANGE))


def verdict(changes: dict[str, float]) -> str:
    """What the held-out names say of both states."""
    if changes["c"] < changes["h"]:
        return "c is the slower of the two, as people say"
    return "here c is not the slower of the two"


def percent(share: float) -> str:
    return f"{show(100 * share)} %" if share == share else "nothing that can be measured"


def compared() -> dict[str, str]:
    """Held-out bits per character of the four variants."""
    names = {
        "plain": "names-lstm",
        "peephole": "names-lstm-peephole",
        "relu": "names-lstm-relu",
        "both": "names-lstm-peephole-relu",
    }
    return {key: show(report(n)["bits_per_character"]["held_out"]) for key, n in names.items()}


cell(first_view(state, view_number()))
words.show("try")
