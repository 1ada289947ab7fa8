"""A choice among a few words, as every page offers it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.parts.settings import PageState


def chooser(
    state: PageState[Any], name: str, label: str, options: Mapping[str, str], box: Any = st
) -> None:
    """Buttons side by side for the setting `name`; options by value, with the word of each."""
    box.segmented_control(
        label,
        list(options),
        format_func=options.get,
        key=state.widget(name),
        required=True,
        width="content",
    )
