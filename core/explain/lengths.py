"""Opening the length of a vector or of a matrix: the root of the sum of its squares."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.explain.reader import Reader
from core.explain.record import (
    Explanation,
    Ref,
    Term,
    at_step,
    grad_symbol,
    param_symbol,
    summed,
)
from core.formula import Value
from core.influence import sizes
from core.sequence import Grads, Trace
from core.update import fed_to, uses

ALL = "a"  # names the pre-activations of all gates together


def explain_length(grads: Grads, name: str, t: int, b: int) -> Explanation:
    """Open ‖∂L/∂(name)_t‖, for a state or with "a" for all pre-activations together.

    Raises ValueError for another name or a step outside the sequence.
    """
    cell, trace = grads.trace.cell, grads.trace
    if name not in (*cell.state, ALL):
        raise ValueError(f"name must be one of {', '.join((*cell.state, ALL))}; got {name!r}.")
    _check_step(trace, t)
    names = [f"a_{gate}" for gate in cell.gates] if name == ALL else [name]
    terms = []
    for part in names:
        for unit, value in enumerate(grads[part][t, b].tolist()):
            label = grad_symbol(cell, part, t, unit)
            terms.append(
                Term(label, value, label, value, value * value, Ref("grads", part, t, unit))
            )
    stem = "a_t" if name == ALL else cell.quantity(name).latex
    symbol = rf"\partial L/\partial {at_step(stem, str(t + 1))}"
    vector = np.concatenate([grads[part][t, b] for part in names])
    return _rooted(symbol, "length of a gradient", terms, float(sizes(vector)))


def explain_use_length(
    grads: Grads, param: str, t: int, inputs: Sequence[str] | None = None
) -> Explanation:
    """Open the length of what the use at step t adds to ∂L/∂(param), for a batch of one: block by
    block, what was multiplied times the gradient that came back.

    Raises ValueError for a parameter that `uses` does not know, or a step outside the sequence.
    """
    trace = grads.trace
    cell = trace.cell
    added = uses(grads, param)
    _check_step(trace, t)
    terms = []
    for block in range(len(cell.gates)):
        factor, receiver = cell.param_use(param, block)
        fed = float(sizes(fed_to(trace, factor)[t, 0])) ** 2
        back = float(sizes(grads[receiver][t, 0])) ** 2
        stem = cell.quantity(receiver).latex
        back_label = rf"\partial L/\partial {at_step(stem, str(t + 1))}"
        fed_label = "1"
        if isinstance(factor, Value):
            reader = Reader(trace, grads, t, 0, 0, inputs)
            fed_label = "‖" + reader.read(factor)[0].split("[")[0] + "‖^2"
        terms.append(Term(fed_label, fed, f"‖{back_label}‖^2", back, fed * back))
    symbol = rf"\Delta \, \partial L/\partial {param_symbol(cell, param, len(cell.gates) - 1)}"
    if len(cell.gates) > 1:
        symbol = r"\Delta \, \partial L/\partial " + {"W_x": "U", "W_h": "W", "b": "b"}[param]
    words = "length of what the use at this step adds"
    return _rooted(symbol, words, terms, float(sizes(added[t].ravel())))


def _rooted(symbol: str, words: str, terms: list[Term], result: float) -> Explanation:
    rule = rf"‖{symbol}‖^2 = \Sigma \ \mathrm{{squares}}"
    opened = summed(f"‖{symbol}‖", words, rule, tuple(terms), result)
    note = f"the root of the sum: √{opened.sum:.4g} = {result:.4g}"
    return summed(f"‖{symbol}‖", words, rule, tuple(terms), result, None, note)


def _check_step(trace: Trace, t: int) -> None:
    if not 0 <= t < trace.T:
        raise ValueError(f"t must lie in 0…{trace.T - 1}; got {t}.")
