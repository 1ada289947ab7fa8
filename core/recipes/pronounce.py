"""Spelling to pronunciation: one model for each score function, and one without attention."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, ClassVar

import numpy as np

from core.attention import SCORES, Attention
from core.cells import GRU
from core.letter_table import LetterTable, learn
from core.models import load
from core.pronunciations import FILE, SPLIT_SEED, pronunciations, split_pronunciations
from core.recipes.pairs import Examples, PairRecipe
from core.seq2seq.measure import accuracy, beam_census, error_rate, judged, write_all
from core.seq2seq.model import Seq2Seq
from core.seq2seq.vocabulary import Vocabulary
from core.training import Settings

LONGEST = 20  # phonemes; the longest pronunciation of the list has fewer
CENSUS, WIDTHS, LENGTH_POWER = 600, (2, 4, 8), 1.0
STATES_OF, SAME_STATES = "pronounce-general", "pronounce-general-as-additive"
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


@dataclass(frozen=True)
class SameStatesRecipe(PronounceRecipe):
    """Another score learned for the states of a finished model, all else of which stays.

    So two scores that have parameters can be compared on the same states; dot products need
    none and can be put in as they are (`Seq2Seq.with_score`).
    """

    trained: ClassVar[str] = "attention."

    def settings_in_words(self) -> dict[str, Any]:
        return {**super().settings_in_words(), "states_of": STATES_OF, "trained": self.trained}

    def begin(self) -> Seq2Seq:
        base = load(STATES_OF)
        if not isinstance(base, Seq2Seq) or self.score is None:
            raise ValueError(f"{STATES_OF} must be an encoder–decoder, and the score be named.")
        rng = np.random.default_rng(self.settings.seed)
        params = Attention(self.score).init(base.hidden_size, base.hidden_size, rng)
        return base.with_score(self.score, params)

    def judge_further(self, stored: Seq2Seq) -> dict[str, Any]:
        test = self.split()[2]
        sources, right = [source for source, _ in test], [target for _, target in test]
        swapped = {self.score or "": stored} | {
            score: stored.with_score(score) for score in ("dot", "scaled")
        }
        return super().judge_further(stored) | {
            "same_states": {
                score: {
                    "accuracy": accuracy(written, right), "error_rate": error_rate(written, right),
                }
                for score, model in swapped.items()
                for written in [write_all(model, sources, LONGEST)]
            }
        }  # fmt: skip


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
} | {SAME_STATES: SameStatesRecipe(GRU(), "additive", 128, 32, replace(SETTINGS, epochs=6))}
