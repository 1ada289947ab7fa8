"""The map over radius and length as a scene."""

from __future__ import annotations

from typing import Any

from core.activations import activation
from core.border import RADII, STEPS, Border, Network
from core.cells import VanillaRNN
from pages.parts.numbers import show

TICKS = {0.25: "¼", 0.5: "½", 1.0: "1", 2.0: "2", 4.0: "4", 8.0: "8"}
LETTERS = {"tanh": "tanh", "relu": "ReLU", "sigmoid": "σ", "identity": "linear"}


def name_of(network: Network) -> str:
    """What a title calls the network."""
    cell = network.make()
    if isinstance(cell, VanillaRNN):
        return f"{LETTERS[network.activation]} RNN"
    title = "peephole LSTM" if network.cell == "lstm-peephole" else cell.title
    return f"{title}, forget bias {network.forget_bias:g}" if "f" in cell.gates else title


def border_scene(network: Network, found: Border) -> dict[str, Any]:
    """What assets/components/border draws, beside the place that a view begins with."""
    return {
        "title": title(network, found),
        "texts": [show(value) for value in RADII],
        "ticks": [[RADII.index(value), text] for value, text in TICKS.items()],
        "lines": _lines(network),
        "log": found.log10,
        "lost": found.lost.tolist(),
        "gone": found.gone.tolist(),
        "rate": found.rate,
        "powers": found.powers.tolist(),
    }


def nearest(radius: float) -> int:
    """The index among RADII of the one next to this radius."""
    return min(range(len(RADII)), key=lambda k: abs(RADII[k] - radius))


def title(network: Network, found: Border) -> str:
    """What the picture shows at its full length."""
    name = name_of(network)
    crossing = float(found.crossing[-1])
    if crossing != crossing:
        return f"{name}: after {STEPS} steps less than 1 is left at every radius up to 8"
    if crossing == RADII[0]:
        return f"{name}: after {STEPS} steps a radius of {show(crossing)} leaves 1 or more"
    return f"{name}: after {STEPS} steps less than 1 is left at every radius below {show(crossing)}"


def _lines(network: Network) -> list[list[Any]]:
    """Radii that are marked: 1, and for an RNN the one that its steepest slope asks for."""
    lines: list[list[Any]] = [[RADII.index(1.0), "radius 1"]]
    if network.cell == "rnn" and (steepest := activation(network.activation).max_slope) != 1.0:
        at = 1.0 / steepest
        lines.append([nearest(at), f"{at:g} = 1 / steepest slope of {LETTERS[network.activation]}"])
    return lines
