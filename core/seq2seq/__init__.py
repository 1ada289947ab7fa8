"""Sequence to sequence: an encoder reads, a decoder writes, attention may look back."""

from core.seq2seq.encoder import Encoded
from core.seq2seq.model import Run, RunGrads, Seq2Seq, loss_and_grads
from core.seq2seq.vocabulary import END, START, Pairs, Vocabulary

__all__ = [
    "END",
    "START",
    "Encoded",
    "Pairs",
    "Run",
    "RunGrads",
    "Seq2Seq",
    "Vocabulary",
    "loss_and_grads",
]
