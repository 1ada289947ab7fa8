"""Memory tasks: what is asked is right, chance is what guessing gives, and typing is safe."""

import itertools
import re

import numpy as np
import pytest

from core import ngrams
from core.corpus import split_names
from core.tasks import CELLS, TASKS, model_name
from core.tasks.adding import TOLERANCE
from core.tasks.base import HELD_OUT_PARTS, MOST_TYPED, Problem, SymbolTask
from core.tasks.reber import ARCS, SYMBOLS, follow

every_task = pytest.mark.parametrize("task", TASKS.values(), ids=TASKS)
symbol_tasks = pytest.mark.parametrize(
    "task", [task for task in TASKS.values() if isinstance(task, SymbolTask)], ids=lambda t: t.name
)


def rng(seed=0):
    return np.random.default_rng(seed)


def columns(problem):
    """Each sequence alone: symbols read and wanted, as the page shows them."""
    for b in range(problem.x.shape[1]):
        alone = problem.pick(slice(b, b + 1))
        yield "".join(alone.symbols), alone


def mixed(task, count=200, seed=0):
    low, high = task.shortest, min(task.longest, task.shortest + 15)
    return task.training(count, rng(seed), (low, high))


# What every task keeps to -----------------------------------------------------------------


def test_tasks_come_in_the_order_of_the_page():
    assert list(TASKS) == ["recall", "adding", "parity", "reber", "names"]
    assert all(task.name == name for name, task in TASKS.items())


@every_task
@pytest.mark.parametrize("where", ["shortest", "trained", "longest"])
def test_problems_have_the_shapes_they_promise(task, where):
    delay = {
        "shortest": task.shortest,
        "trained": min(task.trained_on[1], task.longest),
        "longest": task.longest,
    }[where]
    problem = task.sample(delay, 7, rng())
    T, B, D = problem.x.shape
    assert (7, len(task.inputs)) == (B, D)
    assert problem.delay == delay
    assert problem.asked.shape == problem.scored.shape == (T, B)
    assert not (problem.scored & ~problem.asked).any()
    assert problem.scored.any(axis=0).all()
    if task.loss == "squared error":
        assert problem.targets.shape == (T, B, len(task.outputs))
    else:
        assert problem.targets.shape == (T, B)
        assert problem.targets.max() < len(task.outputs)
    if problem.lengths is not None:
        assert problem.lengths.max() == T
        past = np.arange(T)[:, None] >= problem.lengths
        assert not problem.asked[past].any()
        assert not problem.x[past].any()
    assert len(problem.symbols) == len(problem.wanted) == problem.length()
    assert [bool(label) for label in problem.wanted] == problem.asked[
        : problem.length(), 0
    ].tolist()


@every_task
def test_mixed_delays_are_padded_and_each_sequence_is_itself(task):
    problem = mixed(task)
    assert problem.lengths is not None
    assert set(problem.lengths) == set(range(problem.lengths.min(), problem.lengths.max() + 1))
    for b in (0, 5, 199):
        alone = problem.pick(slice(b, b + 1))
        L = int(problem.lengths[b])
        assert alone.x.shape[0] == L
        np.testing.assert_array_equal(alone.x, problem.x[:L, b : b + 1])
        np.testing.assert_array_equal(alone.asked, problem.asked[:L, b : b + 1])


@every_task
def test_a_seed_fixes_the_problem(task):
    delay = max(task.shortest, 8)
    first, again, other = (task.example(delay, seed) for seed in (3, 3, 4))
    assert first.symbols == again.symbols
    assert first.symbols != other.symbols
    np.testing.assert_array_equal(task.measured(delay).x, task.measured(delay).x)


@every_task
@pytest.mark.parametrize("delay", [-1, 10**6, 2.5, True, None])
def test_a_delay_out_of_range_is_said(task, delay):
    with pytest.raises(ValueError, match=rf"delay must be a whole number from {task.shortest} to"):
        task.example(delay, 0)


@every_task
def test_no_sequences_are_refused(task):
    with pytest.raises(ValueError, match="count must be at least 1; got 0"):
        task.sample(task.longest, 0, rng())


