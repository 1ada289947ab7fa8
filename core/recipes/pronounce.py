"""Spelling to pronunciation: one model for each score function, and one without attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from core.attention import SCORES
from core.cells import GRU
from core.letter_table import LetterTable, learn
from core.pronunciations import FILE, SPLIT_SEED, pronunciations, split_pronunciations
from core.recipes.pairs import Examples, PairRecipe
from core.seq2seq.measure import beam_census, judged
from core.seq2seq.model import Seq2Seq
from core.seq2seq.vocabulary import Vocabulary
from core.training import Settings

LONGEST = 20  # phonemes; the longest pronunciation of the list has fewer
CENSUS, WIDTHS, LENGTH_POWER = 600, (2, 4, 8), 1.0
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

    @property
    def longest(self) -> int:
        return LONGEST

    def data(self) -> dict[str, Any]:
        training, development, test = self.split()
        return {
            "file": f"assets/data/{FILE.name}",
            "split_seed": SPLIT_SEED,
            "train": len(training),
            "development": len(development),
            "test": len(test),
        }

    def judge_further(self, stored: Seq2Seq) -> dict[str, Any]:
        test = split_pronunciations()[2]
        words, right = [word for word, _ in test], [phonemes for _, phonemes in test]
        table = letter_table()
        return {
            "letter_table": {
                "said": {letter: " ".join(said) for letter, said in table.said.items()},
                "test": judged(words, [table.read(word) for word in words], right),
            },
            "beam": beam_census(
                stored, words[:CENSUS], WIDTHS, LONGEST, LENGTH_POWER, right[:CENSUS]
            ),
        }

    def verdict(self, report: dict[str, Any]) -> str:
        found = report["test"]
        return (
            f"{100 * found['error_rate']['rate']:.1f} % phoneme errors, "
            f"{100 * found['accuracy']['share']:.1f} % of words right"
        )


@cache
def letter_table() -> LetterTable:
    """The table of the training words."""
    return learn(split_pronunciations()[0])


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
