"""Names, orders and shapes that everything else relies on."""

from dataclasses import FrozenInstanceError, replace

import numpy as np
import pytest
from cases import CELLS, cells, every_cell, problem

from core.cells import GRU, LSTM, VanillaRNN
from core.sequence import backward, forward

KINDS = {"gate", "candidate", "state", "intermediate", "pre-activation"}


@pytest.mark.parametrize(
    ("cell", "gates", "state"),
    [
        (VanillaRNN(), ("h",), ("h",)),
        (LSTM(), ("i", "f", "g", "o"), ("h", "c")),
        (GRU(), ("r", "z", "n"), ("h",)),
    ],
    ids=["rnn", "lstm", "gru"],
)
def test_gates_and_states_have_fixed_orders(cell, gates, state):
    assert cell.gates == gates
    assert cell.state == state


@pytest.mark.parametrize(
    ("key", "names"),
    [
        ("rnn-tanh", "a_h h"),
        ("lstm", "a_f a_i a_g a_o f i g c o squashed_c h"),
        ("lstm-peephole-coupled", "a_f a_i a_g a_o f i g c o squashed_c h"),
        ("gru", "a_r a_z r z rh a_n n h"),
        ("gru-reset_after", "a_r a_z r z m a_n n h"),
    ],
)
def test_traced_names_come_in_the_order_of_computation(key, names):
    trace = problem(CELLS[key]).trace()
    assert list(trace) == names.split()
    assert len(trace) == len(names.split())


@every_cell
def test_params_have_their_shapes(cell):
    params = cell.init(3, 5, np.random.default_rng(0))
    G = len(cell.gates)
    wanted = {"W_x": (G, 3, 5), "W_h": (G, 5, 5), "b": (G, 1, 5)}
    if getattr(cell, "peephole", False):
        wanted["p"] = (3, 1, 5)
    if getattr(cell, "reset_after", False):
        wanted["b_hn"] = (1, 5)
    assert {name: value.shape for name, value in params.items()} == wanted
    assert all(value.dtype == np.float64 for value in params.values())


@every_cell
def test_init_is_bounded_seeded_and_starts_the_forget_gate_open(cell):
    one, two = (cell.init(3, 9, np.random.default_rng(5)) for _ in range(2))
    for name, value in one.items():
        np.testing.assert_array_equal(value, two[name])
        if name.startswith("W"):
            assert 0 < np.abs(value).max() <= 1 / 3
    forget = np.array([[gate == "f"] for gate in cell.gates], dtype=float)
    np.testing.assert_array_equal(one["b"], np.broadcast_to(forget[:, None], one["b"].shape))


@every_cell
def test_every_trace_and_gradient_has_the_shape_of_the_sequence(cell):
    p = problem(cell, ragged=True)
    trace, grads = p.trace(), p.grads()
    assert list(grads) == list(trace)
    assert len(grads) == len(trace)
    for name in trace:
        assert trace[name].shape == grads[name].shape == (5, 3, 4), name
        assert trace[name].dtype == grads[name].dtype == np.float64, name
    assert (trace.T, trace.B, trace.D, trace.H) == (5, 3, 2, 4)
    assert grads.x.shape == trace.x.shape == (5, 3, 2)
    assert grads.params.keys() == p.params.keys()
    for name, value in grads.params.items():
        assert value.shape == p.params[name].shape, name
    assert set(grads.initial) == set(grads.injected) == set(cell.state)
    for name in cell.state:
        assert grads.initial[name].shape == trace.final(name).shape == (3, 4)
        assert trace.prev(name).shape == grads.injected[name].shape == (5, 3, 4)


@every_cell
def test_prev_is_the_state_one_step_earlier(cell):
    p = problem(cell)
    trace = p.trace()
    for name in cell.state:
        np.testing.assert_array_equal(trace.prev(name)[0], p.initial[name])
        np.testing.assert_array_equal(trace.prev(name)[1:], trace[name][:-1])
        np.testing.assert_array_equal(trace.final(name), trace[name][-1])


