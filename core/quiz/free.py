"""Questions with numbers for the head, answered by one LSTM step with every gate held."""

from __future__ import annotations

import numpy as np

from core import valves
from core.quiz.judge import wrong_ways
from core.quiz.question import Factor, Given, Piece, Question

KINDS = ("forget", "remember", "select", "update")
TOLERANCE, SLACK = 1.0, 0.05
MEMORIES = tuple(float(m) for m in range(20, 101, 10))
GATES = (0.1, 0.2, 0.25, 0.5, 0.75, 0.8, 0.9)
# These must lead elsewhere than the answer, or there is nothing to find out.
TELLING = ("ungated", "added", "alone")


def free_question(kind: str, seed: int) -> Question:
    """The question of this kind that a seed draws; ValueError for another kind.

    forget    what a forget gate leaves of a memory
    remember  a memory that stays, and a new value through its input gate
    select    what an output gate shows of a memory
    update    forget and remember at once
    """
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {kind!r}.")
    rng = np.random.default_rng((seed, KINDS.index(kind)))
    while not _tells(question := _draw(kind, rng)):
        pass
    return question


def _draw(kind: str, rng: np.random.Generator) -> Question:
    memory, new = (float(m) for m in rng.choice(MEMORIES, 2))
    gate, other = (float(g) for g in rng.choice(GATES, 2, replace=False))
    held = {
        "forget": {"memory": memory, "new": 0.0, "f": gate, "i": 0.0, "o": 0.0},
        "remember": {"memory": memory, "new": new, "f": 1.0, "i": gate, "o": 0.0},
        "select": {"memory": memory, "new": 0.0, "f": 1.0, "i": 0.0, "o": gate},
        "update": {"memory": memory, "new": new, "f": gate, "i": other, "o": 0.0},
    }[kind]
    trace = valves.update(held)
    old = Given("c", "memory", "c", "c_{t-1}", memory)
    f = Given("f", "forget gate", "f", "f_t", held["f"], "gate")
    i = Given("i", "input gate", "i", "i_t", held["i"], "gate")
    o = Given("o", "output gate", "o", "o_t", held["o"], "gate")
    g = Given("g", "new value", "g", r"\tilde{c}_t", new)
    write = Piece(Factor(i), Factor(g))
    pieces = {
        "forget": (Piece(Factor(f), Factor(old)),),
        "remember": (Piece(None, Factor(old)), write),
        "select": (Piece(Factor(o), Factor(Given("c", "memory", "c", "c_t", memory))),),
        "update": (Piece(Factor(f), Factor(old)), write),
    }[kind]
    name = "h" if kind == "select" else "c"
    words = {"forget": "what stays", "select": "what comes out"}.get(kind, "new memory")
    asked = Given(name, words, name, f"{name}_t", float(trace[name][0, 0, 0]))
    return Question(kind, asked, pieces, TOLERANCE, SLACK)


def _tells(question: Question) -> bool:
    """Whether all products are whole numbers and no telling mistake is near the answer."""
    whole = all(abs(piece.value - round(piece.value)) < 1e-9 for piece in question.pieces)
    telling = (m for m in wrong_ways(question) if m.kind in TELLING)
    return whole and all(abs(m.value - question.answer) > 3 * TOLERANCE for m in telling)