@every_task
def test_right_wants_a_prediction_of_the_problems_shape(task):
    problem = task.example(task.longest, 0)
    with pytest.raises(ValueError, match="prediction must have shape"):
        task.right(problem, np.zeros((1, 2, 3)))


@every_task
def test_a_perfect_prediction_is_right_wherever_something_is_asked(task):
    problem = mixed(task, 50)
    if task.loss == "squared error":
        perfect = np.nan_to_num(problem.targets)
        spoiled = perfect + 2 * TOLERANCE
    else:
        perfect = np.eye(len(task.outputs))[problem.targets]
        spoiled = np.roll(perfect, 1, axis=-1)
    np.testing.assert_array_equal(task.right(problem, perfect), problem.asked)
    assert not task.right(problem, spoiled)[problem.scored].any()


def test_model_names_are_made_in_one_place():
    assert model_name("recall", "lstm-peephole") == "recall-lstm-peephole"
    assert model_name("names", "rnn") == "memory-names-rnn"
    assert len({model_name(t, c) for t in TASKS for c in CELLS}) == 20
    with pytest.raises(ValueError, match=r"task must be one of recall, .*; got 'x'"):
        model_name("x", "rnn")
    with pytest.raises(ValueError, match=r"cell must be one of rnn, .*; got 'x'"):
        model_name("recall", "x")


# Held out ---------------------------------------------------------------------------------


@symbol_tasks
def test_what_is_held_out_is_never_trained_on(task):
    seen = {word for word, _ in columns(task.training(3000, rng(), (task.split_from,) * 2))}
    held_out = {word for word, _ in columns(task.sample(task.split_from, 1000, rng()))}
    assert not seen & held_out
    share = len(held_out) / len(seen | held_out)
    assert 0.1 < share < 0.35, f"a part in {HELD_OUT_PARTS} is meant to be held out; got {share}"


@symbol_tasks
def test_held_out_sequences_have_all_answers_alike(task):
    """What decides the answer does not decide what is held out, so that chance stays exact."""
    words = {word for word, _ in columns(task.sample(task.split_from, 2000, rng()))}
    answers = {}
    for word in words:
        problem = task.parse(word + ("E" if task.name == "reber" else ""))
        answer = int(problem.targets[problem.scored][0])
        answers[answer] = answers.get(answer, 0) + 1
    assert len(set(answers.values())) == 1
    assert 1 / len(answers) == task.chance(task.split_from)


@symbol_tasks
def test_few_sequences_are_all_trained_on_and_measured(task):
    delay = task.split_from - 1
    seen = {word for word, _ in columns(task.training(6000, rng(), (delay, delay)))}
    measured = {word for word, _ in columns(task.sample(delay, 6000, rng()))}
    assert seen == measured


# Recall -----------------------------------------------------------------------------------


@pytest.mark.parametrize("delay", [0, 1, 9])
def test_recall_asks_for_the_first_letter_at_the_question_mark(delay):
    for word, problem in columns(TASKS["recall"].sample(delay, 50, rng())):
        assert re.fullmatch(rf"[A-D][xy]{{{delay}}}\?", word)
        assert problem.wanted == ("",) * (delay + 1) + (word[0],)


def test_recall_letters_are_equally_frequent():
    problem = TASKS["recall"].sample(30, 8000, rng())
    counts = np.bincount(problem.targets[problem.scored])
    assert abs(counts / 8000 - TASKS["recall"].chance(30)).max() < 0.02


def test_recall_reads_what_is_typed():
    assert TASKS["recall"].parse(" B xy x ").symbols == ("B", "x", "y", "x", "?")
    assert TASKS["recall"].parse("Bxyx?").delay == 3
    assert TASKS["recall"].parse("dX").wanted == ("", "", "D")


# Adding -----------------------------------------------------------------------------------


def test_adding_wants_the_sum_of_one_number_of_each_half():
    problem = mixed(TASKS["adding"])
    for _, alone in columns(problem):
        T = alone.length()
        values, marks = alone.x[:, 0].T
        first, second = np.flatnonzero(marks)
        assert first < T // 2 <= second
        assert alone.targets[-1, 0, 0] == values[first] + values[second]
        assert np.isnan(alone.targets[:-1]).all()
    assert problem.x[..., 0].min() >= 0
    assert problem.x[..., 0].max() <= 1


