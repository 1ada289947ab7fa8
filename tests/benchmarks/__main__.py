"""The speed table as one command: `python -m tests.benchmarks`.

The core beside PyTorch, then the app beside an empty Streamlit page. Both compare two things in
one run and print ratios: milliseconds depend on the machine, ratios hardly.
"""

import subprocess
import sys


def main() -> None:
    for part in ("core_speed", "flow_speed", "interaction"):
        subprocess.run([sys.executable, "-m", f"tests.benchmarks.{part}"], check=True)


if __name__ == "__main__":
    main()
