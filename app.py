"""The door: the table of pages, page configuration, theme."""

import streamlit as st

from pages.parts.chrome import dress
from pages.parts.table import GROUPS

page = st.navigation({group: [entry.page() for entry in pages] for group, pages in GROUPS.items()})
st.set_page_config(
    page_title=f"{page.title} · Unrolled", page_icon=":material/all_inclusive:", layout="wide"
)
dress()
page.run()
