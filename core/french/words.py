"""The words that the grammar knows, in both languages and all forms it needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


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
BEINGS = ("person", "animal")
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
    _adjective("sad", "triste", "triste", BEINGS),
    _adjective("happy", "heureux", "heureuse", BEINGS),
    _adjective("tired", "fatigué", "fatiguée", BEINGS),
    _adjective("quiet", "calme", "calme", (*BEINGS, "place")),
    _adjective("hot", "chaud", "chaude", ("place",)),
    _adjective("cold", "froid", "froide", ("place",)),
    _adjective("small", "petit", "petite", before=True),
    _adjective("big", "grand", "grande", before=True),
    _adjective("young", "jeune", "jeune", BEINGS, before=True),
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
