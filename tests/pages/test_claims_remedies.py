"""What the section on remedies says, counted again from the reports themselves.

The name of a test is the sentence that it holds to account.
"""

from __future__ import annotations

from functools import cache
from itertools import combinations
from statistics import mean, median

import numpy as np
import pytest

from core import outcomes as core_outcomes
from core.models import report
from core.outcomes import KEPT, LEARNED, LUCK
from core.recipes.remedies import LOOK_BACK, ON, REMEDIES, SEEDS, STEPS, remedy_name
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.remedies_section import figures, read_figures
from pages.parts.remedy_tables import all_figures, run_words, runs_table
from pages.parts.remedy_words import (
    GROUPS,
    TITLES,
    elsewhere,
    gradient_words,
    headline,
    one_thing,
    overview,
    start_and_end,
    verdict,
)
from pages.parts.scenes.remedies import WHEN, remedies_scene
from pages.parts.verdicts import percent

TASKS = pytest.mark.parametrize("task", ON)
outcomes = cache(core_outcomes.outcomes)


@cache
def made(task, name):
    return report(remedy_name(task, name))


def shares(task, name):
    return [run["within_training"] for run in made(task, name)["runs"]]


@cache
def sign(task, name, against="rnn"):
    """Better, worse or neither: pairs won, and every way of dealing the runs out, one by one."""
    ones, others = shares(task, name), shares(task, against)
    everyone, n = np.array(ones + others), len(ones)
    table = (everyone[:, None] > everyone) + 0.5 * (everyone[:, None] == everyone)
    # By symmetry those deals suffice that hold the first run.
    rest = np.array(list(combinations(range(1, 2 * n), n - 1)))
    dealt = np.zeros((1 + len(rest), 2 * n))
    dealt[0, :n] = 1
    dealt[1:, 0] = 1
    np.put_along_axis(dealt[1:], rest, 1, axis=1)
    won = np.einsum("di,ij,dj->d", dealt, table, 1 - dealt)
    first, even = won[0], 0.5 * n * n
    luck = (np.abs(won[1:] - even) >= abs(first - even) - 1e-9).mean()
    return (int(first > even) - int(first < even)) if luck <= LUCK else 0


def kept(task, name, when="before"):
    """Of the longest distance, the median of the runs, on the logarithmic axis."""
    powers = [run[when][-1] for run in made(task, name)["runs"]]
    return 10.0 ** median(-np.inf if power is None else power for power in powers)


@TASKS
def test_clearly_better_no_clear_difference_clearly_worse(task):
    said = overview(task, outcomes(task))
    base = mean(shares(task, "rnn"))
    assert f"answers {percent(base)} right in the mean of {len(SEEDS)} runs" in said
    parts = {1: "", 0: "", -1: ""}
    for piece in said.split("**")[1:]:
        if piece in ("Clearly better:", "No clear difference", "Clearly worse:"):
            current = {"Clearly better:": 1, "No clear difference": 0, "Clearly worse:": -1}[piece]
        else:
            parts[current] = piece
    for name in REMEDIES:
        if name == "rnn":
            continue
        told = f"{TITLES[name]} ({percent(mean(shares(task, name)))})"
        assert [value for value, part in parts.items() if told in part] == [sign(task, name)], name
    better = sum(sign(task, name) > 0 for name in REMEDIES)
    title = headline(outcomes(task))
    rest = (
        f"; {len(REMEDIES) - 1 - better} {'is' if len(REMEDIES) - 1 - better == 1 else 'are'} not"
    )
    assert title.endswith(rest) if better else title.startswith("None of")


@TASKS
def test_no_remedy_gets_more_credit_than_it_measured(task):
    """What is said of one remedy: figures of its runs, and who wins how many pairs."""
    found = outcomes(task)
    for name in REMEDIES:
        said, own = verdict(name, found), shares(task, name)
        assert f"{percent(mean(own))} right in the mean" in said
        pairs = [(name, "rnn")] if name != "rnn" else []
        if REMEDIES[name].against not in ("", "rnn"):
            pairs.append((name, REMEDIES[name].against))
        words = {1: "**better**", 0: "**no clear difference**", -1: "**worse**"}
        for value, word in words.items():
            assert said.count(word) == sum(sign(task, *pair) == value for pair in pairs), said
        low = max(run["interval"][0] for run in made(task, name)["runs"])
        near = low <= made(task, name)["chance_within_training"]
        assert ("can be told from guessing" in said) == near


@TASKS
def test_what_one_thing_alone_adds(task):
    said = one_thing(outcomes(task))
    pairs = {n: r.against for n, r in REMEDIES.items() if r.against not in ("", "rnn")}
    assert said.count("→") == len(pairs) == 3
    words = {1: "better", 0: "no clear difference", -1: "worse"}
    for name, other in pairs.items():
        means = " → ".join(percent(mean(shares(task, n))) for n in (other, name))
        assert f": {means}, {words[sign(task, name, other)]}" in said


@TASKS
def test_what_differs_in_one_thing_alone(task):
    for name, remedy in REMEDIES.items():
        if remedy.against:
            other = REMEDIES[remedy.against]
            fields = ("cell", "start", "forget", "clip", "look_back")
            differ = {f for f in fields if getattr(remedy, f) != getattr(other, f)}
            # A cell other than tanh's is one thing, with the first weights that go with it.
            assert len(differ - {"start", "forget"} or differ) == 1, name


