"""Judging an answer: how near it is, and which mistakes lead to just this number.

A mistake is the question's own arithmetic, done wrongly in one way and computed anew. What was
typed is compared with the result; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from core.quiz.question import Factor, Piece, Question, total

CLOSE = 5.0  # tolerances within which an answer is close
MOST_NAMED = 2
ROUNDING = 1e-9  # of decimals as binary numbers: 0.1 · 3 is within 0 of 0.3


@dataclass(frozen=True)
class Mistake:
    """kind    "ungated", "unweighted", "added", "complement", "swapped", "alone", "subtracted",
            "added-again", "unsquashed", "flipped" or "point", or a slip of the question's own
    value   the number to which it leads
    pieces  the arithmetic that was done, empty where it was right up to its last digit
    """

    kind: str
    value: float
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """outcome "right", "close" or "not yet"; `mistakes` all lead to the number typed."""

    outcome: str
    number: float
    mistakes: tuple[Mistake, ...] = ()


def judge(question: Question, number: float) -> Verdict:
    off = abs(number - question.answer)
    if off <= question.tolerance + ROUNDING:
        return Verdict("right", number)
    named = _made(question, number)
    near = off <= CLOSE * question.tolerance + ROUNDING
    return Verdict("close" if near and not named else "not yet", number, named)


def _made(question: Question, number: float) -> tuple[Mistake, ...]:
    """The mistakes that lead to `number`, nearest first, one of a kind."""
    made = [m for m in mistakes(question) if abs(m.value - number) <= question.slack + ROUNDING]
    made.sort(key=lambda m: abs(m.value - number))
    kinds: dict[str, Mistake] = {}
    for mistake in [m for m in made if m.pieces] or made:
        kinds.setdefault(mistake.kind, mistake)
    return tuple(kinds.values())[:MOST_NAMED]


def mistakes(question: Question) -> tuple[Mistake, ...]:
    """What typically goes wrong with this question, where it changes the result."""
    found = (*wrong_ways(question), *_last_digit(question))
    return tuple(m for m in found if abs(m.value - question.answer) > question.tolerance)


def _last_digit(question: Question) -> Iterator[Mistake]:
    answer = question.answer
    yield Mistake("flipped", -answer)
    for factor in (10.0, 0.1):
        yield Mistake("point", factor * answer)


def wrong_ways(question: Question) -> Iterator[Mistake]:
    """Every way to do the arithmetic wrongly, also those that lead to the answer."""

    def made(kind: str, pieces: tuple[Piece, ...]) -> Mistake:
        return Mistake(kind, total(pieces), pieces)

    pieces = question.pieces
    for changed in _changes(pieces, lambda p: replace(p, left=None)):
        scales = {p.left.given.scales for p in pieces if p.left is not None}
        yield made("ungated" if "gate" in scales else "unweighted", changed)
    for changed in _changes(pieces, lambda p: replace(p, added=True)):
        yield made("added", changed)
    if any(p.left is not None and p.left.given.scales == "gate" for p in pieces):
        for changed in _changes(pieces, _complemented):
            yield made("complement", changed)
    if (swapped := _swapped(pieces)) is not None:
        yield made("swapped", swapped)
    if len(pieces) > 1:
        for k in range(len(pieces)):
            yield made("alone", (pieces[k],))
        for k in range(1, len(pieces)):
            other_sign = replace(pieces[k], sign=-pieces[k].sign)
            kind = "subtracted" if pieces[k].sign > 0 else "added-again"
            yield made(kind, (*pieces[:k], other_sign, *pieces[k + 1 :]))
    if question.inside is not None:
        bare = Factor(question.inside)
        yield made("unsquashed", tuple(replace(p, right=bare) for p in pieces))
    for kind, slipped in question.slips:
        yield made(kind, slipped)


def _changes(
    pieces: tuple[Piece, ...], change: Callable[[Piece], Piece]
) -> Iterator[tuple[Piece, ...]]:
    """`change` on all scaled pieces at once, then on each of them alone."""
    scaled = [k for k, piece in enumerate(pieces) if piece.scaled]
    chosen = [set(scaled), *({k} for k in scaled if len(scaled) > 1)]
    for which in filter(None, chosen):
        yield tuple(change(p) if k in which else p for k, p in enumerate(pieces))


def _complemented(piece: Piece) -> Piece:
    left = piece.left
    return (
        piece
        if left is None
        else replace(piece, left=replace(left, complement=not left.complement))
    )


def _swapped(pieces: tuple[Piece, ...]) -> tuple[Piece, ...] | None:
    """Two gates that changed places; None where one and the same gate is in both pieces."""
    if len(pieces) != 2 or not all(piece.scaled for piece in pieces):
        return None
    one, other = pieces
    if one.left is None or other.left is None or one.left.given == other.left.given:
        return None
    return replace(one, left=other.left), replace(other, left=one.left)
