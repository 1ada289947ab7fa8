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
NO_BETTER = 0.05  # so near to chance, over all delays of training, it is said to have failed


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

    @property
    def confuses(self) -> bool:
        """Whether less is right than chance gives: guessing blindly would do better."""
        return self.high < self.chance


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
    chance = percent(first.chance)
    if first.chance >= 1.0:
        return f"{where}, there is nothing to remember: guessing is always right."
    if not knowing:
        said = f"{where}, no cell answers above chance ({chance}): {_figures(points, others)}."
    elif not others:
        said = f"{where}, all cells answer above chance ({chance}): {_figures(points, knowing)}."
    else:
        only = "only " if len(knowing) == 1 else ""
        said = (
            f"{where}, {only}{_named(knowing)} still {_s('answer', knowing)} above chance "
            f"({chance}): {_figures(points, knowing)}. Not above it: {_figures(points, others)}."
        )
    confused = [cell for cell in others if points[cell].confuses]
    return said + (_of_confused(confused) if confused else "")


def _of_confused(cells: Sequence[str]) -> str:
    named = _named(cells)
    return (
        f" {named[0].upper()}{named[1:]} {_s('do', cells)} worse than blind guessing, so what was "
        f"read has left a trace: {'it is' if len(cells) == 1 else 'they are'} not without memory, "
        "but what is kept is taken for something else."
    )


def learned_verdict(task: Task, reports: Reports) -> str:
    """Which cells learned the task at all: the mean over the measured delays of training."""
    shares = {cell: float(made["within_training"]) for cell, made in reports.items()}
    chance = float(next(iter(reports.values()))["chance_within_training"])
    well = [cell for cell, made in reports.items() if made["learned"]]  # names have no such verdict
    failed = [cell for cell, share in shares.items() if share - chance < NO_BETTER]
    partly = [cell for cell in shares if cell not in well and cell not in failed]
    said = []
    if well:
        said.append(f"{_named(well)} {_s('learn', well)} it ({_shares(shares, well)})")
    if partly:
        said.append(
            f"{_named(partly)} {_s('do', partly)} better than chance, but {_s('be', partly)} not "
            f"always right ({_shares(shares, partly)})"
        )
    if failed:
        said.append(
            f"**{_named(failed)} {_s('fail', failed)} to learn it** ({_shares(shares, failed)})"
        )
    low, high = task.trained_on
    where = f"At the delays of training, {low} to {high} (chance {percent(chance)}): "
    return where + "; ".join(said) + "."


def otherwise_verdict(reports: Reports) -> str:
    """What the same cells come to when trained on other delays; "" if that was not measured."""
    found = {cell: made.get("otherwise_trained") for cell, made in reports.items()}
    if not all(found.values()):
        return ""
    shares = {cell: float(made["within_training"]) for cell, made in found.items() if made}
    one = next(made for made in found.values() if made)
    low, high = one["accuracy"]["trained_on"]
    chance = float(one["chance_within_training"])
    failed = [cell for cell, share in shares.items() if share - chance < NO_BETTER]
    said = f"Trained on delays {low} to {high} instead (chance {percent(chance)}): "
    said += _shares(shares, list(shares))
    if len(failed) == len(shares):
        return f"{said}. **Then none of them learns it.**"
    return said + (f"; **{_named(failed)} {_s('fail', failed)}**." if failed else ".")


def _beside_training(task: Task, delay: int) -> str:
    low, high = task.trained_on
    if delay < low:
        return ", shorter than any in training"
    if delay <= high:
        return ", within what was trained"
    times = delay / high
    return f", {times:.1f}".removesuffix(".0") + " times as long as in training"


def _figures(points: Mapping[str, Point], cells: Sequence[str]) -> str:
    return ", ".join(f"{TITLES[cell]} {percent(points[cell].right)}" for cell in cells)


def _shares(shares: Mapping[str, float], cells: Sequence[str]) -> str:
    return ", ".join(f"{TITLES[cell]} {percent(shares[cell])}" for cell in cells)


def _named(cells: Sequence[str]) -> str:
    return listed([f"the {TITLES[cell]}" for cell in cells])


def _s(verb: str, who: Sequence[str]) -> str:
    if verb == "be":
        return "is" if len(who) == 1 else "are"
    ending = "es" if verb.endswith("o") else "s"
    return f"{verb}{ending}" if len(who) == 1 else verb
