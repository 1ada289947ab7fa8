"""Section "greedy against beam" of the page on encoder and decoder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.seq2seq.beam import WIDEST
from core.seq2seq.model import Seq2Seq
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.panel import open_panel, selection
from pages.parts.passage import Passage
from pages.parts.scenes.beam import POWERS, beam_scene, trees_of
from pages.parts.settings import PageState, number, pattern, whole
from pages.parts.translation import (
    LONGEST_WRITTEN,
    RESCUED,
    Typed,
    anew,
    kept,
    read_typed,
    report_of,
    translator,
)

LAST = max(LONGEST_WRITTEN.values()) + 1


@dataclass(frozen=True)
class BeamSettings:
    """b_node: the beginning that is open, "width.index" with the index of the core's tree."""

    b_width: int = whole(3, 1, WIDEST)
    b_power: float = number(1.0, POWERS[0], POWERS[-1])
    b_step: int = whole(LAST, 0, LAST)
    b_node: str = pattern("", rf"([1-{WIDEST}]\.\d{{1,4}})?", "a width and a number such as 3.12")
    b_sel: str = selection("prediction.y.0.0")


_scene = component("beam")
_KEY = "seq2seq.beam"


@st.fragment
def beam_section(state: PageState[Any], view: dict[str, Any], typed: Typed) -> None:
    """The tree of each width, and the panel of a probability in it.

    `view` is {"id": …, "width": …, "power": …, "step": …, "node": …}.
    """
    words = lesson("seq2seq")
    anew(state, typed, "b_node", "b_sel")
    model = translator(typed.task)
    words.show("beam")
    # The searches are the costly part, and only what is drawn of them is needed again.
    scene = kept(
        "seq2seq/trees",
        (typed.task, typed.tokens),
        lambda: beam_scene(trees_of(model, typed.tokens, LONGEST_WRITTEN[typed.task])),
    )

    def said(name: str) -> Any:
        return st.session_state[_KEY][name]

    def stepped() -> None:
        at, last = said("step")
        state.set(b_step=at if at < last else LAST)

    def opened() -> None:
        node, sel = said("open")
        state.set(b_node=node, b_sel=sel)

    _scene(
        key=_KEY,
        data={**scene, "input": typed.shown, "view": view},
        on_step_change=stepped,
        on_open_change=opened,
        on_width_change=lambda: state.set(b_width=said("width")),
        on_power_change=lambda: state.set(b_power=said("power")),
    )
    if state.now.b_node:
        passage = _passage(model, typed.tokens, scene["trees"], state.now)
        open_panel(state, passage.parts["decoder"], "b_sel")
    words.show("beam-try", title=False, **beam_figures(typed.task))
    if "beam" in (report := report_of(typed.task)):
        figures = census_figures(typed.task, report["beam"])
        words.show("census", **figures)
        st.markdown(census_table(report["beam"]))
        words.show("census-why", title=False, **figures)
    state.save()


@st.cache_data(show_spinner=False)
def beam_figures(task: str) -> dict[str, str]:
    """Of the example that a beam gets right; it is nobody's own."""
    model, example = translator(task), RESCUED[task]
    tokens, _ = read_typed(task, example)
    greedy, beam = (model.beam(tokens, width, LONGEST_WRITTEN[task]) for width in (1, 2))
    return {
        "example": example,
        "greedy": " ".join(greedy.tokens),
        "greedy_log_p": show(greedy.log_probability),
        "beam": " ".join(beam.tokens),
        "beam_log_p": show(beam.log_probability),
    }


def census_figures(task: str, census: Mapping[str, Any]) -> dict[str, str]:
    """How wider beams did beside greedy writing, counted when the model was made."""
    below = sum(one["score_below"] for one in census["widths"])
    widest = census["widths"][-1]
    more = widest["right"] - census["greedy_right"]
    return {
        "inputs": "words" if task == "sound" else "sentences",
        "count": str(census["count"]),
        "power": f"{census['length_power']:g}",
        "verdict": (
            f"In {below} of these comparisons a beam fell below greedy."
            if below
            else "Here no beam fell below greedy."
        ),
        "likelier": str(sum(one["log_p_below"] for one in census["widths"])),
        "widest": str(widest["width"]),
        "better": str(widest["score_above"]),
        "gained": (
            f"{abs(more)} {'more' if more > 0 else 'fewer'} outputs were right than greedy’s"
            if more
            else "as many outputs were right as greedy’s"
        ),
    }


def census_table(census: Mapping[str, Any]) -> str:
    """The counts, a row a width, as Markdown."""
    rows = [
        "| width | score better | equal | worse | whole output right |",
        "|---|---|---|---|---|",
        f"| 1, greedy | | | | {census['greedy_right']} |",
    ]
    for one in census["widths"]:
        cells = (one["width"], one["score_above"], one["score_equal"], one["score_below"])
        rows.append("| " + " | ".join(map(str, (*cells, one["right"]))) + " |")
    return "\n".join(rows)


def _passage(
    model: Seq2Seq, tokens: tuple[str, ...], trees: list[dict[str, Any]], now: Any
) -> Passage:
    """What was written up to the open node, or by the winner of the width, as one run."""
    tree = trees[now.b_width - 1]
    at = tree["finished"][0]
    width, index = map(int, now.b_node.split("."))
    if index in trees[width - 1]["index"]:
        tree = trees[width - 1]
        at = tree["index"].index(index)
    symbols: list[int] = []
    while at >= 0:
        symbols.insert(0, tree["symbol"][at])
        at = tree["parent"][at]
    ended = symbols[-1] == model.target.end
    run = model.force(tokens, model.target.decode(symbols), ends=ended)
    return Passage(model, tokens, run, "what was written")
