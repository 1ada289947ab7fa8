"""Symbols as numbers, and pairs of sequences as padded batches.

A target is read with a start symbol before it and written with an end symbol behind it:

    T UW:    read <start> T UW        written T UW <end>

The start is never written and the end never read, so that they share one number, the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import Ints

START, END = "<start>", "<end>"
NO_TARGET = -1  # `readout.loss` takes no loss where the target is negative

Tokens = Sequence[str]


@dataclass(frozen=True)
class Vocabulary:
    """Distinct symbols: letters, phonemes or words. Raises ValueError if one repeats.

    Symbol k has number k; `start` and `end` are the number behind the last.
    """

    symbols: tuple[str, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "symbols", tuple(self.symbols))
        known = set(self.symbols)
        texts = all(isinstance(symbol, str) and symbol for symbol in self.symbols)
        if not texts or not known or len(known) != len(self.symbols) or {START, END} & known:
            raise ValueError(
                "a vocabulary needs distinct symbols, none of them empty, "
                f"{START} or {END}; got {str(self.symbols)[:80]}."
            )

    @classmethod
    def of(cls, sequences: Sequence[Tokens]) -> Vocabulary:
        """All symbols of these sequences, in alphabetical order."""
        return cls(tuple(sorted({symbol for sequence in sequences for symbol in sequence})))

    def __len__(self) -> int:
        return len(self.symbols)

    @property
    def start(self) -> int:
        return len(self.symbols)

    @property
    def end(self) -> int:
        return len(self.symbols)

    @cached_property
    def read(self) -> tuple[str, ...]:
        """What the numbers stand for where they are read, the start included."""
        return (*self.symbols, START)

    @cached_property
    def written(self) -> tuple[str, ...]:
        """What the numbers stand for where they are written, the end included."""
        return (*self.symbols, END)

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {symbol: number for number, symbol in enumerate(self.symbols)}

    def unknown(self, tokens: Tokens) -> tuple[str, ...]:
        """Those that are not symbols of this vocabulary, each once, in order of appearance."""
        return tuple(dict.fromkeys(token for token in tokens if token not in self._numbers))

    def encode(self, tokens: Tokens) -> Ints:
        """Numbers (n,); ValueError that names what is not in the vocabulary."""
        strangers = self.unknown(tokens)
        if strangers:
            shown = ", ".join(repr(token[:20]) for token in strangers[:5])
            more = f" and {len(strangers) - 5} more" if len(strangers) > 5 else ""
            raise ValueError(f"symbols must be among the {len(self)} known; got {shown}{more}.")
        return np.array([self._numbers[token] for token in tokens], dtype=np.intp)

    def decode(self, numbers: Sequence[int] | Ints) -> tuple[str, ...]:
        """The symbols of numbers (n,), up to the end symbol if there is one."""
        found: list[str] = []
        for number in numbers:
            if not 0 <= number <= self.end:
                raise ValueError(f"numbers must lie in 0…{self.end}; got {number}.")
            if number == self.end:
                break
            found.append(self.symbols[number])
        return tuple(found)


@dataclass(frozen=True)
class Pairs:
    """Sources with their targets, padded.

    source          (S, B) symbol numbers; 0 past the end of a shorter source
    source_lengths  (B,)
    inputs          (T, B) what the decoder reads: the start, then the target
    targets         (T, B) what it should write: the target, then the end; negative past that
    lengths         (B,) symbols written, the end included
    """

    source: Ints
    source_lengths: Ints
    inputs: Ints
    targets: Ints
    lengths: Ints

    def __len__(self) -> int:
        return len(self.lengths)

    @property
    def symbols(self) -> int:
        """How many symbols are predicted, the ends included."""
        return int(self.lengths.sum())

    def pick(self, columns: Ints | slice) -> Pairs:
        """Some of the pairs, without the padding that only the others needed."""
        read, written = self.source_lengths[columns], self.lengths[columns]
        S, T = int(read.max()), int(written.max())
        return Pairs(
            self.source[:S, columns], read,
            self.inputs[:T, columns], self.targets[:T, columns], written,
        )  # fmt: skip


def pad(sequences: Sequence[Ints], filling: int) -> tuple[Ints, Ints]:
    """Numbers of unequal length side by side, (longest, B), and their lengths (B,)."""
    lengths = np.array([len(sequence) for sequence in sequences], dtype=np.intp)
    padded = np.full((int(lengths.max()), len(sequences)), filling, dtype=np.intp)
    for column, sequence in enumerate(sequences):
        padded[: len(sequence), column] = sequence
    return padded, lengths


def encode_sources(vocabulary: Vocabulary, sources: Sequence[Tokens]) -> tuple[Ints, Ints]:
    """Sources as numbers (S, B) with lengths (B,); ValueError for none and for an empty one."""
    if isinstance(sources, str) or not len(sources):
        raise ValueError(f"there must be a list of at least one source; got {sources!r}.")
    if not all(len(source) for source in sources):
        raise ValueError("a source must have at least one symbol; got an empty one.")
    return pad([vocabulary.encode(source) for source in sources], 0)


def encode_pairs(
    source: Vocabulary, target: Vocabulary, pairs: Sequence[tuple[Tokens, Tokens]]
) -> Pairs:
    """Pairs of tokens as a batch; ValueError for symbols that are not in the vocabularies."""
    numbers, read = encode_sources(source, [tokens for tokens, _ in pairs])
    ends = [target.encode(tokens) for _, tokens in pairs]
    inputs, written = pad([np.array([target.start, *end], dtype=np.intp) for end in ends], 0)
    targets, _ = pad([np.array([*end, target.end], dtype=np.intp) for end in ends], NO_TARGET)
    return Pairs(numbers, read, inputs, targets, written)


def minibatches(pairs: Pairs, batch_size: int, rng: np.random.Generator) -> Iterator[Pairs]:
    """Every pair once, in shuffled groups of similar length, so that little is padding.

    Pairs are shuffled, sorted by length in pools of 16 groups, and the groups shuffled.
    """
    if batch_size < 1:
        raise ValueError(f"batch_size must be at least 1; got {batch_size}.")
    order = rng.permutation(len(pairs))
    groups: list[Ints] = []
    for start in range(0, len(order), 16 * batch_size):
        pool = order[start : start + 16 * batch_size]
        by_length = np.lexsort((pairs.lengths[pool], pairs.source_lengths[pool]))
        pool = pool[by_length]
        groups += [pool[k : k + batch_size] for k in range(0, len(pool), batch_size)]
    for group in rng.permutation(len(groups)):
        yield pairs.pick(groups[group])
