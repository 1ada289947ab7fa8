"""What all pages wear: measure, spacing, print."""

from __future__ import annotations

import streamlit as st

_CSS = """
<style>
.stMainBlockContainer { max-width: 84rem; padding: 2.5rem 3rem 4rem; }
.stMarkdown p, .stMarkdown li { max-width: 46rem; }
[class*="st-key-"][class*="-code "] { display: none; }
.stMarkdown, .stMarkdown p { font-variant-numeric: tabular-nums; }
.stMarkdown table { display: block; overflow-x: auto; }
.stMainBlockContainer h1 { padding-bottom: 0.3rem; }
.stButtonGroup [role="radiogroup"] { flex-wrap: wrap; }
@media (max-width: 640px) {
  .stMainBlockContainer { padding: 3.2rem 1rem 3rem; }
}
/* On paper everything is light, whatever the screen was: a browser prints no dark ground. */
@media print {
  .stSidebar, header { display: none !important; }
  .stApp { color-scheme: light; background: #fff !important; }
  .stApp :is(h1, h2, h3, p, li, td, th, label, summary, input, button) {
    color: #1B2330 !important;
  }
  .stApp :is(input, button, [data-baseweb]) { background: #fff !important; }
}
</style>
"""


def dress() -> None:
    """Write the style sheet of the page around the scenes."""
    st.html(_CSS)


def complain(complaints: list[str]) -> None:
    """Say what of a link could not be used."""
    if complaints:
        st.warning("  \n".join(complaints), icon=":material/link_off:")


def view_number() -> int:
    """A number that grows with every full run.

    A scene owns its step and selection; it takes those that Python hands over only when this
    number is new, so that a rerun of a fragment neither moves the scene nor sends it again.
    """
    number: int = st.session_state.get("view/number", 0) + 1
    st.session_state["view/number"] = number
    return number
