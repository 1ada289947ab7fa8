"""The cliff: its network, its gradients and its steps against those of the rest of the core."""

import numpy as np
import pytest

from core.cliff import LENGTHS, RULES, TARGET, descend, growth, run, steps_from, surface
from core.cliff.descent import clipped, turn
from core.cliff.opened import as_cell, explain_end
from core.cliff.overflow import LARGEST, SIZE, weights
from core.cliff.surface import EVERY, B, W, wall
from core.optimizers import SGD, clip_by_norm, clip_by_value

POINTS = [(5.5, -2.895), (4.3, -2.175), (6.6, -3.9), (7.0, -1.605), (-2.0, 3.0), (318.0, 520.0)]


def alone(w, b, steps):
    """The same network as a cell: h (T + 1,), loss, ∂L/∂w, ∂L/∂b."""
    grads = as_cell(w, b, steps)
    trace = grads.trace
    assert (grads.injected["h"][:-1] == 0).all()
    assert grads.injected["h"][-1] == 2 * (trace["h"][-1] - TARGET)
    h = trace.rows["h"][:, 0, 0]
    return h, (h[-1] - TARGET) ** 2, grads.params["W_h"].item(), grads.params["b"].item()


@pytest.mark.parametrize("steps", LENGTHS)
def test_many_networks_at_once_are_each_the_plain_cell(steps):
    w, b = np.array(POINTS).T
    found = run(w, b, steps)
    for k, (w_k, b_k) in enumerate(POINTS):
        h, loss, d_w, d_b = alone(w_k, b_k, steps)
        np.testing.assert_allclose(found.h[:, k], h, rtol=1e-12)
        np.testing.assert_allclose(
            [found.loss[k], found.d_w[k], found.d_b[k]], [loss, d_w, d_b], rtol=1e-9, atol=1e-300
        )
    one = run(*POINTS[0], steps)
    np.testing.assert_allclose([one.loss, one.d_w], [found.loss[0], found.d_w[0]], rtol=1e-9)
    assert one.uses.sum() == pytest.approx(float(one.d_w), rel=1e-12)


def test_the_loss_asks_something_of_the_last_state_only():
    trace = as_cell(5.5, -2.895, 10).trace
    last, before = explain_end(trace, 9), explain_end(trace, 8)
    assert last.sum == last.result == 2 * (trace["h"][9, 0, 0] - TARGET)
    assert before.result == 0
    assert "step 10" in before.note


def test_places_of_the_point_are_pixels_of_the_surface():
    found = surface(25)
    np.testing.assert_array_equal(found.nodes.loss, found.loss[:: EVERY[0], :: EVERY[1]])
    i, j = found.nearest(5.47, -2.9)
    assert (found.w[i], found.b[j]) == (5.5, -2.895)
    assert found.loss.shape == (len(B), len(W))
    assert found.nearest(-1e9, 1e9) == (0, len(found.b) - 1)


def test_there_is_a_cliff_where_the_start_is_a_fixed_point_and_length_makes_it_steeper():
    steepest = []
    for steps in LENGTHS:
        along = np.linspace(-2.5, -2.3, 4001)  # along b at one w, finer than the picture
        found = run(4.6, along, steps)
        size = np.hypot(found.d_w, found.d_b)
        steepest.append(size.max())
        assert along[size.argmax()] == pytest.approx(wall(4.6), abs=0.6 / steps)
        assert found.loss[0] > 0.29 > 0.06 > found.loss[-1]
    assert 3 * steepest[0] < steepest[1]
    assert 10 * steepest[1] < steepest[2]
    nodes = surface(25).nodes
    size = np.hypot(nodes.d_w, nodes.d_b)
    assert size.max() > 500
    assert np.median(size) < 0.2  # the plains


@pytest.mark.parametrize(("rate", "limit"), [(1.0, 0.5), (0.2, 50.0), (5.0, 1e-3)])
def test_the_rules_are_those_of_the_optimizers(rate, limit):
    for w, b in POINTS[:4]:
        at = run(w, b, 25)
        step = steps_from(w, b, [at.d_w, at.d_b], rate, limit)
        grads = {"w": np.array(at.d_w), "b": np.array(at.d_b)}
        rules = (grads, clip_by_norm(grads, limit)[0], clip_by_value(grads, limit)[0])
        for r, rule in enumerate(rules):
            after = SGD(rate).step({"w": np.array(w), "b": np.array(b)}, rule)
            np.testing.assert_allclose(step.to[r], [after["w"], after["b"]], rtol=1e-12)
            assert step.length[r] == pytest.approx(rate * np.hypot(rule["w"], rule["b"]))


