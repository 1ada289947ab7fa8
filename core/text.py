"""Text as a network reads it: symbols as numbers, names as padded batches, typing as letters.

A name is read with a boundary symbol before it and predicted with one behind it, so that one
symbol says "begin" and "end":

    "ada":    inputs  · a d a        targets  a d a ·

Arrays of symbols are time-major, (T, B), as everywhere in core; K is the number of symbols.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from string import ascii_lowercase

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Ints

BOUNDARY = "·"
NO_TARGET = -1  # `readout.loss` takes no loss where the target is negative
LONGEST = 30

# Letters that Unicode does not decompose into a base letter and a mark.
_SPELLED = {
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
    "ħ": "h", "ŧ": "t", "ŋ": "n", "ı": "i", "ə": "e",
}  # fmt: skip


@dataclass(frozen=True)
class Batch:
    """Padded texts, ready to be read.

    inputs   (T, B) symbol numbers; the boundary past the end of a shorter text
    targets  (T, B) the symbol that follows; negative past the end
    lengths  (B,) symbols read: the letters and the boundary before them
    size     K
    """

    inputs: Ints
    targets: Ints
    lengths: Ints
    size: int

    @property
    def x(self) -> Array:
        """The inputs one-hot, (T, B, K)."""
        return one_hot(self.inputs, self.size)

    @property
    def symbols(self) -> int:
        """How many symbols are predicted, boundaries included."""
        return int(self.lengths.sum())

    def pick(self, columns: Ints | slice) -> Batch:
        """Some of the texts, without the padding that only the others needed."""
        lengths = self.lengths[columns]
        T = int(lengths.max())
        return Batch(self.inputs[:T, columns], self.targets[:T, columns], lengths, self.size)


@dataclass(frozen=True)
class Alphabet:
    """Distinct symbols, the boundary first. Raises ValueError if one repeats."""

    symbols: str = BOUNDARY + ascii_lowercase

    def __post_init__(self) -> None:
        if len(self.symbols) < 2 or len(set(self.symbols)) != len(self.symbols):
            raise ValueError(
                "an alphabet needs a boundary and at least one letter, all distinct; "
                f"got {self.symbols!r}."
            )

    def __len__(self) -> int:
        return len(self.symbols)

    @property
    def letters(self) -> str:
        return self.symbols[1:]

    def numbers(self, text: str) -> list[int]:
        """The number of each letter; ValueError that names what is not a letter of this alphabet
        (`clean` maps free typing onto it)."""
        strangers = sorted(set(text) - set(self.letters))
        if strangers:
            raise ValueError(
                f"text must be made of the letters {self.letters}; got "
                f"{', '.join(map(repr, strangers[:5]))} in {text[:40]!r}."
            )
        return [self.symbols.index(letter) for letter in text]

    def encode(self, text: str) -> Batch:
        """One text as a batch of one; an empty text is the boundary alone."""
        return self.batch([text])

    def batch(self, texts: Sequence[str]) -> Batch:
        """Texts side by side, padded to the longest; ValueError if there are none."""
        if isinstance(texts, str) or not texts:
            raise ValueError(f"batch() takes a list of at least one text; got {texts!r}.")
        T, B = 1 + max(map(len, texts)), len(texts)
        inputs = np.zeros((T, B), dtype=np.intp)
        targets = np.full((T, B), NO_TARGET, dtype=np.intp)
        for column, text in enumerate(texts):
            numbers = self.numbers(text)
            inputs[1 : len(numbers) + 1, column] = numbers
            targets[: len(numbers) + 1, column] = [*numbers, 0]
        return Batch(inputs, targets, np.array([len(text) + 1 for text in texts]), len(self))

    def decode(self, numbers: ArrayLike) -> str:
        """The letters of one sequence (T,), boundaries and padding left out."""
        array = np.asarray(numbers, dtype=np.intp)
        if array.ndim != 1 or (array >= len(self)).any():
            raise ValueError(
                f"decode() takes symbol numbers (T,) below {len(self)}; got {array.tolist()}."
            )
        return "".join(self.symbols[number] for number in array if number > 0)


NAMES = Alphabet()


def one_hot(numbers: ArrayLike, size: int) -> Array:
    """(T, B) symbol numbers → (T, B, K) with a single 1 per symbol."""
    return np.eye(size)[np.asarray(numbers, dtype=np.intp)]


def minibatches(batch: Batch, batch_size: int, rng: np.random.Generator) -> Iterator[Batch]:
    """Every text of `batch` once, in shuffled groups; the last group may be smaller."""
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1; got {batch_size}.")
    order = rng.permutation(len(batch.lengths))
    for start in range(0, len(order), batch_size):
        yield batch.pick(order[start : start + batch_size])


@dataclass(frozen=True)
class Cleaned:
    """What of a typed text the alphabet a–z can say.

    letters    what is kept, at most `longest` letters
    left_out   distinct characters that have no letter here, in order of appearance; any white
               space is one " "
    shortened  whether letters were cut off behind the first `longest`
    """

    letters: str
    left_out: tuple[str, ...]
    shortened: bool
    longest: int


def clean(text: str, longest: int = LONGEST) -> Cleaned:
    """Map free typing onto a–z: lower case, accents stripped (é → e, ß → ss, ø → o).

    Digits, white space inside the text, punctuation, emoji and other scripts are left out and
    listed. Marks and invisible characters are left out unlisted: alone they have no look.
    """
    if longest < 0:
        raise ValueError(f"longest must be at least 0; got {longest}.")
    text = text.strip()
    kept = {character: _fold(character) for character in dict.fromkeys(text)}
    letters = "".join(map(kept.__getitem__, text))
    left_out = dict.fromkeys(
        " " if character.isspace() else character
        for character, folded in kept.items()
        if not folded and _has_a_look(character)
    )
    return Cleaned(letters[:longest], tuple(left_out), len(letters) > longest, longest)


def _fold(character: str) -> str:
    """The letters a–z that stand for one character, or none."""
    if not character.isalpha():  # signs such as ™ and ℃ would decompose into letters, too
        return ""
    parts = unicodedata.normalize("NFKD", character).lower()
    # Lower-casing can bring in marks of its own (İ), hence the second decomposition.
    parts = unicodedata.normalize("NFKD", parts)
    return "".join(
        spelled
        for part in parts
        for spelled in (_SPELLED.get(part, part),)
        if spelled.isascii() and spelled.isalpha()
    )


def _has_a_look(character: str) -> bool:
    return character.isspace() or unicodedata.category(character)[0] not in "MC"
