"""The runs of one remedy, and all remedies' figures, as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.outcomes import BASELINE, Outcome
from core.recipes.remedies import CLIP, REMEDIES
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
        f"best of {rates} by the mean of the first {recipe['choosing']} seeds on other sequences. "
        f"Asked at delays {within[0]} to {within[-1]} on held-out sequences: {right:,} right of "
        f"{asked:,} = **{_tenths(right / asked)}** (95 % interval {_tenths(low)} to "
        f"{_tenths(high)}). In the table, beyond: right at longer delays than in training; "
        f"‖g‖ > {CLIP:g}: updates whose gradient was longer than {CLIP:g}; last loss: mean of the "
        "last twentieth of training."
    )


def runs_table(one: Outcome, seed: int) -> str:
    """All runs of a remedy; the chosen one in bold."""
    rows = [
        ["seed", "right", "beyond", "largest ‖g‖", "‖g‖ > 1", "last loss"],
        ["--:"] * 6,
    ]
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
    first = ["remedy", "units", "parameters", "learning rate", "right, run by run", "mean",
             "pairs won", "by luck", "so it is"]  # fmt: skip
    second = ["remedy", f"gradient left over {distance} steps, before training", "after",
              "largest ‖g‖", "updates with ‖g‖ > 1"]  # fmt: skip
    answers, gradients = ([row, [":--", *["--:"] * (len(row) - 1)]] for row in (first, second))
    for name, one in found.items():
        is_base = name == BASELINE
        cut = REMEDIES[name].look_back is not None
        above, updates = one.above_limit
        answers.append(
            [
                TITLES[name],
                str(one.made["hidden_size"]),
                str(one.made["parameters"]),
                f"{one.made['rates']['chosen']:g}",
                ", ".join(f"{100 * share:.0f}" for share in one.shares) + "\u00a0%",
                percent(one.mean),
                "–" if is_base else f"{one.baseline.won:g} of {one.baseline.pairs}",
                "–" if is_base else luck(one.baseline),
                "the baseline" if is_base else SAYS[one.baseline.better],
            ]
        )
        gradients.append(
            [
                TITLES[name],
                "0, cut" if cut else show(one.kept("before")),
                "0, cut" if cut else show(one.kept("after")),
                show(one.largest_norm),
                f"{above:,} of {updates:,}",
            ]
        )
    return f"{_table(answers)}\n\n{_table(gradients)}"


def _trained(one: Outcome, delay: int) -> bool:
    low, high = one.made["accuracy"]["trained_on"]
    return bool(low <= delay <= high)


def _tenths(share: float) -> str:
    return f"{100 * share:.1f}\u00a0%"


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)
