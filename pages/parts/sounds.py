"""The sounds that the pronunciation models write, each with a word in which it is heard."""

from __future__ import annotations

# ARPAbet, the notation of the CMU Pronouncing Dictionary, without stress.
SOUNDS = {
    "AA": "hot", "AE": "cat", "AH": "cup", "AO": "dog", "AW": "cow", "AY": "my", "B": "bee",
    "CH": "cheese", "D": "day", "DH": "this", "EH": "red", "ER": "bird", "EY": "day", "F": "fish",
    "G": "go", "HH": "hat", "IH": "sit", "IY": "see", "JH": "job", "K": "key", "L": "leg",
    "M": "man", "N": "no", "NG": "sing", "OW": "boat", "OY": "boy", "P": "pen", "R": "red",
    "S": "sun", "SH": "ship", "T": "tea", "TH": "thin", "UH": "book", "UW": "two", "V": "very",
    "W": "we", "Y": "yes", "Z": "zoo", "ZH": "vision",
}  # fmt: skip


def in_words() -> str:
    """All of them in one line of Markdown."""
    return " · ".join(f"**{sound}** {word}" for sound, word in SOUNDS.items())
