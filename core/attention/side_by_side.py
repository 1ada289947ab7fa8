"""Score functions side by side: what each would attend to on the same states, at every temperature.

A decoder with Luong's attention never feeds a context back, so that its states are the same
whatever it attends to: another score function, or another temperature, changes the weights, the
context and what is written at that step, and nothing else.

    T steps   S positions   Z temperatures   K symbols written
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Ints, Params, frozen
from core.attention.attention import Attention, AttentionTrace
from core.readout import logits, softmax
from core.seq2seq.model import Seq2Seq
from core.seq2seq.run import Run

LN_2 = float(np.log(2.0))


@dataclass(frozen=True)
class Rescored:
    """One score function on the states of a run, at every temperature.

    trace         the attention at temperature 1
    weight        (Z, T, S)
    entropy       (Z, T) bits: 0 for all weight on one position, log₂ S for equal weights
    guess         (Z, T) the likeliest symbol's number       chance  (Z, T) its probability
    """

    trace: AttentionTrace
    weight: Array
    entropy: Array
    guess: Ints
    chance: Array

    @property
    def score(self) -> Array:
        """(T, S): scores do not depend on the temperature."""
        return np.asarray(self.trace["score"][:, 0])


def rescored(
    model: Seq2Seq, run: Run, attention: Attention, params: Params, temperatures: Sequence[float]
) -> Rescored:
    """What `attention` with `params` makes of the states of a run of `model` (B = 1).

    The context then goes through the model's own W_c and readout.
    Raises ValueError for a model without attention and for a run of several sequences.
    """
    if model.attention is None:
        raise ValueError("model must have attention, to which contexts go; it has none.")
    if run.trace.B != 1:
        raise ValueError(f"run must be of one sequence; got {run.trace.B}.")
    h, e = run.trace["h"], run.states
    trace = attention.forward(params, h, e)
    tau = np.asarray(temperatures, dtype=float)[:, None, None]
    weight = softmax(trace["score"][:, 0] / tau)  # (Z, T, S): one sequence has nothing to mask
    context = weight @ e[:, 0]
    both = np.concatenate([context, np.broadcast_to(h[:, 0], context.shape)], axis=2)
    with np.errstate(all="ignore"):
        combined = np.tanh(both @ model.params["combine.W_c"] + model.params["combine.b_c"])
    probability = softmax(logits(model.readout, combined))  # (Z, T, K)
    return Rescored(
        trace,
        frozen(weight),
        frozen(entropy(weight)),
        probability.argmax(axis=2),
        frozen(probability.max(axis=2)),
    )


def entropy(weight: Array) -> Array:
    """Entropy in bits of weights (…, S) that sum to 1; 0 · log 0 is 0."""
    with np.errstate(all="ignore"):
        parts = np.where(weight > 0, weight * np.log(weight), 0.0)
    return np.asarray(np.abs(parts.sum(axis=-1)) / LN_2)


@dataclass(frozen=True)
class ScoreCost:
    """What a score function takes for T queries and S keys of H numbers, A = H hidden units.

    parameters       numbers it learns
    each             multiplications for one query and one key, alone
    multiplications  for all T · S scores, as this program does them: what depends on the query
                     alone, or on the key alone, is done once for each
    tanh             how many of them
    """

    parameters: int
    each: int
    multiplications: int
    tanh: int


def score_cost(score: str, T: int, S: int, H: int) -> ScoreCost:
    """Counted from the formula; ValueError for a score that there is not."""
    dots = T * S * H
    costs = {
        "dot": ScoreCost(0, H, dots, 0),
        "scaled": ScoreCost(0, H + 1, dots + T * H, 0),  # for all at once, queries are divided
        "general": ScoreCost(H * H, H * H + H, dots + T * H * H, 0),
        "additive": ScoreCost(2 * H * H + H, 2 * H * H + H, dots + (T + S) * H * H, T * S * H),
    }
    if score not in costs:
        raise ValueError(f"score must be one of {', '.join(costs)}; got {score!r}.")
    return costs[score]


@dataclass(frozen=True)
class Growth:
    """Dot products of random vectors, by their size; the numbers have mean 0 and variance 1.

    sizes      (N,)
    deviation  (2, N): standard deviation of the products, plain and divided by √H
    root       (N,): √H
    largest    (2, N): mean largest weight of a softmax over `positions` of them
    """

    sizes: tuple[int, ...]
    positions: int
    deviation: Array
    root: Array
    largest: Array


def growth(sizes: Sequence[int], positions: int = 10, draws: int = 400, seed: int = 0) -> Growth:
    """Measure it with `draws` queries for each size, each with `positions` keys of its own."""
    deviation, largest = np.empty((2, len(sizes))), np.empty((2, len(sizes)))
    for k, H in enumerate(sizes):
        rng = np.random.default_rng((seed, H))
        queries = rng.standard_normal((1, draws, H))
        keys = rng.standard_normal((positions, draws, H))
        for row, name in enumerate(("dot", "scaled")):
            trace = Attention(name).forward({}, queries, keys)
            deviation[row, k] = trace["score"].std()
            largest[row, k] = trace["weight"].max(axis=2).mean()
    root = frozen(np.sqrt(np.array(sizes, dtype=float)))
    return Growth(tuple(sizes), positions, frozen(deviation), root, frozen(largest))
