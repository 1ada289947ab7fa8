"""English to French, from a grammar: one model for each score function, and one without."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.attention import SCORES
from core.cells import GRU
from core.french import SPLIT_SEED, Sentence, lecture_sentence, split_sentences
from core.recipes.pairs import Examples, PairRecipe
from core.seq2seq.measure import beam_census
from core.seq2seq.model import Seq2Seq
from core.seq2seq.vocabulary import Vocabulary
from core.training import Settings

LONGEST = 24  # words; the longest translation has fewer
CENSUS, WIDTHS, LENGTH_POWER = 300, (2, 4, 8), 1.0
SETTINGS = Settings(
    epochs=40, batch_size=32, learning_rate=0.003, weight_decay=0.05, clip=1.0, seed=1
)


@dataclass(frozen=True)
class FrenchRecipe(PairRecipe):
    """English words in, French words out."""

    def split(self) -> tuple[Examples, Examples, Examples]:
        training, development, test = (_pairs(part) for part in split_sentences())
        return training, development, test

    def vocabularies(self) -> tuple[Vocabulary, Vocabulary]:
        return _vocabularies()

    @property
    def longest(self) -> int:
        return LONGEST

    def data(self) -> dict[str, Any]:
        training, development, test = split_sentences()
        return {
            "made_by": "core/french/",
            "split_seed": SPLIT_SEED,
            "train": len(training),
            "development": len(development),
            "test": len(test),
        }

    def judge_further(self, stored: Seq2Seq) -> dict[str, Any]:
        training, _, test = split_sentences()
        lecture = lecture_sentence()
        written = stored.greedy(lecture.english, LONGEST)
        return {
            "lecture": {
                "english": " ".join(lecture.english),
                "french": " ".join(lecture.french),
                "written": " ".join(written.tokens),
                "right": written.tokens == lecture.french,
                "in_training": any(s.english == lecture.english for s in training),
            },
            "beam": beam_census(
                stored,
                [s.english for s in test[:CENSUS]],
                WIDTHS,
                LONGEST,
                LENGTH_POWER,
                [s.french for s in test[:CENSUS]],
            ),
            "alignment": None if stored.attention is None else alignment(stored, test),
        }

    def verdict(self, report: dict[str, Any]) -> str:
        share = 100 * report["test"]["accuracy"]["share"]
        return f"{share:.1f} % of sentences right, {report['lecture']['written']!r}"


def alignment(model: Seq2Seq, sentences: Sequence[Sentence]) -> dict[str, Any]:
    """How often the largest weight lies on the English word that a French word comes from.

    The right French is given. `swapped` counts the French words that stand in another order than
    their English ones: the noun before its adjective and the adjective behind it.
    """
    run = model.read(_pairs(tuple(sentences)))
    if run.attention is None:
        raise ValueError("a model without attention has no alignment.")
    top = run.attention["weight"].argmax(axis=2)
    found = {"words": [0, 0], "swapped": [0, 0]}
    for b, sentence in enumerate(sentences):
        places = sentence.source
        for t, place in enumerate(places):
            swapped = any(p > place for p in places[:t]) or any(p < place for p in places[t:])
            for name in ("words", "swapped") if swapped else ("words",):
                found[name][0] += int(top[t, b] == place)
                found[name][1] += 1
    return {
        name: {"right": right, "count": count, "share": right / count}
        for name, (right, count) in found.items()
    }


def _pairs(sentences: tuple[Sentence, ...]) -> Examples:
    return [(sentence.english, sentence.french) for sentence in sentences]


@cache
def _vocabularies() -> tuple[Vocabulary, Vocabulary]:
    training = split_sentences()[0]
    return (
        Vocabulary.of([sentence.english for sentence in training]),
        Vocabulary.of([sentence.french for sentence in training]),
    )


RECIPES: Mapping[str, FrenchRecipe] = {
    f"french-{score or 'none'}": FrenchRecipe(GRU(), score, 96, 48, SETTINGS)
    for score in (None, *SCORES)
}
