"""How good what a model writes is: edit distance, error rate, whole outputs right.

edit distance   the fewest symbols to replace, leave out or put in (Levenshtein 1966)
error rate      Σ of edit distances / Σ of the right outputs' lengths: 0 is perfect
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, sqrt
from typing import Any

import numpy as np

from core.seq2seq.decoding import write
from core.seq2seq.model import Seq2Seq
from core.seq2seq.vocabulary import Tokens, encode_sources

AT_ONCE = 300
DRAWS = 1000  # of the bootstrap
Z_95 = 1.959964  # of the normal distribution, for an interval of 95 %


def edit_distance(written: Tokens, right: Tokens) -> int:
    """The fewest symbols to change to make one of the other."""
    row = list(range(len(right) + 1))
    for i, symbol in enumerate(written, start=1):
        before, row[0] = row[0], i
        for j, wanted in enumerate(right, start=1):
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, before + (symbol != wanted))
    return row[-1]


def wilson(share: float, count: int) -> tuple[float, float]:
    """Interval of 95 % for a share of `count` (Wilson 1927)."""
    z = Z_95 * Z_95 / count
    middle = (share + z / 2) / (1 + z)
    half = Z_95 / (1 + z) * sqrt(share * (1 - share) / count + z / (4 * count))
    return max(0.0, middle - half), min(1.0, middle + half)


def write_all(model: Seq2Seq, sources: Sequence[Tokens], longest: int) -> list[tuple[str, ...]]:
    """What the model writes greedily for each source; without an end, its first `longest`."""
    found: list[tuple[str, ...]] = []
    for start in range(0, len(sources), AT_ONCE):
        part = sources[start : start + AT_ONCE]
        encoded = model.encode_numbers(*encode_sources(model.source, part))
        symbols, _ = write(model, encoded, longest)
        found += [model.target.decode(column[column >= 0]) for column in symbols.T]
    return found


def error_rate(written: Sequence[Tokens], right: Sequence[Tokens]) -> dict[str, Any]:
    """Error rate and its interval of 95 %: a bootstrap over the outputs (Efron 1979)."""
    errors = np.array([edit_distance(a, b) for a, b in zip(written, right, strict=True)])
    lengths = np.array([len(tokens) for tokens in right])
    drawn = np.random.default_rng(0).integers(len(errors), size=(DRAWS, len(errors)))
    rates = errors[drawn].sum(axis=1) / lengths[drawn].sum(axis=1)
    low, high = np.quantile(rates, (0.025, 0.975))
    return {
        "rate": float(errors.sum() / lengths.sum()),
        "interval": [round(float(low), 5), round(float(high), 5)],
        "errors": int(errors.sum()),
        "symbols": int(lengths.sum()),
    }


def accuracy(written: Sequence[Tokens], right: Sequence[Tokens]) -> dict[str, Any]:
    """Share of outputs that are right as a whole, with its interval of 95 %."""
    hits = sum(tuple(a) == tuple(b) for a, b in zip(written, right, strict=True))
    low, high = wilson(hits / len(right), len(right))
    return {
        "share": hits / len(right),
        "interval": [round(low, 5), round(high, 5)],
        "right": hits,
        "count": len(right),
    }


def by_length(
    sources: Sequence[Tokens], written: Sequence[Tokens], right: Sequence[Tokens]
) -> dict[str, list[Any]]:
    """Accuracy and error rate apart for each length of the source."""
    lengths = np.array([len(source) for source in sources])
    found: dict[str, list[Any]] = {
        name: [] for name in ("length", "count", "right", "share", "interval", "error_rate")
    }
    for length in sorted(set(lengths.tolist())):
        places = np.flatnonzero(lengths == length).tolist()
        own, wanted = [written[k] for k in places], [right[k] for k in places]
        whole = accuracy(own, wanted)
        errors = sum(edit_distance(a, b) for a, b in zip(own, wanted, strict=True))
        for name, value in (
            ("length", length), ("count", len(places)), ("right", whole["right"]),
            ("share", whole["share"]), ("interval", whole["interval"]),
            ("error_rate", errors / sum(map(len, wanted))),
        ):  # fmt: skip
            found[name].append(value)
    return found


def judged(
    sources: Sequence[Tokens], written: Sequence[Tokens], right: Sequence[Tokens]
) -> dict[str, Any]:
    """All figures of one way to write, for a report.

    right  a character for each output, 1 where it is right as a whole
    """
    return {
        "accuracy": accuracy(written, right),
        "error_rate": error_rate(written, right),
        "by_length": by_length(sources, written, right),
        "right": "".join(
            str(int(tuple(a) == tuple(b))) for a, b in zip(written, right, strict=True)
        ),
    }


@dataclass(frozen=True)
class Versus:
    """Two models on the same pairs.

    one, other  outputs that only the one, only the other has right as a whole
    luck        chance of a split at least as lopsided if neither were better: the exact sign
                test on those outputs (McNemar 1947)
    """

    one: int
    other: int
    luck: float


def versus(one: str, other: str) -> Versus:
    """Compare two reports' test["right"]; ValueError unless they are of the same pairs."""
    if len(one) != len(other):
        raise ValueError(f"both must be of the same pairs; got {len(one)} and {len(other)}.")
    pairs = [pair for pair in zip(one, other, strict=True) if pair[0] != pair[1]]
    wins = sum(pair == ("1", "0") for pair in pairs)
    count, most = len(pairs), max(wins, len(pairs) - wins)
    tail = sum(comb(count, k) for k in range(most, count + 1))
    return Versus(wins, count - wins, min(1.0, float(Fraction(2 * tail, 2**count))))


