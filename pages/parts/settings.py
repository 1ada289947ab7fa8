"""All controls of a page as one frozen object, which lives in the URL.

A page declares a frozen dataclass whose fields are made by `choice`, `whole`, `number`, `text`,
`flag` and `pattern`. `PageState` reads it from the URL, folds in what widgets and scenes say,
and writes back what differs from the defaults. A value in a URL that cannot be used is replaced
by its default, with a sentence that says so; no URL can make a page fail.
"""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

import streamlit as st

S = TypeVar("S")
LONGEST_SHOWN = 24  # characters of a bad value that a complaint repeats


@dataclass(frozen=True)
class Kind:
    """How a value is read from a URL and written to one. `read` raises ValueError, whose text
    completes "… must be"."""

    read: Callable[[str], Any]
    write: Callable[[Any], str] = str


def _field(default: Any, kind: Kind) -> Any:
    return field(default=default, metadata={"kind": kind})


def choice(default: str, options: Sequence[str]) -> Any:
    """One of `options`."""

    def read(raw: str) -> str:
        if raw not in options:
            raise ValueError("one of " + ", ".join(options))
        return raw

    return _field(default, Kind(read))


def whole(default: int, low: int, high: int) -> Any:
    """A whole number from low to high."""

    def read(raw: str) -> int:
        if not re.fullmatch(r"-?\d{1,9}", raw) or not low <= int(raw) <= high:
            raise ValueError(f"a whole number from {low} to {high}")
        return int(raw)

    return _field(default, Kind(read))


def number(default: float | None, low: float, high: float) -> Any:
    """A number from low to high; with default None also absent."""

    def read(raw: str) -> float:
        try:
            value = float(raw) if len(raw) <= 24 else math.nan
        except ValueError:
            value = math.nan
        if not low <= value <= high:  # false for NaN too
            raise ValueError(f"a number from {low:g} to {high:g}")
        return value

    # Fifteen digits: what a person typed comes back exactly, 0.1 + 0.2 as 0.3.
    return _field(default, Kind(read, lambda value: f"{value:.15g}"))


def flag(default: bool) -> Any:
    """Yes or no, as 1 or 0."""

    def read(raw: str) -> bool:
        if raw not in ("0", "1"):
            raise ValueError("0 or 1")
        return raw == "1"

    return _field(default, Kind(read, lambda value: str(int(value))))


def text(default: str, longest: int) -> Any:
    """Any text up to `longest` characters; a longer one is kept, shortened."""
    return _field(default, Kind(lambda raw: raw[:longest]))


def pattern(default: str, regex: str, says: str) -> Any:
    """Text that matches `regex` as a whole; `says` completes "must be"."""

    def read(raw: str) -> str:
        if not re.fullmatch(regex, raw):
            raise ValueError(says)
        return raw

    return _field(default, Kind(read))


def parse(cls: type[S], query: dict[str, list[str]]) -> tuple[S, list[str]]:
    """Settings from a query, and a sentence for each value that could not be used."""
    values: dict[str, Any] = {}
    complaints = []
    for f in dataclasses.fields(cls):  # type: ignore[arg-type]
        raws = query.get(f.name, [])
        if not raws:
            continue
        try:
            values[f.name] = f.metadata["kind"].read(raws[-1])
        except ValueError as error:
            kept = f.metadata["kind"].write(f.default) if f.default is not None else "nothing"
            complaints.append(
                f"The link says {f.name} = “{_shown(raws[-1])}”, but it must be {error}. "
                f"Shown instead: {kept or 'nothing'}."
            )
    known = {f.name for f in dataclasses.fields(cls)}  # type: ignore[arg-type]
    if unknown := sorted(set(query) - known):
        names = ", ".join(f"“{_shown(name)}”" for name in unknown[:3])
        complaints.append(f"This page has no setting {names}; left out.")
    return cls(**values), complaints


def query_of(settings: Any) -> dict[str, str]:
    """What differs from the defaults, as it stands in the URL."""
    query = {}
    for f in dataclasses.fields(settings):
        value = getattr(settings, f.name)
        if value != f.default and value is not None:
            query[f.name] = f.metadata["kind"].write(value)
    return query


