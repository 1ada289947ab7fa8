"""What an opened number looks like, and how its parts are labelled (LaTeX fragments)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.cells.base import Cell


@dataclass(frozen=True)
class Ref:
    """Where a number lives, so that a term can be opened in turn.

    source  "trace", "grads", "input", "injected" or "logits"; for attention "attention",
            "queries", "keys", "values" or "combined". t and unit count from 0; of keys and
            values t is the position, of scores and weights unit is.
    position  of the source, for an additive score's hidden unit; -1 otherwise
    """

    source: str
    name: str
    t: int
    unit: int
    position: int = -1


@dataclass(frozen=True)
class Term:
    """One product of the sum: weight · value = product.

    `ref` tells where `value` lives; None if there is nothing behind it to open.
    """

    weight_label: str
    weight: float
    value_label: str
    value: float
    product: float
    ref: Ref | None = None


@dataclass(frozen=True)
class Explanation:
    """One number, opened.

    symbol      LaTeX of the number ("f_{3}[2]")
    words       what it is
    equation    LaTeX of the rule, in symbols
    terms       the products that are added
    sum         Σ of the products
    function    name of the function applied to the sum, or None
    result      function(sum): the number that the trace holds
    note        why the rule does not apply here (a held gate, a sequence that has ended), or ""
    """

    symbol: str
    words: str
    equation: str
    terms: tuple[Term, ...]
    sum: float
    function: str | None
    result: float
    note: str = ""


def summed(
    symbol: str,
    words: str,
    equation: str,
    terms: tuple[Term, ...],
    result: float,
    function: str | None = None,
    note: str = "",
) -> Explanation:
    """An Explanation whose `sum` is that of its terms."""
    with np.errstate(all="ignore"):
        total = float(np.sum([term.product for term in terms])) if terms else 0.0
    return Explanation(symbol, words, equation, terms, total, function, result, note)


def at_step(latex: str, step: str) -> str:
    """A symbol at another step: "a_{f,t}" at 3 is "a_{f,3}"."""
    if latex.endswith(",t}"):
        return f"{latex[:-2]}{step}}}"
    if "(c_t)" in latex:
        return latex.replace("c_t", f"c_{{{step}}}")
    return f"{latex.removesuffix('_t')}_{{{step}}}"


def symbol_of(cell: Cell, name: str, t: int, unit: int) -> str:
    """ "f_{4}[3]" for ("f", 3, 2)."""
    stem = "x_t" if name == "x" else cell.quantity(name).latex
    return f"{at_step(stem, str(t + 1))}[{unit + 1}]"


def grad_symbol(cell: Cell, name: str, t: int, unit: int) -> str:
    return rf"\partial L/\partial {symbol_of(cell, name, t, unit)}"


def param_symbol(cell: Cell, param: str, block: int) -> str:
    """ "W_{f,h}" for ("W_h", 1) of an LSTM: the part of W_f [h, x] that meets h.

    The plain RNN and the GRU's candidate, whose two matrices stand apart, have U and W.
    """
    if param in ("p", "b_hn"):
        return "b_{hn}" if param == "b_hn" else f"p_{{{('i', 'f', 'o')[block]}}}"
    gate = cell.gates[block]
    if gate in ("h", "n"):
        return {"W_x": "U", "W_h": "W", "b": "b"}[param]
    sub = r"\tilde c" if gate == "g" else gate
    return {"W_x": f"W_{{{sub},x}}", "W_h": f"W_{{{sub},h}}", "b": f"b_{{{sub}}}"}[param]
