"""One layer of self-attention that writes each word of a sentence in French.

    x_s = E[word s] + P[s]                                  a word, and where it stands
    q_s, k_s, v_s = x_s W_q, x_s W_k, x_s W_v               cut into heads of d units each
    weight_st = softmax over t of q_s · k_t / √d            in each head
    o_s = [context of head 1, context of head 2, …] W_o
    logits_s = c + (x_s + o_s) V

There is nothing else: what a word knows of another one came through the weights. Source: Vaswani
et al. 2017, one layer without feed-forward part and normalisation; P is learned.

    S positions   B batch   M size of x   n heads of d = M / n units   K French forms
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.agreement.grammar import LONGEST, Sentence
from core.agreement.lexicon import ENGLISH, FRENCH
from core.arrays import Array, Ints, Params
from core.attention.self_attention import PARAMS, SelfAttention, SelfTrace
from core.readout import Loss, init_readout, loss

MOST_HEADS = 4
_NUMBER = {word: k for k, word in enumerate(ENGLISH)}
_FORM = {form: k for k, form in enumerate(FRENCH)}


@dataclass(frozen=True)
class Batch:
    """words (S, B), 0 past the end; lengths (B,); targets (S, B), negative past the end."""

    words: Ints
    lengths: Ints
    targets: Ints


def batch(sentences: Sequence[Sentence]) -> Batch:
    """Sentences side by side, with the forms to be written."""
    words = pad([numbers(sentence.words) for sentence in sentences], 0)
    targets = pad([[_FORM[form] for form in sentence.forms] for sentence in sentences], -1)
    return Batch(words, np.array([len(one.words) for one in sentences]), targets)


def numbers(words: Sequence[str]) -> list[int]:
    """Words as numbers; ValueError that names those that are not known, or for none or too many."""
    unknown = [word for word in dict.fromkeys(words) if word not in _NUMBER]
    if unknown:
        raise ValueError(f"words must be among the {len(ENGLISH)} known; got {unknown[:5]}.")
    if not 1 <= len(words) <= LONGEST:
        raise ValueError(f"there must be 1 to {LONGEST} words; got {len(words)}.")
    return [_NUMBER[word] for word in words]


def pad(rows: Sequence[Sequence[int]], filling: int) -> Ints:
    """Rows of unequal length side by side: (longest, B)."""
    padded = np.full((max(map(len, rows)), len(rows)), filling, dtype=np.intp)
    for column, row in enumerate(rows):
        padded[: len(row), column] = row
    return padded


@dataclass(frozen=True)
class Pass:
    """What one pass computed.

    x (S, B, M)   attention: its trace, or None without heads
    seen (S, B, M): x + o, what the readout reads   loss, with logits and prediction (S, B, K)
    """

    x: Array
    attention: SelfTrace | None
    seen: Array
    loss: Loss


@dataclass(frozen=True)
class Agreement:
    """The network; heads 0 is the same without attention, each word on its own.

    params   E (words, M), P (LONGEST, M); with heads W_q, W_k, W_v, W_o (M, M)
    readout  V (M, K), c (K,)
    """

    params: Params
    readout: Params
    heads: int

    def __post_init__(self) -> None:
        """Raises ValueError unless all parameters are there and fit."""
        M = np.shape(self.params.get("E", ()))[-1:] or (0,)
        shapes = _shapes(M[0], self.heads)
        got = {name: np.shape(value) for name, value in {**self.params, **self.readout}.items()}
        if got != shapes:
            raise ValueError(f"params and readout must have shapes {shapes}; got {got}.")
        if not 0 <= self.heads <= MOST_HEADS or (self.heads and M[0] % self.heads):
            raise ValueError(f"heads must be 0 to {MOST_HEADS} and must part M; got {self.heads}.")

    @classmethod
    def init(cls, size: int, heads: int, rng: np.random.Generator) -> Agreement:
        """Fresh parameters: embeddings uniform in ±0.5, matrices in ±1/√M."""
        bound = 1.0 / np.sqrt(size)
        params = {
            name: rng.uniform(-0.5, 0.5, shape)
            if name in "EP"
            else rng.uniform(-bound, bound, shape)
            for name, shape in _shapes(size, heads).items()
            if name not in "Vc"
        }
        return cls(params, init_readout(size, len(FRENCH), rng), heads)

    @property
    def hidden_size(self) -> int:
        return int(self.params["E"].shape[1])

    @property
    def parameter_count(self) -> int:
        return sum(a.size for a in (*self.params.values(), *self.readout.values()))

    def read(self, given: Batch, mean: bool = False) -> Pass:
        """One pass; the loss is the sum over all words in nats, or with `mean` the mean."""
        x = self.params["E"][given.words] + self.params["P"][: len(given.words), None]
        attention = None
        if self.heads:
            weights = {name: self.params[name] for name in PARAMS}
            attention = SelfAttention(self.heads).forward(weights, x, given.lengths)
        seen = x if attention is None else x + attention.output
        weight = 1.0 / int(given.lengths.sum()) if mean else 1.0
        losses = loss(self.readout, seen, given.targets, lengths=given.lengths, weight=weight)
        return Pass(x, attention, seen, losses)

    def grads(self, given: Batch, made: Pass) -> Params:
        """∂L/∂ of all parameters, readout's included."""
        d_x = made.loss.d_h
        found: Params = dict(made.loss.params)
        if made.attention is not None:
            back = SelfAttention(self.heads).backward(made.attention, d_x)
            found |= back.params
            d_x = d_x + back.x
        found["E"] = np.zeros_like(self.params["E"])
        np.add.at(found["E"], given.words, d_x)
        found["P"] = np.zeros_like(self.params["P"])
        found["P"][: len(d_x)] = d_x.sum(axis=1)
        return found


def loss_and_grads(model: Agreement, given: Batch) -> tuple[float, Params]:
    """Mean loss per word, and its gradient by all parameters."""
    made = model.read(given, mean=True)
    return made.loss.value, model.grads(given, made)


def _shapes(M: int, heads: int) -> dict[str, tuple[int, ...]]:
    square = dict.fromkeys(PARAMS, (M, M)) if heads else {}
    ends = {"E": (len(ENGLISH), M), "P": (LONGEST, M)}
    return {**ends, **square, "V": (M, len(FRENCH)), "c": (len(FRENCH),)}
