"""What must hold exactly, or to rounding, whatever the weights."""

from dataclasses import replace

import numpy as np
import pytest
from cases import CELLS, cells, every_cell, problem

from core.cells import GRU, LSTM
from core.sequence import backward, forward

ROUNDING = {"rtol": 1e-12, "atol": 1e-13}


def same(one, other, name=""):
    np.testing.assert_allclose(one, other, err_msg=name, **ROUNDING)


def same_everywhere(one, other, names=None):
    """Two Traces or two Grads hold the same numbers."""
    for name in names or one:
        same(one[name], other[name], name)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
@pytest.mark.parametrize("coupled", [False, True], ids=["", "coupled"])
def test_peepholes_of_weight_zero_change_nothing(activation, coupled):
    plain = problem(LSTM(False, activation, coupled))
    seeing = replace(
        plain,
        cell=LSTM(True, activation, coupled),
        params={**plain.params, "p": np.zeros((3, 1, 4))},
    )
    same_everywhere(plain.trace(), seeing.trace())
    same_everywhere(plain.grads(), seeing.grads())
    for name in plain.params:
        same(plain.grads().params[name], seeing.grads().params[name], name)


@cells(*(key for key in CELLS if key.startswith("lstm")))
def test_a_cell_that_forgets_nothing_and_writes_nothing_keeps_c_exactly(cell):
    p = replace(problem(cell), clamp={"f": np.array(1.0), "i": np.array(0.0)})
    trace = p.trace()
    for c in trace["c"]:
        np.testing.assert_array_equal(c, p.initial["c"])
    # The gradient of a loss that reads the last c alone comes back as it went in.
    grads = backward(trace, np.zeros_like(p.d_h), {"c": p.d_final["c"]})
    for d_c in (*grads["c"], grads.initial["c"]):
        np.testing.assert_array_equal(d_c, p.d_final["c"])


@cells("gru", "gru-reset_after")
def test_a_gru_that_never_updates_keeps_h_exactly(cell):
    p = replace(problem(cell), clamp={"z": np.array(0.0)}, d_h=np.zeros((5, 3, 4)))
    grads = p.grads()
    for h in grads.trace["h"]:
        np.testing.assert_array_equal(h, p.initial["h"])
    np.testing.assert_array_equal(grads.initial["h"], p.d_final["h"])


def test_both_grus_agree_while_nothing_is_reset():
    before = replace(problem(GRU()), clamp={"r": np.array(1.0)})
    after = replace(
        before, cell=GRU(reset_after=True), params={**before.params, "b_hn": np.zeros((1, 4))}
    )
    shared = [name for name in before.trace() if name not in ("rh", "r")]
    same_everywhere(before.trace(), after.trace(), shared)
    same_everywhere(before.grads(), after.grads(), shared)
    for name in before.params:
        same(before.grads().params[name], after.grads().params[name], name)


def test_with_a_reset_gate_at_work_the_two_grus_differ():
    p = problem(GRU())
    after = replace(p, cell=GRU(reset_after=True), params={**p.params, "b_hn": np.zeros((1, 4))})
    assert np.abs(p.trace()["h"] - after.trace()["h"]).max() > 1e-3


@pytest.mark.parametrize("peephole", [False, True], ids=["", "peephole"])
def test_coupled_gates_run_as_an_input_gate_held_at_one_minus_f(peephole):
    coupled = problem(LSTM(peephole, coupled=True))
    held = replace(coupled, cell=LSTM(peephole), clamp={"i": 1.0 - coupled.trace()["f"]})
    same_everywhere(coupled.trace(), held.trace())


@every_cell
@pytest.mark.parametrize("ragged", [False, True], ids=["full", "ragged"])
@pytest.mark.parametrize("clamped", [False, True], ids=["free", "clamped"])
def test_sequences_of_a_batch_do_not_see_each_other(cell, ragged, clamped):
    p = problem(cell, ragged=ragged, clamped=clamped)
    grads, total = p.grads(), dict.fromkeys(p.params, 0.0)
    for b in range(3):
        one = slice(b, b + 1)
        alone = replace(
            p,
            x=p.x[:, one],
            initial={name: value[one] for name, value in p.initial.items()},
            lengths=None if p.lengths is None else p.lengths[one],
            clamp={name: value[:, one] for name, value in p.clamp.items()},
            d_h=p.d_h[:, one],
            d_final={name: value[one] for name, value in p.d_final.items()},
        ).grads()
        for name in grads:
            same(alone.trace[name], grads.trace[name][:, one], name)
            same(alone[name], grads[name][:, one], name)
        same(alone.x, grads.x[:, one])
        total = {name: total[name] + alone.params[name] for name in total}
    for name in total:
        same(total[name], grads.params[name], name)


