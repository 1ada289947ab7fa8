"""Remedies side by side, as assets/components/remedies draws them: numbers of the reports alone."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.outcomes import BASELINE, LEAST, Outcome, shared_decades
from pages.parts.remedy_words import CHANGES, GROUPS, TITLES, headline
from pages.parts.verdicts import percent

SHORT = {1: "better", 0: "unclear", -1: "worse"}
# What a remedy is set against where that is not the baseline: the same but for this one thing.
WITHOUT = {
    "lstm-1": "vs bias 0",
    "identity-clipped": "vs unclipped",
    "lstm-1-truncated": "vs full g",
}
WHEN = {"before": "before training", "after": "after training"}


def remedies_scene(found: Mapping[str, Outcome], when: str) -> dict[str, Any]:
    """All rows, the baseline's first; `when` says which of the gradient curves are drawn."""
    low, high = shared_decades(found)
    base = found[BASELINE]
    steps = len(base.middle(when))
    return {
        "title": headline(found),
        "when": when,
        "steps": steps,
        "gradient": f"gradient left, {WHEN[when]}",
        "said": WHEN[when],
        "axis": {"kind": "log", "low": low, "high": high, "open": low == LEAST},
        "chance": base.chance,
        "chance_text": f"chance {percent(base.chance)}",
        "band": [float(base.shares.min()), float(base.shares.max())],
        "rows": [
            _row(found[name], group, when)
            for group, names in {"Baseline": (BASELINE,), **GROUPS}.items()
            for name in names
        ],
    }


def _row(one: Outcome, group: str, when: str) -> dict[str, Any]:
    """A remedy: its curves (S, T) with their median and ends, and its runs."""
    least, most = one.ends(when)
    return {
        "id": one.name,
        "group": group,
        "name": TITLES[one.name],
        "changes": CHANGES[one.name],
        "curves": one.left(when),
        "middle": one.middle(when),
        "least": least,
        "most": most,
        "seeds": [run["seed"] for run in one.made["runs"]],
        "shares": np.array(one.shares),
        "ends": np.array([run["interval"] for run in one.made["runs"]]),
        "mean": one.mean,
        "sign": one.baseline.better,
        "other": {"sign": one.other.better, "says": WITHOUT[one.name]}
        if one.name in WITHOUT
        else None,
        "says": "" if one.name == BASELINE else SHORT[one.baseline.better],
    }
