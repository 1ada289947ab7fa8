"""What lesson texts say about the shown numbers, computed again from the core.

The name of a test is the sentence of the lesson that it holds to account.
"""

from functools import cache
from itertools import pairwise
from string import ascii_lowercase

import numpy as np
import pytest

from core.corpus import split_names
from core.language import tempered
from core.squash import squash
from core.text import NAMES
from pages.parts.lesson import lesson
from pages.parts.reading import model, reading, report
from pages.parts.writing import COUNT, WRITER
from tests.pages.visits import visit, written

CELLS = ("rnn", "lstm", "gru")


@cache
def names():
    return split_names()


@cache
def held_out_bits(name):
    """Measured here and now, not read from the report."""
    return model(name).bits_per_character(names()[1])


@cache
def words(page):
    return written(visit(page))


def says(page, text, section, **figures):
    """Whether the page shows a section with exactly these figures."""
    return lesson(text).fill(section, **figures) in words(page)


def moves(trace, name="h"):
    """The largest change of a unit at each step after the first."""
    return np.abs(np.diff(trace[name][:, 0], axis=0)).max(axis=1)


# Start -----------------------------------------------------------------------------------


def test_every_strip_has_the_same_scale_from_minus_one_to_one():
    for cell in CELLS:
        for typed in ("marianne", "q" * 30, ""):
            assert np.abs(reading(f"names-{cell}", typed).trace["h"]).max() <= 1


def test_the_three_are_trained_alike():
    made = [report(f"names-{cell}") for cell in CELLS]
    assert len({str(m["data"]) for m in made}) == 1
    assert len({str(m["recipe"]) for m in made}) == 1
    assert len({m["hidden_size"] for m in made}) == 1


def test_bits_and_tables_are_as_quoted():
    training, held_out = names()
    tables = {
        kind: report("names-rnn")["tables"][kind]["best_backed_off"]
        for kind in ("unigram", "bigram")
    }
    figures = {cell: f"{held_out_bits(f'names-{cell}'):.2f}" for cell in CELLS}
    figures |= {kind: f"{bits:.2f}" for kind, bits in tables.items()}
    assert says("home", "home", "reading", units="12", names=f"{len(training):,}", **figures)
    assert max(map(held_out_bits, ("names-rnn", "names-lstm", "names-gru"))) < tables["bigram"]
    assert tables["bigram"] < tables["unigram"]
    for kind, bits in tables.items():
        assert counted_bits(kind, training, held_out) == pytest.approx(bits, abs=0.01)


def chains(texts):
    for text in texts:
        yield from pairwise([0, *NAMES.numbers(text), 0])


def counted_bits(kind, training, held_out):
    """Bits per symbol of a table of counts, a tenth added to each."""
    counts = np.full((len(NAMES), len(NAMES)), 0.1)
    for pair in chains(training):
        counts[pair] += 1
    if kind == "unigram":
        counts = np.broadcast_to(counts.sum(axis=0), counts.shape)
    odds = counts / counts.sum(axis=1, keepdims=True)
    return -float(np.mean([np.log2(odds[pair]) for pair in chains(held_out)]))


@pytest.mark.parametrize("cell", CELLS)
def test_backwards_fewer_guesses_come_true(cell):
    def came_true(texts):
        batch = NAMES.batch(texts)
        guesses = model(f"names-{cell}").read(batch).probabilities.argmax(axis=-1)
        return int((guesses == batch.targets).sum())

    common = names()[0][:600]
    assert came_true(common) > 1.5 * came_true([name[::-1] for name in common])


# The unrolled network --------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["rnn", "gru"])
def test_without_letters_the_state_moves_ever_less_and_comes_to_rest(cell):
    moved = moves(reading(f"names-{cell}", "a" * 30, driven=False).trace)
    assert moved[0] > 0.1
    assert moved[10] < moved[0] / 4
    assert moved[-1] < 0.001


def test_without_letters_the_lstm_does_not_come_to_rest():
    assert moves(reading("names-lstm", "a" * 30, driven=False).trace)[-8:].max() > 0.1


def test_without_letters_nothing_but_w_and_the_bias_moves_the_state():
    read = reading("names-rnn", "anna", driven=False)
    W, b, h = read.model.params["W_h"][0], read.model.params["b"][0, 0], read.trace.rows["h"][:, 0]
    np.testing.assert_allclose(h[1:], np.tanh(h[:-1] @ W + b), rtol=1e-12)


@pytest.mark.parametrize("cell", CELLS)
def test_every_letter_knocks_the_state_somewhere_else(cell):
    ends = np.array(
        [reading(f"names-{cell}", "ann" + c).trace["h"][-1, 0] for c in ascii_lowercase]
    )
    apart = np.abs(ends[:, None] - ends[None]).max(axis=-1) + np.eye(len(ends))
    assert apart.min() > 0.05


