"""Section "the learning procedure" of the page on backpropagation through time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log
from typing import Any

import streamlit as st

from core.procedure import SCHEMES, Course, Epoch, Rules, course, epoch, practice_names
from core.text import clean
from pages.parts.components import component
from pages.parts.learning import LAST_SEED, fresh
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.panel import SELECTION, open_panel
from pages.parts.reading import MOST_STEPS, Reading, read_by
from pages.parts.scenes.procedure import ZOOMS, outcome, procedure_scene, schemes_scene
from pages.parts.settings import PageState, choice, pattern, whole
from pages.parts.views import held_view

LENGTHS = ("1", "2", "3", "4", "6", "8", "all")
SIZES = ("2", "4", "8")
RATES = ("0.01", "0.03", "0.1", "0.3", "1", "3", "10")
LIMITS = ("0.25", "0.5", "1", "none")
AXES = ("seen", "updates")
EPOCHS = 8
LAST = 99  # a frame beyond all: the end
SHARES = {"step": 0.62, "sequence": 0.26, "minibatch": 0.1, "epoch": 0.02}  # of the work, about
KEPT = 256  # courses that are kept, for everybody: no text of a visitor is in them


@dataclass(frozen=True)
class ProcedureSettings:
    """What the page's settings must hold: how learning is cut up, where the scene stands (name
    and step from 1; the learner's own is the first), which number is open, the chart's axis."""

    l_length: str = choice("4", LENGTHS)
    l_batch: str = choice("4", SIZES)
    l_rate: str = choice("0.1", RATES)
    l_limit: str = choice("1", LIMITS)
    l_seed: int = whole(1, 0, LAST_SEED)
    l_zoom: str = choice("step", tuple(ZOOMS))
    l_name: int = whole(1, 1, 24)
    l_step: int = whole(3, 1, MOST_STEPS)
    l_frame: int = whole(LAST, 0, LAST)
    l_sel: str = pattern("", f"({SELECTION})?", "a number such as trace.h.2.0")
    l_axis: str = choice("seen", AXES)


_scene = component("procedure")
_chart = component("schemes")
_KEY = "bptt.procedure"
_kept: dict[tuple[str, Rules, int], tuple[Course, ...]] = {}


@st.fragment
def procedure_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """One epoch at four zooms, and four ways to time the updates; the page's settings hold
    ProcedureSettings and LearnSettings. `view` is {"id": …}, as a full run saw it."""
    words = lesson("bptt-procedure")
    letters = _letters(state.now)
    own = f"reads 24 names: “{letters}”, which is yours, and 23 of the training data"
    words.show("procedure", whose=own if letters else "reads 24 of the training names")
    _controls(state)
    _zooms(state, view)
    words.show("procedure-try", title=False, **_figures(_remembered(state)[0]))
    _courses(state)
    state.save()


def _place(now: Any) -> dict[str, Any]:
    """Where the scene stands."""
    return {
        "zoom": now.l_zoom,
        "name": now.l_name - 1,
        "step": now.l_step - 1,
        "frame": now.l_frame,
    }


def rules_of(now: Any) -> Rules:
    """How the settings say that learning is cut up."""
    return Rules(
        length=MOST_STEPS if now.l_length == "all" else int(now.l_length),
        batch_size=int(now.l_batch),
        rate=float(now.l_rate),
        limit=None if now.l_limit == "none" else float(now.l_limit),
        seed=now.l_seed,
    )


def texts_of(letters: str) -> tuple[str, ...]:
    """The names of the scene: the learner's own in the place of the first, if there is one."""
    return (letters or practice_names()[0], *practice_names()[1:])


def _controls(state: PageState[Any]) -> None:
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        for name, label, options in (
            ("l_length", "Steps of a sub-sequence", LENGTHS),
            ("l_batch", "Names of a minibatch", SIZES),
            ("l_rate", "Learning rate η", RATES),
            ("l_limit", "Clip gradients longer than", LIMITS),
        ):
            st.select_slider(label, options, key=state.widget(name), width=215)
        st.number_input(
            "Seed",
            0,
            LAST_SEED,
            key=state.widget("l_seed"),
            width=150,
            help="Of the first weights, and of the order of the names.",
        )


