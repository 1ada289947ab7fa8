"""The grammar of English-French sentences, and how they are split."""

from __future__ import annotations

import pytest

from core.french import (
    ADJECTIVES,
    DEVELOPMENT,
    LECTURE,
    NOUNS,
    TEST,
    TRAINING,
    lecture_sentence,
    split_sentences,
)

PARTS = split_sentences()
EVERYTHING = [sentence for part in PARTS for sentence in part]
KNOWN = {" ".join(sentence.english): " ".join(sentence.french) for sentence in EVERYTHING}


def test_the_sentence_of_the_lecture_is_held_out():
    sentence = lecture_sentence()
    assert " ".join(sentence.english) == LECTURE
    assert " ".join(sentence.french) == "le chien noir dormait dans le soleil chaud"
    assert sentence.source == (0, 2, 1, 3, 4, 5, 7, 6)
    training, development, test = PARTS
    assert test[0] == sentence
    assert LECTURE not in {" ".join(s.english) for s in (*training, *development)}


def test_the_parts_are_disjoint_and_of_the_size_told():
    assert [len(part) for part in PARTS] == [TRAINING, DEVELOPMENT, TEST]
    assert len(KNOWN) == TRAINING + DEVELOPMENT + TEST


def test_all_words_of_the_held_out_sentences_were_trained_on():
    for language in ("english", "french"):
        parts = [{w for s in part for w in getattr(s, language)} for part in PARTS]
        assert parts[1] | parts[2] <= parts[0]


@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("an old bird slept", "un vieil oiseau dormait"),
        ("the mice", "les souris"),
        ("some big horses dreamed", "de grands chevaux rêvaient"),
        ("near the sun", "près du soleil"),
        ("near the schools", "près des écoles"),
        ("near a house", "près d' une maison"),
        ("the beautiful grey bird", "le bel oiseau gris"),
        ("the happy women", "les femmes heureuses"),
        ("near the white tree", "près de l' arbre blanc"),
        ("the old white mouse", "la vieille souris blanche"),
    ],
)
def test_it_speaks_french(english, french):
    """The whole sentence, or a part of some that is drawn."""
    found = [theirs for ours, theirs in KNOWN.items() if f" {english} " in f" {ours} "]
    assert found
    assert all(f" {french} " in f" {theirs} " for theirs in found)


def test_articles_and_adjectives_agree():
    nouns = {form: noun for noun in NOUNS for form in noun.french}
    adjectives = {form: a for a in ADJECTIVES for form in (*a.french, a.before_vowel) if form}
    masculine, feminine = {"le", "un", "du"}, {"la", "une"}
    for sentence in EVERYTHING:
        words = sentence.french
        for place, word in enumerate(words):
            if word not in nouns:
                continue
            noun = nouns[word]
            several = sentence.english[sentence.source[place]] == noun.english[1]
            front = place
            while words[front - 1] in adjectives and adjectives[words[front - 1]].before:
                front -= 1
            article = words[front - 1]
            behind = words[place + 1 : place + 2]
            around = [*words[front:place], *(w for w in behind if w in adjectives)]
            for adjective in (adjectives[w] for w in around if not adjectives[w].before_vowel):
                assert adjective.french[2 * several + noun.feminine] in around
            if not several:
                assert article not in (masculine if noun.feminine else feminine)
            if article in ("l'", "d'"):
                assert words[front][0] in "aeiouéêh"
            if article in ("le", "la") and front == place:
                assert not noun.vowel


def test_every_french_word_comes_from_an_english_one():
    meaning = {}
    for sentence in EVERYTHING:
        assert len(sentence.source) == len(sentence.french)
        assert set(sentence.source) <= set(range(len(sentence.english)))
        for word, place in zip(sentence.french, sentence.source, strict=True):
            meaning.setdefault(word, set()).add(sentence.english[place])
    assert meaning["noire"] == {"black"}
    assert meaning["vieil"] == {"old"}
    assert meaning["du"] == {"the"}
    assert meaning["souris"] == {"mouse", "mice"}
    assert meaning["d'"] >= {"near"}
    for word, found in meaning.items():
        if word not in ("souris", "un", "une", "des", "de", "d'"):
            assert len(found) == 1, word
