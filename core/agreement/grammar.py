"""Sentences of a small grammar, with the French form of each word and the word that decides it.

    sentence     noun phrase [preposition, noun phrase] verb [preposition, noun phrase]
    noun phrase  determiner [adjective [adjective]] noun

French forms stand in the English order: which form is a matter of agreement, which order is not
asked for here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from core.agreement.lexicon import (
    ADJECTIVES,
    AGREEING,
    DETERMINERS,
    NOUNS,
    PREPOSITIONS,
    VERBS,
    WORDS,
    form,
)

LECTURE = ("the", "black", "dog", "slept", "in", "the", "hot", "sun")
LONGEST = 15  # words
HELD_OUT_PARTS = 5  # one sentence in so many is never trained on
_SHARE = 0.5  # of sentences with a phrase at a place where one may stand; of nouns with adjectives


@dataclass(frozen=True)
class Sentence:
    """words, their French forms, and for each the position of the word that decides its form.

    decides  a word that nothing decides has its own position
    """

    words: tuple[str, ...]
    forms: tuple[str, ...]
    decides: tuple[int, ...]

    @property
    def held_out(self) -> bool:
        """Whether it is kept from training; the lecture's sentence is, whatever its content."""
        mark = crc32(" ".join(self.words).encode()) % HELD_OUT_PARTS == 0
        return mark or self.words == LECTURE


def parse(words: Sequence[str]) -> Sentence | None:
    """What the grammar makes of words; None if it has no such sentence."""
    kinds = [WORDS[word].kind if word in WORDS else "" for word in words]
    decides = list(range(len(words)))
    at, subject = _phrase(kinds, 0, decides)
    if subject is None:
        return None
    at, whole = _attached(kinds, at, decides)
    if not whole or at >= len(words) or kinds[at] != "verb":
        return None
    decides[at] = subject
    at, whole = _attached(kinds, at + 1, decides)
    if not whole or at != len(words) or at > LONGEST:
        return None
    forms = tuple(
        form(word, words[noun]) if kind in AGREEING else WORDS[word].forms[0]
        for word, kind, noun in zip(words, kinds, decides, strict=True)
    )
    return Sentence(tuple(words), forms, tuple(decides))


def _phrase(kinds: Sequence[str], at: int, decides: list[int]) -> tuple[int, int | None]:
    """The noun phrase that begins at a place: the place behind it, and its noun or None."""
    end = at + 1
    while end < len(kinds) and kinds[end] == "adjective":
        end += 1
    there = at < len(kinds) and kinds[at] == "determiner" and end < len(kinds)
    if not there or kinds[end] != "noun" or end - at > 3:
        return at, None
    decides[at:end] = [end] * (end - at)
    return end + 1, end


def _attached(kinds: Sequence[str], at: int, decides: list[int]) -> tuple[int, bool]:
    """A preposition with its noun phrase, if one begins here; False if it has no end."""
    if at >= len(kinds) or kinds[at] != "preposition":
        return at, True
    behind, noun = _phrase(kinds, at + 1, decides)
    return behind, noun is not None


def draw(rng: np.random.Generator) -> Sentence:
    """A sentence at random."""

    def pick(words: Sequence[str]) -> str:
        return words[int(rng.integers(len(words)))]

    def phrase() -> list[str]:
        count = 0 if rng.random() < _SHARE else 1 + int(rng.random() < 0.3)
        adjectives = [_ADJECTIVES[k] for k in rng.permutation(len(_ADJECTIVES))[:count]]
        return [pick(_DETERMINERS), *adjectives, pick(_NOUNS)]

    def attached() -> list[str]:
        return [pick(_PREPOSITIONS), *phrase()] if rng.random() < _SHARE else []

    made = parse([*phrase(), *attached(), pick(_VERBS), *attached()])
    if made is None:
        raise AssertionError("the grammar reads what it draws")
    return made


def sentences(count: int, rng: np.random.Generator, held_out: bool) -> list[Sentence]:
    """`count` sentences, of those kept from training or of the others."""
    found: list[Sentence] = []
    while len(found) < count:
        sentence = draw(rng)
        if sentence.held_out is held_out:
            found.append(sentence)
    return found


_DETERMINERS, _ADJECTIVES, _NOUNS = tuple(DETERMINERS), tuple(ADJECTIVES), tuple(NOUNS)
_VERBS, _PREPOSITIONS = tuple(VERBS), tuple(PREPOSITIONS)
