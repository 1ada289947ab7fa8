"""The check of a gradient as a scene: all weights with their gradients, one of them at every ε."""

from __future__ import annotations

from math import floor, isfinite, log10
from typing import Any

from core.arrays import Array
from core.check import Index, Question, Quotients
from core.explain.record import param_symbol
from pages.parts.numbers import show
from pages.parts.panel import WITHOUT_STEP
from pages.parts.reading import Reading

DIGITS = 10  # of a gradient; a loss shows all that a double has
SYMBOLS = {"W_x": "U", "W_h": "W", "b": "b", "V": "V", "c": "c", "p": "p", "b_hn": "b′"}
WORDS = {
    "W_x": "input weights",
    "W_h": "recurrent weights",
    "b": "bias",
    "V": "output weights",
    "c": "bias of the guess",
    "p": "peepholes",
    "b_hn": "second bias",
}
OPENS = {"W_x": "U", "W_h": "W", "b": "b"}  # gradients that the panel knows, and their names there


def question_of(read: Reading) -> Question:
    """The loss of a reading as a function of its weights."""
    return Question(
        read.trace.cell, read.params, read.readout, read.trace.x, read.loss.targets, at=read.loss_at
    )


def blocks_of(values: Array) -> Array:
    """A parameter as (G, rows, columns)."""
    return values.reshape((1,) * (3 - values.ndim) + values.shape)


def place_of(question: Question, name: str, at: tuple[int, int, int]) -> Index:
    """The index of the entry at (block, row, column) in the parameter's own shape."""
    shape = question.parameters()[name].shape
    return at[3 - len(shape) :]


def nearest(question: Question, name: str, at: tuple[int, int, int]) -> tuple[str, tuple[int, ...]]:
    """`name` and `at`, or the nearest entry that this network has."""
    known = question.parameters()
    name = name if name in known else "W_h"
    shape = blocks_of(known[name]).shape
    return name, tuple(min(i, n - 1) for i, n in zip(at, shape, strict=True))


def check_scene(
    read: Reading, question: Question, name: str, at: tuple[int, int, int], found: Quotients
) -> dict[str, Any]:
    """What assets/components/check draws; `found` are the quotients of the weight at (name, at)."""
    gradients = question.gradient()
    estimates = found.estimate.tolist()
    cell = read.trace.cell
    return {
        "matrices": [
            {
                "name": key,
                "symbol": SYMBOLS[key],
                "words": WORDS[key],
                "values": blocks_of(values),
                "grads": blocks_of(gradients[key]),
                **_edges(read, key, blocks_of(values).shape),
            }
            for key, values in question.parameters().items()
        ],
        "chosen": {
            "name": name,
            "at": list(at),
            "symbol": symbol(read, name, at),
            "value": precise(float(question.parameters()[name][place_of(question, name, at)])),
            "opens": _opens(read, name, at),
        },
        "analytic": precise(found.analytic),
        "estimate": [precise(value, found.analytic) for value in estimates],
        "agree": [_agree(value, found.analytic) for value in estimates],
        "plus": [repr(value).replace("-", "−") for value in found.plus.tolist()],
        "minus": [repr(value).replace("-", "−") for value in found.minus.tolist()],
        "error": [show(value) for value in found.relative.tolist()],
        "epsilons": found.epsilons,
        "epsilonTexts": [show(value) for value in found.epsilons.tolist()],
        "relative": found.relative,
        "rounding": found.rounding,
        "truncation": found.truncation,
        "title": title(found),
        "cell": cell.title,
    }


def title(found: Quotients) -> str:
    """What the comparison says of this weight, at the ε that suits it best."""
    best = float(found.relative[found.best])
    if not isfinite(found.analytic) or not isfinite(best):
        return "The loss is no finite number here: there is nothing to compare"
    if found.analytic == 0 and not found.relative.any():
        return "Two ways to one number: both say exactly 0"
    return f"Two ways to one number: at the best ε they agree to {digits(best)} digits"


def digits(relative: float) -> int:
    """How many digits two numbers share, from their relative difference; 16 is all of a double."""
    return 16 if relative == 0 else max(0, min(16, floor(-log10(relative))))


def precise(value: float, like: float | None = None) -> str:
    """A number with DIGITS digits, in the form that `like` is written in."""
    if not isfinite(value):
        return show(value)
    size = abs(value if like is None or not isfinite(like) else like)
    power = floor(log10(size)) if size else 0
    if value == 0 and size == 0:
        return "0"
    if size == 0:
        return show(value)
    if -4 <= power < 5:
        return f"{value:.{DIGITS - 1 - power}f}".replace("-", "−")
    raised = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{value / 10.0**power:.{DIGITS - 1}f}".replace("-", "−") + f"×10{raised}"


def _agree(estimate: float, analytic: float) -> int:
    """How many characters the two have in common from the left."""
    one, other = precise(estimate, analytic), precise(analytic)
    return next((k for k, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(other))


def symbol(read: Reading, name: str, at: tuple[int, int, int]) -> str:
    """ "W[3,5]" as LaTeX: from unit 3 to unit 5."""
    block, row, column = at
    units, letters = [str(j + 1) for j in range(read.trace.H)], list(read.outputs)
    if name in ("V", "c"):
        place = f"{units[row]},{letters[column]}" if name == "V" else letters[column]
        return rf"{name}[\mathrm{{{place}}}]"
    stem = param_symbol(read.trace.cell, name, block)
    if name == "W_x":
        return rf"{stem}[\mathrm{{{read.inputs[row]}}},{units[column]}]"
    return f"{stem}[{units[row]},{units[column]}]" if name == "W_h" else f"{stem}[{units[column]}]"


def _edges(read: Reading, name: str, shape: tuple[int, ...]) -> dict[str, Any]:
    """What blocks, rows and columns of a parameter are called, and the colour of its weights."""
    cell, H = read.trace.cell, read.trace.H
    units = [str(j + 1) for j in range(H)]
    gates = list(cell.gates) if name in ("W_x", "W_h", "b") else [name] * shape[0]
    if name == "p":
        gates = ["i", "f", "o"]
    blocks = [cell.quantity(gate).words for gate in gates] if shape[0] > 1 else [""]
    if name in ("V", "c"):
        return {
            "blocks": blocks,
            "rows": units if name == "V" else [""],
            "columns": [*read.outputs],
        }
    rows = {"W_x": list(read.inputs), "W_h": units}.get(name, [""])
    return {"blocks": blocks, "rows": rows, "columns": units}


def _opens(read: Reading, name: str, at: tuple[int, int, int]) -> str:
    """The selection that opens this gradient in the panel; "" where the panel cannot."""
    if name not in OPENS or "d_weights" not in WITHOUT_STEP:
        return ""
    block, row, column = at
    return f"d_weights.{OPENS[name]}.{row}.{block * read.trace.H + column}"
