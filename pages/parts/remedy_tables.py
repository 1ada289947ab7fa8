"""The runs of one remedy, and all remedies' figures, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.outcomes import BASELINE, Outcome
from core.recipes.remedies import REMEDIES
from pages.parts.numbers import show
from pages.parts.remedy_words import SAYS, TITLES, luck
from pages.parts.verdicts import percent


def run_words(one: Outcome, seed: int) -> str:
    """Where the accuracy of one run comes from."""
    made, recipe = one.made, one.made["recipe"]
    run = next(run for run in made["runs"] if run["seed"] == seed)
    right, asked = one.answers(seed)
    low, high = run["interval"]
    within = [d for d in made["accuracy"]["delays"] if _trained(one, d)]
    rates = ", ".join(f"{rate:g}" for rate in recipe["rates"])
    return (
        f"**{TITLES[one.name]}, seed {seed}:** {made['hidden_size']} units, "
        f"{made['parameters']} parameters, {recipe['steps']:,} updates with Adam on "
        f"{recipe['batch_size']} sequences each, at learning rate {made['rates']['chosen']:g}, the "
        f"best of {rates} by the mean of all seeds on other sequences. Asked at delays "
        f"{within[0]} to {within[-1]} on held-out sequences: {right:,} right of {asked:,} = "
        f"**{_tenths(right / asked)}** (95 % interval {_tenths(low)} to {_tenths(high)})."
    )


def runs_table(one: Outcome, seed: int) -> str:
    """All runs of a remedy; the chosen one in bold."""
    rows = [
        ["seed", "right at delays of training", "beyond them", "largest gradient norm",
         "updates with a norm above 1", "loss, last twentieth"],
        ["--:"] * 6,
    ]  # fmt: skip
    for run in one.made["runs"]:
        norm = run["largest_norm"]
        cells = [
            str(run["seed"]),
            _tenths(run["within_training"]),
            _tenths(run["beyond_training"]),
            "overflowed" if norm is None else show(norm),
            f"{run['above_limit']:,}",
            show(run["loss"][-1]),
        ]
        rows.append([f"**{c}**" if run["seed"] == seed else c for c in cells])
    return _table(rows)


def all_figures(found: Mapping[str, Outcome]) -> str:
    """Every remedy's figures, one a line."""
    base = found[BASELINE]
    distance = len(base.middle("before")) - 1
    head = [
        "remedy",
        "units",
        "parameters",
        "learning rate",
        "right, run by run",
        "mean",
        "pairs won against the baseline",
        "as lopsided by luck",
        "so it is",
        f"gradient left over {distance} steps, before",
        "after",
        "largest norm",
    ]
    rows = [head, [":--", *["--:"] * (len(head) - 1)]]
    for name, one in found.items():
        base_row = name == BASELINE
        cut = REMEDIES[name].look_back is not None
        rows.append(
            [
                TITLES[name],
                str(one.made["hidden_size"]),
                str(one.made["parameters"]),
                f"{one.made['rates']['chosen']:g}",
                ", ".join(percent(float(share)) for share in one.shares),
                percent(one.mean),
                "–" if base_row else f"{one.baseline.won:g} of {one.baseline.pairs}",
                "–" if base_row else luck(one.baseline),
                "the baseline" if base_row else SAYS[one.baseline.better],
                "0, cut" if cut else show(one.kept("before")),
                "0, cut" if cut else show(one.kept("after")),
                show(one.largest_norm),
            ]
        )
    return _table(rows)


def _trained(one: Outcome, delay: int) -> bool:
    low, high = one.made["accuracy"]["trained_on"]
    return bool(low <= delay <= high)


def _tenths(share: float) -> str:
    return f"{100 * share:.1f}\u00a0%"


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
