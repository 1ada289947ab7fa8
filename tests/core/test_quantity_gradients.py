"""Gradients of every traced quantity against finite differences.

Each quantity is nudged at one step and unit through the public interface only, in a way that
changes nothing else directly. The batch carries the alternatives: copy (t, j) of the batch is
the one nudged at step t, unit j, and the loss of each sequence is read on its own.

    gates            clamp at the gate's own value ± ε
    pre-activations  an extra input that feeds this one block with weight 1, worth ± ε at step t
    rh, m (GRU)      an extra input that feeds the candidate as rh or m does
    c                clamp i = 1 and g = c_t - f c_{t-1} ± ε, so that c_t alone moves
    h, squashed_c    start afresh after step t from h_t ± ε, or from h_t as squashed_c ± ε makes it
"""

from dataclasses import replace

import numpy as np
import pytest
from cases import CELLS, Problem, cells, off_the_kinks, problem, relative_error, running

STEP = 1e-5
TOLERANCE = 1e-6

NAMES = [(key, name) for key, cell in CELLS.items() for name in (q.name for q in cell.quantities)]


def nudged_losses(p: Problem, nudge) -> np.ndarray:
    """(L(+ε) - L(-ε)) / 2ε at each place, (T, B, H).

    nudge(many, t, j, rows, ε) changes the sequences `rows` of a problem that holds all copies.
    """
    T, B, H = p.d_h.shape
    results = []
    for step in (STEP, -STEP):
        many = p.copies(T * H)
        for k, (t, j) in enumerate(np.ndindex(T, H)):
            nudge(many, t, j, slice(k * B, (k + 1) * B), step)
        results.append(many.losses())
    difference = (results[0] - results[1]) / (2 * STEP)
    return difference.reshape(T, H, B).transpose(0, 2, 1)


def with_every_gate_clampable(p: Problem) -> Problem:
    free = np.full(p.d_h.shape, np.nan)
    return replace(p, clamp={gate: p.clamp.get(gate, free).copy() for gate in p.cell.gates})


def gate_difference(p: Problem, gate: str) -> np.ndarray:
    value = p.trace()[gate]

    def nudge(many, t, j, rows, step):
        many.clamp[gate][t, rows, j] = value[t, :, j] + step

    return nudged_losses(with_every_gate_clampable(p), nudge)


def extra_inputs_difference(p: Problem, block: int, weights, size=None) -> np.ndarray:
    """The loss per unit of H extra inputs that feed gate `block` through `weights` (H, H)."""
    T, B, H = p.d_h.shape
    size = np.ones((T, B, H)) if size is None else size
    W_x = np.concatenate([p.params["W_x"], np.zeros((len(p.cell.gates), H, H))], axis=1)
    W_x[block, -H:] = weights
    wider = replace(
        p,
        params={**p.params, "W_x": W_x},
        x=np.concatenate([p.x, np.zeros((T, B, H))], axis=2),
    )

    def nudge(many, t, j, rows, step):
        many.x[t, rows, j - H] = step * size[t, :, j]

    return nudged_losses(wider, nudge)


def cell_state_difference(p: Problem) -> np.ndarray:
    trace = p.trace()
    candidate = trace["c"] - trace["f"] * trace.prev("c")

    def nudge(many, t, j, rows, step):
        many.clamp["i"][t, rows, j] = 1.0
        many.clamp["g"][t, rows, j] = candidate[t, :, j] + step

    # A coupled forget gate is computed as before: it is i that follows it, not the reverse.
    return nudged_losses(with_every_gate_clampable(p), nudge)


def restart_difference(p: Problem, size: np.ndarray) -> np.ndarray:
    """The loss per unit of h_t + size ∗ ε, with the sequence started afresh after step t."""
    T, B, H = p.d_h.shape
    trace = p.trace()
    result = np.zeros((T, B, H))
    for t, b, j in np.argwhere(np.broadcast_to(running(trace)[:, :, None], (T, B, H))):
        left = (T if p.lengths is None else p.lengths[b]) - t - 1
        one, losses = slice(b, b + 1), []
        for step in (STEP, -STEP):
            state = {name: trace[name][t, one].copy() for name in p.cell.state}
            state["h"][0, j] += step * size[t, b, j]
            loss = (p.d_h[t, one] * state["h"]).sum()
            if left == 0:
                loss += sum((p.d_final[name][one] * state[name]).sum() for name in state)
            else:
                after = slice(t + 1, t + 1 + left)
                rest = replace(
                    p,
                    x=p.x[after, one],
                    initial=state,
                    lengths=None,
                    clamp={name: array[after, one] for name, array in p.clamp.items()},
                    d_h=p.d_h[after, one],
                    d_final={name: array[one] for name, array in p.d_final.items()},
                )
                loss += rest.losses().sum()
            losses.append(loss)
        result[t, b, j] = (losses[0] - losses[1]) / (2 * STEP)
    return result


def difference(p: Problem, name: str) -> np.ndarray:
    gates, H = p.cell.gates, p.d_h.shape[2]
    if name.startswith("a_"):
        return extra_inputs_difference(p, gates.index(name[2:]), np.eye(H))
    if name == "rh":
        return extra_inputs_difference(p, gates.index("n"), p.params["W_h"][gates.index("n")])
    if name == "m":
        return extra_inputs_difference(p, gates.index("n"), np.eye(H), p.trace()["r"])
    if name == "c":
        return cell_state_difference(p)
    if name == "squashed_c":
        return restart_difference(p, p.trace()["o"])
    if name == "h" and gates != ("h",):
        return restart_difference(p, np.ones(p.d_h.shape))
    return gate_difference(p, name)


def smooth_problem(cell, **options) -> Problem:
    """The first random problem whose ReLUs are all away from their kinks."""
    found = (problem(cell, seed, (4, 2, 2, 3), **options) for seed in range(100))
    return next(p for p in found if off_the_kinks(p.trace()))


@pytest.mark.parametrize(("key", "name"), NAMES, ids=[f"{key}:{name}" for key, name in NAMES])
@pytest.mark.parametrize(
    "options",
    [{}, {"ragged": True}, {"clamped": True}, {"ragged": True, "clamped": True}],
    ids=["plain", "ragged", "clamped", "ragged+clamped"],
)
def test_gradient_of_a_quantity(key, name, options):
    p = smooth_problem(CELLS[key], **options)
    wanted = p.grads()[name]
    found = difference(p, name)
    if name == "a_i" and p.cell.gates[0] == "i" and p.cell.coupled:
        assert not wanted.any()  # i is 1 - f: its own pre-activation leads nowhere
    assert np.abs(wanted).max() > 0 or not found.any()
    assert relative_error(wanted, found) < TOLERANCE


@cells("rnn-tanh", "rnn-sigmoid")
def test_clamping_a_state_and_restarting_from_it_agree(cell):
    p = smooth_problem(cell)
    restarted = restart_difference(p, np.ones(p.d_h.shape))
    assert relative_error(restarted, gate_difference(p, "h")) < TOLERANCE