def beam_census(
    model: Seq2Seq,
    sources: Sequence[Tokens],
    widths: Sequence[int],
    longest: int,
    length_power: float,
    right: Sequence[Tokens],
) -> dict[str, Any]:
    """How often the best score of a wider beam is above, equal to or below that of greedy writing.

    Below is possible: a beam keeps what is likeliest so far, and may drop the beginning that
    greedy writing goes on with, although it ends better than all that is kept.
    """
    greedy = [model.beam(source, 1, longest, length_power) for source in sources]
    found: dict[str, Any] = {
        "count": len(sources), "length_power": length_power, "longest": longest,
        "greedy_right": sum(
            tree.tokens == tuple(tokens) for tree, tokens in zip(greedy, right, strict=True)
        ),
        "widths": [],
    }  # fmt: skip
    for width in widths:
        trees = [model.beam(source, width, longest, length_power) for source in sources]
        pairs = list(zip(trees, greedy, strict=True))
        same = [wide.tokens == one.tokens and wide.ended == one.ended for wide, one in pairs]
        found["widths"].append(
            {
                "width": width,
                **_compared([(w.score, g.score) for w, g in pairs], same, "score"),
                **_compared(
                    [(w.log_probability, g.log_probability) for w, g in pairs], same, "log_p"
                ),
                "same_output": sum(same),
                "right": sum(
                    tree.tokens == tuple(tokens) for tree, tokens in zip(trees, right, strict=True)
                ),
                "below": [
                    "".join(source)
                    if all(len(token) == 1 for token in source)
                    else " ".join(source)
                    for source, (wide, one), equal in zip(sources, pairs, same, strict=True)
                    if not equal and wide.score < one.score
                ],
            }
        )
    return found


def _compared(
    scores: Sequence[tuple[float, float]], same: Sequence[bool], name: str
) -> dict[str, int]:
    """Counts; the same output counts as equal whatever rounding makes of its score."""
    above = sum(not equal and a > b for (a, b), equal in zip(scores, same, strict=True))
    below = sum(not equal and a < b for (a, b), equal in zip(scores, same, strict=True))
    return {
        f"{name}_above": above,
        f"{name}_equal": len(scores) - above - below,
        f"{name}_below": below,
    }
