"""What a question is: numbers handed out, a sum of products of them, and the number asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Given:
    """A number that a question names.

    name    what it is in a trace ("f"), or in a free question
    words, role  what it is called, and its colour role
    symbol  LaTeX of this very number ("f_{3}[2]"), or of its kind ("f")
    scales  "gate" or "weight" if its part in a product is to scale the other factor
    held    put there by the question instead of computed by the network
    """

    name: str
    words: str
    role: str
    symbol: str
    value: float
    scales: str = ""
    held: bool = False


@dataclass(frozen=True)
class Factor:
    """A given number as it enters a product: itself, or one minus it."""

    given: Given
    complement: bool = False

    @property
    def value(self) -> float:
        return 1.0 - self.given.value if self.complement else self.given.value


@dataclass(frozen=True)
class Piece:
    """One term of the sum: sign · left · right; `added` joins both by + (which is a mistake)."""

    left: Factor | None
    right: Factor
    sign: float = 1.0
    added: bool = False

    @property
    def value(self) -> float:
        if self.left is None:
            return self.sign * self.right.value
        if self.added:
            return self.sign * (self.left.value + self.right.value)
        return self.sign * self.left.value * self.right.value

    @property
    def scaled(self) -> bool:
        """Whether a gate or a weight scales this piece."""
        return self.left is not None and bool(self.left.given.scales)


@dataclass(frozen=True)
class Question:
    """A number to predict.

    kind       "forget", "remember", "select", "update" (free), "held", "silenced" (traced),
               "joined" or "share" (of gradients)
    asked      the number asked for; its value is the answer, read from a trace
    pieces     the arithmetic that leads to it
    inside     what stands inside a function whose value is a factor: c for tanh(c)
    held       what the question holds, and at which value
    before     what the network itself has in the place of `held`, and of `asked`
    t, unit    the place in the trace, from 0; -1 in a free question
    tolerance  an answer so near is right
    slack      so near must a typed number be to a mistake to be taken for it
    slips      mistakes of this question alone: their names and the arithmetic that they do
    """

    kind: str
    asked: Given
    pieces: tuple[Piece, ...]
    tolerance: float
    slack: float
    inside: Given | None = None
    held: Given | None = None
    before: tuple[float, float] | None = None
    t: int = -1
    unit: int = -1
    slips: tuple[tuple[str, tuple[Piece, ...]], ...] = ()

    @property
    def answer(self) -> float:
        return self.asked.value

    @property
    def givens(self) -> tuple[Given, ...]:
        """The numbers handed out, each once, in the order of the arithmetic."""
        found = [self.inside] if self.inside is not None else []
        for piece in self.pieces:
            found += [factor.given for factor in factors(piece)]
        return tuple(dict.fromkeys(found))


def factors(piece: Piece) -> Iterator[Factor]:
    if piece.left is not None:
        yield piece.left
    yield piece.right


def total(pieces: tuple[Piece, ...]) -> float:
    return sum((piece.value for piece in pieces), 0.0)
