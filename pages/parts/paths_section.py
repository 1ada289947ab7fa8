"""Section "path explorer" of the page on learning through time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from core.flow.walk import added
from pages.parts.components import component
from pages.parts.learning import learner
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.panel import SELECTION, follow, open_panel
from pages.parts.reading import MOST_STEPS, Reading, reading
from pages.parts.scenes.paths import (
    PARAMETERS,
    Walked,
    alone,
    contribution,
    lossy,
    parameters_of,
    paths_scene,
    walked,
)
from pages.parts.settings import PageState, choice, pattern, whole


@dataclass(frozen=True)
class PathsSettings:
    """What the page's settings must hold: the parameter, the pair of loss step and use step, both
    from 1, what of its chain is open, and the number that is open below it."""

    p_of: str = choice("W", tuple(PARAMETERS))
    p_t: int = whole(6, 1, MOST_STEPS)
    p_k: int = whole(2, 1, MOST_STEPS)
    p_open: str = pattern("", r"(use|factor\.[1-9]\d?)?", "use, or a factor such as factor.3")
    p_sel: str = pattern("", f"({SELECTION})?", "a number such as grads.a_h.1.0")


_scene = component("paths")
EXAMPLE = "marianne"  # what the text quotes figures of


def chosen_pair(now: Any, read: Reading) -> tuple[int, int]:
    """Loss step and use step, from 0, that the settings choose, or the nearest that there are."""
    taken = [t for t, some in enumerate(lossy(read)) if some] or [read.trace.T - 1]
    t = min(now.p_t - 1, read.trace.T - 1)
    t = t if t in taken else taken[-1]
    return t, min(now.p_k - 1, t)


def parameter(now: Any, read: Reading) -> str:
    """The parameter that the settings choose, or W where the cell does not have it."""
    return now.p_of if now.p_of in parameters_of(read) else "W"


def _kept(about: list[Any], read: Reading) -> Walked:
    """The chains of this visitor's reading, which a choice among them need not compute again."""
    held: tuple[list[Any], Walked] | None = st.session_state.get("paths/walked")
    if held is None or held[0] != about:
        held = (about, walked(read))
        st.session_state["paths/walked"] = held
    return held[1]


@cache
def figures() -> dict[str, str]:
    """What the text quotes of trained networks that read EXAMPLE: the same for everybody."""
    rnn, lstm = (walked(reading(f"names-{cell}", EXAMPLE)) for cell in ("rnn", "lstm"))
    t, k = PathsSettings.p_t - 1, PathsSettings.p_k - 1
    sums, stretch = added(rnn.paths, "W_h"), rnn.walk.stretch[k + 1 : t + 1]
    norms = sums.norms.tolist()
    beaten = [row + 1 for row, found in enumerate(norms) if max(found) > found[row]]
    assert lstm.route is not None
    direct, rest = lstm.route.direct.tolist(), lstm.route.rest.tolist()
    pairs = [(t, k) for t in range(len(direct)) for k in range(t)]
    through = sum(rest[t][k] > direct[t][k] for t, k in pairs)
    return {
        "sizes": show(float(sums.sizes[t])),
        "sum": show(float(sums.sums[t])),
        "factors": str(len(stretch)),
        "least": show(min(stretch.tolist())),
        "most": show(max(stretch.tolist())),
        "bound": show(float(rnn.walk.bound[t, k])),
        "product": show(float(rnn.walk.product[t, k])),
        "through": f"{100 * through / len(pairs):.0f}",
        "row": str(beaten[0]),
    }


@st.fragment
def paths_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The matrix of loss step × use step, and the chain behind the chosen entry.

    The page's settings hold PathsSettings and LearnSettings. view: the view's number, and t, k
    (from 0) and open, with which the scene begins.
    """
    words, key = lesson("bptt-paths"), f"{state.page}.paths"
    now, read = state.now, learner(state.now)
    about = [now.cell, now.weights, now.seed, now.loss_at, "".join(read.symbols)]
    found = _kept(about, read)
    letter, (t, k) = parameter(now, read), chosen_pair(now, read)
    words.show("paths")

    def said(name: str) -> Any:
        return st.session_state[key][name]

    def chosen() -> None:
        after_t, after_k = (int(step) for step in said("pair").split("."))
        sel = state.now.p_sel and follow(state.now.p_sel, k, after_k)
        state.set(p_t=after_t + 1, p_k=after_k + 1, p_sel=sel)

    def of_parameter() -> None:
        if said("parameter") in PARAMETERS:
            state.set(p_of=said("parameter"))

    def opened() -> None:
        state.set(p_open=said("open"))

    def opened_number() -> None:
        state.set(p_sel=said("sel"))

    _scene(
        key=key,
        data={
            **paths_scene(read, found, letter),
            "id": "/".join(map(str, [*about, letter])),
            "chosen": contribution(read, found, letter, t, k) if now.p_open == "use" else None,
            "view": view,
        },
        on_pair_change=chosen,
        on_parameter_change=of_parameter,
        on_open_change=opened,
        on_sel_change=opened_number,
    )
    if now.p_sel:
        st.caption(f"Here the loss is that of step {t + 1} alone, $L_{{{t + 1}}}$.")
        open_panel(state, alone(read, t), "p_sel")
    words.show("paths-try", title=False, **figures())
    state.save()
