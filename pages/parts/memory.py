"""The controls of the page that compares cells, the problem they pose, and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st

from core.tasks import TASKS, Problem, Task
from core.text import clean
from core.whatif import answered_at, told_at
from pages.parts.answering import TITLES, model, report
from pages.parts.chooser import chooser
from pages.parts.reading import LONGEST_TYPED, ONLY_THE_START, about
from pages.parts.scenes.compare import GATES, ROWS
from pages.parts.settings import PageState
from pages.parts.verdicts import percent, point

SHORT = {
    "recall": "recall",
    "adding": "adding",
    "parity": "parity",
    "reber": "Reber",
    "names": "names",
}
MOST_DELAY = 200  # more than any task has
FRESH = 200  # sequences of the check
_CHECKING = 9  # its stream of random numbers, apart from those of `core.tasks`


@dataclass(frozen=True)
class Posed:
    """The problem in view.

    source   the step whose trace is followed; answer: the step whose answer is looked at, and
             out: the number of the output whose gradient is taken, the right one
    """

    problem: Problem
    source: int
    answer: int
    out: int


def choices(state: PageState[Any]) -> None:
    """Six controls: task, delay, sequence, rows, a gate to hold, and the rest under "More"."""
    row = st.container(horizontal=True, gap="medium", vertical_alignment="bottom")
    row.segmented_control(
        "Task", list(TASKS), format_func=SHORT.get, key=state.widget("task"), required=True,
        width="content",
    )  # fmt: skip
    task = TASKS[state.now.task]
    other_delay = _snap(state, task)
    row.select_slider(
        "Delay", task.measured_at, key=state.widget("delay"), width=260, help=task.delay_words
    )
    typed_name = task.name == "names"
    if typed_name:
        row.text_input("Your name", key=state.widget("text"), max_chars=LONGEST_TYPED, width=190)
    else:
        row.number_input("Sequence", 0, 9999, step=1, key=state.widget("seed"), width=150)
    second = st.container(horizontal=True, gap="medium", vertical_alignment="bottom")
    chooser(state, "rows", "Show", ROWS, box=second)
    second.segmented_control(
        "Hold a gate", ["none", *GATES], key=state.widget("gate"), required=True, width="content",
        help="f forget, i input, o output (LSTM); z update, r reset (GRU). The RNN has none.",
    )  # fmt: skip
    with second.popover("More"):
        if not typed_name and task.typed:
            st.text_input(
                "Your own sequence", key=state.widget("own"), max_chars=LONGEST_TYPED,
                placeholder=task.hint,
            )  # fmt: skip
        _cells(state)
    st.markdown(
        f"{task.words} Delay: {task.delay_words}; trained on {_trained(task)}. {other_delay}"
    )


def _cells(state: PageState[Any]) -> None:
    """Which cells are shown; at least one."""
    key = f"{state.page}/cells"
    st.session_state[key] = [cell for cell in TITLES if cell in state.now.cells.split(",")]

    def chosen() -> None:
        state.set(cells=",".join(st.session_state[key] or TITLES))

    st.pills(
        "Cells", list(TITLES), format_func=TITLES.get, selection_mode="multi", key=key,
        on_change=chosen,
    )  # fmt: skip


def _snap(state: PageState[Any], task: Task) -> str:
    """Reports measure some delays: another one becomes the nearest of them, and that is said."""
    wanted = state.now.delay
    if wanted in task.measured_at:
        return ""
    nearest = min(task.measured_at, key=lambda delay: abs(delay - wanted))
    state.set(delay=nearest)
    return f"A delay of {wanted} was not measured for this task; the nearest is {nearest}."


def _trained(task: Task) -> str:
    low, high = task.trained_on
    return f"{low} to {high}"


def posed(state: PageState[Any]) -> Posed:
    """The learner's own sequence, if there is one that can be read, else the task's."""
    now = state.now
    task = TASKS[now.task]
    problem = _name(now.text) if task.name == "names" else _own(task, now.own)
    if problem is None:
        problem = task.example(now.delay, now.seed)
    T, asked = len(problem.symbols), problem.asked[:, 0]
    answer = now.asked - 1 if 0 < now.asked <= T and asked[now.asked - 1] else answered_at(problem)
    source = now.source - 1 if 0 < now.source <= T else told_at(problem)
    return Posed(problem, source, answer, _right(problem, answer))


def _name(typed: str) -> Problem | None:
    """The learner's name as other pages read it, with a sentence on what was left out."""
    kept = clean(typed)
    if message := about(kept):
        st.caption(message.replace(ONLY_THE_START, "shown instead is a name not trained on"))
    return TASKS["names"].parse(kept.letters) if kept.letters else None


