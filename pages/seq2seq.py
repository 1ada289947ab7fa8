"""Opens the door, app.py: what Streamlit runs here is never the lesson itself.

Before the first st.navigation call of a server, Streamlit looks for pages in this folder by
itself. When that first request is a deep link, it asks for this file, and without it would tell
the visitor that the page does not exist.
"""

import runpy
from pathlib import Path

runpy.run_path(str(Path(__file__).parents[1] / "app.py"), run_name="__main__")
