"""Settings and the URL: what is valid comes back, what is not is replaced and named."""

import dataclasses
import math
import re
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.parts.panel import SELECTION, selection
from pages.parts.settings import (
    LONGEST_SHOWN,
    choice,
    flag,
    number,
    parse,
    pattern,
    query_of,
    text,
    whole,
)
from tests.pages import visits

SCRIPT = "<script>alert(1)</script>"
HOSTILE = [
    "", " ", "nan", "-nan", "inf", "-inf", "Infinity", "1e999", "-1e999", "0x10", "1_0", "１",
    "1e-400", "--1", "1.2.3", "null", "undefined", "true", "None", "[]", "{}", "%00", "\x00", "\n",
    SCRIPT, "![x](http://evil)", "[x](javascript:alert(1))", "$\\LaTeX$", ":material/home:", "`x`",
    "../../etc/passwd", "'; DROP TABLE", "\u202e", "🙂", "9" * 5000, "x" * 100_000,
]  # fmt: skip


@dataclass(frozen=True)
class Every:
    """One field of each kind."""

    pick: str = choice("a", ("a", "b"))
    count: int = whole(3, -2, 30)
    share: float = number(0.5, 0.0, 1.0)
    maybe: float | None = number(None, -1.0, 1.0)
    large: float = number(0.8, -1e300, 1e300)
    on: bool = flag(False)
    words: str = text("anna", 10)
    place: str = pattern("", r"([1-9]\d?-?)?", "a step such as 3")
    sel: str = selection("trace.h.2.0")


NAMES = [f.name for f in dataclasses.fields(Every)]


@pytest.mark.parametrize(
    ("name", "raw", "value"),
    [
        ("pick", "b", "b"),
        ("count", "-2", -2),
        ("count", "30", 30),
        ("share", "0", 0.0),
        ("share", "1", 1.0),
        ("share", "1e-3", 0.001),
        ("maybe", "-1", -1.0),
        ("on", "1", True),
        ("words", "zoë", "zoë"),
        ("words", "", ""),
        ("words", "abcdefghijklm", "abcdefghij"),
        ("place", "31-", "31-"),
        ("sel", "grads.c.-1.11", "grads.c.-1.11"),
    ],
)
def test_a_valid_value_is_taken(name, raw, value):
    found, complaints = parse(Every, {name: [raw]})
    assert getattr(found, name) == value
    assert complaints == []


@pytest.mark.parametrize("raw", HOSTILE, ids=lambda raw: ascii(raw[:24]))
@pytest.mark.parametrize("name", NAMES)
def test_a_hostile_value_gives_the_default_and_a_sentence(name, raw):
    found, complaints = parse(Every, {name: [raw]})
    value = getattr(found, name)
    if name == "words":
        assert value == raw[:10]
    elif complaints:
        assert found == Every()
        assert len(complaints) == 1
        assert f"{name} = " in complaints[0]
    else:
        assert math.isfinite(value) if isinstance(value, float) else value is not None


@pytest.mark.parametrize("raw", ["nan", "inf", "1e999", "-0.1", "1.0001", "", SCRIPT])
def test_a_number_off_its_range_is_replaced(raw):
    found, complaints = parse(Every, {"share": [raw]})
    assert found.share == 0.5
    assert "a number from 0 to 1" in complaints[0]


@pytest.mark.parametrize("raw", ["-3", "31", "3.0", "1e1", "9" * 12, " 3"])
def test_a_whole_number_off_its_range_is_replaced(raw):
    found, complaints = parse(Every, {"count": [raw]})
    assert found.count == 3
    assert "a whole number from -2 to 30" in complaints[0]


