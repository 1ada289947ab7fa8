"""What the page on encoder and decoder says, computed again from the core and the reports."""

import re

import numpy as np
import pytest

from core.attention import SCORES
from core.cells import GRU
from core.pronunciations import split_pronunciations
from core.seq2seq.beam import search
from core.seq2seq.branches import branches
from core.seq2seq.judged import distance
from core.seq2seq.measure import versus
from core.seq2seq.model import Seq2Seq
from core.seq2seq.vocabulary import Vocabulary
from pages.parts.beam_section import beam_figures, census_figures, census_table
from pages.parts.bottleneck_section import ENOUGH, bottleneck_figures, score_figures
from pages.parts.forcing_section import forcing_figures
from pages.parts.passage import DIRECTIONS
from pages.parts.sounds import SOUNDS
from pages.parts.translation import (
    DERAILED,
    EXAMPLES,
    LONGEST_WRITTEN,
    RESCUED,
    TASKS,
    read_typed,
    reference,
    report_of,
    translator,
)
from tests.pages.test_claims import says

each = pytest.mark.parametrize("task", TASKS)


def tokens_of(task, typed):
    tokens, left_out = read_typed(task, typed)
    assert not left_out
    return tokens


def test_the_sections_say_their_figures():
    task = "sound"
    assert says("seq2seq", "seq2seq", "forcing-try", **forcing_figures(task))
    assert says("seq2seq", "seq2seq", "beam-try", **beam_figures(task))
    census = census_figures(task, report_of(task)["beam"])
    assert says("seq2seq", "seq2seq", "census", **census)
    assert says("seq2seq", "seq2seq", "census-why", **census)
    figures = bottleneck_figures(task)
    assert says("seq2seq", "seq2seq", "bottleneck", **figures)
    said = {**figures, **score_figures(task, "additive")}
    assert says("seq2seq", "seq2seq", "bottleneck-try", **said)


def test_through_has_seven_letters_and_three_sounds():
    assert reference("sound", tuple("through")) == ("TH", "R", "UW")


def test_each_sound_is_heard_in_its_word_and_none_is_missing():
    assert set(SOUNDS) == set(translator("sound").target.symbols)
    for sound, word in SOUNDS.items():
        assert sound in reference("sound", tuple(word))


@each
def test_the_two_last_states_side_by_side_are_the_decoders_first_and_nothing_else_goes_over(task):
    model = translator(task)
    assert model.attention is None
    run = model.greedy(tokens_of(task, EXAMPLES[task]), LONGEST_WRITTEN[task]).run
    ends = [trace["h"][-1, 0] for trace in run.encoder]
    assert len(ends) == len(DIRECTIONS)
    np.testing.assert_array_equal(np.concatenate(ends), run.decoder.rows["h"][0, 0])
    # Another input with the same message would be told apart by nothing.
    inputs = run.pairs.inputs
    alone, _, _ = model.decode(model.encode_numbers(run.pairs.source[:1], np.array([1])), inputs,
                               run.encoded.final)  # fmt: skip
    np.testing.assert_array_equal(alone["h"], run.decoder["h"])


@each
def test_in_the_example_a_mistake_derails_what_follows(task):
    """One wrong guess where the right symbols are fed, several changes where its own are."""
    model, tokens = translator(task), tokens_of(task, DERAILED[task])
    right = reference(task, tokens)
    forced = model.force(tokens, right)
    wrong = int((forced.logits[:, 0].argmax(axis=1) != forced.pairs.targets[:, 0]).sum())
    written = model.greedy(tokens, LONGEST_WRITTEN[task]).tokens
    assert forcing_figures(task) == {
        "example": DERAILED[task],
        "right": " ".join(right),
        "written": " ".join(written),
        "forced": "one guess is wrong",
        "changes": str(distance(written, right)),
    }
    assert wrong == 1
    assert distance(written, right) > 2
    _, development, test = split_pronunciations()
    if task == "sound":  # which the network was not trained on
        assert "".join(tokens) in {word for word, _ in (*development, *test)}


