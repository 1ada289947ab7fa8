"""One sentence read by a trained network of self-attention, for showing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.agreement.grammar import LONGEST, Sentence, parse
from core.agreement.lexicon import ENGLISH, FRENCH, WORDS
from core.agreement.network import Agreement, Batch, Pass, numbers
from core.arrays import Array, Ints
from core.attention.self_attention import SelfTrace

KNOWN = frozenset(ENGLISH)


@dataclass(frozen=True)
class Contributions:
    """What the logits of a word's forms are made of; F forms.

    parts   (3 + n, F): the bias c, the word itself, its place, and each head
    logit   (F,): their sum, as the readout computed it      probability  (F,)
    """

    forms: tuple[str, ...]
    parts: Array
    logit: Array
    probability: Array


@dataclass(frozen=True)
class Reading:
    """words   what was read, S of them
    sentence   what the grammar makes of them, or None
    made       the pass, B = 1
    """

    words: tuple[str, ...]
    sentence: Sentence | None
    made: Pass

    @property
    def probability(self) -> Array:
        """(S, K): of each French form at each word."""
        return np.asarray(self.made.loss.prediction[:, 0])

    @property
    def guesses(self) -> list[str]:
        """The likeliest form of each word."""
        return [FRENCH[k] for k in self.probability.argmax(axis=1)]

    def likeliest(self, count: int) -> list[list[tuple[str, float]]]:
        """For each word the forms with the largest probabilities, the largest first."""
        orders = np.argsort(-self.probability, axis=1)[:, :count]
        return [
            [(FRENCH[k], float(row[k])) for k in order]
            for row, order in zip(self.probability, orders, strict=True)
        ]

    def chances(self, forms: Sequence[str]) -> Array:
        """(S,): the probability of one form at each word."""
        return np.array(
            [row[FRENCH.index(f)] for row, f in zip(self.probability, forms, strict=True)]
        )

    @property
    def root(self) -> float:
        """√d, by which scores are divided."""
        return float(np.sqrt(self.by_head("query").shape[2]))

    @property
    def products(self) -> Array:
        """(n, S, S, d): q_t[j] · k_s[j], the terms of every score before it is divided by √d."""
        trace = self._trace()
        q, k = (rows[:, 0].transpose(1, 0, 2) for rows in (trace.query, trace.key))
        return np.asarray(q[:, :, None] * k[:, None])

    @property
    def shares(self) -> Array:
        """(n, S, S, d): weight_ts · v_s[j], the terms of every entry of a head's output."""
        trace = self._trace()
        weight, v = trace.weight[:, 0].transpose(1, 0, 2), trace.value[:, 0].transpose(1, 0, 2)
        return np.asarray(weight[..., None] * v[:, None])

    def contributions(self, model: Agreement) -> list[Contributions]:
        """For each word, what speaks for each of its own forms: all of it is added up."""
        trace, params, readout = self._trace(), model.params, model.readout
        heads = trace.head[:, 0]  # (S, n, d)
        out = params["W_o"].reshape(heads.shape[1], heads.shape[2], -1)  # (n, d, M)
        moved = np.einsum("snd,ndm->snm", heads, out)
        found = []
        for s, word in enumerate(self.words):
            forms = tuple(dict.fromkeys(WORDS[word].forms))
            columns = [FRENCH.index(form) for form in forms]
            own = np.stack([params["E"][numbers([word])[0]], params["P"][s], *moved[s]])
            parts = np.concatenate([readout["c"][None], own @ readout["V"]])[:, columns]
            logits = self.made.loss.logits[s, 0, columns]
            found.append(Contributions(forms, parts, logits, self.probability[s, columns]))
        return found

    def by_head(self, name: str) -> Array:
        """(n, S, S) "score", "weight", "exponential"; (n, S, d) "query", "key", "value", "head"."""
        trace = self._trace()
        if name == "exponential":
            return np.asarray(trace.inner["exponential"].transpose(1, 0, 2))
        return np.asarray(getattr(trace, name)[:, 0].transpose(1, 0, 2))

    def _trace(self) -> SelfTrace:
        if self.made.attention is None:
            raise ValueError("a network without heads has nothing to show of attention.")
        return self.made.attention


def read(model: Agreement, words: Sequence[str]) -> Reading:
    """Let the network read 1 to `LONGEST` known words; ValueError for others."""
    given = numbers(words)
    column = np.array(given, dtype=np.intp)[:, None]
    nothing: Ints = np.full_like(column, -1)
    made = model.read(Batch(column, np.array([len(given)]), nothing))
    return Reading(tuple(words), parse(words), made)


@dataclass(frozen=True)
class Kept:
    """Known words of a text, the others, and whether there were more than `LONGEST`."""

    words: tuple[str, ...]
    unknown: tuple[str, ...]
    shortened: bool


def keep(text: str) -> Kept:
    """What a network can read of free typing."""
    plain = "".join(c if c.isalnum() else " " for c in text.lower())
    found = plain.split()
    known = [word for word in found if word in KNOWN]
    unknown = tuple(dict.fromkeys(word for word in found if word not in KNOWN))
    return Kept(tuple(known[:LONGEST]), unknown, len(known) > LONGEST)


def by_kind() -> dict[str, list[str]]:
    """All known words, by kind, in the order of the lexicon."""
    found: dict[str, list[str]] = {}
    for word, entry in WORDS.items():
        found.setdefault(entry.kind, []).append(word)
    return found
