"""The character model: reading, the loss behind bits per character, and writing."""

import numpy as np
import pytest

from core.cells import GRU, LSTM, VanillaRNN
from core.language import CharModel, draw, state_of, tempered
from core.readout import softmax
from core.sequence import backward
from core.text import NAMES, Alphabet

CELLS = {
    "rnn": VanillaRNN(),
    "lstm": LSTM(),
    "lstm-peephole-relu": LSTM(peephole=True, activation="relu"),
    "gru": GRU(),
    "gru-after": GRU(reset_after=True),
}
WORDS = ["ada", "b", "", "charlotte"]


def model_of(cell, hidden_size=5, seed=0, alphabet=NAMES):
    """An untrained model with random biases, so that nothing hides behind a zero."""
    rng = np.random.default_rng(seed)
    model = CharModel.init(cell, hidden_size, rng, alphabet)
    random = {name: rng.normal(size=value.shape) for name, value in model.params.items()}
    readout = {name: rng.normal(size=value.shape) for name, value in model.readout.items()}
    return CharModel(cell, random, readout, alphabet)


@pytest.fixture(params=CELLS, name="model")
def _model(request):
    return model_of(CELLS[request.param])


def test_a_text_is_read_symbol_by_symbol(model):
    reading = model.read("ada")
    assert reading.trace["h"].shape == (4, 1, 5)
    assert reading.logits.shape == reading.probabilities.shape == (4, 1, 27)
    np.testing.assert_allclose(reading.probabilities.sum(axis=-1), 1.0)
    # P("ada") = P(a | ·) P(d | ·a) P(a | ·ad) P(· | ·ada)
    product = np.prod([reading.probabilities[t, 0, s] for t, s in enumerate([1, 4, 1, 0])])
    assert reading.loss.value == pytest.approx(-np.log(product))


def test_an_empty_text_is_one_step(model):
    reading = model.read("")
    assert reading.trace.T == 1
    assert reading.loss.value == pytest.approx(-np.log(reading.probabilities[0, 0, 0]))


def test_texts_in_a_batch_read_as_they_do_alone(model):
    together = model.read(WORDS)
    for column, word in enumerate(WORDS):
        alone = model.read(word)
        steps = len(word) + 1
        np.testing.assert_allclose(
            together.probabilities[:steps, column], alone.probabilities[:, 0], rtol=1e-12
        )
        assert together.loss.steps[:, column].sum() == pytest.approx(alone.loss.value)
    assert model.read(WORDS, mean=True).loss.value == pytest.approx(
        together.loss.value / together.batch.symbols
    )


def test_gradients_flow_from_a_reading(model):
    reading = model.read(WORDS)
    grads = backward(reading.trace, reading.loss.d_h)
    epsilon = 1e-6
    for name in ("W_x", "W_h"):
        ends = []
        for sign in (1, -1):
            moved = {key: value.copy() for key, value in model.params.items()}
            moved[name][0, 1, 2] += sign * epsilon
            shifted = CharModel(model.cell, moved, model.readout)
            ends.append(shifted.read(WORDS).loss.value)
        slope = (ends[0] - ends[1]) / (2 * epsilon)
        assert grads.params[name][0, 1, 2] == pytest.approx(slope, rel=1e-5, abs=1e-7)


def test_bits_per_character_count_every_symbol_once(model):
    nats = sum(model.read(word).loss.value for word in WORDS)
    symbols = sum(len(word) + 1 for word in WORDS)
    assert model.bits_per_character(WORDS) == pytest.approx(nats / symbols / np.log(2))
    many = WORDS * 400  # more than are read at once
    assert model.bits_per_character(many) == pytest.approx(model.bits_per_character(WORDS))


def test_a_uniform_model_needs_log2_of_the_alphabet():
    model = model_of(LSTM())
    flat = CharModel(model.cell, model.params, {"V": np.zeros((5, 27)), "c": np.zeros(27)})
    assert flat.bits_per_character(WORDS) == pytest.approx(np.log2(27))


def test_stepping_gives_the_states_of_reading(model):
    trace = model.read("ada").trace
    state = None
    for t, symbol in enumerate([0, 1, 4, 1]):
        step, y = model.step([symbol], state)
        state = state_of(step)
        for name in model.cell.state:
            np.testing.assert_allclose(state[name], trace[name][t], rtol=1e-12)
    np.testing.assert_allclose(y, model.read("ada").logits[-1], rtol=1e-12)


def test_sampling_is_reproducible_and_reads_what_it_wrote(model):
    def choices(seed):
        return list(model.sample(np.random.default_rng(seed), longest=12))

    first, again = choices(3), choices(3)
    assert [choice.chosen for choice in first] == [choice.chosen for choice in again]
    assert first[0].read == "·"
    written = "".join(choice.chosen for choice in first).rstrip("·")
    assert [choice.read for choice in first[1:]] == list(written[: len(first) - 1])
    assert first[-1].chosen == "·" or len(written) == 12
    probabilities = model.read(written).probabilities
    for t, choice in enumerate(first):
        np.testing.assert_allclose(choice.probabilities, probabilities[t, 0], rtol=1e-9)


