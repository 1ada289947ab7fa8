"""Visiting pages without a browser: what a link opens, and what a scene in it reports."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from pages.parts.table import GROUPS
from pages.parts.wire import unpack

ROOT = Path(__file__).parents[2]
PAGES = tuple(entry.name for entries in GROUPS.values() for entry in entries)
TITLES = {entry.name: entry.title for entries in GROUPS.values() for entry in entries}
OTHERS = ("gradients", "seq2seq", "attention")  # pages that read no text, or one of their own
READING = tuple(page for page in PAGES if page not in OTHERS)
# Where a page shows the box for the visitor's own text only at some settings: those.
TYPING = {"compare": {"task": "names"}}
TRAPS = ("<script", "onerror=", "](javascript", "\x00")  # what no page may say
PATIENCE = 60  # seconds that a run may take on a busy machine


def fresh() -> AppTest:
    return AppTest.from_file(str(ROOT / "app.py"), default_timeout=PATIENCE)


def visit(page: str, query: dict[str, Any] | None = None, at: AppTest | None = None) -> AppTest:
    """A page as a link opens it, for a new visitor unless `at` is one who is already there."""
    at = at or fresh()
    for name in list(at.query_params):
        del at.query_params[name]
    for name, value in (query or {}).items():
        at.query_params[name] = value
    return at.switch_page(f"pages/lessons/{page}.py").run()


def settings(at: AppTest, page: str) -> Any:
    return at.session_state[f"{page}/settings"]


def scenes(at: AppTest) -> dict[str, dict[str, Any]]:
    """What each component on the page was given, by the component's name."""
    found = {}
    for component in at.get("bidi_component"):
        if component.proto.component_name.startswith("unrolled_code_"):
            continue
        assert component.proto.WhichOneof("data") == "bytes"
        name = component.proto.component_name.removeprefix("unrolled_")
        found[name] = unpack(component.proto.bytes)
    return found


def scene_at(at: AppTest, key: str) -> dict[str, Any]:
    """What the component with this key was given."""
    return unpack(_mounted(at, key=key).bytes)


def _mounted(at: AppTest, name: str = "", key: str = "") -> Any:
    """The first component of a name, or the one with a key."""
    protos = (component.proto for component in at.get("bidi_component"))
    return next(
        p
        for p in protos
        if (p.id.endswith(f"-{key}") if key else p.component_name == f"unrolled_{name}")
    )


def say(at: AppTest, component: str, *, trigger: bool = False, **states: Any) -> AppTest:
    """Run the app as after a component, named by its name or its key, has set states, or with
    `trigger` fired them."""
    proto = _mounted(at, key=component) if "." in component else _mounted(at, component)
    said = at._tree.get_widget_states()
    widget = said.widgets.add()
    if trigger:
        widget.id = _make_trigger_id(proto.id, "events")
        events = [{"event": name, "value": value} for name, value in states.items()]
        widget.json_trigger_value = json.dumps(events)
    else:
        widget.id = proto.id
        widget.json_value = json.dumps(states)
    return at._run(said)


def written(at: AppTest) -> str:
    """All words of a page that are not in scenes."""
    kinds = (at.title, at.subheader, at.markdown, at.caption, at.warning)
    return "\n".join(element.value for kind in kinds for element in kind)


def arrays(value: object) -> Iterator[np.ndarray]:
    """All arrays in a scene, however deep."""
    if isinstance(value, np.ndarray):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from arrays(item)
    elif isinstance(value, list):
        for item in value:
            yield from arrays(item)


def sound(at: AppTest) -> None:
    """Nothing failed, and the scenes hold numbers that can be drawn."""
    assert [error.value for error in at.exception] == []
    assert [error.value for error in at.error] == []
    assert at.title
    found = scenes(at)
    assert found
    for name in ("unrolled", "readers", "lstm", "gru", "pipe", "pipes"):
        for values in arrays(found.get(name, {})):
            assert np.isfinite(values).all()
    scene = found.get("compare", {"rows": "gradient"})
    if scene["rows"] != "gradient":  # the logarithm of a gradient that is exactly zero is not
        for values in arrays(scene):
            assert np.isfinite(values).all()
    words = written(at)
    for trap in TRAPS:
        assert trap not in words.replace("\\", "")
