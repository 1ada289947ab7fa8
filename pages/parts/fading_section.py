"""Section "how much of a gradient is left" of the page on vanishing and exploding gradients."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from core.fading import BIASES, INPUTS, LENGTHS, LONGEST, RADII, REACHES, Setup
from pages.parts.chooser import chooser
from pages.parts.components import component
from pages.parts.lesson import lesson
from pages.parts.reach_section import ReachSettings, open_pair, reach_section
from pages.parts.scenes.fading import Question, fading_scene, nearest
from pages.parts.scenes.fading_figures import fading_figures, saturation_figures
from pages.parts.scenes.saturation import saturation_scene
from pages.parts.settings import PageState, choice, number, whole

MEASURES = {"h": "hidden state", "c": "cell state", "loss": "a loss"}
ACTIVATIONS = {"tanh": "tanh", "sigmoid": "σ", "relu": "ReLU", "identity": "identity"}
SIZES = ("4", "8", "16", "32")
LARGEST_SCALE = 10.0
PRESETS: dict[str, dict[str, Any]] = {
    "Vanishing": {"activation": "tanh", "radius": 0.9, "bias": 1.0, "measure": "h"},
    "Exploding": {"activation": "identity", "radius": 1.5, "bias": 1.0, "measure": "h"},
    "The LSTM keeps": {"activation": "tanh", "radius": 0.9, "bias": 3.0, "measure": "h"},
    "The LSTM forgets": {"activation": "tanh", "radius": 0.9, "bias": 0.0, "measure": "h"},
    "The LSTM explodes": {"activation": "tanh", "radius": 3.0, "bias": 3.0, "measure": "c"},
}


@dataclass(frozen=True)
class FadingSettings(ReachSettings):
    """What the page's settings must hold. Radius, bias and length are those of the sliders."""

    radius: float = number(0.9, RADII[0], RADII[-1])
    bias: float = number(1.0, BIASES[0], BIASES[-1])
    length: int = whole(60, LENGTHS[0], LENGTHS[-1])
    activation: str = choice("tanh", tuple(ACTIVATIONS))
    measure: str = choice("h", tuple(MEASURES))
    size: str = choice("16", SIZES)
    seed: int = whole(1, 1, 9999)
    scale: float = number(1.0, 0.0, LARGEST_SCALE)


_scene = component("fading")
_histograms = component("saturation")
_KEY, _HISTOGRAMS = "gradients.fading", "gradients.saturation"
_PRESET = "gradients/preset"
_LONGER = "gradients/longer"  # whether a drag has gone beyond the steps that were computed


@st.fragment
def fading_section(state: PageState[Any], view: dict[str, Any]) -> None:
    """The curves of all cells over the distance between two steps. `view` is {"id": …}."""
    words = lesson("gradients")
    now = state.now
    words.show(
        "fading", units=now.size, seed=str(now.seed), inputs=str(INPUTS), scale=f"{now.scale:g}"
    )
    _presets(state)
    _controls(state)
    question = _question(state)

    def moved(name: str, scene: str = _KEY) -> None:
        state.set(**{name: st.session_state[scene][name]})

    def stretched() -> None:
        moved("length")
        st.session_state[_LONGER] = False

    def longer() -> None:
        st.session_state[_LONGER] = True

    def opened() -> None:
        cell, distance = st.session_state[_KEY].open
        open_pair(state, cell, int(distance), 0)

    _scene(
        key=_KEY,
        data={**fading_scene(question), "view": view},
        on_radius_change=lambda: moved("radius"),
        on_bias_change=lambda: moved("bias"),
        on_length_change=stretched,
        on_longer_change=longer,
        on_open_change=opened,
    )
    words.show("fading-try", title=False, **fading_figures())
    reach_section(state, view, question)
    words.show("saturation", **saturation_figures())
    _histograms(
        key=_HISTOGRAMS,
        data=saturation_scene(question),
        on_radius_change=lambda: moved("radius", _HISTOGRAMS),
    )
    words.show("saturation-try", title=False, **saturation_figures())
    state.save()


def _presets(state: PageState[Any]) -> None:
    now, store = state.now, st.session_state
    store[_PRESET] = next((name for name, given in PRESETS.items() if _given(now, given)), None)

    def choose() -> None:
        if store[_PRESET] is not None:
            state.set(**PRESETS[store[_PRESET]])

    st.segmented_control("Begin with", list(PRESETS), key=_PRESET, on_change=choose)


def _given(now: Any, settings: dict[str, Any]) -> bool:
    return all(getattr(now, name) == value for name, value in settings.items())


def _controls(state: PageState[Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="medium"):
        for name, label, options in (
            ("measure", "Follow the gradient of", MEASURES),
            ("activation", "Activation of the RNN", ACTIVATIONS),
        ):
            chooser(state, name, label, options)
        with st.popover("More", icon=":material/tune:"):
            st.segmented_control("Hidden units H", SIZES, key=state.widget("size"), required=True)
            st.number_input("Seed", 1, 9999, key=state.widget("seed"))
            st.number_input("Input scale", 0.0, LARGEST_SCALE, step=0.5, key=state.widget("scale"))


def _question(state: PageState[Any]) -> Question:
    now = state.now
    setup = Setup(now.activation, int(now.size), now.seed, now.scale)
    places = {
        "radius": nearest(RADII, now.radius),
        "bias": nearest(BIASES, now.bias),
        "length": int(nearest(LENGTHS, now.length)),
    }
    if any(getattr(now, name) != place for name, place in places.items()):
        state.set(**places)  # a link may say any number; the page says what it shows
    longer = st.session_state.get(_LONGER, False)
    steps = LONGEST if longer else next(n for n in REACHES if n >= places["length"])
    return Question(setup, now.measure, steps=steps, **places)
