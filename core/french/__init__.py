"""English sentences with their French translations: a small grammar and its words."""

from core.french.grammar import (
    DEVELOPMENT,
    LECTURE,
    SPLIT_SEED,
    TEST,
    TRAINING,
    Sentence,
    draw,
    lecture_sentence,
    split_sentences,
)
from core.french.words import ADJECTIVES, NOUNS, Adjective, Noun

__all__ = [
    "ADJECTIVES",
    "DEVELOPMENT",
    "LECTURE",
    "NOUNS",
    "SPLIT_SEED",
    "TEST",
    "TRAINING",
    "Adjective",
    "Noun",
    "Sentence",
    "draw",
    "lecture_sentence",
    "split_sentences",
]
