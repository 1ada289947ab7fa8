"""What the lesson on four cells says, computed again from the core.

The name of a test is the sentence of the lesson that it holds to account.
"""

from functools import cache

import numpy as np
import pytest

from core.influence import influence, swap
from core.sweeps import hold
from core.tasks import CELLS, TASKS
from core.whatif import answered_at, others, told_at
from pages.parts.answering import model, report
from tests.pages.test_settings import settings_class
from tests.pages.visits import visit, written

EVERY = pytest.mark.parametrize("task", TASKS)
BEYOND = 40  # the delay at which the page opens


@cache
def examples(task, delay, count=12):
    return [TASKS[task].example(delay, seed) for seed in range(count)]


@EVERY
def test_about_as_many_parameters(task):
    counts = [report(task, cell)["parameters"] for cell in CELLS]
    assert counts == [model(task, cell).parameter_count for cell in CELLS]
    assert max(counts) / min(counts) < 1.1


@EVERY
def test_the_same_seed_minibatches_and_number_of_steps_each_at_its_own_best_rate(task):
    recipes = [report(task, cell)["recipe"] for cell in CELLS]
    assert len({str(recipe) for recipe in recipes}) == 1
    for cell in CELLS:
        rates = report(task, cell)["rates"]
        best = max(tried["accuracy"] for tried in rates["tried"])
        chosen = next(t for t in rates["tried"] if t["rate"] == rates["chosen"])
        assert chosen["accuracy"] == best
        assert len(rates["tried"]) == len(recipes[0]["rates"])


def test_the_number_of_rates_is_as_said():
    rates = len(report("recall", "rnn")["recipe"]["rates"])
    assert f"trained at {rates} learning rates" in written(visit("compare"))
    assert all(len(report(t, c)["recipe"]["rates"]) == rates for t in TASKS for c in CELLS)


@EVERY
def test_the_reports_are_of_these_networks(task):
    """At two delays everything is counted again."""
    for cell in CELLS:
        found = report(task, cell)["accuracy"]
        for k in (0, len(found["delays"]) // 2):
            measured = model(task, cell).accuracy(TASKS[task].measured(found["delays"][k]))
            assert measured == pytest.approx(found["accuracy"][k], abs=1e-9)


def test_the_page_opens_beyond_training_where_not_all_still_know():
    assert settings_class("compare")().delay == BEYOND
    assert TASKS["recall"].trained_on[1] < BEYOND
    shares = [
        report("recall", cell)["accuracy"]["accuracy"][
            report("recall", cell)["accuracy"]["delays"].index(BEYOND)
        ]
        for cell in CELLS
    ]
    assert max(shares) > 0.95
    assert min(shares) < 0.5


def test_where_the_trace_is_at_the_ground_the_network_can_only_guess():
    """With z at 0 nothing is left of the letter: then all letters get the same answer."""
    network = model("recall", "gru")
    posed = TASKS["recall"].sample(BEYOND, 40, np.random.default_rng(0))
    read = network.read(posed, clamp={"z": np.array(0.0)})
    assert (read.trace["h"] == 0).all()
    assert len({tuple(p) for p in read.probabilities[-1].round(12)}) == 1


@pytest.mark.parametrize("cell", ["lstm", "lstm-peephole"])
def test_with_the_output_gate_at_zero_h_is_zero_and_c_still_keeps_something(cell):
    network, kept = model("recall", cell), []
    for posed in examples("recall", BEYOND):
        found = swap(network.cell, network.params, posed.x, 0, others(posed, 0), "o", (0.0,))
        assert (found.own("h") == 0).all()
        assert (found.left("h") == 0).all()
        kept.append(found.left("c")[0, 0])
    assert min(kept) > 0


@pytest.mark.parametrize("cell", ["lstm", "lstm-peephole"])
def test_with_the_forget_gate_at_zero_nothing_of_the_old_cell_state_stays(cell):
    network, posed = model("recall", cell), examples("recall", BEYOND)[0]
    clamp = hold({"f": 0.0}, len(posed.x), network.hidden_size)
    trace = network.read(posed, clamp=clamp).trace
    np.testing.assert_allclose(trace["c"], trace["i"] * trace["g"], rtol=1e-12)


def test_a_small_gradient_is_not_yet_forgetting():
    """Somebody answers right with a gradient hundreds of times smaller at the green step."""
    found = 0
    for cell in CELLS:
        network = model("recall", cell)
        for posed in examples("recall", BEYOND):
            t, source = answered_at(posed), told_at(posed)
            read = network.read(posed)
            flow = influence(read.trace, network.readout, t, int(posed.targets[t, 0]))
            found += bool(read.right[t, 0]) and flow.x[source, 0] < flow.x[t, 0] / 300
    assert found > 6


def test_each_bit_counts_as_much_as_any_other():
    parity = TASKS["parity"]
    typed = "0000000000"
    before = parity.parse(typed).wanted[-1]
    for k in range(len(typed)):
        assert parity.parse(typed[:k] + "1" + typed[k + 1 :]).wanted[-1] != before


def test_whoever_knows_parity_must_change_its_mind():
    parity = TASKS["parity"]
    knowing = [c for c in CELLS if report("parity", c)["within_training"] > 0.99]
    assert knowing
    for cell in knowing:
        said = {
            model("parity", cell).read(parity.parse(bits)).probabilities[-1, 0].argmax()
            for bits in ("0000000000", "0000100000")
        }
        assert len(said) == 2


def test_where_short_delays_are_mixed_in_a_plain_rnn_learns_to_remember():
    made = report("recall", "rnn")
    assert made["otherwise_trained"]["within_training"] > made["within_training"]
    assert (
        made["otherwise_trained"]["accuracy"]["trained_on"][0] < made["accuracy"]["trained_on"][0]
    )
