"""The page on encoder and decoder: what can be typed, what opens, and scenes that say the core."""

import numpy as np
import pytest

from core.readout import log_softmax
from core.seq2seq.branches import branches
from pages.parts.panel import ref_of
from pages.parts.passage import Passage
from pages.parts.scenes.beam import beam_scene, trees_of
from pages.parts.scenes.forcing import forcing_scene
from pages.parts.scenes.translate import translate_scene
from pages.parts.translation import (
    EXAMPLES,
    LONGEST_READ,
    LONGEST_WRITTEN,
    TASKS,
    read_typed,
    reference,
    translator,
)
from tests.pages.visits import say, scene_at, settings, sound, visit, written

SCENE, FORCING, BEAM = "seq2seq.scene", "seq2seq.forcing", "seq2seq.beam"


# What was typed -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "tokens", "says"),
    [
        ("Zoë", "zoe", None),
        ("a1b 2", "ab", "knows only a–z: 1 space 2"),
        ("x" * 60, "x" * LONGEST_READ["sound"], "Only the first 20 letters"),
        ("Привет", "", "knows only a–z"),
        ("", "", None),
    ],
)
def test_letters(typed, tokens, says):
    found, complaints = read_typed("sound", typed)
    assert "".join(found) == tokens
    assert says is None or says in " ".join(complaints)
    assert says is not None or not complaints


@pytest.mark.parametrize(
    ("typed", "tokens", "says"),
    [
        ("The BLACK dog, slept.", "the black dog slept", None),
        ("the zebra slept", "the slept", "never seen it: “zebra”"),
        ("你好 dog 42", "dog", "never seen them: “你好” “42”"),
        ("dog " * 60, " ".join(["dog"] * LONGEST_READ["french"]), "Only the first 14 words"),
        ("", "", None),
    ],
)
def test_words(typed, tokens, says):
    found, complaints = read_typed("french", typed)
    assert " ".join(found) == tokens
    assert says is None or says in " ".join(complaints)
    assert says is not None or not complaints


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ({"word": ""}, "There are no letters a–z to read. Shown instead: “through”."),
        ({"word": "12345"}, "Shown instead: “through”."),
        ({"word": "qqqz"}, "“qqqz” is not in the list of"),
        ({"word": "x" * 60}, "Only the first 20 letters are read."),
        ({"task": "french", "sentence": "zebras sing"}, "Shown instead: “the black dog slept"),
        ({"task": "french", "sentence": "a dog ran"}, "a dog ran"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_page_goes_on(query, says):
    at = visit("seq2seq", query)
    sound(at)
    assert says in written(at)
    for key in (SCENE, FORCING, BEAM):
        scene_at(at, key)


def test_a_word_that_nobody_knows_runs_freely_until_what_is_right_is_typed():
    at = visit("seq2seq", {"word": "qqqz"})
    scene = scene_at(at, FORCING)
    assert scene["forced"] is None
    assert scene["right"] is None
    at.text_input(key="seq2seq.f_right").set_value("k y uw").run()
    sound(at)
    scene = scene_at(at, FORCING)
    assert [scene["labels"][int(k)] for k in scene["right"]] == ["K", "Y", "UW", "‹end›"]
    assert scene["forced"]["lengths"] == [4]
    at.text_input(key="seq2seq.f_right").set_value("k qq").run()
    sound(at)
    assert "The network cannot write QQ" in written(at)
    assert scene_at(at, FORCING)["forced"] is None


# Scenes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("task", TASKS)
def test_the_scene_holds_the_states_and_probabilities_of_the_run(task):
    model = translator(task)
    tokens, _ = read_typed(task, EXAMPLES[task])
    greedy = model.greedy(tokens, LONGEST_WRITTEN[task])
    passage = Passage(model, tokens, greedy.run)
    scene = translate_scene(model, passage, greedy)
    names = [scene["labels"][ranked[0]] for ranked in scene["ranked"]]
    assert names == [*greedy.tokens, "‹end›"]
    assert scene["fed"] == ["‹start›", *greedy.tokens]
    np.testing.assert_array_equal(scene["probabilities"], greedy.run.probabilities[:, 0])
    np.testing.assert_allclose(scene["probabilities"].sum(axis=1), 1, rtol=1e-12)
    last = [states[-1] for states in scene["encoder"]]
    np.testing.assert_array_equal(np.concatenate(last), scene["decoder"][0])


@pytest.mark.parametrize("task", TASKS)
def test_both_lanes_hold_the_cores_numbers_and_agree_while_nothing_is_wrong(task):
    model = translator(task)
    tokens, _ = read_typed(task, EXAMPLES[task])
    target = reference(task, tokens)
    right = [*model.target.encode(target).tolist(), model.target.end]
    forced = model.force(tokens, target)
    found = branches(model, tokens, 12)
    scene = forcing_scene(model, found, forced, right)
    log_p = log_softmax(forced.logits[:, 0])
    np.testing.assert_allclose(
        scene["forced"]["surprise"][:, 0], -log_p[np.arange(len(right)), right], rtol=1e-12
    )
    assert scene["forced"]["so_far"][-1, 0] == pytest.approx(forced.loss.value)
    wrong = scene["free"]["wrong"][:, 0]
    same = int(wrong.argmax()) + 1 if wrong.any() else len(right)
    np.testing.assert_allclose(
        scene["free"]["surprise"][:same, 0], scene["forced"]["surprise"][:same, 0], atol=1e-9
    )


def test_a_drawn_tree_leaves_out_pruned_nodes_only_and_counts_them():
    tokens = tuple("economist")
    trees = trees_of(translator("sound"), tokens, 20)
    for tree, drawn in zip(trees, beam_scene(trees)["trees"], strict=True):
        shown = set(drawn["index"])
        assert all(n.index in shown for n in tree.nodes if n.fate != "pruned")
        assert len(shown) + sum(drawn["left_out"]) == len(tree.nodes)
        for k, index in enumerate(drawn["index"]):
            node = tree.nodes[index]
            assert drawn["total"][k] == node.total
            assert drawn["parent"][k] == -1 or drawn["index"][drawn["parent"][k]] == node.parent
        assert [drawn["index"][k] for k in drawn["finished"]] == list(tree.finished)
        assert sum(drawn["greedy"]) >= 1


# What opens --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("part", "sel", "says"),
    [
        ("encoder", "trace.h.2.3", "h_{3}[4]"),
        ("reversed", "grads.h.0.84", "h_{1}[85]"),
        ("decoder", "trace.h.-1.85", "h_{0}[86]"),
        ("decoder", "prediction.y.1.3", "hat{y}_{2}"),
        ("decoder", "loss.L.0.0", "L_{1}"),
        ("decoder", "input.x.1.5", "x_{2}[6]"),
        ("encoder", "prediction.y.1.3", "h_{7}"),  # an encoder predicts nothing: the nearest
    ],
)
def test_every_part_opens_by_a_link(part, sel, says):
    at = visit("seq2seq", {"part": part, "sel": sel})
    sound(at)
    assert says in scene_at(at, "seq2seq.panel")["symbol"]


