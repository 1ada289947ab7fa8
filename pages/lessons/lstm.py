"""The LSTM: the cell as a machine, the conveyor of its memory, and gates held by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from core.measure import parameter_blocks, relative_change
from core.sweeps import hold, sweep
from pages.parts.charts.change import change_chart
from pages.parts.chrome import complain, view_number
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.panel import fitting, follow, open_panel, selection
from pages.parts.reading import LONGEST_TYPED, Reading, model, reading, report, text_box
from pages.parts.scenes.lstm import HELD, lstm_scene
from pages.parts.settings import PageState, choice, flag, number, pattern, text, whole

INSIDE = {"tanh": "tanh", "relu": "ReLU"}
PRESETS: dict[str, dict[str, Any]] = {
    "free": {},
    "keep": {"f": 1.0, "i": 0.0},
    "forget": {"f": 0.0},
    "shut": {"o": 0.0},
    "coupled": {"coupled": True},
}
MOST_UNITS, MOST_STEPS, PHASES = 16, 31, 6
FREE: dict[str, Any] = {"f": None, "i": None, "o": None, "coupled": False}
SCENE = "lstm.scene"


@dataclass(frozen=True)
class Settings:
    """f, i, o: what each gate is held at; hold_unit 0 is all units; hold_steps "3" is step 3
    alone, "3-" is step 3 and all after it. unit and step count from 1."""

    text: str = text("marianne", LONGEST_TYPED)
    f: float | None = number(None, 0.0, 1.0)
    i: float | None = number(None, 0.0, 1.0)
    o: float | None = number(None, 0.0, 1.0)
    hold_unit: int = whole(0, 0, MOST_UNITS)
    hold_steps: str = pattern("", r"([1-9]\d?-?)?", "a step such as 3, or 3- for it and all after")
    coupled: bool = flag(False)
    peephole: bool = flag(False)
    activation: str = choice("tanh", tuple(INSIDE))
    unit: int = whole(1, 1, MOST_UNITS)
    step: int = whole(4, 1, MOST_STEPS)
    phase: int = whole(PHASES, 1, PHASES)
    sel: str = selection("trace.c.3.0")


_scene = component("lstm")
words = lesson("lstm")
state = PageState("lstm", Settings)


def model_name() -> str:
    """The shipped model that was trained with the options chosen."""
    now = state.now
    peephole = "-peephole" if now.peephole else ""
    return f"names-lstm{peephole}" + ("-relu" if now.activation == "relu" else "")


def held_place(T: int, H: int) -> tuple[int | None, tuple[int, int] | None]:
    """Unit and steps on which the holds act; a place past the end of this text is its end."""
    now = state.now
    unit = min(now.hold_unit, H) - 1 if now.hold_unit else None
    if not now.hold_steps:
        return unit, None
    first = min(int(now.hold_steps.removesuffix("-")), T) - 1
    return unit, (first, T if now.hold_steps.endswith("-") else first + 1)


def reported(trigger: str) -> str:
    """What the scene has just said, in a callback."""
    return str(st.session_state[SCENE][trigger] or "")


def on_hold() -> None:
    gate, _, value = reported("hold").partition(":")
    if gate in HELD:
        state.set(**{gate: None if value == "free" else float(value)})


def on_preset() -> None:
    if (name := reported("preset")) in PRESETS:
        state.set(**{**FREE, **PRESETS[name]})


def on_scope() -> None:
    unit, _, steps = reported("scope").partition(":")
    state.set(hold_unit=int(unit), hold_steps=steps)


def on_step() -> None:
    step, _, phase = reported("step").partition(".")
    sel = follow(state.now.sel, state.now.step - 1, int(step) - 1)
    state.set(step=int(step), phase=int(phase), sel=sel)
    st.session_state["lstm/known"] = sel  # the scene moves its outline by the same rule


def on_open() -> None:
    sel, _, unit = reported("open").partition("/")
    state.set(sel=sel, unit=int(unit))
    st.session_state["lstm/known"] = sel


def open_number(read: Reading) -> list[Any]:
    """The open number and a count that grows when somebody else than the scene opened it, so
    that the scene is sent again only then."""
    store, sel = st.session_state, fitting(state.now.sel, read)
    sent, known = store.get("lstm/sent", ["", 0]), store.get("lstm/known")
    if sel not in (known, sent[0]) or (known is None and sel != sent[0]):
        sent = [sel, sent[1] + 1]
        store["lstm/sent"], store["lstm/known"] = sent, sel
    return list(sent)


st.title("The LSTM, a memory with gates")
complain(state.complaints)
words.show("intro", title=False)


@st.fragment
def machine(view: dict[str, int]) -> None:
    """Controls, the cell, and what was measured on this text."""
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        text_box(state)
    with right, st.popover("Variants of the cell", width="stretch"):
        st.toggle("Peepholes: gates also see the cell state", key=state.widget("peephole"))
        st.segmented_control(
            "Squashing of candidate and cell state",
            list(INSIDE),
            format_func=INSIDE.get,
            key=state.widget("activation"),
            required=True,
        )
        st.caption("Each variant is a network of its own, trained on the same names.")
    cell_at_work(view)
    words.show("hold")
    name = model_name()
    free = reading(name, state.now.text)
    speed(free, name)
    words.show("variants", **compared())
    words.show("learned")
    st.markdown(parameter_table(free))


@st.fragment
def cell_at_work(view: dict[str, int]) -> None:
    """The machine, the conveyor, the holds and the panel.

    A fragment within that of the controls: what the scene says reruns this much and no more.
    """
    now, name = state.now, model_name()
    cell = replace(model(name).cell, coupled=now.coupled)
    free = reading(name, now.text, cell=cell)
    T, H = free.trace.T, free.trace.H
    unit, steps = held_place(T, H)
    held = {gate: getattr(now, gate) for gate in HELD}
    set_by_hand = {gate: value for gate, value in held.items() if value is not None}
    clamp = hold(set_by_hand, T, H, unit, steps)
    read = reading(name, now.text, clamp, cell) if clamp else free
    runs = sweep(cell, free.model.params, free.trace.x, HELD, set_by_hand, unit, steps)
    scene = lstm_scene(read, runs, held, unit, steps)
    _scene(
        key=SCENE,
        data={**scene, "scope": now.hold_steps, "view": view, "open": open_number(read)},
        on_hold_change=on_hold,
        on_preset_change=on_preset,
        on_scope_change=on_scope,
        on_step_change=on_step,
        on_open_change=on_open,
    )
    open_panel(state, read)
    state.save()


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
    curves = {key: change.steps for key, change in measured.items()}
    chart = change_chart(read.symbols, curves, title)
    if read.trace.T > 1:
        st.vega_lite_chart(chart, width="stretch", theme=None, key="lstm.change")


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


def parameter_table(read: Reading) -> str:
    """Every learned matrix of the cell with its shape, gate by gate."""
    cell, params = read.trace.cell, read.trace.params
    blocks = parameter_blocks(cell, params)
    columns = [name for name in ("W_x", "W_h", "b", "p") if name in params]
    titles = {"W_x": "input weights", "W_h": "recurrent weights", "b": "bias", "p": "peephole"}
    head = " | ".join(f"{titles[name]} ${name}$" for name in columns)
    lines = [f"| gate | {head} | numbers |", "|:--|" + "--:|" * (len(columns) + 1)]
    for block in blocks:
        shapes = (
            " × ".join(map(str, block.shapes[c])) if c in block.shapes else "–" for c in columns
        )
        words_ = cell.quantity(block.gate).words
        lines.append(f"| {words_} | {' | '.join(shapes)} | {block.count:,} |")
    total = sum(block.count for block in blocks)
    return "\n".join([*lines, f"| **all, learned** |{' |' * len(columns)} **{total:,}** |"])


machine(
    {
        "id": view_number(),
        "step": state.now.step - 1,
        "phase": state.now.phase - 1,
        "unit": state.now.unit - 1,
    }
)
words.show("try")
