"""Bad input is answered by a sentence: what was expected, and what came."""

import re
from dataclasses import replace

import numpy as np
import pytest
from cases import CELLS, cells, every_cell, problem

from core.cells import GRU, LSTM, VanillaRNN
from core.sequence import backward, forward

NAN = float("nan")


def says(*parts: str):
    return pytest.raises(ValueError, match=".*".join(re.escape(part) for part in parts))


@every_cell
@pytest.mark.parametrize(
    ("x", "parts"),
    [
        (np.zeros((5, 2)), ("x must have shape (T, B, D) with D = 2", "got (5, 2)")),
        (np.zeros((5, 3, 4)), ("x must have shape (T, B, D) with D = 2", "got (5, 3, 4)")),
        (np.zeros(()), ("x must have shape (T, B, D)", "got ()")),
        (np.zeros((0, 3, 2)), ("at least one step and one sequence", "got (0, 3, 2)")),
        (np.zeros((5, 0, 2)), ("at least one step and one sequence", "got (5, 0, 2)")),
        ("hello", ("x must be an array of numbers", "got 'hello'")),
        ([[[1.0, 2.0]], [[1.0]]], ("x must be an array of numbers", "got [[[1.0, 2.0]], [[1.0]]]")),
        (None, ("x must be an array of numbers", "got None")),
        ([[["1", "2"]]], ("x must be an array of numbers", "got [[['1', '2']]]")),
        ([[["a", "b"]]], ("x must be an array of numbers",)),
        (np.zeros((1, 1, 2), dtype=complex), ("x must be an array of numbers", "j")),
    ],
    ids=["2-D", "D", "0-D", "T=0", "B=0", "text", "uneven", "none", "digits", "letters", "complex"],
)
def test_x(cell, x, parts):
    with says(*parts):
        forward(cell, problem(cell).params, x)


@every_cell
@pytest.mark.parametrize(
    ("lengths", "parts"),
    [
        ([1, 2], ("lengths must have shape (B,) = (3,)", "got (2,)")),
        (3, ("lengths must have shape (B,) = (3,)", "got ()")),
        ([[1, 2, 3]], ("lengths must have shape (B,) = (3,)", "got (1, 3)")),
        ([0, 2, 3], ("whole numbers from 1 to T = 5", "got [0.0, 2.0, 3.0]")),
        ([1, 2, 6], ("whole numbers from 1 to T = 5", "got [1.0, 2.0, 6.0]")),
        ([1, 2, -1], ("whole numbers from 1 to T = 5", "-1.0")),
        ([1, 2, 2.5], ("whole numbers from 1 to T = 5", "2.5")),
        ([1, 2, NAN], ("whole numbers from 1 to T = 5", "nan")),
        ([1, 2, np.inf], ("whole numbers from 1 to T = 5", "inf")),
        (["a", "b", "c"], ("lengths must be an array of numbers", "got ['a', 'b', 'c']")),
    ],
    ids=["few", "0-D", "2-D", "zero", "long", "negative", "fraction", "nan", "inf", "text"],
)
def test_lengths(cell, lengths, parts):
    p = problem(cell)
    with says(*parts):
        forward(cell, p.params, p.x, lengths=lengths)


@every_cell
@pytest.mark.parametrize(
    ("initial", "parts"),
    [
        ({"q": np.zeros((3, 4))}, ("states in initial must be among: h", "got q")),
        ({3: np.zeros((3, 4))}, ("states in initial must be among: h", "got 3")),
        ({"h": np.zeros((2, 4))}, ("initial['h'] must have shape (B, H) = (3, 4)", "got (2, 4)")),
        ({"h": np.zeros((1, 3, 4))}, ("initial['h'] must have shape", "got (1, 3, 4)")),
        ({"h": "zero"}, ("initial['h'] must be an array of numbers", "got 'zero'")),
        (np.zeros((3, 4)), ("states in initial must be given by name", "got ndarray")),
    ],
    ids=["name", "number", "B", "3-D", "text", "array"],
)
def test_initial(cell, initial, parts):
    p = problem(cell)
    with says(*parts):
        forward(cell, p.params, p.x, initial)


@every_cell
def test_clamp(cell):
    p, gate = problem(cell), cell.gates[0]
    for clamp, parts in (
        ({"q": 1.0}, (f"gates in clamp must be among: {', '.join(cell.gates)}", "got q")),
        ({"a_" + gate: 1.0}, ("gates in clamp must be among", f"got a_{gate}")),
        (
            {gate: np.zeros((4, 3, 4))},
            (f"clamp['{gate}'] must be broadcastable to (T, B, H) = (5, 3, 4)", "got (4, 3, 4)"),
        ),
        ({gate: np.zeros((1, 5, 3, 4))}, ("must be broadcastable to", "got (1, 5, 3, 4)")),
        ({gate: "open"}, (f"clamp['{gate}'] must be an array of numbers", "got 'open'")),
        ([gate], ("gates in clamp must be given by name", "got list")),
    ):
        with says(*parts):
            forward(cell, p.params, p.x, clamp=clamp)


