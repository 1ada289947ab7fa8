"""Recurrence and self-attention on one sentence, round by round."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from core.attention.growing import (
    ATTENTION,
    ATTENTION_STEPS,
    RNN_FIRST,
    RNN_STEPS,
    cost,
    rounds_done,
)

UNITS = 32


def waits_scene(words: Sequence[str]) -> dict[str, Any]:
    """What assets/components/waits draws, beside what a view begins with."""
    T = len(words)
    last = {name: cost(name, T, UNITS).rounds for name in ("plain RNN", ATTENTION)}
    rounds = range(max(last.values()) + 1)
    done = [rounds_done(T, at) for at in rounds]
    return {
        "words": list(words),
        "last": [last["plain RNN"], last[ATTENTION]],
        "rnn": np.array([states for states, _ in done]),
        "attention": np.array([share for _, share in done]),
        "steps": {
            "attention": list(ATTENTION_STEPS),
            "rnn": [RNN_FIRST, *(step for _ in words for step in RNN_STEPS)],
        },
    }
