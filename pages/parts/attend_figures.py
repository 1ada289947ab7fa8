"""What the lesson on attention quotes of trained networks: the same for everybody."""

from __future__ import annotations

from functools import cache

from core.seq2seq.alignment import Alignment, alignment
from pages.parts.numbers import show
from pages.parts.scenes.attend import Attended, attended
from pages.parts.scenes.hold import SHARES, hold_scene
from pages.parts.translation import EXAMPLES, Typed, read_typed

SCORE = "additive"  # of the networks that are quoted
SILENT, DOUBLED, SHARED = "knight", "letter", "fox"


def example(task: str, given: str, score: str = SCORE) -> Attended:
    """What a network makes of an example, left alone."""
    tokens, _ = read_typed(task, given)
    return attended(Typed(task, tokens, ()), score, False)


def looked(read: Attended) -> Alignment:
    """What its outputs, the end left out, look at most."""
    return alignment(read.weight[: read.said])


@cache
def look_figures() -> dict[str, str]:
    """Of section "look-try"."""
    french, silent = example("french", EXAMPLES["french"]), example("sound", SILENT)
    found, passed = looked(french), looked(silent).passed
    t = found.swaps[0]
    letters = [f"*{silent.typed.tokens[s]}*" for s in passed]
    fox = example("sound", SHARED)
    sounds = [fox.outputs[t] for t in next(iter(looked(fox).shared.values()))]
    return {
        "first": french.outputs[t],
        "first_at": french.typed.tokens[found.at[t]],
        "first_weight": show(float(found.largest[t])),
        "second": french.outputs[t + 1],
        "second_at": french.typed.tokens[found.at[t + 1]],
        "second_weight": show(float(found.largest[t + 1])),
        "silent": ", ".join(letters[:-1]) + f" or {letters[-1]}",
        "doubled": DOUBLED,
        "shared": SHARED,
        "shared_sounds": " and ".join(sounds),
        "end_weight": show(float(french.weight[-1].max())),
    }


@cache
def hold_figures() -> dict[str, str]:
    """Of section "hold-try": the first step of the lecture's sentence, its fourth, and the first
    step of a word at its silent letter."""
    french = example("french", EXAMPLES["french"])
    tokens = french.typed.tokens
    noun = int(french.weight[0].argmax())
    article = [written[0] for written in _held(french, 0, 0)]
    silent = [written[0] for written in _held(example("sound", SILENT), 0, 0)]
    fourth = _held(french, 3, len(tokens) - 1)
    return {
        "article": article[0],
        "noun": tokens[noun],
        "noun_weight": show(float(french.weight[0, noun])),
        "the_weight": show(float(french.weight[0, 0])),
        "share": _turn(article),
        "instead": article[-1],
        "silent": SILENT,
        "letter": SILENT[0],
        "was": silent[0],
        "becomes": silent[-1],
        "silent_share": _turn(silent),
        "fourth": fourth[-1][3],
    }


def _held(read: Attended, row: int, column: int) -> list[list[str]]:
    """What is written with each share of a row held at a column."""
    outputs: list[list[str]] = hold_scene(read.typed, read.score, False, row, column, False)[
        "outputs"
    ]
    return outputs


def _turn(written: list[str]) -> str:
    """The first share with which something else is written than with none."""
    changed = next(k for k, symbol in enumerate(written) if symbol != written[0])
    return f"{100 * SHARES[changed]:.0f} %"
