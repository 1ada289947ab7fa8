"""Two tanh units as a dynamical system in the plane: h_t = tanh(W h_{t-1} + U x_t + b).

Without input it is the classical s_t = f(s_{t-1}; θ). Added to the legend of core.cells:

    P  networks side by side: what if this weight were another one?
    S  starts side by side: what if the state had begun elsewhere?

A run is one `forward` of the plain RNN: starts lie along the batch axis, and networks along the
hidden axis, as one network of 2 P units whose recurrent matrix is block diagonal.
Here W[i, j] leads from unit j to unit i, as in the equation; the cell's own W_h is transposed.

Source for fixed points as memory: Hopfield, "Neurons with graded response", PNAS 81 (1984);
for reading networks by them: Sussillo and Barak, "Opening the black box", Neural Comp. 25 (2013).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from core.arrays import Array, Bools, Ints, Params, as_float_array
from core.cells import VanillaRNN
from core.sequence import Trace, forward

CELL = VanillaRNN()
WEIGHTS = ("w11", "w12", "w21", "w22")
KINDS = ("attractor", "saddle", "repeller", "borderline")

SAME = 2e-3  # fixed points closer than this are one: no picture could part them
SOLVED = 1e-9  # size of F(h) - h, and of the last Newton step, at a fixed point
ON_THE_BORDER = 1e-6  # an eigenvalue this close to the unit circle neither pulls nor pushes
NEWTON_STEPS = 60
SLANT = 0.1234
AT_REST = (0.1, 1e-3)  # distance to a resting point, and speed, below which a state has settled
ROUND, ROUNDS = 48, 6  # a start that has not settled after 288 steps is said not to


@dataclass(frozen=True)
class Nets:
    """P two-unit networks: W (P, 2, 2), U (P, 2) from the one input, b (P, 2)."""

    W: Array
    U: Array
    b: Array

    def __post_init__(self) -> None:
        P = len(self.W)
        for name, shape in (("W", (P, 2, 2)), ("U", (P, 2)), ("b", (P, 2))):
            array = getattr(self, name)
            if array.shape != shape or P < 1 or not np.isfinite(array).all():
                raise ValueError(f"{name} must be finite, of shape {shape}; got {array.shape}.")

    def __len__(self) -> int:
        return len(self.W)

    def step(self, h: Array) -> Array:
        """F(h), one step without input: (P, S, 2) or (S, 2) → (P, S, 2)."""
        return np.asarray(np.tanh(h @ self.W.swapaxes(1, 2) + self.b[:, None]))

    def sweep(self, weight: str, values: ArrayLike) -> Nets:
        """The first network, once for each value of `weight`; ValueError for another name."""
        if weight not in WEIGHTS:
            raise ValueError(f"weight must be one of {', '.join(WEIGHTS)}; got {weight!r}.")
        array = as_float_array(values, "values")
        P = len(array)
        W, U, b = (np.repeat(part[:1], P, axis=0) for part in (self.W, self.U, self.b))
        W[:, int(weight[1]) - 1, int(weight[2]) - 1] = array
        return Nets(W, U, b)

    def params(self) -> Params:
        """All P networks as one plain RNN of 2 P units whose pairs never meet."""
        P = len(self)
        W_h = np.zeros((P, 2, P, 2))
        W_h[np.arange(P), :, np.arange(P)] = self.W.swapaxes(1, 2)
        return {
            "W_x": self.U.reshape(1, 1, 2 * P),
            "W_h": W_h.reshape(1, 2 * P, 2 * P),
            "b": self.b.reshape(1, 1, 2 * P),
        }


def net(weights: ArrayLike, U: ArrayLike = (0.0, 0.0), b: ArrayLike = (0.0, 0.0)) -> Nets:
    """One network from w11, w12, w21, w22; ValueError if a shape does not fit."""
    flat = as_float_array(weights, "weights")
    if flat.shape != (4,):
        raise ValueError(f"weights must be w11, w12, w21, w22; got shape {flat.shape}.")
    return Nets(flat.reshape(1, 2, 2), as_float_array(U, "U")[None], as_float_array(b, "b")[None])


def together(nets: list[Nets]) -> Nets:
    """Several families as one."""
    return Nets(*(np.concatenate([getattr(n, part) for n in nets]) for part in ("W", "U", "b")))


def run(nets: Nets, x: ArrayLike, starts: ArrayLike) -> Trace:
    """Read x (T,) from each of `starts`, (S, 2), with each network: a trace of 2 P units."""
    x = as_float_array(x, "x")
    starts = as_float_array(starts, "starts")
    if starts.ndim != 2 or starts.shape[1] != 2:
        raise ValueError(f"starts must have shape (S, 2); got {starts.shape}.")
    inputs = np.broadcast_to(x[:, None, None], (len(x), len(starts), 1))
    return forward(CELL, nets.params(), inputs, initial={"h": np.tile(starts, len(nets))})


def paths(trace: Trace) -> Array:
    """All states of a `run`, the start first: (P, S, T + 1, 2)."""
    h = trace.rows["h"]
    return h.reshape(*h.shape[:2], -1, 2).transpose(2, 1, 0, 3)


def flow(nets: Nets, h: Array) -> Array:
    """F(h) - h, the step that the network takes from each place: (S, 2) → (P, S, 2)."""
    return nets.step(h) - h


def lattice(count: int, reach: float = 1.0) -> Array:
    """count × count places from -reach to reach, row after row, h1 first: (count², 2)."""
    axis = np.linspace(-reach, reach, count)
    return np.stack(np.meshgrid(axis, axis), axis=-1).reshape(-1, 2)


@dataclass(frozen=True)
class FixedPoints:
    """Where F(h) = h, up to K a network; a network with fewer is filled up with NaN.

    h            (P, K, 2), ordered from lower left to upper right
    eigenvalues  (P, K, 2) complex, of the Jacobian there, the larger first
    kind         (P, K): index into KINDS, -1 where there is none
    """

    h: Array
    eigenvalues: NDArray[np.complex128]
    kind: Ints


def fixed_points(nets: Nets, starts: int = 7) -> FixedPoints:
    """All fixed points that Newton's method finds from starts × starts places in the square.

    attractor: both eigenvalues inside the unit circle; repeller: both outside; saddle: one
    each; borderline: one on it, where the linear picture does not decide.
    """
    h, solved = _newton(nets, lattice(starts, 0.98))
    # In order along a slant that no symmetry of the square shares, equal places are neighbours.
    rank = np.where(solved, h @ np.array([1.0, SLANT]), np.inf)
    order = rank.argsort(axis=1)
    h = np.take_along_axis(h, order[..., None], axis=1)
    kept = np.take_along_axis(solved, order, axis=1)
    for back in range(1, 4):  # two places may share a rank and interleave
        kept[:, back:] &= ~(np.abs(h[:, back:] - h[:, :-back]).max(axis=-1) < SAME)
    order = (~kept).argsort(axis=1, kind="stable")[:, : max(1, int(kept.sum(axis=1).max()))]
    there = np.take_along_axis(kept, order, axis=1)
    found = np.where(there[..., None], np.take_along_axis(h, order[..., None], axis=1), np.nan)
    found = np.where(np.abs(found) < SOLVED, 0.0, found)
    eigenvalues = _eigenvalues(jacobian(nets, found))
    size = np.abs(eigenvalues)
    kind = np.where(size[..., 0] < 1, 0, np.where(size[..., 1] < 1, 1, 2))
    kind = np.where((np.abs(size - 1) < ON_THE_BORDER).any(axis=-1), 3, kind)
    return FixedPoints(found, eigenvalues, np.where(there, kind, -1))


def jacobian(nets: Nets, h: Array) -> Array:
    """∂F/∂h = diag(1 - F(h)²) W at each place: (P, S, 2) → (P, S, 2, 2)."""
    return np.asarray((1.0 - nets.step(h) ** 2)[..., None] * nets.W[:, None])


def _newton(nets: Nets, starts: Array) -> tuple[Array, Bools]:
    """h - (∂F/∂h - 1)⁻¹ (F(h) - h), again and again, from each of (S, 2) starts: the places
    reached, (P, S, 2), and which of them are fixed points. A step stays within the square; where
    the matrix has no inverse, it is a plain step of F instead."""
    P, S = len(nets), len(starts)
    W = np.repeat(nets.W, S, axis=0).reshape(-1, 4).T
    b1, b2 = np.repeat(nets.b, S, axis=0).T
    h1, h2 = np.tile(starts, (P, 1)).T
    ends, solved = np.empty((P * S, 2)), np.zeros(P * S, dtype=bool)
    alive = np.arange(P * S)
    for _ in range(NEWTON_STEPS):
        y1, y2 = np.tanh(W[0] * h1 + W[1] * h2 + b1), np.tanh(W[2] * h1 + W[3] * h2 + b2)
        g1, g2 = y1 - h1, y2 - h2
        ends[alive, 0], ends[alive, 1] = h1, h2
        a, b = (1 - y1 * y1) * W[0] - 1, (1 - y1 * y1) * W[1]
        c, d = (1 - y2 * y2) * W[2], (1 - y2 * y2) * W[3] - 1
        det = a * d - b * c
        regular = det != 0
        safe = np.where(regular, det, 1.0)
        s1 = np.where(regular, (d * g1 - b * g2) / safe, -g1)
        s2 = np.where(regular, (a * g2 - c * g1) / safe, -g2)
        length = np.maximum(np.abs(s1), np.abs(s2))
        # A borderline point is approached slowly: a small g alone would stop far from it.
        home = (np.maximum(np.abs(g1), np.abs(g2)) < SOLVED) & (length < SOLVED)
        solved[alive] = home
        shrink = 0.5 / np.maximum(0.5, length)
        h1, h2 = np.clip(h1 - shrink * s1, -1, 1), np.clip(h2 - shrink * s2, -1, 1)
        if home.any():
            on = ~home
            alive, W, b1, b2, h1, h2 = alive[on], W[:, on], b1[on], b2[on], h1[on], h2[on]
    return ends.reshape(P, S, 2), solved.reshape(P, S)


def _eigenvalues(J: Array) -> NDArray[np.complex128]:
    """Both eigenvalues of each 2 × 2 matrix, the larger first."""
    half = (J[..., 0, 0] + J[..., 1, 1]) / 2
    # (a - d)²/4 + b c: the same as trace²/4 - det, without its cancellation
    spread = ((J[..., 0, 0] - J[..., 1, 1]) / 2) ** 2 + J[..., 0, 1] * J[..., 1, 0]
    root = np.sqrt(spread.astype(np.complex128))
    root = np.where(half < 0, -root, root)
    return np.stack([half + root, half - root], axis=-1)


def settle(nets: Nets, starts: ArrayLike, points: FixedPoints) -> Ints:
    """Which fixed point the first network comes to rest at from each start, without input: an
    index along K for each of (S, 2) starts, or -1 for one that keeps moving."""
    one = net(nets.W[0].ravel(), nets.U[0], nets.b[0])
    ends = as_float_array(starts, "starts")
    rests = (points.kind[0] == 0) | (points.kind[0] == 3)
    distance, speed = AT_REST
    for _ in range(ROUNDS):
        ends = paths(run(one, np.zeros(ROUND), ends))[0, :, -1]
        away = np.abs(ends[:, None] - points.h[0]).max(axis=-1)
        away = np.where(rests, away, np.inf)
        still = np.abs(flow(one, ends)[0]).max(axis=-1) < speed
        home = still & (away.min(axis=1) < distance)
        if home.all():
            break
    return np.where(home, away.argmin(axis=1), -1)


def borders(nets: Nets, places: Array, labels: Ints, points: FixedPoints) -> tuple[Array, Array]:
    """Where basins end between neighbours of a square lattice (count², 2) with their `labels`: as
    parts of the way from one place to the next, NaN where both are of one basin. To the right
    (count, count - 1) and upwards (count - 1, count)."""
    count = round(len(places) ** 0.5)
    grid, named = places.reshape(count, count, 2), labels.reshape(count, count)
    found = []
    for axis in (1, 0):
        first, last = slice(None, -1), slice(1, None)
        here = (slice(None), first) if axis else (first, slice(None))
        there = (slice(None), last) if axis else (last, slice(None))
        crossed = named[here] != named[there]
        part = np.full(crossed.shape, np.nan)
        if crossed.any():
            part[crossed] = _bisect(
                nets, grid[here][crossed], grid[there][crossed], named[here][crossed], points
            )
        found.append(part)
    return found[0], found[1]


def _bisect(nets: Nets, a: Array, b: Array, labels: Ints, points: FixedPoints) -> Array:
    """How far from a towards b the basin that a belongs to reaches: (S,), to 1/128."""
    low, high = np.zeros(len(a)), np.ones(len(a))
    for _ in range(7):
        middle = (low + high) / 2
        inside = settle(nets, a + middle[:, None] * (b - a), points) == labels
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return np.asarray((low + high) / 2)


def lasting(nets: Nets, start: ArrayLike, steps: int = 60) -> tuple[Array, Array]:
    """What each network does in the long run from one start (2,), without input: its states
    after 300 steps, (P, steps, 2), and the steps of one turn round their middle, (P,), NaN
    where the state has come to rest or does not turn."""
    start = as_float_array(start, "start")
    late = paths(run(nets, np.zeros(300 + steps), start[None]))[:, 0, -steps:]
    moves = np.abs(np.diff(late, axis=1)).max(axis=(1, 2)) > 10 * AT_REST[1]
    spoke = late - late.mean(axis=1, keepdims=True)
    angle = np.arctan2(spoke[..., 1], spoke[..., 0])
    turn = np.abs((np.diff(angle, axis=1) + np.pi) % (2 * np.pi) - np.pi).mean(axis=1)
    safe = np.where(turn > 1e-3, turn, np.nan)
    return late, np.where(moves, 2 * np.pi / safe, np.nan)


def noisy(pattern: ArrayLike, count: int, spread: float, seed: int) -> Array:
    """`count` copies of a state (2,), each unit disturbed by normal noise; what would leave the
    square is reflected at its border."""
    rng = np.random.default_rng(seed)
    copies = as_float_array(pattern, "pattern") + rng.normal(0.0, spread, (count, 2))
    return np.asarray(0.98 - np.abs((copies + 0.98) % 3.92 - 1.96))


def positions(low: float, high: float, count: int, value: float) -> tuple[Array, int]:
    """The places of a slider from low to high, and the index of `value`, which takes the seat
    of its nearest one, so that the sweep passes through the network that is there."""
    if not low <= value <= high:
        raise ValueError(f"value must be from {low:g} to {high:g}; got {value!r}.")
    seats = np.linspace(low, high, count)
    at = int(np.abs(seats - value).argmin())
    seats[at] = value
    return seats, at
