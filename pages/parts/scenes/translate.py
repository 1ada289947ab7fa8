"""Encoder, message and decoder as a scene: what is read, carried over and written."""

from __future__ import annotations

from typing import Any

from core.seq2seq.decoding import Written
from core.seq2seq.model import Seq2Seq
from pages.parts.passage import DIRECTIONS, Passage, labels

GUESSES = 3


def translate_scene(model: Seq2Seq, passage: Passage, written: Written) -> dict[str, Any]:
    """What assets/components/translate draws.

    encoder        one entry a direction, (S, its units), step by step of that direction
    decoder        (T + 1, units), the message first
    ranked         of each step the likeliest symbols, as places in `labels`
    probabilities  (T, K)
    """
    run = passage.run
    probabilities = run.probabilities[:, 0]
    return {
        "title": _title(passage, written),
        "source": list(passage.tokens),
        "fed": list(passage.fed),
        "labels": list(labels(model.target.written)),
        "directions": list(DIRECTIONS.values())[: len(run.encoder)],
        "encoder": [trace["h"][:, 0] for trace in run.encoder],
        "decoder": run.decoder.rows["h"][:, 0],
        "ranked": probabilities.argsort(axis=1)[:, ::-1][:, :GUESSES].tolist(),
        "probabilities": probabilities,
        "ended": written.ended,
    }


def _title(passage: Passage, written: Written) -> str:
    """What the picture shows, in numbers: how much goes in, over and out."""
    letters = all(len(token) == 1 for token in passage.tokens)
    read, out = len(passage.tokens), len(written.tokens)
    inputs = _counted(read, "letter" if letters else "word")
    outputs = _counted(out, "sound" if letters else "word")
    numbers = passage.run.decoder.H
    found = f": {' '.join(written.tokens)}" if out else ""
    return f"{inputs} become {numbers} numbers, and these become {outputs}{found}"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
