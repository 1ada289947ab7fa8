"""Text to numbers and back, padded batches, and what a visitor may type."""

from string import ascii_lowercase

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text import BOUNDARY, NAMES, Alphabet, clean, minibatches, one_hot

letters = st.text(ascii_lowercase, max_size=12)


def test_names_are_spelled_with_a_boundary_and_26_letters():
    assert NAMES.symbols == BOUNDARY + ascii_lowercase
    assert len(NAMES) == 27
    assert NAMES.letters == ascii_lowercase


def test_a_text_is_read_behind_and_predicted_up_to_the_boundary():
    batch = NAMES.encode("ada")
    assert batch.inputs[:, 0].tolist() == [0, 1, 4, 1]
    assert batch.targets[:, 0].tolist() == [1, 4, 1, 0]
    assert batch.lengths.tolist() == [4]


def test_an_empty_text_is_the_boundary_alone():
    batch = NAMES.encode("")
    assert batch.inputs.tolist() == [[0]]
    assert batch.targets.tolist() == [[0]]


@given(st.lists(letters, min_size=1, max_size=6))
def test_texts_survive_encoding(texts):
    batch = NAMES.batch(texts)
    assert [NAMES.decode(column) for column in batch.inputs.T] == texts
    assert batch.symbols == sum(len(text) + 1 for text in texts) == (batch.targets >= 0).sum()
    assert batch.x.shape == (*batch.inputs.shape, 27)
    assert (batch.x.argmax(axis=-1) == batch.inputs).all()
    assert (batch.x.sum(axis=-1) == 1).all()


def test_padding_is_boundaries_without_targets():
    batch = NAMES.batch(["abc", "z"])
    assert batch.inputs[:, 1].tolist() == [0, 26, 0, 0]
    assert batch.targets[:, 1].tolist() == [26, 0, -1, -1]
    assert batch.lengths.tolist() == [4, 2]


def test_picking_texts_drops_padding_that_only_others_needed():
    picked = NAMES.batch(["abc", "z", "y"]).pick(np.array([2, 1]))
    assert picked.inputs.tolist() == [[0, 0], [25, 26]]


def test_minibatches_hold_every_text_once_in_an_order_set_by_the_seed():
    texts = list(ascii_lowercase)
    batch = NAMES.batch(texts)

    def order(seed):
        groups = list(minibatches(batch, 4, np.random.default_rng(seed)))
        assert [len(group.lengths) for group in groups] == [4] * 6 + [2]
        return [NAMES.decode(column) for group in groups for column in group.inputs.T]

    assert order(0) == order(0) != order(1)
    assert sorted(order(0)) == texts != order(0)


def test_one_hot_has_one_row_a_symbol():
    assert one_hot([[1], [0]], 3).tolist() == [[[0, 1, 0]], [[1, 0, 0]]]


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: NAMES.encode("Zoë!"), "text must be made of the letters"),
        (lambda: NAMES.encode("a·b"), "'·'"),
        (lambda: NAMES.batch([]), "at least one text"),
        (lambda: NAMES.batch("abc"), "takes a list"),
        (lambda: NAMES.decode([27]), "below 27"),
        (lambda: NAMES.decode([[1]]), r"takes symbol numbers \(T,\)"),
        (lambda: Alphabet("·aa"), "all distinct"),
        (lambda: Alphabet("·"), "at least one letter"),
        (lambda: list(minibatches(NAMES.encode("a"), 0, np.random.default_rng())), "batch_size"),
        (lambda: clean("a", longest=-1), "longest must be at least 0"),
    ],
)
def test_bad_input_is_named(act, message):
    with pytest.raises(ValueError, match=message):
        act()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Ada", "ada"),
        ("Zoë", "zoe"),
        ("ÉLODIE", "elodie"),
        ("e\u0301lodie", "elodie"),
        ("Weiß", "weiss"),
        ("GROẞ", "gross"),
        ("Søren", "soren"),
        ("Łukasz", "lukasz"),
        ("Æthelred", "aethelred"),
        ("Œdipe", "oedipe"),
        ("Þórdís", "thordis"),
        ("İpek", "ipek"),
        ("Işık", "isik"),
        ("Đặng", "dang"),
        ("Čapek", "capek"),
        ("ﬁona", "fiona"),
        ("Ａｄａ", "ada"),
        ("  ada \n", "ada"),
    ],
)
def test_accents_and_capitals_become_letters(typed, kept):
    result = clean(typed)
    assert result.letters == kept
    assert result.left_out == ()
    assert not result.shortened


@pytest.mark.parametrize(
    ("typed", "kept", "left_out"),
    [
        ("r2d2", "rd", ("2",)),
        ("Anna Maria", "annamaria", (" ",)),
        ("a\tb\u00a0c d", "abcd", (" ",)),
        ("o'brien-smith", "obriensmith", ("'", "-")),
        ("ada🙂", "ada", ("🙂",)),
        ("👩\u200d💻", "", ("👩", "💻")),  # the joiner between the two has no look of its own
        ("Ольга", "", ("О", "л", "ь", "г", "а")),
        ("李ana", "ana", ("李",)),
        ("a·b", "ab", ("·",)),
        ("ab™", "ab", ("™",)),
        ("½", "", ("½",)),
        ("\u0301\u200b\x00\ud800", "", ()),
        ("", "", ()),
        ("   ", "", ()),
    ],
)
def test_what_has_no_letter_is_left_out_and_listed(typed, kept, left_out):
    result = clean(typed)
    assert (result.letters, result.left_out, result.shortened) == (kept, left_out, False)


def test_long_texts_are_shortened_and_say_so():
    assert not clean("a" * 30).shortened
    result = clean("a" * 31)
    assert (len(result.letters), result.shortened, result.longest) == (30, True, 30)
    assert clean("abc" + "1" * 50, longest=3).shortened is False
    assert clean("abcd", longest=3).letters == "abc"
    assert clean("a", longest=0) == clean("b", longest=0)


@given(st.text())
def test_whatever_is_typed_can_be_encoded(typed):
    result = clean(typed)
    assert NAMES.decode(NAMES.encode(result.letters).inputs[:, 0]) == result.letters
    assert clean(result.letters).letters == result.letters
    assert len(set(result.left_out)) == len(result.left_out)