@every_cell
def test_params(cell):
    p, G = problem(cell), len(cell.gates)
    without_b = {name: value for name, value in p.params.items() if name != "b"}
    for params, parts in (
        ({}, ("params must hold W_x", "got nothing")),
        ({"W_h": p.params["W_h"]}, ("params must hold W_x", "got W_h")),
        (without_b, (f"params of {cell.title} must also hold b",)),
        ({**p.params, "V": np.zeros(2)}, (f"parameters of {cell.title} must be among", "got V")),
        (
            {**p.params, "W_x": np.zeros((2, 4))},
            (f"W_x must have shape (G, D, H) with G = {G}", "got (2, 4)"),
        ),
        (
            {**p.params, "W_x": np.zeros((7, 2, 4))},
            (f"W_x must have shape (G, D, H) = {(G, 2, 4)}", "got (7, 2, 4)"),
        ),
        (
            {**p.params, "W_h": np.zeros((G, 3, 4))},
            (f"W_h must have shape (G, H, H) = {(G, 4, 4)}", f"got {(G, 3, 4)}"),
        ),
        (
            {**p.params, "b": np.zeros((G, 4))},
            (f"b must have shape (G, 1, H) = {(G, 1, 4)}", f"got {(G, 4)}"),
        ),
        ({**p.params, "b": "none"}, ("b must be an array of numbers", "got 'none'")),
        (
            {**p.params, "W_x": np.zeros((G, 0, 4))},
            ("W_x must have at least one input and one unit", f"got {(G, 0, 4)}"),
        ),
        (None, ("params must be given by name", "got NoneType")),
    ):
        with says(*parts):
            forward(cell, params, p.x)


def test_params_of_an_option_are_asked_for_and_not_taken_without_it():
    with says("params of LSTM must also hold p"):
        forward(LSTM(peephole=True), problem(LSTM()).params, np.zeros((2, 1, 2)))
    with says("parameters of LSTM must be among: W_x, W_h, b", "got p"):
        forward(LSTM(), problem(LSTM(peephole=True)).params, np.zeros((2, 1, 2)))
    with says("params of GRU must also hold b_hn"):
        forward(GRU(reset_after=True), problem(GRU()).params, np.zeros((2, 1, 2)))


@cells("rnn-tanh", "lstm", "gru")
@pytest.mark.parametrize("size", [0, -3, 2.0, NAN, "8", None, True])
def test_sizes(cell, size):
    rng = np.random.default_rng(0)
    with says("input_size must be a whole number of at least 1", f"got {size!r}"):
        cell.init(size, 4, rng)
    with says("hidden_size must be a whole number of at least 1", f"got {size!r}"):
        cell.init(4, size, rng)


@cells("rnn-tanh", "lstm", "gru")
def test_sizes_may_be_numpy_integers(cell):
    params = cell.init(np.int64(2), np.int32(3), np.random.default_rng(0))
    assert params["W_x"].shape[1:] == (2, 3)


@pytest.mark.parametrize("name", ["Tanh", "swish", "", None, 3])
def test_activations(name):
    with says("activation must be one of tanh, relu, sigmoid, identity", f"got {name!r}"):
        VanillaRNN(name)
    with says("activation must be one of tanh, relu", f"got {name!r}"):
        LSTM(activation=name)


def test_an_lstm_takes_no_sigmoid_for_its_candidate():
    with says("activation must be one of tanh, relu;", "got 'sigmoid'"):
        LSTM(activation="sigmoid")


@every_cell
def test_what_backward_is_given(cell):
    p = problem(cell)
    trace = p.trace()
    for d_h, d_final, parts in (
        (np.zeros((5, 3)), None, ("d_h must have shape (T, B, H) = (5, 3, 4)", "got (5, 3)")),
        (1.0, None, ("d_h must have shape (T, B, H) = (5, 3, 4)", "got ()")),
        ("loss", None, ("d_h must be an array of numbers", "got 'loss'")),
        (p.d_h, {"q": p.d_h[0]}, ("states in d_final must be among: h", "got q")),
        (
            p.d_h,
            {"h": np.zeros(4)},
            ("d_final['h'] must have shape (B, H) = (3, 4)", "got (4,)"),
        ),
        (p.d_h, {"h": "end"}, ("d_final['h'] must be an array of numbers", "got 'end'")),
        (p.d_h, p.d_h[0], ("states in d_final must be given by name", "got ndarray")),
    ):
        with says(*parts):
            backward(trace, d_h, d_final)


@every_cell
@pytest.mark.parametrize("name", ["q", "F", "", "a_", "a_h0", "x", "W_x", 3, ("h",)])
def test_unknown_names(cell, name):
    p = problem(cell)
    trace, grads = p.trace(), p.grads()
    known = ", ".join(trace)
    for of in (trace, grads):
        with says(f"{cell.title} traces {known}", f"got {name!r}"):
            of[name]
        assert name not in of
        with says(f"{cell.title} traces {known}", f"got {name!r}"):
            cell.quantity(name)
    with says(f"prev() takes a state of the cell: {', '.join(cell.state)}", f"got {name!r}"):
        trace.prev(name)
    with says(f"final() takes a state of the cell: {', '.join(cell.state)}", f"got {name!r}"):
        trace.final(name)


@every_cell
def test_non_finite_results_are_data(cell):
    p = problem(cell, ragged=True)
    for value in (np.inf, -np.inf, np.nan, 1e308):
        x = p.x.copy()
        x[1, 0] = value
        grads = replace(p, x=x).grads()
        for name in grads:
            assert np.isfinite(grads.trace[name][0]).all(), name
            assert np.isfinite(grads.trace[name][:, 1:]).all(), name
            assert grads[name].shape == (5, 3, 4)
        assert grads.x.shape == (5, 3, 2)


def test_a_linear_rnn_overflows_in_silence():
    cell = CELLS["rnn-identity"]
    p = problem(cell, shape=(40, 1, 2, 3))
    p = replace(p, params={**p.params, "W_h": np.full((1, 3, 3), 1e20)})
    grads = p.grads()
    overflowed = ~np.isfinite(grads.trace["h"]).all(axis=(1, 2))
    assert not overflowed[0]
    assert overflowed[-1]
    assert not np.isfinite(grads["h"][0]).all()