@pytest.mark.parametrize("raw", HOSTILE, ids=lambda raw: ascii(raw[:24]))
def test_a_complaint_is_short_and_holds_no_markup(raw):
    for query in ({"share": [raw]}, {raw or "q": ["1"]}):
        for complaint in parse(Every, query)[1]:
            assert len(complaint) < 200
            inner = complaint[complaint.index("“") + 1 : complaint.index("”")]
            assert not re.search(r"[\\`*_\[\]<>$:#|~\n]", inner)
            assert inner.isprintable()
            assert len(inner) <= LONGEST_SHOWN + 1


def test_the_last_of_repeated_values_counts():
    assert parse(Every, {"count": ["1", "x", "7"]}) == (Every(count=7), [])


def test_unknown_names_are_named_once_and_left_out():
    found, complaints = parse(Every, {name: ["1"] for name in ("zz", "aa", "mm", "bb")})
    assert found == Every()
    assert complaints == ["This page has no setting “aa”, “bb”, “mm”; left out."]


def test_each_bad_value_has_a_sentence_of_its_own():
    _, complaints = parse(Every, {"share": ["2"], "on": ["yes"], "pick": ["c"], "count": ["5"]})
    assert len(complaints) == 3


def test_defaults_do_not_stand_in_the_url():
    assert query_of(Every()) == {}
    assert query_of(Every(on=True, maybe=0.0, words="")) == {"on": "1", "maybe": "0", "words": ""}


# Numbers are restored as a person typed them: up to fifteen digits.
typed = st.decimals(-1, 1, allow_nan=False, places=12).map(float)


@given(
    st.builds(
        Every,
        pick=st.sampled_from("ab"),
        count=st.integers(-2, 30),
        share=st.decimals(0, 1, places=14).map(float),
        maybe=st.none() | typed,
        large=st.integers(-(10**15), 10**15).map(float) | st.sampled_from([1e300, -1e300, 1e-300]),
        on=st.booleans(),
        words=st.text(max_size=10),
        place=st.from_regex(r"([1-9][0-9]?-?)?", fullmatch=True),
        sel=st.from_regex(SELECTION.replace(r"\d", "[0-9]"), fullmatch=True),
    )
)
def test_settings_survive_the_url(found):
    again, complaints = parse(Every, {name: [raw] for name, raw in query_of(found).items()})
    assert complaints == []
    assert again == found


# The settings of the pages themselves: what their own complaints say is allowed must be.


@cache
def settings_class(page):
    return type(visits.settings(visits.visit(page), page))


def allowed(field):
    """A strategy for the values of a field, as its own complaint describes them."""
    try:
        field.metadata["kind"].read("\x00")
    except ValueError as error:
        says = str(error)
    else:
        return st.text(max_size=40)
    if says.startswith("one of "):
        return st.sampled_from(says.removeprefix("one of ").split(", "))
    if says == "0 or 1":
        return st.booleans()
    if found := re.fullmatch(r"a (whole )?number from (\S+) to (\S+)", says):
        low, high = float(found[2]), float(found[3])
        if found[1]:
            return st.integers(int(low), int(high))
        span = st.integers(0, 1000).map(lambda k: float(f"{low + (high - low) * k / 1000:.9g}"))
        return st.none() | span if field.default is None else span
    example = re.search(r"such as (\S+?)(?:,|$)", says)
    assert example, f"a complaint that gives no example: {says}"
    return st.sampled_from([example[1], field.default])


@pytest.mark.parametrize("page", visits.PAGES)
@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_a_pages_settings_survive_the_url(page, data):
    cls = settings_class(page)
    found = cls(**{f.name: data.draw(allowed(f), f.name) for f in dataclasses.fields(cls)})
    again, complaints = parse(cls, {name: [raw] for name, raw in query_of(found).items()})
    assert complaints == []
    assert again == found


@pytest.mark.parametrize("page", visits.PAGES)
def test_a_pages_defaults_are_themselves_allowed(page):
    cls = settings_class(page)
    for field in dataclasses.fields(cls):
        if field.default is not None:
            kind = field.metadata["kind"]
            assert kind.read(kind.write(field.default)) == field.default
