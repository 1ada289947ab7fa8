"""When to update: after every step, sequence, minibatch or epoch, on the same data.

    step       g = ∂L_t/∂θ, and at once θ ← θ - η g. The state goes on from where it is, and the
               walk back uses the states as they were computed, with older weights, but the
               weights as they are now (Williams & Zipser 1989 call this the on-line variant).
    sequence   g = mean over the sequence's steps of ∂L_t/∂θ
    minibatch  g = mean over the steps of B sequences
    epoch      g = mean over the steps of all sequences

In all of them the walk back ends where the sub-sequence began, g is clipped by the same limit,
η is the same, and the sequences come in the same order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from core.arrays import Array, Ints, Params
from core.language import CharModel
from core.procedure.epochs import order_of
from core.procedure.pieces import mean_gradient
from core.procedure.rules import Rules, update
from core.readout import loss
from core.sequence import Trace, backward
from core.text import Batch
from core.trace import side_by_side

SCHEMES = ("step", "sequence", "minibatch", "epoch")


@dataclass(frozen=True)
class Course:
    """How learning went. The N + 1 places are: before the first sequence, and behind each one.

    seen     (N + 1,) sequences seen       updates (N + 1,) updates made by then
    bits     (N + 1,) mean bits per symbol over all texts, with the weights of that moment
    failed   the number of the first update behind which the loss is not finite; None if it is
    """

    scheme: str
    seen: Ints
    updates: Ints
    bits: Array
    failed: int | None


def course(
    scheme: str,
    model: CharModel,
    texts: Sequence[str],
    rules: Rules,
    epochs: int = 8,
    tell: Callable[[float], None] | None = None,
) -> Course:
    """Learn from `texts`, `epochs` times; `tell` hears after every epoch how much is done, 0…1.

    Raises ValueError for an unknown scheme, or if there are no texts or epochs.
    """
    if scheme not in SCHEMES:
        raise ValueError(f"scheme must be one of {', '.join(SCHEMES)}; got {scheme!r}.")
    if epochs < 1:
        raise ValueError(f"epochs must be at least 1; got {epochs}.")
    data = model.alphabet.batch(texts)
    rng = np.random.default_rng(rules.seed)
    bits, updates, made, failed = [_bits(model, data)], [0], 0, None
    for number in range(epochs):
        order = order_of(len(texts), rng)
        for after, done, more in _pass(scheme, model, data, order, rules):
            model, made = after, made + more
            bits += [bits[-1]] * (done - 1)  # no update, no change
            updates += [made - more] * (done - 1)
            bits.append(_bits(model, data) if failed is None else float("nan"))
            updates.append(made)
            if failed is None and not np.isfinite(bits[-1]):
                failed = made
        if tell is not None:
            tell((number + 1) / epochs)
    count = np.arange(len(bits), dtype=np.intp)
    return Course(scheme, count, np.array(updates, dtype=np.intp), np.array(bits), failed)


def _bits(model: CharModel, data: Batch) -> float:
    return model.read(data, mean=True).loss.value / log(2.0)


def _pass(
    scheme: str, model: CharModel, data: Batch, order: Ints, rules: Rules
) -> Iterator[tuple[CharModel, int, int]]:
    """One epoch: (network, sequences read, updates made) at each place where it can be seen."""
    if scheme == "step":
        for k in order.tolist():
            one = data.pick(slice(k, k + 1))
            model = _online(model, one, rules)
            yield model, 1, len(one.inputs)
        return
    size = {"sequence": 1, "minibatch": rules.batch_size, "epoch": len(order)}[scheme]
    for start in range(0, len(order), size):
        chosen = data.pick(order[start : start + size])
        model = update(model, mean_gradient(model, chosen, rules.length)[1], rules).model
        yield model, len(chosen.lengths), 1


def _online(model: CharModel, one: Batch, rules: Rules) -> CharModel:
    """Read one sequence with an update after every step."""
    x = one.x
    before: Trace | None = None
    for start in range(0, len(x), rules.length):  # the state goes on, the past does not
        behind: Trace | None = None
        for t in range(start, min(start + rules.length, len(x))):
            behind = grown(model, x[start : t + 1], behind, before)
            grads = _last_gradient(model, behind, one.targets[t : t + 1])
            model = update(model, grads, rules).model
        before = behind
    return model


def _last_gradient(model: CharModel, trace: Trace, targets: Ints) -> Params:
    """Gradient of the last step's loss, back to the first step of the trace."""
    losses = loss(model.readout, trace["h"][-1:], targets)
    d_h = np.zeros((trace.T, 1, trace.H))
    d_h[-1] = losses.d_h[0]
    return {**backward(trace, d_h).params, **losses.params}


def grown(model: CharModel, x: Array, behind: Trace | None, before: Trace | None = None) -> Trace:
    """The trace `behind` with one more step, which reads x[-1] (x (T, 1, D)) with the weights of
    `model`; the steps before it stay as they were computed, whatever the weights were then.

    before  where there is nothing behind: the trace whose last state is carried in, if any
    """
    last = len(x) - 1
    trace = Trace(model.cell, model.params, x, None, None)
    for name, rows in trace.rows.items():
        if behind is not None:
            rows[: last + 1] = behind.rows[name]
        elif before is not None:
            rows[0] = before.final(name)
    if behind is not None:
        trace.pre[:last] = behind.pre
        for name, extra in trace.extra.items():
            extra[:last] = behind.extra[name]
        if trace.act.base is not trace.rows["h"]:  # the plain RNN's only gate is its state
            trace.act[:last] = behind.act
    with np.errstate(all="ignore"):
        flat = trace.params["b"].reshape(-1)
        np.add(x[last] @ side_by_side(trace.params["W_x"]), flat, trace.pre[last])
        trace.cell.forward_step(trace)(last)
    trace.freeze()
    return trace
