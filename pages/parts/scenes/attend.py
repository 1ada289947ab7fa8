"""The weights of a trained model as a map and as a picture, and one cell of it opened."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Array
from core.attention import AttentionTrace
from core.attention.opened import open_cell
from core.seq2seq.alignment import Alignment, alignment
from core.seq2seq.vocabulary import END
from pages.parts.numbers import show
from pages.parts.passage import Passage, label, labels
from pages.parts.translation import LONGEST_WRITTEN, Typed, reference, translator

UNITS = {"sound": ("letter", "sound"), "french": ("word", "word")}  # of the input, of the output

TELLING = ("swap", "doubled", "passed", "shared", "order")  # findings, what tells most first


@dataclass(frozen=True, eq=False)
class Attended:
    """A trained model with one input, and what it wrote: freely, or with the right answer given.

    ended  False if it was stopped before it wrote the end
    """

    typed: Typed
    score: str
    passage: Passage
    forced: bool
    ended: bool

    @property
    def trace(self) -> AttentionTrace:
        seen = self.passage.run.attention
        if seen is None:
            raise ValueError(f"model must have attention; got one without, for {self.score}.")
        return seen

    @property
    def weight(self) -> Array:
        """(T, S)"""
        return self.trace["weight"][:, 0]

    @property
    def probabilities(self) -> Array:
        """(T, K)"""
        return self.passage.run.probabilities[:, 0]

    @property
    def written(self) -> tuple[str, ...]:
        """The likeliest symbol of each step, as shown."""
        return labels([self.passage.model.target.written[k] for k in self.probabilities.argmax(1)])

    @property
    def outputs(self) -> tuple[str, ...]:
        """What each row stands for: what was written there, or with the answer given, what is
        right there."""
        return self.passage.right

    @property
    def said(self) -> int:
        """Rows that stand for a symbol, the end left out."""
        return sum(symbol != label(END) for symbol in self.outputs)


def attended(typed: Typed, score: str, forced: bool) -> Attended:
    """Let the model of a score function write for an input; forced only where what is right is
    known."""
    model = translator(typed.task, score)
    right = reference(typed.task, typed.tokens) if forced else None
    if right is not None:
        run = model.force(typed.tokens, right)
        return Attended(typed, score, Passage(model, typed.tokens, run), True, True)
    free = model.greedy(typed.tokens, LONGEST_WRITTEN[typed.task])
    return Attended(typed, score, Passage(model, typed.tokens, free.run), False, free.ended)


def attend_scene(read: Attended) -> dict[str, Any]:
    """What assets/components/attention draws, but for the cell that is open."""
    p, numbers = read.probabilities, read.passage.run.pairs.targets[:, 0]
    found = findings(read)
    return {
        "id": "/".join([read.typed.task, read.score, str(read.forced), *read.typed.tokens]),
        "inputs": list(read.typed.tokens),
        "names": names_of(read.typed.tokens),
        "outputs": list(read.outputs),
        "fed": list(read.passage.fed),
        "kinds": list(UNITS[read.typed.task]),
        "weights": read.weight,
        "at": read.weight.argmax(axis=1).tolist(),
        "guesses": list(read.written),
        "chance": np.array([p[t, k] for t, k in enumerate(numbers)]),
        "forced": read.forced,
        "ended": read.ended,
        "findings": found,
        "summary": min(found, key=lambda each: TELLING.index(each["kind"]))["text"]
        if found
        else "",
    }


def opened(read: Attended, t: int, s: int) -> dict[str, Any]:
    """One cell of the map, down to the numbers that it is made of; t and s from 0."""
    cell = open_cell(read.trace, t, s)
    return {
        "t": t,
        "s": s,
        "latex": read.trace.attention.function.latex("h_t", "e_s"),
        "names": list(cell.names),
        "terms": cell.terms,
        "order": cell.order.tolist(),
        "row": cell.row,
        "figures": np.array([cell.score, cell.largest, cell.total]),
        "values": cell.values,
        "products": cell.products,
        "context": cell.context,
    }


# What the numbers show ------------------------------------------------------------------------


def findings(read: Attended) -> list[dict[str, Any]]:
    """Sentences on the order of the look and on inputs that are passed over, each with the cells
    (t, s) and the columns that it speaks of. The end, which stands for no output, is left out."""
    found = alignment(read.weight[: read.said]) if read.said else None
    if found is None:
        return []
    each = [*_order(read, found), *_sharing(read, found), *_passed(read, found)]
    return [{"kind": kind, "text": text, "cells": cells, "columns": columns}
            for kind, text, cells, columns in each]  # fmt: skip


Finding = tuple[str, str, list[list[int]], list[int]]


def _order(read: Attended, found: Alignment) -> list[Finding]:
    if not found.swaps:
        if read.said < 2:
            return []
        one, other = UNITS[read.typed.task]
        words = (
            f"No look goes back: each {other} looks most at the same {one} as the one before, "
            "or at a later one."
        )
        return [("order", words, [[t, int(s)] for t, s in enumerate(found.at)], [])]
    return [("swap", _swap(read, found, t), _pair(found, t), []) for t in found.swaps]


def _pair(found: Alignment, t: int) -> list[list[int]]:
    return [[t, int(found.at[t])], [t + 1, int(found.at[t + 1])]]


def _swap(read: Attended, found: Alignment, t: int) -> str:
    out, tokens = read.outputs, read.typed.tokens
    (one, first), (other, following) = (
        (f"{called(tokens, int(found.at[k]))} ({show(float(found.largest[k]))})", out[k])
        for k in (t, t + 1)
    )
    return f"{first} looks most at {one}, and {following} after it at {other}, which comes earlier."


def _sharing(read: Attended, found: Alignment) -> list[Finding]:
    each: list[Finding] = []
    for s, rows in found.shared.items():
        names = " and ".join(read.outputs[t] for t in rows)
        one = UNITS[read.typed.task][0]
        words = f"{names} look most at one and the same {one}, {called(read.typed.tokens, s)}."
        each.append(("shared", words, [[t, s] for t in rows], []))
    return each


def _passed(read: Attended, found: Alignment) -> list[Finding]:
    if not found.passed:
        return []
    tokens, other = read.typed.tokens, UNITS[read.typed.task][1]
    names = ", ".join(
        f"{called(tokens, s)} (at most {show(float(found.most[s]))})" for s in found.passed
    )
    each: list[Finding] = []
    for pair in found.doubled(tokens):
        words = (
            f"Of {tokens[pair[0]]} and {tokens[pair[1]]}, side by side, some {other} looks most at "
            "one, and none at its twin."
        )
        each.append(("doubled", words, [], list(pair)))
    words = f"No {other} looks most at {names}."
    return [*each, ("passed", words, [], list(found.passed))]


def called(tokens: tuple[str, ...], s: int) -> str:
    """An input by its symbol, with its place from 1 if there are several of it."""
    name = f"“{tokens[s]}”"
    return name if tokens.count(tokens[s]) == 1 else f"{name} at place {s + 1}"


def names_of(tokens: tuple[str, ...]) -> list[str]:
    """What all inputs are called."""
    return [called(tokens, s) for s in range(len(tokens))]
