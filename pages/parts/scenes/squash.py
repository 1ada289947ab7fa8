"""One number through tanh, σ and ReLU as a scene: marked numbers, the learner's own, and every
place of the slider."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache
from typing import Any

from core.squash import FUNCTIONS, Squashed, line, squash
from pages.parts.numbers import show

REACH = 6.0  # the picture and the slider go from -REACH to REACH
PLACES = 241
MARKED = (5.0, 0.01, -0.5)
THREE_DIGITS = Context(prec=3, rounding=ROUND_HALF_UP)

_NAMES = {
    "tanh": ("tanh", "squashes to between −1 and 1"),
    "sigmoid": ("σ", "squashes to between 0 and 1"),
    "relu": ("ReLU", "cuts off what is below zero"),
}


def squash_scene(own: float) -> dict[str, Any]:
    """What assets/components/squash draws; `own` is any finite number."""
    slider, marks = _slider(), [*MARKED, own]
    marked = squash(marks)
    return {
        "reach": REACH,
        "places": slider["places"],
        "texts": slider["texts"],
        "marks": [
            {"a": a, "text": written(a), "words": words}
            for a, words in zip(marks, ["large", "small", "negative", "your number"], strict=True)
        ],
        "functions": [
            {
                "symbol": _NAMES[name][0],
                "words": _NAMES[name][1],
                "family": slider["family"][name],
                "marked": _numbers(marked[name]),
            }
            for name in FUNCTIONS
        ],
    }


@cache
def _slider() -> Mapping[str, Any]:
    """Every place of the slider: the same for everybody, and thousands of digits to write."""
    places = line(-REACH, REACH, PLACES)
    family = squash(places)
    return {
        "places": places.tolist(),
        "texts": [written(a) for a in places.tolist()],
        "family": {name: _numbers(family[name]) for name in FUNCTIONS},
    }


def _numbers(squashed: Squashed) -> dict[str, Any]:
    """Values for drawing, and how they are written."""
    return {
        "y": squashed.y,
        "slope": squashed.slope,
        "digits": [digits(y) for y in squashed.y.tolist()],
        "slopes": [digits(slope) for slope in squashed.slope.tolist()],
    }


def digits(value: float) -> str:
    """As `show`, three digits, but never rounded up to a bound that the value does not reach:
    tanh(5) is 0.9999, not 1.00."""
    size = abs(value)
    if not 0.001 <= size < 1:
        return show(value)
    exact = Decimal(size)
    places = 2 - THREE_DIGITS.create_decimal(exact).adjusted()
    text = _rounded(exact, places)
    while float(text) >= 1:  # ends: a float below 1 differs from it in the 17th place
        places += 1
        text = _rounded(exact, places)
    return ("−" if value < 0 else "") + text


def written(a: float) -> str:
    """An input as it was given: no digits that the learner did not type."""
    if a == 0:
        return "0"
    if not 1e-4 <= abs(a) < 1e6:
        return show(a)
    return f"{a:.6g}".replace("-", "−") if math.isfinite(a) else show(a)


def _rounded(exact: Decimal, places: int) -> str:
    return str(exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP))
