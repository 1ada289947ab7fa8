"""Train the models that come with the app:  python -m core.pretrain NAME   (or: all)

Writes assets/models/NAME.npz (weights) and NAME.json (how they were made, what was measured).
All figures are computed from the stored, rounded weights. The same command on the same machine
gives the same weights; on another, sums may round differently and training drifts a little.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from time import process_time
from typing import Any

import numpy as np

from core.models import FOLDER, read_file, write_file
from core.recipes import RECIPES
from core.recipes.base import Show


def pretrain(name: str, folder: Path = FOLDER, show: Show = print) -> dict[str, Any]:
    """Train the model called `name`, write both files into `folder`, and return the report."""
    if name not in RECIPES:
        raise ValueError(f"recipe must be one of {', '.join(RECIPES)}; got {name!r}.")
    recipe = RECIPES[name]
    show(name)
    start = process_time()  # of this program alone, however busy the machine is
    made = recipe.make(show)
    seconds = process_time() - start
    folder.mkdir(parents=True, exist_ok=True)
    write_file(made.model, folder / f"{name}.npz")
    stored = read_file(folder / f"{name}.npz")
    report = {
        "name": name,
        "command": f"python -m core.pretrain {name}",
        "data": recipe.data(),
        **recipe.machine,
        "hidden_size": stored.hidden_size,
        "parameters": stored.parameter_count,
        "recipe": recipe.settings_in_words(),
        "seconds": round(seconds, 1),
        "numpy": np.__version__,
        **recipe.judge_stored(stored),
        **made.notes,
        "curve": made.curve,
    }
    lines = (
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in report.items()
    )
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (folder / f"{name}.json").write_text(text, "utf-8")
    show(f"{name}: {recipe.verdict(report)}, {seconds:.0f} s")
    return report


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in (*RECIPES, "all"):
        print(f"usage: python -m core.pretrain NAME\nNAME: {', '.join(RECIPES)}, all")
        return 2
    for name in RECIPES if arguments[0] == "all" else arguments:
        pretrain(name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
