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
