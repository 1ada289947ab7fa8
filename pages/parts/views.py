"""Where a scene begins, for scenes of sections that other controls rerun."""

from __future__ import annotations

from typing import Any

import streamlit as st


def held_view(key: str, number: int, asked: object, place: dict[str, Any]) -> dict[str, Any]:
    """{"id": number, …place} for a scene's data, the same until `number` or `asked` changes.

    number  of the full run (`chrome.view_number`)    asked  what the scene's numbers depend on
    place   where the settings say that it stands now
    A scene keeps its own place while it lives, and a new place must not send its data again. But
    Streamlit mounts it anew when a line above it comes or goes; with other data it then begins
    where the learner left it.
    """
    store, seen = st.session_state, (number, asked)
    if store.get(f"{key}/seen") != seen:
        store[f"{key}/seen"], store[f"{key}/place"] = seen, place
    return {"id": number, **store[f"{key}/place"]}
