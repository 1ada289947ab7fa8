"""The unrolled network as a scene: letters in, states along, predictions out."""

from __future__ import annotations

from typing import Any

from core.arrays import Array
from core.cells import Cell
from pages.parts.reading import Reading

GUESSES = 3


def unrolled_scene(reading: Reading, units: str, stage: str, folded: bool) -> dict[str, Any]:
    """What assets/components/unrolled draws.

    stage: "system" (no input, no output), "input" or "prediction".
    states: one entry a state of the cell, (T + 1, H) with the initial state first.
    matrices: U, W, V as they are, gate blocks side by side, for the small pictures on the wires.
    """
    trace, model = reading.trace, reading.model
    alphabet = model.alphabet.symbols
    probabilities = reading.probabilities[:, 0]
    ranked = probabilities.argsort(axis=-1)[:, ::-1][:, :GUESSES]
    return {
        "cell": trace.cell.title,
        "symbols": list(reading.symbols),
        "targets": [alphabet.index(letter) for letter in reading.targets],
        "alphabet": alphabet,
        "units": units,
        "stage": stage,
        "folded": folded,
        "states": [
            {
                "name": name,
                "latex": trace.cell.quantity(name).latex,
                "words": trace.cell.quantity(name).words,
                "values": trace.rows[name][:, 0],
            }
            for name in trace.cell.state
        ],
        "ranked": ranked.tolist(),
        "probabilities": probabilities,
        "matrices": {
            "U": {"values": _flat(model.params["W_x"]), "words": "U, input to hidden"},
            "W": {"values": _flat(model.params["W_h"]), "words": "W, hidden to hidden"},
            "V": {"values": model.readout["V"], "words": "V, hidden to output"},
        },
        "equations": _equations(trace.cell, stage),
    }


def _flat(blocks: Array) -> Array:
    """(G, K, H) → (K, G·H)"""
    return blocks.transpose(1, 0, 2).reshape(blocks.shape[1], -1)


def _equations(cell: Cell, stage: str) -> list[str]:
    """The rule of one step in general, then as this cell has it, then the prediction."""
    if stage == "system":
        return [
            r"s_t = f(s_{t-1}; \theta)",
            r"s_3 = f(s_2; \theta) = f(f(s_1; \theta); \theta)",
            r"\mathrm{here}\ s_t = h_t\ \mathrm{and}\ x_t = 0",
        ]
    rules = [r"h_t = f(h_{t-1}, x_t; \theta):", *(latex for _, latex in cell.equations)]
    return [*rules, r"\hat{y}_t = \mathrm{softmax}(c + V h_t)"] if stage == "prediction" else rules
