"""Section "trust nothing" of the page on backpropagation through time: gradients, checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.check import (
    EPSILONS,
    USUAL,
    USUAL_PLACE,
    Directional,
    Every,
    Question,
    Quotients,
    along,
    every,
    quotients,
)
from pages.parts.components import component
from pages.parts.learning import learner
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.panel import SELECTION, open_panel
from pages.parts.reading import Reading
from pages.parts.scenes.check import (
    check_scene,
    nearest,
    place_of,
    precise,
    question_of,
    symbol,
)
from pages.parts.settings import PageState, pattern, whole
from pages.parts.views import held_view

PARAMETERS = "W_x|W_h|b_hn|b|V|c|p"
PLACE = rf"({PARAMETERS})\.\d\.\d{{1,2}}\.\d{{1,2}}"


@dataclass(frozen=True)
class CheckSettings:
    """What the page's settings must hold: the weight (parameter, block, row, column, from 0),
    the place of ε on its slider, the seed of the direction, and the number that is open."""

    k_weight: str = pattern("W_h.0.2.4", PLACE, "a weight such as W_h.0.2.4")
    k_eps: int = whole(USUAL_PLACE, 0, len(EPSILONS) - 1)
    k_direction: int = whole(1, 1, 9999)
    k_sel: str = pattern("", f"({SELECTION})?", "a number such as d_weights.W.2.4")


_scene = component("check")
_KEY = "bptt.check"


@st.fragment
def check_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The gradient of a weight against centred differences; the page's settings hold
    CheckSettings and LearnSettings. `view` is {"id": …}, as a full run saw it."""
    words = lesson("bptt-check")
    words.show("check")
    read = learner(state.now)
    question = question_of(read)
    _one(state, read, question, view)
    words.show("check-try", title=False)
    _all(state, read, question)
    state.save()


def weight_of(now: Any, question: Question) -> tuple[str, tuple[int, int, int]]:
    """The weight that the settings name, or the nearest that this network has."""
    name, *at = now.k_weight.split(".")
    block, row, column = map(int, at)
    name, found = nearest(question, name, (block, row, column))
    return name, (found[0], found[1], found[2])


@st.fragment
def _one(state: PageState[Any], read: Reading, question: Question, view: dict[str, Any]) -> None:
    """The scene, and the panel that opens the gradient of its weight."""
    name, at = weight_of(state.now, question)

    def chosen() -> None:
        key, block, row, column = st.session_state[_KEY].weight
        state.set(k_weight=f"{key}.{block}.{row}.{column}", k_sel="")

    def dragged() -> None:
        state.set(k_eps=st.session_state[_KEY].eps)

    def opened() -> None:
        state.set(k_sel=st.session_state[_KEY].open)

    found = _compared(state.now, read, question, name, at)
    _scene(
        key=_KEY,
        data={
            **check_scene(read, question, name, at, found),
            "view": held_view(
                _KEY, view["id"], (*_asked(state.now, read), name, at), {"eps": state.now.k_eps}
            ),
        },
        on_weight_change=chosen,
        on_eps_change=dragged,
        on_open_change=opened,
    )
    if state.now.k_sel:
        open_panel(state, read, "k_sel")
    state.save()


def _compared(
    now: Any, read: Reading, question: Question, name: str, at: tuple[int, int, int]
) -> Quotients:
    """The quotients of this weight; of the last one this visitor looked at without counting."""
    asked, store = (*_asked(now, read), name, at), st.session_state
    if store.get(f"{_KEY}/asked") != asked:
        store[f"{_KEY}/found"] = quotients(question, name, place_of(question, name, at))
        store[f"{_KEY}/asked"] = asked
    found: Quotients = store[f"{_KEY}/found"]
    return found


def _asked(now: Any, read: Reading) -> tuple[Any, ...]:
    """All that the loss depends on."""
    return now.cell, now.weights, now.seed, now.loss_at, read.clean.letters


def _all(state: PageState[Any], read: Reading, question: Question) -> None:
    """All weights at once along a random direction; one after another on request."""
    words, now = lesson("bptt-check"), state.now
    words.show("all", **direction_figures(along(question, now.k_direction)))

    def turn() -> None:
        state.set(k_direction=now.k_direction % 9999 + 1)

    row = st.container(horizontal=True, gap="small")
    row.button("Another direction", on_click=turn, icon=":material/explore:")
    asked = _asked(now, read)
    place = st.empty()
    if row.button("Check every weight, one by one", icon=":material/checklist:"):
        st.session_state[f"{_KEY}/every"] = asked, _watched(question, place)
    held = st.session_state.get(f"{_KEY}/every")
    if held is None or held[0] != asked:
        return
    found: Every = held[1]
    words.show("every", title=False, **every_figures(read, found))

    def go() -> None:
        name, index = found.worst
        at = (0,) * (3 - len(index)) + index
        state.set(k_weight=f"{name}.{at[0]}.{at[1]}.{at[2]}", k_sel="")

    st.button("Show me that weight", on_click=go, icon=":material/search:")


def _watched(question: Question, place: Any) -> Every:
    """Check every weight, with a bar that says how far it is."""
    for news in every(question):
        if isinstance(news, Every):
            place.empty()
            return news
        place.progress(news, f"{news:.0%} of the weights")
    raise RuntimeError("a check of every weight ends in an answer.")


def direction_figures(found: Directional) -> dict[str, str]:
    """What the text quotes of a check along one direction."""
    return {
        "count": f"{found.count:,}",
        "analytic": precise(found.analytic),
        "estimate": precise(found.estimate, found.analytic),
        "relative": show(found.relative),
        "eps": show(USUAL),
    }


def every_figures(read: Reading, found: Every) -> dict[str, str]:
    """What the text quotes of a check of every weight."""
    name, index = found.worst
    block, row, column = (0,) * (3 - len(index)) + index
    return {
        "count": f"{found.count:,}",
        "losses": f"{2 * found.count:,}",
        "relative": show(found.relative),
        "worst": symbol(read, name, (block, row, column)),
        "worst_error": show(found.worst_error),
        "worst_analytic": precise(float(found.analytic[name][index])),
        "worst_estimate": precise(
            float(found.estimate[name][index]), float(found.analytic[name][index])
        ),
        "rounding": show(2.0**-53 * read.loss.value / USUAL),
    }
