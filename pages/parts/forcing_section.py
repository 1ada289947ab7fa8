"""Section "teacher forcing and free running" of the page on encoder and decoder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.seq2seq.branches import branches
from core.seq2seq.judged import distance, judged
from core.seq2seq.model import Seq2Seq
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.panel import open_panel, selection
from pages.parts.passage import Passage
from pages.parts.reading import LONGEST_TYPED
from pages.parts.scenes.forcing import GUESSES, forcing_scene
from pages.parts.settings import PageState, choice, pattern, text, whole
from pages.parts.translation import (
    DERAILED,
    LONGEST_WRITTEN,
    Typed,
    anew,
    kept,
    literal,
    read_typed,
    reference,
    translator,
)

LANES = ("forced", "free")
LAST = max(LONGEST_WRITTEN.values())
MORE = 4  # steps that writing may take beyond the right output


@dataclass(frozen=True)
class ForcingSettings:
    """right: a target of the learner's own, where none is known; other: "step.rank", the symbol
    that is written by hand, both from 1; lane and f_sel: the number that is open."""

    f_right: str = text("", LONGEST_TYPED)
    f_step: int = whole(LAST, 0, LAST)
    f_other: str = pattern("", rf"([1-9]\d?\.[2-{GUESSES}])?", "a step and a rank such as 2.2")
    f_lane: str = choice("forced", LANES)
    f_sel: str = selection("loss.L.0.0")


_scene = component("forcing")
_KEY = "seq2seq.forcing"


@st.fragment
def forcing_section(state: PageState[Any], view: dict[str, Any], typed: Typed) -> None:
    """The same input twice: fed with what is right, and with what it wrote.

    `view` is {"id": …, "step": …, "other": …}.
    """
    words = lesson("seq2seq")
    anew(state, typed, "f_other", "f_lane", "f_sel")
    model = translator(typed.task)
    words.show("forcing")
    with st.container():  # there whether it holds something or not, so that the scene stays
        known = _target(state, model, typed)
    right = None if known is None else [*model.target.encode(known).tolist(), model.target.end]
    forced = None if known is None else model.force(typed.tokens, known)
    longest = LONGEST_WRITTEN[typed.task]
    if right is not None:
        greedy = model.greedy(typed.tokens, longest)
        longest = min(longest, max(len(right), len(greedy.steps)) + MORE)
    found = kept(
        "seq2seq/branches",
        (typed.task, typed.tokens, longest),
        lambda: branches(model, typed.tokens, longest, GUESSES),
    )

    def stepped() -> None:
        at, last = st.session_state[_KEY].step
        state.set(f_step=at if at < last else LAST)

    def opened() -> None:
        lane, sel = st.session_state[_KEY].open
        state.set(f_lane=lane, f_sel=sel)

    def other() -> None:
        state.set(f_other=st.session_state[_KEY].other)

    _scene(
        key=_KEY,
        data={**forcing_scene(model, found, forced, right), "input": typed.shown, "view": view},
        on_step_change=stepped,
        on_open_change=opened,
        on_other_change=other,
    )
    if state.now.f_lane == "forced" and forced is not None:
        passage = Passage(model, typed.tokens, forced)
    else:
        step, rank = _other(state.now.f_other, len(found.ranked))
        column = found.written[:, found.copy(step, rank)]
        symbols = tuple(int(k) for k in column if k >= 0)
        passage = Passage(
            model, typed.tokens, _run(model, typed.tokens, symbols), "what was written"
        )
    open_panel(state, passage.parts["decoder"], "f_sel")
    words.show("forcing-try", title=False, **forcing_figures(typed.task))
    state.save()


@st.cache_data(show_spinner=False)
def forcing_figures(task: str) -> dict[str, str]:
    """Of the example in which a mistake derails what follows; it is nobody's own."""
    model, example = translator(task), DERAILED[task]
    tokens, _ = read_typed(task, example)
    right = reference(task, tokens) or ()
    forced, greedy = model.force(tokens, right), model.greedy(tokens, LONGEST_WRITTEN[task])
    wrong = judged(forced.logits.argmax(axis=2), forced.logits, forced.pairs.targets[:, 0].tolist())
    count = int(wrong.count[-1, 0])
    return {
        "example": example,
        "right": " ".join(right),
        "written": " ".join(greedy.tokens),
        "forced": "one guess is wrong" if count == 1 else f"{count} guesses are wrong",
        "changes": str(distance(greedy.tokens, right)),
    }


def _run(model: Seq2Seq, tokens: tuple[str, ...], symbols: tuple[int, ...]) -> Any:
    """What was written, as one run of the core; with its end, if it has one."""
    ended = symbols[-1] == model.target.end
    kept = symbols[:-1] if ended else symbols
    return model.force(tokens, model.target.decode(kept), ends=ended)


def _other(setting: str, steps: int) -> tuple[int, int]:
    """Step and rank from 0 of a setting; greedy writing where there is no such step."""
    if not setting:
        return 0, 0
    step, rank = (int(part) - 1 for part in setting.split("."))
    return (step, rank) if step < steps else (0, 0)


def _target(state: PageState[Any], model: Seq2Seq, typed: Typed) -> tuple[str, ...] | None:
    """What is right: as the list says, else as the learner types it, else nothing."""
    known = reference(typed.task, typed.tokens)
    if known is not None:
        return known
    sound = typed.task == "sound"
    st.text_input(
        "What is right?",
        key=state.widget("f_right"),
        max_chars=LONGEST_TYPED,
        placeholder="sounds with spaces between, such as K AE T" if sound else "French words",
        help="Symbols that can be written: " + " ".join(map(literal, model.target.symbols)),
    )
    given = state.now.f_right.upper() if sound else state.now.f_right.lower()
    tokens = tuple(given.split())[: LONGEST_WRITTEN[typed.task]]
    if not tokens:
        st.markdown(
            f"“{literal(typed.shown)}” is not in the list, so that nothing says what is right: "
            "only free running is shown. Type what is right to see both."
        )
        return None
    if strangers := model.target.unknown(tokens):
        shown = " ".join(literal(one[:20]) for one in strangers[:5])
        st.markdown(f"The network cannot write {shown}: only free running is shown.")
        return None
    return tokens
