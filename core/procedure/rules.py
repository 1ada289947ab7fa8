"""How learning is cut up, and what one update does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from core.arrays import Params
from core.corpus import split_names
from core.language import CharModel
from core.optimizers import SGD, clip_by_norm, global_norm

COUNT = 24  # names to practise on: whole minibatches of 2, 3, 4, 6, 8 and 12
PICKED = 5  # seed of the choice


@dataclass(frozen=True)
class Rules:
    """Raises ValueError for a value out of its range.

    length      steps of a sub-sequence: the gradient is cut where one ends, the state is not
    batch_size  sequences of a minibatch
    rate        η of the update W ← W - η g
    limit       norm to which a longer gradient is shortened; None: never
    seed        of the order in which sequences come
    """

    length: int = 4
    batch_size: int = 4
    rate: float = 0.3
    limit: float | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        for name, least in (("length", 1), ("batch_size", 1), ("seed", 0)):
            if getattr(self, name) < least:
                raise ValueError(f"{name} must be at least {least}; got {getattr(self, name)}.")
        for name in ("rate", "limit"):
            value = getattr(self, name)
            if value is not None and not value > 0:
                raise ValueError(f"{name} must be above 0; got {value}.")


@dataclass(frozen=True)
class Update:
    """One update of all parameters at once.

    norm     global norm of the gradient before clipping
    clipped  whether the limit shortened it; used: the norm of what was taken away, over η
    model    the network afterwards
    """

    norm: float
    used: float
    clipped: bool
    model: CharModel


def update(model: CharModel, grads: Params, rules: Rules) -> Update:
    """W ← W - η g for all parameters of cell and readout, g clipped by norm."""
    if rules.limit is None:
        taken, norm = grads, global_norm(grads)
    else:
        taken, norm = clip_by_norm(grads, rules.limit)
    moved = SGD(rules.rate).step({**model.params, **model.readout}, taken)
    after = replace(
        model,
        params={name: moved[name] for name in model.params},
        readout={name: moved[name] for name in model.readout},
    )
    return Update(norm, global_norm(taken), taken is not grads, after)


@cache
def practice_names(count: int = COUNT) -> tuple[str, ...]:
    """A seeded choice of the names that letter models learn from, in the order chosen."""
    names = split_names()[0]
    if not 1 <= count <= len(names):
        raise ValueError(f"count must lie in 1…{len(names)}; got {count}.")
    chosen = np.random.default_rng(PICKED).choice(len(names), count, replace=False)
    return tuple(names[k] for k in chosen.tolist())
