"""Questions about a traced network: one gate of one unit held by hand, at one step.

The candidates are the batch: each has a hold of its own, and one pass computes all answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.cells import Cell
from core.explain.reader import Reader
from core.formula import Factor as Part
from core.formula import One, Product, Value
from core.quiz.judge import wrong_ways
from core.quiz.question import Factor, Given, Piece, Question
from core.sequence import Trace, forward

VALUES = (0.1, 0.2, 0.25, 0.75, 0.8, 0.9)  # at which a gate may be held
CANDIDATES = 24
LARGE = 9.9
TOLERANCE, SLACK = 0.02, 0.01
SMALL = 0.05  # a number so near to zero tells little
TELLING = ("ungated", "unweighted", "added", "complement", "swapped", "alone", "added-again")


@dataclass(frozen=True)
class _Hold:
    """`name` of a unit held at `value` at step t, and the quantity asked for with its own unit
    and step: those of the hold, but the step after it for a silenced state."""

    name: str
    unit: int
    t: int
    value: float
    asked: str
    asked_unit: int
    asked_t: int


def held_question(
    trace: Trace,
    seed: int,
    inputs: Sequence[str] | None = None,
) -> Question | None:
    """What a number of `trace` (B = 1, no gate held) would be, had one gate been held.

    A cell with gates is asked for the product or the sum that the gate is in; a cell without,
    for the pre-activation, had one unit before it been silent. One seed after another asks for
    every gate. `inputs` are what the D inputs stand for.
    None if there is nothing to ask: one step alone, or states that are all zero.
    Raises ValueError for more than one sequence.
    """
    if trace.B != 1:
        raise ValueError(f"held_question reads one sequence; got B = {trace.B}.")
    rng = np.random.default_rng(seed)
    if trace.T < 2:
        return None
    holds = _gate_holds(trace, seed, rng) or _silences(trace, rng)
    if not holds:
        return None
    clamp: dict[str, np.ndarray] = {}
    for b, hold in enumerate(holds):
        free = np.full((trace.T, len(holds), trace.H), np.nan)
        clamp.setdefault(hold.name, free)[hold.t, b, hold.unit] = hold.value
    x = np.broadcast_to(trace.x, (trace.T, len(holds), trace.D))
    initial = {name: rows[0] for name, rows in trace.rows.items()}
    held = forward(trace.cell, trace.params, x, initial=initial, clamp=clamp)
    best: tuple[float, Question] | None = None
    for b, hold in enumerate(holds):
        question = _question(trace, held, b, hold, inputs)
        worth = _worth(question)
        if best is None or worth > best[0]:
            best = worth, question
        if worth >= 1.0:
            break
    return best[1] if best and best[0] > 0.0 else None


def _gate_holds(trace: Trace, seed: int, rng: np.random.Generator) -> list[_Hold]:
    """Holds of gates that are a factor in a state, or in what goes into one."""
    slots = [
        (part.weight.name, quantity.name)
        for kind in ("state", "intermediate")
        for quantity in trace.cell.quantities
        if quantity.kind == kind
        for part in _products(trace.cell, quantity.name)
        if isinstance(part.weight, Value) and _is_gate(trace.cell, part.weight.name)
    ]
    slots = [slot for slot in dict.fromkeys(slots) if slot[0] in trace.cell.gates]
    if not slots:
        return []
    gate, asked = slots[(seed - 1) % len(slots)]
    holds = []
    for _ in range(CANDIDATES):
        t, unit = int(rng.integers(1, trace.T)), int(rng.integers(trace.H))
        holds.append(_Hold(gate, unit, t, float(rng.choice(VALUES)), asked, unit, t))
    return holds


def _silences(trace: Trace, rng: np.random.Generator) -> list[_Hold]:
    """Holds of one unit of a state at 0, asked for in the next step's pre-activation."""
    if "h" not in trace.cell.gates:
        return []
    return [
        _Hold("h", int(unit), int(t) - 1, 0.0, "a_h", int(to), int(t))
        for t, unit, to in zip(
            rng.integers(1, trace.T, CANDIDATES),
            rng.integers(trace.H, size=CANDIDATES),
            rng.integers(trace.H, size=CANDIDATES),
            strict=True,
        )
    ]


def _products(cell: Cell, name: str) -> tuple[Product, ...]:
    """The products of a quantity that is a sum of products and nothing else, or ()."""
    formula = cell.formula(name)
    parts = tuple(part for part in formula.parts if isinstance(part, Product))
    plain = formula.function is None and len(parts) == len(formula.parts)
    return parts if plain else ()


