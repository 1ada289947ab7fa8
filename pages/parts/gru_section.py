"""What is measured around the GRU: its two forms, its parameters, the time of a step."""

from __future__ import annotations

from typing import Any

import numpy as np
import streamlit as st

from core.cells import GRU, LSTM, VanillaRNN
from core.conventions import both_forms, mistaken
from core.corpus import split_names
from core.language import CharModel
from core.measure import distance, parameter_blocks
from core.stopwatch import TURNS, step_times
from core.sweeps import hold
from pages.parts.charts.steps import draw, step_curves
from pages.parts.lesson import Lesson
from pages.parts.numbers import show
from pages.parts.reading import model, reading, report
from pages.parts.settings import PageState

BEFORE, AFTER = NAMES = ("names-gru", "names-gru-after")
CELLS = {"RNN": VanillaRNN(), "GRU": GRU(), "LSTM": LSTM()}
COUNTED = {"rnn": "names-rnn", "gru": BEFORE, "lstm": "names-lstm"}
EVEN = 0.5
APART = "distance of the two h, as a share of their mean size"
LARGE = 256  # units of the second column of times


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
    title = f"In the other form h is {mean} apart"
    curves = {"h": ("the two h apart", apart)}
    draw("gru.apart", step_curves(read.symbols, curves, title, APART))


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


def multiples() -> list[float]:
    """The numbers that each cell learns, as multiples of the plain network's."""
    learned = [learned_in(model(name)) for name in COUNTED.values()]
    return [count / learned[0] for count in learned]


def ratio() -> str:
    return " : ".join(f"{times:g}" for times in multiples())


def learned_in(network: CharModel) -> int:
    return sum(block.count for block in parameter_blocks(network.cell, network.params))


def percent(share: float) -> str:
    return f"{show(100 * share)} %" if np.isfinite(share) else "nothing that can be measured"


@st.fragment
def times(words: Lesson, network: CharModel) -> None:
    """The time of a step of each cell.

    It is measured whenever this runs, and kept nowhere: when the page is opened, and when the
    button is pressed, which reruns this fragment.
    """
    words.show("time", turns=str(TURNS), ratio=ratio())
    st.button("Measure again", key="gru.measure")
    sizes = (network.hidden_size, LARGE)
    taken = [step_times(CELLS, len(network.alphabet), size) for size in sizes]
    head = " | ".join(f"at {size} units" for size in sizes)
    lines = [f"| cell | learned | {head} |", "|:--|--:|" + "--:|" * len(sizes)]
    for cell, times_rnn in zip(CELLS, multiples(), strict=True):
        each = (f"{show(1e6 * t[cell])}\u00a0µs (×\u00a0{t[cell] / t['RNN']:.1f})" for t in taken)
        lines.append(f"| {cell} | ×\u00a0{times_rnn:g} | {' | '.join(each)} |")
    st.markdown("\n".join(lines))
