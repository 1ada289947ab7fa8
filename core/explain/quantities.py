"""Opening traced quantities, their gradients, and the gradients of parameters."""

from __future__ import annotations

from collections.abc import Sequence

from core.cells.base import Cell
from core.explain.reader import Reader
from core.explain.record import (
    Explanation,
    Term,
    at_step,
    grad_symbol,
    param_symbol,
    summed,
    symbol_of,
)
from core.formula import ONE, Grad, Product, Value
from core.sequence import Grads, Trace


def explain(
    of: Trace | Grads,
    name: str,
    t: int,
    b: int,
    unit: int,
    inputs: Sequence[str] | None = None,
) -> Explanation:
    """Open one number of a trace, or of its gradients.

    name  a traced quantity; for gradients also "x". t counts from 0; t = -1 is the initial
          state. `inputs` are what the D inputs stand for, for the labels.
          Raises ValueError for a name, step, sequence or unit that is not there.
    """
    trace, grads = (of.trace, of) if isinstance(of, Grads) else (of, None)
    _check_place(trace, name, t, b, unit, grads is not None)
    reader = Reader(trace, grads, t, b, unit, inputs)
    return _value(reader, name) if grads is None else _gradient(reader, name)


def explain_param(
    grads: Grads, name: str, index: tuple[int, ...], inputs: Sequence[str] | None = None
) -> Explanation:
    """Open one entry of ∂L/∂(parameter): what each use of it, step by step, contributes.

    `inputs` are what the D inputs stand for, for the labels.
    Raises ValueError for an unknown parameter or an index outside it.
    """
    trace = grads.trace
    if name not in trace.params:
        raise ValueError(f"name must be one of {', '.join(trace.params)}; got {name!r}.")
    shape = trace.params[name].shape
    if len(index) != len(shape) or not all(0 <= i < n for i, n in zip(index, shape, strict=True)):
        raise ValueError(f"index must lie inside {name} of shape {shape}; got {index}.")
    block = index[0] if len(shape) == 3 else 0
    fed, received = trace.cell.param_use(name, block)
    unit = index[-1]
    source = index[-2] if name in ("W_x", "W_h") else unit
    terms = []
    for t in range(trace.T):
        for b in range(trace.B):
            reader = Reader(trace, grads, t, b, unit, inputs)
            label, value, _ = reader.at(source).read(fed)
            value *= reader.gain(name)
            d_label, d, ref = reader.read(Grad(received))
            terms.append(Term(label, value, d_label, d, value * d, ref))
    row = f"{source + 1}"
    if name == "W_x" and inputs is not None:
        row = rf"\mathrm{{{inputs[source]}}}"
    place = f"{row},{unit + 1}" if name in ("W_x", "W_h") else f"{unit + 1}"
    symbol = rf"\partial L/\partial {param_symbol(trace.cell, name, block)}[{place}]"
    to = at_step(trace.cell.quantity(received).latex, "t")
    return summed(
        symbol,
        "gradient of a parameter: the sum over all steps that use it",
        rf"{symbol} = \Sigma_t (\mathrm{{what\ it\ multiplies}})_t \cdot \partial L/\partial {to}",
        tuple(terms),
        float(grads.params[name][index]),
    )


def _value(reader: Reader, name: str) -> Explanation:
    cell, result = reader.trace.cell, reader.value(name)
    symbol = symbol_of(cell, name, reader.t, reader.unit)
    quantity = cell.quantity(name)
    if reader.t < 0:
        return Explanation(
            symbol, quantity.words, symbol, (), result, None, result, "the initial state, as given"
        )
    if name in cell.state and reader.ended():
        kept = reader.terms((Product(ONE, Value(name, -1)),))
        rule = f"{at_step(quantity.latex, 't')} = {at_step(quantity.latex, 't-1')}"
        note = "the sequence has ended: it keeps its last state"
        return summed(symbol, quantity.words, rule, kept, result, None, note)
    if reader.ended():
        note = "past the end of this sequence: computed on the padding, reaches nothing"
        rule = quantity.latex
        return Explanation(symbol, quantity.words, rule, (), result, None, result, note)
    if reader.is_held(name):
        note = "held by hand: what the network would have computed is not used"
        rule = rf"{quantity.latex} = \mathrm{{held}}"
        return Explanation(symbol, quantity.words, rule, (), result, None, result, note)
    formula = cell.formula(name)
    terms = reader.terms(formula.parts)
    return summed(symbol, quantity.words, formula.latex, terms, result, formula.function)


def _gradient(reader: Reader, name: str) -> Explanation:
    cell = reader.trace.cell
    symbol = grad_symbol(cell, name, reader.t, reader.unit)
    what = "input" if name == "x" else cell.quantity(name).words
    formula = cell.grad_formula(name)
    note, terms = "", reader.terms(formula.parts)
    if reader.ended():
        note, terms = "past the end of this sequence: nothing flows here", ()
    elif name.startswith("a_") and reader.is_held(name[2:]):
        note = "the gate is held: no gradient flows to its pre-activation"
    words = f"gradient of the loss with respect to the {what}"
    return summed(symbol, words, formula.latex, terms, reader.gradient(name), None, note)


def _check_place(trace: Trace, name: str, t: int, b: int, unit: int, gradient: bool) -> None:
    cell: Cell = trace.cell
    if not (gradient and name == "x"):
        cell.quantity(name)
    first = -1 if name in cell.state else 0
    width = trace.D if name == "x" else trace.H
    for label, value, low, high in (
        ("t", t, first, trace.T),
        ("b", b, 0, trace.B),
        ("unit", unit, 0, width),
    ):
        if not low <= value < high:
            raise ValueError(f"{label} must lie in {low}…{high - 1} for {name!r}; got {value}.")
