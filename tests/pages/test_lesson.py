"""Lesson text: every file parses, nothing in it is left empty, unfilled or unshown."""

import re

import pytest

from pages.parts.lesson import LESSONS, Lesson, lesson
from tests.pages.visits import PAGES, visit, written

NAMES = sorted(path.stem for path in LESSONS.glob("*.md"))
SECTIONS = [(name, section) for name in NAMES for section in lesson(name).sections]
BLANK = r"\{\w+\}"
# What is said of an answer waits for one: test_predict.py; some counts wait until asked for.
ON_REQUEST = {
    ("bptt-check", "every"),  # test_check_section.py
    ("bptt", "update-down"),  # test_claims_sweeps.py
    *(("bptt-ways", name) for name in ("ways", "ways-peepholes", "ways-try")),  # test_ways.py
}
AT_ONCE = [place for place in SECTIONS if place[0] != "predict" and place not in ON_REQUEST]


@pytest.fixture(scope="module")
def shown():
    """All words of all pages as a new visitor meets them."""
    return "\n".join(written(visit(page)) for page in PAGES)


@pytest.mark.parametrize("name", NAMES)
def test_every_heading_opens_a_section_of_its_own(name):
    headings = re.findall(r"^#.*$", (LESSONS / f"{name}.md").read_text("utf-8"), re.M)
    assert len(headings) == len(lesson(name).sections)


@pytest.mark.parametrize(("name", "section"), SECTIONS)
def test_no_section_is_empty(name, section):
    found = lesson(name).sections[section]
    assert found.title
    assert len(found.body) > 20


@pytest.mark.parametrize(("name", "section"), AT_ONCE)
def test_every_section_is_shown_with_all_its_figures(name, section, shown):
    paragraphs = lesson(name).sections[section].body.split("\n\n")
    assert re.search(r"\n\n".join(as_filled(paragraph) for paragraph in paragraphs), shown)


def as_filled(paragraph):
    """A pattern: what is written as it stands, with figures; or a paragraph of figures alone."""
    if re.fullmatch(BLANK, paragraph):
        return ".{1,2000}?"
    return ".{1,80}?".join(re.escape(part) for part in re.split(BLANK, paragraph))


def test_no_figure_is_left_unfilled(shown):
    prose = re.sub(r"\$[^$]+\$", "", shown)
    assert re.findall(BLANK, prose) == []
    assert "nan" not in re.findall(r"\w+", prose)


def test_a_section_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        lesson("home").fill("nowhere")


def test_a_figure_that_is_not_given_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr("pages.parts.lesson.LESSONS", tmp_path)
    (tmp_path / "one.md").write_text("## a | First\nUp to {most}.\n\n## b-2 | Second\n x_t\n")
    one = Lesson("one")
    assert list(one.sections) == ["a", "b-2"]
    assert one.fill("a", most="3") == "Up to 3."
    assert one.sections["b-2"].title == "Second"
    with pytest.raises(KeyError, match="most"):
        one.fill("a")
