"""Networks that do memory tasks: reading, gradients, accuracy, and sizes that compare."""

import numpy as np
import pytest

from core.cells import GRU, LSTM, VanillaRNN
from core.sequence import backward
from core.tasks import CELLS, TASKS
from core.tasks.model import CHUNK, TaskModel, hidden_size_for, parameter_count
from core.training import Settings, descend, loss_and_grads

every_task = pytest.mark.parametrize("task", TASKS)
every_cell = pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)


def untrained(task, cell=None, hidden_size=4, seed=0):
    """A model with random biases, so that none of its gradients vanishes by accident."""
    rng = np.random.default_rng(seed)
    model = TaskModel.init(cell or LSTM(), hidden_size, rng, task)
    for group in (model.params, model.readout):
        for name, value in group.items():
            group[name] = value + rng.normal(0, 0.3, value.shape)
    return model


def ragged(task, count=6):
    """A few sequences of different lengths."""
    shortest = TASKS[task].shortest
    return TASKS[task].training(count, np.random.default_rng(3), (shortest, shortest + 5))


@every_task
@every_cell
def test_gradients_of_the_mean_loss_match_finite_differences(task, cell):
    model, problem, step = untrained(task, cell), ragged(task), 1e-5
    _, grads = loss_and_grads(model, problem)
    places = np.random.default_rng(5)
    for group in (model.params, model.readout):
        for name, value in group.items():
            for flat in places.choice(value.size, min(4, value.size), replace=False):
                place = np.unravel_index(flat, value.shape)
                kept, ends = value[place], []
                for nudge in (step, -step):
                    value[place] = kept + nudge
                    ends.append(model.read(problem, mean=True).loss.value)
                value[place] = kept
                slope = (ends[0] - ends[1]) / (2 * step)
                assert grads[name][place] == pytest.approx(slope, rel=1e-5, abs=1e-9), name


@every_task
def test_a_reading_holds_trace_loss_and_probabilities(task):
    model, problem = untrained(task), ragged(task)
    reading = model.read(problem)
    T, B, _ = problem.x.shape
    assert reading.trace["h"].shape == (T, B, 4)
    assert reading.probabilities.shape == (T, B, len(TASKS[task].outputs))
    assert reading.probabilities is reading.loss.prediction
    assert ((reading.loss.steps != 0) == problem.asked).all()
    assert reading.problem is problem
    mean = model.read(problem, mean=True).loss.value
    assert mean == pytest.approx(reading.loss.value / problem.asked.sum())
    assert backward(reading.trace, reading.loss.d_h).x.shape == problem.x.shape
    np.testing.assert_array_equal(reading.right, TASKS[task].right(problem, reading.probabilities))


@every_task
def test_a_sequence_among_others_is_read_as_alone(task):
    model, problem = untrained(task), ragged(task)
    together = model.read(problem)
    for b in range(6):
        alone = model.read(problem.pick(slice(b, b + 1)))
        L = alone.trace.T
        np.testing.assert_allclose(
            together.probabilities[:L, b], alone.probabilities[:, 0], rtol=1e-10
        )
        assert together.loss.steps[:, b].sum() == pytest.approx(alone.loss.value)


@every_task
def test_accuracy_is_the_share_right_of_what_is_scored(task):
    model = untrained(task)
    problem = TASKS[task].sample(9, CHUNK + 30, np.random.default_rng(0))  # more than one chunk
    right = model.read(problem).right
    assert model.accuracy(problem) == pytest.approx(right[problem.scored].mean())


def test_accuracy_takes_the_clamp_of_a_reading():
    model = untrained("recall")
    problem = TASKS["recall"].sample(9, CHUNK + 30, np.random.default_rng(0))
    T, B, _ = problem.x.shape
    single = {"f": 0.0}
    steps = {"f": np.where(np.arange(T) == 4, 0.0, np.nan)[:, None, None]}
    each = {"f": np.where(np.arange(B) % 2, 0.0, np.nan)[:, None]}
    for clamp in (single, steps, each):
        right = model.read(problem, clamp=clamp).right
        assert model.accuracy(problem, clamp=clamp) == right[problem.scored].mean()
    names, problem = untrained("names"), TASKS["names"].measured(5)
    held = {"o": np.zeros((5, 1, 1))}
    right = names.read(problem, clamp=held).right
    assert names.accuracy(problem, clamp=held) == right[problem.scored].mean()


def test_nothing_scored_has_no_accuracy():
    model = untrained("reber")
    assert np.isnan(model.accuracy(TASKS["reber"].parse("BTBT")))


def test_a_model_fits_its_task():
    params, readout = untrained("recall").params, untrained("recall").readout
    with pytest.raises(ValueError, match=r"task must be one of recall, .* got 'x'"):
        TaskModel(LSTM(), params, readout, "x")
    with pytest.raises(ValueError, match=r"must read the D = 2 inputs of parity; .* D = 7"):
        TaskModel(LSTM(), params, readout, "parity")
    with pytest.raises(ValueError, match=r"readout must have V \(4, 7\)"):
        TaskModel(LSTM(), params, readout, "reber")
    with pytest.raises(ValueError, match="readout must hold V and c; got V"):
        TaskModel(LSTM(), params, {"V": readout["V"]}, "recall")
    with pytest.raises(ValueError, match="the model does recall; got a problem of parity"):
        untrained("recall").read(TASKS["parity"].parse("01"))


@pytest.mark.parametrize("cell", [VanillaRNN(), LSTM(True), GRU(), GRU(True)], ids=repr)
@every_task
def test_the_size_nearest_to_a_budget_is_found(task, cell):
    counts = {H: parameter_count(cell, H, TASKS[task]) for H in range(1, 60)}
    for budget in (1, 500, 777, 1234):
        size = hidden_size_for(cell, TASKS[task], budget)
        assert abs(counts[size] - budget) == min(abs(n - budget) for n in counts.values())
    model = TaskModel.init(cell, 5, np.random.default_rng(0), task)
    assert model.parameter_count == counts[5]


def test_the_loop_trains_a_task_model():
    model, rng = untrained("parity", hidden_size=8), np.random.default_rng(0)
    batches = (TASKS["parity"].training(32, rng, (1, 3)) for _ in range(400))
    settings = Settings(epochs=4, learning_rate=0.03)
    course = list(descend(model, batches, 100, settings))
    assert [p.step for p in course if p.ends_epoch] == [100, 200, 300, 400]
    assert course[-1].loss < 0.05 < 0.5 < course[0].loss
    assert course[-1].model.accuracy(TASKS["parity"].measured(3)) == 1.0
