"""The stopwatch: turns in order, the median of them, no warm-up counted."""

from __future__ import annotations

import pytest

from core.cells import GRU, LSTM, VanillaRNN
from core.stopwatch import STEPS, TURNS, step_times


def ticking(*durations):
    """A clock by which turn k takes the k-th duration; afterwards the last one."""
    now, calls, left = 0.0, 0, list(durations)

    def clock():
        nonlocal now, calls
        calls += 1
        if calls % 2 == 0:
            now += left.pop(0) if len(left) > 1 else left[0]
        return now

    return clock


def test_the_first_turn_warms_up_and_one_slow_turn_does_not_count():
    found = step_times({"rnn": VanillaRNN()}, 3, 2, ticking(100.0, 50.0, 2.0))
    assert found == {"rnn": pytest.approx(2.0 / STEPS)}


def test_cells_take_turns():
    durations = [1.0, 3.0] * (TURNS + 1)
    found = step_times({"gru": GRU(), "lstm": LSTM()}, 3, 2, ticking(*durations))
    assert found == {"gru": pytest.approx(1 / STEPS), "lstm": pytest.approx(3 / STEPS)}


def test_real_time_is_measured():
    found = step_times({"rnn": VanillaRNN(), "gru": GRU(reset_after=True)}, 5, 4)
    assert set(found) == {"rnn", "gru"}
    assert all(1e-8 < seconds < 1 for seconds in found.values())
