"""What both pages on translation share: what was typed, the trained models, and the cells of a run.

What someone typed is computed anew for that someone and never enters a cache; models and the list
of known words, which are everybody's, are loaded once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from core import models
from core.attention import SCORES
from core.french import split_sentences
from core.pronunciations import split_pronunciations
from core.seq2seq.model import Seq2Seq
from core.text import clean
from pages.parts.chooser import chooser
from pages.parts.reading import LONGEST_TYPED
from pages.parts.settings import PageState, choice, text
from pages.parts.sounds import in_words

T = TypeVar("T")
TASKS = {"sound": "Spelling to sound", "french": "English to French"}
FAMILIES = {"sound": "pronounce", "french": "french"}  # how the models of a task are called
BOXES = {"sound": "word", "french": "sentence"}  # the setting in which a task's input is typed
EXAMPLES = {"sound": "through", "french": "the black dog slept in the hot sun"}
DERAILED = {"sound": "economist", "french": "the happy children heard an old strange man"}
RESCUED = {"sound": "spy", "french": "the bird found the old horses"}  # by a beam
LONGEST_READ = {"sound": 20, "french": 14}  # symbols
LONGEST_WRITTEN = {"sound": 26, "french": 20}
UNKNOWN_SHOWN = 6


@dataclass(frozen=True)
class TranslateSettings:
    """What is read, and by which kind of model; each task keeps its own input."""

    task: str = choice("sound", tuple(TASKS))
    word: str = text(EXAMPLES["sound"], LONGEST_TYPED)
    sentence: str = text(EXAMPLES["french"], LONGEST_TYPED)


# Models -------------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False)
def _load(name: str) -> Seq2Seq:
    made = models.load(name)
    if not isinstance(made, Seq2Seq):
        raise ValueError(f"{name} must be an encoder–decoder; got {type(made).__name__}.")
    return made


@st.cache_resource(show_spinner=False)
def _report(name: str) -> dict[str, Any]:
    return models.report(name)


def translator(task: str, score: str | None = None) -> Seq2Seq:
    """The trained model of a task with a score of `SCORES`; None: without attention."""
    return _load(named(task, score))


def report_of(task: str, score: str | None = None) -> dict[str, Any]:
    """What was measured when that model was made."""
    return _report(named(task, score))


def named(task: str, score: str | None) -> str:
    """What the model is called; ValueError for a task or a score that there is not."""
    if task not in FAMILIES or not (score is None or score in SCORES):
        raise ValueError(f"task must be one of {', '.join(FAMILIES)}; got {task!r}, {score!r}.")
    return f"{FAMILIES[task]}-{score or 'none'}"


# What was typed -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """What of an input the models of a task can read.

    tokens     letters or words; never empty
    says       sentences on what was left out or cut, as Markdown
    example    whether nothing could be read, and the example stands in for it
    """

    task: str
    tokens: tuple[str, ...]
    says: tuple[str, ...]
    example: bool = False

    @property
    def shown(self) -> str:
        return ("" if self.task == "sound" else " ").join(self.tokens)


def typed_by(now: Any) -> Typed:
    """What the settings ask to be read (they hold TranslateSettings)."""
    given = getattr(now, BOXES[now.task])
    tokens, says = read_typed(now.task, given)
    if tokens:
        return Typed(now.task, tokens, says)
    example, _ = read_typed(now.task, EXAMPLES[now.task])
    what = "letters a–z" if now.task == "sound" else "known words"
    says = (*says, f"There are no {what} to read. Shown instead: “{EXAMPLES[now.task]}”.")
    return Typed(now.task, example, says, example=True)


def read_typed(task: str, given: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Tokens of free typing, and sentences on what could not be kept."""
    return _letters(given) if task == "sound" else _words(given)


