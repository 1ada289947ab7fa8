"""Section "radius and length" of the page on vanishing and exploding gradients."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from time import monotonic
from typing import Any

import streamlit as st

from core.border import CELLS, RADII, STEPS, Border, Network, border
from pages.parts.chooser import chooser
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.scenes.border import border_scene, nearest
from pages.parts.settings import PageState, choice, number, whole

NAMES = {"rnn": "RNN", "lstm": "LSTM", "lstm-peephole": "peephole LSTM", "gru": "GRU"}
ACTIVATIONS = {"identity": "linear", "tanh": "tanh", "sigmoid": "σ", "relu": "ReLU"}
SEED = 1  # that the page begins with, and the text quotes
LOW, HIGH = -3.0, 6.0  # of the forget bias
KEPT = 64  # maps that are remembered, for everybody: there is nothing of a visitor in them
PATIENCE = 0.3  # s before a bar says how far it is


@dataclass(frozen=True)
class BorderSettings:
    """What the page's settings must hold; m_radius stands for the radius of the map next to it."""

    m_cell: str = choice("rnn", tuple(NAMES))
    m_activation: str = choice("tanh", tuple(ACTIVATIONS))
    m_bias: float = number(1.0, LOW, HIGH)
    m_seed: int = whole(SEED, 0, 9999)
    m_radius: float = number(1.41, RADII[0], RADII[-1])
    m_length: int = whole(100, 1, STEPS)


_scene = component("border")
_KEY = "gradients.border"
_maps: OrderedDict[Network, Border] = OrderedDict()


@st.fragment
def border_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The map of ‖∂h_t/∂h_0‖; the page's settings hold BorderSettings. `view` is {"id": …,
    "radius": …, "length": …}, the place as a full run saw it: from there on it is the browser's."""
    words = lesson("gradients-border")
    words.show("border")
    _controls(state)
    network = asked(state.now)

    def picked() -> None:
        k, length = st.session_state[_KEY].pick
        state.set(m_radius=RADII[int(k)], m_length=int(length))

    place = st.empty()  # there in every run, so that what follows keeps its place
    scene = border_scene(network, measured(network, place))
    begin = {"id": view["id"], "at": [nearest(view["radius"]), view["length"]]}
    _scene(key=_KEY, data={**scene, "view": begin}, on_pick_change=picked)
    words.show("border-try", title=False, **figures(place))
    state.save()


def _controls(state: PageState[Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for name, label, options in (
            ("m_cell", "Cell of the networks", NAMES),
            ("m_activation", "Activation of the RNN", ACTIVATIONS),
        ):
            if name == "m_activation" and state.now.m_cell != "rnn":
                continue
            chooser(state, name, label, options)
        if "f" in CELLS[state.now.m_cell].gates:
            key = state.widget("m_bias")
            st.slider("Forget bias", LOW, HIGH, step=0.5, key=key, width=220)
        st.number_input("Seed", 0, 9999, step=1, key=state.widget("m_seed"), width=140)


def asked(now: Any) -> Network:
    """The networks that the settings ask for; what their cell does not have is left out."""
    gates = CELLS[now.m_cell].gates
    return Network(
        now.m_cell,
        now.m_activation if now.m_cell == "rnn" else "tanh",
        now.m_bias if "f" in gates else 0.0,
        now.m_seed,
    )


def measured(network: Network, place: Any = None) -> Border:
    """The map of these networks, measured once; in `place` a bar says how far it is if that takes
    a while."""
    if network not in _maps:
        start = monotonic()

        def progress(share: float) -> None:
            if place is not None and monotonic() - start > PATIENCE:
                place.progress(share, f"Measuring {len(RADII)} networks over {STEPS} steps")

        _maps[network] = border(network, progress)
        if place is not None:
            place.empty()
        while len(_maps) > KEPT:
            _maps.popitem(last=False)
    return _maps[network]


def figures(place: Any = None) -> dict[str, str]:
    """What the text quotes, all at the full length and the seed that the page begins with."""
    found = {}
    for activation in ACTIVATIONS:
        crossing = float(measured(Network("rnn", activation, seed=SEED), place).crossing[-1])
        found[activation] = show(crossing) if crossing == crossing else "none"
    return {**found, "steps": str(STEPS), "seed": str(SEED)}
