"""Writing: one step at a time, each reading the symbol written before.

Greedy writing takes the likeliest symbol of each step. `write` does it for many sources at once;
`greedy` for one, with everything traced.

    S source positions   B batch   K symbols written, the end included
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Bools, Ints, as_float_array, require_shape
from core.attention import AttentionTrace
from core.readout import log_softmax, logits
from core.seq2seq.encoder import Encoded
from core.seq2seq.vocabulary import NO_TARGET, Pairs, Tokens
from core.trace import Trace

if TYPE_CHECKING:
    from core.seq2seq.model import Seq2Seq
    from core.seq2seq.run import Run


@dataclass(frozen=True)
class Step:
    """One step of the decoder for B sequences.

    read       (B,) symbol numbers that were fed
    trace      the decoder's, T = 1          attention  its trace with T = 1, or None
    combined   (B, H): h̃, or None
    log_probabilities (B, K)                 logits (B, K)
    """

    read: Ints
    trace: Trace
    attention: AttentionTrace | None
    combined: Array | None
    logits: Array

    @property
    def log_probabilities(self) -> Array:
        return log_softmax(self.logits)

    @property
    def state(self) -> dict[str, Array]:
        """The decoder's state from which the next step starts."""
        return {name: self.trace.final(name) for name in self.trace.cell.state}


@dataclass(frozen=True)
class Written:
    """What was written for one source.

    symbols         numbers, without the end        tokens  the symbols
    ended           False if `longest` symbols were written and no end came
    log_probability Σ log P of all that was written, the end included (nats)
    steps           every step as it was done
    run             all steps in one trace (B = 1), of this source with what was written: the
                    same numbers but for rounding
    """

    symbols: tuple[int, ...]
    tokens: tuple[str, ...]
    ended: bool
    longest: int
    log_probability: float
    steps: tuple[Step, ...]
    run: Run


def one_step(
    model: Seq2Seq,
    encoded: Encoded,
    state: Mapping[str, ArrayLike],
    symbols: ArrayLike,
    temperature: ArrayLike = 1.0,
    held: ArrayLike | None = None,
) -> Step:
    """Feed symbol numbers (B,) to the decoder in `state` ({"h": (B, H), …}).

    encoded  of B sources, or of one that all B share
    held     (B, S): rows of attention weights held by hand, NaN rows free
    """
    read = np.asarray(symbols, dtype=np.intp)
    if read.ndim != 1 or not ((read >= 0) & (read <= model.target.start)).all():
        raise ValueError(
            f"symbols must be numbers (B,) in 0…{model.target.start}; got {read.tolist()}."
        )
    if len(encoded.lengths) == 1 < len(read):
        encoded = encoded.copies(len(read))
    rows = None if held is None else as_float_array(held, "held")[None]
    trace, seen, combined = model.decode(
        encoded, read[None], state, temperature=temperature, held=rows
    )
    last = None if combined is None else combined[0]
    y = logits(model.readout, trace["h"][0] if last is None else last)
    return Step(read, trace, seen, last, y)


def write(
    model: Seq2Seq,
    encoded: Encoded,
    longest: int,
    temperature: ArrayLike = 1.0,
    held: ArrayLike | None = None,
) -> tuple[Ints, Bools]:
    """Greedy symbols (T, B) for B sources, negative behind each end, and (B,) which ended.

    temperature  of the attention's softmax, one or (B,)
    held         (longest, B, S) attention weights by hand, NaN rows free
    """
    check_longest(longest)
    B = len(encoded.lengths)
    rows = as_held(held, longest, B, len(encoded.states))
    state: Mapping[str, Array] = encoded.final
    symbols = np.full(B, model.target.start, dtype=np.intp)
    ended = np.zeros(B, dtype=np.bool_)
    columns: list[Ints] = []
    while len(columns) < longest and not ended.all():
        step = one_step(
            model,
            encoded,
            state,
            symbols,
            temperature,
            None if rows is None else rows[len(columns)],
        )
        symbols = step.logits.argmax(axis=1)
        chosen = np.where(ended | (symbols == model.target.end), NO_TARGET, symbols)
        ended = ended | (symbols == model.target.end)
        columns.append(chosen)
        state = step.state
    return np.stack(columns), ended


def write_greedily(
    model: Seq2Seq,
    tokens: Tokens,
    longest: int,
    temperature: float = 1.0,
    held: ArrayLike | None = None,
) -> Written:
    """Write for one source, the likeliest symbol at each step.

    held  (longest, S) attention weights by hand, NaN rows free
    """
    check_longest(longest)
    encoded = model.encode([tokens])
    rows = as_held(held, longest, None, len(encoded.states))
    state: Mapping[str, Array] = encoded.final
    read, total = model.target.start, 0.0
    steps: list[Step] = []
    symbols: list[int] = []
    while (len(steps) < longest and read != model.target.end) or not steps:
        row = None if rows is None else rows[len(steps)][None]
        step = one_step(model, encoded, state, [read], temperature, row)
        read = int(step.logits[0].argmax())
        total += float(step.log_probabilities[0, read])
        steps.append(step)
        symbols.append(read)
        state = step.state
    ended = read == model.target.end
    kept = tuple(symbols[:-1] if ended else symbols)
    all_rows = None if rows is None else rows[: len(steps), None]
    run = forced(model, tokens, kept, ended, temperature, all_rows)
    written = model.target.decode(kept)
    return Written(kept, written, ended, longest, total, tuple(steps), run)


def forced(
    model: Seq2Seq,
    tokens: Tokens,
    symbols: tuple[int, ...],
    ends: bool = True,
    temperature: ArrayLike = 1.0,
    held: ArrayLike | None = None,
) -> Run:
    """One source read with symbol numbers given as the target, with the end behind or not."""
    source = model.source.encode(tokens)
    inputs = np.array([model.target.start, *symbols], dtype=np.intp)
    targets = np.array([*symbols, model.target.end], dtype=np.intp)
    count = len(inputs) if ends else len(symbols)
    pairs = Pairs(
        source[:, None], np.array([len(source)]), inputs[:count, None], targets[:count, None],
        np.array([count]),
    )  # fmt: skip
    return model.read(pairs, temperature=temperature, held=held)


def as_held(held: ArrayLike | None, longest: int, B: int | None, S: int) -> Array | None:
    """Held rows as an array (longest, B, S), or (longest, S) where B is None."""
    if held is None:
        return None
    rows = as_float_array(held, "held")
    shape = (longest, S) if B is None else (longest, B, S)
    require_shape(rows, shape, "held", "(longest, S)" if B is None else "(longest, B, S)")
    return rows


def check_longest(longest: int) -> None:
    """Raise ValueError unless it is a whole number from 1."""
    if isinstance(longest, bool) or not isinstance(longest, (int, np.integer)) or longest < 1:
        raise ValueError(f"longest must be a whole number of at least 1; got {longest!r}.")
