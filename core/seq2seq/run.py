"""One pass of an encoder–decoder with given targets, and the gradients of everything in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Array, Ints, Params, outer_sum
from core.attention import AttentionGrads, AttentionTrace
from core.grads import Grads
from core.network import Pass
from core.seq2seq.encoder import DIRECTIONS, Encoded, source_grads
from core.seq2seq.vocabulary import Pairs
from core.sequence import backward
from core.trace import Trace

if TYPE_CHECKING:
    from core.seq2seq.model import Seq2Seq


@dataclass(frozen=True)
class Run(Pass):
    """One pass with given targets (teacher forcing).

    trace, decoder  the decoder's Trace, T steps       encoder  one Trace or two
    states          (S, B, H): what attention sees     attention  its trace, or None
    combined        (T, B, H): h̃_t, or None            loss, logits, probabilities (T, B, K)
    """

    pairs: Pairs
    encoded: Encoded
    attention: AttentionTrace | None
    combined: Array | None

    @property
    def decoder(self) -> Trace:
        return self.trace

    @property
    def encoder(self) -> tuple[Trace, ...]:
        return self.encoded.traces

    @property
    def states(self) -> Array:
        return self.encoded.states


@dataclass(frozen=True)
class RunGrads:
    """∂L/∂(everything) of a run.

    params     by name, the readout's V and c included
    encoder    Grads of each direction               decoder  Grads
    attention  AttentionGrads, or None               combined  (T, B, H): ∂L/∂h̃, or None
    states     (S, B, H): what attention sends back into the encoder; zero without attention
    """

    params: Params
    encoder: tuple[Grads, ...]
    decoder: Grads
    attention: AttentionGrads | None
    combined: Array | None
    states: Array


def run_grads(model: Seq2Seq, run: Run) -> RunGrads:
    """Gradients of everything in a run."""
    encoded, seen, combined = run.encoded, run.attention, run.combined
    params: Params = {"V": run.loss.params["V"], "c": run.loss.params["c"]}
    d_h = run.loss.d_h
    attention: AttentionGrads | None = None
    d_states = np.zeros_like(encoded.states)
    if seen is not None and combined is not None and model.attention is not None:
        H = model.hidden_size
        d_a = d_h * (1.0 - combined * combined)
        both = np.concatenate([seen["context"], run.trace["h"]], axis=2)
        params["combine.W_c"] = outer_sum(both, d_a)
        params["combine.b_c"] = d_a.sum(axis=(0, 1))
        d_both = d_a @ model.params["combine.W_c"].T
        attention = model.attention.backward(seen, d_both[:, :, :H])
        params |= named("attention", attention.params)
        d_states = attention.keys + attention.values
        d_h = d_both[:, :, H:] + attention.queries
    decoder = backward(run.trace, d_h)
    params |= named("decoder", decoder.params)
    params["target.E"] = _rows(run.pairs.inputs, decoder.x, len(model.target) + 1)
    encoder, d_x = source_grads(encoded, d_states, decoder.initial)
    for group, grads in zip(DIRECTIONS, encoder, strict=False):
        params |= named(group, grads.params)
    params["source.E"] = _rows(encoded.numbers, d_x, len(model.source))
    d_combined = None if combined is None else run.loss.d_h
    return RunGrads(params, encoder, decoder, attention, d_combined, d_states)


def named(group: str, params: Mapping[str, Array]) -> Params:
    """Parameters of one part, by their names in the whole."""
    return {f"{group}.{name}": value for name, value in params.items()}


def _rows(numbers: Ints, d_x: Array, count: int) -> Array:
    """∂L/∂E (count, M): the gradients of each symbol's uses, added up."""
    used = np.zeros((count, numbers.size))
    used[numbers.reshape(-1), np.arange(numbers.size)] = 1.0
    return np.asarray(used @ d_x.reshape(numbers.size, -1))
