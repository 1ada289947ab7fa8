"""Predict first, on every page that has it: nothing is shown too early, nothing typed is lost,
and what is said of an answer is so."""

import re

import pytest

from core.quiz import KINDS, free_question, judge, mistakes, walk_question
from core.quiz.question import Factor, Given, Piece, total
from pages.parts.learning import LearnSettings, learner
from pages.parts.lesson import lesson
from pages.parts.numbers import show
from pages.parts.predict_view import digits_of, feedback, row, symbol_html
from tests.core.test_quiz import NETWORKS, TEXTS, questions
from tests.pages.visits import settings, sound, visit, written

FREE = "gates"
TAGS = re.compile(r"<[^>]+>")


def page_html(at):
    return [
        element.proto.body
        for element in at.get("html")
        if 'class="u-root ask-root"' in element.proto.body
    ]


def plain(html):
    return re.sub(r"\s+", " ", TAGS.sub(" ", html))


def commit(at, page, typed):
    at.text_input(key=f"{page}/answer").set_value(typed)
    return press(at, f"{page}/commit")


def press(at, key):
    next(button for button in at.button if button.key == key).click()
    return at.run()


def asked(at, page):
    return at.session_state[f"{page}/asked"]["question"]


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
def test_the_answer_is_not_in_the_section_until_a_number_is_committed(seed):
    at = visit(FREE, {"ask_seed": str(seed)})
    question = asked(at, FREE)
    (shown,) = page_html(at)
    numbers = re.findall(r"[\d.]+", plain(shown))
    assert numbers == [digits_of(question)(given.value) for given in question.givens]
    assert "?" in plain(shown)
    commit(at, FREE, "7")
    sound(at)
    revealed, said = page_html(at)
    assert digits_of(question)(question.answer) in plain(revealed)
    assert "?" not in plain(revealed)
    assert "You said 7" in plain(said)


def test_wrong_then_right_and_only_the_first_answer_counts():
    at = visit(FREE, {"ask_seed": "4"})
    question = asked(at, FREE)
    ungated = mistakes(question)[0]
    commit(at, FREE, f"{ungated.value:g}")
    said = plain(page_html(at)[1])
    assert "Not yet." in said
    assert "a gate is left out" in said
    assert "0 of 1" in written(at)
    commit(at, FREE, f"{question.answer:g}")
    assert "Right." in plain(page_html(at)[1])
    assert "0 of 1" in written(at)
    press(at, f"{FREE}/another")
    assert settings(at, FREE).ask_seed == 5
    assert at.text_input(key=f"{FREE}/answer").value == ""
    assert len(page_html(at)) == 1
    commit(at, FREE, f"{asked(at, FREE).answer:g}".replace(".", ","))
    assert "1 of 2" in written(at)


@pytest.mark.parametrize("typed", ["", "abc", "<script>alert(1)</script>", "1,2,3", "9" * 40])
def test_what_is_no_number_is_answered_with_what_was_expected_and_is_not_lost(typed):
    at = visit(FREE, {"ask_seed": "4"})
    commit(at, FREE, typed)
    sound(at)
    shown = page_html(at)
    assert len(shown) == 2
    if typed == "9" * 40:  # a number, and wide of the mark
        assert "Not yet." in plain(shown[1])
        return
    assert "?" in plain(shown[0])
    assert "Expected one number" in plain(shown[1])
    assert "<script" not in shown[1]
    assert at.text_input(key=f"{FREE}/answer").value == typed
    assert "so far" not in written(at)


def test_the_seed_is_in_the_address_and_what_was_typed_is_not():
    at = visit(FREE)
    press(at, f"{FREE}/another")
    commit(at, FREE, "12,5")
    assert set(at.query_params) == {"ask_seed"}
    theirs = visit(FREE, {"ask_seed": "2"})
    assert asked(theirs, FREE) == asked(at, FREE)
    assert len(page_html(theirs)) == 1


def test_the_last_seed_is_followed_by_the_first():
    at = visit(FREE, {"ask_seed": "9999"})
    press(at, f"{FREE}/another")
    assert settings(at, FREE).ask_seed == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_can_be_chosen_and_stands_in_the_link(kind):
    at = visit(FREE, {"ask_kind": kind, "ask_seed": "3"})
    assert asked(at, FREE) == free_question(kind, 3)
    assert lesson("predict").fill(kind) in written(at)


def test_all_kinds_come_in_turn():
    kinds = [asked(visit(FREE, {"ask_seed": str(seed)}), FREE).kind for seed in (1, 2, 3, 4)]
    assert tuple(kinds) == KINDS


# Words ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(1, 15))
def test_every_mistake_of_a_free_question_has_its_words_and_its_arithmetic(kind, seed):
    check_words(free_question(kind, seed))


@pytest.mark.parametrize("name", NETWORKS)
def test_every_mistake_of_a_question_about_a_network_has_its_words(name):
    for question in questions(name)[1]:
        check_words(question)


