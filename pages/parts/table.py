"""The table of pages: what there is, in the order in which it teaches."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st


@dataclass(frozen=True)
class Entry:
    """A page: its script pages/lessons/<name>.py, which is also its address, and its title."""

    name: str
    title: str
    says: str

    def page(self) -> Any:
        """The page as Streamlit's navigation takes it; the first page answers at the root."""
        return st.Page(
            f"pages/lessons/{self.name}.py",
            title=self.title,
            url_path=self.name,
            default=self.name == "home",
        )


GROUPS = {
    "": [Entry("home", "Start", "Three networks read your name")],
    "Sequences and the plain RNN": [
        Entry(
            "unrolled",
            "The unrolled network",
            "One small function, used again for every letter: the loop unrolls into a chain.",
        ),
    ],
    "Learning through time": [
        Entry(
            "bptt",
            "Backpropagation through time",
            "The gradient walks back along the chain, and every step adds its share to one sum.",
        ),
        Entry(
            "gradients",
            "Gradients that fade or explode",
            "How much of a gradient is left after d steps, in four cells, on one scale.",
        ),
    ],
    "Gates": [
        Entry(
            "gates",
            "The gate, a valve",
            "100 flows in, 100 × gate flows out: what a number between 0 and 1 can do.",
        ),
        Entry(
            "lstm",
            "Inside the LSTM",
            "Four products, three gates and a conveyor: the cell as the machine it is.",
        ),
        Entry(
            "gru",
            "Inside the GRU",
            "One state, two gates, and a valve that mixes the old with the new.",
        ),
        Entry(
            "compare",
            "Four cells, one input",
            "RNN, LSTM, peephole LSTM and GRU must remember: see why one of them still knows.",
        ),
    ],
    "Architectures": [
        Entry(
            "seq2seq",
            "Encoder and decoder",
            "One network reads a word, its last state is the whole message, another one writes.",
        ),
        Entry(
            "attention",
            "Attention",
            "The decoder looks back at every input, and each number of its look can be opened.",
        ),
    ],
}
