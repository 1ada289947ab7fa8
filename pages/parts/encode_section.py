"""Section "the last state is the whole message" of the page on encoder and decoder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.panel import open_panel, selection
from pages.parts.passage import PARTS, Passage
from pages.parts.scenes.translate import translate_scene
from pages.parts.settings import PageState, choice, whole
from pages.parts.translation import LONGEST_READ, LONGEST_WRITTEN, Typed, translator

LAST = max(LONGEST_READ.values()) + 1 + max(LONGEST_WRITTEN.values())


@dataclass(frozen=True)
class EncodeSettings:
    """`part` says of which cell the number `sel` is; a step of LAST is the last there is."""

    step: int = whole(LAST, 0, LAST)
    part: str = choice("decoder", PARTS)
    sel: str = selection("trace.h.-1.0")


_scene = component("translate")
_KEY = "seq2seq.scene"


@st.fragment
def encode_section(state: PageState[Any], view: dict[str, Any], typed: Typed) -> None:
    """The word goes in, the message over, the output comes; and the panel of any number of it.

    `view` is {"id": …, "step": …, "part": …, "sel": …}.
    """
    words = lesson("seq2seq")
    model = translator(typed.task)
    written = model.greedy(typed.tokens, LONGEST_WRITTEN[typed.task])
    passage = Passage(model, typed.tokens, written.run, "what was written")
    last = len(typed.tokens) + len(written.steps)

    def stepped() -> None:
        at = st.session_state[_KEY].step
        state.set(step=at if at < last else LAST)

    def opened() -> None:
        part, sel = st.session_state[_KEY].open
        state.set(part=part, sel=sel)

    words.show(
        "encode",
        units=str(model.hidden_size),
        half=str(passage.run.encoder[0].H),
        parameters=f"{model.parameter_count:,}",
        symbols=str(len(model.target) + 1),
    )
    _scene(
        key=_KEY,
        data={**translate_scene(model, passage, written), "view": view},
        on_step_change=stepped,
        on_open_change=opened,
    )
    part = passage.parts.get(state.now.part, passage.parts["decoder"])
    open_panel(state, part)
    words.show("encode-try", title=False, units=str(model.hidden_size))
    state.save()