def test_after_many_of_the_same_letter_the_boxes_look_alike():
    still = [moves(reading("names-rnn", c * 30).trace)[-1] < 0.03 for c in ascii_lowercase]
    assert sum(still) >= 24


@pytest.mark.parametrize("cell", CELLS)
def test_the_state_is_all_that_the_network_still_knows(cell):
    network = model(f"names-{cell}")
    whole = network.read("marianne")
    state = {name: whole.trace[name][3] for name in network.cell.state}
    following = network.step(NAMES.numbers("i"), state)[0]["h"][0]
    np.testing.assert_allclose(following, whole.trace["h"][4], rtol=1e-12)


def test_one_set_of_weights_reads_a_text_of_any_length():
    network = model("names-rnn")
    assert says(
        "unrolled", "unrolled", "chain",
        units=str(network.hidden_size), parameters=f"{network.parameter_count:,}",
    )  # fmt: skip
    for typed in ("", "a" * 30):
        assert reading("names-rnn", typed).model.parameter_count == network.parameter_count


def test_a_gradient_says_how_much_the_loss_would_change():
    read, unit, step = reading("names-rnn", "anna"), 4, 2

    def loss_with(nudge):
        network = read.model
        state = {"h": read.trace["h"][step] + nudge * np.eye(read.trace.H)[unit]}
        left = NAMES.encode(read.clean.letters)
        total = 0.0
        for t in range(step, read.trace.T):
            odds = tempered(state["h"] @ network.readout["V"] + network.readout["c"], 1.0)
            total -= np.log(odds[0, left.targets[t, 0]])
            if t + 1 < read.trace.T:
                trace, _ = network.step(left.inputs[t + 1], state)
                state = {"h": trace["h"][0]}
        return total

    slope = (loss_with(1e-6) - loss_with(-1e-6)) / 2e-6
    assert read.grads["h"][step, 0, unit] == pytest.approx(slope, rel=1e-6)


def test_the_larger_lstm_is_better_by_the_bits_quoted():
    bigram = report(WRITER)["tables"]["bigram"]["best_backed_off"]
    figures = {"units": "64", "bits": f"{held_out_bits(WRITER):.2f}", "bigram": f"{bigram:.2f}"}
    assert says("unrolled", "unrolled", "write", **figures)
    assert held_out_bits(WRITER) < min(held_out_bits(f"names-{cell}") for cell in CELLS) < bigram


def written_names(temperature, seeds=12):
    for seed in range(seeds):
        yield from model(WRITER).write(COUNT, np.random.default_rng(seed), temperature)


def test_known_and_new_names_are_counted_right():
    known = set(names()[0]) | set(names()[1])
    drawn = model(WRITER).write(COUNT, np.random.default_rng(1), 0.8)
    count = sum(name in known for name in drawn)
    assert says(
        "unrolled", "unrolled", "written",
        known=str(count), new=str(COUNT - count), count=str(COUNT), total=f"{len(known):,}",
    )  # fmt: skip


def test_a_lower_temperature_writes_more_known_names():
    known = set(names()[0]) | set(names()[1])
    low, middle, high = (
        sum(name in known for name in written_names(temperature)) for temperature in (0.3, 0.8, 1.5)
    )
    assert low > 1.5 * middle > 3 * high


def test_low_the_likeliest_nearly_always_wins_and_high_all_get_a_chance():
    y = model(WRITER).read("marianne").logits
    assert np.median(tempered(y, 0.1).max(axis=-1)) > 0.95
    low, high = tempered(y, 0.3).min(axis=-1), tempered(y, 2.0).min(axis=-1)
    assert (high > 100 * low).all()


# Squashing -------------------------------------------------------------------------------


def test_large_numbers_are_flattened_and_small_ones_pass():
    at = squash(np.array([5.0, 50.0, 0.01, -0.5, 0.0]))
    large, larger, small, negative, _ = at["tanh"].y
    assert larger - large < 1e-3
    assert abs(small - 0.01) < 1e-6
    assert -0.5 < negative < -0.45
    assert ((at["sigmoid"].y > 0) & (at["sigmoid"].y <= 1)).all()
    assert at["sigmoid"].y[2] == pytest.approx(0.5025, abs=1e-4)
    assert at["relu"].y.tolist() == [5, 50, 0.01, 0, 0]
    assert at["tanh"].slope[0] < 0.001
    assert at["tanh"].slope[4] == 1


def test_somewhere_on_the_slider_the_slope_of_tanh_is_half():
    slopes = squash(np.linspace(0, 6, 1000))["tanh"].slope
    assert slopes[0] == 1
    assert slopes.min() < 0.5 < slopes.max()
