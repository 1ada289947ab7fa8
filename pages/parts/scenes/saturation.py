"""What saturation does to a gradient as a scene: histograms of states and slopes of the RNN."""

from __future__ import annotations

from typing import Any

from core.activations import ACTIVATIONS
from core.fading import RADII
from core.slopes import DECADES, NEAR_LIMIT, Slopes, slopes
from pages.parts.scenes.fading import Question, power_of_ten, slider

PHI = {"tanh": r"\tanh", "sigmoid": r"\sigma", "relu": r"\mathrm{ReLU}", "identity": r"\mathrm{id}"}
SLOPE = {
    "tanh": r"1 - h^2",
    "sigmoid": r"h\,(1 - h)",
    "relu": r"\mathrm{1 if }h > 0\mathrm{, else 0}",
    "identity": r"\mathrm{1}",
}


def saturation_scene(q: Question) -> dict[str, Any]:
    """What assets/components/saturation draws, at every place of the radius."""
    found = slopes(q.setup, q.length)
    name = q.setup.activation
    h = "|h|" if found.decades else "h"
    return {
        "radius": slider(RADII, q.radius, (0, 1, 2, 4)),
        "steps": q.length,
        "word": "off" if name == "relu" else "saturated",
        "means": _means(name),
        "panels": [
            {
                "latex": rf"\mathrm{{states }}{h}\mathrm{{, all steps and units}}",
                "words": "histogram of the states",
                "role": "h",
                "shares": found.h,
                "ticks": _state_ticks(found, name),
                "zones": _state_zones(name),
            },
            {
                "latex": rf"\mathrm{{slopes }}\varphi'(a) = {SLOPE[name]}",
                "words": "histogram of the slopes",
                "role": "gradient",
                "shares": found.slope,
                "ticks": [[at, f"{at * found.steepest:g}"] for at in (0, 0.25, 0.5, 0.75, 1)],
                "zones": [[0.0, 1 - NEAR_LIMIT**2]] if name in ("tanh", "sigmoid") else [],
            },
        ],
        "saturated": found.saturated,
        "mean": found.mean,
        "typical": found.typical,
        "product": found.product,
    }


def _means(name: str) -> str:
    high = (1 + NEAR_LIMIT) / 2
    return {
        "tanh": f"|h| > {NEAR_LIMIT:g}",
        "sigmoid": f"h < {1 - high:.3g} or h > {high:.3g}",
        "relu": "h = 0",
        "identity": "it has no limits",
    }[name]


def _state_ticks(found: Slopes, name: str) -> list[list[Any]]:
    """[share of the axis, text]"""
    if not found.decades:
        phi = ACTIVATIONS[name]
        low, span = phi.low, phi.high - phi.low
        marks = [low, (low + phi.high) / 2, phi.high]
        return [[(m - low) / span, f"{m:g}".replace("-", "−")] for m in marks]
    low, high = DECADES[0] - 1, DECADES[1] + 1
    decades = [[(p - low) / (high - low), power_of_ten(p)] for p in range(-4, 9, 4)]
    return [[0.0, "0"], *decades, [1.0, "∞"]]


def _state_zones(name: str) -> list[list[float]]:
    edge = (1 - NEAR_LIMIT) / 2
    return [[0.0, edge], [1 - edge, 1.0]] if name in ("tanh", "sigmoid") else []
