"""The simplest reader of English: each letter always says the same, whatever stands beside it.

Which phonemes a letter stands for is found by aligning words with their pronunciations: each
letter gets none, one or two phonemes, in order, so that

    Σ over letters of log P(phonemes | letter)

is largest; P is the share of the alignments before (hard EM; Dempster, Laird & Rubin 1977). The
table then has, for each letter, what it got most often.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log

Said = tuple[str, ...]
ROUNDS = 6
LONGEST = 2  # phonemes of one letter: x is K S
NEVER = -12.0  # log P of what no alignment had


class LetterTable:
    """What each letter says: counts of all that it was aligned with.

    said  {"c": ("K",), …}          counts  {"c": Counter({("K",): 1234, …}), …}
    """

    def __init__(self, counts: Mapping[str, Counter[Said]]) -> None:
        self.counts = counts
        self.said = {
            letter: max(sorted(found), key=lambda said: found[said])
            for letter, found in sorted(counts.items())
        }

    def read(self, word: str) -> Said:
        """The pronunciation by the table; letters that it does not know say nothing."""
        return tuple(phoneme for letter in word for phoneme in self.said.get(letter, ()))


def learn(pairs: Sequence[tuple[str, Sequence[str]]]) -> LetterTable:
    """The table of these words and their phonemes."""
    counts = _evenly(pairs)
    for _ in range(ROUNDS):
        scores = {
            letter: {said: log(n / sum(found.values())) for said, n in found.items()}
            for letter, found in counts.items()
        }
        counts = defaultdict(Counter)
        for word, phonemes in pairs:
            for letter, said in zip(word, align(word, tuple(phonemes), scores), strict=True):
                counts[letter][said] += 1
    return LetterTable(counts)


def align(word: str, phonemes: Said, scores: Mapping[str, Mapping[Said, float]]) -> list[Said]:
    """The best split of the phonemes among the letters, by log P(phonemes | letter).

    Where there are more than two phonemes a letter, the last letter takes the rest.
    """
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for place, letter in enumerate(word):
        known = scores.get(letter, {})
        row: dict[int, tuple[float, int]] = {}
        for used, (score, _) in best[-1].items():
            most = len(phonemes) - used if place == len(word) - 1 else LONGEST
            for count in range(min(most, len(phonemes) - used) + 1):
                total = score + known.get(phonemes[used : used + count], NEVER * (1 + count))
                if used + count not in row or total > row[used + count][0]:
                    row[used + count] = (total, count)
        best.append(row)
    found: list[Said] = []
    end = len(phonemes)
    for row in reversed(best[1:]):
        count = row[end][1]
        found.append(phonemes[end - count : end])
        end -= count
    return found[::-1]


def _evenly(pairs: Sequence[tuple[str, Sequence[str]]]) -> dict[str, Counter[Said]]:
    """First counts: phonemes spread evenly over the letters of their word."""
    counts: dict[str, Counter[Said]] = defaultdict(Counter)
    for word, phonemes in pairs:
        for place, letter in enumerate(word):
            start, end = (len(phonemes) * k // len(word) for k in (place, place + 1))
            counts[letter][tuple(phonemes[start:end])[:LONGEST]] += 1
    return counts