@every_cell
@pytest.mark.parametrize("cut", [1, 3])
def test_a_sequence_in_two_parts_equals_the_whole(cell, cut):
    p = problem(cell, clamped=True)
    whole = p.grads()

    def part(steps, initial):
        clamp = {name: value[steps] for name, value in p.clamp.items()}
        return forward(cell, p.params, p.x[steps], initial, clamp=clamp)

    first = part(slice(cut), p.initial)
    second = part(slice(cut, None), {name: first.final(name) for name in cell.state})
    later = backward(second, p.d_h[cut:], p.d_final)
    earlier = backward(first, p.d_h[:cut], later.initial)
    for name in whole:
        same(np.concatenate([first[name], second[name]]), whole.trace[name], name)
        same(np.concatenate([earlier[name], later[name]]), whole[name], name)
    same(np.concatenate([earlier.x, later.x]), whole.x)
    for name in p.params:
        same(earlier.params[name] + later.params[name], whole.params[name], name)
    for name in p.initial:
        same(earlier.initial[name], whole.initial[name], name)


@every_cell
def test_a_shorter_sequence_is_the_same_as_one_cut_off(cell):
    p = replace(problem(cell, ragged=True), lengths=np.array([3, 3, 3]))
    cut = replace(p, lengths=None, x=p.x[:3], d_h=p.d_h[:3])
    long, short = p.grads(), cut.grads()
    for name in long:
        same(long.trace[name][:3], short.trace[name], name)
        same(long[name][:3], short[name], name)
    for name in cell.state:
        same(long.trace.final(name), short.trace.final(name), name)
        np.testing.assert_array_equal(long.trace[name][3], long.trace[name][2])


@every_cell
def test_renaming_the_units_renames_everything(cell):
    p = problem(cell, ragged=True, clamped=True)
    order = np.array([2, 0, 3, 1])

    def renamed(values):
        return {name: value[..., order] for name, value in values.items()}

    params = renamed(p.params)
    params["W_h"] = params["W_h"][:, order]
    other = replace(
        p,
        params=params,
        initial=renamed(p.initial),
        clamp=renamed(p.clamp),
        d_h=p.d_h[..., order],
        d_final=renamed(p.d_final),
    )
    one, two = p.grads(), other.grads()
    for name in one:
        same(one.trace[name][..., order], two.trace[name], name)
        same(one[name][..., order], two[name], name)
    same(one.x, two.x)
    for name in p.params:
        grad = one.params[name][..., order]
        same(grad[:, order] if name == "W_h" else grad, two.params[name], name)


@every_cell
def test_gradients_are_linear_in_what_the_losses_inject(cell):
    p = problem(cell)
    trace, rng = p.trace(), np.random.default_rng(7)
    d_h, d_h_2 = rng.standard_normal((2, 5, 3, 4))
    both, one, two = (backward(trace, d) for d in (d_h - 3 * d_h_2, d_h, d_h_2))
    for name in both:
        same(both[name], one[name] - 3 * two[name], name)


@every_cell
def test_losses_of_single_steps_add_up_to_backpropagation_through_time(cell):
    """The path matrix: copy k of the batch carries the loss of step k alone."""
    p = problem(cell, shape=(5, 1, 2, 4))
    p = replace(p, d_final={name: np.zeros((1, 4)) for name in cell.state})
    whole, many = p.grads(), p.copies(5)
    d_h = np.zeros((5, 5, 4))
    d_h[np.arange(5), np.arange(5)] = p.d_h[:, 0]
    paths = replace(many, d_h=d_h).grads()
    for name in whole:
        same(paths[name].sum(axis=1), whole[name][:, 0], name)
        for k in range(5):  # what has not happened yet is not to blame
            assert not paths[name][k + 1 :, k].any(), name
    for name in p.params:
        same(paths.params[name], whole.params[name], name)
