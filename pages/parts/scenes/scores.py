"""Four score functions on the same states, and each in its own model, as a scene."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from core.arrays import Params
from core.attention import Attention, explain_score
from core.attention.explain import STATES
from core.attention.side_by_side import Rescored, rescored, score_cost
from core.explain.record import Explanation
from core.seq2seq.decoding import Written
from core.seq2seq.model import Seq2Seq
from pages.parts.numbers import show

NAMES = {"dot": "dot", "scaled": "scaled dot", "general": "general", "additive": "additive"}
TEMPERATURES = tuple(2.0 ** (k / 2) for k in range(-12, 13))  # √2 between neighbours
END = "end"
TERMS = 8  # of the largest products that an opened score shows one by one


@dataclass(frozen=True)
class Side:
    """One score function: on the chosen model's states, and in the model trained with it.

    whose  whose parameters the score has on those states, in words
    same   None if its parameters were made for states of another size
    own    what its own model writes for the same input, and how it attends
    """

    score: str
    whose: str
    same: Rescored | None
    own: Rescored
    written: Written


def sides(
    models: Mapping[str, Seq2Seq],
    states: str,
    tokens: Sequence[str],
    longest: int,
    learned: Mapping[str, Params] | None = None,
) -> list[Side]:
    """All score functions on the states that the model called `states` has for this input.

    learned  parameters that were learned for these very states, by score
    """
    known = learned or {}
    wrote = {name: model.greedy(tokens, longest) for name, model in models.items()}
    chosen, run = models[states], wrote[states].run
    found = []
    for name, model in models.items():
        attention, params = Attention(name), model.group("attention")
        whose = _whose(name, states, bool(params), name in known)
        fits = name in ("dot", "scaled") or model.hidden_size == chosen.hidden_size
        same = (
            rescored(chosen, run, attention, known.get(name, params), TEMPERATURES)
            if fits
            else None
        )
        own = rescored(model, wrote[name].run, attention, params, TEMPERATURES)
        found.append(Side(name, whose, same, own, wrote[name]))
    return found


def _whose(score: str, states: str, parameters: bool, learned: bool) -> str:
    if score == states:
        return "the score of this model"
    if learned:
        return "learned for these states, all else held"
    return (
        "parameters from its own model, which never met these states"
        if parameters
        else ("no parameters")
    )


def scores_scene(
    found: Sequence[Side],
    models: Mapping[str, Seq2Seq],
    states: str,
    tokens: Sequence[str],
    figures: Mapping[str, Sequence[Sequence[str]]],
    measured: Mapping[str, Sequence[Sequence[str]]],
    opened: dict[str, Any] | None,
) -> dict[str, Any]:
    """What assets/components/scores draws, beside what a view begins with.

    figures   by score: [what, share, interval] lines from its own model's report
    measured  the same for a score on these states, where that was measured
    """
    target = models[states].target
    wrote = next(side.written for side in found if side.score == states)
    T, S, H = len(wrote.run.pairs.inputs), len(tokens), models[states].hidden_size
    return {
        "id": f"{states} {' '.join(tokens)}",
        "states": states,
        "inputs": list(tokens),
        "outputs": _labels(wrote, T),
        "symbols": [*target.symbols, END],
        "temperature": {"values": list(TEMPERATURES), "texts": [show(t) for t in TEMPERATURES]},
        "sides": [
            {
                **_side(side, T, S, H),
                "figures": [list(line) for line in figures[side.score]],
                "measured": [list(line) for line in measured.get(side.score, ())],
            }
            for side in found
        ],
        "opened": opened,
    }


def _side(side: Side, T: int, S: int, H: int) -> dict[str, Any]:
    cost = score_cost(side.score, T, S, H)
    return {
        "score": side.score,
        "name": NAMES[side.score],
        "latex": Attention(side.score).function.latex("h", "e"),
        "whose": side.whose,
        "parameters": f"{cost.parameters:,}",
        "each": f"{cost.each:,}",
        "all": f"{cost.multiplications:,}",
        "same": None if side.same is None else _weights(side.same),
        "own": _weights(side.own),
        "outputs": _labels(side.written, len(side.written.run.pairs.inputs)),
    }


def _weights(made: Rescored) -> dict[str, Any]:
    return {
        "weight": made.weight,
        "score": made.score,
        "entropy": made.entropy,
        "guess": np.array(made.guess),
        "chance": made.chance,
    }


def _labels(written: Written, T: int) -> list[str]:
    return [*written.tokens, END][:T]


def opened_score(side: Side, t: int, s: int) -> dict[str, Any] | None:
    """One score of the chosen states, with its largest products, as the scene shows it."""
    if side.same is None:
        return None
    opened = explain_score(side.same.trace, t, 0, s, STATES)
    return {"score": side.score, "t": t, "s": s, **sum_of(opened)}


def sum_of(opened: Explanation) -> dict[str, Any]:
    """An opened number for the browser: the largest terms, the rest as one number, the sum."""
    order = sorted(opened.terms, key=lambda term: -abs(term.product))
    first, rest = order[:TERMS], order[TERMS:]
    rows = [(term.weight, term.value, term.product) for term in first]
    others = sum(term.product for term in rest)
    return {
        "symbol": opened.symbol,
        "equation": opened.equation,
        "terms": [[term.weight_label, term.value_label] for term in first],
        "rest": len(rest),
        "numbers": np.array([*rows, (0.0, 0.0, others), (0.0, opened.sum, opened.result)]),
    }


def row_of(T: int, wanted: int) -> int:
    """The row wanted, or the last there is."""
    return min(max(wanted, 0), T - 1)
