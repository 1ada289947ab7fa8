"""What the training reports say of the cells, in sentences. Nothing here is written by hand: each
name and each number is read from the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.tasks import Task
from pages.parts.answering import TITLES
from pages.parts.scenes.compare import listed

Reports = Mapping[str, Mapping[str, Any]]
NEARLY_ALL = 0.95  # from here on a cell is said to answer nearly always


@dataclass(frozen=True)
class Point:
    """One measurement of a report: the share right, its 95 % interval, and chance."""

    delay: int
    right: float
    low: float
    high: float
    chance: float

    @property
    def knows(self) -> bool:
        """Whether more is right than chance explains: the whole interval lies above it."""
        return self.low > self.chance


def point(report: Mapping[str, Any], delay: int) -> Point:
    """What a report measured at the delay nearest to this one."""
    found = report["accuracy"]
    k = min(range(len(found["delays"])), key=lambda k: abs(found["delays"][k] - delay))
    low, high = found["interval"][k]
    return Point(found["delays"][k], found["accuracy"][k], low, high, found["chance"][k])


def percent(share: float) -> str:
    """ "27 %", with a space that does not break; "–" where nothing was counted."""
    return f"{100 * share:.0f}\u00a0%" if share == share else "–"


def delay_verdict(task: Task, reports: Reports, delay: int) -> str:
    """Who still knows at a delay, as measured when the networks were trained."""
    points = {cell: point(made, delay) for cell, made in reports.items()}
    first = next(iter(points.values()))
    knowing = [cell for cell, p in points.items() if p.knows]
    others = [cell for cell in points if cell not in knowing]
    where = f"At delay {first.delay}{_beside_training(task, first.delay)}"
    if not knowing:
        return f"{where}, no cell answers above chance ({percent(first.chance)})."
    if not others:
        return f"{where}, all cells answer above chance ({percent(first.chance)}): " + (
            f"{_figures(points, knowing)}."
        )
    only = "only " if len(knowing) == 1 else ""
    verb = "answers" if len(knowing) == 1 else "answer"
    return (
        f"{where}, {only}{_named(knowing)} still {verb} above chance ({percent(first.chance)}): "
        f"{_figures(points, knowing)}. Not above it: {_figures(points, others)}."
    )


def learned_verdict(task: Task, reports: Reports) -> str:
    """Which cells learned the task at all: measured at the longest delay of their training."""
    end = min(task.trained_on[1], task.longest)
    points = {cell: point(made, end) for cell, made in reports.items()}
    chance = next(iter(points.values())).chance
    well = [cell for cell, p in points.items() if p.knows and p.right >= NEARLY_ALL]
    partly = [cell for cell, p in points.items() if p.knows and p.right < NEARLY_ALL]
    failed = [cell for cell, p in points.items() if not p.knows]
    at = next(iter(points.values())).delay
    parts = []
    if well:
        parts.append(
            f"{_named(well)} {_s('answer', well)} nearly always right ({_figures(points, well)})"
        )
    if partly:
        parts.append(
            f"{_named(partly)} {_s('do', partly)} better than chance, but not always right "
            f"({_figures(points, partly)})"
        )
    if failed:
        parts.append(
            f"**{_named(failed)} {_s('fail', failed)} to learn it**: "
            f"{_figures(points, failed)}, no better than chance"
        )
    return f"At delay {at}, inside what was trained (chance {percent(chance)}): " + (
        "; ".join(parts) + "."
    )


def reach(report: Mapping[str, Any]) -> int | None:
    """The longest measured delay up to which every measurement is above chance."""
    far = None
    for delay in report["accuracy"]["delays"]:
        measured = point(report, delay)
        if measured.chance < 1.0 and not measured.knows:
            break
        far = delay
    return far


def _beside_training(task: Task, delay: int) -> str:
    high = task.trained_on[1]
    if delay <= high:
        return ", within what was trained"
    times = delay / high
    return f", {times:.1f}".removesuffix(".0") + " times as long as in training"


def _figures(points: Mapping[str, Point], cells: Sequence[str]) -> str:
    return ", ".join(f"{TITLES[cell]} {percent(points[cell].right)}" for cell in cells)


def _named(cells: Sequence[str]) -> str:
    return listed([f"the {TITLES[cell]}" for cell in cells])


def _s(verb: str, who: Sequence[str]) -> str:
    ending = "es" if verb.endswith("o") else "s"
    return f"{verb}{ending}" if len(who) == 1 else verb
