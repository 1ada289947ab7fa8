"""Encoder and decoder: a word or a sentence goes in, its sounds or its translation come out."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from pages.parts.chrome import complain
from pages.parts.settings import PageState
from pages.parts.translation import TranslateSettings, typed_controls


@dataclass(frozen=True)
class Settings(TranslateSettings):
    """What is read, beside the settings of the sections."""


state = PageState("seq2seq", Settings)

st.title("One network reads, another one writes")
complain(state.complaints)
typed_controls(state)
state.save()
