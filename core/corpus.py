"""The names that letter models learn from, and the seeded tenth that is held out."""

from __future__ import annotations

from pathlib import Path

import numpy as np

DATA = Path(__file__).resolve().parents[1] / "assets" / "data" / "names.txt"
HELD_OUT_SHARE, SPLIT_SEED = 0.1, 0


def split_names() -> tuple[list[str], list[str]]:
    """Names to train on, and a seeded tenth that is held out."""
    names = DATA.read_text("utf-8").split()
    order = np.random.default_rng(SPLIT_SEED).permutation(len(names))
    held_out = set(order[: round(HELD_OUT_SHARE * len(names))].tolist())
    return (
        [name for number, name in enumerate(names) if number not in held_out],
        [name for number, name in enumerate(names) if number in held_out],
    )
