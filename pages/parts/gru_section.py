"""What is measured around the GRU: its two forms, its parameters, the time of a step."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from core.cells import GRU, LSTM, VanillaRNN
from core.conventions import both_forms, mistaken
from core.language import CharModel
from core.measure import distance, parameter_blocks
from core.pretrain import split_names
from core.stopwatch import TURNS, step_times
from core.sweeps import hold
from pages.parts.charts.apart import apart_chart
from pages.parts.lesson import Lesson
from pages.parts.numbers import show
from pages.parts.reading import model, reading, report
from pages.parts.settings import PageState

BEFORE, AFTER = NAMES = ("names-gru", "names-gru-after")
CELLS = {"plain RNN": VanillaRNN(), "GRU": GRU(), "LSTM": LSTM()}
COUNTED = {"rnn": "names-rnn", "gru": BEFORE, "lstm": "names-lstm"}
EVEN = 0.5
LARGE = 256  # units of the second row of times


def forms(state: PageState[Any], words: Lesson) -> None:
    """Both places where r can act: as trained, and on the same weights. Setting: even."""
    bits = [show(report(name)["bits_per_character"]["held_out"]) for name in NAMES]
    words.show("forms", before=bits[0], after=bits[1], mistaken=show(mistaken_bits()))
    read = reading(BEFORE, state.now.text)
    network, x = read.model, read.trace.x
    apart = distance(*both_forms(network.params, x), "h")
    words.show("apart", mean=percent(float(apart.mean())))
    st.toggle(f"The same r for all units: {EVEN}", key=state.widget("even"))
    if state.now.even:
        clamp = hold({"r": EVEN}, read.trace.T, read.trace.H)
        apart = distance(*both_forms(network.params, x, clamp), "h")
    mean = percent(float(apart.mean()))
    title = f"The same weights, r before and after the product: h is {mean} apart"
    st.vega_lite_chart(
        apart_chart(read.symbols, apart, title), width="stretch", theme=None, key="gru.apart"
    )


@st.cache_resource(show_spinner=False)
def mistaken_bits() -> float:
    """Bits per letter on names not trained on, of weights that are taken for the other form."""
    return mistaken(model(BEFORE)).bits_per_character(split_names()[1])


def counts() -> dict[str, str]:
    """How many numbers the three cells learn, at the size that comes with the app."""
    learned = {key: learned_in(model(name)) for key, name in COUNTED.items()}
    extra = learned_in(model(AFTER)) - learned["gru"]
    return {
        **{key: f"{count:,}" for key, count in learned.items()},
        "units": str(model(BEFORE).hidden_size),
        "ratio": ratio(),
        "extra": str(extra),
    }


def ratio() -> str:
    """The numbers learned, as multiples of the plain network's."""
    learned = [learned_in(model(name)) for name in COUNTED.values()]
    return " : ".join(f"{count / learned[0]:g}" for count in learned)


def learned_in(network: CharModel) -> int:
    return sum(block.count for block in parameter_blocks(network.cell, network.params))


def percent(share: float) -> str:
    return f"{show(100 * share)} %" if np.isfinite(share) else "nothing that can be measured"


@st.fragment
def times(words: Lesson, network: CharModel) -> None:
    """The time of a step of each cell, measured when the page is opened and when asked again."""
    words.show("time", turns=str(TURNS), ratio=ratio())
    held = st.session_state.get("gru/times")
    if st.button("Measure again", key="gru.measure") or held is None:
        sizes = (network.hidden_size, LARGE)
        held = {size: step_times(CELLS, len(network.alphabet), size) for size in sizes}
        st.session_state["gru/times"] = held
    head = " | ".join(CELLS)
    lines = [f"| units | {head} | as |", "|--:|" + "--:|" * len(CELLS) + ":--|"]
    for size, taken in held.items():
        least = taken["plain RNN"]
        each = " | ".join(f"{show(1e6 * seconds)} µs" for seconds in taken.values())
        as_ = " : ".join(show(seconds / least) for seconds in taken.values())
        lines.append(f"| {size} | {each} | {as_} |")
    st.markdown("\n".join(lines))