def test_adding_chance_is_that_of_the_best_constant():
    """By midpoints on a fine grid of both numbers, for the constant 1 and for its rivals."""
    task, grid = TASKS["adding"], (np.arange(2000) + 0.5) / 2000
    sums = grid[:, None] + grid
    shares = {c: (np.abs(sums - c) < TOLERANCE).mean() for c in (0.8, 0.95, 1.0, 1.05, 1.3)}
    assert max(shares, key=shares.get) == 1.0
    assert shares[1.0] == pytest.approx(task.chance(30), abs=1e-3)
    knows_one = (np.abs(sums - (grid[:, None] + 0.5)) < TOLERANCE).mean()
    assert knows_one == pytest.approx(2 * TOLERANCE, abs=1e-3)


def test_adding_counts_an_answer_right_within_the_tolerance():
    problem = TASKS["adding"].parse("0.25* 0.5 0.5*")
    for answer, right in ((0.75, True), (0.82, True), (0.68, True), (0.84, False), (np.nan, False)):
        prediction = np.full((3, 1, 1), answer)
        found = TASKS["adding"].right(problem, prediction)
        assert found[:, 0].tolist() == [False, False, right]


def test_adding_reads_what_is_typed():
    problem = TASKS["adding"].parse("0.3*, .5; 1*")
    assert problem.symbols == ("0.30*", "0.50", "1.00*")
    assert problem.wanted == ("", "", "1.30")
    np.testing.assert_array_equal(problem.x[:, 0], [[0.3, 1], [0.5, 0], [1, 1]])


# Parity -----------------------------------------------------------------------------------


def test_parity_asks_at_the_last_bit_only():
    for word, problem in columns(mixed(TASKS["parity"])):
        wanted = ("even", "odd")[word.count("1") % 2]
        assert problem.wanted == ("",) * (len(word) - 1) + (wanted,)


def test_parity_chance_by_enumeration():
    """Of the best guess from the last bit alone, over all strings of a length."""
    for length in range(1, 9):
        words = ["".join(bits) for bits in itertools.product("01", repeat=length)]
        right = 0
        for last in "01":
            odd = [word.count("1") % 2 for word in words if word[-1] == last]
            right += max(sum(odd), len(odd) - sum(odd))
        assert TASKS["parity"].chance(length) == right / len(words)


# Reber ------------------------------------------------------------------------------------


def reber_words(length):
    """All words of the plain Reber grammar with this many symbols, by walking it."""
    found, open_ends = [], [("", 0)]
    while open_ends:
        word, state = open_ends.pop()
        if state not in ARCS:
            found.extend([word] if len(word) == length else [])
        elif len(word) < length:
            open_ends.extend((word + symbol, target) for symbol, target in ARCS[state])
    return sorted(found)


@pytest.mark.parametrize("length", [5, 6, 7, 10])
def test_reber_words_are_all_those_of_their_length(length):
    words = reber_words(length)
    inner = [word[2:-1] for word, _ in columns(TASKS["reber"].sample(length, 600, rng()))]
    assert sorted(set(inner)) == words
    counts = np.array([inner.count(word) for word in words])
    expected = 600 / len(words)
    assert (abs(counts - expected) < 5 * np.sqrt(expected)).all()  # evenly, as the grammar says


def test_reber_words_are_legal_and_their_second_symbol_returns():
    for word, problem in columns(mixed(TASKS["reber"])):
        assert re.fullmatch(r"B([TP])B[TPSXV]+E\1", word)
        assert word[2:-1] in reber_words(len(word) - 3)
        (step,) = np.flatnonzero(problem.scored[:, 0])
        assert word[step] == "E"
        assert problem.wanted[step] == word[1]
        assert problem.targets[step, 0] == SYMBOLS.index(word[1])
        for t, (wanted, then) in enumerate(zip(problem.wanted, (*word[1:], "E"), strict=True)):
            assert then in wanted.split("/"), t


