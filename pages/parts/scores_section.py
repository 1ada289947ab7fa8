"""Section "four ways to score" of the page on attention."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Any

import streamlit as st

from core import models as models_of
from core.arrays import Params
from core.attention import SCORES
from core.attention.side_by_side import Growth, growth
from core.seq2seq.measure import versus
from core.seq2seq.model import Seq2Seq
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.scenes.costs import growth_scene
from pages.parts.scenes.scores import (
    NAMES,
    TEMPERATURES,
    Side,
    opened_score,
    row_of,
    scores_scene,
    sides,
)
from pages.parts.settings import PageState, choice, number, pattern, whole
from pages.parts.translation import LONGEST_READ, LONGEST_WRITTEN, report_of, translator, typed_by

FITTED, FITTING = ("sound", "general"), "pronounce-general-as-additive"
LUCK = 0.01  # a difference that luck makes more often than so is not called one
SIZES = tuple(2**k for k in range(2, 10))
ERRORS = {"sound": "phonemes wrong", "french": "French words wrong"}
RIGHT = {"sound": "whole words right", "french": "sentences right"}


@dataclass(frozen=True)
class ScoresSettings:
    """What the page's settings must hold, beside TranslateSettings. s_tau stands for the
    temperature next to it; s_open is the score that is open, "dot.2.3", steps from 0."""

    s_states: str = choice("dot", SCORES)
    s_tau: float = number(1.0, TEMPERATURES[0], TEMPERATURES[-1])
    s_row: int = whole(1, 0, max(LONGEST_WRITTEN.values()))
    s_place: int = whole(2, 0, max(LONGEST_READ.values()))
    s_open: str = pattern("", rf"(({'|'.join(SCORES)})\.\d{{1,2}}\.\d{{1,2}})?", "such as dot.2.3")


_scene = component("scores")
_curves = component("costs")
_KEY, _GROWTH = "attention.scores", "attention.growth"
_SIDES = "attention/sides"


@st.fragment
def scores_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """What each score function attends to. `view` is {"id": …} of this view."""
    words = lesson("attention-scores")
    words.show("scores")
    st.segmented_control(
        "Whose states",
        list(SCORES),
        format_func=lambda score: f"model trained with {NAMES[score]}",
        key=state.widget("s_states"),
        required=True,
    )
    now = state.now
    tokens = typed_by(now).tokens
    models = {score: translator(now.task, score) for score in SCORES}
    found = _sides(models, now.task, now.s_states, tokens)

    def slid() -> None:
        state.set(s_tau=float(st.session_state[_KEY].tau))

    def chosen() -> None:
        row, place = st.session_state[_KEY].cell
        state.set(s_row=int(row), s_place=int(place))

    def opened() -> None:
        asked = st.session_state[_KEY].open
        if not asked:
            state.set(s_open="")
            return
        k, row, place = (int(value) for value in asked)
        state.set(s_open=f"{SCORES[k]}.{row}.{place}", s_row=row, s_place=place)

    data = scores_scene(
        found,
        models,
        now.s_states,
        tokens,
        figures(now.task),
        measured(now.task, now.s_states),
        _opened(found, now.s_open, len(tokens)),
    )
    begin = {
        "id": view["id"],
        "k": nearest(now.s_tau),
        "t": row_of(len(data["outputs"]), now.s_row),
        "s": row_of(len(tokens), now.s_place),
    }
    _scene(
        key=_KEY,
        data={**data, "view": begin},
        on_tau_change=slid,
        on_cell_change=chosen,
        on_open_change=opened,
    )
    words.show("scores-try", title=False, **compared(now.task), **spread(found, models, now))
    words.show("scaled", **scaled_figures())
    _curves(key=_GROWTH, data={**growth_scene(_growth()), "view": view})
    words.show("scaled-try", title=False, **scaled_figures())
    state.save()


def _sides(
    models: Mapping[str, Seq2Seq], task: str, states: str, tokens: tuple[str, ...]
) -> list[Side]:
    """The visitor's own last ones, if they are still those: a drag or a press does not change
    them."""
    asked = (task, states, tokens)
    kept: tuple[Any, list[Side]] | None = st.session_state.get(_SIDES)
    if kept is None or kept[0] != asked:
        kept = (asked, sides(models, states, tokens, LONGEST_WRITTEN[task], _learned(task, states)))
        st.session_state[_SIDES] = kept
    return kept[1]


@cache
def _growth() -> Growth:
    """Measured once: there is nothing of a visitor in it."""
    return growth(SIZES)


def nearest(tau: float) -> int:
    """The index among TEMPERATURES of the one next to this."""
    return min(range(len(TEMPERATURES)), key=lambda k: abs(TEMPERATURES[k] - tau))


def _opened(found: Sequence[Side], asked: str, S: int) -> dict[str, Any] | None:
    """The score that a link asks to be open, or None if this input has no such place."""
    if not asked:
        return None
    score, row, place = asked.split(".")
    side = next(side for side in found if side.score == score)
    t, s = int(row), int(place)
    there = side.same is not None and t < len(side.same.score) and s < S
    return opened_score(side, t, s) if there else None


def figures(task: str) -> dict[str, list[list[str]]]:
    """By score: lines of what was measured of its own model, with 95 % intervals."""
    return {score: _lines(task, report_of(task, score)["test"]) for score in SCORES}


def measured(task: str, states: str) -> dict[str, list[list[str]]]:
    """By score: the same on the states of one model, where that was measured."""
    if (task, states) != FITTED:
        return {}
    found = {states: report_of(task, states)["test"], **models_of.report(FITTING)["same_states"]}
    return {score: _lines(task, test) for score, test in found.items()}


def _learned(task: str, states: str) -> dict[str, Params]:
    """Parameters that were learned for the states of this very model, by score."""
    if (task, states) != FITTED:
        return {}
    return {"additive": _fitting().group("attention")}


@cache
def _fitting() -> Seq2Seq:
    made = models_of.load(FITTING)
    if not isinstance(made, Seq2Seq):
        raise ValueError(f"{FITTING} must be an encoder–decoder; got {type(made).__name__}.")
    return made


def _lines(task: str, test: Mapping[str, Any]) -> list[list[str]]:
    lines = []
    for what, key, share in ((ERRORS, "error_rate", "rate"), (RIGHT, "accuracy", "share")):
        low, high = test[key]["interval"]
        lines.append([what[task], _percent(test[key][share]), f"({_tenths(low)}–{_tenths(high)})"])
    return lines


def compared(task: str) -> dict[str, str]:
    """What may be said of the four models: a difference only where luck hardly makes one."""
    tests = {score: report_of(task, score)["test"] for score in SCORES}
    says = []
    for one, other in permutations(SCORES, 2):
        found = versus(tests[one]["right"], tests[other]["right"])
        if found.one > found.other and found.luck < LUCK:
            says.append(
                f"{NAMES[one]} gets {found.one} right that {NAMES[other]} does not, against "
                f"{found.other} (as lopsided by luck: {100 * found.luck:.2g} % of cases)"
            )
    if says:
        said = f"Input by input, {'; '.join(says)}. Every other difference is one that luck makes "
        said += f"in more than {100 * LUCK:g} % of cases: there is none to speak of."
    else:
        said = "Input by input, luck makes every difference between two of them in more than "
        said += f"{100 * LUCK:g} % of cases: there is none to speak of."
    return {"compared": said, "asked": f"{tests['dot']['accuracy']['count']:,}"}


def spread(found: Sequence[Side], models: Mapping[str, Seq2Seq], now: Any) -> dict[str, str]:
    """How far the scores of this input are apart, by their standard deviation."""
    dot, scaled = (side.same for side in found[:2])
    if dot is None or scaled is None:
        raise ValueError("a dot product fits all states.")
    H = models[now.s_states].hidden_size
    return {
        "H": str(H),
        "root": show(H**0.5),
        "dot_spread": show(float(dot.score.std())),
        "scaled_spread": show(float(scaled.score.std())),
        "states": NAMES[now.s_states],
    }


def scaled_figures() -> dict[str, str]:
    """What the text quotes of random vectors."""
    made = _growth()
    last = len(SIZES) - 1
    return {
        "small": str(SIZES[0]),
        "large": str(SIZES[-1]),
        "positions": str(made.positions),
        "spread_small": show(float(made.deviation[0, 0])),
        "spread_large": show(float(made.deviation[0, last])),
        "top_small": show(float(made.largest[0, 0])),
        "top_large": show(float(made.largest[0, last])),
        "scaled_small": show(float(made.largest[1, 0])),
        "scaled_large": show(float(made.largest[1, last])),
    }


def _percent(share: float) -> str:
    return f"{_tenths(share)} %"


def _tenths(share: float) -> str:
    return f"{100 * share:.1f}"
