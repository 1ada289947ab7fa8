"""English sentences with their French translations, made by a small grammar.

    sentence  = subject verb | subject verb place | subject verb object | subject verb object place
    place     = preposition phrase          phrase = determiner adjective* noun

The grammar knows words and agreement, not sense: most sentences are nonsense, all are correct.
It also knows which French word comes from which English word. What French does otherwise:

    gender and number   the black dogs → les chiens noirs, the black house → la maison noire
    word order          most adjectives stand behind the noun, a few before it:
                        the small black dog → le petit chien noir
    elision             the bird → l' oiseau, but the small bird → le petit oiseau
    other forms         the old tree → le vieil arbre: some adjectives before a vowel
    contraction         near the cat → près du chat, near the houses → près des maisons
    articles            some dogs → des chiens, but some big dogs → de grands chiens

Tokens are words; the apostrophe of l' stays with the article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from core.french.words import (
    ADJECTIVES,
    ALONE,
    BEINGS,
    NOUNS,
    PREPOSITIONS,
    WITH_OBJECT,
    Adjective,
    Noun,
)

SPLIT_SEED = 1
TRAINING, DEVELOPMENT, TEST = 4000, 400, 1200
LECTURE = "the black dog slept in the hot sun"


@dataclass(frozen=True)
class Sentence:
    """A sentence in both languages.

    source  for each French word the place of the English word that it comes from
    """

    english: tuple[str, ...]
    french: tuple[str, ...]
    source: tuple[int, ...]


class _Writer:
    """Writes one sentence in both languages side by side."""

    def __init__(self) -> None:
        self.english: list[str] = []
        self.french: list[str] = []
        self.source: list[int] = []

    def say(self, english: str) -> int:
        self.english.append(english)
        return len(self.english) - 1

    def write(self, french: str, place: int) -> None:
        self.french.append(french)
        self.source.append(place)

    def sentence(self) -> Sentence:
        return Sentence(tuple(self.english), tuple(self.french), tuple(self.source))


def phrase(
    writer: _Writer,
    definite: bool,
    adjectives: Sequence[Adjective],
    noun: Noun,
    plural: bool,
    behind_de: int | None = None,
) -> None:
    """Determiner, adjectives and noun; `behind_de` is the English place of a "de" that is to be
    contracted with the article ("de" + "le" = "du"), or to be written before it."""
    following = adjectives[0].english if adjectives else noun.english[plural]
    one = "an" if following[0] in "aeiou" else "a"
    article = writer.say("the" if definite else "some" if plural else one)
    places = [writer.say(adjective.english) for adjective in adjectives]
    noun_place = writer.say(noun.english[plural])
    form = 2 * plural + noun.feminine
    front = [pair for pair in zip(adjectives, places, strict=True) if pair[0].before]
    back = [pair for pair in zip(adjectives, places, strict=True) if not pair[0].before]
    before_vowel = noun.vowel if not front else False
    for word, place in _article(
        definite, noun.feminine, plural, before_vowel, bool(front), behind_de
    ):
        writer.write(word, article if place is None else place)
    for number, (adjective, place) in enumerate(front):
        last = number == len(front) - 1
        word = adjective.french[form]
        if last and noun.vowel and form == 0 and adjective.before_vowel:
            word = adjective.before_vowel
        writer.write(word, place)
    writer.write(noun.french[plural], noun_place)
    for adjective, place in back:
        writer.write(adjective.french[form], place)


def _article(
    definite: bool,
    feminine: bool,
    plural: bool,
    before_vowel: bool,
    adjective_next: bool,
    behind_de: int | None,
) -> list[tuple[str, int | None]]:
    """French words for the article, each with its English place (None: the article's own)."""
    if not definite:
        if plural and (behind_de is not None or adjective_next):
            return [("d'" if before_vowel else "de", None)]  # de + des is de; de grands chats
        own = "des" if plural else "une" if feminine else "un"
        return [(own, None)] if behind_de is None else [("d'", behind_de), (own, None)]
    own = "les" if plural else "l'" if before_vowel else "la" if feminine else "le"
    if behind_de is None:
        return [(own, None)]
    if own in ("le", "les"):
        return [("du" if own == "le" else "des", None)]
    return [("de", behind_de), (own, None)]


def draw(rng: np.random.Generator) -> Sentence:
    """One random sentence."""
    writer = _Writer()
    beings = [noun for noun in NOUNS if noun.kind in BEINGS]
    things = [noun for noun in NOUNS if noun.kind != "place"]
    spots = [noun for noun in NOUNS if noun.kind == "place"]
    plural = _draw_phrase(writer, beings, rng)
    with_object = bool(rng.random() < 0.5)
    verbs = WITH_OBJECT if with_object else ALONE
    english, one, many = verbs[rng.integers(len(verbs))]
    writer.write(many if plural else one, writer.say(english))
    if with_object:
        _draw_phrase(writer, things, rng)
    if rng.random() < 0.6:
        english, french = PREPOSITIONS[rng.integers(len(PREPOSITIONS))]
        place = writer.say(english)
        writer.write(french[0], place)
        _draw_phrase(writer, spots, rng, place if len(french) > 1 else None)
    return writer.sentence()


def _draw_phrase(
    writer: _Writer, nouns: Sequence[Noun], rng: np.random.Generator, behind_de: int | None = None
) -> bool:
    """A random phrase; whether it is plural."""
    noun = nouns[int(rng.integers(len(nouns)))]
    plural = bool(noun.english[1]) and bool(rng.random() < 0.3)
    definite = not noun.english[1] or bool(rng.random() < 0.7)
    fitting = [adjective for adjective in ADJECTIVES if noun.kind in adjective.of]
    first = [adjective for adjective in fitting if adjective.before]
    colours = [adjective for adjective in fitting if not adjective.before]
    chosen: list[Adjective] = []
    if rng.random() < 0.35:
        chosen.append(first[rng.integers(len(first))])
    if rng.random() < 0.5:
        chosen.append(colours[rng.integers(len(colours))])
    phrase(writer, definite, chosen, noun, plural, behind_de)
    return plural


def lecture_sentence() -> Sentence:
    """The sentence of the lecture, by the same grammar."""
    writer = _Writer()
    adjectives = {adjective.english: adjective for adjective in ADJECTIVES}
    nouns = {noun.english[0]: noun for noun in NOUNS}
    phrase(writer, True, [adjectives["black"]], nouns["dog"], False)
    writer.write("dormait", writer.say("slept"))
    writer.write("dans", writer.say("in"))
    phrase(writer, True, [adjectives["hot"]], nouns["sun"], False)
    return writer.sentence()


@cache
def split_sentences() -> tuple[tuple[Sentence, ...], tuple[Sentence, ...], tuple[Sentence, ...]]:
    """Distinct sentences to train on, to choose by, and to report, drawn by one seed.

    The first to report is the lecture's, which is in neither of the others.
    """
    rng = np.random.default_rng(SPLIT_SEED)
    lecture = lecture_sentence()
    drawn: dict[tuple[str, ...], Sentence] = {}
    while len(drawn) < TRAINING + DEVELOPMENT + TEST - 1:
        sentence = draw(rng)
        if sentence.english != lecture.english:
            drawn.setdefault(sentence.english, sentence)
    found = tuple(drawn.values())
    # Drawn in order, so that short sentences, which come early, are shuffled among the parts.
    order = rng.permutation(len(found))
    found = tuple(found[place] for place in order)
    return found[:TRAINING], found[TRAINING : -TEST + 1], (lecture, *found[-TEST + 1 :])
