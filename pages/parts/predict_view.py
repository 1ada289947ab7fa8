"""How a question and its feedback look: HTML around numbers and the fixed words of a lesson."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape

from core.quiz import Factor, Given, Mistake, Piece, Question, Verdict
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.scenes.squash import written

OUTCOMES = {"right": "Right.", "close": "Close.", "not yet": "Not yet."}
_WORDS = {"tanh": "tanh", "mathrm": "", "ast": "∗", "partial ": "∂", "partial": "∂"}
Digits = Callable[[float], str]


def digits_of(question: Question) -> Digits:
    """Traced numbers as everywhere; numbers for the head as they were given."""
    return written if question.t < 0 else show


def symbol_html(latex: str) -> str:
    """A symbol of the core: "\\tilde{c}_{3}[2]" as c̃, subscript 3, [2]."""
    text = re.sub(r"\\tilde(?:\{(\w)\}| (\w))", "\\1\\2\u0303", latex)
    text = re.sub(r"\\mathrm\{(\w+)\}", r"\1", text)
    text = re.sub(r"\\(partial |[a-z]+)", lambda found: _WORDS.get(found[1], found[1]), text)
    text = escape(text).replace("-", "−")
    text = re.sub("(?<![a-zA-Z])([a-zA-Z]\u0303?)(?![a-zA-Z\u0303])", r"<i>\1</i>", text)
    return re.sub(r"_(?:\{(.*?)\}|(<i>\w</i>))", r"<sub>\1\2</sub>", text)


def row(question: Question, revealed: bool) -> str:
    """The numbers handed out, and a blank for the one asked for until it is revealed."""
    digits = digits_of(question)
    cells = [_cell(given, digits(given.value), question) for given in question.givens]
    asked = question.asked
    shown, kind = (digits(asked.value), "ask-shown") if revealed else ("?", "ask-blank")
    cells.append(_cell(asked, shown, question, kind))
    return f'<div class="u-root ask-root"><dl class="ask-row">{"".join(cells)}</dl></div>'


def _cell(given: Given, shown: str, question: Question, kind: str = "") -> str:
    words = escape(given.words) + (", held" if given.held else "")
    symbol = f" {symbol_html(given.symbol)}" if question.t >= 0 else ""
    goal = ' class="ask-goal"' if kind else ""
    return (
        f"<div{goal}><dt>{words}{symbol}</dt>"
        f'<dd class="{kind}" style="--q: var(--u-{given.role})">{shown}</dd></div>'
    )


def feedback(question: Question, verdict: Verdict) -> str:
    """What came of an answer: how near it is, the arithmetic, and the mistake it fits."""
    digits = digits_of(question)
    said, answer = written(verdict.number), digits(question.answer)
    lines = [
        f'<p class="ask-outcome"><strong>{OUTCOMES[verdict.outcome]}</strong> '
        f"You said {said}; it is {answer}.</p>",
        *_worked(question, digits),
        *(_mistake(question, mistake, digits) for mistake in verdict.mistakes),
    ]
    if alone := _alone(question, digits):
        lines.append(f"<p>{alone}</p>")
    return f'<div class="u-root ask-root" role="alert">{"".join(lines)}</div>'


def message(words: str) -> str:
    """Why what was typed could not be read."""
    return (
        f'<div class="u-root ask-root" role="alert"><p class="ask-wrong">{escape(words)}</p></div>'
    )


def _worked(question: Question, digits: Digits) -> tuple[str, str]:
    """The rule in names, and the same with numbers in it."""
    asked, pieces = question.asked, question.pieces
    # Without the silent unit the sum is another one, under the same symbol.
    silenced = question.kind == "silenced"
    name = escape(asked.words) if silenced else _named(Factor(asked), question)
    rule = f"{name} = {_joined(pieces, lambda factor: _named(factor, question))}"
    steps = ["", _joined(pieces, lambda factor: _digits(factor, digits))]
    if len(pieces) > 1:
        steps.append(_sum([piece.value for piece in pieces], digits))
    numbers = " = ".join([*steps, _strong(asked.role, digits(asked.value))])
    return f'<p class="ask-rule">{rule}</p>', f'<p class="ask-sum">{numbers.strip()}</p>'


def _mistake(question: Question, mistake: Mistake, digits: Digits) -> str:
    section = mistake.kind
    if section == "complement" and any(
        piece.left and piece.left.complement for piece in question.pieces
    ):
        section = "exchanged"
    scales = {piece.left.given.scales for piece in question.pieces if piece.left}
    words = lesson("predict").fill(section, scale="weight" if "weight" in scales else "gate")
    done = ""
    if mistake.pieces:
        numbers = _joined(mistake.pieces, lambda factor: _digits(factor, digits))
        bare = len(mistake.pieces) == 1 and mistake.pieces[0].left is None
        equals = "" if bare else f" = {digits(mistake.value)}"
        done = f'<span class="ask-sum"> {numbers}{equals}</span>'
    return f'<p class="ask-wrong">{escape(words)}{done}</p>'


def _alone(question: Question, digits: Digits) -> str:
    """What the network did itself; of a silenced unit the question has said it."""
    if question.kind != "held" or question.held is None or question.before is None:
        return ""
    gate, own = question.before
    return lesson("predict").fill(
        "by-itself",
        gate=f"{symbol_html(question.held.symbol)} = {digits(gate)}",
        own=f"{symbol_html(question.asked.symbol)} = {digits(own)}",
    )


def source_of(question: Question) -> str:
    """The unit, counted from 1, that the question holds."""
    place = re.search(r"\[(\d+)\]$", question.held.symbol if question.held else "")
    return place[1] if place else ""


def _joined(pieces: tuple[Piece, ...], write: Callable[[Factor], str]) -> str:
    parts = []
    for k, piece in enumerate(pieces):
        sign = ("− " if k else "−") if piece.sign < 0 else ("+ " if k else "")
        right = write(piece.right)
        if piece.left is not None:
            if right.startswith("−") or ">−" in right:
                right = f"({right})"
            right = f"{write(piece.left)} {'+' if piece.added else '×'} {right}"
        elif k and ">−" in right:
            right = f"({right})"
        parts.append(sign + right)
    return " ".join(parts)


def _named(factor: Factor, question: Question) -> str:
    given = factor.given
    name = symbol_html(given.symbol) if question.t >= 0 else escape(given.words)
    return f"(1 − {name})" if factor.complement else name


def _digits(factor: Factor, digits: Digits) -> str:
    number = _strong(factor.given.role, digits(factor.given.value))
    return f"(1 − {number})" if factor.complement else number


def _strong(role: str, text: str) -> str:
    return f'<b style="--q: var(--u-{role})">{text}</b>'


def _sum(values: list[float], digits: Digits) -> str:
    """ "0.832 − 0.282" """
    first, *others = values
    rest = (f"{'−' if value < 0 else '+'} {digits(abs(value))}" for value in others)
    return " ".join([digits(first), *rest])