def test_every_number_of_every_part_ends_in_the_traced_one():
    model = translator("sound")
    passage = Passage(model, ("s", "p", "y"), model.force("spy", ("S", "P", "AY")))
    _ = passage.grads
    for name, part in passage.parts.items():
        for source, where in (("trace", part.trace), ("grads", part.grads)):
            for quantity in ("h", "a_z", "n"):
                for t in range(part.trace.T):
                    found = part.explain(ref_of(f"{source}.{quantity}.{t}.5"))
                    traced = where[quantity][t, 0, 5]
                    assert found.result == pytest.approx(traced, rel=1e-12, abs=1e-300)
        assert not part.has(ref_of("weights.W.0.0")), name
    first = passage.parts["decoder"].explain(ref_of("trace.h.-1.100"))
    assert first.result == passage.run.encoder[1]["h"][-1, 0, 15]
    assert "unit 16 of the encoder that reads right to left" in first.note


def test_a_node_of_the_tree_opens_the_probability_of_its_last_symbol():
    at = visit("seq2seq", {"word": "spy", "b_width": "2", "b_node": "2.1",
                           "b_sel": "prediction.y.0.0"})  # fmt: skip
    sound(at)
    panel = scene_at(at, "seq2seq.panel-b_sel")
    assert "hat{y}_{1}" in panel["symbol"]
    at = visit("seq2seq", {"b_node": "8.9999"})
    sound(at)
    assert settings(at, "seq2seq").b_node == "8.9999"


def test_what_was_chosen_for_one_input_does_not_outlive_it():
    at = visit("seq2seq", {"word": "spy", "f_other": "1.2", "b_node": "2.1"})
    assert settings(at, "seq2seq").f_other == "1.2"
    at.segmented_control(key="seq2seq.n_score").set_value("dot").run()
    assert settings(at, "seq2seq").b_node == "2.1"
    say(at, FORCING, other="2.3")
    assert settings(at, "seq2seq").f_other == "2.3"
    at.text_input(key="seq2seq.word").set_value("otto").run()
    sound(at)
    assert (settings(at, "seq2seq").f_other, settings(at, "seq2seq").b_node) == ("", "")
    at = visit("seq2seq", {"word": "spy", "f_other": "1.3"}, at=at)
    assert settings(at, "seq2seq").f_other == "1.3"
