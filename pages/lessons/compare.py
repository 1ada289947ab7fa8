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
from pages.parts.memory import Posed, check_table, choices, posed, task_table
from pages.parts.panel import open_panel, selection
from pages.parts.reading import LONGEST_TYPED
from pages.parts.scenes.compare import GATES, ROWS, Question, compare_scene
from pages.parts.settings import PageState, choice, number, pattern, text, whole
from pages.parts.verdicts import delay_verdict, learned_verdict

CELLS = tuple(TITLES)
HELD = ("none", *GATES)
LAST = 200  # a step past the end of any sequence
SCENE = "compare.scene"


@dataclass(frozen=True)
class Settings:
    """Steps count from 1; source and asked 0 are the task's own, step LAST is the last one."""

    task: str = choice("recall", tuple(TASKS))
    delay: int = whole(20, 0, 100)
    seed: int = whole(1, 0, 9999)
    rows: str = choice("states", tuple(ROWS))
    gate: str = choice("none", HELD)
    held: float | None = number(None, 0.0, 1.0)
    own: str = text("", LONGEST_TYPED)
    text: str = text("marianne", LONGEST_TYPED)  # last: it hides the function of that name
    cells: str = pattern(
        ",".join(CELLS), rf"({'|'.join(CELLS)})(,({'|'.join(CELLS)})){{0,3}}",
        f"some of {', '.join(CELLS)}, with commas",
    )  # fmt: skip
    source: int = whole(0, 0, LAST)
    asked: int = whole(0, 0, LAST)
    step: int = whole(LAST, 1, LAST)
    cell: str = choice("lstm", CELLS)
    sel: str = selection("trace.c.0.0")


words = lesson("compare")
state = PageState("compare", Settings)


def shown() -> list[str]:
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
    now, asked = state.now, posed(state)
    read = networks(asked)
    q = Question(
        asked.problem, asked.source, asked.answer, now.rows,
        "" if now.gate == "none" else now.gate, now.held,
    )  # fmt: skip
    scene = compare_scene(read, q)
    if q.gate and scene["hold"] is None:
        st.caption(f"None of the networks shown has the gate {q.gate}: nothing is held.")

    def stepped() -> None:
        after = int(st.session_state[SCENE].step)
        state.set(step=after if after < len(asked.problem.symbols) else LAST)

    component("compare")(
        SCENE,
        {**scene, "view": view},
        on_open_change=on_open,
        on_hold_change=on_hold,
        on_step_change=stepped,
    )
    opened = read.get(now.cell) or next(iter(read.values()))
    st.caption(f"Open: a number of the {TITLES[opened.cell]}. Press any cell of a picture.")
    open_panel(state, opened)
    who_still_knows(asked)
    gradients(read, asked)
    state.save()


def networks(asked: Posed) -> dict[str, Answering]:
    """The networks shown, each having read the problem, with the chosen gate held where it is."""
    now, read = state.now, {}
    for cell in shown():
        has_gate = now.gate in model(asked.problem.task.name, cell).cell.gates
        clamp = None
        if has_gate and now.held is not None:
            H = model(asked.problem.task.name, cell).hidden_size
            clamp = hold({now.gate: now.held}, len(asked.problem.x), H)
        read[cell] = answering(cell, asked.problem, (asked.answer, asked.out), clamp)
    return read


def who_still_knows(asked: Posed) -> None:
    """Accuracy against delay from the reports, and the same counted here and now."""
    task = asked.problem.task
    reports = {cell: report(task.name, cell) for cell in shown()}
    words.show("who", verdict=delay_verdict(task, reports, state.now.delay))
    st.markdown(check_table(task, reports, state.now))
    title = f"{task.title}: right answers against delay"
    curves = accuracy_curves(task, reports, state.now.delay, title)
    component("curves")("compare.accuracy", curves)
    words.show("longer", title=False, trained=str(task.trained_on[1]), delay_words=task.delay_words)


def gradients(read: dict[str, Answering], asked: Posed) -> None:
    """How the chosen answer depends on each input, all cells on one logarithmic axis."""
    words.show("gradient")
    title = f"Gradient of the answer at step {asked.answer + 1}, step by step"
    component("curves")("compare.gradient", gradient_curves(read, asked.source, title))
    words.show("gradient-read", title=False)


st.title("See why one of them still knows")
complain(state.complaints)
words.show("intro", title=False)
now = state.now
comparison({"id": view_number(), "step": now.step - 1, "sel": f"{now.cell}/{now.sel}"})
words.show("hold")
words.show("fair")
st.markdown(task_table())
for name, each in TASKS.items():
    st.markdown(
        f"**{each.title}.** {learned_verdict(each, {c: report(name, c) for c in CELLS})}"
    )
words.show("try")