@every_cell
def test_the_initial_state_is_zero_unless_given_and_broadcasts(cell):
    p = problem(cell)
    trace = forward(cell, p.params, p.x)
    for name in cell.state:
        assert not trace.prev(name)[0].any()
    trace = forward(cell, p.params, p.x, {"h": np.arange(4.0)})
    np.testing.assert_array_equal(trace.prev("h")[0], np.tile(np.arange(4.0), (3, 1)))


@every_cell
def test_a_clamp_broadcasts_and_nan_leaves_a_gate_free(cell):
    p, gate = problem(cell), cell.gates[0]
    np.testing.assert_array_equal(replace(p, clamp={gate: 0.25}).trace()[gate], 0.25)
    along_batch = np.array([0.0, np.nan, 1.0])[:, None]
    trace, free = replace(p, clamp={gate: along_batch}).trace(), p.trace()
    np.testing.assert_array_equal(trace[gate][:, 0], 0.0)
    np.testing.assert_array_equal(trace[gate][:, 2], 1.0)
    for name in trace:
        np.testing.assert_array_equal(trace[name][:, 1], free[name][:, 1])


@every_cell
@pytest.mark.parametrize("ragged", [False, True], ids=["full", "ragged"])
def test_arrays_are_read_only(cell, ragged):
    p = problem(cell, ragged=ragged)
    trace, grads = p.trace(), p.grads()
    arrays = [array[name] for name in trace for array in (trace, grads)]
    arrays += [trace.prev(name) for name in cell.state] + [trace.final("h"), trace.x, grads.x]
    arrays += [*grads.params.values(), *grads.initial.values(), *grads.injected.values()]
    for array in arrays:
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0.0


@every_cell
def test_what_the_caller_does_to_its_arrays_later_changes_nothing(cell):
    p = problem(cell)
    x, d_h, initial = p.x.copy(), p.d_h.copy(), {k: v.copy() for k, v in p.initial.items()}
    trace = forward(cell, p.params, x, initial)
    x[...] = initial["h"][...] = np.nan
    grads = backward(trace, d_h)
    d_h[...] = np.nan
    wanted = backward(forward(cell, p.params, p.x, p.initial), p.d_h)
    np.testing.assert_array_equal(grads.params["W_x"], wanted.params["W_x"])
    np.testing.assert_array_equal(grads.injected["h"], p.d_h)


@every_cell
def test_lists_and_integers_are_taken_as_numbers(cell):
    p = problem(cell)
    x = np.rint(p.x)
    from_lists = forward(cell, p.params, x.astype(int).tolist(), lengths=[5, 4, 3])
    np.testing.assert_array_equal(
        from_lists["h"], forward(cell, p.params, x, lengths=np.array([5, 4, 3]))["h"]
    )


@every_cell
def test_every_quantity_is_described(cell):
    trace = problem(cell, shape=(30, 2, 2, 4)).trace()
    symbols = [quantity.symbol for quantity in cell.quantities]
    assert len(set(symbols)) == len(symbols)
    for quantity in cell.quantities:
        assert quantity.kind in KINDS
        assert quantity.words
        assert quantity.latex
        assert quantity.role
        assert quantity.low < quantity.high
        if quantity.name not in ("h", "rh"):  # these may start outside, at the initial state
            assert trace[quantity.name].min() >= quantity.low
            assert trace[quantity.name].max() <= quantity.high
    assert {q.name for q in cell.quantities if q.kind == "state"} == set(cell.state)


@every_cell
def test_cells_are_frozen_equal_by_their_options_and_hashable(cell):
    assert cell.quantities  # computed once and kept: must not disturb what follows
    twin = replace(cell)
    assert twin == cell
    assert hash(twin) == hash(cell)
    option = next(iter(vars(twin)), None)
    with pytest.raises(FrozenInstanceError):
        setattr(cell, option or "title", "x")


@cells("lstm", "gru")
def test_the_same_input_gives_the_same_bits(cell):
    one, two = problem(cell).grads(), problem(cell).grads()
    for name in one:
        np.testing.assert_array_equal(one[name], two[name])
