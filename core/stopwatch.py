"""How long one step of a cell takes, measured where this runs.

Cells take turns, so that what else the machine does meets all of them; of many turns the median
counts, which a pause of the machine does not move.

    D input size        H hidden size
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from statistics import median
from time import perf_counter

import numpy as np

from core.cells import Cell
from core.sequence import forward

STEPS = 16  # read in one turn
TURNS = 7


def step_times(
    cells: Mapping[str, Cell],
    input_size: int,
    hidden_size: int,
    clock: Callable[[], float] = perf_counter,
) -> dict[str, float]:
    """Seconds that one step of each cell takes, forward, one sequence at a time: the median of
    TURNS turns of STEPS steps, everything that a trace keeps included."""
    rng = np.random.default_rng(0)
    x = rng.standard_normal((STEPS, 1, input_size))
    params = {name: cell.init(input_size, hidden_size, rng) for name, cell in cells.items()}
    turns: dict[str, list[float]] = {name: [] for name in cells}
    for turn in range(TURNS + 1):
        for name, cell in cells.items():
            start = clock()
            forward(cell, params[name], x)
            taken = clock() - start
            if turn:  # the first one warms up
                turns[name].append(taken / STEPS)
    return {name: median(each) for name, each in turns.items()}
