"""Sequence to sequence: an encoder reads, a decoder writes, attention may look back.

model = Seq2Seq.init(source, target, cell, hidden_size, embedding_size, attention, rng=rng)
run = model.read(model.batch(pairs))         teacher forced; model.grads(run)
model.greedy(tokens, longest), model.beam(tokens, width, longest)
Course(model, pairs, settings).run()         training, resumable
"""

from core.seq2seq.beam import Node, Tree
from core.seq2seq.decoding import Step, Written, write
from core.seq2seq.encoder import Encoded
from core.seq2seq.explain import explain_combined, explain_output
from core.seq2seq.model import Seq2Seq, loss_and_grads
from core.seq2seq.run import Run, RunGrads
from core.seq2seq.vocabulary import END, START, Pairs, Vocabulary

__all__ = [
    "END",
    "START",
    "Encoded",
    "Node",
    "Pairs",
    "Run",
    "RunGrads",
    "Seq2Seq",
    "Step",
    "Tree",
    "Vocabulary",
    "Written",
    "explain_combined",
    "explain_output",
    "loss_and_grads",
    "write",
]
