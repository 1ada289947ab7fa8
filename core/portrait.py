"""All that one picture of the plane of two hidden units shows: the network that is there, and
what it would be if one of its weights, or its start, were another.

Added to the legend of core.dynamics: 4 weights, each with P places along its slider.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, Ints
from core.dynamics import (
    KINDS,
    WEIGHTS,
    FixedPoints,
    Nets,
    borders,
    fixed_points,
    flow,
    lasting,
    lattice,
    net,
    noisy,
    paths,
    positions,
    run,
    settle,
    together,
)
from core.explain import explain
from core.sequence import Trace

STEPS = 24
LOW, HIGH, PLACES = -3.0, 3.0, 25  # of a weight's slider
ARROWS, STARTS, BASIN = 12, 21, 36  # places on a side
BASIN_REACH = 1.06  # a little beyond the square, so that basins end at its border and not before
START_AXIS = tuple(round(-1 + 2 * k / (STARTS - 1), 6) for k in range(STARTS))
LATE = 30  # states of the long run, where it is drawn
COPIES, NOISE = 8, 0.55  # disturbed starts, and the standard deviation of what disturbs them
# Off the ridges between basins, where symmetry would put whole rows of places.
NUDGE = np.array([1.1e-5, 1.7e-5])


@dataclass(frozen=True)
class Preset:
    """A network worth looking at: its weights, where it starts, and what it can read."""

    weights: tuple[float, float, float, float]
    U: tuple[float, float]
    start: tuple[float, float]
    pulses: tuple[tuple[int, float], ...]  # (step, size), steps from 1

    def x(self, with_input: bool) -> Array:
        """The input signal (STEPS,), silent but for the pulses."""
        signal = np.zeros(STEPS)
        for t, size in self.pulses if with_input else ():
            signal[t - 1] = size
        return signal


PRESETS: dict[str, Preset] = {
    "memory": Preset((1.25, 0.5, 0.5, 1.25), (2.0, 2.0), (-0.4, 0.3), ((8, 0.5), (14, 1.0))),
    "forgets": Preset((0.5, 0.25, 0.25, 0.5), (2.0, 0.5), (-0.6, 0.8), ((8, 0.5), (14, 1.0))),
    "rotates": Preset((1.0, -0.75, 0.75, 1.0), (2.0, 0.0), (0.2, 0.2), ((14, 1.0),)),
    "patterns": Preset((2.0, 0.0, 0.0, 2.0), (3.0, 0.0), (0.3, -0.6), ((8, -1.0),)),
}


@dataclass(frozen=True)
class Noisy:
    """Disturbed copies of the pattern that the start falls into."""

    pattern: Array  # (2,): that attractor, or the start itself where it comes to rest nowhere
    settles: bool
    home: int  # how many of the copies come back to it, without input
    paths: Array  # (4, P, COPIES, T + 1, 2)


@dataclass(frozen=True)
class Portrait:
    """The picture. Where a leading (4, P) stands, [s, sliders[s][1]] is the network that is
    there, for each s alike."""

    x: Array  # (T,)
    sliders: list[tuple[Array, int]]  # places of each weight's slider, index of its value
    places: Array  # (N, 2): where the arrows of the flow stand
    # A weight acts on one unit only: that unit's part of the step F(h) - h along each slider,
    # and both parts for the network that is there.
    flow: Array  # (4, P, N)
    flow_here: Array  # (2, N)
    points: FixedPoints  # (4, P, K, …)
    sizes: Array  # (4, P, K, 2): |eigenvalue|
    paths: Array  # (4, P, T + 1, 2)
    turn: Array  # (4, P): steps of one turn in the long run; NaN where the state rests
    late: Array  # (M, LATE, 2): the long run of the M networks whose state never rests
    late_row: Ints  # (4, P): their rows in `late`, -1 for those that rest
    starts: Array  # (STARTS, STARTS, T + 1, 2): h2 of the start, then h1
    basin: Ints  # (BASIN²,), to ±BASIN_REACH: index along K, -1 where the state never rests
    borders: tuple[Array, Array]  # of the basins, between places to the right and upwards
    opened: Array  # (T, 2, 6): of each unit the products b, u·x, w·h1, w·h2, their sum, and h
    noisy: Noisy | None

    def attractors(self) -> int:
        """How many attractors the network that is there has."""
        return int((self.points.kind[0, self.sliders[0][1]] == KINDS.index("attractor")).sum())


def portrait(
    preset: Preset,
    weights: tuple[float, float, float, float],
    start: tuple[float, float],
    with_input: bool,
    seed: int,
) -> Portrait:
    """The picture of `preset` with other weights, w11, w12, w21, w22, from -3 to 3, and another
    start; `seed` draws the noisy copies, 0 for none. ValueError for a weight beyond its slider.
    """
    x = preset.x(with_input)
    here = net(weights, preset.U)
    sliders = [positions(LOW, HIGH, PLACES, value) for value in weights]
    family = together([here.sweep(w, s[0]) for w, s in zip(WEIGHTS, sliders, strict=True)])
    found, points = fixed_points(here), fixed_points(family)
    late, turn = lasting(family, start, LATE)
    moves = np.isfinite(turn)
    places = lattice(ARROWS, 1 - 1 / ARROWS)
    tried = lattice(BASIN, BASIN_REACH) + NUDGE
    basin = settle(here, tried, found)
    moved = flow(family, places).reshape(4, PLACES, -1, 2)
    grouped = FixedPoints(
        *(part.reshape(4, PLACES, *part.shape[1:]) for part in vars(points).values())
    )
    return Portrait(
        x=x,
        sliders=sliders,
        places=places,
        flow=np.stack([moved[s, :, :, int(w[1]) - 1] for s, w in enumerate(WEIGHTS)]),
        flow_here=flow(here, places)[0].T,
        points=grouped,
        sizes=np.abs(grouped.eigenvalues),
        paths=paths(run(family, x, [start])).reshape(4, PLACES, STEPS + 1, 2),
        turn=turn.reshape(4, PLACES),
        late=late[moves],
        late_row=np.where(moves, moves.cumsum() - 1, -1).reshape(4, PLACES),
        starts=paths(run(here, x, lattice(STARTS))).reshape(STARTS, STARTS, STEPS + 1, 2),
        basin=basin,
        borders=borders(here, tried, basin, found),
        opened=_opened(run(here, x, [start])),
        noisy=_noisy(here, family, found, start, x, seed) if seed else None,
    )


def _opened(trace: Trace) -> Array:
    """What `explain` says of both units at each step: (T, 2, 6)."""
    rows = [
        (*(term.product for term in opened.terms), opened.result, trace["h"][t, 0, unit])
        for t in range(trace.T)
        for unit in range(2)
        for opened in [explain(trace, "a_h", t, 0, unit)]
    ]
    return np.array(rows).reshape(trace.T, 2, 6)


def _noisy(
    here: Nets, family: Nets, found: FixedPoints, start: tuple[float, float], x: Array, seed: int
) -> Noisy:
    home = int(settle(here, [start], found)[0])
    pattern = np.array(start) if home < 0 else found.h[0, home]
    copies = noisy(pattern, COPIES, NOISE, seed)
    back = int((settle(here, copies, found) == home).sum())
    all_paths = paths(run(family, x, copies)).reshape(4, PLACES, COPIES, STEPS + 1, 2)
    return Noisy(pattern, home >= 0, back, all_paths)