def test_reber_counts_either_of_two_legal_symbols_as_right():
    problem = TASKS["reber"].parse("BTBTXSETE")
    assert problem.wanted == ("T/P", "B", "T/P", "S/X", "X/S", "E", "T", "E")
    for symbols, wrong in (
        ("TBTSXETE", ()),
        ("PBPXSETE", ()),
        ("PBPXXEPE", (6,)),
        ("EEEEEEEE", ""),
    ):
        prediction = np.eye(7)[[SYMBOLS.index(s) for s in symbols]][:, None]
        right = TASKS["reber"].right(problem, prediction)[:, 0]
        expected = [
            s in wanted.split("/") for s, wanted in zip(symbols, problem.wanted, strict=True)
        ]
        assert right.tolist() == expected
        if wrong:
            assert np.flatnonzero(~right).tolist() == list(wrong)


def test_reber_figures_leave_the_scored_step_out():
    task = TASKS["reber"]
    problem = task.sample(8, 40, rng())
    legal_but_forgetful = np.eye(7)[problem.targets]
    other = np.where(problem.targets == SYMBOLS.index("T"), SYMBOLS.index("P"), SYMBOLS.index("T"))
    legal_but_forgetful[problem.scored] = np.eye(7)[other[problem.scored]]
    assert task.figures(problem, legal_but_forgetful) == {"legal_elsewhere": 1.0}
    assert not task.right(problem, legal_but_forgetful)[problem.scored].any()


def test_the_beginning_of_a_reber_word_may_be_typed():
    begun = TASKS["reber"].parse("btbtx")
    assert begun.wanted == ("T/P", "B", "T/P", "S/X", "")
    assert not begun.scored.any()
    assert TASKS["reber"].parse("BPBTXSE").wanted[-1] == "P"
    assert TASKS["reber"].parse("BTBTXSETE").symbols == tuple("BTBTXSET")
    assert TASKS["reber"].parse("BTBTXSET").delay == 5


def test_what_follows_in_the_grammar():
    assert follow("BTBTXSETE") == ["B", "TP", "B", "TP", "SX", "XS", "E", "T", "E", ""]
    assert follow("BX") == ["B", "TP", ""]


# Names ------------------------------------------------------------------------------------


def test_names_hide_all_but_the_last_symbols():
    held_out = ["·" + name + "·" for name in split_names()[1]]
    windows = {}
    for word in held_out:
        for end in range(1, len(word)):
            windows.setdefault(word[max(end - 3, 0) : end], set()).add(word[end])
    task = TASKS["names"]
    for read, problem in columns(task.sample(3, 200, rng())):
        assert problem.wanted[:-1] == ("",) * (len(read) - 1)
        assert problem.wanted[-1] in windows[read]


def test_names_are_measured_on_the_same_predictions_at_every_delay():
    task, (_, held_out) = TASKS["names"], split_names()
    answers = []
    for delay in (1, 3, 12):
        problem = task.measured(delay)
        assert problem.scored.sum() == sum(len(name) + 1 for name in held_out)
        assert len(problem.x) == min(delay, 1 + max(map(len, held_out)))
        answers.append(problem.targets.max(axis=0))
    np.testing.assert_array_equal(answers[0], answers[1])
    np.testing.assert_array_equal(answers[0], answers[2])


def test_names_chance_is_that_of_the_best_table_of_pairs():
    training, held_out = split_names()
    best = ngrams.count(training, 1).argmax(axis=1)
    pairs = [(a, b) for name in held_out for a, b in itertools.pairwise(f"·{name}·")]
    letters = TASKS["names"].inputs
    right = sum(letters[best[letters.index(a)]] == b for a, b in pairs)
    assert TASKS["names"].chance(5) == right / len(pairs)


def test_names_in_training_are_whole_or_begin_anywhere():
    training, held_out = (set(names) for names in split_names())
    whole = 0
    for read, problem in columns(TASKS["names"].training(300, rng())):
        assert problem.asked.all()
        assert tuple(read[1:]) == problem.wanted[:-1]
        if read.startswith("·"):
            whole += 1
            assert read[1:] in training
            assert read[1:] not in held_out
    assert 120 < whole < 240