def _shown(raw: str) -> str:
    short = raw if len(raw) <= LONGEST_SHOWN else raw[:LONGEST_SHOWN] + "…"
    seen = "".join(c if c.isprintable() else " " for c in short)  # nor what turns a line around
    return re.sub(r"[\\`*_\[\]<>$:#|~]", " ", seen)  # a complaint is Markdown: nothing to parse


class PageState(Generic[S]):
    """The settings of one page in one visitor's session.

    Make it at the top of a run: a changed URL wins, then widgets, then what the session holds.
    Widgets take `key=state.key("field")`; scenes report through `state.set(field=…)` in a
    callback. `save()` at the end writes the URL.
    """

    def __init__(self, page: str, cls: type[S]) -> None:
        self.page, self.cls = page, cls
        self.complaints: list[str] = []
        store = st.session_state
        query = {name: st.query_params.get_all(name) for name in st.query_params}
        seen = store.get(f"{page}/query")
        held = store.get(f"{page}/settings")
        plain = {name: values[-1] for name, values in query.items()}
        if held is None or (query and plain != seen):
            settings, self.complaints = parse(cls, query)
            self._put(settings if query else self._as_elsewhere(settings))
            self._forget_widgets()
        elif not query and store.get("page/last") != page:
            self._put(self._as_elsewhere(held))
            self._forget_widgets()
        store["page/last"] = page
        store[f"{page}/query"] = plain

    @property
    def now(self) -> S:
        """The settings as they are, with what widgets say: right in a fragment's rerun, too."""
        store = st.session_state
        held: S = store[f"{self.page}/settings"]
        # Each look into the session takes microseconds, and `now` is asked for all the time: so
        # only settings that have a widget are looked up.
        found = {name: store.get(self.key(name)) for name in store.get(self._shown, ())}
        said = {name: value for name, value in found.items() if value is not None}
        return dataclasses.replace(held, **said)  # type: ignore[type-var]

    def default(self, name: str) -> Any:
        """The value that a setting has without a link."""
        return next(f.default for f in self._fields() if f.name == name)

    def key(self, name: str) -> str:
        """The widget key of a setting."""
        return f"{self.page}.{name}"

    def widget(self, name: str) -> str:
        """As `key`, after making sure that the widget starts at the setting's value."""
        st.session_state.setdefault(self.key(name), getattr(self.now, name))
        st.session_state.setdefault(self._shown, set()).add(name)
        return self.key(name)

    def set(self, **changes: Any) -> None:
        """Change settings (from a callback, before widgets are made)."""
        self._put(dataclasses.replace(self.now, **changes))  # type: ignore[type-var]
        for name, value in changes.items():
            if self.key(name) in st.session_state:
                st.session_state[self.key(name)] = value

    def save(self) -> None:
        """Write to the URL what differs from the defaults."""
        settings = self.now
        self._put(settings)
        query = query_of(settings)
        if query != {name: st.query_params[name] for name in st.query_params}:
            st.query_params.from_dict(query)
        st.session_state[f"{self.page}/query"] = query

    @property
    def _shown(self) -> str:
        """Where the session keeps the names of settings that have had a widget."""
        return f"{self.page}/widgets"

    def _fields(self) -> tuple[dataclasses.Field[Any], ...]:
        return dataclasses.fields(self.cls)  # type: ignore[arg-type]

    def _forget_widgets(self) -> None:
        """Let widgets start anew from the settings."""
        for f in self._fields():
            st.session_state.pop(self.key(f.name), None)

    def _put(self, settings: S) -> None:
        st.session_state[f"{self.page}/settings"] = settings
        if hasattr(settings, "text"):
            st.session_state["visitor/text"] = settings.text

    def _as_elsewhere(self, settings: S) -> S:
        """A page opened without a link takes over what the visitor typed on another one."""
        typed = st.session_state.get("visitor/text")
        if typed is None or not hasattr(settings, "text"):
            return settings
        return dataclasses.replace(settings, text=typed)  # type: ignore[type-var]
