"""Two-unit networks: runs equal the plain RNN, fixed points are complete, kinds are right."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cells import VanillaRNN
from core.dynamics import (
    KINDS,
    WEIGHTS,
    Nets,
    borders,
    fixed_points,
    flow,
    jacobian,
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
from core.portrait import PRESETS
from core.sequence import forward

weight = st.floats(-3, 3).map(lambda w: round(w, 3))
four = st.tuples(weight, weight, weight, weight)
two = st.tuples(weight, weight)


def family(seed: int = 0, P: int = 7) -> Nets:
    rng = np.random.default_rng(seed)
    return Nets(rng.uniform(-3, 3, (P, 2, 2)), rng.normal(size=(P, 2)), rng.normal(size=(P, 2)))


def kinds(nets: Nets) -> list[str]:
    return sorted(KINDS[k] for k in fixed_points(nets).kind[0] if k >= 0)


def test_networks_run_together_as_each_runs_alone() -> None:
    nets, x = family(), np.random.default_rng(1).normal(size=9)
    starts = lattice(3)
    together_paths = paths(run(nets, x, starts))
    assert together_paths.shape == (7, 9, 10, 2)
    for p in range(len(nets)):
        params = {
            "W_x": nets.U[p][None, None],
            "W_h": nets.W[p].T[None],
            "b": nets.b[p][None, None],
        }
        inputs = np.repeat(x[:, None, None], 9, axis=1)
        alone = forward(VanillaRNN(), params, inputs, initial={"h": starts})
        np.testing.assert_allclose(together_paths[p, :, 1:], alone["h"].swapaxes(0, 1), atol=1e-12)


def test_w12_leads_from_unit_2_to_unit_1() -> None:
    one = net((0, 1.5, 0, 0))
    np.testing.assert_allclose(paths(run(one, [0.0], [[0.3, 0.4]]))[0, 0, 1], [np.tanh(0.6), 0])


def test_a_sweep_changes_one_weight_only() -> None:
    one = net((0.1, 0.2, 0.3, 0.4), (1, 2), (3, 4))
    for k, name in enumerate(WEIGHTS):
        swept = one.sweep(name, [-1.0, 2.0])
        flat = swept.W.reshape(2, 4)
        assert flat[:, k].tolist() == [-1.0, 2.0]
        assert np.delete(flat, k, axis=1).tolist() == [np.delete(one.W.ravel(), k).tolist()] * 2
        assert swept.U.tolist() == [[1, 2]] * 2


@settings(max_examples=150, deadline=None)
@given(four, two)
def test_fixed_points_are_fixed_and_classified_by_their_eigenvalues(w: tuple, b: tuple) -> None:
    nets = net(w, b=b)
    points = fixed_points(nets)
    there = points.kind[0] >= 0
    assert there.any()  # Brouwer: a map of the square into itself has at least one
    h = points.h[0][there]
    assert np.abs(flow(nets, h)[0]).max() < 1e-9
    for place, pair, kind in zip(
        h, points.eigenvalues[0][there], points.kind[0][there], strict=True
    ):
        exact = np.linalg.eigvals(jacobian(nets, place[None, None])[0, 0])
        exact = exact[np.argsort(-np.abs(exact))]
        assert np.abs(np.abs(pair) - np.abs(exact)).max() < 1e-6
        outside = int((np.abs(exact) > 1).sum())
        assert KINDS[kind] in (("attractor", "saddle", "repeller")[outside], "borderline")


def by_bisection(w: tuple[float, ...], b: tuple[float, float]) -> int:
    """How many fixed points there are, by following unit 1's equation along a fine grid."""
    h1 = np.tanh(np.linspace(-9, 9, 400_001))
    h2 = (np.linspace(-9, 9, 400_001) - w[0] * h1 - b[0]) / w[1]
    gap = np.tanh(w[2] * h1 + w[3] * h2 + b[1]) - h2
    return int((np.diff(np.sign(gap)) != 0).sum())


@pytest.mark.parametrize("seed", range(60))
def test_no_fixed_point_is_missed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    w, b = tuple(rng.uniform(-3, 3, 4)), tuple(rng.normal(0, 0.3, 2))
    assert int((fixed_points(net(w, b=b)).kind >= 0).sum()) == by_bisection(w, b)


def test_presets_are_what_their_names_say() -> None:
    nets = {name: net(preset.weights, preset.U) for name, preset in PRESETS.items()}
    assert kinds(nets["memory"]) == ["attractor", "attractor", "saddle"]
    assert kinds(nets["forgets"]) == ["attractor"]
    assert kinds(nets["rotates"]) == ["repeller"]
    assert kinds(nets["patterns"]) == ["attractor"] * 4 + ["repeller"] + ["saddle"] * 4


def test_a_strong_pulse_moves_the_memory_and_a_weak_one_does_not() -> None:
    preset = PRESETS["memory"]
    h = paths(run(net(preset.weights, preset.U), preset.x(True), [preset.start]))[0, 0]
    (weak, _), (strong, _) = preset.pulses
    assert (h[weak : strong - 1] < -0.4).all()
    assert (h[strong:] > 0.3).all()
    assert (h[-1] > 0.9).all()


