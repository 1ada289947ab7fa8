"""English words with their pronunciations, and how they are split.

Words are spelled a–z. Pronunciations are phonemes in ARPAbet, without stress: "cat" is K AE T.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

FILE = Path(__file__).resolve().parents[1] / "assets" / "data" / "pronunciations.tsv"
SPLIT_SEED = 1
DEVELOPMENT, TEST = 600, 1200

Pronounced = tuple[str, tuple[str, ...]]


def pronunciations() -> list[Pronounced]:
    """All words with their phonemes, the most frequent word first."""
    rows = (line.split("\t") for line in FILE.read_text("utf-8").splitlines())
    return [(word, tuple(phonemes.split())) for word, phonemes in rows]


def split_pronunciations() -> tuple[list[Pronounced], list[Pronounced], list[Pronounced]]:
    """Words to train on, to choose by (`DEVELOPMENT`) and to report (`TEST`), drawn by one seed.

    No word is in two of them; other forms of it may be ("cat" and "cats").
    """
    everything = pronunciations()
    order = np.random.default_rng(SPLIT_SEED).permutation(len(everything))
    drawn = [everything[place] for place in order]
    held_out = DEVELOPMENT + TEST
    return drawn[held_out:], drawn[:DEVELOPMENT], drawn[DEVELOPMENT:held_out]
