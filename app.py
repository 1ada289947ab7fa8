"""The door: page configuration, theme, and the table of pages."""

import streamlit as st

from pages.parts.chrome import dress
from pages.parts.table import GROUPS

st.set_page_config(page_title="Unrolled", page_icon=":material/all_inclusive:", layout="wide")
page = st.navigation({group: [entry.page() for entry in pages] for group, pages in GROUPS.items()})
dress()
page.run()
