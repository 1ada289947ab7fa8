"""One input and one output of an encoder–decoder, and its cells as the panel opens them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from core.arrays import Params
from core.explain import Explanation, Ref, Term
from core.readout import Loss
from core.seq2seq.model import Seq2Seq
from core.seq2seq.run import Run, RunGrads
from core.seq2seq.vocabulary import END, START
from core.sequence import Grads, Trace
from pages.parts.opening import Openable

SHOWN = {START: "‹start›", END: "‹end›"}
DIRECTIONS = {"encoder": "left to right", "reversed": "right to left"}
PARTS = (*DIRECTIONS, "decoder")


def label(symbol: str) -> str:
    """A symbol as pictures show it: the start and the end in words."""
    return SHOWN.get(symbol, symbol)


def labels(symbols: Sequence[str]) -> tuple[str, ...]:
    return tuple(map(label, symbols))


@dataclass(frozen=True, eq=False)
class Passage:
    """One input and one output (B = 1), teacher forced or written freely, with its parts.

    tokens   what was read        run      of the core, with what was fed and what is right
    taken    what the run takes for right, in words
    """

    model: Seq2Seq
    tokens: tuple[str, ...]
    run: Run
    taken: str = "what is right"

    @cached_property
    def grads(self) -> RunGrads:
        """Gradients of the summed loss of what the run takes for right."""
        return self.model.grads(self.run)

    @cached_property
    def parts(self) -> dict[str, Part]:
        """Its cells by name: "encoder", "reversed" if there is one, "decoder"."""
        traces = dict(zip(DIRECTIONS, self.run.encoder, strict=False))
        return {name: Part(name, self) for name in (*traces, "decoder")}

    @property
    def fed(self) -> tuple[str, ...]:
        """What the decoder reads at each step, the start first, as shown."""
        return labels([self.model.target.read[k] for k in self.run.pairs.inputs[:, 0]])

    @property
    def right(self) -> tuple[str, ...]:
        """What the run takes for right at each step, as shown."""
        return labels([self.model.target.written[k] for k in self.run.pairs.targets[:, 0]])


@dataclass(frozen=True, eq=False)
class Part(Openable):
    """One cell of a passage, as the panel opens it.

    Embeddings are the input: symbol by symbol a row of E. Only the decoder predicts; where there
    is attention, what stands between its states and its predictions is not opened here.
    """

    name: str
    passage: Passage
    driven = True

    @property
    def trace(self) -> Trace:  # type: ignore[override]
        run = self.passage.run
        return run.decoder if self.name == "decoder" else run.encoder[self.place]

    @property
    def loss(self) -> Loss:  # type: ignore[override]
        return self.passage.run.loss

    @property
    def place(self) -> int:
        return PARTS.index(self.name)

    @property
    def readout(self) -> Params:
        return self.passage.model.readout

    @property
    def inputs(self) -> tuple[str, ...]:
        return tuple(str(k + 1) for k in range(self.passage.model.embedding_size))

    @property
    def outputs(self) -> tuple[str, ...]:
        return labels(self.passage.model.target.written) if self.name == "decoder" else ()

    @property
    def symbols(self) -> tuple[str, ...]:
        if self.name == "decoder":
            return self.passage.fed
        return self.passage.tokens if self.name == "encoder" else self.passage.tokens[::-1]

    @property
    def grads(self) -> Grads:
        grads = self.passage.grads
        return grads.decoder if self.name == "decoder" else grads.encoder[self.place]

    def target(self, t: int) -> int | None:
        return int(self.passage.run.pairs.targets[t, 0]) if self.name == "decoder" else None

    def has(self, ref: Ref) -> bool:
        plain = self.name == "decoder" and self.passage.model.attention is None
        if ref.source in ("logits", "prediction", "injected") and not plain:
            return False
        return ref.source not in ("weights", "d_weights") and super().has(ref)

    def explain(self, ref: Ref) -> Explanation:
        if ref.source == "trace" and ref.t == -1 and self.name == "decoder" and self.has(ref):
            return self._message(ref)
        found = super().explain(ref)
        if ref.source == "loss":
            return replace(found, note=f"{self.passage.taken}: {self.passage.right[ref.t]}")
        return found

    def given(self, t: int, unit: int) -> Explanation:
        """Entry `unit` of the embedding of what step t reads."""
        value = float(self.trace.x[t, 0, unit])
        symbol = rf"x_{{{t + 1}}}[{unit + 1}]"
        note = f"row “{self.symbols[t]}” of the embedding matrix E, column {unit + 1}: learned"
        return Explanation(
            symbol, "entry of the embedding", r"x_t = E[\mathrm{symbol\ read}]", (), value, None,
            value, note,
        )  # fmt: skip

    def _message(self, ref: Ref) -> Explanation:
        """A number of the decoder's first state: the encoder's last, copied."""
        plain = super().explain(ref)
        encoders = self.passage.run.encoder
        side, unit = divmod(ref.unit, encoders[0].H)
        last, value = encoders[side].T, plain.result
        way = f" that reads {tuple(DIRECTIONS.values())[side]}" if len(encoders) > 1 else ""
        note = f"copied: the last state of unit {unit + 1} of the encoder{way}"
        rule = rf"{ref.name}_0 = {ref.name}_{{\mathrm{{last}}}}\ \mathrm{{of\ the\ encoder}}"
        term = Term("1", 1.0, rf"{ref.name}_{{{last}}}[{unit + 1}]", value, value)
        return Explanation(plain.symbol, plain.words, rule, (term,), value, None, value, note)