def check_words(question):
    digits = digits_of(question)
    assert digits(question.answer) in row(question, revealed=True)
    for mistake in mistakes(question):
        verdict = judge(question, mistake.value)
        assert verdict.mistakes
        said = feedback(question, verdict)
        assert "{" not in said
        for named in verdict.mistakes:
            assert not named.pieces or digits(named.value) in plain(said)
    assert judge(question, question.answer).outcome == "right"


def test_every_sentence_has_its_occasion():
    """Each section is met: in a page, in a prompt, or in what is said of some mistake."""
    kinds = [(free_question(kind, seed)) for kind in KINDS for seed in range(1, 20)]
    networks = [question for name in NETWORKS for question in questions(name)[1]]
    occasions = [plain(feedback(q, judge(q, m.value))) for q in kinds + networks
                 for m in mistakes(q)]  # fmt: skip
    pages = [visit(FREE, {"ask_kind": kind}) for kind in KINDS]
    pages += [visit("lstm"), visit("unrolled"), visit("lstm", {"text": ""})]
    walks = [walk_question(learner(LearnSettings()).grads, seed) for seed in range(1, 20)]
    occasions += [plain(feedback(q, judge(q, m.value))) for q in walks for m in mistakes(q)]
    pages += [visit("bptt", {"ask_seed": seed}) for seed in ("1", "2")]
    met = "\n".join([*occasions, *map(written, pages)])
    for name, section in lesson("predict").sections.items():
        longest = max(re.split(r"\{\w+\}", section.body), key=len)
        assert longest.strip() in met, name


def test_in_pytorch_and_keras_z_weighs_the_old_state():
    """Said where z and 1 − z change places: the answer by their rule is that mistake's."""
    _, found = questions("names-gru")
    question = next(q for q in found if q.held.name == "z")
    z, h, n = question.held.value, *(piece.right.given.value for piece in question.pieces)
    theirs = (1 - z) * n + z * h  # torch.nn.GRU, keras.layers.GRU
    verdict = judge(question, theirs)
    assert [m.kind for m in verdict.mistakes] == ["complement"]
    assert "PyTorch and Keras" in feedback(question, verdict)


@pytest.mark.parametrize(
    ("latex", "html"),
    [
        ("f_{3}[2]", "<i>f</i><sub>3</sub>[2]"),
        (r"\tilde{c}_{12}[2]", "<i>c\u0303</i><sub>12</sub>[2]"),
        (r"\tanh(c_{3})[2]", "tanh(<i>c</i><sub>3</sub>)[2]"),
        (r"\mathrm{ReLU}(c_{3})[2]", "ReLU(<i>c</i><sub>3</sub>)[2]"),
        (r"(r \ast h)_{3}[2]", "(<i>r</i> ∗ <i>h</i>)<sub>3</sub>[2]"),
        ("W[10,9]", "<i>W</i>[10,9]"),
        (r"\partial L/\partial h_{3}[2]", "∂<i>L</i>/∂<i>h</i><sub>3</sub>[2]"),
        (
            r"\partial L_{>3}/\partial h_{3}[2]",
            "∂<i>L</i><sub>&gt;3</sub>/∂<i>h</i><sub>3</sub>[2]",
        ),
        (r"W_{\tilde c,h}[1,2]", "<i>W</i><sub><i>c\u0303</i>,<i>h</i></sub>[1,2]"),
        ("c_{t-1}", "<i>c</i><sub><i>t</i>−1</sub>"),
        ("h_t", "<i>h</i><sub><i>t</i></sub>"),
    ],
)
def test_symbols_are_set_as_on_the_rest_of_the_page(latex, html):
    assert symbol_html(latex) == html


def rounded(given):
    shown = show(given.value).replace("−", "-")
    return float(shown.replace("×10", "e").translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")))


@pytest.mark.parametrize("typed", TEXTS)
@pytest.mark.parametrize("name", NETWORKS)
def test_whoever_computes_with_the_digits_shown_is_right_and_mistakes_are_found(name, typed):
    for question in questions(name, typed)[1]:
        by_hand = {given: Given(**{**vars(given), "value": rounded(given)})
                   for given in question.givens}  # fmt: skip

        def redone(factor):
            return factor and Factor(by_hand[factor.given], factor.complement)  # noqa: B023

        def sums(pieces):
            return total(
                tuple(Piece(redone(p.left), redone(p.right), p.sign, p.added) for p in pieces)
            )

        assert judge(question, sums(question.pieces)).outcome == "right"
        for mistake in mistakes(question):
            if mistake.pieces and abs(mistake.value - question.answer) > 2 * question.tolerance:
                said = judge(question, sums(mistake.pieces))
                assert said.outcome == "not yet"
                assert said.mistakes


@pytest.mark.parametrize("seed", [1, 2])
def test_a_gradient_is_predicted_before_it_is_shown(seed):
    at = visit("bptt", {"ask_seed": str(seed)})
    sound(at)
    question = walk_question(learner(LearnSettings()).grads, seed)
    (asked,) = page_html(at)
    assert asked.count("?") == 1
    assert show(question.answer) not in plain(asked)
    commit(at, "bptt", f"{question.answer:.4f}")
    sound(at)
    shown, said = page_html(at)
    assert show(question.answer) in plain(shown)
    assert "Right." in plain(said)
