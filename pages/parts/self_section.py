"""Section "a sentence that asks itself" of the page on attention."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from core import models
from core.agreement.grammar import LECTURE, LONGEST
from core.agreement.lexicon import AGREEING
from core.agreement.network import Agreement
from core.agreement.reading import Kept, by_kind, keep, read
from pages.parts.chooser import chooser
from pages.parts.components import component
from pages.parts.costs_section import CostsSettings, costs_section
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.reading import LONGEST_TYPED
from pages.parts.scenes.selfattention import self_scene
from pages.parts.settings import PageState, choice, pattern, text
from pages.parts.translation import literal

HEADS = {"1": "1 head", "2": "2 heads", "4": "4 heads"}
LECTURED = " ".join(LECTURE)
FAR = "the dogs behind the black house slept under the white moon"
SENTENCES = {
    LECTURED: "The lecture's sentence",
    FAR: "A verb far from its subject",
    "the small cows waited with the white cat": "Two numbers, two genders",
}
UNKNOWN_SHOWN = 6


@dataclass(frozen=True)
class SelfSettings(CostsSettings):
    """What the page's settings must hold; x_cell is the cell in view: head, row, column, unit."""

    x_heads: str = choice("2", tuple(HEADS))
    x_cell: str = pattern("1.1.2.0", r"\d\.\d{1,2}\.\d{1,2}\.\d{1,2}", "such as 1.1.2.0")
    x_sentence: str = text(LECTURED, LONGEST_TYPED)


_scene = component("selfattention")
_KEY = "attention.self"
_PRESET = "attention/self-preset"


@st.cache_resource(show_spinner=False)
def network(heads: int) -> Agreement:
    """The trained network with so many heads; 0: each word on its own."""
    made = models.load(f"agreement-{heads}")
    if not isinstance(made, Agreement):
        raise ValueError(f"agreement-{heads} must be a network of self-attention.")
    return made


@st.fragment
def self_section(state: PageState[Any], views: dict[str, dict[str, Any]]) -> None:
    """Self-attention, and what it costs. `views` is {"self": {"id": …}, "waits": {"id": …,
    "step": …}}."""
    words = lesson("attention-self")
    words.show("self", **figures())
    kept = _controls(state)
    asked = kept.words or LECTURE
    model = network(int(state.now.x_heads))
    reading, alone = read(model, asked), read(network(0), asked)

    def chosen() -> None:
        cell = [int(value) for value in st.session_state[_KEY].cell]
        state.set(x_cell=".".join(map(str, cell)))

    data = self_scene(model, reading, alone)
    begin = {"id": views["self"]["id"], "cell": [int(n) for n in state.now.x_cell.split(".")]}
    _scene(key=_KEY, data={**data, "view": begin}, on_cell_change=chosen)
    words.show("self-try", title=False, **figures())
    costs_section(state, views["waits"], tuple(asked))
    state.save()


def _controls(state: PageState[Any]) -> Kept:
    store = st.session_state
    store[_PRESET] = SENTENCES.get(state.now.x_sentence)
    named = {label: sentence for sentence, label in SENTENCES.items()}

    def begin() -> None:
        if store[_PRESET] is not None:
            state.set(x_sentence=named[store[_PRESET]])

    st.segmented_control("Begin with", list(named), key=_PRESET, on_change=begin)
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        st.text_input(
            "Your sentence",
            key=state.widget("x_sentence"),
            max_chars=LONGEST_TYPED,
            placeholder=LECTURED,
            help=f"Up to {LONGEST} of the words listed below; others are left out.",
        )
        chooser(state, "x_heads", "Heads", HEADS)
    kept = keep(state.now.x_sentence)
    for said in about(kept):
        st.caption(said)
    with st.expander("Words that can be typed here", icon=":material/dictionary:"):
        for kind, listed in by_kind().items():
            st.markdown(f"**{kind}s** {' · '.join(listed)}")
    return kept


def about(kept: Kept) -> list[str]:
    """What became of a typed sentence, in words."""
    says = []
    if kept.unknown:
        seen = [f"“{literal(word[:20])}”" for word in kept.unknown[:UNKNOWN_SHOWN]]
        more = len(kept.unknown) - UNKNOWN_SHOWN
        says.append(
            "Left out, because this network has never seen them: "
            + " ".join(seen)
            + (f" and {more} more." if more > 0 else ".")
        )
    if kept.shortened:
        says.append(f"Only the first {LONGEST} known words are read.")
    if not kept.words:
        says.append(f"There are no known words to read. Shown instead: “{LECTURED}”.")
    return says


@cache
def figures() -> dict[str, str]:
    """What the text quotes: the reports of the networks with 2 heads and with none."""
    two, none = models.report("agreement-2"), models.report("agreement-0")
    found = {
        "right": f"{two['agreeing']['right']:,}",
        "asked": f"{two['agreeing']['asked']:,}",
        "alone": f"{none['agreeing']['right']:,}",
        "alone_percent": f"{100 * none['agreeing']['right'] / none['agreeing']['asked']:.0f}",
        "sentences": f"{two['sentences']['asked']:,}",
        "seconds": f"{two['seconds']:.0f}",
        "parameters": f"{two['parameters']:,}",
        "alone_parameters": f"{none['parameters']:,}",
        "lecture": LECTURED,
        "far": FAR,
    }
    for kind in AGREEING:
        one, other = two["weight_on_deciding"][kind]
        found |= {f"{kind}_1": show(one), f"{kind}_2": show(other)}
    return found
