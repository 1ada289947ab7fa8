"""What reading a sequence costs, by recurrence and by self-attention, forward, as it grows.

Counted from the algorithms, of one sequence of T positions, each of size D, hidden size H:

rounds           operations on whole arrays of which each needs the one before. What is done
                 for all positions at once is one round, however large.
multiplications  of two numbers; activations, exponentials and quotients are left out
numbers          kept for the backward pass: what the traces of this program hold beside x

    recurrence     W_x x_t of all positions: 1 round. Then step by step W_h h_{t-1}, the sum,
                   the activation: 3 rounds each (the cells' gates need more, see ROUNDS)
    self-attention q, k, v (1) → scores (1) → divided by √d (1) → largest, difference, exp, sum,
                   quotient (5) → context (1) → W_o (1), for any T
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter

import numpy as np

from core.attention.self_attention import SelfAttention
from core.cells import Cell
from core.sequence import forward

# One after another within a step: what waits for h_{t-1} and what h_t waits for.
# RNN: product, sum, tanh. LSTM: product, sum, σ and tanh of the gates, f ∗ c and i ∗ g, their sum,
# tanh, o ∗. GRU: product, sum, σ, r ∗ h, product, sum, tanh, z ∗ n, sum with the kept part.
ROUNDS = {"plain RNN": 3, "LSTM": 7, "GRU": 9}
BY_GATES = {"LSTM": 3, "GRU": 3}  # products of two units' values in a step: f ∗ c, i ∗ g, o ∗ …
ATTENTION_ROUNDS = 10
TURNS = 5


@dataclass(frozen=True)
class Cost:
    """What one forward pass over T positions costs."""

    rounds: int
    multiplications: int
    numbers: int


def recurrence_cost(cell: Cell, T: int, input_size: int, hidden_size: int) -> Cost:
    """The cell over T steps."""
    D, H, gates = input_size, hidden_size, len(cell.gates)
    kind = {1: "plain RNN", 3: "GRU", 4: "LSTM"}[gates]
    products = T * gates * (D * H + H * H) + T * H * BY_GATES.get(kind, 0)
    # Pre-activation and activation of each gate (an RNN's activation is its state), the states
    # from h_0 on, and one intermediate (tanh c; r ∗ h).
    activations = 0 if gates == 1 else gates
    intermediates = 0 if gates == 1 else 1
    numbers = T * H * (gates + activations + intermediates) + (T + 1) * H * len(cell.state)
    return Cost(1 + T * ROUNDS[kind], products, numbers)


def attention_cost(heads: int, T: int, input_size: int, hidden_size: int) -> Cost:
    """Self-attention, not causal, over T positions."""
    D, H, n = input_size, hidden_size, heads
    projections, scaling, scores_and_context = 4 * T * D * H, T * H, 2 * T * T * H
    # q, q/√d, k, v, heads, output; scores, exponentials, weights; largest and total.
    numbers = 5 * T * H + T * D + 3 * n * T * T + 2 * n * T
    return Cost(ATTENTION_ROUNDS, projections + scaling + scores_and_context, numbers)


def measured(
    cell: Cell,
    heads: int,
    lengths: Sequence[int],
    input_size: int,
    hidden_size: int,
    clock: Callable[[], float] = perf_counter,
) -> tuple[list[float], list[float]]:
    """Seconds forward for each of `lengths`, by the cell and by self-attention: medians of
    `TURNS` turns in which both take part."""
    rng = np.random.default_rng(0)
    params = cell.init(input_size, hidden_size, rng)
    attention = SelfAttention(heads)
    weights = attention.init(input_size, hidden_size, rng)
    recurrent, attending = [], []
    for T in lengths:
        x = rng.standard_normal((T, 1, input_size))
        turns: tuple[list[float], list[float]] = ([], [])
        for turn in range(TURNS + 1):
            moments = [clock()]
            forward(cell, params, x)
            moments.append(clock())
            attention.forward(weights, x)
            moments.append(clock())
            if turn:  # the first one warms up
                turns[0].append(moments[1] - moments[0])
                turns[1].append(moments[2] - moments[1])
        recurrent.append(median(turns[0]))
        attending.append(median(turns[1]))
    return recurrent, attending