def test_starts_settle_where_they_are_carried() -> None:
    preset = PRESETS["patterns"]
    nets = net(preset.weights, preset.U)
    points = fixed_points(nets)
    starts = lattice(8)
    ends = points.h[0][settle(nets, starts, points)]
    assert (np.sign(ends) == np.sign(starts)).all()
    rotating = net(PRESETS["rotates"].weights)
    assert (settle(rotating, lattice(4), fixed_points(rotating)) == -1).all()


def test_borders_of_basins_lie_where_the_basins_part() -> None:
    nets = net((1.25, 0.5, 0.5, 1.25))  # symmetric: the ridge is the line h1 + h2 = 0
    points, places = fixed_points(nets), lattice(9) + np.array([1e-4, 2e-4])
    right, up = borders(nets, places, settle(nets, places, points), points)
    assert right.shape == (9, 8)
    assert up.shape == (8, 9)
    grid = places.reshape(9, 9, 2)
    crossings = [
        *(grid[:, :-1] + right[..., None] * (grid[:, 1:] - grid[:, :-1])).reshape(-1, 2),
        *(grid[:-1] + up[..., None] * (grid[1:] - grid[:-1])).reshape(-1, 2),
    ]
    crossed = [place for place in crossings if np.isfinite(place).all()]
    assert len(crossed) >= 14
    assert np.abs(np.sum(crossed, axis=1)).max() < 0.25 / 64


def test_one_basin_has_no_border() -> None:
    nets = net((0.5, 0, 0, 0.5))
    points, places = fixed_points(nets), lattice(5)
    right, up = borders(nets, places, settle(nets, places, points), points)
    assert np.isnan(right).all()
    assert np.isnan(up).all()


def test_a_start_on_a_saddle_is_not_called_an_attractor() -> None:
    nets = net(PRESETS["memory"].weights)
    assert settle(nets, [[0.0, 0.0]], fixed_points(nets)).tolist() == [-1]


def test_the_turn_is_as_long_as_the_eigenvalues_of_a_rotation_say() -> None:
    nets = net(PRESETS["rotates"].weights)
    late, turn = lasting(nets, (0.1, 0.0))
    assert late.shape == (1, 60, 2)
    assert turn[0] == pytest.approx(2 * np.pi / np.angle(1 + 0.75j), rel=0.02)
    assert np.isnan(lasting(net(PRESETS["memory"].weights), (0.4, 0.3))[1]).all()
    assert lasting(net((-2, 0, 0, -2)), (0.4, 0.3))[1][0] == pytest.approx(2, rel=1e-6)


DEGENERATE = {
    "zero": (0, 0, 0, 0),
    "identity": (1, 0, 0, 1),
    "flip": (-1, 0, 0, -1),
    "swap": (0, 1, 1, 0),
    "shear": (1, 3, 0, 1),
    "one row": (3, 3, 0, 0),
    "rank one": (1, 1, 1, 1),
    "quarter turn": (0, -1, 1, 0),
    "all 3": (3, 3, 3, 3),
    "all -3": (-3, -3, -3, -3),
    "mixed": (3, -3, 3, 3),
}


@pytest.mark.parametrize("w", DEGENERATE.values(), ids=list(DEGENERATE))
def test_degenerate_networks_break_nothing(w: tuple[float, ...]) -> None:
    nets = net(w)
    everything = together([nets.sweep(name, np.linspace(-3, 3, 25)) for name in WEIGHTS])
    points = fixed_points(everything)
    there = points.kind >= 0
    assert there.any(axis=1).all()
    assert there.sum(axis=1).max() <= 9
    assert np.isfinite(points.h[there]).all()
    assert np.isnan(points.h[~there]).all()
    labels = settle(nets, lattice(12), fixed_points(nets))
    assert labels.min() >= -1
    assert np.isfinite(lasting(everything, (0.2, 0.1))[0]).all()


def test_the_identity_holds_nothing_for_ever_but_its_borderline_point_attracts() -> None:
    points = fixed_points(net(DEGENERATE["identity"]))
    assert [KINDS[k] for k in points.kind[0]] == ["borderline"]
    assert np.abs(points.h).max() < 1e-6
    assert settle(net(DEGENERATE["identity"]), lattice(6), points).tolist() == [0] * 36


def test_noise_is_seeded_and_stays_in_the_square() -> None:
    first, again = (noisy((0.9, -0.9), 50, 0.6, seed=3) for _ in range(2))
    assert (first == again).all()
    assert np.abs(first).max() <= 0.98
    assert (noisy((0.9, -0.9), 50, 0.6, seed=4) != first).any()


@given(st.floats(-3, 3))
def test_a_slider_passes_through_the_value_that_is_there(value: float) -> None:
    seats, at = positions(-3, 3, 25, value)
    assert seats[at] == value
    assert (np.diff(seats) >= 0).all()


def test_bad_input_is_answered_with_a_sentence() -> None:
    with pytest.raises(ValueError, match=r"weights must be w11, w12, w21, w22; got shape \(3,\)"):
        net((1, 2, 3))
    with pytest.raises(ValueError, match="W must be finite"):
        net((1, 2, 3, np.nan))
    with pytest.raises(ValueError, match="weight must be one of w11"):
        net((1, 2, 3, 4)).sweep("w13", [0.0])
    with pytest.raises(ValueError, match=r"starts must have shape \(S, 2\); got \(2,\)"):
        run(net((1, 2, 3, 4)), [0.0], [0.0, 1.0])
    with pytest.raises(ValueError, match="value must be from -3 to 3; got 4"):
        positions(-3, 3, 25, 4)
