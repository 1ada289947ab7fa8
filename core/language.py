"""A character language model: a recurrent cell that predicts the next letter.

    P(s_1 … s_n) = Π_t P(s_t | s_1 … s_{t-1}),    P(s_t | …) = softmax(c + V h_t)[s_t]

Bits per character are the mean of -log₂ P over all predicted symbols, the end included.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Ints
from core.cells import Cell
from core.network import Network, Pass, State
from core.readout import init_readout, logits, loss
from core.sequence import Trace, forward
from core.text import LONGEST, NAMES, Alphabet, Batch, one_hot

CHUNK = 512  # texts read at once where only a sum over texts is wanted


@dataclass(frozen=True)
class Reading(Pass):
    """One pass over a batch: what the cell did, what it expected, what surprised it.

    probabilities  (T, B, K): for each step the distribution of the symbol that follows
    """

    batch: Batch


@dataclass(frozen=True)
class Choice:
    """One step of writing: the symbol read, the distribution drawn from, the symbol drawn.

    `trace` holds this one step (T = 1, B = 1), so that all gates can be shown; `probabilities`
    (K,) are those after temperature.
    """

    read: str
    trace: Trace
    probabilities: Array
    chosen: str


@dataclass(frozen=True)
class CharModel(Network):
    """A cell with its parameters, a readout and the alphabet both speak."""

    alphabet: Alphabet = NAMES

    def __post_init__(self) -> None:
        """Raises ValueError unless cell, readout and alphabet fit each other."""
        K = len(self.alphabet)
        self.check(K, K, f"K = {K} symbols")

    @classmethod
    def init(
        cls,
        cell: Cell,
        hidden_size: int,
        rng: np.random.Generator,
        alphabet: Alphabet = NAMES,
    ) -> CharModel:
        """An untrained model."""
        K = len(alphabet)
        params = cell.init(K, hidden_size, rng)
        return cls(cell, params, init_readout(hidden_size, K, rng), alphabet)

    def read(
        self,
        given: str | Sequence[str] | Batch,
        initial: State | None = None,
        clamp: State | None = None,
        mean: bool = False,
    ) -> Reading:
        """Read one text, several, or an encoded batch.

        The loss is the sum over all symbols in nats, or with `mean` the mean per symbol;
        `initial` and `clamp` are those of `forward`.
        """
        if isinstance(given, Batch):
            batch = given
        else:
            batch = self.alphabet.batch([given] if isinstance(given, str) else given)
        # Without padding there is nothing to mask, and the time loop is spared the masking.
        lengths = None if (batch.lengths == len(batch.inputs)).all() else batch.lengths
        trace = forward(self.cell, self.params, batch.x, initial, lengths, clamp)
        weight = 1.0 / batch.symbols if mean else 1.0
        losses = loss(self.readout, trace["h"], batch.targets, lengths=lengths, weight=weight)
        return Reading(trace, losses, batch)

    def bits_per_character(self, texts: Sequence[str] | Batch, clamp: State | None = None) -> float:
        """Mean -log₂ P over all symbols of `texts`, the boundary at each end included."""
        batch = texts if isinstance(texts, Batch) else self.alphabet.batch(texts)
        chunks = range(0, len(batch.lengths), CHUNK)
        nats = sum(
            self.read(batch.pick(slice(start, start + CHUNK)), clamp=clamp).loss.value
            for start in chunks
        )
        return nats / batch.symbols / log(2.0)

    def step(
        self, symbols: ArrayLike, state: State | None = None, clamp: State | None = None
    ) -> tuple[Trace, Array]:
        """Read one symbol (B,) each: the trace of this step and the logits (B, K).

        `state` is what `state_of` took from the step before; None begins anew.
        """
        x = one_hot(np.asarray(symbols, dtype=np.intp)[None], len(self.alphabet))
        trace = forward(self.cell, self.params, x, state, clamp=clamp)
        return trace, logits(self.readout, trace["h"][0])

    def sample(
        self,
        rng: np.random.Generator,
        temperature: float = 1.0,
        longest: int = LONGEST,
        start: str = "",
        clamp: State | None = None,
    ) -> Iterator[Choice]:
        """Write one text, a symbol at a time, behind the given `start`.

        Ends with the boundary, or after `longest` letters. Letters of `start` are not drawn, but
        their steps are yielded, too.
        """
        given = [self.alphabet.symbols[number] for number in self.alphabet.numbers(start)]
        read, state, written = self.alphabet.symbols[0], None, 0
        while written < longest:
            trace, y = self.step([self.alphabet.symbols.index(read)], state, clamp)
            probabilities = tempered(y, temperature)
            chosen = given.pop(0) if given else self.alphabet.symbols[draw(probabilities, rng)[0]]
            yield Choice(read, trace, probabilities[0], chosen)
            if chosen == self.alphabet.symbols[0]:
                return
            read, state, written = chosen, state_of(trace), written + 1

    def write(
        self,
        count: int,
        rng: np.random.Generator,
        temperature: float = 1.0,
        longest: int = LONGEST,
    ) -> list[str]:
        """Write `count` texts side by side, each ended by its boundary or after `longest`."""
        symbols = np.zeros(count, dtype=np.intp)
        state: State | None = None
        columns: list[Ints] = []
        ended = np.zeros(count, dtype=np.bool_)
        while len(columns) < longest and not ended.all():
            trace, y = self.step(symbols, state)
            symbols = np.where(ended, 0, draw(tempered(y, temperature), rng))
            ended |= symbols == 0
            columns.append(symbols)
            state = state_of(trace)
        rows = np.stack(columns, axis=1) if columns else np.zeros((count, 0), dtype=np.intp)
        return [self.alphabet.decode(row) for row in rows]


def state_of(trace: Trace) -> dict[str, Array]:
    """The state after the last step, from which the next one starts."""
    return {name: trace.final(name) for name in trace.cell.state}


def tempered(y: Array, temperature: float) -> Array:
    """softmax(y / temperature) over the last axis; at 0 all weight is on the likeliest symbol.

    Raises ValueError for a temperature below 0.
    """
    if not temperature >= 0.0:
        raise ValueError(f"temperature must be at least 0; got {temperature}.")
    if temperature == 0.0:
        return np.asarray(np.eye(y.shape[-1])[y.argmax(axis=-1)])
    with np.errstate(all="ignore"):
        # Differences first: they are ≤ 0, so that no temperature can make exp overflow.
        weights = np.exp((y - y.max(axis=-1, keepdims=True)) / temperature)
        return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def draw(probabilities: Array, rng: np.random.Generator) -> Ints:
    """One symbol number (B,) from each distribution (B, K)."""
    cumulated = probabilities.cumsum(axis=-1)
    threshold = rng.random(len(probabilities)) * cumulated[:, -1]
    return np.asarray((cumulated <= threshold[:, None]).sum(axis=-1), dtype=np.intp)
