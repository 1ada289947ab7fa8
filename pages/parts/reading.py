"""A trained network reading what the visitor typed: the text, the trace, the loss, its gradient.

What someone typed is computed anew for that someone and never enters a cache; models, which
are everybody's, are loaded once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import streamlit as st

from core import language, models
from core.arrays import Array, Params
from core.cells import Cell
from core.readout import Loss, loss, probability_of
from core.sequence import Grads, Trace, backward, forward
from core.text import LONGEST, Cleaned, clean
from pages.parts.opening import Openable
from pages.parts.settings import PageState

LONGEST_TYPED = 500  # characters that a text setting keeps
MOST_STEPS = LONGEST + 1  # that a reading has: the letters and the boundary before them
MOST_UNITS = 16  # that a setting may name; the models that pages open have fewer
ONLY_THE_START = "the network reads only the start sign ·"


@dataclass(frozen=True)
class Reading(Openable):
    """One pass of a model over one text (B = 1).

    symbols   the T symbols read, the boundary first; targets: the T that really follow
    driven    False if the inputs were zero, and the text only says for how many steps
    loss_at   where the loss is taken, as `core.readout.loss` names it
    """

    model_name: str
    model: language.CharModel
    clean: Cleaned
    trace: Trace
    loss: Loss
    driven: bool = True
    loss_at: str = "every step"

    @property
    def readout(self) -> Params:
        return self.model.readout

    @property
    def inputs(self) -> str:
        return self.model.alphabet.symbols

    @property
    def outputs(self) -> str:
        return self.model.alphabet.symbols

    @property
    def symbols(self) -> tuple[str, ...]:
        return (self.model.alphabet.symbols[0], *self.clean.letters)

    @property
    def targets(self) -> tuple[str, ...]:
        return (*self.clean.letters, self.model.alphabet.symbols[0])

    @property
    def probabilities(self) -> Array:
        """(T, 1, K)"""
        return self.loss.prediction

    @property
    def right(self) -> Array:
        """(T,): the probability of the letter that really follows."""
        classes = [[self.outputs.index(letter)] for letter in self.targets]
        return probability_of(self.loss.prediction, classes)[:, 0]

    @cached_property
    def grads(self) -> Grads:
        """Gradients of the summed next-letter loss."""
        return backward(self.trace, self.loss.d_h)

    def asked(self, t: int) -> bool:
        """Whether a loss is taken at step t."""
        return self.loss_at == "every step" or t == self.trace.T - 1

    def target(self, t: int) -> int | None:
        return self.outputs.index(self.targets[t]) if self.asked(t) else None


@st.cache_resource(show_spinner=False)
def model(name: str) -> language.CharModel:
    """A shipped model, loaded once for everybody."""
    return models.load(name)


@st.cache_resource(show_spinner=False)
def report(name: str) -> dict[str, Any]:
    """What was measured when a shipped model was made."""
    return models.report(name)


def reading(
    model_name: str,
    typed: str,
    clamp: Mapping[str, Array] | None = None,
    cell: Cell | None = None,
    driven: bool = True,
) -> Reading:
    """Let a shipped model read `typed`, mapped onto its alphabet.

    `cell` overrides the options of the model's cell; without `driven` every input is zero, and
    the network is a dynamical system left to itself for as many steps.
    """
    network = model(model_name)
    if cell is not None:
        network = replace(network, cell=cell)
    return read_by(network, model_name, typed, clamp, driven)


def read_by(
    network: language.CharModel,
    name: str,
    typed: str,
    clamp: Mapping[str, Array] | None = None,
    driven: bool = True,
    loss_at: str = "every step",
) -> Reading:
    """As `reading`, for any letter model; `name` is what it is called."""
    kept = clean(typed)
    batch = network.alphabet.encode(kept.letters)
    x = batch.x if driven else np.zeros_like(batch.x)
    trace = forward(network.cell, network.params, x, clamp=clamp)
    losses = loss(network.readout, trace["h"], batch.targets, at=loss_at)
    return Reading(name, network, kept, trace, losses, driven, loss_at)


def text_box(state: PageState[Any], label: str = "Your text", box: Any = st) -> Cleaned:
    """The box in which a visitor types (in container `box`), and under it what became of it."""
    box.text_input(
        label,
        key=state.widget("text"),
        max_chars=LONGEST_TYPED,
        placeholder="a name, or any letters",
        help="The network knows the 26 letters a–z. Accents are taken off, the rest is left out.",
    )
    kept = clean(state.now.text)
    if message := about(kept):
        st.caption(message)
    return kept


def about(kept: Cleaned) -> str:
    """What was changed in the text, in words; "" if nothing was."""
    parts = []
    if kept.left_out:
        shown = " ".join("space" if c == " " else c for c in kept.left_out[:8])
        more = " …" if len(kept.left_out) > 8 else ""
        parts.append(f"Left out, because the network knows only a–z: {_literal(shown)}{more}")
    if kept.shortened:
        parts.append(f"Only the first {kept.longest} letters are read: “{kept.letters}”")
    if not kept.letters:
        parts.append(f"No letters: {ONLY_THE_START}")
    return " · ".join(parts)


def _literal(text: str) -> str:
    """Text that Markdown must not read as markup."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|~<>$:" else c for c in text)
