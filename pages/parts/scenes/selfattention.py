"""A sentence that asks itself, as a scene."""

from __future__ import annotations

from typing import Any

from core.agreement.lexicon import AGREEING, WORDS
from core.agreement.network import Agreement
from core.agreement.reading import Reading
from pages.parts.numbers import show

LEAST = 0.001  # probability below which another form is not worth a word


def self_scene(model: Agreement, reading: Reading, alone: Reading) -> dict[str, Any]:
    """What assets/components/selfattention draws, beside what a view begins with.

    alone  the same words read by the network without attention
    """
    probability, by_itself = reading.probability, alone.probability
    heads, _, d = reading.by_head("query").shape
    return {
        "id": f"{heads} {' '.join(reading.words)}",
        "words": list(reading.words),
        "written": reading.guesses,
        "chance": probability.max(axis=1),
        "alone": alone.guesses,
        "aloneChance": by_itself.max(axis=1),
        "aloneSame": alone.chances(reading.guesses),
        "wanted": None if reading.sentence is None else list(reading.sentence.forms),
        "decides": None if reading.sentence is None else list(reading.sentence.decides),
        "agrees": [WORDS[word].kind in AGREEING for word in reading.words],
        "heads": heads,
        "size": d,
        "root": show(reading.root),
        "score": reading.by_head("score"),
        "weight": reading.by_head("weight"),
        "exponential": reading.by_head("exponential"),
        "query": reading.by_head("query"),
        "key": reading.by_head("key"),
        "value": reading.by_head("value"),
        "head": reading.by_head("head"),
        "products": reading.products,
        "shares": reading.shares,
        "total": reading.by_head("exponential").sum(axis=2),
        "whole": reading.by_head("weight").sum(axis=2),
        "sum": reading.products.sum(axis=3),
        "top": _top(reading),
        "votes": [
            {
                "forms": list(one.forms),
                "parts": one.parts,
                "logit": one.logit,
                "chance": one.probability,
            }
            for one in reading.contributions(model)
        ],
    }


def _top(reading: Reading) -> list[list[list[Any]]]:
    """The likeliest forms of each word, three at most, with their probabilities."""
    return [
        [[form, show(chance)] for form, chance in row if chance >= LEAST]
        for row in reading.likeliest(3)
    ]