def _letters(given: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kept = clean(given, LONGEST_READ["sound"])
    says = []
    if kept.left_out:
        seen = ["space" if c == " " else literal(c) for c in kept.left_out]
        says.append(f"Left out, because the network knows only a–z: {_some(seen)}.")
    if kept.shortened:
        says.append(f"Only the first {kept.longest} letters are read.")
    return tuple(kept.letters), tuple(says)


def _words(given: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    known = translator("french").source
    plain = "".join(c if c.isalnum() else " " for c in _folded(given))
    found = plain.split()
    strangers = known.unknown(found)
    kept = [word for word in found if word not in strangers]
    says = []
    if strangers:
        seen = [f"“{literal(word[:20])}”" for word in strangers]
        says.append(
            f"Left out, because the network has never seen {'it' if len(seen) == 1 else 'them'}: "
            f"{_some(seen)}. It knows {len(known)} words, listed below."
        )
    longest = LONGEST_READ["french"]
    if len(kept) > longest:
        says.append(f"Only the first {longest} words are read.")
    return tuple(kept[:longest]), tuple(says)


def _folded(given: str) -> str:
    """Lower case, accents taken off."""
    apart = unicodedata.normalize("NFKD", given.lower())
    return "".join(c for c in apart if not unicodedata.combining(c))


def _some(shown: Sequence[str]) -> str:
    more = len(shown) - UNKNOWN_SHOWN
    return " ".join(shown[:UNKNOWN_SHOWN]) + (f" and {more} more" if more > 0 else "")


def literal(shown: str) -> str:
    """Text that Markdown must not read as markup."""
    seen = "".join(c if c.isprintable() else " " for c in shown)
    return "".join(f"\\{c}" if c in "\\`*_{}[]()#+-.!|~<>$:" else c for c in seen)


def typed_controls(state: PageState[Any]) -> Typed:
    """The task, the box for its input, and under them what became of it."""
    row = st.container(horizontal=True, gap="medium")
    chooser(state, "task", "Task", TASKS, box=row)
    task = state.now.task
    row.text_input(
        "Your word" if task == "sound" else "Your sentence",
        key=state.widget(BOXES[task]),
        max_chars=LONGEST_TYPED,
        placeholder=EXAMPLES[task],
        help=(
            f"Letters a–z, up to {LONGEST_READ[task]}. Accents are taken off, the rest is left out."
            if task == "sound"
            else f"Up to {LONGEST_READ[task]} words of the list below; others are left out."
        ),
    )
    _examples(state, task)
    typed = typed_by(state.now)
    # One element whatever there is to say: a scene behind it that moves up is made anew. And no
    # caption, which would be too pale.
    st.markdown("  \n".join((*typed.says, about(typed))))
    sound = task == "sound"
    title = "The sounds, and what they are called" if sound else "Words that can be typed"
    with st.expander(title, icon=":material/dictionary:"):
        st.markdown(in_words() if sound else " · ".join(translator(task).source.symbols))
    return typed


def _examples(state: PageState[Any], task: str) -> None:
    """Inputs to begin with; the one that stands in the box is marked."""
    options = [EXAMPLES[task], DERAILED[task], RESCUED[task]]
    store, key, setting = st.session_state, f"{state.page}/example", BOXES[task]
    given = getattr(state.now, setting)
    store[key] = given if given in options else None

    def choose() -> None:
        if store[key] is not None:
            state.set(**{setting: store[key]})

    st.pills("Begin with", options, key=key, on_change=choose)


def kept(name: str, asked: Any, make: Callable[[], T]) -> T:
    """What `make` gives, made once as long as this visitor asks the same."""
    store = st.session_state
    if name not in store or store[name][0] != asked:
        store[name] = (asked, make())
    found: T = store[name][1]
    return found


def anew(state: PageState[Any], typed: Typed, *fields: str) -> None:
    """Set what was chosen in an earlier input (`fields`) back to its default, once another one is
    typed; what a link chooses for another input stays."""
    store, key = st.session_state, f"{state.page}/{fields[0]}/asked"
    chosen = [getattr(state.now, field) for field in fields]
    if key in store and store[key][0] != typed.tokens and store[key][1] == chosen:
        state.set(**{field: state.default(field) for field in fields})
    store[key] = (typed.tokens, [getattr(state.now, field) for field in fields])


# What is right ------------------------------------------------------------------------------


@st.cache_resource(show_spinner=False)
def _known(task: str) -> Mapping[tuple[str, ...], tuple[tuple[str, ...], bool]]:
    """What is right for each input of the data, and whether it was trained on."""
    if task == "sound":
        training, development, test = split_pronunciations()
        pairs = [[(tuple(word), sounds) for word, sounds in part] for part in
                 (training, development, test)]  # fmt: skip
    else:
        pairs = [[(one.english, one.french) for one in part] for part in split_sentences()]
    return {
        source: (target, part == 0) for part, found in enumerate(pairs) for source, target in found
    }


def reference(task: str, tokens: tuple[str, ...]) -> tuple[str, ...] | None:
    """What is right for an input, where the data say it."""
    found = _known(task).get(tokens)
    return None if found is None else found[0]


def about(typed: Typed) -> str:
    """Whether the networks have met this input before, in words, as Markdown."""
    known, found = _known(typed.task), _known(typed.task).get(typed.tokens)
    sound = typed.task == "sound"
    shown = literal(typed.shown)
    if found is None:
        data = f"the list of {len(known):,} {'words' if sound else 'sentences'}"
        return f"“{shown}” is not in {data}: nothing says what is right."
    target, trained = found
    met = "is one of those trained on" if trained else "was held out, not trained on"
    says = "the dictionary says" if sound else "right is"
    return f"“{shown}” {met}; {says} *{literal(' '.join(target))}*."
