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

SPLIT_SEED = 1
TRAINING, DEVELOPMENT, TEST = 4000, 400, 1200
LECTURE = "the black dog slept in the hot sun"


@dataclass(frozen=True)
class Noun:
    """A noun in both languages: singular and plural ("" where the grammar uses none)."""

    english: tuple[str, str]
    french: tuple[str, str]
    feminine: bool
    kind: str  # "person", "animal", "thing" or "place"

    @property
    def vowel(self) -> bool:
        """Whether French articles elide before it (h is mute in the words used here)."""
        return self.french[0][0] in "aeiouéêh"


@dataclass(frozen=True)
class Adjective:
    """French forms: masculine, feminine, their plurals, and masculine before a vowel."""

    english: str
    french: tuple[str, str, str, str]
    of: tuple[str, ...]  # kinds of nouns that it goes with
    before: bool = False
    before_vowel: str = ""


def _noun(english: str, french: str, gender: str, kind: str, plural: str = "") -> Noun:
    many = french + ("" if french.endswith(("s", "x")) else "s")
    several = english.split("/") if "/" in english else [english, english + "s"]
    return Noun((several[0], several[1]), (french, plural or many), gender == "f", kind)


NOUNS = (
    _noun("dog", "chien", "m", "animal"), _noun("cat", "chat", "m", "animal"),
    _noun("horse", "cheval", "m", "animal", "chevaux"),
    _noun("bird", "oiseau", "m", "animal", "oiseaux"),
    _noun("man/men", "homme", "m", "person"), _noun("woman/women", "femme", "f", "person"),
    _noun("boy", "garçon", "m", "person"), _noun("girl", "fille", "f", "person"),
    _noun("child/children", "enfant", "m", "person"), _noun("cow", "vache", "f", "animal"),
    _noun("mouse/mice", "souris", "f", "animal"), _noun("friend", "ami", "m", "person"),
    _noun("apple", "pomme", "f", "thing"), _noun("book", "livre", "m", "thing"),
    _noun("flower", "fleur", "f", "thing"), _noun("car", "voiture", "f", "thing"),
    _noun("ball", "balle", "f", "thing"), _noun("hat", "chapeau", "m", "thing", "chapeaux"),
    _noun("tree", "arbre", "m", "place"), _noun("house", "maison", "f", "place"),
    _noun("garden", "jardin", "m", "place"), _noun("river", "rivière", "f", "place"),
    _noun("street", "rue", "f", "place"), _noun("church/churches", "église", "f", "place"),
    _noun("school", "école", "f", "place"), _noun("forest", "forêt", "f", "place"),
    _noun("sun/", "soleil", "m", "place"), _noun("table", "table", "f", "place"),
    _noun("wall", "mur", "m", "place"), _noun("snow/", "neige", "f", "place"),
)  # fmt: skip

_ALL = ("person", "animal", "thing", "place")
_BEINGS = ("person", "animal")
_COLOURED = ("animal", "thing", "place")  # grammar has no say in it; people are left out


def _adjective(
    english: str, masculine: str, feminine: str, of: Sequence[str] = _ALL, plural: str = "",
    before: bool = False, before_vowel: str = "",
) -> Adjective:  # fmt: skip
    many = plural or masculine + ("" if masculine.endswith(("s", "x")) else "s")
    forms = (masculine, feminine, many, feminine + "s")
    return Adjective(english, forms, tuple(of), before, before_vowel)


ADJECTIVES = (
    _adjective("black", "noir", "noire", _COLOURED),
    _adjective("white", "blanc", "blanche", _COLOURED),
    _adjective("red", "rouge", "rouge", _COLOURED), _adjective("green", "vert", "verte", _COLOURED),
    _adjective("grey", "gris", "grise", _COLOURED), _adjective("strange", "étrange", "étrange"),
    _adjective("sad", "triste", "triste", _BEINGS),
    _adjective("happy", "heureux", "heureuse", _BEINGS),
    _adjective("tired", "fatigué", "fatiguée", _BEINGS),
    _adjective("quiet", "calme", "calme", (*_BEINGS, "place")),
    _adjective("hot", "chaud", "chaude", ("place",)),
    _adjective("cold", "froid", "froide", ("place",)),
    _adjective("small", "petit", "petite", before=True),
    _adjective("big", "grand", "grande", before=True),
    _adjective("young", "jeune", "jeune", _BEINGS, before=True),
    _adjective("old", "vieux", "vieille", before=True, before_vowel="vieil"),
    _adjective("beautiful", "beau", "belle", plural="beaux", before=True, before_vowel="bel"),
)  # fmt: skip

# English, French for one and for several; French past is the imparfait.
ALONE = (
    ("slept", "dormait", "dormaient"), ("sang", "chantait", "chantaient"),
    ("ran", "courait", "couraient"), ("danced", "dansait", "dansaient"),
    ("cried", "pleurait", "pleuraient"), ("dreamed", "rêvait", "rêvaient"),
    ("worked", "travaillait", "travaillaient"), ("waited", "attendait", "attendaient"),
)  # fmt: skip
WITH_OBJECT = (
    ("saw", "voyait", "voyaient"), ("watched", "regardait", "regardaient"),
    ("heard", "entendait", "entendaient"), ("followed", "suivait", "suivaient"),
    ("drew", "dessinait", "dessinaient"), ("found", "trouvait", "trouvaient"),
)  # fmt: skip
PREPOSITIONS = (
    ("in", ("dans",)), ("behind", ("derrière",)), ("under", ("sous",)),
    ("on", ("sur",)), ("near", ("près", "de")),
)  # fmt: skip


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
    beings = [noun for noun in NOUNS if noun.kind in _BEINGS]
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