@TASKS
def test_before_training_of_those_that_keep_so_much_who_learns(task):
    said = start_and_end(outcomes(task))
    halves = dict(zip((True, False), said.split("; "), strict=True)) if "; " in said else {}
    for name in REMEDIES:
        half = halves[kept(task, name) >= KEPT]
        assert TITLES[name] in half
        learn, _, fail = half.partition(", but ")
        learns = mean(shares(task, name)) >= LEARNED
        if not fail:
            assert ("not" in learn.split("steps")[-1]) != learns
        else:
            assert (TITLES[name] in learn, TITLES[name] in fail) == (learns, not learns)


def test_a_gradient_that_stays_is_not_yet_a_network_that_learns():
    """The title of the section, and what its exercise tells to look for, on the first task."""
    task = ON[0]
    stays = [name for name in REMEDIES if kept(task, name) >= KEPT]
    assert any(mean(shares(task, name)) < 0.5 for name in stays)
    fades = [name for name in REMEDIES if kept(task, name) < 1e-6]
    assert any(mean(shares(task, name)) >= LEARNED for name in fades)


@TASKS
def test_clipping_changes_nothing_about_how_much_is_left_at_a_distance(task):
    for clipped, plain in (("clipped", "rnn"), ("identity-clipped", "identity")):
        for one, other in zip(made(task, clipped)["runs"], made(task, plain)["runs"], strict=True):
            assert one["before"] == other["before"]


@TASKS
def test_how_much_is_left_and_how_large_it_became(task):
    found = outcomes(task)
    for name in REMEDIES:
        said, runs = gradient_words(name, found), made(task, name)["runs"]
        above = sum(run["above_limit"] for run in runs)
        assert f"above 1 in {above:,} of {STEPS * len(SEEDS):,} updates" in said
        assert show(max(run["largest_norm"] for run in runs)) in said
        if REMEDIES[name].look_back:
            assert f"{LOOK_BACK} or more steps before the question gets no gradient at all" in said
            assert all(p is None for run in runs for p in run["before"][LOOK_BACK:])
            low = max(run["interval"][0] for run in runs)
            best = f"best run answers {percent(max(shares(task, name)))} right"
            assert (best in said) == (low > made(task, name)["chance_within_training"])
        else:
            assert f"{show(kept(task, name))} of the gradient is left before" in said
            assert f"{show(kept(task, name, 'after'))} after it" in said
        if above:
            assert ("was cut to 1" in said) == (REMEDIES[name].clip is not None)


def test_on_the_other_task_it_is_not_the_same():
    for task, other in (ON, ON[::-1]):
        said = elsewhere(task, outcomes(task), other, outcomes(other))
        for name in REMEDIES:
            both = percent(mean(shares(task, name))), percent(mean(shares(other, name)))
            told = f"{TITLES[name]} ({both[0]}, {both[1]})"
            assert (told in said) == (sign(task, name) != sign(other, name)), name


@TASKS
def test_the_table_and_the_runs_are_the_reports(task):
    found = outcomes(task)
    table = all_figures(found)
    for name in REMEDIES:
        line = next(row for row in table.splitlines() if row.startswith(f"| {TITLES[name]} |"))
        assert ", ".join(f"{100 * share:.0f}" for share in shares(task, name)) in line
        for seed, run in zip(SEEDS, made(task, name)["runs"], strict=True):
            row = runs_table(found[name], seed).splitlines()[1 + seed]
            assert row.startswith(f"| **{seed}** |")
            right, asked = found[name].answers(seed)
            assert right / asked == pytest.approx(run["within_training"], abs=1e-12)
            assert f"{right:,} right of {asked:,}" in run_words(found[name], seed)


@TASKS
@pytest.mark.parametrize("when", WHEN)
def test_the_scene_holds_the_reports(task, when):
    scene = remedies_scene(outcomes(task), when)
    assert [row["id"] for row in scene["rows"]] == ["rnn", *(n for g in GROUPS.values() for n in g)]
    assert sorted(row["id"] for row in scene["rows"]) == sorted(REMEDIES)
    for row in scene["rows"]:
        np.testing.assert_array_equal(row["shares"], shares(task, row["id"]))
        assert row["sign"] == sign(task, row["id"])
        for curve, run in zip(row["curves"], made(task, row["id"])["runs"], strict=True):
            assert [None if v == -np.inf else v for v in curve] == run[when]
        against = REMEDIES[row["id"]].against
        if against in ("", "rnn"):
            assert row["other"] is None
        else:
            assert row["other"]["sign"] == sign(task, row["id"], against)
        seen = row["curves"][np.isfinite(row["curves"])]
        assert seen.max() <= scene["axis"]["high"]
        assert seen.min() >= scene["axis"]["low"] or scene["axis"]["open"]


def test_every_figure_of_the_text_is_filled_in():
    words = lesson("gradients-remedies")
    blanks = {**figures(), **read_figures(ON[0], outcomes(ON[0]))}
    for section in words.sections:
        assert "{" not in words.fill(section, **blanks)
    assert "Ten networks" in words.fill("remedies", **blanks)
    assert len(REMEDIES) == 10
    sizes = [made(task, name)["parameters"] for task in ON[:1] for name in REMEDIES]
    assert max(sizes) / min(sizes) < 1.12
