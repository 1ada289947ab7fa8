"""Accuracy against delay, and the gradient of an answer against the step, as curves of cells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.influence import decades, magnitude
from core.tasks import Task
from pages.parts.answering import TITLES, Answering
from pages.parts.verdicts import percent, point


def accuracy_curves(
    task: Task, reports: Mapping[str, Mapping[str, Any]], delay: int, title: str
) -> dict[str, Any]:
    """What assets/components/curves draws of the training reports, and of nothing else."""
    series = []
    for cell, report in reports.items():
        found = report["accuracy"]
        ends = np.array(found["interval"])
        series.append(
            {
                "key": cell,
                "name": TITLES[cell],
                "x": found["delays"],
                "y": np.array(found["accuracy"]),
                "low": ends[:, 0],
                "high": ends[:, 1],
            }
        )
    first = next(iter(reports.values()))["accuracy"]
    said = [f"{TITLES[cell]} {percent(point(made, delay).right)}" for cell, made in reports.items()]
    return {
        "title": title,
        "words": f"Accuracy against delay. At delay {delay}: {', '.join(said)}",
        "x": {
            "label": f"delay: {task.delay_words}",
            "low": task.shortest,
            "high": task.longest,
            "says": [f"delay {k}" for k in first["delays"]],
        },
        "y": {"label": "share of right answers on held-out sequences", "kind": "share",
              "low": 0.0, "high": 1.0},
        "shaded": {"range": first["trained_on"], "words": "delays in training"},
        "chance": {"x": first["delays"], "y": np.array(first["chance"])},
        "marks": [{"x": delay}],
        "series": series,
    }  # fmt: skip


def gradient_curves(read: Mapping[str, Answering], source: int, title: str) -> dict[str, Any]:
    """‖∂y/∂x_k‖ against k: how much the chosen answer depends on what each step read."""
    sizes = {cell: magnitude(reading.influence.x[:, 0]) for cell, reading in read.items()}
    first = next(iter(read.values()))
    at, out = first.answer
    # Behind the answer nothing can matter: those zeros say nothing of a network.
    low, high = decades(*(found[: at + 1] for found in sizes.values()))
    steps = list(range(1, at + 2))
    return {
        "title": title,
        "words": f"Size of the gradient of the answer at step {at + 1} with respect to each input",
        "x": {
            "label": "step k",
            "low": 1,
            "high": max(2, at + 1),
            "says": [f"step {k} reads {first.symbols[k - 1]}" for k in steps],
        },
        "y": {"label": f"size of ∂y/∂x at step k, logarithmic; y = {first.outputs[out]} at step "
              f"{at + 1}", "kind": "log", "low": low, "high": high},
        "shaded": None,
        "chance": None,
        "marks": [{"x": source + 1}] if source <= at else [],
        "series": [
            {"key": cell, "name": TITLES[cell], "x": steps, "y": found[: at + 1],
             "low": None, "high": None}
            for cell, found in sizes.items()
        ],
    }  # fmt: skip