def test_sampling_continues_a_given_start(model):
    choices = list(model.sample(np.random.default_rng(0), start="mar", longest=6))
    assert "".join(choice.chosen for choice in choices).startswith("mar")
    assert len(choices) <= 6
    with pytest.raises(ValueError, match="text must be made of"):
        next(model.sample(np.random.default_rng(0), start="Ma"))


def test_sampled_symbols_follow_the_predicted_distribution():
    """First symbols, and second ones behind each first, against the model's own probabilities."""
    model = model_of(GRU(), alphabet=Alphabet("·abcd"))
    count = 20_000
    texts = model.write(count, np.random.default_rng(0), longest=2)
    padded = np.array([(text + "··")[:2] for text in texts])
    first = model.read("").probabilities[0, 0]
    for number, symbol in enumerate("·abcd"):
        behind = [text[1] for text in padded if text[0] == symbol]
        share, chance = len(behind) / count, first[number]
        assert abs(share - chance) < 4 * np.sqrt(chance * (1 - chance) / count)
        if symbol == "·":
            continue
        second = model.read(symbol).probabilities[1, 0]
        for other, p in zip("·abcd", second, strict=True):
            spread = np.sqrt(p * (1 - p) / len(behind))
            assert abs(behind.count(other) / len(behind) - p) < 4.5 * spread


def test_many_texts_are_written_at_once(model):
    texts = model.write(50, np.random.default_rng(0), longest=7)
    assert texts == model.write(50, np.random.default_rng(0), longest=7)
    assert len(texts) == 50
    assert max(map(len, texts)) <= 7
    assert model.write(3, np.random.default_rng(0), longest=0) == ["", "", ""]
    assert model.write(0, np.random.default_rng(0)) == []


def test_temperature_sharpens_and_flattens():
    y = np.array([[1.0, 3.0, 2.0]])
    np.testing.assert_allclose(tempered(y, 1.0), softmax(y))
    np.testing.assert_allclose(tempered(y, 0.5), softmax(2 * y))
    assert tempered(y, 0.0).tolist() == [[0, 1, 0]]
    assert tempered(np.array([[2.0, 2.0]]), 0.0).tolist() == [[1, 0]]
    np.testing.assert_allclose(tempered(y, 1e-300), [[0, 1, 0]])
    np.testing.assert_allclose(tempered(y, np.inf), np.full((1, 3), 1 / 3))
    with pytest.raises(ValueError, match="temperature must be at least 0; got -1"):
        tempered(y, -1)
    with pytest.raises(ValueError, match="got nan"):
        tempered(y, np.nan)


def test_without_chance_the_likeliest_letters_are_written(model):
    greedy = model.write(2, np.random.default_rng(0), temperature=0.0, longest=8)
    assert greedy[0] == greedy[1]
    assert greedy == model.write(2, np.random.default_rng(9), temperature=0.0, longest=8)


def test_a_symbol_without_weight_is_never_drawn():
    class Zero:
        def random(self, count):
            return np.zeros(count)

    assert draw(np.array([[0.0, 1.0], [0.5, 0.5]]), Zero()).tolist() == [1, 0]


def test_a_diverged_model_still_writes():
    model = model_of(VanillaRNN())
    broken = CharModel(model.cell, model.params, {**model.readout, "c": np.full(27, np.nan)}, NAMES)
    for temperature in (0.0, 1.0):
        assert broken.write(2, np.random.default_rng(0), temperature) == ["", ""]


def test_a_held_gate_changes_the_reading():
    model = model_of(LSTM())
    held = model.read("ada", clamp={"f": 0.0}).trace
    assert (held["f"] == 0).all()
    assert model.bits_per_character(WORDS, clamp={"f": 0.0}) != model.bits_per_character(WORDS)


def test_parameters_are_counted():
    assert model_of(VanillaRNN()).parameter_count == 27 * 5 + 5 * 5 + 5 + 5 * 27 + 27


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda m: {"alphabet": Alphabet("·ab")}, "must read K = 3 symbols; its W_x has D = 27"),
        (lambda m: {"readout": {"V": m.readout["V"]}}, "readout must hold V and c; got V"),
        (lambda m: {"readout": {**m.readout, "c": np.zeros(3)}}, r"c \(27,\)"),
        (lambda m: {"params": {}}, "params must hold W_x"),
        (lambda m: {"cell": LSTM(peephole=True)}, "must also hold p"),
    ],
)
def test_parts_that_do_not_fit_are_named(change, message):
    model = model_of(LSTM())
    parts = {
        "cell": model.cell,
        "params": model.params,
        "readout": model.readout,
        "alphabet": model.alphabet,
    }
    with pytest.raises(ValueError, match=message):
        CharModel(**{**parts, **change(model)})