def test_a_name_is_read_to_its_end():
    problem = TASKS["names"].parse(" Zoë ")
    assert problem.symbols == ("·", "z", "o", "e")
    assert problem.wanted == ("z", "o", "e", "·")
    example = TASKS["names"].example(6, 0)
    assert len(example.symbols) == 6
    assert "".join(example.symbols[1:]) in split_names()[1]


# Typing -----------------------------------------------------------------------------------


@every_task
def test_the_hint_holds_an_example_that_can_be_typed(task):
    example = task.hint.rsplit("e.g. ", 1)[1]
    assert task.typed
    assert isinstance(task.parse(example), Problem)


HOSTILE = {
    "nothing": "",
    "blanks": " \t\n",
    "long": "A" * (MOST_TYPED + 1),
    "very long": "1" * 10**7,
    "markup": "<script>alert(1)</script>",
    "path": "../../etc/passwd",
    "null": "\x00",
    "surrogate": "\ud800",
    "other digits": "\u0661\u0660\u0661",
    "superscripts": "\u00b2\u00b9",
    "emoji": "\U0001f600\U0001f600",
    "formula": "=1+1",
    "infinite": "inf* nan*",
    "huge number": "1e999* 0.1*",
    "long number": "0." + "1" * 500 + "* 0.2*",
    "no text": None,
    "number": 3,
    "bytes": b"01",
}


@every_task
@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_typing_is_refused_with_a_short_sentence(task, case):
    with pytest.raises(ValueError, match=r"got|typed") as refusal:
        task.parse(HOSTILE[case])
    assert 10 < len(str(refusal.value)) < 400


WRONG = [
    ("recall", "xAx", "comes first and only once"),
    ("recall", "AxB", "comes first and only once"),
    ("recall", "?", "comes first"),
    ("recall", "A?x", "comes first"),
    ("recall", "abc", "comes first and only once; got 'ABC'"),
    ("recall", "Bz", r"must be made of A B C D x y \?; got 'z'"),
    ("recall", "A" + "x" * 101, "at most 100 distractors; got 101"),
    ("adding", "0.5*", "type 2 to 150 numbers; got 1"),
    ("adding", "0.1 " * 151, "type 2 to 150 numbers; got 151"),
    ("adding", "0.5 0.5", "two numbers must be marked with .; got 0"),
    ("adding", "0.5* 0.5* 0.5*", "got 3"),
    ("adding", "1.5* 0.5*", "got '1.5.'"),
    ("adding", "-0.5* 0.5*", "numbers from 0 to 1"),
    ("parity", "012", "must be made of 0 1; got '2'"),
    ("parity", "01" * 51, "at most 100 bits; got 102"),
    ("reber", "BTBTXSEP", "symbol 8 must be T after 'BTBTXSE'; got 'P'"),
    ("reber", "BTBTXSETEB", "symbol 10 must be nothing"),
    ("reber", "T", "symbol 1 must be B"),
    ("reber", "BTB" + "T" * 300, "at most 104 symbols; got 303"),
    ("names", "r2d2", "got '2'"),
    ("names", "a" * 31, "at most 30 letters"),
]


@pytest.mark.parametrize(("name", "text", "message"), WRONG)
def test_wrong_typing_says_what_was_expected_and_what_came(name, text, message):
    with pytest.raises(ValueError, match=message):
        TASKS[name].parse(text)


@every_task
def test_random_typing_is_read_or_refused(task):
    """Texts made of the task's own characters and a few others, from a seeded generator."""
    letters, draws = "".join({*"".join(task.inputs), *" *?.,01xyTPBE"}), rng(1)
    for _ in range(300):
        text = "".join(draws.choice(list(letters), draws.integers(0, 30)))
        try:
            problem = task.parse(text)
        except ValueError:
            continue
        assert problem.x.shape[1:] == (1, len(task.inputs))
        assert len(problem.symbols) == len(problem.wanted) == len(problem.x)
