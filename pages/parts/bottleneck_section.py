"""Section "the bottleneck, measured" of the page on encoder and decoder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.attention import SCORES
from core.seq2seq.measure import versus
from pages.parts.charts.bottleneck import NAMES, UNITS, length_curves
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.settings import PageState, choice
from pages.parts.translation import LONGEST_WRITTEN, Typed, literal, report_of, translator


@dataclass(frozen=True)
class BottleneckSettings:
    """Which of the models with attention stands beside the one without."""

    n_score: str = choice("additive", SCORES)


_curves = component("curves")
CHANCE = 0.05  # how likely luck may be where two models are called different
ENOUGH = 20  # inputs of a length, below which the text does not speak of it


@st.fragment
def bottleneck_section(state: PageState[Any], typed: Typed) -> None:
    """Accuracy against the input's length, of a model with attention and the one without."""
    words = lesson("seq2seq")
    task = typed.task
    words.show("bottleneck", **bottleneck_figures(task))
    st.segmented_control(
        "With attention, its score",
        SCORES,
        format_func=NAMES.get,
        key=state.widget("n_score"),
        required=True,
    )
    score = state.now.n_score
    reports = {"none": report_of(task), score: report_of(task, score)}
    scene = length_curves(task, reports, len(typed.tokens), _title(task, reports, score))
    _curves("seq2seq.bottleneck", scene)
    words.show("bottleneck-own", title=False, **own_figures(typed, score))
    words.show(
        "bottleneck-try", title=False, **bottleneck_figures(task), **score_figures(task, score)
    )
    state.save()


def _title(task: str, reports: dict[str, dict[str, Any]], score: str) -> str:
    """What the longest inputs show: which of the two is ahead there, by what was counted."""
    ends = {key: report["test"]["by_length"] for key, report in reports.items()}
    last = _last(ends["none"])
    n = ends["none"]["length"][last]
    plain, seeing = (share(ends[key]["share"][last]) for key in ("none", score))
    return f"With {n} {UNITS[task]}, {plain} are right without attention, {seeing} with it"


def bottleneck_figures(task: str) -> dict[str, str]:
    """Figures of the text about the models of a task, from the reports."""
    plain = report_of(task)
    test, data = plain["test"], plain["data"]
    return {
        "inputs": "words" if task == "sound" else "sentences",
        "units": str(plain["hidden_size"]),
        "trained": f"{data['train']:,}",
        "count": f"{test['accuracy']['count']:,}",
        "right": share(test["accuracy"]["share"]),
        "low": share(test["accuracy"]["interval"][0]),
        "high": share(test["accuracy"]["interval"][1]),
        "parameters": f"{plain['parameters']:,}",
    }


def own_figures(typed: Typed, score: str) -> dict[str, str]:
    """What both models write for the learner's input."""
    longest = LONGEST_WRITTEN[typed.task]
    plain, seeing = (
        translator(typed.task, one).greedy(typed.tokens, longest).tokens for one in (None, score)
    )
    return {
        "own": literal(typed.shown),
        "score": NAMES[score],
        "own_plain": literal(" ".join(plain)) or "nothing",
        "own_seeing": literal(" ".join(seeing)) or "nothing",
    }


def score_figures(task: str, score: str) -> dict[str, str]:
    """Figures of the text about a model with attention, beside the one without."""
    plain, seeing = report_of(task), report_of(task, score)
    lengths = {"plain": plain["test"]["by_length"], "seeing": seeing["test"]["by_length"]}
    last = _last(lengths["plain"])
    best = max(range(len(lengths["plain"]["share"])), key=lengths["plain"]["share"].__getitem__)
    found = {
        "score": NAMES[score],
        "best": str(lengths["plain"]["length"][best]),
        "longest": str(lengths["plain"]["length"][last]),
        "unit": UNITS[task],
        "seeing": share(seeing["test"]["accuracy"]["share"]),
        "seeing_low": share(seeing["test"]["accuracy"]["interval"][0]),
        "seeing_high": share(seeing["test"]["accuracy"]["interval"][1]),
        "seeing_units": str(seeing["hidden_size"]),
        "seeing_parameters": f"{seeing['parameters']:,}",
        **_told_apart(plain, seeing),
        "error_plain": share(plain["test"]["error_rate"]["rate"]),
        "error_seeing": share(seeing["test"]["error_rate"]["rate"]),
    }
    for key, by_length in lengths.items():
        found[f"{key}_best"] = share(by_length["share"][best])
        found[f"{key}_longest"] = share(by_length["share"][last])
    return found


def _told_apart(plain: dict[str, Any], seeing: dict[str, Any]) -> dict[str, str]:
    """Inputs that only one of the two gets right, and what luck alone would make of them."""
    found = versus(plain["test"]["right"], seeing["test"]["right"])
    return {
        "only_plain": str(found.one),
        "only_seeing": str(found.other),
        "luck": "below 0.001" if found.luck < 0.001 else show(found.luck),
        "told": (
            "so that the two are told apart"
            if found.luck < CHANCE
            else "so that these counts do not tell the two apart"
        ),
    }


def _last(by_length: dict[str, Any]) -> int:
    """The longest inputs of which there are enough to speak of a share."""
    return max(k for k, count in enumerate(by_length["count"]) if count >= ENOUGH)


def share(value: float) -> str:
    """ "27 %"; a decimal more near to the ends, so that 99.7 % is not called all."""
    digits = 1 if 0 < value < 0.01 or 0.99 < value < 1 else 0
    return f"{100 * value:.{digits}f}\u00a0%"
