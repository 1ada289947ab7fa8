"""Predict first: the learner commits to a number before it is shown, on any page.

    class Settings(AskSettings): …                 in the page's settings
    predict_section(state, about(read))            a gate of a traced network, held by hand
    predict_section(state, free(state))            numbers for the head (FreeSettings)

A source makes the question of a seed. The seed is in the address, so that a link opens the same
question; what was typed, and how often it was right, is not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.quiz import (
    KINDS,
    Question,
    free_question,
    held_question,
    judge,
    read_number,
    walk_question,
)
from pages.parts.components import stylesheet
from pages.parts.lesson import lesson
from pages.parts.predict_view import digits_of, feedback, message, row, source_of
from pages.parts.reading import Reading
from pages.parts.settings import PageState, choice, whole

ALL = "all"
NAMES = {ALL: "all in turn", **{kind: lesson("predict").sections[kind].title for kind in KINDS}}
LAST_SEED = 9999
LONGEST = 40  # characters of an answer


@dataclass(frozen=True)
class Source:
    """Where questions come from: `ask` makes that of a seed, None if there is nothing to ask.

    letters  what each step reads, for questions about a reading
    says     the section that introduces them, if it is not one of the usual
    kinds    offer the kinds of free questions to choose from
    """

    ask: Callable[[int], Question | None]
    letters: tuple[str, ...] = ()
    says: str = ""
    kinds: bool = False


@dataclass(frozen=True)
class AskSettings:
    """What the settings of a page must hold."""

    ask_seed: int = whole(1, 1, LAST_SEED)


@dataclass(frozen=True)
class FreeSettings(AskSettings):
    """What they must hold for free questions."""

    ask_kind: str = choice(ALL, (ALL, *KINDS))


def free(state: PageState[Any]) -> Source:
    """Questions with numbers for the head; the page's settings hold `ask_kind`."""

    def question(seed: int) -> Question:
        kind = state.now.ask_kind
        return free_question(KINDS[(seed - 1) % len(KINDS)] if kind == ALL else kind, seed)

    return Source(question, kinds=True)


def about(read: Reading) -> Source:
    """Questions about a reading in which no gate is held by hand."""
    return Source(
        lambda seed: held_question(read.trace, seed, read.model.alphabet.symbols), read.symbols
    )


def walking(read: Reading) -> Source:
    """Questions about the gradients of a reading on their way back."""
    return Source(lambda seed: walk_question(read.grads, seed), read.symbols, says="predict-walk")


@st.fragment
def predict_section(state: PageState[Any], source: Source) -> None:
    """Ask, wait for a number, and only then show the answer with its arithmetic.

    The page's settings hold what AskSettings has. Call it where a change of the source reruns
    it: within the fragment of the text box, if the page has one.
    """
    words = lesson("predict")
    words.show(source.says or ("predict-held" if source.letters else "predict"))
    if source.kinds:
        st.segmented_control(
            "Ask about",
            list(NAMES),
            format_func=NAMES.get,
            key=state.widget("ask_kind"),
            required=True,
        )
    question = source.ask(state.now.ask_seed)
    if question is None:
        st.markdown(words.fill("nothing"))
    else:
        st.html(f"<style>{stylesheet('predict')}</style>")
        _ask(state, question, source.letters)
    state.save()


def _ask(state: PageState[Any], question: Question, letters: tuple[str, ...]) -> None:
    store, page = st.session_state, state.page
    answer_key, held_key, count_key = f"{page}/answer", f"{page}/asked", f"{page}/answered"
    if store.get(held_key, {}).get("question") != question:
        store[held_key] = {"question": question, "verdict": None, "trouble": ""}
        store[answer_key] = ""
    held = store[held_key]
    count = store.setdefault(count_key, {"asked": 0, "right": 0})

    def commit() -> None:
        try:
            verdict = judge(question, read_number(store[answer_key]))
        except ValueError as error:
            held["trouble"] = str(error)
            return
        if held["verdict"] is None:  # the first answer counts: after it one knows
            count["asked"] += 1
            count["right"] += verdict.outcome == "right"
        held.update(verdict=verdict, trouble="")

    def another() -> None:
        state.set(ask_seed=state.now.ask_seed % LAST_SEED + 1)

    verdict = held["verdict"]
    st.markdown(_prompt(question, letters))
    st.html(row(question, revealed=verdict is not None))
    with (
        st.form(f"{page}/ask", border=False),
        st.container(horizontal=True, vertical_alignment="bottom", gap="small"),
    ):
        store.setdefault(answer_key, "")  # Streamlit forgets it while another page is open
        st.text_input(
            "Your prediction", key=answer_key, max_chars=LONGEST, placeholder="a number", width=220
        )
        st.form_submit_button("Commit", on_click=commit, key=f"{page}/commit")
        st.form_submit_button("Another one", on_click=another, key=f"{page}/another")
    if held["trouble"]:
        st.html(message(held["trouble"]))
    elif verdict is not None:
        st.html(feedback(question, verdict))
    st.caption(" ".join(filter(None, (_tolerance(question), _score(count)))))


def _prompt(question: Question, letters: tuple[str, ...]) -> str:
    words, held = lesson("predict"), question.held
    if held is None or question.before is None:
        places = {"step": str(question.t + 1), "unit": str(question.unit + 1)}
        letter = letters[question.t] if question.t >= 0 and letters else "an input"
        return words.fill(question.kind, letter=letter, **places)
    digits = digits_of(question)
    return words.fill(
        question.kind,
        step=str(question.t + 1),
        letter=letters[question.t] if letters else "an input",
        gate=held.words,
        unit=str(question.unit + 1),
        value=digits(held.value),
        source=source_of(question),
        own=digits(question.before[0]),
        asked=question.asked.words,
    )


def _tolerance(question: Question) -> str:
    words = lesson("predict")
    if question.t < 0:
        return words.fill("tolerance-free")
    return words.fill("tolerance-traced", tolerance=f"{question.tolerance:g}")


def _score(count: dict[str, int]) -> str:
    asked = count["asked"]
    return f"Right at once so far: {count['right']} of {asked}." if asked else ""
