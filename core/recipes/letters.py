"""Letter models: recipes for the names, and what their reports say.

All figures are computed from the stored, rounded weights.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np

from core import ngrams
from core.arrays import Bools
from core.cells import GRU, LSTM, VanillaRNN
from core.corpus import DATA, SPLIT_SEED, split_names
from core.language import CharModel
from core.models import Model
from core.recipes.base import CellRecipe, Made, Show
from core.saturation import HIGH, LOW
from core.sequence import Trace
from core.text import LONGEST
from core.training import Settings, train

SEED = 1
SAMPLES, SAMPLE_SEED = 200, 0
SMALL = 12


@dataclass(frozen=True)
class LetterRecipe(CellRecipe):
    """A letter model's cell, its size and how to train it.

    keep  "last": the weights at the end; "best": those of the epoch with the least held-out loss
    """

    hidden_size: int = SMALL
    keep: str = "last"
    settings: Settings = field(
        default=Settings(epochs=100, batch_size=32, learning_rate=0.01, seed=SEED)
    )

    def data(self) -> dict[str, Any]:
        training, held_out = split_names()
        return {
            "file": f"assets/data/{DATA.name}",
            "split_seed": SPLIT_SEED,
            "train": len(training),
            "held_out": len(held_out),
        }

    def settings_in_words(self) -> dict[str, Any]:
        return {"keep": self.keep, **asdict(self.settings)}

    def make(self, show: Show) -> Made:
        training, held_out = split_names()
        show(f"  {len(training)} names to train on, {len(held_out)} held out")
        return Made(*fit(self, training, held_out, show))

    def judge_stored(self, stored: Model) -> dict[str, Any]:
        if not isinstance(stored, CharModel):
            raise ValueError(f"a letter recipe makes a letter model; got {type(stored).__name__}.")
        return judge(stored, *split_names())

    def verdict(self, report: dict[str, Any]) -> str:
        return f"{report['bits_per_character']['held_out']:.3f} bits per character held out"


RECIPES: Mapping[str, LetterRecipe] = {
    "names-rnn": LetterRecipe(VanillaRNN()),
    "names-lstm": LetterRecipe(LSTM()),
    "names-gru": LetterRecipe(GRU()),
    "names-lstm-peephole": LetterRecipe(LSTM(peephole=True)),
    "names-lstm-relu": LetterRecipe(LSTM(activation="relu")),
    "names-lstm-peephole-relu": LetterRecipe(LSTM(peephole=True, activation="relu")),
    "names-gru-after": LetterRecipe(GRU(reset_after=True)),
    "names-lstm-64": LetterRecipe(
        LSTM(),
        64,
        "best",
        Settings(epochs=50, batch_size=32, learning_rate=0.01, weight_decay=0.08, seed=SEED),
    ),
}


def fit(
    recipe: LetterRecipe,
    training: Sequence[str],
    held_out: Sequence[str],
    show: Show = lambda line: None,
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
                "share_below_0.1": float((trace[name][read] < LOW).mean()),
                "share_above_0.9": float((trace[name][read] > HIGH).mean()),
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