def test_clipping_by_norm_keeps_the_direction_and_by_value_turns_it():
    g = (
        np.random.default_rng(0).normal(size=(200, 2))
        * 10.0 ** np.arange(-3, 5).repeat(25)[:, None]
    )
    step = steps_from(np.zeros(200), np.zeros(200), g, 0.1, 0.5)
    assert step.angle[:, RULES.index("norm")].max() < 1e-5
    turned = step.angle[:, RULES.index("value")]
    assert turned.max() > 30
    assert turned.max() <= 45 + 1e-9
    assert (step.length[:, 1] <= 0.1 * 0.5 + 1e-12).all()
    np.testing.assert_allclose(turned, 180 - turn(step.change[:, 2], g), atol=1e-6)


def test_no_gradient_has_no_direction_and_huge_ones_do_not_overflow_on_the_way():
    assert np.isnan(turn(np.zeros(2), np.ones(2)))
    assert turn(np.array([1e300, 0.0]), np.array([0.0, 1e-300])) == pytest.approx(90)
    g = np.broadcast_to(np.array([1e200, 1e200]), (3, 2))
    left = clipped(g, np.array(1.0))
    np.testing.assert_allclose(np.hypot(*left[1]), 1.0)
    np.testing.assert_array_equal(left[2], [1.0, 1.0])


def test_a_descent_is_one_step_after_another_whatever_runs_beside_it():
    rates, limits = np.array([0.2, 1.0]), np.array([0.5, 2.0])
    paths = descend(5.5, -2.895, 25, rates, limits, 12)
    for k in range(2):
        for r in range(len(RULES)):
            w, b = 5.5, -2.895
            for n in range(13):
                np.testing.assert_allclose(paths.at[n, k, r], [w, b], rtol=1e-7)
                at = run(w, b, 25)
                assert paths.loss[n, k, r] == pytest.approx(float(at.loss), rel=1e-6)
                w, b = steps_from(w, b, [at.d_w, at.d_b], rates[k], limits[k]).to[r]
                if abs(at.d_w) > 1:  # rounding grows by as much on the wall
                    w, b = paths.at[n + 1, k, r] if n < 12 else (w, b)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: run(1.0, 1.0, 0), "steps must be at least 1; got 0"),
        (lambda: run(np.ones(2), np.ones(3), 5), "w and b must broadcast"),
        (lambda: run("a", 1.0, 5), "w must be an array of numbers"),
        (lambda: descend(1, 1, 5, 0.0, 1.0, 3), "rate must be above 0"),
        (lambda: steps_from(1, 1, [1.0, 1.0], 1.0, -1.0), "limit must be above 0"),
    ],
)
def test_bad_input_is_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# How far a state can grow -------------------------------------------------------------------


def test_growth_settles_at_the_radius_and_overflow_comes_when_it_must():
    grown = growth((1.0, 1.5, 3.0, 20.0), 700)
    for radius, line in zip(grown.radii, grown.log_norm, strict=True):
        whole = line[np.isfinite(line)]
        late = (whole[-1] - whole[len(whole) // 2]) / (len(whole) - 1 - len(whole) // 2)
        assert late == pytest.approx(np.log10(radius), abs=0.01)
    for kind, top in LARGEST.items():
        for k, step in enumerate(grown.ends[kind]):
            line = grown.log_norm[k]
            if step == 0:
                assert line.max() < np.log10(top) + 0.5
                continue
            assert line[step - 1] <= np.log10(top) + np.log10(SIZE) / 2
            assert line[step] > np.log10(top)
    assert (grown.ends["float64"][:2] == 0).all()
    assert grown.ends["float64"][3] > 0


def test_the_step_of_float32_is_the_one_at_which_float32_itself_ends():
    grown = growth((3.0,), 200)
    W, h = (3.0 * weights(0)).astype(np.float32), np.full(SIZE, SIZE**-0.5, np.float32)
    step = 0
    with np.errstate(all="ignore"):
        while np.isfinite(h).all():
            step, h = step + 1, h @ W
    assert abs(step - grown.ends["float32"][0]) <= 1
