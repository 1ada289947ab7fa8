"""What the reports say of remedies, in sentences. Names and numbers are read from the reports: a
remedy gets no more credit than was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.outcomes import BASELINE, KEPT, LEARNED, Duel, Outcome
from core.recipes.remedies import CLIP, LOOK_BACK, REMEDIES
from core.tasks import TASKS
from pages.parts.numbers import show
from pages.parts.scenes.compare import listed
from pages.parts.verdicts import percent

TITLES = {
    "rnn": "tanh RNN",
    "orthogonal": "Orthogonal start",
    "identity": "Identity start + ReLU",
    "gru": "GRU",
    "lstm-0": "LSTM with forget bias 0",
    "lstm-1": "LSTM with forget bias 1",
    "clipped": "Clipping",
    "identity-clipped": "Identity + ReLU + clipping",
    "truncated": "Truncation",
    "lstm-1-truncated": "LSTM + truncation",
}
# What each changes, as the small part of LaTeX that scenes write; g is the gradient of a step.
CHANGES = {
    "rnn": r"W \text{ uniform in } ±1/√H",
    "orthogonal": r"W^\top W = I",
    "identity": r"φ(a) = \text{max}(0, a),\ W = I",
    "gru": r"h_t = (1 - z)\ast h_{t-1} + z\ast\tilde{h}",
    "lstm-0": r"c_t = f\ast c_{t-1} + i\ast\tilde{c}",
    "lstm-1": r"\text{the same, }b_f = 1",
    "clipped": rf"g \text{{ shortened to }} ‖g‖ ≤ {CLIP:g}",
    "identity-clipped": rf"W = I,\ ‖g‖ ≤ {CLIP:g}",
    "truncated": rf"g \text{{ from the last {LOOK_BACK} steps}}",
    "lstm-1-truncated": rf"b_f = 1,\ g \text{{ from {LOOK_BACK} steps}}",
}
GROUPS = {
    "Another start": ("orthogonal", "identity"),
    "Gates": ("gru", "lstm-0", "lstm-1"),
    "Clipping": ("clipped", "identity-clipped"),
    "Truncation": ("truncated", "lstm-1-truncated"),
}
# What each adds to the network that it is set against, where that is not the baseline.
ADDS = {
    "lstm-1": "a forget bias of 1 in place of 0",
    "identity-clipped": f"clipping, added to {TITLES['identity']}",
    "lstm-1-truncated": f"truncation, added to {TITLES['lstm-1']}",
}
SAYS = {1: "better", 0: "no clear difference", -1: "worse"}


def headline(found: Mapping[str, Outcome]) -> str:
    """The title of the picture: how many are better, and that it is measured."""
    better = [name for name in found if found[name].baseline.better > 0]
    rest = len(found) - 1 - len(better)
    if not better:
        return f"None of {len(found) - 1} remedies is clearly better than the plain RNN here"
    return (
        f"{_counted(len(better))} clearly better here than the plain RNN; {rest} {_are(rest)} not"
    )


def overview(task: str, found: Mapping[str, Outcome]) -> str:
    """All remedies in three groups, as the rank test leaves them."""
    groups = {
        sign: [name for name in found if name != BASELINE and found[name].baseline.better == sign]
        for sign in (1, 0, -1)
    }
    base = found[BASELINE]
    said = [
        f"On {_task(task)} the plain RNN answers {percent(base.mean)} right in the mean of "
        f"{len(base.shares)} runs; guessing gives {percent(base.chance)}."
    ]
    if groups[1]:
        said.append(f"**Clearly better:** {_with_means(found, groups[1])}.")
    if groups[0]:
        said.append(
            f"**No clear difference**, given how much runs differ: {_with_means(found, groups[0])}."
        )
    if groups[-1]:
        said.append(f"**Clearly worse:** {_with_means(found, groups[-1])}.")
    return " ".join(said)


def one_thing(found: Mapping[str, Outcome]) -> str:
    """What one thing adds to a network that has other remedies already."""
    told = []
    for name, adds in ADDS.items():
        other = found[REMEDIES[name].against]
        told.append(
            f"{adds}: {percent(other.mean)} → {percent(found[name].mean)}, "
            f"{SAYS[found[name].other.better]}"
        )
    return f"What one thing alone adds – {'; '.join(told)}."


def start_and_end(found: Mapping[str, Outcome]) -> str:
    """Whether the gradient before training tells who learns."""
    keep = [name for name in found if found[name].kept("before") >= KEPT]
    fade = [name for name in found if name not in keep]
    distance = len(next(iter(found.values())).middle("before")) - 1
    parts = []
    for names, what in (
        (keep, f"keep at least {percent(KEPT)} of the gradient over {distance} steps"),
        (fade, "keep less"),
    ):
        learn = [name for name in names if found[name].learns]
        fail = [name for name in names if not found[name].learns]
        if not names:
            parts.append(f"none {what}")
            continue
        told = [f"{_names(learn)} {_do('learn', learn)} the task"] if learn else []
        told += [f"{_names(fail)} {_do('do', fail)} not"] if fail else []
        parts.append(f"of those that {what}, " + ", but ".join(told))
    said = "; ".join(parts)
    return f"Before training, {said}. (Learned: {percent(LEARNED)} right in the mean of all runs.)"


def verdict(name: str, found: Mapping[str, Outcome]) -> str:
    """One remedy against the baseline, and against the one it differs from in one thing."""
    one, base = found[name], found[BASELINE]
    if name == BASELINE:
        return f"This is the baseline: {_range(base)}. {_of_chance(base)}"
    said = [
        f"{TITLES[name]}: {_range(one)}; the baseline: {_range(base)}. "
        + _won(one.baseline, "the baseline")
    ]
    against = REMEDIES[name].against
    if against != BASELINE:
        other = found[against]
        said.append(
            f"{TITLES[against]} differs from it in one thing alone, and comes to {_range(other)}. "
            f"{_won(one.other, TITLES[against])}"
        )
    if one.near_chance:
        said.append(_of_chance(one))
    return " ".join(said)


def gradient_words(name: str, found: Mapping[str, Outcome]) -> str:
    """How much of the gradient is left at the longest distance, and how large it became."""
    one, base = found[name], found[BASELINE]
    distance = len(one.middle("before")) - 1
    reach = REMEDIES[name].look_back
    if reach:
        left = (
            f"Training looks back {reach} uses of W and no farther: what happened {reach} or more "
            "steps before the question gets no gradient at all, neither before training nor after."
        )
        if not one.near_chance:
            left += (
                f" Yet its best run answers {percent(float(max(one.shares)))} right: the state is "
                "carried across the cut, and the weights behind it are the same, although no "
                "gradient comes from there."
            )
    else:
        left = (
            f"Over {distance} steps {show(one.kept('before'))} of the gradient is left before "
            f"training and {show(one.kept('after'))} after it"
        )
        left += (
            "."
            if name == BASELINE
            else (f" (baseline {show(base.kept('before'))} and {show(base.kept('after'))}).")
        )
    above, updates = one.above_limit
    cut = "each of them was cut to 1" if REMEDIES[name].clip else "none of them was cut"
    return (
        f"{left} The largest gradient norm that training met was {show(one.largest_norm)}; it was "
        f"above {CLIP:g} in {above:,} of {updates:,} updates" + (f", and {cut}." if above else ".")
    )


def elsewhere(
    task: str, found: Mapping[str, Outcome], other: str, there: Mapping[str, Outcome]
) -> str:
    """Which remedies fare otherwise on the other task."""
    changed = [n for n in found if found[n].baseline.better != there[n].baseline.better]
    if not changed:
        return f"On {_task(other)} each of them fares as on {_task(task)}."
    here = [n for n in changed if found[n].baseline.better > there[n].baseline.better]
    beyond = [n for n in changed if n not in here]
    parts = [
        f"{_with_both(found, there, names)} {_do('do', names)} {how} there"
        for names, how in ((beyond, "better"), (here, "worse"))
        if names
    ]
    return (
        f"On {_task(other)} it is not the same. Against the plain RNN, {'; '.join(parts)}. In "
        "brackets the mean here and there."
    )


def _with_both(
    found: Mapping[str, Outcome], there: Mapping[str, Outcome], names: Sequence[str]
) -> str:
    return listed(
        [f"{TITLES[n]} ({percent(found[n].mean)}, {percent(there[n].mean)})" for n in names]
    )


def _won(found: Duel, whom: str) -> str:
    """Pairs won, and how often luck alone deals the runs out as lopsidedly."""
    whom = whom if whom.startswith("the ") else f"“{whom}”"
    won = (
        f"It wins {_number(found.won)} of {found.pairs} pairs of one run each against {whom} "
        f"(as lopsided by luck: {luck(found)})"
    )
    return f"{won}: **{SAYS[found.better]}**."


def luck(found: Duel) -> str:
    """How often luck is as lopsided, as a share; never "0 %", which no share of deals is."""
    return percent(found.luck) if found.luck >= 0.005 else "under 1\u00a0%"


def _of_chance(one: Outcome) -> str:
    if one.near_chance:
        return f"None of its runs can be told from guessing ({percent(one.chance)})."
    return f"Guessing gives {percent(one.chance)}."


def _range(one: Outcome) -> str:
    low, high = percent(float(min(one.shares))), percent(float(max(one.shares)))
    spread = f"all {len(one.shares)} runs" if low == high else f"runs from {low} to {high}"
    return f"{percent(one.mean)} right in the mean, {spread}"


def _with_means(found: Mapping[str, Outcome], names: Sequence[str]) -> str:
    return listed([f"{TITLES[name]} ({percent(found[name].mean)})" for name in names])


def _names(names: Sequence[str]) -> str:
    return listed([TITLES[name] for name in names])


def _do(verb: str, who: Sequence[str]) -> str:
    if len(who) != 1:
        return verb
    return verb + ("es" if verb.endswith("o") else "s")


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _counted(count: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return f"{words[count]} {'remedy is' if count == 1 else 'remedies are'}"


def _number(won: float) -> str:
    return f"{won:g}".replace(".5", "½") if won != 0.5 else "½"


def _task(task: str) -> str:
    title = TASKS[task].title
    return title[0].lower() + title[1:]
