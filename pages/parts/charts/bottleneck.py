"""Accuracy against the length of the input, with and without attention, from the reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

UNITS = {"sound": "letters", "french": "words"}
WRITTEN = {"sound": "pronunciation", "french": "translation"}
NAMES = {
    "none": "no attention", "dot": "dot", "scaled": "scaled dot", "general": "general",
    "additive": "additive",
}  # fmt: skip


def length_curves(
    task: str, reports: Mapping[str, Mapping[str, Any]], length: int, title: str
) -> dict[str, Any]:
    """What assets/components/curves draws of the reports; `length` is of the learner’s input."""
    series = []
    for key, report in reports.items():
        found = report["test"]["by_length"]
        ends = np.array(found["interval"])
        series.append(
            {
                "key": key,
                "name": NAMES[key],
                "x": found["length"],
                "y": np.array(found["share"]),
                "low": ends[:, 0],
                "high": ends[:, 1],
            }
        )
    first = next(iter(reports.values()))["test"]["by_length"]
    lengths, counts, unit = first["length"], first["count"], UNITS[task]
    return {
        "title": title,
        "words": f"Share of right outputs against the number of {unit}, with 95% intervals",
        "x": {
            "label": f"{unit} of the input",
            "low": lengths[0],
            "high": lengths[-1],
            "says": [f"{n} {unit}, {c} held out" for n, c in zip(lengths, counts, strict=True)],
        },
        "y": {
            "label": f"share of held-out inputs whose whole {WRITTEN[task]} is right",
            "kind": "share",
            "low": 0.0,
            "high": 1.0,
        },
        "shaded": None,
        "chance": None,
        "marks": [{"x": length}] if lengths[0] <= length <= lengths[-1] else [],
        "series": series,
    }
