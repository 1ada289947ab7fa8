"""English words with all their French forms, for writing French word by word.

A French article, possessive or adjective agrees with its noun in gender and number, and a verb
with its subject in number: which form is right stands in another word of the sentence. Nouns
begin with a consonant, so that no article is cut short (l').
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

KINDS = ("determiner", "adjective", "noun", "verb", "preposition")
AGREEING = ("determiner", "adjective", "verb")  # whose form another word decides


@dataclass(frozen=True)
class Word:
    """An English word.

    kind    one of `KINDS`
    forms   French forms: masculine and feminine, singular and plural (m s, f s, m p, f p) of
            what agrees; singular and plural of a verb; one form of all others
    gender  "m" or "f", plural: of a noun; else "" and False
    """

    kind: str
    forms: tuple[str, ...]
    gender: str = ""
    plural: bool = False


def _adjective(masculine: str, feminine: str) -> Word:
    plural = masculine if masculine.endswith("s") else f"{masculine}s"
    return Word("adjective", (masculine, feminine, plural, f"{feminine}s"))


DETERMINERS = {
    "the": Word("determiner", ("le", "la", "les", "les")),
    "my": Word("determiner", ("mon", "ma", "mes", "mes")),
    "your": Word("determiner", ("ton", "ta", "tes", "tes")),
    "her": Word("determiner", ("son", "sa", "ses", "ses")),
}
ADJECTIVES = {
    "black": _adjective("noir", "noire"),
    "white": _adjective("blanc", "blanche"),
    "green": _adjective("vert", "verte"),
    "grey": _adjective("gris", "grise"),
    "hot": _adjective("chaud", "chaude"),
    "cold": _adjective("froid", "froide"),
    "big": _adjective("grand", "grande"),
    "small": _adjective("petit", "petite"),
}
_NOUNS = (
    ("m", "dog dogs chien chiens", "cat cats chat chats", "horse horses cheval chevaux",
     "boy boys garçon garçons", "king kings roi rois", "garden gardens jardin jardins",
     "boat boats bateau bateaux", "field fields champ champs", "bed beds lit lits",
     "sun suns soleil soleils"),
    ("f", "cow cows vache vaches", "goat goats chèvre chèvres", "hen hens poule poules",
     "girl girls fille filles", "queen queens reine reines", "house houses maison maisons",
     "car cars voiture voitures", "street streets rue rues", "chair chairs chaise chaises",
     "moon moons lune lunes"),
)  # fmt: skip
NOUNS: dict[str, Word] = {}
for _gender, *_rows in _NOUNS:
    for _row in _rows:
        _one, _many, _un, _des = _row.split()
        NOUNS[_one] = Word("noun", (_un,), _gender, False)
        NOUNS[_many] = Word("noun", (_des,), _gender, True)
VERBS = {
    "slept": Word("verb", ("dormait", "dormaient")),
    "sang": Word("verb", ("chantait", "chantaient")),
    "ran": Word("verb", ("courait", "couraient")),
    "played": Word("verb", ("jouait", "jouaient")),
    "waited": Word("verb", ("attendait", "attendaient")),
    "talked": Word("verb", ("parlait", "parlaient")),
}
PREPOSITIONS = {
    "in": Word("preposition", ("dans",)),
    "under": Word("preposition", ("sous",)),
    "behind": Word("preposition", ("derrière",)),
    "with": Word("preposition", ("avec",)),
}
WORDS: Mapping[str, Word] = {**DETERMINERS, **ADJECTIVES, **NOUNS, **VERBS, **PREPOSITIONS}
ENGLISH = tuple(WORDS)
FRENCH = tuple(dict.fromkeys(form for word in WORDS.values() for form in word.forms))


def form(word: str, noun: str) -> str:
    """The French form of an agreeing word when `noun` decides it."""
    said, decides = WORDS[word], WORDS[noun]
    if said.kind == "verb":
        return said.forms[decides.plural]
    return said.forms[2 * decides.plural + (decides.gender == "f")]
