"""Score functions on the same states, and what is counted of them."""

import numpy as np
import pytest

from core.attention import SCORES, Attention
from core.attention.costs import ATTENTION_ROUNDS, ROUNDS
from core.attention.growing import (
    ATTENTION,
    ATTENTION_STEPS,
    RNN_STEPS,
    cost,
    crosses,
    growing,
    rounds_done,
)
from core.attention.side_by_side import entropy, growth, rescored, score_cost
from core.cells import GRU
from core.seq2seq import Seq2Seq, Vocabulary

H = 8
TEMPERATURES = (0.25, 1.0, H**0.5, 64.0)
LETTERS = Vocabulary(tuple("abcd"))


def model(score, bidirectional=True):
    rng = np.random.default_rng(1)
    attention = None if score is None else Attention(score)
    return Seq2Seq.init(LETTERS, LETTERS, GRU(), H, 5, attention, bidirectional, rng)


@pytest.mark.parametrize("score", SCORES)
def test_a_models_own_score_gives_what_the_model_computes_at_every_temperature(score):
    made = model(score)
    run = made.force("abca", "dab")
    own = rescored(made, run, made.attention, made.group("attention"), TEMPERATURES)
    for k, tau in enumerate(TEMPERATURES):
        again = made.force("abca", "dab", temperature=tau)
        np.testing.assert_allclose(own.weight[k], again.attention["weight"][:, 0], atol=1e-14)
        np.testing.assert_allclose(own.chance[k], again.probabilities[:, 0].max(axis=1))
        assert own.guess[k].tolist() == again.probabilities[:, 0].argmax(axis=1).tolist()
    np.testing.assert_allclose(own.weight.sum(axis=2), 1.0, atol=1e-12)
    assert (np.diff(own.entropy, axis=0) > 0).all()  # hotter is flatter


def test_scaled_at_one_is_the_plain_dot_product_at_the_root_of_the_size():
    made = model("dot")
    run = made.force("abca", "dab")
    plain, scaled = (
        rescored(made, run, Attention(score), {}, TEMPERATURES) for score in ("dot", "scaled")
    )
    np.testing.assert_allclose(plain.weight[2], scaled.weight[1], atol=1e-14)
    np.testing.assert_allclose(plain.score, scaled.score * H**0.5)


def test_bad_input_is_named():
    made = model("dot")
    with pytest.raises(ValueError, match="model must have attention"):
        rescored(model(None), model(None).force("ab", "a"), Attention("dot"), {}, (1.0,))
    run = made.read([(tuple("ab"), tuple("a"))] * 2)
    with pytest.raises(ValueError, match="run must be of one sequence; got 2"):
        rescored(made, run, Attention("dot"), {}, (1.0,))
    with pytest.raises(ValueError, match=r"score must be one of .*got 'cosine'"):
        score_cost("cosine", 1, 1, 1)


def test_entropy_is_in_bits():
    assert entropy(np.array([[1.0, 0.0], [0.5, 0.5]])).tolist() == [0.0, 1.0]
    assert entropy(np.full(8, 1 / 8)) == pytest.approx(3.0)


@pytest.mark.parametrize("score", SCORES)
def test_costs_of_a_score_are_those_of_its_formula(score):
    T, S = 3, 5
    found = score_cost(score, T, S, H)
    shapes = Attention(score).param_shapes(H, H)
    assert found.parameters == sum(int(np.prod(shape)) for shape in shapes.values())
    matrices = sum(len(shape) == 2 for shape in shapes.values())
    each = {"scaled": H + 1}.get(score, matrices * H * H + H)
    assert found.each == each
    assert found.multiplications <= T * S * each + T * H
    assert (found.tanh > 0) == (score == "additive")


def test_random_dot_products_spread_as_the_root_of_their_size():
    made = growth((4, 64, 256))
    np.testing.assert_allclose(made.deviation[0], [2, 8, 16], rtol=0.05)
    np.testing.assert_allclose(made.deviation[1], 1.0, rtol=0.05)
    assert (np.diff(made.largest[0]) > 0.05).all()
    np.testing.assert_allclose(made.largest[1], made.largest[1, 0], rtol=0.1)


def test_a_crossing_is_where_counts_cross():
    found = growing()
    for size, at in zip(found.sizes, found.crosses_at, strict=True):
        assert at == crosses("GRU", size)
        for T, more in ((at - 1, False), (at, True)):
            assert (
                cost(ATTENTION, T, size).multiplications > cost("GRU", T, size).multiplications
            ) is more
    k = found.sizes.index(64)
    assert 2 ** (found.crossing[k] + 1) == pytest.approx(found.crosses_at[k])
    assert found.rounds["GRU"][k, 3] == cost("GRU", found.lengths[3], 64).rounds


def test_the_rounds_of_the_picture_are_those_that_are_counted():
    assert len(ATTENTION_STEPS) == ATTENTION_ROUNDS
    assert len(RNN_STEPS) == ROUNDS["plain RNN"]
    T = 5
    last = cost("plain RNN", T, 16).rounds
    assert rounds_done(T, last)[0] == [1.0] * T
    assert rounds_done(T, last - 1)[0][-1] < 1.0
    assert rounds_done(T, ATTENTION_ROUNDS)[1] == 1.0
    assert rounds_done(T, ATTENTION_ROUNDS - 1)[1] < 1.0
    assert rounds_done(T, 4)[0] == [1.0, 0.0, 0.0, 0.0, 0.0]
