"""Tasks that need memory, by name; the trained networks that do them are `core.models`.

Each task is one file; `base` says what a task and a problem are. A new one is a file here, an
entry in `TASKS` and a recipe in `core.recipes`.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.cells import GRU, LSTM, Cell, VanillaRNN
from core.tasks.adding import Adding
from core.tasks.base import Problem, Task
from core.tasks.names import Names
from core.tasks.parity import Parity
from core.tasks.reber import Reber
from core.tasks.recall import Recall

__all__ = ["CELLS", "TASKS", "Problem", "Task", "model_name"]

TASKS: Mapping[str, Task] = {
    task.name: task for task in (Recall(), Adding(), Parity(), Reber(), Names())
}
# The cells that every task compares.
CELLS: Mapping[str, Cell] = {
    "rnn": VanillaRNN(),
    "lstm": LSTM(),
    "lstm-peephole": LSTM(peephole=True),
    "gru": GRU(),
}


def model_name(task: str, cell: str) -> str:
    """The name of the model that does `task` with `cell`, a key of TASKS and one of CELLS.

    That of names is "memory-names-…": "names-…" are letter models of another size.
    Raises ValueError that lists the known ones.
    """
    for name, known, what in ((task, TASKS, "task"), (cell, CELLS, "cell")):
        if name not in known:
            raise ValueError(f"{what} must be one of {', '.join(known)}; got {name!r}.")
    return f"{'memory-' if task == 'names' else ''}{task}-{cell}"
