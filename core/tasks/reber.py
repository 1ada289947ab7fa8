"""The embedded Reber grammar: the second symbol returns as the second to last.

    B T  B T X S E  T E        B P  B P V V E  P E

The inner word is any word of the Reber grammar, where most symbols have two successors, each
with probability 1/2. Which of T and P follows the inner word is decided by the symbol before it,
and nothing within tells which.

Sources: the grammar: Reber 1967; embedded: Cleeremans, Servan-Schreiber & McClelland 1989; as a
test of long time lags: Hochreiter & Schmidhuber 1997, section 5.1.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from core.arrays import Array, Bools, Ints
from core.tasks.base import Problem, SymbolTask, lengths_of, typed
from core.text import NO_TARGET

SYMBOLS = "BTPSXVE"
# The Reber grammar: state → (symbol, next state) of its arcs; a word ends behind state 6.
ARCS: dict[int, tuple[tuple[str, int], ...]] = {
    0: (("B", 1),),
    1: (("T", 2), ("P", 3)),
    2: (("S", 2), ("X", 4)),
    3: (("T", 3), ("V", 5)),
    4: (("X", 3), ("S", 6)),
    5: (("P", 4), ("V", 6)),
    6: (("E", 7),),
}
INNER, FINISHED = 2, "finished"  # symbols before the inner word; the state behind the last E
_MEMORY = INNER - 1  # the step whose symbol must return


class Reber(SymbolTask):
    """Words of the embedded Reber grammar; the next symbol is wanted at every step.

    `Problem.targets` hold the symbol that follows. Where two may follow it is one of them by
    chance, so that either is right and `wanted` names both; accuracy is counted at one step,
    the last of the inner word, where only memory tells T from P.
    """

    name = "reber"
    title = "Embedded Reber grammar"
    words = (
        "The network reads a word of a small grammar and must name the next symbol at each step. "
        "The second symbol, T or P, returns after the inner word: only memory tells which."
    )
    hint = "a word of the grammar or its beginning, e.g. BTBTXSETE"
    inputs = tuple(SYMBOLS)
    outputs = tuple(SYMBOLS)
    delay_words = "symbols of the inner word"
    trained_on = (5, 20)
    shortest, longest = 5, 100
    measured_at = (5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 60, 80, 100)
    split_from = 14  # 78 inner words

    def chance(self, delay: int) -> float:
        """1/2: T and P are equally frequent and neither changes the inner word."""
        return 0.5

    def draw(self, delays: Ints, rng: np.random.Generator) -> Ints:
        """Inner words evenly among all of their length, as the grammar gives them: words of one
        length take as many decisions."""
        ways, symbol, successor = _tables(self.longest)
        T, B = int(delays.max()) + INNER + 1, len(delays)
        numbers = np.full((T, B), NO_TARGET, dtype=np.intp)
        numbers[0] = SYMBOLS.index("B")
        numbers[_MEMORY] = rng.choice([SYMBOLS.index("T"), SYMBOLS.index("P")], B)
        state = np.zeros(B, dtype=np.intp)
        for step, luck in enumerate(rng.random((T - INNER - 1, B))):
            left = delays - step  # symbols of the inner word still to come
            inside = left > 0
            first = ways[successor[state, 0], np.maximum(left - 1, 0)]
            arc = (luck * ways[state, np.maximum(left, 0)] >= first).astype(np.intp)
            numbers[INNER + step] = np.where(inside, symbol[state, arc], NO_TARGET)
            state = np.where(inside, successor[state, arc], state)
        numbers[delays + INNER, np.arange(B)] = numbers[_MEMORY]
        return numbers

    def key(self, numbers: Ints) -> Ints:
        """The inner word: it is held out with T and P alike."""
        return numbers[INNER:-1]

    def put(self, numbers: Ints, delay: int) -> Problem:
        steps, lengths = lengths_of(numbers)
        T, step = len(numbers), np.arange(len(numbers))[:, None]
        behind = np.concatenate([numbers[1:], np.full((1, len(steps)), NO_TARGET)])
        targets = np.where(step == steps - 1, SYMBOLS.index("E"), behind)
        scored = step == steps - 2
        return Problem(
            self, self.one_hot(numbers), np.where(step < steps, targets, NO_TARGET), lengths,
            delay, np.broadcast_to(scored, (T, len(steps))),
        )  # fmt: skip

    def parse(self, text: str) -> Problem:
        capitals = "".join(c.upper() if c.isascii() else c for c in typed(text, self.hint))
        word = "".join(SYMBOLS[k] for k in self.numbers_typed(capitals, SYMBOLS))
        if len(word) > self.longest + INNER + 2:
            raise ValueError(f"at most {self.longest + INNER + 2} symbols; got {len(word)}.")
        allowed = follow(word)
        for place, symbol in enumerate(word):
            if symbol not in allowed[place]:
                legal = " or ".join(allowed[place]) or "nothing"
                raise ValueError(
                    f"symbol {place + 1} must be {legal} after {word[:place][-20:]!r}; "
                    f"got {symbol!r}."
                )
        read = word[:-1] if not allowed[-1] else word  # behind a whole word nothing is wanted
        numbers = np.array([SYMBOLS.index(symbol) for symbol in read], dtype=np.intp)[:, None]
        targets = np.full(numbers.shape, NO_TARGET, dtype=np.intp)
        targets[: len(word) - 1, 0] = [SYMBOLS.index(symbol) for symbol in word[1:]]
        if len(allowed[len(read)]) == 1:
            targets[-1] = SYMBOLS.index(allowed[len(read)])
        scored = np.array(
            [[place > INNER and read[place] == "E"] for place in range(len(read))], dtype=np.bool_
        )
        inner = read[INNER:].partition("E")
        return Problem(
            self, self.one_hot(numbers), targets, None, len(inner[0]) + len(inner[1]), scored
        )

    def labels_wanted(self, problem: Problem) -> tuple[str, ...]:
        """The symbols that may follow, as "S/X" where there are two."""
        allowed = follow("".join(problem.symbols))
        asked = problem.asked[: problem.length(), 0]
        return tuple(
            "/".join(legal) if wanted else ""
            for legal, wanted in zip(allowed[1:], asked, strict=True)
        )

    def right(self, problem: Problem, prediction: Array) -> Bools:
        """(T, B): True where the likeliest symbol may follow, whether or not it did."""
        self.check_prediction(problem, prediction)
        likeliest = prediction.argmax(axis=-1)
        legal = self.legal(problem)
        found = np.take_along_axis(legal, likeliest[..., None], axis=-1)[..., 0]
        return np.asarray(problem.asked & found)

    def legal(self, problem: Problem) -> Bools:
        """(T, B, K): the symbols that the grammar allows behind each step."""
        result = np.zeros(problem.x.shape, dtype=np.bool_)
        numbers = problem.x.argmax(axis=-1)
        for b in range(problem.x.shape[1]):
            word = "".join(SYMBOLS[k] for k in numbers[: problem.length(b), b])
            for t, symbols in enumerate(follow(word)[1:]):
                result[t, b, [SYMBOLS.index(symbol) for symbol in symbols]] = True
        return result

    def figures(self, problem: Problem, prediction: Array) -> dict[str, float]:
        """legal_elsewhere: share of the other steps at which the likeliest symbol may follow."""
        elsewhere = problem.asked & ~problem.scored
        return {"legal_elsewhere": float(self.right(problem, prediction)[elsewhere].mean())}


def follow(word: str) -> list[str]:
    """The legal symbols before each symbol of `word` and behind its last, as texts: len + 1.

    From the first symbol that is not legal on, nothing is.
    """
    allowed, state = ["B"], "start"
    memory, inner = "", 0
    for place, symbol in enumerate(word):
        if symbol not in allowed[-1]:
            return allowed + [""] * (len(word) - place)
        if state == "start":
            state, legal = "choose", "TP"
        elif state == "choose":
            state, memory, inner, legal = "inner", symbol, 0, "B"
        elif state == "inner":
            inner = dict(ARCS[inner])[symbol]
            legal = "".join(name for name, _ in ARCS[inner]) if inner in ARCS else memory
            state = "inner" if inner in ARCS else "return"
        elif state == "return":
            state, legal = "end", "E"
        else:
            state, legal = FINISHED, ""
        allowed.append(legal)
    return allowed


@cache
def _tables(longest: int) -> tuple[Array, Ints, Ints]:
    """How many words can still follow (state, symbols left), and each state's arcs as numbers:
    symbol (state, arc) and next state (state, arc). A state's only arc stands twice."""
    states = len(ARCS) + 1
    ways = np.zeros((states, longest + 1))
    ways[states - 1, 0] = 1.0
    for left in range(1, longest + 1):
        for state, arcs in ARCS.items():
            ways[state, left] = sum(ways[target, left - 1] for _, target in arcs)
    symbol = np.zeros((states, 2), dtype=np.intp)
    successor = np.full((states, 2), states - 1, dtype=np.intp)
    for state, arcs in ARCS.items():
        for arc, (name, target) in enumerate((*arcs, *arcs)[:2]):
            symbol[state, arc], successor[state, arc] = SYMBOLS.index(name), target
    return ways, symbol, successor
