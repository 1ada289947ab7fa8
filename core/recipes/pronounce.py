"""Spelling to pronunciation: one model for each score function, and one without attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.attention import SCORES
from core.cells import GRU
from core.models import Model
from core.pronunciations import (
    pronunciations,
    split_pronunciations,
)
from core.recipes.pairs import Examples, PairRecipe
from core.seq2seq.vocabulary import Vocabulary
from core.training import Settings

SETTINGS = Settings(
    epochs=16, batch_size=32, learning_rate=0.003, weight_decay=0.05, clip=1.0, seed=1
)


@dataclass(frozen=True)
class PronounceRecipe(PairRecipe):
    """Letters in, phonemes out."""

    def split(self) -> tuple[Examples, Examples, Examples]:
        training, development, test = split_pronunciations()
        return list(training), list(development), list(test)

    def vocabularies(self) -> tuple[Vocabulary, Vocabulary]:
        return _vocabularies()

    def data(self) -> dict[str, Any]:
        return {}

    def judge_stored(self, stored: Model) -> dict[str, Any]:
        return {}

    def verdict(self, report: dict[str, Any]) -> str:
        return ""


@cache
def _vocabularies() -> tuple[Vocabulary, Vocabulary]:
    everything = pronunciations()
    return (
        Vocabulary.of([word for word, _ in everything]),
        Vocabulary.of([phonemes for _, phonemes in everything]),
    )


RECIPES: Mapping[str, PronounceRecipe] = {
    f"pronounce-{score or 'none'}": PronounceRecipe(GRU(), score, 128, 32, SETTINGS)
    for score in (None, *SCORES)
}
