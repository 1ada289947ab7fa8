"""Several networks reading one text side by side, on one scale."""

from __future__ import annotations

from typing import Any

from pages.parts.reading import Reading


def readers_scene(readings: dict[str, Reading]) -> dict[str, Any]:
    """What assets/components/readers draws: per network the states and its best guess a step."""
    first = next(iter(readings.values()))
    alphabet = first.model.alphabet.symbols
    return {
        "symbols": list(first.symbols),
        "alphabet": alphabet,
        "targets": [alphabet.index(letter) for letter in first.targets],
        "readers": [
            {
                "name": name,
                "cell": read.trace.cell.title,
                "h": read.trace["h"][:, 0],
                "probabilities": read.probabilities[:, 0],
                "best": read.probabilities[:, 0].argmax(axis=-1).tolist(),
                "loss": read.loss.steps[:, 0],
            }
            for name, read in readings.items()
        ],
    }