def _own(task: Task, typed: str) -> Problem | None:
    """A sequence that the learner typed; None, with a sentence, if it cannot be read."""
    if not typed.strip():
        return None
    try:
        return task.parse(typed)
    except ValueError as error:
        st.caption(f"Not read: {_plain(str(error))} Shown instead: a sequence of the task.")
        return None


def _right(problem: Problem, t: int) -> int:
    """The number of the right output at a step; the first where nothing is asked."""
    if problem.targets.ndim == 3 or not problem.asked[t, 0]:
        return 0
    return int(problem.targets[t, 0])


def _plain(said: str) -> str:
    """Words without what turns a line around or is markup; what Markdown would read is escaped."""
    seen = "".join(c if c.isprintable() and c not in "<>[]=" else " " for c in said)
    return "".join(f"\\{c}" if c in "\\`*_{}()#+!|~$:" else c for c in seen)


# What is counted ----------------------------------------------------------------------------


@lru_cache(maxsize=4096)
def fresh_share(task: str, cell: str, delay: int, gate: str, value: float | None) -> float:
    """Share of right answers in `FRESH` new sequences; None holds nothing."""
    network = model(task, cell)
    holds = gate in network.cell.gates and value is not None
    clamp = {gate: np.array(value)} if holds else None
    return network.accuracy(_fresh(task, delay), clamp)


@lru_cache(maxsize=4)
def _fresh(task: str, delay: int) -> Problem:
    """The sequences of the check: four networks read the same ones."""
    return TASKS[task].sample(delay, FRESH, np.random.default_rng((delay, _CHECKING)))


def check_table(task: Task, reports: Mapping[str, Mapping[str, Any]], now: Any) -> str:
    """Right answers at this delay: counted now, with what is held, and as reported."""
    cells = list(reports)
    here = [fresh_share(task.name, cell, now.delay, now.gate, now.held) for cell in cells]
    points = [point(reports[cell], now.delay) for cell in cells]
    held = now.gate != "none" and now.held is not None
    holding = f", {now.gate} held at {now.held:g}" if held else ""
    count = reports[cells[0]]["accuracy"]["count"]
    rows = [
        ["", *(TITLES[cell] for cell in cells)],
        ["|:--", *("--:" for _ in cells)],
        [f"{FRESH} new sequences, now{holding}", *(f"**{percent(share)}**" for share in here)],
        [f"training report, {count:,} sequences", *(percent(p.right) for p in points)],
        ["95 % interval", *(f"{100 * p.low:.0f}–{percent(p.high)}" for p in points)],
        ["chance", *(percent(p.chance) for p in points)],
    ]
    return "\n".join(" | ".join(row).join(("| ", " |")) for row in rows).replace("| |:", "|:")


def task_table() -> str:
    """How large the networks of each task are."""
    lines = [
        "| task | " + " | ".join(TITLES.values()) + " |",
        "|:--|" + "--:|" * len(TITLES),
    ]
    for name, task in TASKS.items():
        made = [report(name, cell) for cell in TITLES]
        sizes = " | ".join(f"{m['parameters']:,} ({m['hidden_size']} units)" for m in made)
        lines.append(f"| {task.title} | {sizes} |")
    return "\n".join(lines)
