"""Encoder and decoder, with attention between them or without.

    e_s = encoder over the source's embeddings
    h_0 = the encoder's last state            h_t = decoder over y_{t-1}'s embedding
    context_t = Σ_s α_ts e_s                  α_ts from the score of h_t and e_s
    h̃_t = tanh(W_c [context_t, h_t] + b_c)    logits_t = c + V h̃_t
    without attention:                        logits_t = c + V h_t

Attention is asked after the cell, and nothing of it enters the next step (Luong, Pham & Manning
2015, without their input feeding), so that with given targets all steps attend at once. The
encoder may read in both directions (Bahdanau, Cho & Bengio 2015). Source of encoder and decoder:
Sutskever, Vinyals & Le 2014; Cho et al. 2014.

    S source positions   T target steps   B batch   M embedding size   H hidden size
    K symbols written, the end included
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from core.arrays import Array, Ints, Params, as_float_array, frozen, require_shape
from core.attention import Attention, AttentionTrace
from core.cells import Cell
from core.network import Network, State
from core.readout import init_readout, loss
from core.seq2seq.beam import Tree, search
from core.seq2seq.decoding import Step, Written, forced, one_step, write_greedily
from core.seq2seq.encoder import DIRECTIONS, Encoded, read_source
from core.seq2seq.run import Run, RunGrads, named, run_grads
from core.seq2seq.vocabulary import Pairs, Tokens, Vocabulary, encode_pairs, encode_sources
from core.sequence import forward
from core.trace import Trace


@dataclass(frozen=True)
class Seq2Seq(Network):
    """A cell for encoder and decoder, their parameters by name ("encoder.W_x" …), a readout.

    params  source.E (symbols, M), target.E (symbols + 1, M), encoder.…, reversed.… if
            bidirectional, decoder.…; with attention: attention.…, combine.W_c (2H, H),
            combine.b_c (H,)
    """

    source: Vocabulary
    target: Vocabulary
    attention: Attention | None = None
    bidirectional: bool = True

    def __post_init__(self) -> None:
        """Raises ValueError unless all parameters are there and fit each other."""
        params = self.params
        M, H = self.embedding_size, self.hidden_size
        wanted = self.param_shapes(
            self.cell, H, M, len(self.source), len(self.target), self.attention, self.bidirectional
        )
        missing, strange = sorted(set(wanted) - set(params)), sorted(set(params) - set(wanted))
        if missing or strange:
            raise ValueError(
                f"params must hold {', '.join(missing) or 'no others'}; "
                f"unknown: {', '.join(strange) or 'none'}."
            )
        for name, shape in wanted.items():
            require_shape(as_float_array(params[name], name), shape, name, "by the sizes")
        K = len(self.target) + 1
        if set(self.readout) != {"V", "c"}:
            raise ValueError(f"readout must hold V and c; got {', '.join(sorted(self.readout))}.")
        require_shape(as_float_array(self.readout["V"], "V"), (H, K), "V", "(H, K)")
        require_shape(as_float_array(self.readout["c"], "c"), (K,), "c", "(K,)")

    @staticmethod
    def param_shapes(
        cell: Cell,
        hidden_size: int,
        embedding_size: int,
        sources: int,
        targets: int,
        attention: Attention | None,
        bidirectional: bool,
    ) -> dict[str, tuple[int, ...]]:
        """Shape of each parameter but the readout's, by name."""
        M, H = embedding_size, hidden_size
        if bidirectional and H % 2:
            raise ValueError(f"hidden_size must be even for two directions; got {H}.")
        half = H // 2 if bidirectional else H
        shapes: dict[str, tuple[int, ...]] = {
            "source.E": (sources, M),
            "target.E": (targets + 1, M),
        }
        for group in DIRECTIONS[: 1 + bidirectional]:
            shapes |= {f"{group}.{n}": s for n, s in cell.param_shapes(M, half).items()}
        shapes |= {f"decoder.{n}": s for n, s in cell.param_shapes(M, H).items()}
        if attention is not None:
            shapes |= {f"attention.{n}": s for n, s in attention.param_shapes(H, H).items()}
            shapes |= {"combine.W_c": (2 * H, H), "combine.b_c": (H,)}
        return shapes

    @classmethod
    def init(
        cls,
        source: Vocabulary,
        target: Vocabulary,
        cell: Cell,
        hidden_size: int,
        embedding_size: int,
        attention: Attention | None = None,
        bidirectional: bool = True,
        rng: np.random.Generator | None = None,
    ) -> Seq2Seq:
        """An untrained model: embeddings uniform in ±0.5, weights in ±1/√(inputs), biases zero."""
        rng = np.random.default_rng(0) if rng is None else rng
        H, M = hidden_size, embedding_size
        shapes = cls.param_shapes(cell, H, M, len(source), len(target), attention, bidirectional)
        params: Params = {
            name: rng.uniform(-0.5, 0.5, shapes[name]) for name in ("source.E", "target.E")
        }
        for group in DIRECTIONS[: 1 + bidirectional]:
            params |= named(group, cell.init(M, H // 2 if bidirectional else H, rng))
        params |= named("decoder", cell.init(M, H, rng))
        if attention is not None:
            params |= named("attention", attention.init(H, H, rng))
            bound = 1.0 / np.sqrt(2 * H)
            params["combine.W_c"] = rng.uniform(-bound, bound, (2 * H, H))
            params["combine.b_c"] = np.zeros(H)
        readout = init_readout(H, len(target) + 1, rng)
        return cls(cell, params, readout, source, target, attention, bidirectional)

    @property
    def hidden_size(self) -> int:
        return int(self._array("decoder.W_x", 3).shape[2])

    @property
    def embedding_size(self) -> int:
        return int(self._array("source.E", 2).shape[1])

    def _array(self, name: str, axes: int) -> Array:
        if name not in self.params or np.ndim(self.params[name]) != axes:
            raise ValueError(f"params must hold {name} with {axes} axes.")
        return np.asarray(self.params[name])

    def group(self, name: str) -> Params:
        """Parameters of "encoder", "reversed", "decoder", "attention" or "combine"."""
        start = f"{name}."
        return {n.removeprefix(start): v for n, v in self.params.items() if n.startswith(start)}

    def with_score(self, score: str, params: Params | None = None) -> Seq2Seq:
        """The same model with another score function and that one's parameters; all else stays.

        Its states are the same, but nothing else was learned for the new weights.
        """
        if self.attention is None:
            raise ValueError("a model without attention has no score function to replace.")
        others = {n: value for n, value in self.params.items() if not n.startswith("attention.")}
        own = named("attention", params or {})
        return replace(self, params=others | own, attention=Attention(score))

    def batch(self, pairs: Sequence[tuple[Tokens, Tokens]]) -> Pairs:
        """Pairs of tokens, as `read` takes them; ValueError names unknown symbols."""
        return encode_pairs(self.source, self.target, pairs)

    # Reading -----------------------------------------------------------------------------

    def encode(self, sources: Sequence[Tokens]) -> Encoded:
        """Read sources, each a sequence of symbols."""
        return self.encode_numbers(*encode_sources(self.source, sources))

    def encode_numbers(self, numbers: Ints, lengths: Ints) -> Encoded:
        """As `encode`, for symbol numbers (S, B), padded with any number, and lengths (B,)."""
        params = tuple(self.group(group) for group in DIRECTIONS[: 1 + self.bidirectional])
        return read_source(self.cell, params, self.params["source.E"][numbers], numbers, lengths)

    def decode(
        self,
        encoded: Encoded,
        inputs: Ints,
        initial: State,
        lengths: Ints | None = None,
        temperature: ArrayLike = 1.0,
        held: ArrayLike | None = None,
    ) -> tuple[Trace, AttentionTrace | None, Array | None]:
        """The decoder over symbol numbers (T, B): its trace, attention, and h̃ (T, B, H)."""
        x = self.params["target.E"][inputs]
        trace = forward(self.cell, self.group("decoder"), x, initial, lengths)
        if self.attention is None:
            return trace, None, None
        seen = self.attention.forward(
            self.group("attention"), trace["h"], encoded.states,
            mask=encoded.mask, temperature=temperature, held=held,
        )  # fmt: skip
        both = np.concatenate([seen["context"], trace["h"]], axis=2)
        with np.errstate(all="ignore"):
            combined = np.tanh(both @ self.params["combine.W_c"] + self.params["combine.b_c"])
        return trace, seen, frozen(combined)

    def read(
        self,
        given: Pairs | Sequence[tuple[Tokens, Tokens]],
        initial: State | None = None,
        clamp: State | None = None,
        mean: bool = False,
        temperature: ArrayLike = 1.0,
        held: ArrayLike | None = None,
    ) -> Run:
        """Read pairs with their targets given (teacher forcing).

        The loss is the sum over all symbols in nats, or with `mean` the mean per symbol.
        initial      the decoder's first state; None: the encoder's last
        temperature, held  of `Attention.forward`; clamp is not taken
        """
        if clamp is not None:
            raise ValueError("gates of an encoder–decoder cannot be clamped.")
        pairs = given if isinstance(given, Pairs) else self.batch(given)
        encoded = self.encode_numbers(pairs.source, pairs.source_lengths)
        T = len(pairs.inputs)
        own = None if (pairs.lengths == T).all() else pairs.lengths
        trace, seen, combined = self.decode(
            encoded, pairs.inputs, initial or encoded.final, own, temperature, held
        )
        features = trace["h"] if combined is None else combined
        weight = 1.0 / pairs.symbols if mean else 1.0
        losses = loss(self.readout, features, pairs.targets, lengths=own, weight=weight)
        return Run(trace, losses, pairs, encoded, seen, combined)

    # Writing -----------------------------------------------------------------------------

    def step(
        self,
        encoded: Encoded,
        state: State,
        symbols: ArrayLike,
        temperature: ArrayLike = 1.0,
        held: ArrayLike | None = None,
    ) -> Step:
        """Feed symbol numbers (B,) to the decoder; see `core.seq2seq.decoding.one_step`."""
        return one_step(self, encoded, state, symbols, temperature, held)

    def greedy(
        self,
        tokens: Tokens,
        longest: int,
        temperature: float = 1.0,
        held: ArrayLike | None = None,
    ) -> Written:
        """Write for one source, the likeliest symbol at each step; held (longest, S)."""
        return write_greedily(self, tokens, longest, temperature, held)

    def force(
        self,
        tokens: Tokens,
        target: Tokens,
        ends: bool = True,
        temperature: ArrayLike = 1.0,
        held: ArrayLike | None = None,
    ) -> Run:
        """One source with its target given, with the end behind it or not; held (T, 1, S)."""
        numbers = tuple(self.target.encode(target).tolist())
        return forced(self, tokens, numbers, ends, temperature, held)

    def beam(
        self,
        tokens: Tokens,
        width: int,
        longest: int,
        length_power: float = 1.0,
        temperature: float = 1.0,
    ) -> Tree:
        """Beam search for one source; see `core.seq2seq.beam`."""
        return search(self, tokens, width, longest, length_power, temperature)

    # Learning ----------------------------------------------------------------------------

    def grads(self, run: Run) -> RunGrads:
        """Gradients of everything in a run."""
        return run_grads(self, run)


def loss_and_grads(model: Seq2Seq, pairs: Any) -> tuple[float, Params]:
    """Mean loss per symbol, and its gradient by all parameters, for `core.training.descend`."""
    run = model.read(pairs, mean=True)
    return run.loss.value, model.grads(run).params