@st.fragment
def _zooms(state: PageState[Any], view: dict[str, Any]) -> None:
    """The scene, and the panel that opens its numbers."""
    found, scene = _remembered(state)

    def placed() -> None:
        zoom, name, step, frame = st.session_state[_KEY].place
        before = (state.now.l_name, state.now.l_step)
        place = {"l_zoom": list(ZOOMS)[zoom], "l_name": name + 1, "l_step": step + 1}
        if before != (name + 1, step + 1):
            place["l_sel"] = ""  # another network reads another letter
        state.set(l_frame=min(LAST, frame), **place)

    def opened() -> None:
        state.set(l_sel=st.session_state[_KEY].open)

    _scene(
        key=_KEY,
        data={**scene, "view": held_view(_KEY, view["id"], _asked(state.now), _place(state.now))},
        on_place_change=placed,
        on_open_change=opened,
    )
    if state.now.l_sel:
        open_panel(state, _opened(found, state.now), "l_sel")
    state.save()


def _asked(now: Any) -> tuple[Any, ...]:
    """All that the epoch depends on."""
    return now.cell, _letters(now), rules_of(now)


def _letters(now: Any) -> str:
    return clean(now.text).letters


def _remembered(state: PageState[Any]) -> tuple[Epoch, dict[str, Any]]:
    """The epoch that this visitor saw last, unless something of it was changed."""
    now, store = state.now, st.session_state
    if store.get(f"{_KEY}/asked") != _asked(now):
        rules = rules_of(now)
        found = epoch(fresh(now.cell, now.l_seed), texts_of(_letters(now)), rules)
        store[f"{_KEY}/found"] = found, procedure_scene(found, rules)
        store[f"{_KEY}/asked"] = _asked(now)
    kept: tuple[Epoch, dict[str, Any]] = store[f"{_KEY}/found"]
    return kept


def _opened(found: Epoch, now: Any) -> Reading:
    """The chosen name as it was read in this epoch, with the weights of that moment."""
    at = found.order.tolist().index(now.l_name - 1)
    size = len(found.minibatches[0].sequences)
    minibatch = found.minibatches[at // size]
    return read_by(minibatch.before, "procedure", minibatch.sequences[at % size].text)


def courses(
    cell: str, rules: Rules, tell: Callable[[float], None] | None = None
) -> tuple[Course, ...]:
    """All schemes on the practice names alone, so that everybody may share them; `tell` hears
    how much is done, 0…1, unless they are there already."""
    asked = cell, rules, EPOCHS
    if asked not in _kept:
        found, done = [], 0.0
        for scheme in SCHEMES:

            def heard(share: float, scheme: str = scheme, done: float = done) -> None:
                if tell is not None:
                    tell(min(1.0, done + share * SHARES[scheme]))

            model = fresh(cell, rules.seed)
            found.append(course(scheme, model, practice_names(), rules, EPOCHS, heard))
            done += SHARES[scheme]
        while len(_kept) >= KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[asked] = tuple(found)
    return _kept[asked]


def _courses(state: PageState[Any]) -> None:
    words = lesson("bptt-procedure")
    now = state.now
    words.show(
        "schemes",
        names=str(len(practice_names())),
        epochs=str(EPOCHS),
        nats=show(log(2.0)),
    )
    place = st.empty()  # a bar that says how far it is, if there is anything to wait for
    found = courses(
        now.cell,
        rules_of(now),
        lambda share: place.progress(share, "Learning four times from the same weights"),
    )
    place.empty()

    def turned() -> None:
        state.set(l_axis=st.session_state[f"{_KEY}.schemes"].axis)

    symbols = len(fresh(now.cell, now.l_seed).alphabet)
    _chart(
        key=f"{_KEY}.schemes",
        data=schemes_scene(found, len(practice_names()), symbols, now.l_axis),
        on_axis_change=turned,
    )
    words.show("schemes-try", title=False, **course_figures(found))


def course_figures(found: Sequence[Course]) -> dict[str, str]:
    """What the text quotes of four courses: their updates, and how they ended."""
    made = {f"updates_{one.scheme}": f"{one.updates[-1]:,}" for one in found}
    return made | {f"end_{one.scheme}": outcome(one) for one in found}


def _figures(found: Epoch) -> dict[str, str]:
    return {
        "minibatches": str(len(found.minibatches)),
        "clipped": str(found.clipped),
        "norm": show(found.longest),
        "steps": str(found.count),
    }
