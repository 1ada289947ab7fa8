"""Questions about the walk back through time: what meets at a state, what a use of W adds.

joined   ∂L/∂h_t = ∂L_t/∂h_t + what all later losses ask of it
share    what the use at step t adds to ∂L/∂W: what W multiplied, times ∂L/∂a_t
"""

from __future__ import annotations

import numpy as np

from core.arrivals import arrivals
from core.explain.reader import Reader
from core.explain.record import grad_symbol, param_symbol, symbol_of
from core.formula import Grad, Value
from core.quiz.judge import wrong_ways
from core.quiz.question import Factor, Given, Piece, Question
from core.sequence import Grads

CANDIDATES = 60
SMALL = 0.05  # a number so near to zero tells little
TOLERANCE, SLACK = 0.02, 0.01  # of numbers up to 1; larger ones are shown with fewer decimals


def walk_question(grads: Grads, seed: int) -> Question | None:
    """What stands at one place of the walk back through `grads` (B = 1).

    Odd seeds ask what two gradients make together, even ones what a use of W adds; where the one
    cannot be asked, as where only the last step has a loss, the other is.
    None if there is nothing to ask: one step alone, or gradients next to zero.
    Raises ValueError for more than one sequence.
    """
    trace = grads.trace
    if trace.B != 1:
        raise ValueError(f"walk_question reads one sequence; got B = {trace.B}.")
    if trace.T < 2:
        return None
    rng = np.random.default_rng(seed)
    makers = (_joined, _share) if seed % 2 else (_share, _joined)
    for make in makers:
        for _ in range(CANDIDATES):
            question = make(grads, rng)
            if _tells(question):
                return question
    return None


def _joined(grads: Grads, rng: np.random.Generator) -> Question:
    trace, parts = grads.trace, arrivals(grads)
    t, unit = int(rng.integers(trace.T - 1)), int(rng.integers(trace.H))
    state = symbol_of(trace.cell, "h", t, unit)
    own, later = (float(part[t, 0, unit]) for part in (parts.own, parts.carried))
    pieces = (
        _alone("own", "from its own loss", rf"\partial L_{{{t + 1}}}/\partial {state}", own),
        _alone("later", "from later losses", rf"\partial L_{{>{t + 1}}}/\partial {state}", later),
    )
    symbol = grad_symbol(trace.cell, "h", t, unit)
    asked = Given("h", "both together", "gradient", symbol, float(grads["h"][t, 0, unit]))
    return _question("joined", asked, pieces, t, unit)


def _share(grads: Grads, rng: np.random.Generator) -> Question:
    trace = grads.trace
    cell = trace.cell
    t, block = int(rng.integers(1, trace.T)), int(rng.integers(len(cell.gates)))
    row, unit = (int(k) for k in rng.integers(trace.H, size=2))
    fed, receiver = cell.param_use("W_h", block)
    reader = Reader(trace, grads, t, 0, unit)
    label, value, _ = reader.at(row).read(fed)
    left = Given("fed", "what the weight multiplied", "h", label, value)
    label, gradient, _ = reader.read(Grad(receiver))
    right = Factor(Given(receiver, "gradient that came back", "gradient", label, gradient))
    weight = f"{param_symbol(cell, 'W_h', block)}[{row + 1},{unit + 1}]"
    asked = Given("W_h", "added to", "gradient", rf"\partial L/\partial {weight}", value * gradient)
    slips: tuple[tuple[str, tuple[Piece, ...]], ...] = ()
    if fed == Value("h", -1):  # the state that the step makes, instead of the one it began with
        label, after, _ = reader.at(row).read(Value("h"))
        made = Given("h", "state after the step", "h", label, after)
        slips = (("state-after", (Piece(Factor(made), right),)),)
    return _question("share", asked, (Piece(Factor(left), right),), t, unit, slips)


def _alone(name: str, words: str, symbol: str, value: float) -> Piece:
    return Piece(None, Factor(Given(name, words, "gradient", symbol, value)))


def _question(
    kind: str,
    asked: Given,
    pieces: tuple[Piece, ...],
    t: int,
    unit: int,
    slips: tuple[tuple[str, tuple[Piece, ...]], ...] = (),
) -> Question:
    scale = max(1.0, abs(asked.value))
    coarse = 1.0 if scale < 2 else 10.0 if scale >= 20 else 3.0
    return Question(
        kind, asked, pieces, TOLERANCE * coarse, SLACK * coarse, t=t, unit=unit, slips=slips
    )


def _tells(question: Question) -> bool:
    """Whether all numbers are finite, none is tiny, and every mistake leads elsewhere."""
    numbers = [given.value for given in question.givens] + [question.answer]
    if not np.isfinite(numbers).all() or min(map(abs, numbers)) < SMALL:
        return False
    off = [abs(mistake.value - question.answer) for mistake in wrong_ways(question)]
    return all(distance > 3 * question.tolerance for distance in off)
