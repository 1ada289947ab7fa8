"""Beam search: several beginnings are kept at each step, and what is best at the end wins.

At each step every beginning that is alive is continued by its likeliest symbols; of all these the
likeliest `width` are kept. Those that end give up their place, so that `width` shrinks to what is
still alive, and the search stops when nothing is. Finished sequences of unequal length are
compared by

    score = log P / length^power            length in symbols, the end included

With power 0 short ones are preferred, whose log P has fewer terms. Source of the search:
Graves 2012; Sutskever, Vinyals & Le 2014; of the division: Bahdanau's and Wu et al. 2016.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from core.arrays import Array
from core.seq2seq.decoding import Step, check_longest, forced, one_step
from core.seq2seq.encoder import Encoded
from core.seq2seq.vocabulary import Tokens

if TYPE_CHECKING:
    from core.seq2seq.model import Seq2Seq
    from core.seq2seq.run import Run

WIDEST = 8
ROOT = -1


@dataclass(frozen=True)
class Node:
    """A beginning that was considered: its parent's symbols and one more.

    parent           index of the node that it continues, -1 at the first step
    step             index of the step that wrote it; row: which of that step's B was continued
    symbol, label    what was written, as number and text
    log_probability  of this symbol alone             total  of all symbols so far
    score            total / length^power, length = step + 1
    fate             "kept", "pruned", "ended", or "cut" at the longest allowed output
    """

    index: int
    parent: int
    step: int
    row: int
    symbol: int
    label: str
    log_probability: float
    total: float
    score: float
    fate: str


@dataclass(frozen=True)
class Tree:
    """All that a beam search considered.

    nodes      in the order in which they came, step by step; of a step the likeliest first
    steps      the decoder's steps, each with as many rows as beginnings were alive
    finished   indices of the nodes that ended, best score first; those that were cut follow
    best       the index that wins; `ended` says whether an end was written
    run        all steps of the winner in one trace (B = 1)
    """

    nodes: tuple[Node, ...]
    steps: tuple[Step, ...]
    finished: tuple[int, ...]
    width: int
    longest: int
    length_power: float
    encoded: Encoded
    tokens: tuple[str, ...]
    run: Run

    @property
    def best(self) -> int:
        return self.finished[0]

    @property
    def ended(self) -> bool:
        return self.nodes[self.best].fate == "ended"

    @property
    def log_probability(self) -> float:
        return self.nodes[self.best].total

    @property
    def score(self) -> float:
        return self.nodes[self.best].score

    def path(self, index: int) -> tuple[int, ...]:
        """Indices of the nodes from the first step to this one."""
        return _path(self.nodes, index)

    def written(self, index: int) -> tuple[str, ...]:
        """The symbols up to a node, the end left out."""
        labels = tuple(self.nodes[place].label for place in self.path(index))
        return labels[:-1] if self.nodes[index].fate == "ended" else labels


def search(
    model: Seq2Seq,
    tokens: Tokens,
    width: int,
    longest: int,
    length_power: float = 1.0,
    temperature: float = 1.0,
) -> Tree:
    """Search for the best output of one source; width 1 is greedy writing."""
    check_longest(longest)
    if isinstance(width, bool) or width not in range(1, WIDEST + 1):
        raise ValueError(f"width must be a whole number from 1 to {WIDEST}; got {width!r}.")
    if not 0.0 <= length_power <= 2.0:
        raise ValueError(f"length_power must lie in 0…2; got {length_power}.")
    encoded = model.encode([tokens])
    nodes: list[Node] = []
    steps: list[Step] = []
    alive: list[int] = [ROOT]
    ended: list[int] = []
    state: Mapping[str, Array] = encoded.final
    end, labels = model.target.end, model.target.written
    while alive and len(steps) < longest:
        read = [model.target.start if place == ROOT else nodes[place].symbol for place in alive]
        step = one_step(model, encoded, state, read, temperature)
        before = [0.0 if place == ROOT else nodes[place].total for place in alive]
        places = width - len(ended)
        considered = _continuations(step, before, places)
        steps.append(step)
        kept: list[int] = []
        rows: list[int] = []
        for rank, (row, symbol, own, total) in enumerate(considered):
            fate = "pruned" if rank >= places else "ended" if symbol == end else "kept"
            if fate == "kept" and len(steps) == longest:
                fate = "cut"
            index = len(nodes)
            score = total / float(len(steps)) ** length_power
            nodes.append(
                Node(
                    index,
                    alive[row],
                    len(steps) - 1,
                    row,
                    symbol,
                    labels[symbol],
                    own,
                    total,
                    score,
                    fate,
                )
            )
            if fate == "ended":
                ended.append(index)
            elif fate != "pruned":
                kept.append(index)
                rows.append(row)
        alive = kept
        state = {name: value[rows] for name, value in step.state.items()}

    def by_score(indices: list[int]) -> list[int]:
        return sorted(indices, key=lambda place: -nodes[place].score)

    finished = (*by_score(ended), *by_score(alive))
    symbols = tuple(nodes[place].symbol for place in _path(nodes, finished[0]))
    ends = symbols[-1] == end
    symbols = symbols[:-1] if ends else symbols
    run = forced(model, tokens, symbols, ends, temperature)
    return Tree(
        tuple(nodes), tuple(steps), finished, width, longest, length_power, encoded,
        model.target.decode(symbols), run,
    )  # fmt: skip


def _path(nodes: Sequence[Node], index: int) -> tuple[int, ...]:
    found: list[int] = []
    while index != ROOT:
        found.append(index)
        index = nodes[index].parent
    return tuple(reversed(found))


def _continuations(
    step: Step, before: list[float], places: int
) -> list[tuple[int, int, float, float]]:
    """(row, symbol, log P of the symbol, log P of all): each row's likeliest `places` symbols,
    the likeliest of all first."""
    found: list[tuple[int, int, float, float]] = []
    for row, log_p in enumerate(step.log_probabilities):
        for symbol in np.argsort(-log_p, kind="stable")[:places].tolist():
            own = float(log_p[symbol])
            found.append((row, symbol, own, before[row] + own))
    return sorted(found, key=lambda candidate: -candidate[3])
