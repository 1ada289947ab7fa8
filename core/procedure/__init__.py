"""The learning procedure at four zooms: step ⊂ sub-sequence ⊂ minibatch ⊂ epoch.

epoch(model, texts, rules)            one pass over the texts, every number of it kept
course(scheme, model, texts, rules)   many passes, with an update after every step, sequence,
                                      minibatch or epoch, and the loss that results
"""

from core.procedure.epochs import Epoch, Minibatch, Sequence, epoch
from core.procedure.pieces import Piece, mean_gradient, piece_of, pieces
from core.procedure.rules import Rules, Update, practice_names, update
from core.procedure.schemes import SCHEMES, Course, course

__all__ = [
    "SCHEMES",
    "Course",
    "Epoch",
    "Minibatch",
    "Piece",
    "Rules",
    "Sequence",
    "Update",
    "course",
    "epoch",
    "mean_gradient",
    "piece_of",
    "pieces",
    "practice_names",
    "update",
]
