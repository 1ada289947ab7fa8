"""What all sections on learning look at: one network reading the learner's text, and its loss."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import streamlit as st

from core.language import CharModel
from pages.parts.chooser import chooser
from pages.parts.reading import LONGEST_TYPED, Reading, model, read_by, text_box
from pages.parts.settings import PageState, choice, text, whole

CELLS = {"rnn": "RNN", "lstm": "LSTM", "lstm-peephole": "LSTM with peepholes", "gru": "GRU"}
WEIGHTS = {"trained": "trained", "fresh": "fresh"}
LOSS_AT = {"every": "at every step", "last": "at the last step"}
LAST_SEED = 9999
FRESH_KEPT = 64  # untrained networks that are kept for everybody


@dataclass(frozen=True)
class LearnSettings:
    """What is read, by which network, and where its guesses are marked; the seed is that of
    fresh weights."""

    cell: str = choice("rnn", tuple(CELLS))
    weights: str = choice("trained", tuple(WEIGHTS))
    seed: int = whole(1, 0, LAST_SEED)
    loss_at: str = choice("every", tuple(LOSS_AT))
    text: str = text("marianne", LONGEST_TYPED)  # last: it hides the function of that name


@lru_cache(maxsize=FRESH_KEPT)
def fresh(cell: str, seed: int) -> CharModel:
    """An untrained network of the same cell and sizes as the trained one: nobody's private data."""
    made = model(f"names-{cell}")
    return CharModel.init(made.cell, made.hidden_size, np.random.default_rng(seed), made.alphabet)


def learner(now: Any) -> Reading:
    """The network that the settings name (they hold LearnSettings), reading their text."""
    trained = now.weights == "trained"
    network = model(f"names-{now.cell}") if trained else fresh(now.cell, now.seed)
    name = f"names-{now.cell}" if trained else f"fresh {now.cell} {now.seed}"
    taken = "last step" if now.loss_at == "last" else "every step"
    return read_by(network, name, now.text, loss_at=taken)


def learn_controls(state: PageState[Any]) -> None:
    """The controls of LearnSettings: call it in the fragment that holds all sections."""
    row = st.container(horizontal=True, gap="medium")
    text_box(state, box=row)
    for name, label, options in (
        ("cell", "Cell", CELLS),
        ("weights", "Weights", WEIGHTS),
        ("loss_at", "Loss", LOSS_AT),
    ):
        chooser(state, name, label, options, box=row)
    if state.now.weights == "fresh":
        row.number_input("Seed", 0, LAST_SEED, key=state.widget("seed"), width=140)
