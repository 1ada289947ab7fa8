"""Section "what must wait for what" of the page on attention."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import streamlit as st

from core.attention.costs import measured
from core.attention.growing import (
    ATTENTION,
    CELLS,
    HEADS,
    LENGTHS,
    SIZES,
    Growing,
    cost,
    crosses,
    growing,
)
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.scenes.costs import costs_scene
from pages.parts.scenes.waits import waits_scene
from pages.parts.settings import PageState, choice, whole

TIMED = tuple(T for T in LENGTHS if T <= 512)
MOST_ROUNDS = 200


@dataclass(frozen=True)
class CostsSettings:
    """What the page's settings must hold; k_round is the round of the picture."""

    k_units: str = choice("64", tuple(map(str, SIZES)))
    k_round: int = whole(0, 0, MOST_ROUNDS)


_waits = component("waits")
_costs = component("costs")
_WAITS, _COSTS = "attention.waits", "attention.costs"
_TIMES = "attention/times"  # what this visitor measured: (units, {name: seconds})


@st.fragment
def costs_section(state: PageState[Any], view: dict[str, Any], words_read: tuple[str, ...]) -> None:
    """Recurrence against self-attention. `view` is {"id": …, "step": …}."""
    words = lesson("attention-self")
    words.show("waits", **figures())

    def stepped() -> None:
        state.set(k_round=min(MOST_ROUNDS, int(st.session_state[_WAITS].step)))

    def slid() -> None:
        state.set(k_units=f"{st.session_state[_COSTS].slid:g}")

    _waits(key=_WAITS, data={**waits_scene(words_read), "view": view}, on_step_change=stepped)
    words.show("costs", **figures())
    units = int(state.now.k_units)
    times = st.session_state.get(_TIMES)
    shown = times[1] if times is not None and times[0] == units else None
    _costs(
        key=_COSTS,
        data={**costs_scene(_growing(), units, shown), "view": view},
        on_slid_change=slid,
    )
    _measure(units, shown is not None)
    words.show("costs-try", title=False, **figures())
    state.save()


@cache
def _growing() -> Growing:
    """Counted once."""
    return growing()


def _measure(units: int, there: bool) -> None:
    """A button that runs both here, on this machine, and says how that was done."""

    def run() -> None:
        recurrent, attending = measured(CELLS["GRU"], HEADS, TIMED, units, units)
        st.session_state[_TIMES] = (units, {"GRU": recurrent, ATTENTION: attending})

    label = "Measure again" if there else f"Measure it here, with {units} units"
    st.button(label, on_click=run, icon=":material/timer:")
    if there:
        st.caption(
            f"Forward, one sequence, {units} units, {HEADS} heads, in NumPy on the machine that "
            f"serves this page: medians of five runs for 2 to {TIMED[-1]} positions. NumPy works "
            "on few processor cores, and other visitors share them."
        )


@cache
def figures() -> dict[str, str]:
    """What the text quotes, all counted."""
    short, long = cost("plain RNN", 8, 64), cost("plain RNN", 64, 64)
    attending = cost(ATTENTION, 8, 64)
    small, large = cost(ATTENTION, 512, 64), cost(ATTENTION, 1024, 64)
    gru_small, gru_large = cost("GRU", 512, 64), cost("GRU", 1024, 64)
    return {
        "rnn_short": str(short.rounds),
        "rnn_long": str(long.rounds),
        "attention_rounds": str(attending.rounds),
        "heads": str(HEADS),
        "gru_from": f"{crosses('GRU', 64):,}",
        "lstm_from": f"{crosses('LSTM', 64):,}",
        "gru_from_large": f"{crosses('GRU', 512):,}",
        "kept_times": show(large.numbers / small.numbers),
        "gru_kept_times": show(gru_large.numbers / gru_small.numbers),
        "timed": str(TIMED[-1]),
    }
