"""Sub-sequences: pieces of a sequence through which the gradient flows; the state flows on.

This is truncated backpropagation through time in chunks, as frameworks do it (Williams & Peng
1990 with h = h'): each piece starts from the state that the piece before it left, and its
backward pass ends at its first step. With one piece for a whole sequence it is the full gradient.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from core.arrays import Array, Params
from core.language import CharModel, state_of
from core.network import State
from core.optimizers import global_norm
from core.readout import Loss, loss
from core.sequence import Grads, Trace, backward, forward
from core.text import Batch


@dataclass(frozen=True)
class Piece:
    """One sub-sequence of one sequence (B = 1), read and taken back.

    start   its first step within the sequence, from 0
    trace   of its T steps, beginning at the state carried in; loss: the sum over them
    """

    start: int
    trace: Trace
    loss: Loss
    grads: Grads

    @property
    def params(self) -> Params:
        """∂(Σ L_t)/∂(parameter) for all parameters of cell and readout."""
        return {**self.grads.params, **self.loss.params}

    @property
    def received(self) -> Array:
        """(T,): norm of ∂L/∂h_t at each step, L being the sum over this sub-sequence."""
        with np.errstate(all="ignore"):
            return np.asarray(np.linalg.norm(self.grads["h"][:, 0], axis=-1))

    @cached_property
    def gathered(self) -> Array:
        """(T,): norm of what the walk back has gathered once it has passed each step; the first
        entry is the norm of the whole gradient."""
        norms = np.empty(self.trace.T)
        with np.errstate(all="ignore"):
            for t in range(self.trace.T):
                norms[t] = global_norm(_from(self, t))
        return norms


def _from(piece: Piece, t: int) -> Params:
    """What the steps from t on add to the gradient, for all parameters."""
    d_pre = np.zeros_like(piece.grads.d_pre)
    d_pre[t:] = piece.grads.d_pre[t:]
    found = piece.trace.cell.param_grads(piece.trace, replace(piece.grads, d_pre=d_pre))
    h, d_y = piece.trace["h"][t:, 0], piece.loss.d_logits[t:, 0]
    return {**found, "V": h.T @ d_y, "c": d_y.sum(axis=0)}


def piece_of(
    model: CharModel, batch: Batch, start: int, length: int, initial: State | None = None
) -> Piece:
    """Read `length` steps of one sequence from `start` on, or as many as it has, and go back."""
    x, targets = batch.x[start : start + length], batch.targets[start : start + length]
    trace = forward(model.cell, model.params, x, initial)
    losses = loss(model.readout, trace["h"], targets)
    return Piece(start, trace, losses, backward(trace, losses.d_h))


def pieces(model: CharModel, text: str, length: int) -> tuple[Piece, ...]:
    """One text cut into sub-sequences, the state carried from each to the next."""
    batch = model.alphabet.encode(text)
    found: list[Piece] = []
    state: Mapping[str, Array] | None = None
    for start in range(0, len(batch.inputs), length):
        found.append(piece_of(model, batch, start, length, state))
        state = state_of(found[-1].trace)
    return tuple(found)


def mean_gradient(model: CharModel, batch: Batch, length: int) -> tuple[float, Params]:
    """Mean loss per symbol in nats and its gradient, cut where sub-sequences of `length` end.

    All sequences of the batch are read side by side. With `length` at least that of the longest
    it is `core.training.loss_and_grads`.
    """
    total: Params = {}
    value, weight = 0.0, 1.0 / batch.symbols
    x, alive = batch.x, np.arange(len(batch.lengths))
    state: Mapping[str, Array] | None = None
    for start in range(0, len(batch.inputs), length):
        still = batch.lengths[alive] > start
        if not still.all():
            alive = alive[still]
            state = {name: rows[still] for name, rows in (state or {}).items()}
        left = np.minimum(batch.lengths[alive] - start, length)
        here = slice(start, start + int(left.max()))
        lengths = None if (left == left[0]).all() else left
        trace = forward(model.cell, model.params, x[here, alive], state, lengths)
        targets = batch.targets[here, alive]
        losses = loss(model.readout, trace["h"], targets, lengths=lengths, weight=weight)
        found = {**backward(trace, losses.d_h).params, **losses.params}
        with np.errstate(all="ignore"):
            total = {name: total[name] + g for name, g in found.items()} if total else found
        value += losses.value
        state = state_of(trace)
    return value, total
