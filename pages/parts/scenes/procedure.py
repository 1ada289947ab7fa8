"""The learning procedure as scenes: one epoch with all that is in it, and the courses of loss."""

from __future__ import annotations

from collections.abc import Sequence
from math import isfinite, log
from typing import Any

import numpy as np

from core.arrays import Array
from core.measure import leading
from core.procedure import Course, Epoch, Rules
from pages.parts.numbers import show

ZOOMS = {"step": "step", "piece": "sub-sequence", "batch": "minibatch", "epoch": "epoch"}
GUESSES = 3
NAMES = {
    "step": "after every step",
    "sequence": "after every sequence",
    "minibatch": "after every minibatch",
    "epoch": "after every epoch",
}


def procedure_scene(found: Epoch, rules: Rules) -> dict[str, Any]:
    """What assets/components/procedure draws: names in the order of the texts, padded with NaN."""
    model = found.minibatches[0].before
    symbols = model.alphabet.symbols
    texts = [sequence for sequence, _ in found.read]
    T = max(sequence.count for sequence in texts)
    likely = [leading(sequence.prediction, sequence.targets, GUESSES) for sequence in texts]
    return {
        "alphabet": symbols,
        "length": rules.length,
        "batchSize": rules.batch_size,
        "rate": f"{rules.rate:g}",
        "limit": rules.limit,
        "chance": log(len(symbols)),
        "names": [
            {
                "letters": symbols[0] + s.text,
                "targets": s.text + symbols[0],
                "minibatch": minibatch,
                "likely": ["".join(symbols[j] for j in row) for row in ranked.tolist()],
            }
            for (s, minibatch), (ranked, _) in zip(found.read, likely, strict=True)
        ],
        "order": found.order.tolist(),
        "h": _padded([np.concatenate([p.trace["h"][:, 0] for p in s.pieces]) for s in texts], T),
        "odds": _padded([odds for _, odds in likely], T),
        "loss": _padded([np.concatenate([p.loss.steps[:, 0] for p in s.pieces]) for s in texts], T),
        "received": _padded([np.concatenate([p.received for p in s.pieces]) for s in texts], T),
        "gathered": _padded([np.concatenate([p.gathered for p in s.pieces]) for s in texts], T),
        "parts": _padded([np.array([p.loss.value for p in s.pieces]) for s in texts], T),
        "sums": np.array([s.value for s in texts]),
        "norms": np.array([s.norm for s in texts]),
        "minibatches": np.array(
            [(m.value, m.update.norm, m.update.used, m.after_value) for m in found.minibatches]
        ),
        "clipped": [m.update.clipped for m in found.minibatches],
        "whole": np.array([found.mean, found.before, found.after]),
        "titles": _titles(found),
    }


def _titles(found: Epoch) -> list[str]:
    count, change = len(found.minibatches), "to"
    if isfinite(found.after) and found.after > found.before:
        change = "up to"
    before, after = show(found.before), show(found.after)
    return [
        "One step: a letter goes in, a guess comes out, and its loss",
        "One sub-sequence: losses add up, and one walk back gathers their gradient",
        "One minibatch: many gradients, one mean, one update",
        f"One epoch: every name once, {count} updates, the loss from {before} {change} {after}",
    ]


def _padded(rows: Sequence[Array], T: int) -> Array:
    """Rows (T_n, …) as one array (N, T, …), NaN past their ends."""
    whole = np.full((len(rows), T, *rows[0].shape[1:]), np.nan)
    for row, own in zip(whole, rows, strict=True):
        row[: len(own)] = own
    return whole


def schemes_scene(courses: Sequence[Course], names: int, symbols: int, axis: str) -> dict[str, Any]:
    """What assets/components/schemes draws; `names` are those of an epoch."""
    return {
        "axis": axis,
        "names": names,
        "symbols": symbols,
        "chance": log(symbols, 2),
        "title": scheme_title(courses),
        "series": [
            {
                "key": course.scheme,
                "name": NAMES[course.scheme],
                "updates": course.updates.tolist(),
                "bits": course.bits,
                "failed": course.failed,
                "says": outcome(course),
            }
            for course in courses
        ],
    }


def outcome(course: Course) -> str:
    """How a course ended, in words."""
    if course.failed is not None:
        return f"not a number after update {course.failed}"
    end = show(float(course.bits[-1]))
    return (
        f"{end} bits" if course.bits[-1] <= course.bits[0] else f"{end} bits: worse than at first"
    )


def scheme_title(courses: Sequence[Course]) -> str:
    """The message of the figure: which of these courses ended lowest, and which went wrong."""
    ended = [course for course in courses if course.failed is None]
    lost = [c for c in courses if c.failed is not None or c.bits[-1] > c.bits[0]]
    if len(lost) == len(courses):
        return "At this learning rate all four end worse than they began"
    best = min(ended, key=lambda course: float(course.bits[-1]))
    said = f"Here the loss ends lowest when weights are updated {NAMES[best.scheme]}"
    if lost:
        said += f", and worse than it began {_listed([NAMES[c.scheme] for c in lost])}"
    return said


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