@each
def test_what_is_wrong_was_read_again(task):
    """Where the free lane goes wrong, writing the right symbol by hand sets more right."""
    model, tokens = translator(task), tokens_of(task, DERAILED[task])
    right = reference(task, tokens)
    found = branches(model, tokens, LONGEST_WRITTEN[task], 3)
    numbers = model.target.encode(right).tolist()
    first = next(t for t, k in enumerate(numbers) if found.written[t, 0] != k)
    rank = found.ranked[first].tolist().index(numbers[first])
    by_hand = model.target.decode(
        [k for k in found.written[:, found.copy(first, rank)].tolist() if k >= 0]
    )
    own = model.target.decode([k for k in found.written[:, 0].tolist() if k >= 0])
    assert distance(by_hand, right) < distance(own, right) - 1


@each
def test_in_the_example_a_beam_of_width_2_finds_what_is_right_and_likelier(task):
    model, tokens = translator(task), tokens_of(task, RESCUED[task])
    greedy, beam = (model.beam(tokens, width, LONGEST_WRITTEN[task]) for width in (1, 2))
    assert greedy.tokens == model.greedy(tokens, LONGEST_WRITTEN[task]).tokens
    assert beam.tokens == reference(task, tokens) != greedy.tokens
    assert beam.log_probability > greedy.log_probability


def test_a_beam_can_do_worse_than_greedy():
    source, target = Vocabulary(("a",)), Vocabulary(("x", "y"))
    worse = 0
    for seed in range(60):
        rng = np.random.default_rng(seed)
        model = Seq2Seq.init(source, target, GRU(), 4, 3, None, True, rng)
        model.readout["V"] *= 8
        scores = [search(model, "a", width, 6).score for width in (1, 2)]
        worse += scores[1] < scores[0] - 1e-9
    assert worse > 0


@each
def test_the_census_counts_every_input_once_for_each_width(task):
    census = report_of(task)["beam"]
    for one in census["widths"]:
        counted = one["score_above"] + one["score_equal"] + one["score_below"]
        assert counted == census["count"]
        assert len(one["below"]) <= one["score_below"]
        # Less likely and yet of a better score: only a longer output can be that.
        assert one["log_p_below"] + one["log_p_above"] <= one["score_above"]
    figures = census_figures(task, census)
    below = sum(one["score_below"] for one in census["widths"])
    assert ("no beam fell below" in figures["verdict"]) == (below == 0)
    assert census_table(census).count("\n") == len(census["widths"]) + 2


@each
@pytest.mark.parametrize("score", SCORES)
def test_the_compared_models_were_trained_alike_and_the_plain_one_is_not_smaller(task, score):
    plain, seeing = report_of(task), report_of(task, score)
    assert plain["data"] == seeing["data"]
    assert {**plain["recipe"], "attention": score} == seeing["recipe"]
    assert plain["steps"] == seeing["steps"]
    assert plain["hidden_size"] > seeing["hidden_size"]
    assert plain["parameters"] > 0.99 * seeing["parameters"]


@each
@pytest.mark.parametrize("score", SCORES)
def test_the_plain_model_falls_as_inputs_grow_and_attention_is_ahead_there(task, score):
    plain = report_of(task)["test"]["by_length"]
    seeing = report_of(task, score)["test"]["by_length"]
    assert plain["length"] == seeing["length"]
    last = max(k for k, count in enumerate(plain["count"]) if count >= ENOUGH)
    best = int(np.argmax(plain["share"]))
    figures = score_figures(task, score)
    assert figures["best"] == str(plain["length"][best])
    assert figures["longest"] == str(plain["length"][last])
    assert plain["share"][last] < 0.5 * plain["share"][best]
    assert re.fullmatch(r"\d+(\.\d)?\u00a0%", figures["plain_longest"])
    luck = versus(report_of(task)["test"]["right"], report_of(task, score)["test"]["right"]).luck
    assert ("do not tell" in figures["told"]) == (luck >= 0.05)
    if luck < 0.05:
        assert seeing["share"][last] > plain["share"][last] + 0.1
