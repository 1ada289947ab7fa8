"""Four cells read one sequence side by side, on tasks that need memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.sweeps import hold
from core.tasks import TASKS
from pages.parts.answering import TITLES, Answering, answering, model, report
from pages.parts.charts.compare import accuracy_curves, gradient_curves
from pages.parts.chrome import complain, view_number
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.memory import MOST_DELAY, Posed, check_table, choices, posed, task_table
from pages.parts.panel import open_panel, selection
from pages.parts.reading import LONGEST_TYPED
from pages.parts.scenes.compare import GATES, ROWS, Question, compare_scene
from pages.parts.settings import PageState, choice, number, pattern, text, whole
from pages.parts.verdicts import delay_verdict, learned_verdict, otherwise_verdict, percent, point

CELLS = tuple(TITLES)
HELD = ("none", *GATES)
LAST = 200  # a step past the end of any sequence
SCENE = "compare.scene"


@dataclass(frozen=True)
class Settings:
    """Steps count from 1; source and asked 0 are the task's own, step LAST is the last one."""

    task: str = choice("recall", tuple(TASKS))
    delay: int = whole(40, 0, MOST_DELAY)
    seed: int = whole(1, 0, 9999)
    rows: str = choice("states", tuple(ROWS))
    gate: str = choice("none", HELD)
    held: float | None = number(None, 0.0, 1.0)
    own: str = text("", LONGEST_TYPED)
    text: str = text("marianne", LONGEST_TYPED)  # last: it hides the function of that name
    cells: str = pattern(
        ",".join(CELLS), rf"({'|'.join(CELLS)})(,({'|'.join(CELLS)})){{0,3}}",
        f"up to four of {' '.join(CELLS)}, with commas between, such as rnn,lstm",
    )  # fmt: skip
    source: int = whole(0, 0, LAST)
    asked: int = whole(0, 0, LAST)
    step: int = whole(LAST, 1, LAST)
    cell: str = choice("lstm", CELLS)
    sel: str = selection("trace.c.0.0")


words = lesson("compare")
state = PageState("compare", Settings)


def shown_cells() -> list[str]:
    """The cells that are shown, each once, in the order of all."""
    chosen = state.now.cells.split(",")
    return [cell for cell in CELLS if cell in chosen]


def on_open() -> None:
    """A number was opened; with a symbol or an answer of the timeline the scene follows it."""
    place, _, more = str(st.session_state[SCENE].open or "").partition(";")
    cell, _, sel = place.partition("/")
    name, _, step = more.partition("=")
    changes: dict[str, Any] = {"cell": cell, "sel": sel}
    state.set(**changes, **({name: int(step)} if name in ("source", "asked") else {}))


def on_hold() -> None:
    said = str(st.session_state[SCENE].hold or "")
    if said:
        state.set(held=None if said == "free" else float(said))


@st.fragment
def comparison(view: dict[str, Any]) -> None:
    """Controls, and the four networks."""
    choices(state)
    side_by_side(view)


@st.fragment
def side_by_side(view: dict[str, Any]) -> None:
    """The scene and all that follows from what is chosen in it.

    A fragment within that of the controls: what the scene says reruns this much and no more.
    """
    asked = posed(state)
    shown = drawn(asked)
    if state.now.gate != "none" and shown.scene["hold"] is None:
        st.caption(f"None of the networks shown has the gate {state.now.gate}: nothing is held.")

    def stepped() -> None:
        after = int(st.session_state[SCENE].step)
        state.set(step=after if after < len(asked.problem.symbols) else LAST)

    component("compare")(
        SCENE,
        {**shown.scene, "view": view},
        on_open_change=on_open,
        on_hold_change=on_hold,
        on_step_change=stepped,
    )
    opened = shown.read.get(state.now.cell) or next(iter(shown.read.values()))
    st.markdown(f"Open: a number of the {TITLES[opened.cell]}. Press any cell of a picture.")
    open_panel(state, opened)
    who_still_knows(asked)
    gradients(shown)
    state.save()


@dataclass(frozen=True)
class Drawn:
    """What a choice leads to: the networks that read the problem, the scene and the curves."""

    read: dict[str, Answering]
    scene: dict[str, Any]
    curves: dict[str, Any]


def drawn(asked: Posed) -> Drawn:
    """The four networks with what is held; kept until another choice, so that a number that is
    opened or a step that is taken computes nothing again."""
    now, store = state.now, st.session_state
    problem = asked.problem
    key = (
        problem.task.name, problem.x.tobytes(), asked.source, asked.answer, asked.out, now.rows,
        now.gate, now.held, now.cells,
    )  # fmt: skip
    if store.get("compare/drawn", (None,))[0] != key:
        gate = "" if now.gate == "none" else now.gate
        q = Question(problem, asked.source, asked.answer, now.rows, gate, now.held)
        read = networks(asked)
        title = f"Gradient of the answer at step {asked.answer + 1}, step by step"
        curves = gradient_curves(read, asked.source, title)
        store["compare/drawn"] = (key, Drawn(read, compare_scene(read, q), curves))
    found: Drawn = store["compare/drawn"][1]
    return found


def networks(asked: Posed) -> dict[str, Answering]:
    """The networks shown, each having read the problem, with the chosen gate held where it is."""
    now, read = state.now, {}
    for cell in shown_cells():
        network = model(asked.problem.task.name, cell)
        clamp = None
        if now.gate in network.cell.gates and now.held is not None:
            clamp = hold({now.gate: now.held}, len(asked.problem.x), network.hidden_size)
        read[cell] = answering(cell, asked.problem, (asked.answer, asked.out), clamp)
    return read


def who_still_knows(asked: Posed) -> None:
    """Accuracy against delay from the reports, and the same counted here and now."""
    task = asked.problem.task
    reports = {cell: report(task.name, cell) for cell in shown_cells()}
    words.show("who", verdict=delay_verdict(task, reports, state.now.delay))
    st.markdown(check_table(task, reports, state.now))
    title = f"{task.title}: right answers against delay"
    curves = accuracy_curves(task, reports, state.now.delay, title)
    component("curves")("compare.accuracy", curves)
    low, high = task.trained_on
    chance = point(next(iter(reports.values())), state.now.delay).chance
    words.show(
        "longer",
        title=False,
        trained=f"{low} to {high}",
        chance=percent(chance),
    )


def gradients(shown: Drawn) -> None:
    """How the chosen answer depends on each input, all cells on one logarithmic axis."""
    words.show("gradient")
    component("curves")("compare.gradient", shown.curves)
    words.show("gradient-read", title=False)


st.title("See why one of them still knows")
complain(state.complaints)
words.show("intro", title=False)
now = state.now
comparison({"id": view_number(), "step": now.step - 1, "sel": f"{now.cell}/{now.sel}"})
words.show("hold")
words.show("fair", rates=str(len(report("recall", CELLS[0])["recipe"]["rates"])))
st.markdown(task_table())
words.show("failed")
for name, each in TASKS.items():
    reports = {cell: report(name, cell) for cell in CELLS}
    said = [f"**{each.title}.**", learned_verdict(each, reports), otherwise_verdict(reports)]
    st.markdown(" ".join(filter(None, said)))
words.show("try")
