"""Train the models that come with the app:  python -m core.pretrain NAME   (or: all)

Writes assets/models/NAME.npz (weights) and NAME.json (how they were made, what was measured).
All figures are computed from the stored, rounded weights. The same command on the same machine
gives the same weights; on another, sums may round differently and training drifts a little.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from core import ngrams
from core.arrays import Bools
from core.cells import GRU, LSTM, Cell, VanillaRNN
from core.language import CharModel
from core.models import FOLDER, read_file, write_file
from core.sequence import Trace
from core.text import LONGEST
from core.training import Settings, train

DATA = FOLDER.parent / "data" / "names.txt"
HELD_OUT_SHARE, SPLIT_SEED, SEED = 0.1, 0, 1
SAMPLES, SAMPLE_SEED = 200, 0
SATURATED_BELOW, SATURATED_ABOVE = 0.1, 0.9
SMALL = 12


@dataclass(frozen=True)
class Recipe:
    """A cell, its size and how to train it.

    keep  "last": the weights at the end; "best": those of the epoch with the least held-out loss
    """

    cell: Cell
    hidden_size: int = SMALL
    keep: str = "last"
    settings: Settings = field(
        default=Settings(epochs=100, batch_size=32, learning_rate=0.01, seed=SEED)
    )


RECIPES: Mapping[str, Recipe] = {
    "names-rnn": Recipe(VanillaRNN()),
    "names-lstm": Recipe(LSTM()),
    "names-gru": Recipe(GRU()),
    "names-lstm-peephole": Recipe(LSTM(peephole=True)),
    "names-lstm-relu": Recipe(LSTM(activation="relu")),
    "names-lstm-peephole-relu": Recipe(LSTM(peephole=True, activation="relu")),
    "names-gru-after": Recipe(GRU(reset_after=True)),
    "names-lstm-64": Recipe(
        LSTM(),
        64,
        "best",
        Settings(epochs=50, batch_size=32, learning_rate=0.01, weight_decay=0.08, seed=SEED),
    ),
}


def split_names() -> tuple[list[str], list[str]]:
    """Names to train on, and a seeded tenth that is held out."""
    names = DATA.read_text("utf-8").split()
    order = np.random.default_rng(SPLIT_SEED).permutation(len(names))
    held_out = set(order[: round(HELD_OUT_SHARE * len(names))].tolist())
    return (
        [name for number, name in enumerate(names) if number not in held_out],
        [name for number, name in enumerate(names) if number in held_out],
    )


def fit(
    recipe: Recipe,
    training: Sequence[str],
    held_out: Sequence[str],
    show: Callable[[str], None] = lambda line: None,
) -> tuple[CharModel, dict[str, list[float]]]:
    """Train by the recipe: the model to keep, and bits per character by epoch.

    The curve's "train" is the mean over the epoch's minibatches while the weights moved.
    """
    rng = np.random.default_rng(recipe.settings.seed)
    model = CharModel.init(recipe.cell, recipe.hidden_size, rng)
    encoded = model.alphabet.batch(held_out)
    curve: dict[str, list[float]] = {"epoch": [], "train": [], "held_out": []}
    losses: list[float] = []
    kept, least = model, float("inf")
    for progress in train(model, training, recipe.settings):
        losses.append(progress.loss)
        if not progress.ends_epoch:
            continue
        bits = progress.model.bits_per_character(encoded)
        mean = float(np.mean(losses)) / float(np.log(2.0))
        point = (progress.epoch, round(mean, 5), round(bits, 5))
        for values, value in zip(curve.values(), point, strict=True):
            values.append(value)
        losses.clear()
        show(f"  epoch {progress.epoch:3d}  train {mean:.3f}  held out {bits:.3f}")
        if recipe.keep == "last" or bits < least:
            kept, least = progress.model, bits
    return kept, curve


def measure(model: CharModel, texts: Sequence[str]) -> dict[str, Any]:
    """How steady the states are and how open the gates, over all steps of `texts`.

    relative_change  mean |v_t - v_{t-1}| divided by mean |v_t|, over units and all steps but each
                     text's first, whose v_{t-1} is the zero start
    gates            mean value, and the shares below 0.1 and above 0.9
    """
    batch = model.alphabet.batch(texts)
    trace = model.read(batch).trace
    steps = np.arange(trace.T)[:, None]
    read: Bools = steps < batch.lengths
    gates = [q.name for q in trace.cell.quantities if q.kind == "gate"]
    return {
        "relative_change": {
            name: _relative_change(trace, name, read & (steps > 0)) for name in trace.cell.state
        },
        "gates": {
            name: {
                "mean": float(trace[name][read].mean()),
                "share_below_0.1": float((trace[name][read] < SATURATED_BELOW).mean()),
                "share_above_0.9": float((trace[name][read] > SATURATED_ABOVE).mean()),
            }
            for name in gates
        },
    }


def _relative_change(trace: Trace, name: str, steps: Bools) -> float:
    now, before = trace[name][steps], trace.prev(name)[steps]
    return float(np.abs(now - before).mean() / np.abs(now).mean())


def judge(model: CharModel, training: Sequence[str], held_out: Sequence[str]) -> dict[str, Any]:
    """What a report says of finished weights."""
    samples = model.write(SAMPLES, np.random.default_rng(SAMPLE_SEED), longest=LONGEST)
    known, hidden = set(training), set(held_out)
    from_training = sum(name in known for name in samples)
    from_held_out = sum(name in hidden for name in samples)
    bits = model.bits_per_character(held_out)
    tables = ngrams.compare(training, held_out)
    best = {name: min(v["best_added"], v["best_backed_off"]) for name, v in tables.items()}
    return {
        "bits_per_character": {
            "counted": "all predicted symbols, the boundary at the end of each name included",
            "held_out": bits,
            "train": model.bits_per_character(training),
        },
        "tables": {
            "smoothing": "add_one: add-one; best_added: add-α; best_backed_off: the weight of α K "
            "symbols spread as the next lower order predicts; α is the best of "
            f"{', '.join(map(str, ngrams.ALPHAS))} on the held-out names, which favours the tables",
            **tables,
        },
        "better_than": {name: least - bits for name, least in best.items()},
        **measure(model, held_out),
        "samples": {
            "temperature": 1.0,
            "seed": SAMPLE_SEED,
            "count": SAMPLES,
            "in_training_set": from_training,
            "in_held_out_set": from_held_out,
            "new": SAMPLES - from_training - from_held_out,
            "first": samples[:40],
        },
    }


def pretrain(
    name: str, folder: Path = FOLDER, show: Callable[[str], None] = print
) -> dict[str, Any]:
    """Train the model called `name`, write both files into `folder`, and return the report."""
    if name not in RECIPES:
        raise ValueError(f"recipe must be one of {', '.join(RECIPES)}; got {name!r}.")
    recipe = RECIPES[name]
    training, held_out = split_names()
    show(f"{name}: {len(training)} names to train on, {len(held_out)} held out")
    start = perf_counter()
    model, curve = fit(recipe, training, held_out, show)
    seconds = perf_counter() - start
    folder.mkdir(parents=True, exist_ok=True)
    write_file(model, folder / f"{name}.npz")
    stored = read_file(folder / f"{name}.npz")
    report = {
        "name": name,
        "command": f"python -m core.pretrain {name}",
        "data": {
            "file": "assets/data/names.txt",
            "split_seed": SPLIT_SEED,
            "train": len(training),
            "held_out": len(held_out),
        },
        "cell": {"class": type(recipe.cell).__name__, **asdict(recipe.cell)},
        "hidden_size": stored.hidden_size,
        "parameters": stored.parameter_count,
        "recipe": {"keep": recipe.keep, **asdict(recipe.settings)},
        "seconds": round(seconds, 1),
        "numpy": np.__version__,
        **judge(stored, training, held_out),
        "curve": curve,
    }
    lines = (
        f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        for key, value in report.items()
    )
    text = "{\n" + ",\n".join(lines) + "\n}\n"
    (folder / f"{name}.json").write_text(text, "utf-8")
    bits = report["bits_per_character"]["held_out"]
    show(f"{name}: {bits:.3f} bits per character held out, {seconds:.0f} s")
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
