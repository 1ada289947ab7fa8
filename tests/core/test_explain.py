"""Every number of every cell opens into terms that add up to it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cases import CELLS, cells, every_cell, problem

from core.activations import ACTIVATIONS
from core.cells import Cell
from core.explain import (
    Explanation,
    explain,
    explain_injected,
    explain_length,
    explain_logit,
    explain_loss,
    explain_param,
    explain_probability,
    explain_use_length,
)
from core.readout import init_readout, log_softmax, loss, softmax
from core.sequence import Grads, Trace
from core.update import uses

CLOSE = 1e-12


def close(found: float, wanted: float) -> bool:
    return abs(found - wanted) <= CLOSE * max(1.0, abs(wanted))


def adds_up(opened: Explanation) -> bool:
    """The products are weight · value, they sum to `sum`, and function(sum) is the result."""
    if any(term.product != term.weight * term.value for term in opened.terms):
        return False
    if not close(opened.sum, sum(term.product for term in opened.terms)) and opened.terms:
        return False
    phi = ACTIVATIONS[opened.function] if opened.function else None
    ends = float(phi(np.array(opened.sum))) if phi else opened.sum
    return close(ends, opened.result)


def places(of: Trace | Grads, name: str, trace: Trace) -> list[tuple[int, int, int]]:
    width = trace.D if name == "x" else trace.H
    first = -1 if name in trace.cell.state else 0
    return [
        (t, b, unit) for t in range(first, trace.T) for b in range(trace.B) for unit in range(width)
    ]


def held_in(of: Trace | Grads, trace: Trace, name: str, t: int, b: int, unit: int) -> float:
    """The number as the trace or the gradients hold it."""
    if name == "x":
        return float(of.x[t, b, unit])
    if t < 0:
        initial = of.initial if isinstance(of, Grads) else {n: r[0] for n, r in trace.rows.items()}
        return float(initial[name][b, unit])
    return float(of[name][t, b, unit])


@every_cell
@pytest.mark.parametrize("kind", ["values", "gradients"])
@pytest.mark.parametrize("special", [False, True], ids=["plain", "ragged+clamped"])
def test_every_number_equals_what_it_opens_into(cell: Cell, kind: str, special: bool) -> None:
    p = problem(cell, seed=3, shape=(4, 3, 2, 3), ragged=special, clamped=special)
    trace = p.trace()
    of = p.grads() if kind == "gradients" else trace
    for name in [*trace, *(["x"] if kind == "gradients" else [])]:
        for t, b, unit in places(of, name, trace):
            opened = explain(of, name, t, b, unit)
            assert opened.result == held_in(of, trace, name, t, b, unit)
            assert adds_up(opened), (name, t, b, unit, opened)


@every_cell
@pytest.mark.parametrize("ragged", [False, True], ids=["full", "ragged"])
def test_references_lead_to_the_value_that_the_term_shows(cell: Cell, ragged: bool) -> None:
    p = problem(cell, seed=5, shape=(4, 2, 2, 3), ragged=ragged, clamped=True)
    trace, grads = p.trace(), p.grads()
    seen = set()
    for of in (trace, grads):
        for name in [*trace, *(["x"] if of is grads else [])]:
            for t, b, unit in places(of, name, trace):
                for term in explain(of, name, t, b, unit).terms:
                    if term.ref is None:
                        continue
                    ref = term.ref
                    seen.add(ref.source)
                    if ref.source == "input":
                        there = float(trace.x[ref.t, b, ref.unit])
                    elif ref.source == "injected":
                        there = float(grads.injected[ref.name][ref.t, b, ref.unit])
                    else:
                        source = grads if ref.source == "grads" else trace
                        there = held_in(source, trace, ref.name, ref.t, b, ref.unit)
                    complement = term.value_label.startswith("(1 - ")
                    assert term.value == (1.0 - there if complement else there)
    assert {"trace", "grads", "input", "injected"} <= seen


@every_cell
def test_gradients_of_parameters_open_into_one_term_a_use(cell: Cell) -> None:
    p = problem(cell, seed=7, shape=(3, 2, 2, 2), ragged=True, clamped=True)
    grads = p.grads()
    for name, value in p.params.items():
        for index in np.ndindex(value.shape):
            opened = explain_param(grads, name, index)
            assert len(opened.terms) == 6
            for k, term in enumerate(opened.terms):  # what it multiplies, and what comes back
                assert term.ref is not None
                assert term.ref.t == k // 2
                assert term.value == grads[term.ref.name][k // 2, k % 2, term.ref.unit]
            assert opened.result == grads.params[name][index]
            assert adds_up(opened), (name, index)


@cells("lstm-peephole")
def test_the_cell_state_gathers_gradient_from_h_and_c_and_peepholes(cell: Cell) -> None:
    opened = explain(problem(cell).grads(), "c", 2, 0, 1)
    labels = [term.weight_label for term in opened.terms]
    assert [label.split("[")[0] for label in labels] == [
        r"\tanh'(c_{3}", "f_{4}", "p_{o}", "p_{i}", "p_{f}",
    ]  # fmt: skip


def test_the_hidden_state_gathers_gradient_from_its_loss_and_every_gate() -> None:
    p = problem(CELLS["lstm"], shape=(4, 1, 2, 3))
    opened = explain(p.grads(), "h", 1, 0, 0)
    assert opened.terms[0].ref is not None
    assert opened.terms[0].ref.source == "injected"
    gates = {term.ref.name for term in opened.terms[1:] if term.ref}
    assert gates == {"a_i", "a_f", "a_g", "a_o"}
    last = explain(p.grads(), "h", 3, 0, 0)
    assert len(last.terms) == 1  # nothing comes back from behind the end


@every_cell
def test_at_the_end_of_a_shorter_sequence_only_its_own_loss_is_shown(cell: Cell) -> None:
    p = replace(problem(cell, shape=(4, 2, 2, 3), ragged=True), lengths=np.array([2, 4]))
    opened = explain(p.grads(), "h", 1, 0, 0)
    assert [term.ref and term.ref.source for term in opened.terms] == ["injected"]
    assert len(explain(p.grads(), "h", 1, 1, 0).terms) > 1


def test_inputs_are_called_by_their_letters() -> None:
    p = problem(CELLS["lstm"], shape=(2, 1, 2, 3))
    opened = explain(p.trace(), "a_f", 0, 0, 1, inputs="ab")
    assert opened.terms[1].value_label == r"x_{1}[\mathrm{a}]"
    assert opened.terms[1].weight_label == r"W_{f,x}[\mathrm{a},2]"


@cells("rnn-tanh", "lstm", "gru")
def test_predictions_open_down_to_the_hidden_state(cell: Cell) -> None:
    p = problem(cell, seed=2, shape=(3, 2, 2, 4))
    h = p.trace()["h"]
    readout = init_readout(4, 5, np.random.default_rng(1))
    readout["c"] += 0.3
    made = loss(readout, h, np.array([[0, 4], [1, 1], [3, 2]]))
    for t, b, k in np.ndindex(3, 2, 5):
        y = made.logits[t, b]
        logit = explain_logit(readout, h[t, b], t, k)
        assert adds_up(logit)
        assert close(logit.result, y[k])
        chance = explain_probability(y, t, k, "abcde")
        assert chance.result == softmax(y)[k]
        own = next(term for term in chance.terms if term.ref and term.ref.unit == k)
        assert close(own.product / chance.sum, chance.result)
        surprise = explain_loss(y, t, k)
        assert adds_up(surprise)
        assert surprise.result == -log_softmax(y)[k]
    for t, b, unit in np.ndindex(3, 2, 4):
        asked = explain_injected(readout, made, t, b, unit)
        assert adds_up(asked)
        assert asked.result == made.d_h[t, b, unit]


@pytest.mark.parametrize(
    ("name", "t", "b", "unit", "says"),
    [
        ("q", 0, 0, 0, "LSTM traces .*; got 'q'"),
        ("f", -1, 0, 0, "t must lie in 0…4 for 'f'; got -1"),
        ("c", -2, 0, 0, "t must lie in -1…4 for 'c'; got -2"),
        ("f", 5, 0, 0, "t must lie in 0…4"),
        ("f", 0, 3, 0, "b must lie in 0…2"),
        ("f", 0, 0, 4, "unit must lie in 0…3"),
        ("x", 0, 0, 0, "LSTM traces .*; got 'x'"),
    ],
)
def test_a_number_that_is_not_there_is_named(
    name: str, t: int, b: int, unit: int, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        explain(problem(CELLS["lstm"]).trace(), name, t, b, unit)


@pytest.mark.parametrize(("name", "index"), [("W_q", (0, 0, 0)), ("W_x", (0, 0)), ("b", (0, 0, 9))])
def test_a_parameter_entry_that_is_not_there_is_named(name: str, index: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="must"):
        explain_param(problem(CELLS["lstm"]).grads(), name, index)


@every_cell
def test_lengths_open_into_squares(cell):
    grads = problem(cell, shape=(4, 1, 3, 5)).grads()
    for name in (*cell.state, "a"):
        opened = explain_length(grads, name, 2, 0)
        parts = [f"a_{gate}" for gate in cell.gates] if name == "a" else [name]
        vector = np.concatenate([grads[part][2, 0] for part in parts])
        assert opened.result == pytest.approx(np.linalg.norm(vector))
        assert opened.sum == pytest.approx(opened.result**2)
        assert [term.weight for term in opened.terms] == vector.tolist()
    for param in ("W_x", "W_h", "b"):
        opened = explain_use_length(grads, param, 2)
        assert opened.result == pytest.approx(np.linalg.norm(uses(grads, param)[2]))
        assert opened.sum == pytest.approx(opened.result**2)
        assert len(opened.terms) == len(cell.gates)
    with pytest.raises(ValueError, match="name must be one of"):
        explain_length(grads, "x", 2, 0)
    for t in (-1, 4):
        with pytest.raises(ValueError, match="t must lie in 0…3"):
            explain_length(grads, "h", t, 0)
        with pytest.raises(ValueError, match="t must lie in 0…3"):
            explain_use_length(grads, "b", t)
