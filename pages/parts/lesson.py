"""Lesson text: Markdown in assets/lessons, one file a page, cut into sections.

A section starts with a line `## id | Title`. `{name}` in its text stands for a figure that the
page hands over, so that a sentence says what was measured and not what was once true.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import streamlit as st

LESSONS = Path(__file__).parents[2] / "assets" / "lessons"
_HEADING = re.compile(r"^## (?P<id>[\w-]+) \| (?P<title>.+)$", re.M)
_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Section:
    title: str
    body: str


class Lesson:
    """The sections of one file; KeyError names those there are if one is missing."""

    def __init__(self, name: str) -> None:
        text = (LESSONS / f"{name}.md").read_text("utf-8")
        found = list(_HEADING.finditer(text))
        ends = [match.start() for match in found[1:]] + [len(text)]
        self.sections = {
            match["id"]: Section(match["title"].strip(), text[match.end() : end].strip())
            for match, end in zip(found, ends, strict=True)
        }

    def show(self, section: str, *, title: bool = True, **figures: str) -> None:
        """Write a section, its title as a heading, with its figures filled in."""
        found = self.sections[section]
        if title:
            st.header(found.title, anchor=section)
        st.markdown(self.fill(section, **figures))

    def fill(self, section: str, **figures: str) -> str:
        """The text of a section with its figures; KeyError for a figure that was not given."""
        return _BLANK.sub(lambda blank: figures[blank[1]], self.sections[section].body)


@cache
def lesson(name: str) -> Lesson:
    """The lesson text in assets/lessons/<name>.md."""
    return Lesson(name)