def _is_gate(cell: Cell, name: str) -> bool:
    return cell.quantity(name).kind == "gate"


def _question(
    free: Trace, trace: Trace, b: int, hold: _Hold, inputs: Sequence[str] | None
) -> Question:
    reader = Reader(trace, None, hold.asked_t, b, hold.asked_unit, inputs)
    alone = Reader(free, None, hold.asked_t, 0, hold.asked_unit, inputs)
    asked = _given(reader, Value(hold.asked))
    if hold.asked == "a_h":
        pieces, inside = _without(alone, hold.unit), None
        asked = replace(asked, words=f"sum without unit {hold.unit + 1}")
        held = replace(pieces[1].right.given, value=hold.value, held=True)
        own = pieces[1].right.given.value
    else:
        pieces = tuple(
            _piece(reader, part, hold.name) for part in _products(trace.cell, hold.asked)
        )
        inside = _inside(reader, pieces)
        held = _given(reader, Value(hold.name), hold.name)
        own = alone.value(hold.name)
    # A number that is shown with one decimal less is known ten times less well.
    coarse = [abs(piece.right.value) >= LARGE for piece in pieces]
    inner = inside is not None and abs(inside.value) >= LARGE
    return Question(
        "silenced" if hold.asked == "a_h" else "held",
        asked,
        pieces,
        TOLERANCE * (10 if any(coarse) else 1),
        SLACK * (10 if any(coarse) or inner else 1),
        inside,
        held,
        (own, alone.value(hold.asked)),
        hold.asked_t,
        hold.asked_unit,
    )


def _piece(reader: Reader, part: Product, held: str) -> Piece:
    left = None if isinstance(part.weight, One) else _factor(reader, part.weight, held)
    return Piece(left, _factor(reader, part.value, held), part.sign)


def _factor(reader: Reader, part: Part, held: str) -> Factor:
    if not isinstance(part, Value):
        raise ValueError(f"a question is made of traced values; got {part}.")
    return Factor(_given(reader, replace(part, complement=False), held), part.complement)


def _given(reader: Reader, value: Value, held: str = "") -> Given:
    label, number, _ = reader.read(value)
    quantity = reader.trace.cell.quantity(value.name)
    words = quantity.words if not value.shift else f"{quantity.words} before"
    scales = "gate" if quantity.kind == "gate" else ""
    return Given(
        value.name, words, quantity.role, label, number, scales, bool(held) and value.name == held
    )


def _inside(reader: Reader, pieces: tuple[Piece, ...]) -> Given | None:
    """What stands inside a squashed factor: c for tanh(c)."""
    for piece in pieces:
        name = piece.right.given.name
        formula = reader.trace.cell.formula(name)
        if reader.trace.cell.quantity(name).kind == "intermediate" and formula.function:
            (part,) = formula.parts
            if isinstance(part, Product) and isinstance(part.value, Value):
                found = _given(reader, part.value)
                return None if abs(found.value - piece.right.value) < TOLERANCE else found
    return None


def _without(alone: Reader, source: int) -> tuple[Piece, ...]:
    """The sum as it is, less what unit `source` of the state before adds to it."""
    weights = alone.trace.params["W_h"][0]
    weight = Given(
        "W_h",
        "weight",
        "h",
        f"W[{source + 1},{alone.unit + 1}]",
        float(weights[source, alone.unit]),
        "weight",
    )
    a, h = _given(alone, Value("a_h")), _given(alone.at(source), Value("h", -1))
    a = replace(a, words="sum as it is")
    return Piece(None, Factor(a)), Piece(Factor(weight), Factor(h), -1.0)


def _worth(question: Question) -> float:
    """How much a question tells: 1 if the network's own number and every telling mistake lie
    elsewhere and no number is tiny; less the nearer they are; -1 if a number is not finite."""
    own = question.before[1] if question.before else question.answer
    sizes = [abs(given.value) for given in question.givens] + [abs(question.answer)]
    if not np.isfinite([own, *sizes]).all():
        return -1.0
    far = 4 * question.tolerance
    worth = min(1.0, abs(own - question.answer) / far, min(sizes) / SMALL)
    if worth < 1.0:  # its mistakes need not be computed
        return worth
    off = [abs(m.value - question.answer) for m in wrong_ways(question) if m.kind in TELLING]
    return min(1.0, min(off) / far)
